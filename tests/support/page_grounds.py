"""Installations on which every page can be opened in each of its states, and who opens it there."""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import uuid4

from activities.commanding.desk import Accepted, Order
from adapters.inbound.today import today_in_london
from adapters.inbound.web.example import example_people
from domain.cases.offline.messages import BringBack, Edit
from domain.cases.state import CaseRead
from domain.given import Actor
from domain.inspections.commands import AnnounceInspection
from domain.messages import Command
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.roles import Role
from domain.people.staff.commands import DeclareInterest
from domain.streams import inspection_stream
from tests.support.damaged import damage
from tests.support.programme_pages import (
    ASSISTANT,
    AUDITOR,
    INSPECTOR,
    MANAGER,
    checked,
    hidden_in,
    programme_pages,
)
from tests.support.programme_running import running_year
from tests.support.site import Site, Visit, contact_of, site
from tests.support.waiting import eventually

__all__ = ["Place", "broken", "closed", "new", "the_example", "year_under_way"]


@dataclass(frozen=True)
class Place:
    """Pages that are served.

    Attributes:
        served: the pages.
        people: who can sign in there, by what they are called in the table.
        names: what stands in its addresses for what is drawn or made anew each time.
    """

    served: Site
    people: Mapping[str, str]
    names: Mapping[str, str]


@contextmanager
def the_example(home: Path, folder: Path) -> Iterator[Place]:
    """What ``make run`` loads, with an alert, an exercise, a complaint, and something written without a connection."""
    with site(shutil.copytree(home, folder / "home")) as served:
        _more_contacts(served)
        people = _people(served)
        names = {**_cases(served), **_work_on(served, people), **_lists(served, people["assistant"])}
        with served.visit(people["operations-manager"]) as manager:
            _in_welsh(manager)
        yield Place(served, people, names)


def _more_contacts(served: Site) -> None:
    """A provider that is not inspected has a contact; and one whose inspection is over is inspected again."""
    details = ContactDetails(person_name="Ash Example", email="ash@example.org")
    contact = RegisterPerson(person=f"person-{'a' * 32}", provider="example-yot-oak", details=details)
    _give(served, contact, "hq-operations", Role.OPERATIONS_MANAGER)
    calendar, today = served.assay.calendar, today_in_london(served.assay)
    again = AnnounceInspection(
        inspection="capital-again",
        provider="example-division-capital",
        protocol="nps-division-2018",
        lead="inspector-f",
        fieldwork_from=calendar.after(today, 50),
        fieldwork_to=calendar.after(today, 59),
    )
    _give(served, again, "hq-operations", Role.OPERATIONS_MANAGER)


def _lists(served: Site, assistant: str) -> dict[str, str]:
    """A list that is handed in, and another that is closed, with a public draw that is yet to come."""
    at, opened, closed = "/inspections/division-west/lists", "victims", "supervised-cases"
    lists = {
        opened: ["reference,office", *(f"V/{number:04d},North" for number in range(12)), ""],
        closed: ["reference,gender,risk-level", *(f"W/{number:04d},male,low" for number in range(12)), ""],
    }
    drawn_on = today_in_london(served.assay) + timedelta(30)
    public = {"public_source": "A lottery", "public_numbers": "6", "public_highest": "59"}
    parts = {"day": drawn_on.day, "month": drawn_on.month, "year": drawn_on.year}
    with served.visit(assistant) as visit:
        for code, lines in lists.items():
            file = ("cases.csv", "\n".join(lines).encode())
            came = visit.send(f"{at}/{code}", {}, files={"list": file})
            assert "Received, with 12 cases" in came.text, came.text
        day = {f"public_day-{part}": str(number) for part, number in parts.items()}
        assert "A lottery of" in visit.send(f"{at}/{closed}", public | day).text
    return {"open_list": opened, "closed_list": closed}


def _in_welsh(manager: Visit) -> None:
    """A provider that is written to in Welsh first."""
    form = "/setting-up/providers/example-yot-oak/do/set-notice-languages"
    checked(manager, form, {"written_in": "cy en"})


