"""Who sees what of a programme: those who arrange it all of it, everybody else what is published and not barred.

What is planned and not published is for those who arrange inspections and for whoever audits them. Whoever inspects
sees the published year, less the inspections of providers in which they have declared an interest.
"""

from collections.abc import Iterator
from typing import Annotated

from fastapi import Depends, Request

from adapters.inbound.visiting.guarding import anybody_signed_in, not_there, only
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.people.roles import Role
from domain.programme.year.state import Programme
from domain.programme.year.terms import Slot
from domain.refusals import Refused

__all__ = ["Arranges", "Follows", "arranges", "first_of", "hears", "is_there", "programme_for", "slots_for"]

ARRANGE = (Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.AUDITOR)
"""These see all of a programme: what is weighed, what is planned, and what has no place."""

Arranges = Annotated[Visitor, Depends(only(*ARRANGE))]
"""A page's parameter: whoever sees all of a programme; for everybody else there is no such page."""


async def _follows(request: Request) -> Visitor:
    visitor = anybody_signed_in(request)
    if not (visitor.inspects or visitor.has(*ARRANGE)):
        not_there()
    return visitor


Follows = Annotated[Visitor, Depends(_follows)]
"""A page's parameter: whoever works on inspections, or audits them."""


def arranges(visitor: Visitor) -> bool:
    """Whether somebody sees all of a programme."""
    return visitor.has(*ARRANGE)


def programme_for(house: House, visitor: Visitor, code: str) -> Programme:
    """A programme that is there for a visitor: once it is published, for everybody who inspects.

    Raises:
        HTTPException: 404: there is none, or not for them.
    """
    try:
        state = house.services.programme_record.programme(code)
    except Refused:
        not_there()
    if not is_there(visitor, state):
        not_there()
    return state


def is_there(visitor: Visitor, state: Programme) -> bool:
    """Whether a programme is there for somebody."""
    mine = _takes_responses(visitor, state) or _looks_up(visitor, state)
    return arranges(visitor) or state.plan is not None or mine


def _takes_responses(visitor: Visitor, state: Programme) -> bool:
    """An assistant records what comes in, and needs the programme for it; a contact has a page of their own."""
    return (
        state.draft is not None
        and visitor.provider is None
        and visitor.role_for("receive-response") is not None
    )


def _looks_up(visitor: Visitor, state: Programme) -> bool:
    """An assistant may note what a public draw gave, and needs the programme for it."""
    drawn_for = any(each.frozen is not None and each.drawn is None for each in state.selections.values())
    return drawn_for and visitor.role_for("note-beacon-value") is not None


def slots_for(house: House, visitor: Visitor, state: Programme) -> tuple[Slot, ...]:
    """The published inspections that a visitor may know of, by the day on which each is announced."""
    if state.plan is None:
        return ()
    slots = sorted(state.plan.slots, key=lambda each: (each.announce_on, each.inspection))
    if arranges(visitor):
        return tuple(slots)
    barred = house.services.seeing.barred_providers(visitor)
    return tuple(each for each in slots if barred.isdisjoint(each.providers))


def hears(house: House, visitor: Visitor) -> bool:
    """Whether somebody may be shown what responses to a draft say, and who sent them."""
    return house.services.seeing.sees(visitor, "response")


def first_of(state: Programme) -> Iterator[str]:
    """The plans of a programme by digest: the published one, the accepted one, then the others, latest first."""
    named = (state.plan.digest if state.plan else None, state.accepted, *reversed(list(state.plans)))
    yield from dict.fromkeys(each for each in named if each is not None and each in _known(state))


def _known(state: Programme) -> frozenset[str]:
    return frozenset(state.plans) | ({state.plan.digest} if state.plan else frozenset())
