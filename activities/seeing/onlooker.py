"""Whoever looks, at whichever door: as whom, in which roles, and for which provider."""

from dataclasses import dataclass
from typing import Protocol

from domain.people.roles import Role

__all__ = ["AtTerminal", "Onlooker"]


class Onlooker(Protocol):
    """Somebody who looks; a door knows who they are before it asks what they see."""

    @property
    def id(self) -> str:
        """Under which they act."""
        ...

    @property
    def roles(self) -> tuple[Role, ...]:
        """Those in which they look; in none, they see nothing."""
        ...

    @property
    def provider(self) -> str | None:
        """Whose contact they are; None for everybody else."""
        ...

    @property
    def is_system(self) -> bool:
        """Whether this is another system, which has an interest in nobody and reads nobody's name."""
        ...


@dataclass(frozen=True, slots=True)
class AtTerminal:
    """Whoever uses this machine.

    Attributes:
        id: under which they act.
        roles: the one that they named; any but Assay's own, if they named none: the staff record says which are theirs.
    """

    id: str
    roles: tuple[Role, ...] = tuple(each for each in Role if each is not Role.MACHINERY)

    @property
    def provider(self) -> str | None:
        """Nobody's contact uses this machine."""
        return None

    @property
    def is_system(self) -> bool:
        """Another system comes by way of the API."""
        return False
