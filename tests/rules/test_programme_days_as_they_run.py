"""What has started is in plans and calendars on the days on which its fieldwork is, not on those once announced."""

from datetime import UTC, datetime
from typing import get_args

from domain.decider import On
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    DeadlineMoved,
    FieldworkBegun,
    FieldworkEnded,
    FieldworkMoved,
    InspectionEvent,
)
from domain.programme.year.events import InspectionStarted, ProgrammeEvent, ProgrammePublished
from domain.programme.year.published.started import as_it_runs, plan_as_it_runs, settled, tables_as_they_run
from domain.programme.year.published.timetable import Entry, timetable
from domain.programme.year.terms import Slot
from tests.support.example import ANNOUNCED, day
from tests.support.programme_on_record import AT_PUBLISHED, NORTH, PLAN, YEAR, content_of

SLOT = next(each for each in content_of().slots if each.inspection == "north-2018")
STREAM = "inspection-north-2018"
MOVED = FieldworkMoved(
    was_from=ANNOUNCED.fieldwork_from,
    was_to=ANNOUNCED.fieldwork_to,
    fieldwork_from=day("2018-07-16"),
    fieldwork_to=day("2018-07-20"),
    reason="A strike.",
)
# It began a week later still; its end was moved, and it ended before that.
BEGUN = FieldworkBegun(begun_on=day("2018-07-23"), due=day("2018-07-27"))
LONGER = DeadlineMoved(
    deadline="fieldwork", was=day("2018-07-27"), due=day("2018-08-03"), reason="The offices were flooded."
)
ENDED = FieldworkEnded(ended_on=day("2018-08-01"), due=day("2018-09-01"), publication_due=None)
LIFE: tuple[InspectionEvent, ...] = (ANNOUNCED, MOVED, BEGUN, LONGER, ENDED)


def days(slot: Slot) -> tuple[str, str]:
    return slot.fieldwork_from.isoformat(), slot.fieldwork_to.isoformat()


def test_a_place_has_the_days_on_which_fieldwork_is() -> None:
    told = [days(as_it_runs(SLOT, INSPECTION.fold(LIFE[:many]))) for many in range(1, len(LIFE) + 1)]
    assert told == [
        ("2018-07-09", "2018-07-13"),
        ("2018-07-16", "2018-07-20"),
        ("2018-07-23", "2018-07-27"),
        ("2018-07-23", "2018-08-03"),
        ("2018-07-23", "2018-08-01"),
    ]


def test_fieldwork_that_has_begun_stays_where_it_is_in_whatever_week_another_plan_has_it() -> None:
    running = INSPECTION.fold((ANNOUNCED, BEGUN))
    planned = NORTH.with_(start=20)
    assert days(settled(SLOT, planned, SLOT, running, YEAR)) == ("2018-07-23", "2018-07-27")
    ahead = INSPECTION.fold((ANNOUNCED, MOVED))
    assert days(settled(SLOT, planned, SLOT, ahead, YEAR)) == days(SLOT), "it can still be moved"


def test_tables_and_plans_have_it_in_the_weeks_in_which_it_is() -> None:
    running = {"north-2018": INSPECTION.fold((ANNOUNCED, BEGUN, LONGER))}
    tables = tables_as_they_run(YEAR, running)
    assert {each.id: each.length for each in tables.inspections}["north-2018"] == 2
    assert {each.inspection: each.start for each in plan_as_it_runs(tables, PLAN, running).placements}[
        "north-2018"
    ] == 16


def test_a_calendar_is_told_whenever_the_days_of_fieldwork_are_others_and_of_no_other_date() -> None:
    other = DeadlineMoved(deadline="evidence", was=day("2018-06-27"), due=day("2018-06-28"), reason="Snow.")
    assert day_by_day(MOVED, other, BEGUN, LONGER, ENDED) == [
        (1, ("2018-07-09", "2018-07-13")),
        (2, ("2018-07-16", "2018-07-20")),
        (3, ("2018-07-23", "2018-07-27")),
        (4, ("2018-07-23", "2018-08-03")),
        (5, ("2018-07-23", "2018-08-01")),
    ]


def day_by_day(*events: InspectionEvent) -> list[tuple[int, tuple[str, str]]]:
    """What a calendar has of fieldwork, with the number in sequence, each time that something happens; each once."""
    programme = get_args(ProgrammeEvent)
    before: list[ProgrammeEvent] = [each for each in AT_PUBLISHED if isinstance(each, programme)]
    started = InspectionStarted(inspection="north-2018", slot=SLOT, announced_before=False)
    happened: list[ProgrammeEvent | On] = [
        *before,
        started,
        *(On(STREAM, each) for each in (ANNOUNCED, *events)),
    ]
    at = datetime(2018, 6, 11, tzinfo=UTC)
    found = []
    for many in range(len(before) + 2, len(happened) + 1):
        entries: tuple[Entry, ...] = timetable((each, at) for each in happened[:many])
        entry = next(each for each in entries if each.slot.inspection == "north-2018")
        found.append((entry.sequence, days(entry.slot)))
    assert any(isinstance(each, ProgrammePublished) for each in before)
    return list(dict.fromkeys(found))
