"""On what authority something was done: the command that it came of, and the row of the authority table that allows it.

A command is not kept, only what came of it; which one it was follows from the rules, for each says what may come of it.
The table is that of this version of Assay, with what earlier ones allowed until the day that is written beside it. It
is part of the program and not of the record.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from domain.deciders import DECIDERS, EVENT_NAMES
from domain.messages import Event
from domain.people.authority import AUTHORITY
from domain.people.once_allowed import ONCE_ALLOWED, OnceAllowed
from domain.working_days import in_words

__all__ = ["Warrant", "may_have_done", "role_in", "warrant_of"]


@dataclass(frozen=True, slots=True)
class Warrant:
    """The authority under which a command was given.

    Attributes:
        role: the role that was acted in.
        place_of: in whose place, for a deputy; None for their own.
        verbs: the commands of the table that the role may give, and that this can have come of: nearly always one.
        allowed: whether there is any; if not, ``verbs`` are those that it can have come of.
        until: until when the table allowed it, where it no longer does.
    """

    role: str
    place_of: str | None
    verbs: tuple[str, ...]
    allowed: bool
    until: date | None = None

    @property
    def words(self) -> str:
        """The row, as one line."""
        named = " or ".join(self.verbs) or "no command that this version knows"
        if not self.allowed:
            return f"no row of the authority table lets the role {self.role} do this ({named})"
        deputy = f", as the deputy of {self.place_of}" if self.place_of else ""
        if self.until:
            when = in_words(self.until)
            return (
                f"the authority table as it was until {when}: {named} might be given by {self.role}{deputy}"
            )
        return f"the authority table: {named} may be given by {self.role}{deputy}"


def role_in(acting_role: str) -> tuple[str, str | None]:
    """The role, and in whose place it was acted in, from how it stands on the record."""
    role, _, place_of = acting_role.partition(" in the place of ")
    return role, place_of or None


@cache
def warrant_of(kinds: frozenset[str], came: frozenset[type[Event]], acting_role: str, on: date) -> Warrant:
    """The authority for what came of one command.

    Args:
        kinds: the kinds of the streams on which as many of its events are as are known.
        came: the classes of these events.
        acting_role: the role as it stands on the record.
        on: the day on which it was recorded, in UTC.
    """
    role, place_of = role_in(acting_role)
    able = tuple(
        verb for verb, (kind, may_come) in _outcomes().items() if kind in kinds and came <= may_come
    ) or tuple(verb for verb, (_, may_come) in _outcomes().items() if came <= may_come)
    if allowed := tuple(each for each in able if role in AUTHORITY.get(each, frozenset())):
        return Warrant(role, place_of, allowed, True)
    once = [each for each in ONCE_ALLOWED if each.role == role and on <= each.until and came <= _led_to(each)]
    if once:
        verbs = tuple(dict.fromkeys(each.verb for each in once))
        return Warrant(role, place_of, verbs, True, max(each.until for each in once))
    return Warrant(role, place_of, able, False)


def may_have_done(event: type[Event], acting_role: str, on: date) -> bool:
    """Whether a command that this may come of might be given in a role; True where no command ever led to it.

    Args:
        event: the class of event.
        acting_role: the role as it stands on the record; a deputy's says in whose place.
        on: the day on which it was recorded, in UTC.
    """
    until = _until(event, acting_role)
    return until is not None and on <= until


@cache
def _until(event: type[Event], acting_role: str) -> date | None:
    """The last day on which it might be done in a role: of all days the last, if it may be today; None if never."""
    role, deputy, place_of = acting_role.partition(" in the place of ")
    if event not in _roles():
        return date.max
    if deputy and not place_of.strip():
        return None
    return _roles()[event].get(role)


@cache
def _roles() -> Mapping[type[Event], Mapping[str, date]]:
    """The roles in which each class of event may come about, and those in which it once might, with the last day."""
    found: dict[type[Event], dict[str, date]] = {}
    for verb, (_, may_come) in _outcomes().items():
        for event in may_come:
            found.setdefault(event, {}).update(
                dict.fromkeys((r.value for r in AUTHORITY.get(verb, ())), date.max)
            )
    for each in ONCE_ALLOWED:
        for event in _led_to(each):
            roles = found.setdefault(event, {})
            roles[each.role] = max(roles.get(each.role, each.until), each.until)
    return found


@cache
def _led_to(row: OnceAllowed) -> frozenset[type[Event]]:
    """What the events that a row led to are today, whatever they have been called since."""
    return frozenset(
        EVENT_NAMES.known[name]
        for name in EVENT_NAMES.present
        if any(
            each.rpartition(".v")[0] in row.events for each in EVENT_NAMES.names_of(EVENT_NAMES.known[name])
        )
    )


@cache
def _outcomes() -> Mapping[str, tuple[str, frozenset[type[Event]]]]:
    """For each command the kind of stream that it is for, and the events that may come of it."""
    found: dict[str, tuple[str, frozenset[type[Event]]]] = {}
    for kind, decider in DECIDERS.items():
        for rule in decider.rules.values():
            found[rule.command.verb] = kind, frozenset(rule.events)
    return found
