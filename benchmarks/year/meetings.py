"""The meetings of the year's panel: one in a week, which takes every inspection that is ready for it in time."""

from dataclasses import dataclass, field
from datetime import date, timedelta

from domain.working_days import WorkingDays

__all__ = ["NOTICE_DAYS", "Meeting", "Meetings"]

NOTICE_DAYS = 4
"""So many working days before it meets an agenda is closed; its papers go out three days before, as the kinds ask."""

WEDNESDAY = 2


@dataclass(eq=False)
class Meeting:
    """One meeting.

    Attributes:
        panel: its reference.
        meets_on: its day.
        left: the inspections on its agenda that are still to be decided.
    """

    panel: str
    meets_on: date
    left: list[str] = field(default_factory=list)


class Meetings:
    """Which inspection comes before which meeting."""

    def __init__(self) -> None:
        """None is called yet."""
        self._called: dict[date, Meeting] = {}

    def put_down(self, inspection: str, today: date, calendar: WorkingDays) -> tuple[Meeting, bool]:
        """Put an inspection on the agenda of the next meeting that leaves time for its papers.

        Args:
            inspection: its reference.
            today: the day on which it is ready.
            calendar: the working days.

        Returns:
            The meeting, and whether it is still to be called.
        """
        day = calendar.after(today, NOTICE_DAYS)
        while day.weekday() != WEDNESDAY or not calendar.is_working(day):
            day += timedelta(days=1)
        new = day not in self._called
        meeting = self._called.setdefault(day, Meeting(f"panel-of-{day}", day))
        meeting.left.append(inspection)
        return meeting, new
