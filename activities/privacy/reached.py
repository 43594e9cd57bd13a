"""How a person is reached, as the record says it and as it is shown: a contact of a provider, or one of the staff."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.contacts import AddressRefused, ContactChanged, PersonLeft, PersonRegistered
from domain.people.staff.events import StaffAddressRefused, StaffChanged, StaffLeft, StaffRegistered
from domain.privacy.boxes import ERASED, UNOPENED, Private

__all__ = ["ASIDE", "ContactShown", "Said", "said_of"]

_Reached = PersonRegistered | ContactChanged | StaffRegistered | StaffChanged
"""What says how somebody is reached."""

ASIDE = frozenset(EVENT_NAMES.known) - EVENT_NAMES.names_of(
    PersonRegistered, ContactChanged, PersonLeft, AddressRefused,
    StaffRegistered, StaffChanged, StaffLeft, StaffAddressRefused,
)  # fmt: skip
"""The names of events that say nothing of it: they need not be read to know."""


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


def said_of(stream: str, events: Iterable[Envelope[Event]]) -> Said | None:
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
