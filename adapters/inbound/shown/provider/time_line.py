"""The timeline of an inspection as its provider's contact is told it, on a page and by the API."""

from collections.abc import Sequence

from activities.seeing.told import told_to_contact
from activities.viewing.rows import InspectionRow, MomentRow
from adapters.inbound.shown.plans import plan_asked_of
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.inspections.state import Inspection
from domain.streams import inspection_stream, plan_stream

__all__ = ["told_to"]


def told_to(house: House, visitor: Visitor, row: InspectionRow, state: Inspection) -> Sequence[MomentRow]:
    """What a contact is told of what happened in an inspection of their provider, newest first."""
    stream = inspection_stream(row.reference)
    plan_of, _ = plan_asked_of(house.services, visitor.provider or "", state)
    plan = plan_stream(row.reference, plan_of) if plan_of else None
    return told_to_contact(visitor, stream, state, plan, house.services.views.catch_up().timeline(stream))
