"""On what authority something was done: the command that it came of, and the row of the authority table that allows it.

A command is not kept, only what came of it; which one it was follows from the rules, for each says what may come of it.
The table is that of this version of Assay. It is part of the program and not of the record.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from domain.deciders import DECIDERS, kind_of
from domain.messages import Event
from domain.people.authority import AUTHORITY

__all__ = ["Warrant", "may_have_done", "role_in", "warrant_of"]


@dataclass(frozen=True, slots=True)
class Warrant:
    """The authority under which a command was given.

    Attributes:
        role: the role that was acted in.
        place_of: in whose place, for a deputy; None for their own.
        verbs: the commands of the table that the role may give, and that this can have come of: nearly always one.
        allowed: whether there is any; if not, ``verbs`` are those that it can have come of.
    """

    role: str
    place_of: str | None
    verbs: tuple[str, ...]
    allowed: bool

    @property
    def words(self) -> str:
        """The row, as one line."""
        named = " or ".join(self.verbs) or "no command that this version knows"
        if not self.allowed:
            return f"no row of the authority table lets the role {self.role} do this ({named})"
        deputy = f", as the deputy of {self.place_of}" if self.place_of else ""
        return f"the authority table: {named} may be given by {self.role}{deputy}"


def role_in(acting_role: str) -> tuple[str, str | None]:
    """The role, and in whose place it was acted in, from how it stands on the record."""
    role, _, place_of = acting_role.partition(" in the place of ")
    return role, place_of or None


def warrant_of(events: Sequence[tuple[str, Event]], acting_role: str) -> Warrant:
    """The authority for what came of one command.

    Args:
        events: as many of its events as are known, each with its stream.
        acting_role: the role as it stands on the record.
    """
    role, place_of = role_in(acting_role)
    kinds = {kind_of(stream) for stream, _ in events}
    came = {type(event) for _, event in events}
    able = tuple(
        verb for verb, (kind, may_come) in _outcomes().items() if kind in kinds and came <= may_come
    ) or tuple(verb for verb, (_, may_come) in _outcomes().items() if came <= may_come)
    allowed = tuple(each for each in able if role in AUTHORITY.get(each, frozenset()))
    return Warrant(role, place_of, allowed or able, bool(allowed))


@cache
def may_have_done(event: type[Event], acting_role: str) -> bool:
    """Whether a command that this may come of may be given in a role; True where no command leads to it.

    Args:
        event: the class of event.
        acting_role: the role as it stands on the record; a deputy's says in whose place.
    """
    role, deputy, place_of = acting_role.partition(" in the place of ")
    if event not in _roles():
        return True
    return role in _roles()[event] and not (deputy and not place_of.strip())


@cache
def _roles() -> Mapping[type[Event], frozenset[str]]:
    """The roles in which each class of event may come about."""
    found: dict[type[Event], frozenset[str]] = {}
    for verb, (_, may_come) in _outcomes().items():
        for event in may_come:
            found[event] = found.get(event, frozenset()) | {each.value for each in AUTHORITY.get(verb, ())}
    return found


@cache
def _outcomes() -> Mapping[str, tuple[str, frozenset[type[Event]]]]:
    """For each command the kind of stream that it is for, and the events that may come of it."""
    found: dict[str, tuple[str, frozenset[type[Event]]]] = {}
    for kind, decider in DECIDERS.items():
        for rule in decider.rules.values():
            found[rule.command.verb] = kind, frozenset(rule.events)
    return found
