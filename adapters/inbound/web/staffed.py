"""Who is on the staff record today, by role; and what people are called, for whoever may be shown it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from activities.privacy.reached import ContactShown
from adapters.inbound.services import Services
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.people.roles import Role
from domain.people.staff.state import Staff
from domain.streams import code_in, staff_stream

__all__ = ["Names", "called", "names_of", "people_to_choose", "reached", "roles_today"]

_ID = re.compile(r"[A-Za-z0-9]+(?:[._-][A-Za-z0-9]+)*")
"""What may be somebody's id, where it stands in a sentence."""


def roles_today(services: Services) -> Iterator[tuple[str, tuple[Role, ...]]]:
    """Everybody who is on the staff record today, by their id, with the roles that they hold."""
    today = today_in_london(services)
    for stream, staff in services.records.every("staff", Staff).items():
        if staff.here:
            yield code_in(stream, staff_stream), tuple(staff.roles_on(today))


def names_of(house: House, visitor: Visitor, people: Sequence[str]) -> Mapping[str, str]:
    """What people are called, by id; nothing for somebody who may not be shown it."""
    if not people or not house.services.seeing.sees(visitor, "staff"):
        return {}
    names = house.services.personal.names([staff_stream(each) for each in people])
    return {code_in(stream, staff_stream): name for stream, name in names.items()}


def reached(house: House, visitor: Visitor, staff: str) -> tuple[ContactShown, bool]:
    """How somebody on the staff is called and reached, and whether a visitor may be shown it."""
    (found,) = house.services.personal.contacts([staff_stream(staff)])
    return found, house.services.seeing.sees(visitor, "staff")


def called(house: House, visitor: Visitor, people: Iterable[str]) -> Mapping[str, str]:
    """What a page calls people, by id: their name; the id beside it where two have one name; the id where it has none.

    Args:
        house: the installation.
        visitor: who looks; only whoever may be shown the staff's names is shown any.
        people: their ids.
    """
    several = tuple(dict.fromkeys(people))
    names = names_of(house, visitor, several)
    often = Counter(names.values())
    return {
        who: who if who not in names else names[who] if often[names[who]] == 1 else f"{names[who]} ({who})"
        for who in several
    }


class Names:
    """What people are called on one page: looked up once each, and only where the page names somebody."""

    def __init__(self, house: House, visitor: Visitor | None) -> None:
        """Name people for somebody.

        Args:
            house: the installation.
            visitor: who looks; None for the public, who are shown no names.
        """
        self._house = house
        self._visitor = visitor

    def of(self, who: str) -> str:
        """What somebody is called: their name, for whoever may be shown it, and otherwise their id."""
        return self._called[who] if who in self._staff else who

    def within(self, sentence: str) -> str:
        """A sentence of the record with the staff by name in it, for whoever may be shown their names."""
        if not self._staff or self._staff.isdisjoint(_ID.findall(sentence)):
            return sentence
        return _ID.sub(lambda each: self.of(each[0]), sentence)

    @cached_property
    def _called(self) -> Mapping[str, str]:
        """What each of the staff is called: all at once, as two of one name are told apart by their ids."""
        return called(self._house, self._visitor, self._staff) if self._visitor else {}

    @cached_property
    def _staff(self) -> frozenset[str]:
        """The ids of everybody who is or was on the staff record; nobody's for somebody who may not be shown names."""
        if self._visitor is None or not self._house.services.seeing.sees(self._visitor, "staff"):
            return frozenset()
        prefix = staff_stream("")
        return frozenset(each.removeprefix(prefix) for each in self._house.services.records.named(prefix))


def people_to_choose(house: House, visitor: Visitor, *roles: Role) -> tuple[tuple[str, str], ...]:
    """Those on the staff record who hold one of some roles today, to choose from: ids, and what people are called."""
    found = called(
        house,
        visitor,
        (who for who, held in roles_today(house.services) if any(each in held for each in roles)),
    )
    return tuple(sorted(found.items(), key=lambda each: (each[1].casefold(), each[0])))
