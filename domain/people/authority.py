"""Who may give which command: one table, read by every door into Assay."""

from collections.abc import Mapping
from types import MappingProxyType

from domain.people.roles import Role

__all__ = ["AUTHORITY", "may_give"]

AUTHORITY: Mapping[str, frozenset[Role]] = MappingProxyType({})


def may_give(role: Role, verb: str) -> bool:
    """Whether a role may give the command with this verb. A verb that is not in the table is nobody's."""
    return role in AUTHORITY.get(verb, frozenset())