def _people(served: Site) -> dict[str, str]:
    found: dict[str, str] = {}
    for each in example_people(served.assay)():
        for role in each.roles:
            found.setdefault(role, each.id)
    contacts = {
        f"contact of {each}": contact_of(served, f"example-{each}")
        for each in (
            *("division-west", "division-midlands", "division-east", "division-capital", "division-north"),
            *("crc-rivers", "crc-coast", "crc-forest", "crc-lakes", "division-south", "crc-valley"),
        )
    }
    read = served.assay.records.read([inspection_stream("crc-valley")])[inspection_stream("crc-valley")].state
    contacts["contact of nobody inspected"] = f"person-{'a' * 32}"
    return {**found, **contacts, "lead": read.known.lead, "reader": "inspector-g", "other": "inspector-h"}


def _cases(served: Site) -> dict[str, str]:
    """Cases of the inspection that is being read: one that nobody has, one of each reader, and so on."""
    stream = inspection_stream("crc-valley")
    state = served.assay.records.read([stream])[stream].state
    reads: dict[str, CaseRead] = {
        case: each.state for case, each in served.assay.records.read(state.sampled).items()
    }
    nobodys = [
        case
        for case, read in reads.items()
        if not read.begun and not read.readers.reader and not read.readers.paired
    ]
    free, begun, held = nobodys[:3]
    blind = next(
        case for case, read in reads.items() if read.blind and not read.begun and read.readers.second
    )
    whole = next(case for case, read in reads.items() if read.complete and not read.readers.paired)
    return {
        "free": free,
        "begun": begun,
        "held": held,
        "blind": blind,
        "whole": whole,
        "both": next(case for case, read in reads.items() if read.both_in),
        "question": reads[free].unanswered[0],
        "other_question": reads[begun].unanswered[0],
        "held_question": reads[held].unanswered[0],
        "blind_question": reads[blind].unanswered[0],
        "first": reads[blind].readers.reader or "",
        "second": reads[blind].readers.second or "",
        "whole_reader": reads[whole].readers.reader or "",
    }


def _work_on(served: Site, people: Mapping[str, str]) -> dict[str, str]:
    """What the example leaves undone and pages have a state for."""
    names = _cases(served)
    with served.visit(people["reader"]) as reader:
        for case, question in (("begun", "other_question"), ("held", "held_question")):
            where = f"/cases/{names[case]}/questions/{names[question]}"
            assert reader.send(where, {"answer": "yes", "note": "As it was seen."}).status_code == 200
        alert = reader.send(f"/cases/{names['begun']}/alert", {"what": "Somebody is in danger at home."})
        assert alert.status_code == 200, alert.text
    edits = (
        Edit(question=names["held_question"], answer="no"),
        Edit(question=names["held_question"], note="Seen otherwise in the car."),
    )
    brought = BringBack(read=names["held"], file="f" * 64, taken_on=date(2026, 1, 5), edits=edits)
    _give(served, brought, people["reader"], Role.INSPECTOR)
    with served.visit(people["quality-lead"]) as quality:
        for code in ("autumn", "winter"):
            opening = {
                "benchmark": code,
                "title": f"The case of {code}",
                "key_questions": "2.1.1\n2.1.2",
                "readers": f"{people['reader']}\n{people['other']}",
            }
            file = {"document": ("case.txt", b"An anonymised case, in so many words.")}
            opened = quality.send("/exercises/do/open-benchmark", opening, files=file)
            assert opened.url.path == "/exercises", opened.text
        for who in ("reader", "other"):
            with served.visit(people[who]) as visit:
                answers = {"answer-2.1.1": "yes", "answer-2.1.2": "no"}
                visit.send("/exercises/winter/answer", answers)
        learnt = {"learning": "What counts as a plan."}
        assert quality.send("/exercises/winter/do/close-benchmark", learnt).status_code == 200
        case, question = _to_settle(quality)
    stream = inspection_stream("division-west")
    overdue = next(iter(served.assay.records.read([stream])[stream].state.awaited))
    plan = served.assay.programme_record.programme("coming-year").accepted
    assert plan is not None
    with served.visit(people["operations-manager"]) as manager:
        return {
            "complaint": _complained(manager),
            "work": _planned(manager),
            "waiting": case,
            "waiting_question": question,
            "overdue": overdue,
            "plan": plan,
        }


