"""Who may open what: asked by every page before it shows anything.

What somebody may not see is not there for them: they get the same answer as for what does not exist.
"""

from collections.abc import Awaitable, Callable, Iterable
from typing import Annotated, NoReturn, TypeVar

from fastapi import Depends, HTTPException, Request

from activities.viewing.rows import InspectionRow
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.streams import inspection_stream

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

    Which that is, :mod:`activities.seeing` says. That they look is noted, apart from the record, before anything is
    shown.

    Raises:
        HTTPException: 404: there is none, or not for them.
        Refused: ``look-not-noted``.
    """
    stream = inspection_stream(reference)
    row = house.services.views.catch_up().inspection(reference)
    if row is None:
        not_there()
    state: Inspection = house.services.records.read([stream])[stream].state
    if not may_see(house, visitor, state):
        not_there()
    house.services.looking.note(visitor.id, what, [reference])
    return row.told_to(visitor.id), state


def may_see(house: House, visitor: Visitor, state: Inspection) -> bool:
    """Whether an inspection is there for a visitor."""
    return house.services.seeing.inspections(visitor)(state)


def inspections_for(house: House, visitor: Visitor) -> Iterable[InspectionRow]:
    """The inspections that are there for a visitor, each as they are shown it."""
    rows = house.services.views.catch_up().inspections()
    states = house.services.records.read([inspection_stream(each.reference) for each in rows])
    sees = house.services.seeing.inspections(visitor)
    there_ = (each for each in rows if sees(states[inspection_stream(each.reference)].state))
    return (each.told_to(visitor.id) for each in there_)
