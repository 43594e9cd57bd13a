"""A small year with its pages: providers and people on the record, and somebody in each role who opens them."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2

import worker
from activities.commanding.desk import Accepted, Order
from adapters.inbound.files.programme.writing import write_year
from domain.given import Actor
from domain.messages import Command
from domain.people.roles import Role
from domain.people.roll import BeginRoll
from domain.people.staff.commands import GiveRole, RegisterStaff, StaffDetails
from domain.programme.problem import Panel, Problem
from domain.programme.year.state import Programme
from domain.providers.provider import RegisterProvider
from tests.support.programme_on_record import PROVIDERS, YEAR
from tests.support.site import Site, Visit, site
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually

__all__ = [
    "ASSISTANT",
    "AUDITOR",
    "CODE",
    "INSPECTOR",
    "KIND",
    "MANAGER",
    "PEOPLE",
    "TABLES",
    "Pages",
    "answered",
    "checked",
    "day",
    "hidden_in",
    "plain",
    "programme_pages",
    "until_made",
    "year_of",
]

CODE, KIND = "2018", "nps-division-2018"
MANAGER, AUDITOR, ASSISTANT, INSPECTOR = ("0" * 31 + each for each in "1234")
PEOPLE: Mapping[str, tuple[Role, ...]] = {
    AUDITOR: (Role.AUDITOR,),
    ASSISTANT: (Role.ASSISTANT,),
    INSPECTOR: (Role.LEAD_INSPECTOR, Role.INSPECTOR),
    "os-1001": (Role.LEAD_INSPECTOR, Role.INSPECTOR),
    "os-1002": (Role.LEAD_INSPECTOR, Role.INSPECTOR),
    "os-1003": (Role.INSPECTOR,),
}
"""Who is on the staff record besides the operations manager, and in which roles."""

TABLES: Problem = YEAR.with_(
    kinds=tuple(each.with_(id=KIND) for each in YEAR.kinds),
    inspections=tuple(each.with_(kind=KIND) for each in YEAR.inspections),
    panels=(*YEAR.panels, Panel(id="p3", week=31, slots=2)),
)
"""The tables of the year: two inspections, of a kind that ships."""

_HIDDEN = re.compile(r'<input type="hidden" name="([\w-]+)" value="([^"]*)">')


@dataclass
class Pages:
    """Pages that are served, and the clock by which they go.

    Attributes:
        served: the pages.
        clock: the time.
        folder: for files that are handed in.
    """

    served: Site
    clock: HandClock
    folder: Path

    def on(self, day: str) -> None:
        """Turn the clock to the morning of a day."""
        self.clock.set(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC))

    def give(self, command: Command, who: str = MANAGER, role: Role = Role.OPERATIONS_MANAGER) -> None:
        """Give a command, and have it accepted."""
        outcome = self.served.assay.desk.give(Order(uuid4().hex, command, Actor(who, role, "test")))
        assert isinstance(outcome, Accepted), outcome

    @property
    def state(self) -> Programme:
        """Where the programme stands."""
        stream = f"programme-{CODE}"
        state: Programme = self.served.assay.records.read([stream])[stream].state
        return state

    def year_file(self, year: Problem = TABLES) -> Path:
        """The tables of a year as a file."""
        path = self.folder / f"{year.digest[:12]}.json"
        if not path.exists():
            write_year(year, path)
        return path


def year_of(services: Iterable[str]) -> Problem:
    """The tables of a year in which these of the three divisions are inspected, whichever were chosen."""
    first = TABLES.inspections[0]
    regions = {each.id: each.region for each in TABLES.providers}
    inspections = tuple(
        first.with_(id=f"{code}-2018", providers=(code,), region=regions[code], preferred=14 + 10 * at)
        for at, code in enumerate(sorted(services))
    )
    return TABLES.with_(inspections=inspections)


def day(name: str, value: str) -> dict[str, str]:
    """A date as a form has it: three inputs."""
    year, month, of_month = value.split("-")
    return {f"{name}-day": str(int(of_month)), f"{name}-month": str(int(month)), f"{name}-year": year}


def plain(page: httpx2.Response) -> str:
    """What a page says, without its tags and its navigation."""
    main = page.text.split("<main", 1)[-1].split("</main>", 1)[0].split(">", 1)[-1]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def answered(visit: Visit, page: httpx2.Response, values: Mapping[str, str]) -> httpx2.Response:
    """Press a button of the form that a page shows, having entered something in it."""
    return visit.client.post(str(page.url), data={**hidden_in(page), **values})


def hidden_in(page: httpx2.Response) -> dict[str, str]:
    """What the form of a page carries along, as a browser would send it."""
    found = _HIDDEN.findall(page.text.split("<main", 1)[-1])
    return {name: html.unescape(value) for name, value in found}


def checked(visit: Visit, path: str, values: Mapping[str, str], **more: Any) -> httpx2.Response:
    """Enter something, check the answers, and confirm; the page that follows."""
    check = visit.send(path, values, **more)
    assert "Check your answers" in check.text, plain(check)[:900]
    return answered(visit, check, {})


def until_made(visit: Visit, page: httpx2.Response) -> httpx2.Response:
    """The page of a plan that was begun, once it is made: after two seconds it is shown without."""

    def look() -> httpx2.Response | None:
        found = visit.get(str(page.url))
        return None if "data-work" in found.text else found

    return eventually(look, "the plan is made") or page


@contextmanager
def programme_pages(folder: Path, *, staffed: bool = True) -> Iterator[Pages]:
    """Serve the pages of a record with three divisions and its staff; it is 19 February 2018.

    Args:
        folder: for the record and for files.
        staffed: whether there is a staff record; without one everybody is everything.
    """
    clock, home = HandClock(datetime(2018, 2, 19, 10, tzinfo=UTC)), folder / "home"
    with worker.compose(worker.settings_of({"ASSAY_HOME": str(home)}), clock=clock) as assay:
        assay.migrate()
    with site(home, clock) as served:
        made = Pages(served, clock, folder)
        for each in PROVIDERS:
            made.give(RegisterProvider.model_validate(each.event.model_dump()))
        if staffed:
            made.give(BeginRoll(staff=MANAGER, details=StaffDetails(person_name="A manager")))
            for who, roles in PEOPLE.items():
                details = StaffDetails(person_name="Somebody")
                made.give(RegisterStaff(staff=who, engagement="employee", details=details))
                for role in roles:
                    made.give(GiveRole(staff=who, held=role, since=date(2018, 1, 8)))
        yield made