def _to_settle(quality: Visit) -> tuple[str, str]:
    """A case of which both reads are in, and a key question that its readers answered otherwise."""
    for each in ("crc-valley", "division-south"):
        cases = re.findall(
            r'href="/cases/(case-[0-9a-f]+)', quality.get(f"/inspections/{each}/differences").text
        )
        for case in dict.fromkeys(cases):
            page = quality.get(f"/cases/{case}/differences").text
            if found := re.search(rf'href="/cases/{case}/differences/([0-9.]+)"', page):
                return case, found[1]
    raise AssertionError("the example has a difference that nobody has settled")


def _complained(manager: Visit) -> str:
    day = {"received_on-day": "1", "received_on-month": "2", "received_on-year": "2019"}
    said = {"sort": "complaint", "about": "inspection", "inspection": "crc-valley", "said": "Nobody told us."}
    taken = checked(manager, "/comments/receive", {**said, **day})
    return taken.text.split('href="/comments/comment-')[1].split('"')[0]


def _planned(manager: Visit) -> str:
    """A plan made anew around what was decided since, stopped with what is in hand: by its id in the workshop."""
    conflicts = manager.get("/programme/coming-year/conflicts")
    work = manager.client.post("/programme/coming-year/around", data=hidden_in(conflicts))
    if "Stop, with the plan in hand" in work.text:
        manager.client.post(str(work.url), data=hidden_in(work))
    eventually(lambda: manager.get(f"{work.url.path}/record").status_code == 200, "the plan is made")
    return str(work.url).rsplit("/", 1)[1]


def _give(served: Site, command: Command, who: str, role: Role) -> None:
    outcome = served.assay.desk.give(Order(uuid4().hex, command, Actor(who, role, "test")))
    assert isinstance(outcome, Accepted), outcome


STAFF = {"operations-manager": MANAGER, "auditor": AUDITOR, "assistant": ASSISTANT, "inspector": INSPECTOR}


@contextmanager
def year_under_way(folder: Path) -> Iterator[Place]:
    """A published year with its staff on record, an interest, and a plan in the workshop."""
    with running_year(folder) as pages:
        interest = DeclareInterest(
            staff="os-1003", interest="i1", kind="family", provider="south", since=date(2018, 1, 9)
        )
        pages.give(interest)
        with pages.served.visit(MANAGER) as manager:
            until = {"until-day": "1", "until-month": "9", "until-year": "2018"}
            body = {"title": "Welsh Government", "address": "wg@example.org", "written_in": "cy en"}
            checked(manager, "/setting-up/bodies/register", body)
            manager.send("/tokens/draw", {"title": "A script", "roles": "operations-manager", **until})
        yield Place(pages.served, {**STAFF, "lead": "os-1001"}, {})


@contextmanager
def new(folder: Path) -> Iterator[Place]:
    """An installation on which nothing has happened but that there are staff and providers."""
    with programme_pages(folder) as pages:
        yield Place(pages.served, STAFF, {})


@contextmanager
def closed(folder: Path) -> Iterator[Place]:
    """The same, with nobody to choose and no provider by which to sign in."""
    with (
        programme_pages(folder) as pages,
        site(pages.folder / "home", pages.clock, {"ASSAY_PAGES_EXAMPLE_SIGN_IN": "no"}) as served,
    ):
        yield Place(served, {}, {})


@contextmanager
def broken(home: Path, folder: Path) -> Iterator[Place]:
    """The example, of which an inspection's first event was changed."""
    copy = shutil.copytree(home, folder / "home")
    damage(copy, "stream = 'inspection-division-east' AND version = 1", '"actor":"', '"actor":"x')
    with site(copy) as served:
        yield Place(served, {"auditor": "0" * 31 + "2"}, {})
