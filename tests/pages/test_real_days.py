"""Fieldwork that did not run on the days that were announced: every place tells the days on which it does."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from activities.ports import Append, Appended, Write
from domain.inspections.events import DeadlineMoved, FieldworkBegun
from domain.ledger.envelope import Draft
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.roles import Role
from domain.streams import inspection_stream
from domain.working_days import in_words
from tests.arch.tree import ROOT, label
from tests.support.api import api
from tests.support.command_line import CommandLine
from tests.support.programme_pages import MANAGER, Pages, plain
from tests.support.programme_running import MOVED, STARTED, inspection_in, running_year

CONTACT = "person-" + "c" * 32
BEGUN = FieldworkBegun(begun_on=date(2018, 7, 30), due=date(2018, 8, 1))
LONGER = DeadlineMoved(
    deadline="fieldwork", was=date(2018, 8, 1), due=date(2018, 8, 3), reason="The offices were flooded."
)


def record(pages: Pages, *events: FieldworkBegun | DeadlineMoved) -> None:
    """Have something happen to the inspection that has started."""
    stream, at = inspection_stream(STARTED), datetime(2018, 7, 30, 9, tzinfo=UTC)
    head = pages.served.assay.records.read([stream])[stream].head
    drafts = tuple(
        Draft(
            event_id=f"recorded/{version}",
            stream=stream,
            version=version,
            occurred_at=at,
            actor="os-1001",
            acting_role=Role.LEAD_INSPECTOR,
            authenticated_by="tests",
            command_id=f"recorded-{head.version}",
            correlation_id=stream,
            causation_id=None,
            event=event,
        )
        for version, event in enumerate(events, head.version + 1)
    )
    answer = pages.served.assay.store.append(
        Append(f"recorded-{head.version}", b"p" * 32, at, (Write(stream, head, drafts),), {})
    )
    assert isinstance(answer, Appended)


@pytest.mark.long
def test_where_fieldwork_was_moved_and_began_late_every_place_tells_the_days_on_which_it_is(
    tmp_path: Path,
) -> None:
    person = ContactDetails(person_name="A contact", email="contact@example.org")
    contact = RegisterPerson(person=CONTACT, provider="north", details=person)
    with running_year(tmp_path, contact, MOVED) as pages:
        record(pages, BEGUN, LONGER)
        pages.on("2018-08-01")
        assert days_everywhere(pages) == (date(2018, 7, 30), date(2018, 8, 3))


def days_everywhere(pages: Pages) -> tuple[date, date]:
    """The days of fieldwork that the inspection has, once every place has told them and no other."""
    first, last = inspection_in(pages).fieldwork
    said = f"{in_words(first)} to {in_words(last)}"
    with pages.served.visit(MANAGER) as visit:
        assert f"Fieldwork {said}" in plain(visit.get(f"/inspections/{STARTED}"))
        assert in_words(first) in plain(visit.get("/programme/2018/year?by=week"))
        feed = Calendar.from_ical(visit.get("/programme/2018/published.ics").text)
        timeline = plain(visit.get(f"/inspections/{STARTED}/time-line"))
        assert "Fieldwork was moved, to 24 July 2018 to 26 July 2018" in timeline
    (entry,) = [each for each in feed.walk("VEVENT") if str(each["uid"]).startswith(f"fieldwork.{STARTED}.")]
    assert (entry.decoded("dtstart"), entry.decoded("dtend")) == (first, last + timedelta(days=1))
    with pages.served.visit(CONTACT) as visit:
        assert f"Fieldwork {said}" in plain(visit.get(f"/provider/{STARTED}"))
        told = plain(visit.get(f"/provider/{STARTED}/time-line"))
        assert "Fieldwork was moved, to 24 July 2018 to 26 July 2018" in told
    assay = CommandLine(pages.folder / "home", pages.clock)
    assert f"fieldwork from {first}" in assay("inspection", "show", STARTED).out
    with api(pages.folder / "home", pages.clock) as served:
        mine = served.token(MANAGER, [Role.OPERATIONS_MANAGER])
        theirs = served.token(None, [Role.PROVIDER_CONTACT], (), "north", by=MANAGER)
        for token in (mine, theirs):
            with served.as_(token) as client:
                shown = client.get(f"/api/inspections/{STARTED}").json()
            assert shown.get("inspection", shown)["fieldwork_from"] == first.isoformat()
    return first, last


def test_no_door_and_no_plan_reads_the_days_that_were_announced() -> None:
    """Of a follow-up's first inspection, in lists and wherever else: the days are those of the inspection's state."""
    announced = re.compile(r"known\.fieldwork_(?:from|to)")
    files = [
        each
        for room in ("adapters", "activities", "domain/programme")
        for each in sorted((ROOT / room).rglob("*"))
        if each.suffix in (".py", ".html")
    ]
    assert len(files) > 100
    assert [label(each) for each in files if announced.search(each.read_text(encoding="utf-8"))] == []
