"""What it bars to take a service out of a selection: the inspection that it was selected for, and no other.

A service may be selected by several rules, and is inspected while one of them holds it. One that none holds any more is
not inspected under the kinds of the rule that it was taken out of; an inquiry that is asked for, or a theme at several
providers, was never chosen by a rule, and may come to it all the same.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Self

from domain.dated_rules.library import Library
from domain.programme.problem import Problem
from domain.programme.year.state import Choice, Programme
from domain.programme.year.terms import Slot

__all__ = ["Barred", "Planned", "barred"]


@dataclass(frozen=True, slots=True)
class Planned:
    """An inspection of a year, in its tables or with a place.

    Attributes:
        inspection: its code.
        kind: its kind.
        providers: whom it inspects.
    """

    inspection: str
    kind: str
    providers: tuple[str, ...]

    @classmethod
    def of_tables(cls, problem: Problem) -> Iterator[Self]:
        """The inspections of some tables."""
        return (cls(each.id, each.kind, each.providers) for each in problem.inspections)

    @classmethod
    def of_slots(cls, slots: Iterable[Slot]) -> Iterator[Self]:
        """Inspections with a place."""
        return (cls(each.inspection, each.protocol, each.providers) for each in slots)


@dataclass(frozen=True, slots=True)
class Barred:
    """An inspection that may not be planned.

    Attributes:
        inspection: which.
        service: whom of those that it inspects no selection holds any more.
        rule: out of whose selection it was taken.
    """

    inspection: str
    service: str
    rule: str


def barred(state: Programme, planned: Iterable[Planned], library: Library) -> tuple[Barred, ...]:
    """The inspections that decisions to take services out have barred.

    Args:
        state: the programme.
        planned: all inspections of the year.
        library: says of each kind what it looks at, and whether it is carried out at somebody's request.
    """
    inspections = tuple(planned)
    held = {service for choice in state.selections.values() for service in choice.selected}
    found = []
    for rule, choice in sorted(state.selections.items()):
        gone = choice.removed.keys() - held
        kinds = _kinds(choice, inspections, library) if gone else frozenset()
        for each in inspections:
            found += [
                Barred(each.inspection, service, rule)
                for service in each.providers
                if service in gone and each.kind in kinds
            ]
    return tuple(found)


def _kinds(choice: Choice, inspections: tuple[Planned, ...], library: Library) -> frozenset[str]:
    """The kinds under which a rule has services inspected.

    Those that count for it, if it says so; or else those of what it still selects, or whatever could be chosen.
    """
    if choice.proposed.rule.counts:
        return frozenset(choice.proposed.rule.counts)
    chosen = [each for each in inspections if _can_be_chosen(each.kind, library)]
    selected = set(choice.selected)
    own = frozenset(each.kind for each in chosen if not selected.isdisjoint(each.providers))
    return own or frozenset(each.kind for each in chosen)


def _can_be_chosen(kind: str, library: Library) -> bool:
    protocol = library.protocol(kind)
    return protocol is None or not (protocol.at_request or protocol.whom in ("providers", "case"))
