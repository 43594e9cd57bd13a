"""What the provider hands in, and what becomes of what it does not: chased, taken higher up, or gone on without."""

from datetime import date

from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.holdings.checks import TRUTH_REFUSALS, bad_truth
from domain.holdings.commands import holdings_stream
from domain.holdings.document import DocumentKept, document_of, keeps
from domain.holdings.events import ItemHeld
from domain.holdings.holdings import Holdings
from domain.inspections.commands import (
    ChaseEvidence,
    EscalateEvidence,
    ReceiveEvidence,
    ReplaceEvidence,
    WaiveEvidence,
    WithdrawWaiver,
)
from domain.inspections.events import (
    EvidenceChased,
    EvidenceEscalated,
    EvidenceReceived,
    EvidenceReplaced,
    EvidenceWaived,
    WaiverWithdrawn,
)
from domain.inspections.rules.evidence.dates import COMING_IN, DATE_REFUSALS, HANDED_IN, due_on
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.refusals import Refusal

__all__ = ["RULES"]

_HandingIn = ReceiveEvidence | ReplaceEvidence


def _brought_in(state: Inspection, command: _HandingIn, _library: Library) -> tuple[str, ...]:
    if state.announced is None:
        return ()
    return (holdings_stream(state.asked_of(command.item)), *document_of(command.document))


@rule(
    ReceiveEvidence,
    stages=HANDED_IN,
    events=[EvidenceReceived, ItemHeld, DocumentKept],
    refusals=["unknown-item", "item-settled", *TRUTH_REFUSALS],
    reads=_brought_in,
)
def receive_evidence(state: Inspection, command: ReceiveEvidence, given: Given) -> Decided:
    """Notes that the provider has handed in an item, be it one that the lead inspector had waived."""
    wrong = _settled(state, command.item, "received", "linked") or bad_truth(
        command.true_from, command.true_to, given.today
    )
    if wrong is not None:
        return wrong
    received = EvidenceReceived(
        item=command.item,
        document=command.document,
        true_from=command.true_from,
        true_to=command.true_to or command.true_from,
    )
    return (received, *_held(state, command, given))


@rule(
    ReplaceEvidence,
    stages=(*HANDED_IN, Stage.PANEL_REVIEW),
    events=[EvidenceReplaced, ItemHeld, DocumentKept],
    refusals=["unknown-item", "nothing-to-replace", "same-document", *TRUTH_REFUSALS],
    reads=_brought_in,
)
def replace_evidence(state: Inspection, command: ReplaceEvidence, given: Given) -> Decided:
    """Puts a better document in the place of the one that came in or was linked; the first stays on the record."""
    asked = state.evidence.get(command.item)
    if asked is None:
        return _never_asked(command.item)
    if asked.outcome not in ("received", "linked"):
        return Refusal("nothing-to-replace", f"Nothing has come in for the item {command.item} yet.")
    if asked.document == command.document:
        return Refusal("same-document", f"This is the very document that {command.item} has already.")
    wrong = bad_truth(command.true_from, command.true_to, given.today)
    if wrong is not None:
        return wrong
    replaced = EvidenceReplaced(
        item=command.item,
        was=asked.document,
        document=command.document,
        true_from=command.true_from,
        true_to=command.true_to or command.true_from,
        reason=command.reason,
    )
    return (replaced, *_held(state, command, given))


@rule(
    ChaseEvidence,
    stages=COMING_IN,
    events=[EvidenceChased],
    refusals=["nothing-missing", "not-overdue", *DATE_REFUSALS],
)
def chase_evidence(state: Inspection, command: ChaseEvidence, given: Given) -> Decided:
    """Reminds the provider of what is overdue and sets a new date."""
    refusal = _nothing_late(state)
    if refusal is not None:
        return refusal
    due = due_on(state, command.due, "evidence-chase", given)
    return due if isinstance(due, Refusal) else (EvidenceChased(items=state.late, due=due),)


@rule(
    EscalateEvidence,
    stages=COMING_IN,
    events=[EvidenceEscalated],
    refusals=["nothing-missing", "not-overdue"],
)
def escalate_evidence(state: Inspection, command: EscalateEvidence, given: Given) -> Decided:
    """Takes what is overdue to somebody above the lead inspector, sooner than a reminder's date would."""
    return _nothing_late(state) or (
        EvidenceEscalated(
            items=state.late, to=Role(command.to), escalated_on=given.today, reason=command.reason
        ),
    )


@rule(
    WaiveEvidence,
    stages=COMING_IN,
    events=[EvidenceWaived],
    refusals=["unknown-item", "item-settled"],
)
def waive_evidence(state: Inspection, command: WaiveEvidence, _given: Given) -> Decided:
    """Goes on without an item, with the reason."""
    return _settled(state, command.item, "received", "waived", "linked") or (
        EvidenceWaived(item=command.item, reason=command.reason),
    )


@rule(
    WithdrawWaiver,
    stages=COMING_IN,
    events=[WaiverWithdrawn],
    refusals=["unknown-item", "not-waived", *DATE_REFUSALS],
)
def withdraw_waiver(state: Inspection, command: WithdrawWaiver, given: Given) -> Decided:
    """Wants an item after all that the inspection was to go on without, by a date."""
    asked = state.evidence.get(command.item)
    if asked is None:
        return _never_asked(command.item)
    if asked.outcome != "waived":
        return Refusal("not-waived", f"The item {command.item} is not waived: it is {asked.outcome}.")
    due = due_on(state, command.due, "evidence-chase", given)
    if isinstance(due, Refusal):
        return due
    return (WaiverWithdrawn(item=command.item, reason=command.reason, due=due),)


def _held(state: Inspection, command: _HandingIn, given: Given) -> tuple[On, ...]:
    """What comes in is held about the provider from now on, so that the next inspection need not ask for it."""
    item = state.evidence[command.item].item
    stream = holdings_stream(state.provider_of(item))
    holdings: Holdings = given.seen[stream]
    before = holdings.of_inspection(state.known.inspection, item.held_as)
    held = ItemHeld(
        holding=holdings.next_code,
        about=item.held_as,
        title=item.title,
        # Questions that were set are one inspection's own: under the same number another asks something else.
        key_questions=item.questions if state.known.framework else (),
        document=command.document,
        source="inspection",
        of=state.known.inspection,
        true_from=command.true_from,
        true_to=command.true_to or command.true_from,
        held_on=given.today,
        replaces=before.came.holding if before else None,
    )
    return (On(stream, held), *keeps(command.document, given))


def _never_asked(item: str) -> Refusal:
    return Refusal("unknown-item", f"The item {item} was never asked for.")


def _settled(state: Inspection, item: str, *outcomes: str) -> Refusal | None:
    asked = state.evidence.get(item)
    if asked is None:
        return _never_asked(item)
    if asked.outcome in outcomes:
        return Refusal("item-settled", f"The item {item} has been {asked.outcome} already.")
    return None


def _nothing_late(state: Inspection) -> Refusal | None:
    if not state.awaited:
        return Refusal("nothing-missing", "Nothing is missing: every item has come in or been waived.")
    if state.late:
        return None
    return Refusal("not-overdue", f"The evidence is not overdue: it is due on {_next_due(state)}.")


def _next_due(state: Inspection) -> date:
    return min(state.deadlines[state.evidence[code].deadline].due for code in state.awaited)


RULES = (
    receive_evidence,
    replace_evidence,
    chase_evidence,
    escalate_evidence,
    waive_evidence,
    withdraw_waiver,
)
