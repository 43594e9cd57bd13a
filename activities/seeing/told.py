"""What of a timeline the provider's contact is told: what passed between us, and nothing of our own work.

Which cases were drawn, who reads them, what is proposed and what the panel decides is not for them before it is
published, and how we came to it not even then. So only what is named here is shown, and anything new is not.
"""

from collections.abc import Iterable, Sequence
from typing import get_args

from activities.seeing.onlooker import Onlooker
from activities.viewing.rows import MomentRow
from domain.action_plans.events import ActionPlanEvent, PlanNoticeSent
from domain.evidence import events as room
from domain.inspections import events as inspection
from domain.inspections.state import Inspection
from domain.inspections.whose import now_of
from domain.messages import Event
from domain.people.roles import Role
from domain.storyline.once import told_once

__all__ = ["told_to_contact"]

_TO_ALL: tuple[type[Event], ...] = (
    inspection.InspectionAnnounced,
    inspection.FieldworkMoved,
    inspection.FieldworkBegun,
    inspection.FieldworkEnded,
    inspection.InspectionDeferred,
    inspection.InspectionResumed,
    inspection.InspectionCancelled,
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


def told_to_contact(
    who: Onlooker, stream: str, state: Inspection, plan: str | None, moments: Iterable[MomentRow]
) -> Sequence[MomentRow]:
    """What a contact is told of what happened in an inspection of their provider; of any other, nothing.

    Args:
        who: the contact.
        stream: the inspection's stream.
        state: the inspection.
        plan: the stream of the provider's own action plan, where each of several has one; None where none has.
        moments: everything that happened in the inspection, in any order.

    Returns:
        What they are told, newest first.
    """
    if state.announced is None or who.provider is None or who.provider not in state.known.providers:
        return ()
    to_all = {_kind(each.name) for each in _TO_ALL}
    to_one = {_kind(each.name) for each in _TO_ONE}
    alone = not state.known.others
    told = [
        each
        for each in told_once(sorted(moments, key=lambda each: each.position))
        if _kind(each.name) in to_all
        or (_kind(each.name) in to_one and (alone or each.stream == plan or _their_own(each, who)))
        or (each.stream == stream and (_their_day(each, who, state) or _gone_on_with(each, who, state)))
    ]
    return told[::-1]


def _kind(name: str) -> str:
    """The name of an event without its version: what was recorded long ago is told as well."""
    return name.rsplit(".", 1)[0]


def _their_day(moment: MomentRow, who: Onlooker, state: Inspection) -> bool:
    """Whether a day was moved of which their provider was told; days of the inspectorate's own are not for them."""
    moved = state.moved.get(moment.version)
    return moved is not None and who.provider in {now_of(state, each) for each in moved.to}


def _gone_on_with(moment: MomentRow, who: Onlooker, state: Inspection) -> bool:
    """Whether the inspection went on with their provider, or with one whose place theirs has by now."""
    then = state.gone_on.get(moment.version, ())
    return who.provider in {now for each in then for now in (each, *state.followed.get(each, ()))}


def _their_own(moment: MomentRow, who: Onlooker) -> bool:
    return moment.actor == who.id and moment.acting_role.startswith(Role.PROVIDER_CONTACT)
