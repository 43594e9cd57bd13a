"""A running deadline that is moved, and which providers are to be told of it."""

from dataclasses import replace
from types import MappingProxyType

from domain.inspections.events import DeadlineMoved
from domain.inspections.folding.sharing import told_to
from domain.inspections.folding.tables import put
from domain.inspections.moved_days import MovedDay
from domain.inspections.state import Inspection

__all__ = ["deadline_moved"]


def deadline_moved(state: Inspection, event: DeadlineMoved) -> Inspection:
    """The inspection with a deadline on its new day, and a notice owed to each provider whose day it is.

    Those are the days for evidence, to whoever it is asked of; and the day for points of factual accuracy, to whoever
    may still raise any. The other dates that run are the inspectorate's own.
    """
    running = state.deadlines[event.deadline]
    after = replace(state, deadlines=put(state.deadlines, event.deadline, running.with_(due=event.due)))
    moved = _of_a_provider(state, event) if event.told else None
    if moved is None:
        return after
    kind = "evidence-moved" if moved.items else "draft-moved"
    notices = {told_to(state.known, f"{kind}-{state.version}", each): kind for each in moved.to}
    return replace(
        after,
        moved=MappingProxyType({**state.moved, state.version: moved}),
        notices=MappingProxyType({**state.notices, **notices}),
    )


def _of_a_provider(state: Inspection, event: DeadlineMoved) -> MovedDay | None:
    """The day as providers are told of it; None where it is none of theirs."""
    day = MovedDay(event.was, event.due, event.reason, to=())
    awaited = [code for code, each in state.evidence.items() if each.runs and each.deadline == event.deadline]
    rising = [code for code, each in state.evidence.items() if each.rising and each.rises == event.deadline]
    if items := tuple(awaited or rising):
        asked = {state.asked_of(code) for code in items}
        to = tuple(each for each in state.known.providers if each in asked)
        return replace(day, to=to, items=items, rising=not awaited)
    if event.deadline == "factual-accuracy" and state.still_checking:
        return replace(day, to=state.still_checking)
    return None
