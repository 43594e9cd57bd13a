"""A year's programme, as earlier versions of Assay recorded it."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import Field

from domain.ledger.upcasting import upcaster
from domain.messages import Event, Message
from domain.programme.lottery import Frame
from domain.programme.problem import Name
from domain.programme.selection_rules import SelectionRule, Step
from domain.programme.services import Joint, Risk, Service
from domain.programme.year.events import DraftIssued, FrameFrozen, SelectionProposed
from domain.programme.year.terms import Chosen
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


UPCASTERS = (
    nobody_who_joins_was_asked,
    every_kind_counted_and_years_were_the_calendars,
    any_public_value_would_do,
    nobody_was_told_of_a_draft,
)
