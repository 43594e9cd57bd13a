"""Every event that has ever had a name. A name, once used, is never given to anything else."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from domain.ledger.envelope import Envelope, Recorded, Unreadable, read
from domain.messages import Event

__all__ = ["EventNames"]


class EventNames:
    """Finds the class of an event by the name under which it was stored."""

    def __init__(self, events: Iterable[type[Event]]) -> None:
        table: dict[str, type[Event]] = {}
        for event in events:
            if table.setdefault(event.name, event) is not event:
                raise ValueError(f"two events are called {event.name}")
        self.known: Mapping[str, type[Event]] = MappingProxyType(table)

    def read(self, recorded: Recorded) -> Envelope[Event]:
        """Read a recorded event.

        Raises:
            Unreadable: the name is not known, or the bytes do not fit it.
        """
        event = self.known.get(recorded.name)
        if event is None:
            raise Unreadable(
                f"event {recorded.position} is called {recorded.name}, which this version of Assay does not know"
            )
        return read(recorded, event)
