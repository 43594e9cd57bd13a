"""A provider of probation or youth justice services, as the inspectorate knows it."""

from dataclasses import dataclass
from typing import ClassVar

from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.text import Line, Reference

__all__ = ["PROVIDER", "Provider", "ProviderRegistered", "RegisterProvider"]


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


@dataclass(frozen=True, slots=True)
class Provider:
    """A provider; ``registered`` is None for one that nobody has registered."""

    registered: ProviderRegistered | None = None


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


def _evolve(_state: Provider, event: ProviderRegistered) -> Provider:
    return Provider(registered=event)


PROVIDER = Decider(kind="provider", initial=Provider(), rules=rules([register_provider]), evolve=_evolve)
"""One provider."""
