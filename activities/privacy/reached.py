"""How a person is reached, as the record says it and as it is shown: a contact of a provider, or one of the staff."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from activities.ports import EventStore
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.contacts import AddressRefused, ContactChanged, PersonLeft, PersonRegistered
from domain.people.staff.events import StaffAddressRefused, StaffChanged, StaffLeft, StaffRegistered
from domain.privacy.boxes import ERASED, UNOPENED, Private

__all__ = ["ContactShown", "Said", "Sayings"]

_Reached = PersonRegistered | ContactChanged | StaffRegistered | StaffChanged
"""What says how somebody is reached."""

ASIDE = frozenset(EVENT_NAMES.known) - EVENT_NAMES.names_of(
    PersonRegistered, ContactChanged, PersonLeft, AddressRefused,
    StaffRegistered, StaffChanged, StaffLeft, StaffAddressRefused,
)  # fmt: skip
"""The names of events that say nothing of it: they need not be read to know."""

REMEMBERED = 2_000
"""Persons of whom it is remembered what the record says: the staff and the contacts of a large inspectorate."""


@dataclass(frozen=True, slots=True)
class ContactShown:
    """How a person is reached.

    Attributes:
        person: the person's stream.
        provider: whose contact; empty for somebody on the staff.
        left: whether the person is the contact no more.
        name: what the person is called; this and what follows may be ``erased`` or ``cannot be opened``.
        email: the address.
        telephone: the number; None if there is none.
        refused: whether the address took no notice the last time, and has not been changed since.
    """

    person: str
    provider: str
    left: bool
    name: str
    email: str
    telephone: str | None
    refused: bool = False

    @property
    def reachable(self) -> bool:
        """Whether a notice can go there."""
        return not (self.left or self.refused) and not {"", ERASED, UNOPENED} & {self.name, self.email}


@dataclass(frozen=True, slots=True)
class Said:
    """What the record says of how a person is reached, still sealed.

    Attributes:
        person: the person's stream.
        provider: whose contact; empty for somebody on the staff.
        left: whether the person is the contact no more.
        refused: whether the address took no notice the last time, and has not been changed since.
        envelope: the event that says it, in which its texts are sealed.
        texts: name, address and telephone number; None for what there is not.
    """

    person: str
    provider: str
    left: bool
    refused: bool
    envelope: Envelope[Event]
    texts: tuple[Private | None, Private | None, Private | None]

    def shown(self, name: str | None, email: str | None, telephone: str | None) -> ContactShown:
        """The same, once its texts are opened."""
        return ContactShown(
            self.person, self.provider, self.left, name or "", email or "", telephone, self.refused
        )


def _said_of(stream: str, events: Iterable[Envelope[Event]]) -> Said | None:
    """What some events of a person's stream say of how they are reached, the last one last; None if nothing does."""
    provider, left, refused = "", False, False
    last: tuple[Envelope[Event], _Reached] | None = None
    for each in events:
        match each.data:
            case PersonRegistered():
                provider, last = each.data.provider, (each, each.data)
            case ContactChanged() | StaffRegistered() | StaffChanged():
                last, refused = (each, each.data), False
            case PersonLeft() | StaffLeft():
                left = True
            case AddressRefused() | StaffAddressRefused():
                refused = True
            case _:
                continue
    if last is None:
        return None
    envelope, said = last
    telephone = None if isinstance(said, StaffRegistered | StaffChanged) else said.telephone
    return Said(stream, provider, left, refused, envelope, (said.person_name, said.email, telephone))


@dataclass(frozen=True, slots=True)
class _Known:
    """What was read of one person: up to which version, what of it says how they are reached, and what it comes to."""

    version: int = 0
    events: tuple[Envelope[Event], ...] = ()
    said: Said | None = None


class Sayings:
    """What the record says of how persons are reached: remembered by version, and sealed as it stands there.

    Whoever names all of the staff on a page reads only what was recorded since the last one. Safe to use from several
    threads.
    """

    def __init__(self, store: EventStore) -> None:
        """Read a store."""
        self._store = store
        self._known: OrderedDict[str, _Known] = OrderedDict()
        self._lock = threading.Lock()

    def of(self, persons: Iterable[str]) -> Sequence[Said]:
        """What the record says of some persons, in the order asked for; strangers are left out."""
        wanted = tuple(dict.fromkeys(persons))
        if not wanted:
            return ()
        with self._lock:
            known = {person: self._known.get(person, _Known()) for person in wanted}
        later = self._store.load({person: each.version for person, each in known.items()})
        for person, recorded in later.items():
            if recorded:
                said = (EVENT_NAMES.read(each) for each in recorded if each.name not in ASIDE)
                events = (*known[person].events, *said)
                known[person] = _Known(recorded[-1].version, events, _said_of(person, events))
        self._remember(known)
        return [each.said for each in known.values() if each.said is not None]

    def _remember(self, known: dict[str, _Known]) -> None:
        with self._lock:
            for person, each in known.items():
                if each.version >= self._known.get(person, each).version:
                    self._known[person] = each
                self._known.move_to_end(person)
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
