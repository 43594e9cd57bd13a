"""What happened in a year, counted from its record: what an operations manager would ask of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from domain.action_plans.events import ActionOverdue, ActionPlanOverdue, ActionPlanReturned
from domain.cases.alerts.events import AlertRaised
from domain.cases.lists.events import CaseListHandedIn
from domain.cases.quality import AgreementReviewed
from domain.evidence.events import EnquiryCarried, EnquiryClosed, EnquiryOpened
from domain.follow_ups.events import ResultsCompared
from domain.inspections.events import (
    CaseReadsReopened,
    ChallengeAccepted,
    EvidenceEscalated,
    EvidenceOverdue,
    EvidenceReceived,
    FactualAccuracyWindowLapsed,
    InspectionDeferred,
    LeadChanged,
    NoticeSent,
    RatingsDecided,
    ReportPublished,
    StageOverdue,
)
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.events import PackIssued, PanelOpened
from domain.people.staff.events import (
    DeputyNamed,
    InterestAccepted,
    InterestDeclared,
    LeavePlanned,
    StaffRegistered,
)

__all__ = ["happened"]

COUNTED: Mapping[type[Event], str] = {
    EvidenceReceived: "items of evidence received",
    EvidenceOverdue: "periods for evidence that ran out",
    EvidenceEscalated: "late evidence taken to the operations manager",
    CaseListHandedIn: "lists of cases handed in",
    EnquiryOpened: "lines of enquiry opened",
    EnquiryClosed: "lines of enquiry closed",
    EnquiryCarried: "lines of enquiry carried to the panel",
    AgreementReviewed: "low agreements looked into",
    PanelOpened: "panels that met",
    PackIssued: "papers issued",
    CaseReadsReopened: "case reads opened again after they were closed",
    FactualAccuracyWindowLapsed: "periods for factual accuracy that ran out",
    ReportPublished: "reports published",
    LeadChanged: "changes of the lead",
    InspectionDeferred: "inspections put off",
    ResultsCompared: "results put beside those of an earlier inspection",
    StageOverdue: "stages that took too long",
    StaffRegistered: "people on the staff record",
    InterestDeclared: "interests declared",
    InterestAccepted: "interests accepted",
    LeavePlanned: "leaves",
    DeputyNamed: "deputies named",
    AlertRaised: "alerts raised and taken up",
    ActionPlanOverdue: "action plans that were late",
    ActionPlanReturned: "action plans that were returned",
    ActionOverdue: "actions that were late",
    NoticeSent: "notices sent",
}
"""The events that are counted, and what each of them is called."""


def happened(events: Sequence[Envelope[Event]]) -> Counter[str]:
    """How often each of the things happened that an operations manager would ask about."""
    found: Counter[str] = Counter(dict.fromkeys(COUNTED.values(), 0))
    for each in events:
        if type(each.data) in COUNTED:
            found[COUNTED[type(each.data)]] += 1
        match each.data:
            case RatingsDecided() as decided if decided.departures:
                found["decisions that departed from the rule"] += 1
            case ChallengeAccepted() as accepted:
                found[f"points of factual accuracy that touched {accepted.touches}"] += 1
            case _:
                pass
    return found
