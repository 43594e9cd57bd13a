"""An inspection step by step, and from one point to another: what each event changed, who did it, on what authority."""

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from activities.auditing.replaying import Replay
from activities.auditing.soundness import Sound, command_of, recorded_on
from activities.auditing.steps import Step, is_told
from domain.auditing.change import Change
from domain.auditing.changes import changes_between, changes_in_ratings
from domain.auditing.standing import standing_beside
from domain.auditing.warrants import Warrant, warrant_of
from domain.deciders import decider_of, kind_of
from domain.messages import Event

__all__ = ["Difference", "Taken", "difference", "steps_taken", "stood_beside", "streams_read"]


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
    taken, _ = _walked(replay, [each for each in replay.events if each.recorded.position > after])
    return taken


def _walked(replay: Replay, events: Iterable[Sound]) -> tuple[tuple[Taken, ...], Mapping[str, Any]]:
    """Those of some events of a replay that are told, as steps; and the state of every stream that these are of."""
    wanted = {each.recorded.position: Step(each) for each in events if is_told(each, replay.inspection)}
    came = _of_commands(replay, wanted)
    moved = {each.stream for each in wanted.values()}
    states: dict[str, Any] = {}
    found = []
    for each in replay.events:
        stream = each.recorded.stream
        if stream not in moved:
            continue
        decider = decider_of(stream)
        before = states.get(stream, decider.initial)
        now = states[stream] = decider.evolve(before, each.event)
        step = wanted.get(each.recorded.position)
        if step is not None:
            kinds, classes = came[step.envelope.command_id]
            warrant = warrant_of(kinds, classes, step.envelope.acting_role, recorded_on(each))
            found.append(Taken(step, warrant, changes_between(before, now, stream)))
    return tuple(found), states


def _of_commands(
    replay: Replay, wanted: Mapping[int, Step]
) -> Mapping[str, tuple[frozenset[str], frozenset[type[Event]]]]:
    """What came of the commands of some steps: for each the kinds of stream, and the classes of event."""
    came: dict[str, tuple[set[str], set[type[Event]]]] = {
        each.envelope.command_id: (set(), set()) for each in wanted.values()
    }
    for each in replay.events:
        step = wanted.get(each.recorded.position)
        command = step.envelope.command_id if step else command_of(each)
        if command in came:
            kinds, classes = came[command]
            kinds.add(kind_of(each.recorded.stream))
            classes.add(type(each.event))
    return {command: (frozenset(kinds), frozenset(classes)) for command, (kinds, classes) in came.items()}


def difference(one: Replay, other: Replay) -> Difference:
    """What is different between two points of the same inspection, the earlier one first whichever was named first."""
    before, after = sorted((one, other), key=lambda each: each.position)
    known, counted = _positions(before), _positions(after)
    taken, walked = _walked(after, [each for each in after.events if each.recorded.position not in known])
    # Streams of which the same events were taken into account at both points stood alike, and are not folded.
    apart = {
        each.recorded.stream
        for replay, others in ((before, counted), (after, known))
        for each in replay.events
        if each.recorded.position not in others
    }
    then = states_of(before, apart)
    now = {**states_of(after, apart - walked.keys()), **walked}
    changes = [
        change
        for stream in after.streams
        if stream in apart
        for change in changes_between(then.get(stream, decider_of(stream).initial), now[stream], stream)
    ]
    changes += changes_in_ratings(_derivable(before), _derivable(after), "as it could be derived")
    return Difference(before, after, tuple(changes), taken)


def _positions(replay: Replay) -> frozenset[int]:
    return frozenset(each.recorded.position for each in replay.events)


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
