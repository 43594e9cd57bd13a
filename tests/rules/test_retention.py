"""How long personal data is kept: the shipped schedule, what a schedule must be, and when something is due."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.privacy.boxes import CATEGORIES
from domain.privacy.retention import months_after, parse_schedule, shipped_schedules
from domain.privacy.schedules import texts
from domain.refusals import Refused

FILE = "retention-2026.toml"
DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


def test_the_shipped_schedule_has_a_rule_for_every_class_and_says_what_each_is_held_for() -> None:
    schedule = shipped_schedules()["retention-2026"]
    assert [schedule.rule_for(each) is not None for each in CATEGORIES] == [True] * len(CATEGORIES)
    assert all(each.purpose.endswith(".") and each.citation for each in schedule.rules)
    assert schedule.status == "proposed", "nobody has put it into force"
    assert schedule.authority == "retention schedule retention-2026 1.0"


@pytest.mark.parametrize(
    ("day", "months", "due"),
    [
        ("2019-02-11", 12, "2020-02-11"),
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2019-11-30", 3, "2020-02-29"),
        ("2019-12-31", 1, "2020-01-31"),
        ("2019-12-01", 36, "2022-12-01"),
    ],
)
def test_a_period_is_counted_in_calendar_months(day: str, months: int, due: str) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(due)


@given(DAYS, st.integers(1, 240))
def test_a_later_day_is_never_due_earlier(day: date, months: int) -> None:
    due = months_after(day, months)
    assert months_after(day + timedelta(days=1), months) >= due
    assert (due.year - day.year) * 12 + due.month - day.month == months
    assert months_after(day, months + 1) > due


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('category = "contact"', 'category = "case-note"', "there are two for case-note"),
        ('category = "contact"', 'category = "gossip"', "rules 4, category"),
        ("months = 6", "months = 0", "rules 4, months"),
        ("months = 6", "", "rules 4, months"),
        ('counted_from = "person-left"', 'counted_from = "whenever"', "rules 4, counted_from"),
        ('status = "proposed"', 'status = "perhaps"', "status"),
        ('id = "retention-2026"', "id = ", "retention"),
    ],
)
def test_a_schedule_that_is_not_what_it_must_be_is_refused_with_the_place(
    old: str, new: str, said: str
) -> None:
    text = texts()[FILE].decode()
    assert old in text
    with pytest.raises(Refused, match="bad-schedule") as refused:
        parse_schedule(text.replace(old, new).encode(), where="retention of ours")
    assert said in refused.value.refusal.sentence


def test_a_file_that_is_no_text_is_no_schedule() -> None:
    with pytest.raises(Refused, match="bad-schedule"):
        parse_schedule(b"\xff\xfe", where="mine")
