"""When the panel of the year that is played meets, and what comes before which meeting."""

from datetime import date

import pytest

from benchmarks.year.meetings import Meetings
from tests.support.example import CALENDAR

MONDAY = date(2018, 7, 9)


@pytest.mark.parametrize(
    ("ready", "meets"),
    [
        (date(2018, 7, 4), date(2018, 7, 11)),
        (date(2018, 7, 5), date(2018, 7, 11)),
        (date(2018, 7, 6), date(2018, 7, 18)),
        (MONDAY, date(2018, 7, 18)),
    ],
)
def test_what_is_ready_comes_before_the_first_wednesday_that_leaves_time_for_its_papers(
    ready: date, meets: date
) -> None:
    meeting, new = Meetings().put_down("north-2018", ready, CALENDAR)
    assert (meeting.meets_on, meeting.left, new) == (meets, ["north-2018"], True)


def test_whatever_is_ready_in_time_comes_before_the_same_meeting() -> None:
    meetings = Meetings()
    first, called = meetings.put_down("north-2018", date(2018, 7, 6), CALENDAR)
    second, again = meetings.put_down("south-2018", MONDAY, CALENDAR)
    assert first is second
    assert (called, again) == (True, False)
    assert first.left == ["north-2018", "south-2018"]
    later, _ = meetings.put_down("west-2018", date(2018, 7, 16), CALENDAR)
    assert later.panel != first.panel
