"""The room in which a provider's contact is: who they are, and which inspection of theirs a page is about."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.plans import plan_asked_of
from adapters.inbound.shown.provider.asked import Theirs, theirs_in
from adapters.inbound.shown.provider.own import extensions_of, points_of
from adapters.inbound.visiting.guarding import inspection_for, not_there, only
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.action_plans.plan import ActionPlan
from domain.inspections.report.state import Challenge
from domain.inspections.state import Extension, Inspection
from domain.people.roles import Role

__all__ = ["Contact", "Room", "room_for"]


async def _contact(request: Request) -> Visitor:
    visitor = await only(Role.PROVIDER_CONTACT)(request)
    if visitor.provider is None:
        not_there()
    return visitor


Contact = Annotated[Visitor, Depends(_contact)]
"""A page's parameter: a provider's contact; for everybody else there is no such page."""


@dataclass(frozen=True, slots=True)
class Room:
    """One inspection, as a contact of its provider sees it.

    Attributes:
        row: the inspection, as the list has it; it says more than a contact may see.
        state: the same as the record has it; likewise.
        plan: the action plan that is asked of their provider; an empty one where none is.
        plan_of: as whose it was asked for, where each of several providers has one; None where one is asked for.
        theirs: what is asked of their provider.
        points: the points of factual accuracy that it raised.
        extensions: the time that it asked for.
        name: the provider's name.
    """

    row: InspectionRow
    state: Inspection
    plan: ActionPlan
    plan_of: str | None
    theirs: Theirs
    points: Mapping[str, Challenge]
    extensions: Mapping[str, Extension]
    name: str

    @property
    def path(self) -> str:
        """The address of its page."""
        return f"/provider/{self.row.reference}"


def room_for(house: House, visitor: Visitor, reference: str) -> Room:
    """An inspection for a contact.

    Raises:
        HTTPException: 404: there is none, or it is not of their provider.
        Refused: ``look-not-noted``.
    """
    row, state = inspection_for(house, visitor, reference)
    provider = visitor.provider or not_there()
    plan_of, plan = plan_asked_of(house.services, provider, state)
    known = {row.provider: row.provider_name}
    name = known.get(provider) or (state.name_of(provider) if provider in state.known.providers else provider)
    points = points_of(house.services, provider, reference, state)
    theirs = theirs_in(house, provider, state, plan, len(points))
    return Room(row, state, plan, plan_of, theirs, points, extensions_of(provider, state), name)
