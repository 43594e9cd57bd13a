"""An inspection step by step, and from one point to another: what each event changed, who did it, on what authority."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from activities.auditing.replaying import Replay
from activities.auditing.soundness import Sound, recorded_on
from activities.auditing.steps import Step, is_told
from domain.auditing.change import Change
from domain.auditing.changes import changes_between, changes_in_ratings
from domain.auditing.standing import standing_beside
from domain.auditing.warrants import Warrant, warrant_of
from domain.deciders import kind_of
from domain.messages import Event

__all__ = ["Difference", "Taken", "difference", "steps_taken", "stood_beside", "streams_read"]


FEW = 3
"""Steps of which it is less work to look for each one's command than to put all commands in a table."""


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
    return _taken(replay, [each for each in replay.events if each.recorded.position > after])


def _taken(replay: Replay, events: Sequence[Sound]) -> tuple[Taken, ...]:
    """Those of some events of a replay that are told, as steps."""
    gathered = replay.gathered
    of_command = gathered.of_commands.__getitem__ if len(events) > FEW else gathered.of_command
    found = []
    for each in events:
        if not is_told(each, replay.inspection):
            continue
        step, recorded = gathered.steps.of(each), each.recorded
        kinds, classes = _by_then(replay, of_command(step.envelope.command_id))
        before = gathered.stood(recorded.stream, recorded.version - 1)
        now = gathered.stood(recorded.stream, recorded.version)
        warrant = warrant_of(kinds, classes, step.envelope.acting_role, recorded_on(each))
        found.append(Taken(step, warrant, changes_between(before, now, recorded.stream)))
    return tuple(found)


def _by_then(replay: Replay, came_of: Iterable[Sound]) -> tuple[frozenset[str], frozenset[type[Event]]]:
    """What came of a command by the point of a replay: the kinds of stream, and the classes of event."""
    came = [each for each in came_of if each.recorded.version <= replay.counted.get(each.recorded.stream, 0)]
    return frozenset(kind_of(each.recorded.stream) for each in came), frozenset(each.kind for each in came)


def difference(one: Replay, other: Replay) -> Difference:
    """What is different between two points of the same inspection, the earlier one first whichever was named first."""
    before, after = sorted((one, other), key=lambda each: each.position)
    known = {each.recorded.position for each in before.events}
    taken = _taken(after, [each for each in after.events if each.recorded.position not in known])
    # Streams of which the same events were taken into account at both points stood alike.
    changes = [
        change
        for stream in after.streams
        if before.counted.get(stream, 0) != after.counted[stream]
        for change in changes_between(_stood(before, stream), _stood(after, stream), stream)
    ]
    changes += changes_in_ratings(_derivable(before), _derivable(after), "as it could be derived")
    return Difference(before, after, tuple(changes), taken)


def _stood(replay: Replay, stream: str) -> Any:
    """How a stream, of a case or a panel too, stood at the point of a replay."""
    return replay.gathered.stood(stream, replay.counted.get(stream, 0))


def stood_beside(replay: Replay) -> Mapping[str, str]:
    """How evidence, lists and alerts stood at that point, in a few words each, by what it is, where there were any."""
    beside = (each for each in replay.streams if kind_of(each) in ("evidence", "list", "alert"))
    return standing_beside(replay.state, [_stood(replay, each) for each in beside])


def _derivable(replay: Replay) -> Mapping[str, str | None]:
    """What could be derived from the record, whether or not it was."""
    return {} if replay.then.unrated else {**replay.then.ratings, "overall": replay.then.overall}


def streams_read(replay: Replay) -> Sequence[str]:
    """The streams of reads whose answers a step by step account would tell."""
    return [each for each in replay.streams if each.startswith(("case-", "second-read-"))]
