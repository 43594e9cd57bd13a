"""The dates by which evidence is due, and what comes of one that passes."""

from datetime import date

from domain.given import Given
from domain.inspections.events import EvidenceEscalated, EvidenceOverdue
from domain.inspections.kinds.protocol import PeriodName
from domain.inspections.rules.common import bad_due_date, protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.refusals import Refusal, Refused

__all__ = [
    "COMING_IN",
    "DATE_REFUSALS",
    "HANDED_IN",
    "due_on",
    "evidence_passed",
    "goes_higher_up",
    "rises_with",
    "runs_for_evidence",
]

COMING_IN = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""Fieldwork begins only when nothing is awaited any more; more may be asked for, and come in, for the judgements."""

HANDED_IN = (*COMING_IN, Stage.DEFERRED)
"""While an inspection is put off nobody is pressed for anything, but what a provider hands in is taken."""

DATE_REFUSALS = ("date-in-past", "not-a-working-day", "calendar-exhausted")
"""Why a date cannot be one by which something is due."""

ABOVE_THE_LEAD = Role.OPERATIONS_MANAGER
"""To whom Assay takes what does not come in by a second date either."""


def due_on(state: Inspection, wanted: date | None, period: PeriodName, given: Given) -> date | Refusal:
    """The date by which something is due: the one that is wanted, or by the protocol's period."""
    if wanted is not None:
        return bad_due_date(wanted, given) or wanted
    days = protocol_of(state, given).days(period)
    return given.calendar.after(given.today, days)


def runs_for_evidence(state: Inspection, deadline: str) -> bool:
    """Whether a deadline is one by which evidence is awaited."""
    return any(each.deadline == deadline and each.runs for each in state.evidence.values())


def rises_with(state: Inspection, deadline: str) -> bool:
    """Whether a deadline is one with which what is overdue goes higher up."""
    return any(each.rises == deadline and each.rising for each in state.evidence.values())


def evidence_passed(
    state: Inspection, deadline: str, due: date, given: Given
) -> tuple[EvidenceOverdue | EvidenceEscalated, ...]:
    """What is recorded when a date for evidence passes: what is overdue, and by when the rest of it goes higher up.

    What the provider had been reminded of before goes at once, and so does all of it where no second date can be
    counted: this installation has not the rules to count by, or no calendar so far ahead.
    """
    late = tuple(code for code, each in state.evidence.items() if each.deadline == deadline and each.runs)
    fresh = [code for code in late if not state.evidence[code].chased]
    until = _second_date(state, given) if fresh else None
    at_once = late if until is None else tuple(code for code in late if code not in fresh)
    overdue = EvidenceOverdue(items=late, due=due, until=until)
    if not at_once:
        return (overdue,)
    why = f"They were not handed in by {due} either, of which the provider had been reminded."
    return (overdue, _taken(at_once, given, why if not fresh or until else f"They were due on {due}."))


def _second_date(state: Inspection, given: Given) -> date | None:
    try:
        return given.calendar.after(given.today, protocol_of(state, given).days("evidence-chase"))
    except Refused:
        return None


def goes_higher_up(state: Inspection, deadline: str, due: date, given: Given) -> tuple[EvidenceEscalated]:
    """What is recorded when what is overdue did not come in by its second date either, whether or not it was chased."""
    late = tuple(code for code, each in state.evidence.items() if each.rises == deadline and each.rising)
    since = min(day for code in late if (day := state.evidence[code].overdue) is not None)
    why = f"They were due on {since}, and were not handed in by {due} either."
    return (_taken(late, given, why),)


def _taken(items: tuple[str, ...], given: Given, why: str) -> EvidenceEscalated:
    return EvidenceEscalated(items=items, to=ABOVE_THE_LEAD, escalated_on=given.today, reason=why)
