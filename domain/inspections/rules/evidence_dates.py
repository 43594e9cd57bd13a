"""The dates by which evidence is due, and what comes of one that passes."""

from datetime import date

from domain.given import Given
from domain.inspections.events import EvidenceEscalated, EvidenceOverdue
from domain.inspections.protocol import PeriodName
from domain.inspections.rules.common import bad_due_date, protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.refusals import Refusal

__all__ = [
    "ABOVE_THE_LEAD",
    "COMING_IN",
    "DATE_REFUSALS",
    "HANDED_IN",
    "due_on",
    "evidence_passed",
    "runs_for_evidence",
]

COMING_IN = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""Fieldwork begins only when nothing is awaited any more; more may be asked for, and come in, for the judgements."""

HANDED_IN = (*COMING_IN, Stage.DEFERRED)
"""While an inspection is put off nobody is pressed for anything, but what a provider hands in is taken."""

DATE_REFUSALS = ("date-in-past", "not-a-working-day", "calendar-exhausted")
"""Why a date cannot be one by which something is due."""

ABOVE_THE_LEAD = Role.OPERATIONS_MANAGER
"""To whom Assay takes what does not come in after a reminder either."""


def due_on(state: Inspection, wanted: date | None, period: PeriodName, given: Given) -> date | Refusal:
    """The date by which something is due: the one that is wanted, or by the protocol's period."""
    if wanted is not None:
        return bad_due_date(wanted, given) or wanted
    days = protocol_of(state, given).days(period)
    return given.calendar.after(given.today, days)


def runs_for_evidence(state: Inspection, deadline: str) -> bool:
    """Whether a deadline is one by which evidence is awaited."""
    return any(each.deadline == deadline and each.runs for each in state.evidence.values())


def evidence_passed(
    state: Inspection, deadline: str, due: date, given: Given
) -> tuple[EvidenceOverdue | EvidenceEscalated, ...]:
    """What is recorded when a date for evidence passes: what is overdue; and what was chased before goes higher up.

    Nothing but the record is looked at, so that it is recorded whatever rules this installation has.
    """
    late = tuple(code for code, each in state.evidence.items() if each.deadline == deadline and each.runs)
    chased = tuple(code for code in late if state.evidence[code].chased)
    overdue = EvidenceOverdue(items=late, due=due)
    if not chased:
        return (overdue,)
    return (
        overdue,
        EvidenceEscalated(
            items=chased,
            to=ABOVE_THE_LEAD,
            escalated_on=given.today,
            reason=f"They were not handed in by {due} either, of which the provider had been reminded.",
        ),
    )
