"""Events of an inspection, and of its action plan, as earlier versions of Assay recorded them."""

from datetime import date
from typing import ClassVar

from domain.action_plans.events import PlanNoticeSent, PlanToldOtherwise
from domain.inspections.events import (
    Departure,
    NoticeSent,
    RatingsDecided,
    StandardRating,
    ToldOtherwise,
)
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Code, Digest, LevelId, Opaque, PersonStream, Prose, Reference

__all__ = ["UPCASTERS"]


class NoticeSentV1(Event):
    """A notice went out, to the provider."""

    name: ClassVar[str] = "inspection.notice-sent.v1"
    notice: Code
    document: Digest


class NoticeSentV2(Event):
    """A notice went out, to the provider's contacts."""

    name: ClassVar[str] = "inspection.notice-sent.v2"
    notice: Code
    document: Digest
    to: tuple[PersonStream, ...]


class PlanNoticeSentV1(Event):
    """A notice about the plan went out, to the provider."""

    name: ClassVar[str] = "action-plan.notice-sent.v1"
    notice: Code
    document: Digest


@upcaster(NoticeSentV1, NoticeSentV2)
def notices_went_to_the_provider(old: NoticeSentV1) -> NoticeSentV2:
    """Providers had no contacts on the record, so a notice went to the provider and to nobody by name.

    Since they have, the event says to which of them it went.
    """
    return NoticeSentV2(notice=old.notice, document=old.document, to=())


@upcaster(NoticeSentV2, NoticeSent)
def nobody_on_the_staff_was_told(old: NoticeSentV2) -> NoticeSent:
    """Notices about an inspection went to providers and other bodies only, never to those who work in it."""
    return NoticeSent(notice=old.notice, document=old.document, to=old.to)


@upcaster(PlanNoticeSentV1, PlanNoticeSent)
def plan_notices_went_to_the_provider(old: PlanNoticeSentV1) -> PlanNoticeSent:
    """As with the notices of an inspection: there were no contacts on the record to whom it could go."""
    return PlanNoticeSent(notice=old.notice, document=old.document, to=())


class ToldOtherwiseV1(Event):
    """Somebody was told by other means what Assay could tell nobody."""

    name: ClassVar[str] = "inspection.told-otherwise.v1"
    notices: tuple[Code, ...]
    how: Prose
    told_on: date


class PlanToldOtherwiseV1(Event):
    """The provider was told by other means what Assay could not send it."""

    name: ClassVar[str] = "action-plan.told-otherwise.v1"
    notices: tuple[Code, ...]
    how: Prose
    told_on: date


@upcaster(ToldOtherwiseV1, ToldOtherwise)
def all_whom_a_notice_missed_were_told(old: ToldOtherwiseV1) -> ToldOtherwise:
    """A note stood for everybody whom its notices did not reach; since, it may stand for one of them."""
    return ToldOtherwise(notices=old.notices, how=old.how, told_on=old.told_on, reader=None)


@upcaster(PlanToldOtherwiseV1, PlanToldOtherwise)
def all_whom_a_notice_of_the_plan_missed_were_told(old: PlanToldOtherwiseV1) -> PlanToldOtherwise:
    """As with the notices of an inspection: a note stood for everybody whom its notices did not reach."""
    return PlanToldOtherwise(notices=old.notices, how=old.how, told_on=old.told_on, reader=None)


class RatingsDecidedV1(Event):
    """The ratings panel decided, on exactly what it saw."""

    name: ClassVar[str] = "inspection.ratings-decided.v1"
    panel: Reference
    decided_on: date
    present: tuple[Opaque, ...]
    derivation: Digest
    ratings: tuple[StandardRating, ...]
    overall: LevelId | None
    departures: tuple[Departure, ...]


@upcaster(RatingsDecidedV1, RatingsDecided)
def all_who_were_present_decided(old: RatingsDecidedV1) -> RatingsDecided:
    """How the panel sat was not kept: who had the chair, who took no part, which pack was before it.

    The decision keeps the digest under which reports are bound to it.
    """
    return RatingsDecided(
        panel=old.panel,
        decided_on=old.decided_on,
        present=old.present,
        derivation=old.derivation,
        ratings=old.ratings,
        overall=old.overall,
        departures=old.departures,
    )


UPCASTERS = (
    all_who_were_present_decided,
    notices_went_to_the_provider,
    nobody_on_the_staff_was_told,
    plan_notices_went_to_the_provider,
    all_whom_a_notice_missed_were_told,
    all_whom_a_notice_of_the_plan_missed_were_told,
)
"""What each of them means today."""
