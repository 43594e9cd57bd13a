"""Asking the provider for evidence in advance, once, and following it up (004 §4.15; 002 measure 4.2)."""

from datetime import date

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import ChaseEvidence, ReceiveEvidence, RequestEvidence, WaiveEvidence
from domain.inspections.events import EvidenceChased, EvidenceReceived, EvidenceRequested, EvidenceWaived
from domain.inspections.protocol import PeriodName
from domain.inspections.rules.common import bad_due_date, framework_of, protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES"]

_COMING_IN = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""Fieldwork begins only when nothing is awaited any more; what was waived may still come in, for the judgements."""


@rule(
    RequestEvidence,
    stages=[Stage.ANNOUNCEMENT],
    events=[EvidenceRequested],
    refusals=["asked-twice", "unknown-standard", "date-in-past", "not-a-working-day", "calendar-exhausted"],
)
def request_evidence(state: Inspection, command: RequestEvidence, given: Given) -> Decided:
    """Asks the provider for documents and data, each item named once and tied to a standard."""
    codes = [item.id for item in command.items]
    if len(set(codes)) != len(codes):
        twice = next(code for code in codes if codes.count(code) > 1)
        return Refusal("asked-twice", f"The item {twice} is asked for twice.")
    framework = framework_of(state, given)
    for item in command.items:
        if framework.standard(item.standard) is None:
            return Refusal("unknown-standard", f"There is no standard {item.standard} in {framework.id}.")
    due = _due(state, command.due, "evidence", given)
    return due if isinstance(due, Refusal) else (EvidenceRequested(items=command.items, due=due),)


@rule(
    ReceiveEvidence,
    stages=_COMING_IN,
    events=[EvidenceReceived],
    refusals=["unknown-item", "item-settled"],
)
def receive_evidence(state: Inspection, command: ReceiveEvidence, _given: Given) -> Decided:
    """Notes that the provider has handed in an item, be it one that the lead inspector had waived."""
    return _settled(state, command.item, "received") or (
        EvidenceReceived(item=command.item, document=command.document),
    )


@rule(
    ChaseEvidence,
    stages=[Stage.EVIDENCE_REQUEST],
    events=[EvidenceChased],
    refusals=["nothing-missing", "not-overdue", "date-in-past", "not-a-working-day", "calendar-exhausted"],
)
def chase_evidence(state: Inspection, command: ChaseEvidence, given: Given) -> Decided:
    """Reminds the provider of what is overdue and sets a new date."""
    if not state.awaited:
        return Refusal("nothing-missing", "Nothing is missing: every item has come in or been waived.")
    running = state.deadlines.get("evidence")
    if running is not None:
        return Refusal("not-overdue", f"The evidence is not overdue: it is due on {running.due}.")
    due = _due(state, command.due, "evidence-chase", given)
    return due if isinstance(due, Refusal) else (EvidenceChased(items=state.awaited, due=due),)


@rule(
    WaiveEvidence,
    stages=[Stage.EVIDENCE_REQUEST],
    events=[EvidenceWaived],
    refusals=["unknown-item", "item-settled"],
)
def waive_evidence(state: Inspection, command: WaiveEvidence, _given: Given) -> Decided:
    """Goes on without an item, with the reason."""
    return _settled(state, command.item, "received", "waived") or (
        EvidenceWaived(item=command.item, reason=command.reason),
    )


def _settled(state: Inspection, item: str, *outcomes: str) -> Refusal | None:
    asked = state.evidence.get(item)
    if asked is None:
        return Refusal("unknown-item", f"The item {item} was never asked for.")
    if asked.outcome in outcomes:
        return Refusal("item-settled", f"The item {item} has been {asked.outcome} already.")
    return None


def _due(state: Inspection, wanted: date | None, period: PeriodName, given: Given) -> date | Refusal:
    if wanted is not None:
        return bad_due_date(wanted, given) or wanted
    days = protocol_of(state, given).days(period)
    return given.calendar.after(given.today, days)


RULES = (request_evidence, receive_evidence, chase_evidence, waive_evidence)
