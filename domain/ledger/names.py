"""Every event that has ever had a name. A name, once used, is never given to anything else."""

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from domain.ledger.envelope import Envelope, Recorded, Unreadable, event_reader, read
from domain.ledger.upcasting import Upcaster, Upcasters
from domain.messages import Event

__all__ = ["EventNames"]


class EventNames:
    """Finds the class of an event by the name under which it was stored, and what it means today.

    Attributes:
        known: every name that can be read, with the class whose bytes are stored under it.
        present: the names under which events are recorded today.
        steps: the upcasters, which lead from the other names to these.
    """

    def __init__(self, events: Iterable[type[Event]], upcasters: Iterable[Upcaster] = ()) -> None:
        """Put the names together.

        Args:
            events: the events of today.
            upcasters: what older versions of them mean.

        Raises:
            ValueError: two events have one name, an old name is still recorded under, or an old event is understood
                as one that is not among those of today.
        """
        table: dict[str, type[Event]] = {}
        for event in events:
            _enter(table, event)
        self.present = frozenset(table)
        self._upcasters = Upcasters(upcasters)
        self.steps = tuple(self._upcasters.steps.values())
        for step in self.steps:
            if step.old.name in self.present:
                raise ValueError(f"{step.old.name} has an upcaster and is still recorded")
            today = self._upcasters.today(step.old.name)
            if today is None or table.get(today.name) is not today:
                raise ValueError(f"{step.old.name} is understood as something that is not recorded today")
            _enter(table, step.old)
        self.known: Mapping[str, type[Event]] = MappingProxyType(table)
        self._readers: dict[str, Callable[[Recorded], Event]] = {}
        self._kinds: dict[str, type[Event]] = {}
        self._names: dict[tuple[type[Event], ...], frozenset[str]] = {}

    def names_of(self, *events: type[Event]) -> frozenset[str]:
        """Every name under which what is one of these events today was ever recorded: for looking without reading."""
        found = self._names.get(events)
        if found is None:
            found = frozenset(name for name in self.known if self.kind(name) in events)
            self._names[events] = found
        return found

    def kind(self, name: str) -> type[Event]:
        """What an event that was stored under a name is today, without reading it.

        Raises:
            KeyError: the name is not known.
        """
        found = self._kinds.get(name)
        if found is None:
            found = self._kinds[name] = self._upcasters.today(name) or self.known[name]
        return found

    def read(self, recorded: Recorded) -> Envelope[Event]:
        """Read a recorded event.

        The envelope is as it was stored, with its stored name; ``data`` is what the event means today.

        Raises:
            Unreadable: the name is not known, or the bytes do not fit it.
        """
        event = self.known.get(recorded.name)
        if event is None:
            raise Unreadable.of_newer(recorded, "which this version of Assay does not know")
        envelope = read(recorded, event)
        if event.name in self.present:
            return envelope
        return envelope.meaning(self._upcasters.upcast(envelope.data))

    def event(self, recorded: Recorded) -> Event:
        """The ``data`` that :meth:`read` would give, quicker: for folding, which needs nothing else.

        Raises:
            Unreadable: as for :meth:`read`.
        """
        reader = self._readers.get(recorded.name)
        if reader is None:  # made when first wanted: there are many names, and most processes meet few
            reader = self._readers[recorded.name] = self._reader_of(recorded.name)
        return reader(recorded)

    def _reader_of(self, name: str) -> Callable[[Recorded], Event]:
        if name in self.present:
            return event_reader(self.known[name])
        return lambda recorded: self.read(recorded).data


def _enter(table: dict[str, type[Event]], event: type[Event]) -> None:
    if table.setdefault(event.name, event) is not event:
        raise ValueError(f"two events are called {event.name}")
