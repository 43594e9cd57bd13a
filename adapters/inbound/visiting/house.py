"""What the pages are given: the use cases of one installation, and how it lets people in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from adapters.inbound.services import Services
from domain.people.roll import ROLL_STREAM, Roll

__all__ = ["ExamplePerson", "House", "OpenId", "PageSettings"]


@dataclass(frozen=True, slots=True)
class OpenId:
    """An OpenID provider that tells us who somebody is.

    Attributes:
        issuer: its address; what else there is to know of it is found there.
        client_id: as what we are known there.
        client_secret: with which we prove it; None where it asks for none.
    """

    issuer: str
    client_id: str
    client_secret: str | None

    @classmethod
    def at(cls, issuer: str | None, client_id: str | None, client_secret: str | None) -> "OpenId | None":
        """The one at an address; None where there is none."""
        return cls(issuer, client_id or "", client_secret) if issuer else None


@dataclass(frozen=True, slots=True)
class PageSettings:
    """How pages are served.

    Attributes:
        origin: the address by which people reach them, without a path: ``https://assay.example``.
        sign_in: whether people are known by an OpenID provider, or choose an example person (on this machine only).
        open_id: the provider; None for example persons.
        key: 32 bytes under which cookies are encrypted, the same for every process that serves these pages.
        idle_minutes: after so long without a page, somebody is signed out.
        longest_hours: after so long, whatever they did.
        example_beside_staff: whether an example person may be chosen beside a staff record, to try things out.
    """

    origin: str
    sign_in: Literal["example", "open-id"]
    open_id: OpenId | None
    key: bytes
    idle_minutes: int = 60
    longest_hours: int = 12
    example_beside_staff: bool = False

    @property
    def secure(self) -> bool:
        """Whether cookies go over encrypted connections only."""
        return self.origin.startswith("https://")


@dataclass(frozen=True, slots=True)
class ExamplePerson:
    """Somebody whom one can be on an installation with an example programme.

    Attributes:
        id: under which they act.
        roles: in which roles.
        known_for: what they are in the example, in a few words.
    """

    id: str
    roles: tuple[str, ...]
    known_for: str


@dataclass(frozen=True, slots=True)
class House:
    """One installation, as its pages see it.

    Attributes:
        services: its use cases; safe to use from several threads.
        settings: how it is served.
        styles: the folder of the design system's styles and scripts.
        example_people: who can be chosen at the sign-in of an example.
    """

    services: Services
    settings: PageSettings
    styles: str
    example_people: Callable[[], Sequence[ExamplePerson]]

    @property
    def takes_anybody(self) -> bool:
        """Whether whoever uses this machine may choose who they are: on an installation that knows nobody.

        Once there is a staff record its people are real, and nobody is one of them by their own word alone.
        """
        if self.settings.sign_in != "example":
            return False
        if self.settings.example_beside_staff:
            return True
        roll: Roll = self.services.records.read([ROLL_STREAM])[ROLL_STREAM].state
        return not roll.begun
