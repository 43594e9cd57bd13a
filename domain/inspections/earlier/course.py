"""The course of an inspection, as earlier versions of Assay recorded it: every kind had every stage."""

from datetime import date
from typing import ClassVar

from domain.inspections.events import (
    CaseReadsClosed,
    CaseUsed,
    DeadlineMoved,
    FieldworkEnded,
    InspectionAnnounced,
    Pin,
    ProviderFollowed,
)
from domain.inspections.stages import IN_PROGRESS
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Code, Line, Opaque, Prose, Reference

__all__ = ["UPCASTERS"]


class InspectionAnnouncedV1(Event):
    """An inspection was announced to a provider; its rules are pinned from here on."""

    name: ClassVar[str] = "inspection.announced.v1"
    inspection: Reference
    provider: Reference
    provider_name: Line
    protocol: Pin
    framework: Pin
    scheme: Pin
    lead: Opaque
    announced_on: date
    fieldwork_from: date
    fieldwork_to: date
    request_due: date


class FieldworkEndedV1(Event):
    """Fieldwork was over; what remains of the case reads is due by a date."""

    name: ClassVar[str] = "inspection.fieldwork-ended.v1"
    ended_on: date
    due: date
    publication_due: date


class CaseReadsClosedV1(Event):
    """Every sampled case had been read; the gate lists them all as they stood."""

    name: ClassVar[str] = "inspection.case-reads-closed.v1"
    cases: tuple[CaseUsed, ...]
    due: date


class DeadlineMovedV1(Event):
    """A running deadline was moved, with the reason."""

    name: ClassVar[str] = "inspection.deadline-moved.v1"
    deadline: Code
    was: date
    due: date
    reason: Prose


class ProviderFollowedV1(Event):
    """The inspection went on under a provider's new name, or with the one that took its place."""

    name: ClassVar[str] = "inspection.provider-followed.v1"
    was: Reference
    provider: Reference
    provider_name: Line
    reason: Prose
    followed_on: date
    deadlines: tuple[tuple[Code, date], ...]


@upcaster(InspectionAnnouncedV1, InspectionAnnounced)
def every_kind_had_every_stage(old: InspectionAnnouncedV1) -> InspectionAnnounced:
    """There were two kinds of inspection, of one provider each, with every stage and without partners who sign.

    Since kinds differ in their stages, the announcement says which this inspection has.
    """
    return InspectionAnnounced(**dict(old), stages=IN_PROGRESS)


@upcaster(FieldworkEndedV1, FieldworkEnded)
def case_reads_followed_fieldwork(old: FieldworkEndedV1) -> FieldworkEnded:
    """Every kind had case reads and a report, so that both dates were always there."""
    return FieldworkEnded(**dict(old))


@upcaster(CaseReadsClosedV1, CaseReadsClosed)
def a_panel_followed_the_case_reads(old: CaseReadsClosedV1) -> CaseReadsClosed:
    """Every kind had a panel review, so that its date was always there."""
    return CaseReadsClosed(**dict(old))


@upcaster(DeadlineMovedV1, DeadlineMoved)
def nobody_was_told_that_a_day_was_moved(old: DeadlineMovedV1) -> DeadlineMoved:
    """No provider had a notice when a day of its own was moved, and none is told of it now.

    The reason was written for the record alone; since, it is told to whose day it is.
    """
    return DeadlineMoved(deadline=old.deadline, was=old.was, due=old.due, reason=old.reason, told=False)


@upcaster(ProviderFollowedV1, ProviderFollowed)
def one_part_was_followed(old: ProviderFollowedV1) -> ProviderFollowed:
    """An inspection went on with one part of a provider that was split, and did not say which others there were."""
    return ProviderFollowed(**dict(old), others=(), left=())


UPCASTERS = (
    every_kind_had_every_stage,
    case_reads_followed_fieldwork,
    a_panel_followed_the_case_reads,
    nobody_was_told_that_a_day_was_moved,
    one_part_was_followed,
)
"""What each of them means today."""
