"""Who had been given the roles in which something was done: looked up in the streams that say so, each found sound."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from activities.auditing.soundness import Part
from activities.ports import EventStore
from domain.auditing.holding import RoleHeld, held, where_held
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Envelope, Recorded
from domain.messages import Event
from domain.working_days import london_date

__all__ = ["RolesHeld"]


class RolesHeld:
    """Knows who had been given which role, as the record said when they acted."""

    def __init__(self, store: EventStore) -> None:
        """Look in a store."""
        self._store = store

    def of(self, done: Mapping[int, Envelope[Event]]) -> Mapping[int, RoleHeld]:
        """Of each of some events, by its position, what the record said by then of the role in which it was done."""
        wanted = dict.fromkeys((where_held(each.actor) for each in done.values()), 0)
        loaded = self._store.load(wanted) if wanted else {}
        known = {stream: _Known.of(events) for stream, events in loaded.items()}
        return {
            position: known[where_held(each.actor)].held_by(position, each) for position, each in done.items()
        }


@dataclass(frozen=True, slots=True)
class _Known:
    """What one stream says of who somebody is, with the position of each event."""

    part: Part
    said: Sequence[tuple[int, Envelope[Event]]]

    @classmethod
    def of(cls, events: Sequence[Recorded]) -> "_Known":
        part = Part.of(events)
        return cls(part, [(each.recorded.position, EVENT_NAMES.read(each.recorded)) for each in part.sound])

    def held_by(self, position: int, envelope: Envelope[Event]) -> RoleHeld:
        part = self.part
        if part.fault is not None and part.broken_at < position:
            return RoleHeld(None, f"what says who {envelope.actor} was does not hold: {part.fault.place}")
        by_then = [each for at, each in self.said if at < position]
        return held(envelope.actor, envelope.acting_role, london_date(envelope.occurred_at), by_then)
