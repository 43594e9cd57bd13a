"""A year's programme, as earlier versions of Assay recorded it."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.ledger.upcasting import upcaster
from domain.messages import Event, Message
from domain.programme.choice.lottery import Frame
from domain.programme.choice.rules import SelectionRule, Step
from domain.programme.choice.services import Joint, Risk, Service
from domain.programme.plan import Plan
from domain.programme.problem import MOST_INSPECTIONS, Name
from domain.programme.year.events import (
    DraftIssued,
    FrameFrozen,
    PlanProposed,
    ProgrammeReplanned,
    SelectionProposed,
)
from domain.programme.year.terms import Change, Chosen, Found, PlanContent, Slot
from domain.text import Digest, Line, Prose

__all__ = ["UPCASTERS"]


class _SelectionRuleV1(Message):
    """How a programme chose, before a rule said which kinds of inspection count."""

    id: Name
    version: Name
    title: Line
    citation: Line
    notes: tuple[Line, ...] = ()
    in_force_from: date
    in_force_to: date | None = None
    cycle: Annotated[int, Field(ge=1, le=20)] | None = None
    number: Annotated[int, Field(ge=1, le=5_000)] | None = None
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    regions: Annotated[int, Field(ge=0, le=100)] | None = None
    again: Annotated[int, Field(ge=0, le=1_000)] = 0
    visits: Annotated[int, Field(ge=1, le=52)] | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]


class _ServiceV1(Message):
    """A service, when the year of its last inspection was the calendar's, and its visits were typed in."""

    id: Name
    region: Name
    last: Annotated[int, Field(ge=1900, le=2200)] | None = None
    risk: Risk | None = None
    performance: Annotated[int, Field(ge=-100_000, le=100_000)] | None = None
    size: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    density: Annotated[int, Field(ge=0, le=100_000_000)] | None = None
    follow_up: Line | None = None
    visits: Annotated[int, Field(ge=0, le=52)] = 0


class SelectionProposedV1(Event):
    """Services were selected by a rule; every service has its reason. With what stands here it can be done again."""

    name: ClassVar[str] = "programme.selection-proposed.v1"
    rule: _SelectionRuleV1
    services: Annotated[tuple[_ServiceV1, ...], Field(max_length=5_000)]
    wanted: int
    choices: Annotated[tuple[Chosen, ...], Field(max_length=5_000)]
    frame: Frame | None
    outlook: tuple[int, ...]
    shortfalls: tuple[Prose, ...]


class SelectionProposedV2(Event):
    """Services were selected by a rule; every service has its reason. With what stands here it can be done again."""

    name: ClassVar[str] = "programme.selection-proposed.v2"
    rule: _SelectionRuleV1
    services: Annotated[tuple[_ServiceV1, ...], Field(max_length=5_000)]
    joint: Annotated[tuple[Joint, ...], Field(max_length=100)]
    wanted: int
    choices: Annotated[tuple[Chosen, ...], Field(max_length=5_000)]
    frame: Frame | None
    outlook: tuple[int, ...]
    shortfalls: tuple[Prose, ...]


@upcaster(SelectionProposedV1, SelectionProposedV2)
def nobody_who_joins_was_asked(old: SelectionProposedV1) -> SelectionProposedV2:
    """The room that other inspectorates have went into choices from files alone, so no recorded one kept to any."""
    return SelectionProposedV2(**dict(old), joint=())


@upcaster(SelectionProposedV2, SelectionProposed)
def every_kind_counted_and_years_were_the_calendars(old: SelectionProposedV2) -> SelectionProposed:
    """Whether a service was due went by calendar years and by inspections of any kind; its choice stands as it was.

    The last day of an inspection did not go into a choice, nor did visits that nobody had typed in.
    """
    return SelectionProposed(
        rule=SelectionRule(**dict(old.rule)),
        services=tuple(Service(**dict(each)) for each in old.services),
        joint=old.joint,
        wanted=old.wanted,
        choices=old.choices,
        frame=old.frame,
        outlook=old.outlook,
        shortfalls=old.shortfalls,
    )


class FrameFrozenV1(Event):
    """The frame of a draw was frozen, before anybody could know the seed."""

    name: ClassVar[str] = "programme.frame-frozen.v1"
    rule: Name
    frame: Digest
    commitment: Line
    beacon: Line
    value_on: date


@upcaster(FrameFrozenV1, FrameFrozen)
def any_public_value_would_do(old: FrameFrozenV1) -> FrameFrozen:
    """One person said what a public value was, in whatever words: one result could be written in many ways."""
    return FrameFrozen(**dict(old), numbers=None, highest=None)


class DraftIssuedV1(Event):
    """The accepted plan was issued as a draft, to be responded to."""

    name: ClassVar[str] = "programme.draft-issued.v1"
    plan: Digest
    closes_on: date


@upcaster(DraftIssuedV1, DraftIssued)
def nobody_was_told_of_a_draft(old: DraftIssuedV1) -> DraftIssued:
    """Whoever was in a draft heard of it outside Assay, so no notice is owed of it now."""
    return DraftIssued(plan=old.plan, closes_on=old.closes_on, providers=())


class _PlanContentV1(Message):
    """A plan on the record, when the slots of its panels stood in its tables alone."""

    digest: Digest
    plan: Plan
    document: Digest
    slots: Annotated[tuple[Slot, ...], Field(max_length=MOST_INSPECTIONS)]
    found: Found


class PlanProposedV1(Event):
    """A plan that keeps every hard rule was put forward."""

    name: ClassVar[str] = "programme.plan-proposed.v1"
    content: _PlanContentV1


@upcaster(PlanProposedV1, PlanProposed)
def slots_stood_in_the_tables(old: PlanProposedV1) -> PlanProposed:
    """How many slots its panels had was asked when it was put forward, and no more then: it stands in the tables."""
    return PlanProposed(content=PlanContent(**dict(old.content), panels=()))


class ProgrammeReplannedV1(Event):
    """Another plan took the place of the published one."""

    name: ClassVar[str] = "programme.replanned.v1"
    was: Digest
    content: _PlanContentV1
    reason: Prose
    changes: tuple[Change, ...]


@upcaster(ProgrammeReplannedV1, ProgrammeReplanned)
def slots_stood_in_the_tables_of_a_new_plan(old: ProgrammeReplannedV1) -> ProgrammeReplanned:
    """As for a plan that is put forward: the slots of its panels stand in the tables."""
    return ProgrammeReplanned(
        was=old.was,
        content=PlanContent(**dict(old.content), panels=()),
        reason=old.reason,
        changes=old.changes,
    )


UPCASTERS = (
    nobody_who_joins_was_asked,
    every_kind_counted_and_years_were_the_calendars,
    any_public_value_would_do,
    nobody_was_told_of_a_draft,
    slots_stood_in_the_tables,
    slots_stood_in_the_tables_of_a_new_plan,
)
