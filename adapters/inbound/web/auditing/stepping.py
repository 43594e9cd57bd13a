"""An inspection at one of its events: the slider's place, what happened there, and how everything stood after it."""

from dataclasses import dataclass

from activities.auditing.points import Point
from activities.auditing.replaying import Replay, Step
from activities.auditing.stepping import Taken, steps_taken, streams_read
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.inspections.events import RatingsConfirmed, RatingsDecided

__all__ = ["Stop", "kept_from", "stop_at"]

AROUND = 6
"""So many events before and after the one that is shown are listed beside it."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An inspection as it stood after one of its events.

    Attributes:
        number: which event of it that is, from 1.
        number_of: how many there are.
        replay: the inspection as it stood then.
        taken: the event, on what authority it came about, and what was different after it.
        near: the events before and after it, with their numbers.
        kept: why what changed is kept from whoever looks; empty if it is not.
    """

    number: int
    number_of: int
    replay: Replay
    taken: Taken
    near: tuple[tuple[int, Step], ...]
    kept: str

    @property
    def decided(self) -> RatingsDecided | RatingsConfirmed | None:
        """The decision on the ratings that stood then."""
        return self.replay.state.decided


def stop_at(house: House, visitor: Visitor, reference: str, number: int | None) -> Stop:
    """An inspection at one of its events; at the last one if none is named.

    Raises:
        HTTPException: 404: it has no such event.
        Refused: as for a replay.
    """
    whole = house.services.replaying.replay(reference)
    steps = whole.steps
    number = len(steps) if number is None else number
    if not 1 <= number <= len(steps):
        not_there()
    position = steps[number - 1].position
    then = whole
    if number < len(steps) or whole.position != position:
        then = house.services.replaying.replay(reference, Point(at=position))
    taken = next(each for each in reversed(steps_taken(then)) if each.step.position == position)
    first = max(0, number - 1 - AROUND)
    near = tuple(enumerate(steps[first : number + AROUND], first + 1))
    return Stop(number, len(steps), then, taken, near, kept_from(house, visitor, whole))


def kept_from(house: House, visitor: Visitor, replay: Replay) -> str:
    """Why somebody is not told what changed in an inspection step by step; empty if they are."""
    refusal = house.services.apart.refusal_of_streams(streams_read(replay), visitor.id)
    return refusal.sentence if refusal else ""
