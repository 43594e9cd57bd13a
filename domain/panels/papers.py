"""By when members have the papers of an item, so that they can read what they are to decide on (004 §4.17)."""

from datetime import date

from domain.inspections.kinds.parts import PanelRule
from domain.panels.state import Panel
from domain.working_days import WorkingDays

__all__ = ["last_day_for_papers"]


def last_day_for_papers(panel: Panel, rule: PanelRule, calendar: WorkingDays) -> date:
    """The last day on which papers leave members the time to read that a kind of inspection gives them.

    Args:
        panel: the meeting, which has been called.
        rule: what the kind of inspection says about its panel.
        calendar: the working days.

    Raises:
        Refused: ``calendar-exhausted`` where the calendar begins later.
    """
    assert panel.convened is not None, "papers are for a meeting that has been called"
    return calendar.before(panel.convened.meets_on, rule.days_to_read)
