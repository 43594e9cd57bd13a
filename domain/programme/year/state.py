"""Where a year's programme stands, and how its events add up."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from types import MappingProxyType
from typing import TypeVar, assert_never

from domain.programme.problem import Pin
from domain.programme.year import events as e
from domain.programme.year.plans.differences import differences
from domain.programme.year.terms import Change, Facts, PlanContent, ResponseOutcome
from domain.streams import provider_stream

__all__ = ["Choice", "Heard", "Owed", "Programme", "ProgrammeStage", "evolve"]

V = TypeVar("V")


class ProgrammeStage(StrEnum):
    """Where a programme stands."""

    PREPARATION = "preparation"
    CONSULTATION = "consultation"
    PUBLISHED = "published"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Choice:
    """One selection: what a rule chose, what was drawn, and what was decided since.

    Attributes:
        proposed: the selection as the rule gives it.
        frozen: the frozen frame; None before, and where no lots are drawn.
        noted: what somebody noted that the public draw gave; None before.
        drawn: the draw; None before.
        removed: the services that were taken out, each with the reason.
        added: the services that were put in, each with the reason.
    """

    proposed: e.SelectionProposed
    frozen: e.FrameFrozen | None = None
    drawn: e.LotsDrawn | None = None
    removed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    added: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    noted: e.BeaconValueNoted | None = None

    @property
    def to_be_drawn(self) -> bool:
        """Whether lots are still to be drawn."""
        return self.proposed.frame is not None and self.drawn is None

    @property
    def selected(self) -> tuple[str, ...]:
        """The services that are in the programme by this selection, by code."""
        chosen = {each.id for each in self.proposed.choices if each.by is not None}
        lots = {each.id for each in self.drawn.lots if each.outcome == "drawn"} if self.drawn else set()
        return tuple(sorted((chosen | lots | set(self.added)) - set(self.removed)))


@dataclass(frozen=True, slots=True)
class Heard:
    """A response, as far as it is not private.

    Attributes:
        received_on: when it came.
        confidential: whether it was made in confidence.
        outcome: what was decided on it; None: nothing yet.
    """

    received_on: date
    confidential: bool
    outcome: ResponseOutcome | None = None


@dataclass(frozen=True, slots=True)
class Owed:
    """A notice that is owed.

    Attributes:
        to: the stream of whoever it goes to: somebody on the staff, or a provider.
        changes: what it tells of, and nothing else.
        first: whether it tells of the programme for the first time, and not of a change.
        closes_on: of a draft: until when responses to it are taken; None in a notice of anything else.
    """

    to: str
    changes: tuple[Change, ...]
    first: bool
    closes_on: date | None = None


@dataclass(frozen=True, slots=True)
class Programme:
    """A year's programme.

    Attributes:
        opened: how it was opened; None before.
        facts: what is known of each provider for the choice.
        selections: the selections, by the ids of their rules.
        pins: what is fixed, by number.
        pinned: how many pins there have ever been.
        plans: the plans that were put forward and not withdrawn, by digest.
        accepted: the digest of the accepted plan; None while none is.
        draft: the draft that was issued; None before.
        consulted: whether the last day for responses has passed.
        responses: the responses, by their streams, in the order in which they came.
        plan: the published plan, as it stands; None while none is published.
        last: the plan that was published last, if it was withdrawn too.
        started: the inspections that have started.
        failed: the inspections that could not be started on their days, and have not been since.
        rounds: how many times the programme was published or planned anew.
        notices: notices that are owed, by their codes.
        closed: whether it is over.
    """

    opened: e.ProgrammeOpened | None = None
    facts: Mapping[str, Facts] = field(default_factory=lambda: MappingProxyType({}))
    selections: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    pins: Mapping[int, Pin] = field(default_factory=lambda: MappingProxyType({}))
    pinned: int = 0
    plans: Mapping[str, PlanContent] = field(default_factory=lambda: MappingProxyType({}))
    accepted: str | None = None
    draft: e.DraftIssued | None = None
    consulted: bool = False
    responses: Mapping[str, Heard] = field(default_factory=lambda: MappingProxyType({}))
    plan: PlanContent | None = None
    last: PlanContent | None = None
    started: Mapping[str, e.InspectionStarted] = field(default_factory=lambda: MappingProxyType({}))
    failed: Mapping[str, e.InspectionNotStarted] = field(default_factory=lambda: MappingProxyType({}))
    rounds: int = 0
    notices: Mapping[str, Owed] = field(default_factory=lambda: MappingProxyType({}))
    closed: bool = False

    @property
    def stage(self) -> ProgrammeStage | None:
        """Where it stands; None before it was opened."""
        if self.opened is None:
            return None
        if self.closed:
            return ProgrammeStage.CLOSED
        if self.plan is not None:
            return ProgrammeStage.PUBLISHED
        return ProgrammeStage.CONSULTATION if self.draft is not None else ProgrammeStage.PREPARATION

    @property
    def known(self) -> e.ProgrammeOpened:
        """How a programme was opened that has been.

        Raises:
            LookupError: it has not; no rule that needs it is reached then.
        """
        if self.opened is None:
            raise LookupError("the programme has not been opened")
        return self.opened

    @property
    def undecided(self) -> tuple[str, ...]:
        """The responses on which nothing has been decided yet."""
        return tuple(each for each, heard in self.responses.items() if heard.outcome is None)


def evolve(state: Programme, event: e.ProgrammeEvent) -> Programme:
    """Fold one event into the state."""
    match event:
        case e.ProgrammeOpened():
            return replace(state, opened=event)
        case e.ServicesNoted():
            noted = {each.provider: each for each in event.services}
            return replace(state, facts=MappingProxyType({**state.facts, **noted}))
        case e.HistoryLoaded():
            return state  # each inspection stands with its provider
        case (
            e.SelectionProposed()
            | e.FrameFrozen()
            | e.BeaconValueNoted()
            | e.LotsDrawn()
            | e.ServiceRemoved()
            | e.ServiceAdded()
        ):
            return _chosen(state, event)
        case e.PinSet():
            return replace(state, pins=_put(state.pins, event.number, event.pin), pinned=event.number)
        case e.PinLifted():
            return replace(state, pins=_without(state.pins, event.number))
        case e.PlanProposed():
            return replace(state, plans=_put(state.plans, event.content.digest, event.content))
        case e.PlanAccepted():
            return replace(state, accepted=event.plan)
        case e.PlanWithdrawn():
            accepted = None if state.accepted == event.plan else state.accepted
            return replace(state, plans=_without(state.plans, event.plan), accepted=accepted)
        case _:
            return _further(state, event)


_Further = (
    e.DraftIssued
    | e.ResponseNoted
    | e.ResponseSettled
    | e.ConsultationClosed
    | e.ProgrammePublished
    | e.ProgrammeWithdrawn
    | e.ProgrammeReplanned
    | e.InspectionStarted
    | e.InspectionNotStarted
    | e.ProgrammeNoticeSent
    | e.ProgrammeClosed
)


def _further(state: Programme, event: _Further) -> Programme:
    match event:
        case e.DraftIssued():
            return _asking(replace(state, draft=event, consulted=False), event)
        case e.ResponseNoted():
            heard = Heard(event.received_on, event.confidential)
            return replace(state, responses=_put(state.responses, event.response, heard))
        case e.ResponseSettled():
            heard = replace(state.responses[event.response], outcome=event.outcome)
            return replace(state, responses=_put(state.responses, event.response, heard))
        case e.ConsultationClosed():
            return replace(state, consulted=True)
        case e.ProgrammePublished():
            plan = state.plans[event.plan]
            changes = differences(state.last.slots if state.last else (), plan.slots)
            published = replace(state, plan=plan, last=plan, failed=MappingProxyType({}))
            return _owing(published, changes, first=state.last is None)
        case e.ProgrammeWithdrawn():
            return replace(state, plan=None)
        case e.ProgrammeReplanned():
            moved = {each.inspection for each in event.changes}
            failed = {code: each for code, each in state.failed.items() if code not in moved}
            changed = replace(
                state,
                plan=event.content,
                last=event.content,
                accepted=event.content.digest,
                plans=_put(state.plans, event.content.digest, event.content),
                failed=MappingProxyType(failed),
            )
            return _owing(changed, event.changes, first=False)
        case e.InspectionStarted():
            started = _put(state.started, event.inspection, event)
            return replace(state, started=started, failed=_without(state.failed, event.inspection))
        case e.InspectionNotStarted():
            return replace(state, failed=_put(state.failed, event.inspection, event))
        case e.ProgrammeNoticeSent():
            return replace(state, notices=_without(state.notices, event.notice))
        case e.ProgrammeClosed():
            return replace(state, closed=True)
        case _:
            assert_never(event)


def _chosen(
    state: Programme,
    event: e.SelectionProposed
    | e.FrameFrozen
    | e.BeaconValueNoted
    | e.LotsDrawn
    | e.ServiceRemoved
    | e.ServiceAdded,
) -> Programme:
    if isinstance(event, e.SelectionProposed):
        before = state.selections.get(event.rule.id)
        # What was decided about single services stands, whatever the rule says the next time.
        again = Choice(event, None, None, before.removed, before.added) if before else Choice(event)
        return replace(state, selections=_put(state.selections, event.rule.id, again))
    before = state.selections[event.rule]
    match event:
        case e.FrameFrozen():
            after = replace(before, frozen=event)
        case e.BeaconValueNoted():
            after = replace(before, noted=event)
        case e.LotsDrawn():
            after = replace(before, drawn=event)
        case e.ServiceRemoved():
            removed = _put(before.removed, event.service, event.reason)
            after = replace(before, removed=removed, added=_without(before.added, event.service))
        case e.ServiceAdded():
            added = _put(before.added, event.service, event.reason)
            after = replace(before, added=added, removed=_without(before.removed, event.service))
        case _:
            assert_never(event)
    return replace(state, selections=_put(state.selections, event.rule, after))


def _owing(state: Programme, changes: tuple[Change, ...], *, first: bool) -> Programme:
    """Owe everybody whom a plan touches one notice, which tells of what touches them and of nothing else.

    A provider is told here only of a change to an inspection that has been announced to it: the announcement itself
    is a notice of the inspection.
    """
    number = state.rounds + 1
    touched: dict[str, list[Change]] = {}
    for change in changes:
        for staff in change.staff:
            touched.setdefault(staff, []).append(_for(staff, change))
        if change.inspection in state.started and change.now is not None:
            for provider in _providers(change):
                touched.setdefault(provider_stream(provider), []).append(change)
    owed = {
        f"{'published' if first else 'replanned'}-{number}-{to}": Owed(to, tuple(about), first)
        for to, about in touched.items()
    }
    return replace(state, rounds=number, notices=MappingProxyType({**state.notices, **owed}))


def _asking(state: Programme, draft: e.DraftIssued) -> Programme:
    """Owe every provider in a draft one notice, of its own inspections and of no other's."""
    content = state.plans.get(draft.plan)
    slots = content.slots if content is not None else ()
    owed = {}
    for provider in draft.providers:
        mine = tuple(
            Change(inspection=each.inspection, was=None, now=each)
            for each in slots
            if provider in each.providers
        )
        to = provider_stream(provider)
        owed[f"draft-{draft.closes_on}-{to}"] = Owed(to, mine, first=True, closes_on=draft.closes_on)
    return replace(state, notices=MappingProxyType({**state.notices, **owed}))


def _for(staff: str, change: Change) -> Change:
    """A change as one of those sees it whom it touches: a place they do not have, or no longer, is none of theirs."""
    was = change.was if change.was and staff in change.was.staff else None
    now = change.now if change.now and staff in change.now.staff else None
    return Change(inspection=change.inspection, was=was, now=now)


def _providers(change: Change) -> tuple[str, ...]:
    both = (*(change.was.providers if change.was else ()), *(change.now.providers if change.now else ()))
    return tuple(dict.fromkeys(both))


K = TypeVar("K")


def _put(old: Mapping[K, V], key: K, value: V) -> Mapping[K, V]:
    return MappingProxyType({**old, key: value})


def _without(old: Mapping[K, V], key: K) -> Mapping[K, V]:
    return MappingProxyType({each: value for each, value in old.items() if each != key})
