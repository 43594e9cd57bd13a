"""A person to whom a provider's notices go. The record knows an opaque id; name and addresses are private."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Any, ClassVar, Literal, assert_never

from pydantic import StringConstraints

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, On, rule, rules
from domain.given import Given
from domain.messages import Command, Event, Message
from domain.privacy.boxes import Plain, Private
from domain.privacy.confidence import InConfidence
from domain.providers.provider import ContactNamed, ContactReleased
from domain.refusals import Refusal
from domain.replacing import NOTHING_STANDS, Standing
from domain.streams import provider_stream
from domain.text import Line, Opaque, PersonStream, Reference

__all__ = [
    "PERSON",
    "AddressRefused",
    "ChangePerson",
    "ContactChanged",
    "ContactDetails",
    "Email",
    "LeavePerson",
    "Person",
    "PersonEvent",
    "PersonLeft",
    "PersonRegistered",
    "RegisterPerson",
]

_Said = Annotated[Line, InConfidence("contact")]
Email = Annotated[Line, StringConstraints(pattern=r'^[^\s@<>,;"]+@[^\s@<>,;"]+$'), InConfidence("contact")]


class ContactDetails(Message):
    """How a person is reached.

    Attributes:
        person_name: what the person is called.
        email: the address to which notices go.
        telephone: a number for questions; may be left out.
    """

    person_name: _Said
    email: Email
    telephone: _Said | None = None


class _PersonOrder(Command):
    """A command about one person.

    Attributes:
        person: the person, by an opaque id.
    """

    person: PersonStream

    @property
    def stream(self) -> str:
        """The contact."""
        return self.person


class RegisterPerson(_PersonOrder):
    """Register a person as a provider's contact.

    Attributes:
        provider: which provider.
        details: how the person is reached.
    """

    verb: ClassVar[str] = "register-person"
    provider: Reference
    details: ContactDetails


class ChangePerson(_PersonOrder):
    """Change how a person is reached; what is given takes the place of all that was known.

    Attributes:
        details: how the person is reached from now on.
    """

    verb: ClassVar[str] = "change-person"
    details: ContactDetails


class LeavePerson(_PersonOrder):
    """Note that a person is the provider's contact no more, and gets no further notices."""

    verb: ClassVar[str] = "leave-person"


class PersonRegistered(Event):
    """A person was registered as a provider's contact.

    Attributes:
        provider: which provider.
    """

    name: ClassVar[str] = "person.registered.v1"
    provider: Reference
    person_name: Private
    email: Private
    telephone: Private | None


class ContactChanged(Event):
    """A person is reached in another way from now on."""

    name: ClassVar[str] = "person.contact-changed.v1"
    person_name: Private
    email: Private
    telephone: Private | None


class PersonLeft(Event):
    """A person is the provider's contact no more."""

    name: ClassVar[str] = "person.left.v1"


class AddressRefused(Event):
    """A notice could not be delivered, and no other is sent to the same address.

    Attributes:
        posting: the notice's way to its readers.
        cause: refused when it was handed over, or sent back later.
    """

    name: ClassVar[str] = "person.address-refused.v1"
    posting: Opaque
    cause: Literal["refused", "bounced"]


PersonEvent = PersonRegistered | ContactChanged | PersonLeft | AddressRefused
"""What can happen to a person."""


@dataclass(frozen=True, slots=True)
class Person:
    """A provider's contact.

    Attributes:
        provider: whose; None for a person whom nobody has registered.
        left: whether the person is the contact no more.
        unreachable: whether the address took no notice the last time.
        addresses: how many addresses were given, the one that holds among them.
    """

    provider: str | None = None
    left: bool = False
    unreachable: bool = False
    addresses: int = 0


def _evolve(state: Person, event: PersonEvent) -> Person:
    match event:
        case PersonRegistered():
            return Person(provider=event.provider, addresses=1)
        case ContactChanged():
            return replace(state, unreachable=False, addresses=state.addresses + 1)
        case PersonLeft():
            return replace(state, left=True)
        case AddressRefused():
            return replace(state, unreachable=True)
        case _:
            assert_never(event)


def _its_provider(state: Person, command: RegisterPerson | LeavePerson, _library: Library) -> tuple[str, ...]:
    provider = command.provider if isinstance(command, RegisterPerson) else state.provider
    return (provider_stream(provider),) if provider else ()


@rule(
    RegisterPerson,
    events=[PersonRegistered, ContactNamed],
    refusals=["person-exists", "unknown-provider"],
    reads=_its_provider,
)
def register_person(state: Person, command: RegisterPerson, given: Given) -> Decided:
    """Registers a person as a provider's contact; notices go there from then on."""
    if state.provider is not None:
        return Refusal("person-exists", f"{command.person} is registered already.")
    provider = provider_stream(command.provider)
    if given.seen[provider].registered is None:
        return Refusal("unknown-provider", f"No provider {command.provider} has been registered.")
    name, email, telephone = _private(command)
    registered = PersonRegistered(
        provider=command.provider, person_name=name, email=email, telephone=telephone
    )
    return (registered, On(provider, ContactNamed(person=command.person)))


def _said(state: Person, _asked: Mapping[str, Any]) -> Standing:
    """How a contact is reached is sealed, and is told apart by how often it was said."""
    return {"details": state.addresses} if state.addresses else NOTHING_STANDS


@rule(ChangePerson, events=[ContactChanged], refusals=["unknown-person", "person-left"], replaces=_said)
def change_person(state: Person, command: ChangePerson, _given: Given) -> Decided:
    """Changes how a contact is reached."""
    if refusal := _not_a_contact(state, command.person):
        return refusal
    name, email, telephone = _private(command)
    return (ContactChanged(person_name=name, email=email, telephone=telephone),)


@rule(
    LeavePerson,
    events=[PersonLeft, ContactReleased],
    refusals=["unknown-person", "person-left"],
    reads=_its_provider,
)
def leave_person(state: Person, command: LeavePerson, _given: Given) -> Decided:
    """Notes that a person is the provider's contact no more; what is known of the person stays until it is erased."""
    if refusal := _not_a_contact(state, command.person):
        return refusal
    return (PersonLeft(), On(provider_stream(str(state.provider)), ContactReleased(person=command.person)))


def _not_a_contact(state: Person, person: str) -> Refusal | None:
    if state.provider is None:
        return Refusal("unknown-person", f"Nobody has been registered as {person}.")
    return Refusal("person-left", f"{person} is a contact no more.") if state.left else None


def _private(command: RegisterPerson | ChangePerson) -> tuple[Plain, Plain, Plain | None]:
    details = command.details

    def plain(text: str) -> Plain:
        return Plain(str(text), command.stream, "contact")

    telephone = plain(details.telephone) if details.telephone is not None else None
    return plain(details.person_name), plain(details.email), telephone


PERSON = Decider(
    kind="person",
    initial=Person(),
    rules=rules([register_person, change_person, leave_person]),
    evolve=_evolve,
)
"""One provider's contact."""
