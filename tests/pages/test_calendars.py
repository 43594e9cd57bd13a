"""A feed of one's own: a moved inspection moves in it, one that is off is called off; its address can be revoked."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from icalendar import Calendar

import worker
from activities.commanding.desk import Accepted, Order
from activities.programme.calendars import digest_of_token
from adapters.inbound.calendars.programme import as_calendar
from domain.given import Actor
from domain.messages import Command
from domain.people.calendars import CloseCalendar, OpenCalendar
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import GiveRole, RegisterStaff, StaffDetails
from domain.programme.plan import Placement
from domain.programme.year.plan_commands import WithdrawProgramme
from tests.support.programme_life import ProgrammeLife
from tests.support.programme_on_record import NORTH, SOUTH
from tests.support.programmes import plan_of
from tests.support.site import Site, Visit, site
from tests.support.toy_matter import HandClock

LEAD, MANAGER, TOKEN = "os-1001", "os-1000", "a-token-that-nobody-guesses"
AT_THE_PAGES = "0" * 31 + "1"
FIELDWORK = "fieldwork.north-2018.programme-2018@assay.invalid"


@dataclass
class Year:
    """A published programme, the pages that serve its feeds, and somebody without a session."""

    served: Site
    life: ProgrammeLife
    clock: HandClock
    visit: Visit

    def on(self, day: str) -> None:
        self.clock.set(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC))

    def give(self, command: Command, who: str = MANAGER, role: Role = Role.OPERATIONS_MANAGER) -> None:
        outcome = self.served.assay.desk.give(Order(uuid4().hex, command, Actor(who, role, "test")))
        assert isinstance(outcome, Accepted), outcome

    def replan(self, *placements: Placement) -> None:
        self.life.replan(plan_of(self.life.year, *placements))

    def feed(self, token: str = TOKEN) -> dict[str, Any]:
        """The entries of a feed, by their identity."""
        answer = self.visit.get(f"/calendar/{token}.ics")
        assert answer.status_code == 200
        return entries(answer.content)


def entries(content: bytes) -> dict[str, Any]:
    found = list(Calendar.from_ical(content).walk("VEVENT"))
    assert len({str(each["uid"]) for each in found}) == len(found)
    return {str(each["uid"]): each for each in found}


def said(entry: Any) -> tuple[date, int, str]:
    return entry["dtstart"].dt, int(entry["sequence"]), str(entry["status"])


@pytest.fixture
def year(tmp_path: Path) -> Iterator[Year]:
    clock = HandClock(datetime(2018, 2, 19, 10, tzinfo=UTC))
    home = tmp_path / "home"
    with worker.compose(worker.settings_of({"ASSAY_HOME": str(home)}), clock=clock) as assay:
        assay.migrate()
    with site(home, clock) as served, served.visit() as visit:
        made = Year(served, ProgrammeLife(served.assay, "nps-division-2018"), clock, visit)  # type: ignore[arg-type]  # what it needs of a house, an installation has
        made.give(BeginRoll(staff=MANAGER, details=StaffDetails(person_name="A manager")))
        for who in (LEAD, "os-1002", "os-1003"):
            made.give(
                RegisterStaff(staff=who, engagement="employee", details=StaffDetails(person_name="Somebody"))
            )
            role = Role.INSPECTOR if who == "os-1003" else Role.LEAD_INSPECTOR
            made.give(GiveRole(staff=who, held=role, since=date(2018, 1, 8)))
        made.life.to_a_draft()
        made.on("2018-03-12")
        made.life.publish()
        made.give(OpenCalendar(staff=LEAD, token=digest_of_token(TOKEN)), LEAD, Role.LEAD_INSPECTOR)
        yield made


def test_a_moved_inspection_moves_in_the_feed_and_one_that_is_off_is_called_off(year: Year) -> None:
    first = year.feed()
    assert set(first) == {
        f"{what}.north-2018.programme-2018@assay.invalid"
        for what in ("announcement", "fieldwork", "panel", "publication")
    }
    assert said(first[FIELDWORK]) == (date(2018, 7, 9), 0, "CONFIRMED")
    assert first[FIELDWORK]["dtend"].dt == date(2018, 7, 14)
    assert str(first[FIELDWORK]["summary"]) == "Fieldwork: north-2018 (lead)"
    assert year.feed() == first, "nothing has changed, and so nothing is said anew"

    year.on("2018-03-14")
    year.replan(NORTH.with_(start=16, publication=24), SOUTH)
    moved = year.feed()
    assert set(moved) == set(first)
    assert said(moved[FIELDWORK]) == (date(2018, 7, 23), 1, "CONFIRMED")
    assert moved[FIELDWORK]["dtstamp"].dt == datetime(2018, 3, 14, 10, tzinfo=UTC)

    year.on("2018-03-15")
    others = tuple(each for each in SOUTH.team if each.role == "lead")
    rest = tuple(each for each in NORTH.team if each.role != "lead")
    year.replan(NORTH.with_(start=16, publication=24, team=(*rest, *others)), SOUTH)
    off = year.feed()
    assert {said(each)[1:] for each in off.values()} == {(2, "CANCELLED")}

    year.on("2018-03-16")
    year.replan(NORTH, SOUTH)
    assert said(year.feed()[FIELDWORK]) == (date(2018, 7, 9), 3, "CONFIRMED")

    year.on("2018-03-19")
    year.give(WithdrawProgramme(programme="2018", reason="The budget was cut."))
    assert said(year.feed()[FIELDWORK]) == (date(2018, 7, 9), 4, "CANCELLED")
    year.life.publish()
    assert said(year.feed()[FIELDWORK])[1:] == (5, "CONFIRMED")

    whole = entries(as_calendar("2018", {"2018": year.served.assay.programme_record.calendars.whole("2018")}))
    assert {str(each["summary"]) for uid, each in whole.items() if uid.startswith("fieldwork")} == {
        "Fieldwork: north-2018",
        "Fieldwork: south-2018",
    }


def test_an_address_is_worth_nothing_once_it_is_drawn_anew_or_closed(year: Year) -> None:
    answer = year.visit.get(f"/calendar/{TOKEN}.ics")
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    again = year.visit.client.get(f"/calendar/{TOKEN}.ics", headers={"If-None-Match": answer.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert b"os-1002" not in answer.content, "nothing of inspections that are not theirs"

    year.give(OpenCalendar(staff=LEAD, token=digest_of_token("another")), LEAD, Role.LEAD_INSPECTOR)
    gone = year.visit.get(f"/calendar/{TOKEN}.ics")
    assert gone.status_code == 404
    assert len(gone.text) == len(year.visit.get("/calendar/never-drawn.ics").text), (
        "but for its nonce, the same"
    )
    assert FIELDWORK in year.feed("another")
    digest = digest_of_token("another")
    assert year.visit.get(f"/calendar/{digest}.ics").status_code == 404, "what the record has opens nothing"

    year.give(CloseCalendar(staff=LEAD))
    assert year.visit.get("/calendar/another.ics").status_code == 404
    assert "another" not in "".join(
        each.body.decode() for each in year.served.assay.store.scan(0, 1000) if each.stream == f"staff-{LEAD}"
    )


def test_somebody_opens_their_calendar_on_a_page_and_closes_it_there(year: Year) -> None:
    somebody = StaffDetails(person_name="Somebody at the pages")
    year.give(RegisterStaff(staff=AT_THE_PAGES, engagement="employee", details=somebody))
    year.give(GiveRole(staff=AT_THE_PAGES, held=Role.OPERATIONS_MANAGER, since=date(2018, 1, 8)))
    with year.served.visit(AT_THE_PAGES) as visit, year.served.visit() as stranger:
        assert 'href="/calendar"' in visit.get("/home").text
        page = visit.get("/calendar")
        assert "It is not open." in page.text
        opened = visit.send("/calendar", {"do": "open"}, page)
        (path,) = re.findall(r"/calendar/[\w-]{43}\.ics", opened.text)
        assert stranger.get(path).status_code == 200
        assert path not in visit.get("/calendar").text, "it is shown once"
        another = visit.send("/calendar", {"do": "open"})
        assert stranger.get(path).status_code == 404
        (path,) = re.findall(r"/calendar/[\w-]{43}\.ics", another.text)
        assert "It is not open." in visit.send("/calendar", {"do": "close"}).text
        assert stranger.get(path).status_code == 404
        forged = visit.client.post("/calendar", data={"do": "open", "token": "x"})
        assert forged.status_code == 422
        assert "It is not open." in visit.get("/calendar").text
        assert stranger.get("/calendar").url.path == "/sign-in"
