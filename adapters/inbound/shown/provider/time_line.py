"""What of a timeline the provider's contact is told: what passed between us, and nothing of our own work.

Which cases were drawn, who reads them, what is proposed and what the panel decides is not for them before it is
published, and how we came to it not even then. So only what is named here is shown, and anything new is not.
"""

from collections.abc import Sequence
from typing import get_args

from activities.viewing.rows import InspectionRow, MomentRow
from adapters.inbound.shown.plans import plan_asked_of
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.action_plans.events import ActionPlanEvent, PlanNoticeSent
from domain.evidence import events as room
from domain.inspections import events as inspection
from domain.inspections.state import Inspection
from domain.inspections.whose import now_of
from domain.messages import Event
from domain.people.roles import Role
from domain.storyline.once import told_once
from domain.streams import inspection_stream, plan_stream

__all__ = ["told_to"]

_TO_ALL: tuple[type[Event], ...] = (
    inspection.InspectionAnnounced,
    inspection.FieldworkBegun,
    inspection.FieldworkEnded,
    inspection.InspectionDeferred,
    inspection.InspectionResumed,
    inspection.InspectionCancelled,
    inspection.ProviderFollowed,
    inspection.DraftSent,
    inspection.FactualAccuracyWindowLapsed,
    inspection.ReportPublished,
    inspection.InspectionClosed,
)
"""What each of several providers that are inspected together is told."""

_TO_ONE: tuple[type[Event], ...] = (
    inspection.EvidenceRequested,
    inspection.FurtherEvidenceRequested,
    inspection.EvidenceReceived,
    inspection.EvidenceReplaced,
    inspection.EvidenceLinked,
    inspection.EvidenceChased,
    inspection.EvidenceOverdue,
    inspection.ExtensionAsked,
    inspection.ExtensionGranted,
    inspection.ExtensionRefused,
    inspection.CaseListReceived,
    room.FeedbackGiven,
    inspection.ChallengeRaised,
    inspection.ChallengeAccepted,
    inspection.ChallengeRejected,
    inspection.FactualAccuracyConfirmed,
    *(each for each in get_args(ActionPlanEvent) if each is not PlanNoticeSent),
)
"""What is told besides to a provider that is inspected alone; to others of their own action plan, and what they did."""


def told_to(house: House, visitor: Visitor, row: InspectionRow, state: Inspection) -> Sequence[MomentRow]:
    """What a contact is told of what happened in an inspection of their provider, newest first."""
    kept = house.services.views.catch_up()
    recorded = sorted(kept.timeline(inspection_stream(row.reference)), key=lambda each: each.position)
    to_all = {_kind(each.name) for each in _TO_ALL}
    to_one = {_kind(each.name) for each in _TO_ONE}
    alone = not state.known.others
    plan_of, _ = plan_asked_of(house.services, visitor.provider or "", state)
    plan = plan_stream(row.reference, plan_of) if plan_of else None
    told = [
        each
        for each in told_once(recorded)
        if _kind(each.name) in to_all
        or (_kind(each.name) in to_one and (alone or each.stream == plan or _their_own(each, visitor)))
        or (each.stream == inspection_stream(row.reference) and _their_day(each, visitor, state))
    ]
    return told[::-1]


def _kind(name: str) -> str:
    """The name of an event without its version: what was recorded long ago is told as well."""
    return name.rsplit(".", 1)[0]


def _their_day(moment: MomentRow, visitor: Visitor, state: Inspection) -> bool:
    """Whether a day was moved of which their provider was told; days of the inspectorate's own are not for them."""
    moved = state.moved.get(moment.version)
    return moved is not None and visitor.provider in {now_of(state, each) for each in moved.to}


def _their_own(moment: MomentRow, visitor: Visitor) -> bool:
    return moment.actor == visitor.id and moment.acting_role.startswith(Role.PROVIDER_CONTACT)
