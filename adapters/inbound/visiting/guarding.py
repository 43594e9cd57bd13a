"""Who may open what: asked by every page before it shows anything.

What somebody may not see is not there for them: they get the same answer as for what does not exist.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated, NoReturn, TypeVar

from fastapi import Depends, HTTPException, Request

from activities.commanding.concerning import Concerning, for_somebody
from activities.viewing.rows import InspectionRow
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM
from domain.people.standing import conflicting
from domain.streams import inspection_stream, staff_stream

__all__ = [
    "SignInFirst",
    "SignedIn",
    "WorksHere",
    "anybody_signed_in",
    "inspection_for",
    "inspections_for",
    "may_see",
    "not_there",
    "only",
    "sight_of",
    "there",
]

Found = TypeVar("Found")


class SignInFirst(Exception):
    """The page is for people who are signed in."""


def there(found: Found | None) -> Found:
    """What was found.

    Raises:
        HTTPException: 404: there is no such thing, or not for whoever asks.
    """
    return found if found is not None else not_there()


def not_there() -> NoReturn:
    """There is no such page, or not for whoever asks.

    Raises:
        HTTPException: 404, always.
    """
    raise HTTPException(404)


def anybody_signed_in(request: Request) -> Visitor:
    """The visitor.

    Raises:
        SignInFirst: nobody is signed in.
    """
    visitor: Visitor | None = request.state.visitor
    if visitor is None:
        raise SignInFirst
    return visitor


async def _signed_in(request: Request) -> Visitor:
    return anybody_signed_in(request)


# These look at nothing but the request, so they are asked in the loop: a thread would cost more than they do.
SignedIn = Annotated[Visitor, Depends(_signed_in)]
"""A page's parameter: whoever is signed in; the page is for nobody else."""


def only(*roles: Role) -> Callable[[Request], Awaitable[Visitor]]:
    """A page that is for some roles only; for others there is none."""

    async def asked(request: Request) -> Visitor:
        visitor = anybody_signed_in(request)
        if not visitor.has(*roles):
            not_there()
        return visitor

    return asked


async def _works_here(request: Request) -> Visitor:
    visitor = anybody_signed_in(request)
    if not (visitor.inspects or visitor.has(Role.AUDITOR)):
        not_there()
    return visitor


WorksHere = Annotated[Visitor, Depends(_works_here)]
"""A page's parameter: whoever works on inspections, or audits them; for everybody else there is no such page."""


def inspection_for(
    house: House, visitor: Visitor, reference: str, what: str = "page of an inspection"
) -> tuple[InspectionRow, Inspection]:
    """An inspection that a visitor may look at, as the list has it and as the record does.

    A provider's contact sees inspections of their own provider. Whoever works on inspections sees those from which
    nothing bars them: an interest, another area, another body (see :mod:`domain.people.standing`). That they look is
    noted, apart from the record, before anything is shown.

    Raises:
        HTTPException: 404: there is none, or not for them.
        Refused: ``look-not-noted``.
    """
    stream = inspection_stream(reference)
    row = house.services.views.catch_up().inspection(reference)
    if row is None:
        not_there()
    state: Inspection = house.services.records.read([stream])[stream].state
    if not may_see(house, visitor, row, state):
        not_there()
    house.services.looking.note(visitor.id, what, [reference])
    return row, state


def may_see(house: House, visitor: Visitor, row: InspectionRow, state: Inspection) -> bool:
    """Whether an inspection is there for a visitor."""
    return sight_of(house, visitor)(row, state)


def inspections_for(house: House, visitor: Visitor) -> Iterable[InspectionRow]:
    """The inspections that are there for a visitor."""
    rows = house.services.views.catch_up().inspections()
    states = house.services.records.read([inspection_stream(each.reference) for each in rows])
    sees = sight_of(house, visitor)
    return (each for each in rows if sees(each, states[inspection_stream(each.reference)].state))


def sight_of(house: House, visitor: Visitor) -> Callable[[InspectionRow, Inspection], bool]:
    """What says of any number of inspections whether each is there for a visitor; who they are is read once."""
    if visitor.has(Role.PROVIDER_CONTACT):
        return lambda _, state: visitor.provider is not None and visitor.provider in state.known.providers
    if visitor.has(Role.AUDITOR):
        return lambda _row, _state: True
    if not visitor.inspects:
        return lambda _row, _state: False
    records, who = house.services.records, staff_stream(visitor.id)
    seen = records.read([ROLL_STREAM, who])
    # Those who arrange inspections and keep the staff record see that there is one, whatever their interests.
    if not seen[ROLL_STREAM].state.begun or visitor.has(Role.OPERATIONS_MANAGER) or visitor.is_system:
        return lambda _row, _state: True
    today = today_in_london(house.services)
    concerning = Concerning(records, house.services.library)

    def sees(_: InspectionRow, state: Inspection) -> bool:
        concern = concerning.of(state, afresh=False)
        if concern is None:
            return False
        staff = seen[who].state
        about = for_somebody(records, staff, concern, afresh=False)
        return conflicting(visitor.id, staff, about, today) is None

    return sees
