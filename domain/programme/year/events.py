"""What can happen to a year's programme. Each event is stored for ever under its name."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.messages import Event
from domain.programme.choice.lottery import Frame
from domain.programme.choice.rules import SelectionRule
from domain.programme.choice.services import Joint, Service
from domain.programme.problem import MOST_INSPECTIONS, Name, Pin
from domain.programme.year.terms import (
    Area,
    Change,
    Chosen,
    Facts,
    Lot,
    PlanContent,
    ResponseOutcome,
    ResponseStream,
    Slot,
)
from domain.providers.past import Source
from domain.text import Code, Digest, Line, Opaque, Prose, ReaderStream, Reference

__all__ = [
    "BeaconValueNoted",
    "ConsultationClosed",
    "DraftIssued",
    "FrameFrozen",
    "HistoryLoaded",
    "InspectionNotStarted",
    "InspectionStarted",
    "LotsDrawn",
    "PinLifted",
    "PinSet",
    "PlanAccepted",
    "PlanProposed",
    "PlanWithdrawn",
    "ProgrammeClosed",
    "ProgrammeEvent",
    "ProgrammeNoticeSent",
    "ProgrammeOpened",
    "ProgrammePublished",
    "ProgrammeReplanned",
    "ProgrammeWithdrawn",
    "ResponseNoted",
    "ResponseSettled",
    "SelectionProposed",
    "ServiceAdded",
    "ServiceRemoved",
    "ServicesNoted",
]


class ProgrammeOpened(Event):
    """A year's programme was opened.

    Attributes:
        programme: its code.
        title: what it is called.
        year: the year for which services are chosen.
        first_monday: the Monday of its week 0.
        areas: the areas, each with its region.
        source: where they come from.
    """

    name: ClassVar[str] = "programme.opened.v1"
    programme: Reference
    title: Line
    year: Annotated[int, Field(ge=1900, le=2200)]
    first_monday: date
    areas: Annotated[tuple[Area, ...], Field(max_length=5_000)]
    source: Source


class HistoryLoaded(Event):
    """Inspections from before were loaded; each stands with its provider.

    Attributes:
        inspections: how many.
        source: where they come from.
    """

    name: ClassVar[str] = "programme.history-loaded.v1"
    inspections: int
    source: Source


class ServicesNoted(Event):
    """What is known of services was noted: risk scores with their evidence, sizes, visits.

    Attributes:
        services: what is known of each; it takes the place of what was noted of it before.
        source: where it comes from.
    """

    name: ClassVar[str] = "programme.services-noted.v1"
    services: Annotated[tuple[Facts, ...], Field(max_length=5_000)]
    source: Source


class SelectionProposed(Event):
    """Services were selected by a rule; every service has its reason. With what stands here it can be done again.

    Attributes:
        rule: the rule, whole.
        services: the services from which was chosen, as they were known.
        joint: what room the inspectorates that join had; none where nobody joins.
        wanted: how many the rule wants.
        choices: what became of each.
        frame: what is still to be drawn from; None where the rule draws no lots.
        outlook: how many must be inspected in each of the next years of the cycle.
        shortfalls: what the rule asks for and cannot have.
    """

    name: ClassVar[str] = "programme.selection-proposed.v3"
    rule: SelectionRule
    services: Annotated[tuple[Service, ...], Field(max_length=5_000)]
    joint: Annotated[tuple[Joint, ...], Field(max_length=100)]
    wanted: int
    choices: Annotated[tuple[Chosen, ...], Field(max_length=5_000)]
    frame: Frame | None
    outlook: tuple[int, ...]
    shortfalls: tuple[Prose, ...]


class FrameFrozen(Event):
    """The frame of a draw was frozen, before anybody could know the seed.

    Attributes:
        rule: of which selection, by its rule.
        frame: the frame's digest.
        commitment: what was committed to, and published.
        beacon: which public draw, yet to come, makes the seed.
        value_on: the day on which its numbers become known.
        numbers: how many different numbers it gives; None in frames of before that was said.
        highest: the highest number that it can give.
    """

    name: ClassVar[str] = "programme.frame-frozen.v2"
    rule: Name
    frame: Digest
    commitment: Line
    beacon: Line
    value_on: date
    numbers: int | None
    highest: int | None


class BeaconValueNoted(Event):
    """Somebody noted what the public draw gave that was named when a frame was frozen.

    Attributes:
        rule: of which selection, by its rule.
        value: its numbers in ascending order, with blanks between.
        by: who noted it; somebody else draws.
    """

    name: ClassVar[str] = "programme.beacon-value-noted.v1"
    rule: Name
    value: Line
    by: Opaque


class LotsDrawn(Event):
    """Services were drawn from a frozen frame.

    Attributes:
        rule: of which selection, by its rule.
        frame: the frame's digest.
        value: what the public draw gave: its numbers in ascending order, with blanks between.
        seed: the seed.
        arithmetic: by which arithmetic.
        lots: every service of the frame, in the order of lots.
    """

    name: ClassVar[str] = "programme.lots-drawn.v1"
    rule: Name
    frame: Digest
    value: Line
    seed: Digest
    arithmetic: Line
    lots: Annotated[tuple[Lot, ...], Field(max_length=5_000)]


class ServiceRemoved(Event):
    """A selected service was taken out of the programme, by a decision with its reason."""

    name: ClassVar[str] = "programme.service-removed.v1"
    rule: Name
    service: Reference
    reason: Prose


class ServiceAdded(Event):
    """A service was put into the programme by a decision with its reason, or put back."""

    name: ClassVar[str] = "programme.service-added.v1"
    rule: Name
    service: Reference
    reason: Prose


class PinSet(Event):
    """Somebody fixed something that every plan must keep.

    Attributes:
        number: the number by which people name it.
        pin: what is fixed, by whom and why.
    """

    name: ClassVar[str] = "programme.pin-set.v1"
    number: int
    pin: Pin


class PinLifted(Event):
    """What was fixed is fixed no more."""

    name: ClassVar[str] = "programme.pin-lifted.v1"
    number: int
    reason: Prose


class PlanProposed(Event):
    """A plan that keeps every hard rule was put forward."""

    name: ClassVar[str] = "programme.plan-proposed.v2"
    content: PlanContent


class PlanAccepted(Event):
    """A plan was accepted.

    Attributes:
        plan: its digest.
    """

    name: ClassVar[str] = "programme.plan-accepted.v1"
    plan: Digest


class PlanWithdrawn(Event):
    """A plan was withdrawn, and stands accepted no more."""

    name: ClassVar[str] = "programme.plan-withdrawn.v1"
    plan: Digest
    reason: Prose


class DraftIssued(Event):
    """The accepted plan was issued as a draft, to be responded to.

    Attributes:
        plan: the plan's digest.
        closes_on: the last day for responses.
        providers: whom it would inspect; each is told of it, and asked.
    """

    name: ClassVar[str] = "programme.draft-issued.v2"
    plan: Digest
    closes_on: date
    providers: Annotated[tuple[Reference, ...], Field(max_length=MOST_INSPECTIONS)]


class ResponseNoted(Event):
    """A response to the draft came in; what it says stands by itself, sealed.

    Attributes:
        response: the response.
        received_on: when it came.
        confidential: whether it was made in confidence.
    """

    name: ClassVar[str] = "programme.response-noted.v1"
    response: ResponseStream
    received_on: date
    confidential: bool


class ResponseSettled(Event):
    """It was decided what comes of a response.

    Attributes:
        response: the response.
        outcome: what.
    """

    name: ClassVar[str] = "programme.response-settled.v1"
    response: ResponseStream
    outcome: ResponseOutcome


class ConsultationClosed(Event):
    """The last day for responses has passed.

    Attributes:
        due: that day.
    """

    name: ClassVar[str] = "programme.consultation-closed.v1"
    due: date


class ProgrammePublished(Event):
    """The programme was published: from now on its inspections start on their days.

    Attributes:
        plan: the plan's digest.
        published_on: the day.
    """

    name: ClassVar[str] = "programme.published.v1"
    plan: Digest
    published_on: date


class ProgrammeWithdrawn(Event):
    """The published programme was withdrawn: nothing more starts until it is published again."""

    name: ClassVar[str] = "programme.withdrawn.v1"
    reason: Prose


class ProgrammeReplanned(Event):
    """Another plan took the place of the published one.

    Attributes:
        was: the digest of the plan before.
        content: the plan from now on.
        reason: why.
        changes: what it means for each inspection that it touches.
    """

    name: ClassVar[str] = "programme.replanned.v2"
    was: Digest
    content: PlanContent
    reason: Prose
    changes: tuple[Change, ...]


class InspectionStarted(Event):
    """An inspection of the programme started: it was announced, with its lead and its days.

    Attributes:
        inspection: which inspection.
        slot: its days, its team and its panel.
        announced_before: whether somebody had announced it already.
    """

    name: ClassVar[str] = "programme.inspection-started.v1"
    inspection: Reference
    slot: Slot
    announced_before: bool


class InspectionNotStarted(Event):
    """An inspection could not be started on its day.

    Attributes:
        inspection: which inspection.
        due: its day.
        code: the code of the refusal.
        why: why not, a sentence.
    """

    name: ClassVar[str] = "programme.inspection-not-started.v1"
    inspection: Reference
    due: date
    code: Code
    why: Prose


class ProgrammeNoticeSent(Event):
    """A notice about the programme went out.

    Attributes:
        notice: its code.
        document: the digest of what it said.
        to: to whom it went, opaque.
    """

    name: ClassVar[str] = "programme.notice-sent.v1"
    notice: Opaque
    document: Digest
    to: tuple[ReaderStream, ...]


class ProgrammeClosed(Event):
    """The programme was closed: every inspection of it has started."""

    name: ClassVar[str] = "programme.closed.v1"
    closed_on: date


ProgrammeEvent = (
    ProgrammeOpened
    | HistoryLoaded
    | ServicesNoted
    | SelectionProposed
    | FrameFrozen
    | BeaconValueNoted
    | LotsDrawn
    | ServiceRemoved
    | ServiceAdded
    | PinSet
    | PinLifted
    | PlanProposed
    | PlanAccepted
    | PlanWithdrawn
    | DraftIssued
    | ResponseNoted
    | ResponseSettled
    | ConsultationClosed
    | ProgrammePublished
    | ProgrammeWithdrawn
    | ProgrammeReplanned
    | InspectionStarted
    | InspectionNotStarted
    | ProgrammeNoticeSent
    | ProgrammeClosed
)
"""What can happen to a year's programme."""
