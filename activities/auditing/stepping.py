"""An inspection step by step, and from one point to another: what each event changed, who did it, on what authority."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from activities.auditing.replaying import Replay, Step, is_told, step_of
from activities.auditing.soundness import recorded_on
from domain.auditing.change import Change
from domain.auditing.changes import changes_between, changes_in_ratings
from domain.auditing.standing import standing_beside
from domain.auditing.warrants import Warrant, warrant_of
from domain.deciders import EVENT_NAMES, decider_of, kind_of
from domain.messages import Event

__all__ = ["Difference", "Taken", "difference", "states_of", "steps_taken", "stood_beside", "streams_read"]


FEW = 10
"""So few commands are looked for in the bytes of events before these are read."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A step as it was taken.

    Attributes:
        step: the event, told.
        warrant: on what authority it was done.
        changes: what was different after it.
    """

    step: Step
    warrant: Warrant
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """An inspection at two points.

    Attributes:
        before: as it stood at the earlier one.
        after: as it stood at the later one.
        changes: what is different.
        taken: the steps that lie between them.
    """

    before: Replay
    after: Replay
    changes: tuple[Change, ...]
    taken: tuple[Taken, ...]


def steps_taken(replay: Replay, after: int = 0) -> tuple[Taken, ...]:
    """Every event that is told of an inspection, of cases and panels too, in the order of the record.

    Args:
        replay: the inspection at a point.
        after: only what came after this position; the little that did is little work.
    """
    wanted = {
        each.recorded.position: step_of(each)
        for each in replay.events
        if each.recorded.position > after and is_told(each, replay.inspection)
    }
    came = _of_commands(replay, {each.envelope.command_id for each in wanted.values()})
    moved = {each.envelope.stream for each in wanted.values()}
    states: dict[str, Any] = {}
    found = []
    for each in replay.events:
        stream = each.recorded.stream
        if stream not in moved:
            continue
        decider = decider_of(stream)
        before = states.get(stream, decider.initial)
        states[stream] = decider.evolve(before, each.event)
        step = wanted.get(each.recorded.position)
        if step is not None:
            warrant = warrant_of(came[step.envelope.command_id], step.envelope.acting_role, recorded_on(each))
            found.append(Taken(step, warrant, changes_between(before, states[stream], stream)))
    return tuple(found)


def _of_commands(replay: Replay, commands: set[str]) -> Mapping[str, Sequence[tuple[str, Event]]]:
    """What came of some commands, each event with its stream; only what names one of them is looked into."""
    named = [each.encode() for each in commands]
    came: dict[str, list[tuple[str, Event]]] = {each: [] for each in commands}
    for each in replay.events:
        # As many as there are events are not looked for one by one.
        if len(named) < FEW and not any(name in each.recorded.body for name in named):
            continue
        command = EVENT_NAMES.read(each.recorded).command_id
        if command in came:
            came[command].append((each.recorded.stream, each.event))
    return came


def difference(one: Replay, other: Replay) -> Difference:
    """What is different between two points of the same inspection, the earlier one first whichever was named first."""
    before, after = sorted((one, other), key=lambda each: each.position)
    then, now = states_of(before), states_of(after)
    changes = [
        change
        for stream, state in now.items()
        for change in changes_between(then.get(stream, decider_of(stream).initial), state, stream)
    ]
    changes += changes_in_ratings(_derivable(before), _derivable(after), "as it could be derived")
    known = {each.recorded.position for each in before.events}
    taken = tuple(each for each in steps_taken(after) if each.step.position not in known)
    return Difference(before, after, tuple(changes), taken)


def states_of(replay: Replay, only: Container[str] | None = None) -> Mapping[str, Any]:
    """The state of each stream, of cases and panels too, as a replay found them; of some alone, if they are named."""
    states: dict[str, Any] = {}
    for each in replay.events:
        stream = each.recorded.stream
        if only is not None and stream not in only:
            continue
        decider = decider_of(stream)
        states[stream] = decider.evolve(states.get(stream, decider.initial), each.event)
    return states


def stood_beside(replay: Replay) -> Mapping[str, str]:
    """How evidence, lists and alerts stood at that point, in a few words each, by what it is, where there were any."""
    beside = {each for each in replay.streams if kind_of(each) in ("evidence", "list", "alert")}
    return standing_beside(replay.state, states_of(replay, beside).values())


def _derivable(replay: Replay) -> Mapping[str, str | None]:
    """What could be derived from the record, whether or not it was."""
    return {} if replay.then.unrated else {**replay.then.ratings, "overall": replay.then.overall}


def streams_read(replay: Replay) -> Sequence[str]:
    """The streams of reads whose answers a step by step account would tell."""
    return [each for each in replay.streams if each.startswith(("case-", "second-read-"))]
