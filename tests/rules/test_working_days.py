"""Working days: deadlines are dates, counted from dated calendars, and over at midnight in London."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.refusals import Refused
from domain.working_days import WorkingDays, end_of_day, london_date
from tests.support.example import CALENDAR, SHORT_CALENDAR, day

DAYS = st.dates(day("2018-01-01"), day("2019-06-30"))
COUNTS = st.integers(1, 60)
FROM, TO = (datetime.combine(date(year, 1, 1), time(0)) for year in (2000, 2037))


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        ("2018-06-04", 1, "2018-06-05"),
        ("2018-06-08", 1, "2018-06-11"),  # over a week-end
        ("2018-06-09", 1, "2018-06-11"),  # from a Saturday
        ("2018-06-10", 1, "2018-06-11"),  # from a Sunday
        ("2018-08-24", 1, "2018-08-28"),  # over the August bank holiday
        ("2018-03-29", 1, "2018-04-03"),  # over Easter
        ("2018-12-24", 1, "2018-12-27"),  # over Christmas
        ("2018-12-31", 1, "2019-01-02"),  # over New Year
        ("2018-07-13", 63, "2018-10-11"),
        ("2018-06-04", 0, "2018-06-04"),
        ("2018-06-09", 0, "2018-06-11"),
        ("2018-08-27", 0, "2018-08-28"),
    ],
)
def test_a_due_date_is_so_many_working_days_after_a_start(start: str, days: int, due: str) -> None:
    assert CALENDAR.after(day(start), days) == day(due)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2018-06-04", "2018-06-04", 0),
        ("2018-06-05", "2018-06-04", 0),
        ("2018-06-04", "2018-06-08", 4),
        ("2018-06-08", "2018-06-11", 1),
        ("2018-06-09", "2018-06-10", 0),
        ("2018-08-24", "2018-08-28", 1),
    ],
)
def test_the_working_days_between_two_dates_leave_out_the_first_and_count_the_last(
    start: str, end: str, days: int
) -> None:
    assert CALENDAR.between(day(start), day(end)) == days


@given(DAYS, COUNTS)
def test_counting_back_gives_what_was_counted_on(start: date, days: int) -> None:
    assert CALENDAR.between(start, CALENDAR.after(start, days)) == days


@given(DAYS, st.integers(0, 100))
def test_a_due_date_is_never_a_day_on_which_the_office_is_closed(start: date, days: int) -> None:
    due = CALENDAR.after(start, days)
    assert due.weekday() < 5
    assert due not in CALENDAR.closed
    assert due >= start


@given(DAYS, COUNTS, COUNTS)
def test_counting_in_two_steps_is_counting_in_one(start: date, some: int, more: int) -> None:
    assert CALENDAR.after(CALENDAR.after(start, some), more) == CALENDAR.after(start, some + more)


@given(DAYS, DAYS, DAYS)
def test_the_working_days_of_two_spans_add_up(a: date, b: date, c: date) -> None:
    first, middle, last = sorted((a, b, c))
    assert CALENDAR.between(first, middle) + CALENDAR.between(middle, last) == CALENDAR.between(first, last)


def test_a_calendar_says_when_it_ends_and_does_not_guess() -> None:
    for ask in (
        lambda: SHORT_CALENDAR.after(day("2018-06-06"), 5),
        lambda: SHORT_CALENDAR.between(day("2018-06-06"), day("2018-06-20")),
        lambda: SHORT_CALENDAR.is_working(day("2017-12-31")),
    ):
        with pytest.raises(Refused) as refused:
            ask()
        assert refused.value.refusal.code == "calendar-exhausted"
        assert "this-week" in refused.value.refusal.sentence


def test_a_calendar_keeps_only_closures_within_its_span() -> None:
    calendar = WorkingDays.of(
        "one-week", day("2018-06-04"), day("2018-06-10"), [day("2018-06-06"), day("2020-01-01")]
    )
    assert calendar.closed == {day("2018-06-06")}


@pytest.mark.parametrize(
    ("due", "over"),
    [
        ("2018-01-15", datetime(2018, 1, 16, 0, tzinfo=UTC)),
        ("2018-06-27", datetime(2018, 6, 27, 23, tzinfo=UTC)),
        ("2018-03-24", datetime(2018, 3, 25, 0, tzinfo=UTC)),  # clocks go forward at one the next morning
        ("2018-03-25", datetime(2018, 3, 25, 23, tzinfo=UTC)),  # the day with 23 hours
        ("2018-10-27", datetime(2018, 10, 27, 23, tzinfo=UTC)),
        ("2018-10-28", datetime(2018, 10, 29, 0, tzinfo=UTC)),  # the day with 25 hours
    ],
)
def test_a_day_is_over_at_midnight_in_london_whatever_the_clocks_do(due: str, over: datetime) -> None:
    assert end_of_day(day(due)) == over


@given(st.datetimes(timezones=st.just(UTC), min_value=FROM, max_value=TO))
def test_every_instant_lies_in_exactly_one_day_of_london(at: datetime) -> None:
    today = london_date(at)
    assert end_of_day(today - timedelta(days=1)) <= at < end_of_day(today)
    assert london_date(at.astimezone(ZoneInfo("Pacific/Auckland"))) == today
