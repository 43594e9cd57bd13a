"""What is asked of a provider in one inspection: what, by when, and what is missing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from adapters.inbound.shown.evidence.items import due_of
from adapters.inbound.shown.words import day
from adapters.inbound.visiting.house import House
from domain.action_plans.plan import ActionPlan, PlanStage
from domain.inspections.kinds.parts import Population
from domain.inspections.stages import Stage
from domain.inspections.state import Evidence, Inspection
from domain.text import counted

__all__ = ["Asked", "Theirs", "populations_of", "theirs_in", "window_until"]

_HANDED_IN = (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK)
"""The stages at which a list of cases can be handed in."""

_STANDS = {"received": "Received", "waived": "No longer needed", "linked": "Held already"}


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that is asked of a provider.

    Attributes:
        what: in words.
        path: where it is done, under the inspection's own page.
        status: to do, overdue, done, or waiting for somebody else.
        said: where it stands, in words.
        due: by when; None where no date runs.
    """

    what: str
    path: str
    status: Literal["to-do", "overdue", "done", "waiting"]
    said: str
    due: date | None = None


@dataclass(frozen=True, slots=True)
class Theirs:
    """Everything that is asked of a provider in one inspection.

    Attributes:
        evidence: the items that it was asked for, what is missing first.
        lists: the lists of cases.
        draft: whether the draft is right.
        plan: the action plan, and its actions.
    """

    evidence: tuple[Asked, ...]
    lists: tuple[Asked, ...]
    draft: tuple[Asked, ...]
    plan: tuple[Asked, ...]

    @property
    def to_do(self) -> tuple[Asked, ...]:
        """What waits for the provider, what is due first at the top."""
        every = (*self.evidence, *self.lists, *self.draft, *self.plan)
        waiting = (each for each in every if each.status in ("to-do", "overdue"))
        return tuple(sorted(waiting, key=lambda each: (each.status != "overdue", each.due or date.max)))


def theirs_in(house: House, provider: str, state: Inspection, plan: ActionPlan, points: int = 0) -> Theirs:
    """What is asked of a provider in an inspection.

    Args:
        house: the installation.
        provider: which provider.
        state: the inspection as the record has it.
        plan: the action plan that is asked of it.
        points: how many points of factual accuracy it has raised; it is said where they can be raised no more.
    """
    asked = sorted(_evidence(provider, state), key=lambda each: each.status == "done")
    return Theirs(
        tuple(asked),
        tuple(_lists(house, state)),
        tuple(_draft(house, provider, state, points)),
        tuple(_plan(plan)),
    )


def _evidence(provider: str, state: Inspection) -> Iterator[Asked]:
    closed = state.standing in (Stage.CLOSED, Stage.CANCELLED)
    for code, each in state.evidence.items():
        if state.provider_of(each.item) != provider:
            continue
        path = f"evidence/{code}"
        if each.outcome != "awaited":
            yield Asked(each.item.title, path, "done", _STANDS[each.outcome])
        elif not closed:
            yield _awaited(state, each, path)


def _awaited(state: Inspection, item: Evidence, path: str) -> Asked:
    if item.overdue is not None:
        return Asked(item.item.title, path, "overdue", f"Overdue since {day(item.overdue)}", item.overdue)
    due = due_of(state, item)
    return Asked(item.item.title, path, "to-do", f"By {day(due)}" if due else "To do", due)


def populations_of(house: House, state: Inspection) -> tuple[Population, ...]:
    """The lists of cases that a kind of inspection asks for."""
    protocol = house.services.library().protocol_with(state.known.protocol.digest)
    return protocol.populations if protocol else ()


def _lists(house: House, state: Inspection) -> Iterator[Asked]:
    for each in populations_of(house, state):
        path = f"cases/{each.id}"
        received = state.lists.get(each.id)
        if received is not None or each.id in state.samples:
            said = f"Received, with {counted(received.cases, 'case')}" if received else "Not needed any more"
            yield Asked(each.title, path, "done", said)
        elif state.standing in _HANDED_IN:
            yield Asked(each.title, path, "to-do", f"Before {day(state.fieldwork[0])}")


def window_until(house: House, provider: str, state: Inspection) -> date | None:
    """Until when a provider can raise points of factual accuracy; None while it cannot."""
    running = state.deadlines.get("factual-accuracy")
    report = state.report
    if report is None or report.sent is None or report.checked or running is None:
        return None
    if provider in report.no_more:
        return None
    return running.due if house.services.clock.now() < running.passes_at else None


def _draft(house: House, provider: str, state: Inspection, raised: int) -> Iterator[Asked]:
    until = window_until(house, provider, state)
    points = counted(raised, "point") if raised else "No points"
    if until is not None:
        yield Asked(
            "Check the draft report for factual accuracy", "draft", "to-do", f"By {day(until)}", until
        )
    elif raised or (state.report is not None and (state.report.checked or provider in state.report.no_more)):
        yield Asked("Factual accuracy of the draft report", "draft", "done", f"{points} raised")


def _plan(plan: ActionPlan) -> Iterator[Asked]:
    if plan.requested is None:
        return
    if plan.stage is PlanStage.REQUESTED:
        said = f"By {day(plan.due)}" if plan.due else "Overdue"
        what = "Hand in the action plan again" if plan.returned else "Hand in the action plan"
        yield Asked(what, "plan", "to-do" if plan.due else "overdue", said, plan.due)
        return
    if plan.missing is not None:
        yield Asked(
            "Action plan", "plan", "done", f"Never handed in, and awaited no longer: {plan.missing.reason}"
        )
        return
    said = "With the lead inspector" if plan.stage is PlanStage.SUBMITTED else "Accepted"
    yield Asked("Action plan", "plan", "waiting" if plan.stage is PlanStage.SUBMITTED else "done", said)
    if plan.stage is not PlanStage.CARRYING_OUT:
        return
    for code, action in plan.actions.items():
        path = f"actions/{code}"
        if code in plan.completed:
            yield Asked(action.text, path, "done", "Completed")
        elif code in plan.given_up:
            yield Asked(action.text, path, "done", "Followed no further")
        elif code in plan.running:
            yield Asked(action.text, path, "to-do", f"By {day(action.due)}", action.due)
        else:
            yield Asked(action.text, path, "overdue", f"Overdue since {day(action.due)}", action.due)
