"""Who is on the staff record today, by role; and what people are called, for whoever may be shown it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from activities.privacy.seeing import may_be_shown
from adapters.inbound.services import Services
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.people.authority import SIGHT
from domain.people.roles import Role
from domain.people.staff.state import Staff
from domain.streams import staff_stream

__all__ = ["called", "names_of", "people_to_choose", "roles_today"]


def roles_today(services: Services) -> Iterator[tuple[str, tuple[Role, ...]]]:
    """Everybody who is on the staff record today, by their id, with the roles that they hold."""
    streams = list(services.store.streams("staff-"))
    today = today_in_london(services)
    for stream, found in services.records.read(streams).items() if streams else ():
        staff: Staff = found.state
        if staff.here:
            yield stream.removeprefix("staff-"), tuple(staff.roles_on(today))


def names_of(house: House, visitor: Visitor, people: Sequence[str]) -> Mapping[str, str]:
    """What people are called, by id; nothing for somebody who may not be shown it."""
    services = house.services
    shown = any(
        may_be_shown(services.records, visitor.id, role, "staff", today_in_london(house.services)) is None
        for role in visitor.roles
        if role in SIGHT["staff"]
    )
    if not shown or not people:
        return {}
    contacts = services.personal.contacts([staff_stream(each) for each in people])
    return {each.person.removeprefix(staff_stream("")): each.name for each in contacts}


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


def people_to_choose(house: House, visitor: Visitor, *roles: Role) -> tuple[tuple[str, str], ...]:
    """Those on the staff record who hold one of some roles today, to choose from: ids, and what people are called."""
    found = called(
        house,
        visitor,
        (who for who, held in roles_today(house.services) if any(each in held for each in roles)),
    )
    return tuple(sorted(found.items(), key=lambda each: (each[1].casefold(), each[0])))
