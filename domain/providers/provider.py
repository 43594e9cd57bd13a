"""A provider of probation or youth justice services, as the inspectorate knows it."""

from dataclasses import dataclass, replace
from typing import ClassVar, assert_never

from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.text import Line, PersonStream, Reference

__all__ = [
    "PROVIDER",
    "ContactNamed",
    "ContactReleased",
    "Provider",
    "ProviderEvent",
    "ProviderRegistered",
    "RegisterProvider",
]


class RegisterProvider(Command):
    """Put a provider on the list of those that may be inspected.

    Attributes:
        provider: short code: ``nps-north-west``.
        title: what it is called.
        kind: ``nps-division``, ``crc``, and later kinds.
        area: the region or area it works in.
    """

    verb: ClassVar[str] = "register-provider"
    provider: Reference
    title: Line
    kind: Reference
    area: Line

    @property
    def stream(self) -> str:
        """The stream that is commanded."""
        return f"provider-{self.provider}"


class ProviderRegistered(Event):
    """A provider was put on the list."""

    name: ClassVar[str] = "provider.registered.v1"
    provider: Reference
    title: Line
    kind: Reference
    area: Line


class ContactNamed(Event):
    """A person was named to whom the provider's notices go."""

    name: ClassVar[str] = "provider.contact-named.v1"
    person: PersonStream


class ContactReleased(Event):
    """A person gets no more of the provider's notices."""

    name: ClassVar[str] = "provider.contact-released.v1"
    person: PersonStream


ProviderEvent = ProviderRegistered | ContactNamed | ContactReleased
"""What can happen to a provider."""


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider.

    Attributes:
        registered: how it was registered; None for one that nobody has.
        contacts: the streams of the persons to whom its notices go, in the order in which they were named.
    """

    registered: ProviderRegistered | None = None
    contacts: tuple[str, ...] = ()


@rule(RegisterProvider, events=[ProviderRegistered], refusals=["provider-exists"])
def register_provider(state: Provider, command: RegisterProvider, _given: Given) -> Decided:
    """Puts a provider on the list."""
    if state.registered is not None:
        return Refusal("provider-exists", f"The provider {command.provider} is registered already.")
    return (
        ProviderRegistered(
            provider=command.provider, title=command.title, kind=command.kind, area=command.area
        ),
    )


def _evolve(state: Provider, event: ProviderEvent) -> Provider:
    match event:
        case ProviderRegistered():
            return replace(state, registered=event)
        case ContactNamed():
            return replace(state, contacts=(*state.contacts, event.person))
        case ContactReleased():
            return replace(state, contacts=tuple(each for each in state.contacts if each != event.person))
        case _:
            assert_never(event)


PROVIDER = Decider(kind="provider", initial=Provider(), rules=rules([register_provider]), evolve=_evolve)
"""One provider."""
