"""Who had been given the roles in which something was done: looked up in the streams that say so, each found sound."""

from collections.abc import Mapping

from activities.auditing.soundness import FoundSound, Part
from activities.ports import EventStore
from domain.auditing.holding import RoleHeld, held, where_held
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.working_days import london_date

__all__ = ["RolesHeld"]


REMEMBERED = 2_000
"""Events that say who somebody is, remembered at most: those of some hundreds of people."""


class RolesHeld:
    """Knows who had been given which role, as the record said when they acted. Safe for several threads."""

    def __init__(self, store: EventStore) -> None:
        """Look in a store."""
        self._store = store
        self._found_sound = FoundSound(REMEMBERED)

    def of(self, done: Mapping[int, Envelope[Event]]) -> Mapping[int, RoleHeld]:
        """Of each of some events, by its position, what the record said by then of the role in which it was done."""
        wanted = dict.fromkeys((where_held(each.actor) for each in done.values()), 0)
        loaded = self._store.load(wanted) if wanted else {}
        known = {stream: self._found_sound.part_of(events) for stream, events in loaded.items()}
        return {
            position: _held_by(known[where_held(each.actor)], position, each)
            for position, each in done.items()
        }


def _held_by(part: Part, position: int, envelope: Envelope[Event]) -> RoleHeld:
    """What one stream says of who somebody is, by a position."""
    if part.fault is not None and part.broken_at < position:
        return RoleHeld(None, f"what says who {envelope.actor} was does not hold: {part.fault.place}")
    by_then = [each.envelope for each in part.sound if each.recorded.position < position]
    return held(envelope.actor, envelope.acting_role, london_date(envelope.occurred_at), by_then)
