"""What a rule needs to pass the gate behind a stage: the date of the next one, and the end where there is none."""

from datetime import date

from domain.given import Given
from domain.inspections.events import InspectionClosed
from domain.inspections.kinds.protocol import PeriodName
from domain.inspections.rules.common import protocol_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["closing", "due_behind"]

_PERIODS: dict[Stage, PeriodName] = {Stage.CASE_READS: "case-reads", Stage.PANEL_REVIEW: "panel-review"}
"""Publication has a date of its own, counted from the end of fieldwork; the action plan keeps its own dates."""


def due_behind(state: Inspection, stage: Stage, given: Given) -> date | None:
    """By when the stage behind this one should be left; None where it has no date that runs from here.

    Raises:
        Refused: ``calendar-exhausted``.
    """
    period = _PERIODS.get(state.stage_after(stage))
    return period and given.calendar.after(given.today, protocol_of(state, given).days(period))


def closing(state: Inspection, stage: Stage, given: Given) -> tuple[InspectionClosed, ...]:
    """The end of an inspection whose kind has no stage behind this one; else nothing."""
    over = state.stage_after(stage) is Stage.CLOSED
    return (InspectionClosed(closed_on=given.today),) if over else ()
