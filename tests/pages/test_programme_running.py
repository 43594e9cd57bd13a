"""What runs of a published year moves when its provider asks, and the programme follows what is decided about it."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest
from icalendar import Calendar

from adapters.inbound.calendars.programme import as_calendar
from adapters.inbound.files.programme.reading import read_problem
from adapters.inbound.files.programme.writing import plan_as_csv
from domain.inspections.events import FieldworkMoved
from domain.messages import Command
from domain.programme.problem import Problem
from domain.programme.weeks import Span
from tests.support.command_line import CommandLine
from tests.support.programme_pages import MANAGER, TABLES, Pages, answered, day, plain, until_made
from tests.support.programme_running import (
    CANCELLED,
    LEAD_CHANGED,
    MOVED,
    PLAN_OF_TABLES,
    STARTED,
    TEAM_SET,
    inspection_in,
    running_year,
)

pytestmark = pytest.mark.slow

AT = "/programme/2018"
WHY = "The division asks for August or September."


def moved_to(pages: Pages) -> date:
    """The first day of fieldwork, which the inspection and the programme have alike, and it was moved once."""
    found = inspection_in(pages)
    slot = pages.state.plan.slot(STARTED) if pages.state.plan else None
    assert slot is not None
    assert (slot.fieldwork_from, slot.fieldwork_to) == (found.known.fieldwork_from, found.known.fieldwork_to)
    names = [
        each.name
        for each in pages.served.assay.store.load({f"inspection-{STARTED}": 0})[f"inspection-{STARTED}"]
    ]
    assert names.count(FieldworkMoved.name) == 1
    return found.known.fieldwork_from


def test_a_provider_that_has_been_told_asks_to_move_on_the_page_and_is_moved(tmp_path: Path) -> None:
    with running_year(tmp_path) as pages, pages.served.visit(MANAGER) as visit:
        asking = answered(visit, visit.get(f"{AT}/changes"), {"do": "add-moves"})
        move = {"of": STARTED, "why": WHY, **day("since", "2018-08-13"), **day("until", "2018-09-02")}
        tried = answered(visit, answered(visit, asking, {"do": "keep", **move}), {"do": "try"})
        assert "What would be different" in plain(tried), plain(tried)
        check = visit.get(f"{tried.url.path}/record")
        done = answered(visit, check, {"reason": WHY})
        assert "/plans/" in done.url.path, plain(done)
        assert date(2018, 8, 13) <= moved_to(pages) <= date(2018, 8, 31)


def test_a_provider_that_has_been_told_asks_to_move_at_the_command_line_and_is_moved(tmp_path: Path) -> None:
    with running_year(tmp_path) as pages:
        assay = at_the_command_line(pages)
        changes = assay.file("changes.csv", f"change,of,weeks,why\nmoves,{STARTED},19..21,{WHY}\n")
        filled = assay.file("year.json", TABLES.model_dump_json())
        plan = assay.file("plan.csv", plan_as_csv(TABLES, PLAN_OF_TABLES))
        assay.done("programme", "fill", "2018", filled, "--out", tmp_path / "filled")
        assert read_problem(tmp_path / "filled").problem.now == 12, (
            "notice given next is given on the next Monday"
        )
        done = assay(
            *("programme", "replan", tmp_path / "filled", plan, changes),
            *("--now", "2018-06-19", "--out", tmp_path / "after", "--record", "2018", "--yes"),
        )
        assert done.status == 0, done.err
        assert date(2018, 8, 13) <= moved_to(pages) <= date(2018, 8, 31)


def at_the_command_line(pages: Pages) -> CommandLine:
    return CommandLine(pages.folder / "home", pages.clock)


def calendar(pages: Pages) -> dict[str, Any]:
    """The whole programme's entries, by what each is of."""
    whole = pages.served.assay.programme_record.calendars.whole("2018")
    found = Calendar.from_ical(as_calendar("2018", {"2018": whole})).walk("VEVENT")
    return {str(each["uid"]).split(".programme")[0]: each for each in found}


def of(pages: Pages, person: str) -> dict[str, tuple[str, bool]]:
    """What somebody's own calendar has of fieldwork: the role, and whether it is going to be."""
    mine = pages.served.assay.programme_record.calendars.of_person(person).get("2018", ())
    return {each.slot.inspection: (each.role or "", each.stands) for each in mine if each.what == "fieldwork"}


def filled(pages: Pages) -> Problem:
    return pages.served.assay.programme_record.filled("2018", TABLES)


