"""Who acts through a door that somebody else's token opened."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an application that only shows its help loads no rules
    from domain.people.roles import Role

__all__ = ["Caller"]


@dataclass(frozen=True, slots=True)
class Caller:
    """Who acts, where a token says it.

    Attributes:
        id: under which they act.
        roles: in which roles they act today.
    """

    id: str
    roles: "tuple[Role, ...]"
