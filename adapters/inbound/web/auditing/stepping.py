"""An inspection at one of its events: the slider's place, what happened there, and how everything stood after it."""

from collections.abc import Mapping
from dataclasses import dataclass

from activities.auditing.explaining import DoesNotHold
from activities.auditing.replaying import Replay
from activities.auditing.stepping import Taken, steps_taken, stood_beside
from activities.auditing.steps import Step
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.auditing.holding import RoleHeld
from domain.inspections.events import RatingsConfirmed, RatingsDecided
from domain.refusals import Refused

__all__ = ["Stop", "stop_at"]

AROUND = 6
"""Events listed before, and as many after, the one that is shown."""


@dataclass(frozen=True, slots=True)
class Stop:
    """An inspection as it stood after one of its events.

    Attributes:
        number: which event of it that is, from 1.
        number_of: how many there are.
        replay: the inspection as it stood then.
        taken: the event, on what authority it came about, and what was different after it.
        held: whether whoever did it had been given the role in which they did, since when and by whom.
        beside: how evidence, lists and alerts stood then, by what it is.
        near: the events before and after it, with their numbers.
        reads: the reads from whose answers the ratings that are shown come.
        kept: why what changed is kept from whoever looks; empty if it is not.
    """

    number: int
    number_of: int
    replay: Replay
    taken: Taken
    held: RoleHeld
    beside: Mapping[str, str]
    near: tuple[tuple[int, Step], ...]
    reads: tuple[str, ...]
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
        DoesNotHold: none of its events can be read.
    """
    try:
        found = house.services.replaying.at_step(reference, number)
    except Refused as refused:
        if refused.refusal.code != "not-recorded-then":
            raise
        not_there()
    if not found.steps:
        raise DoesNotHold(found.replay)
    position = found.steps[found.number - 1].position
    taken = next(each for each in steps_taken(found.replay, position - 1) if each.step.position == position)
    first = max(0, found.number - 1 - AROUND)
    near = tuple(enumerate(found.steps[first : found.number + AROUND], first + 1))
    kept = house.services.apart.refusal_of_streams(found.reads, visitor.id)
    return Stop(
        number=found.number,
        number_of=len(found.steps),
        replay=found.replay,
        taken=taken,
        held=house.services.replaying.roles.of({position: taken.step.envelope})[position],
        beside=stood_beside(found.replay),
        near=near,
        reads=found.reads,
        kept=kept.sentence if kept else "",
    )