def test_fieldwork_that_is_moved_by_hand_moves_in_calendars_charts_and_tables(tmp_path: Path) -> None:
    with running_year(tmp_path) as pages:
        before = calendar(pages)[f"fieldwork.{STARTED}"]
        pages.give(MOVED)
        after = calendar(pages)[f"fieldwork.{STARTED}"]
        assert (before["uid"], before["sequence"] + 1) == (after["uid"], after["sequence"])
        assert (after["dtstart"].dt, after["dtend"].dt) == (date(2018, 7, 24), date(2018, 7, 27))
        assert calendar(pages)[f"announcement.{STARTED}"]["dtstart"].dt == date(2018, 6, 11)
        year, plan = pages.served.assay.programme_record.planned("2018")
        assert next(each.start for each in plan.placements if each.inspection == STARTED) == 16
        assert plan.problem == year.digest
        pinned = [
            each.start for each in filled(pages).pins if each.inspection == STARTED and each.start is not None
        ]
        assert pinned == [16]
        with pages.served.visit(MANAGER) as visit:
            assert "16: 23 July 2018" in plain(visit.get(f"{AT}/year?by=week"))


def test_another_lead_and_another_team_reach_the_calendars_of_those_whom_it_touches(tmp_path: Path) -> None:
    with running_year(tmp_path) as pages:
        assert (of(pages, "os-1001")[STARTED], of(pages, "os-1003")[STARTED]) == (
            ("lead", True),
            ("inspector", True),
        )
        pages.give(LEAD_CHANGED)
        assert (of(pages, "os-1001")[STARTED][1], of(pages, "os-1002")[STARTED]) == (False, ("lead", True))
        assert of(pages, "os-1003")[STARTED] == ("inspector", True)
        pages.give(TEAM_SET.with_(inspectors=("os-1001",)))
        assert (of(pages, "os-1001")[STARTED], of(pages, "os-1003")[STARTED][1]) == (
            ("inspector", True),
            False,
        )
        assert [(each.person, each.role) for each in filled(pages).pins if each.person] == [
            ("os-1002", "lead"),
            ("os-1001", "inspector"),
        ]


def test_what_was_given_up_leaves_calendars_and_tables_and_holds_nobody(tmp_path: Path) -> None:
    with running_year(tmp_path, CANCELLED) as pages:
        assert {str(each["status"]) for uid, each in calendar(pages).items() if STARTED in uid} == {
            "CANCELLED"
        }
        assert of(pages, "os-1001")[STARTED][1] is False
        tables = filled(pages)
        assert [each.id for each in tables.inspections] == ["south-2018"]
        assert tables.pins == ()
        _, plan = pages.served.assay.programme_record.planned("2018")
        assert [each.inspection for each in plan.placements] == ["south-2018"]
        with pages.served.visit(MANAGER) as visit:
            answers = around(visit)
            done = answered(visit, visit.get(f"{answers.url.path}/record"), {"reason": "Its team is free."})
            assert "/plans/" in done.url.path, plain(done)
        assert pages.state.plan is not None
        assert pages.state.plan.slot(STARTED) is None


def around(visit: Any) -> httpx2.Response:
    """Plan around what the record says now."""
    conflicts = visit.get(f"{AT}/conflicts")
    token = conflicts.text.split('name="token" value="')[1].split('"')[0]
    asked = {"token": token, "plan": PLAN_OF_TABLES.digest}
    return until_made(visit, visit.client.post(f"{AT}/around", data=asked))


BY_HAND: list[tuple[tuple[Command, ...], Callable[[Pages], object], object]] = [
    ((MOVED,), lambda pages: inspection_in(pages).known.fieldwork_from, date(2018, 7, 24)),
    ((LEAD_CHANGED,), lambda pages: inspection_in(pages).known.lead, "os-1002"),
    ((TEAM_SET,), lambda pages: [each.person for each in inspection_in(pages).team], ["os-1002"]),
]


@pytest.mark.parametrize(("since", "fact", "stands"), BY_HAND)
def test_a_plan_that_is_made_anew_keeps_what_was_decided_about_an_inspection_that_runs(
    tmp_path: Path, since: tuple[Command, ...], fact: Callable[[Pages], object], stands: object
) -> None:
    with running_year(tmp_path, *since) as pages, pages.served.visit(MANAGER) as visit:
        assert "/making/" in around(visit).url.path
        year = filled(pages)
        later = year.with_(
            inspections=tuple(
                each.with_(windows=(Span(first=26, last=45),)) if each.id == "south-2018" else each
                for each in year.inspections
            )
        )
        assay = at_the_command_line(pages)
        tables = assay.file("later.json", later.model_dump_json())
        plan = assay.file("plan.csv", plan_as_csv(TABLES, PLAN_OF_TABLES))
        out = tmp_path / "new.csv"
        assay.done("programme", "schedule", tables, "--before", plan, "--work", "200", "--out", out)
        said = assay(
            "programme", "replace", "2018", tables, out, "--reason", "The council asks for it.", "--accept"
        )
        assert said.status == 0, said.err
        assert fact(pages) == stands
        assert pages.state.plan is not None
        again = pages.state.plan.slot("south-2018")
        assert again is not None
        assert again.fieldwork_from >= date(2018, 10, 1)
