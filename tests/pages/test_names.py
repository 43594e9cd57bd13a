"""What people are called on pages: by name for whoever may be shown the staff's names, and by id for everybody else."""

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adapters.inbound.shown.words import words
from adapters.inbound.visiting.house import House, PageSettings
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.forms.forms import shown
from adapters.inbound.web.forms.wording import hint_of, label_of
from adapters.inbound.web.pages.commanding import RULES
from adapters.inbound.web.staffed import Names
from domain.inspections.commands import AnnounceInspection, ChangeLead
from domain.people.roles import Role
from domain.people.staff.commands import GiveRole, RegisterStaff, StaffDetails
from domain.programme.year.commands import OpenProgramme, SetPin
from tests.support.programme_on_record import OPENED
from tests.support.programme_pages import AUDITOR, CODE, INSPECTOR, KIND, MANAGER, Pages, programme_pages

pytestmark = pytest.mark.slow

LEAD, CHAIR = "b" * 32, "c" * 32
NAMES = {LEAD: "Ada Byron-Lead", CHAIR: "Grace Chair"}
REF = "north-2018"
SETTINGS = PageSettings("http://127.0.0.1", "example", None, bytes(32), example_beside_staff=True)


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pages]:
    """A record with a staff record, on which everybody stands under an id that says nothing; and an inspection."""
    folder: Path = tmp_path_factory.mktemp("names")
    with programme_pages(folder) as served:
        for who, name in NAMES.items():
            served.give(
                RegisterStaff(staff=who, engagement="employee", details=StaffDetails(person_name=name))
            )
        for role in (Role.LEAD_INSPECTOR, Role.INSPECTOR):
            served.give(GiveRole(staff=LEAD, held=role, since=date(2018, 1, 8)))
        served.give(GiveRole(staff=CHAIR, held=Role.PANEL_CHAIR, since=date(2018, 1, 8)))
        announced = AnnounceInspection(
            inspection=REF,
            provider="north",
            protocol=KIND,
            lead=LEAD,
            fieldwork_from=date(2018, 6, 4),
            fieldwork_to=date(2018, 6, 8),
        )
        served.on("2018-04-16")
        served.give(announced)
        yield served


def offered(text: str) -> dict[str, str]:
    """What a page offers to choose from: the words of each, by its value."""
    boxes = re.findall(
        r'<input[^>]*?value="([^"]*)"[^>]*>\s*<label[^>]*>\s*([^<]*?)\s*</label>', text, re.DOTALL
    )
    options = re.findall(r'<option value="([^"]*)"[^>]*>([^<]*)</option>', text)
    return {value: html.unescape(words.strip()) for value, words in (*boxes, *options)}


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("/inspections/announce", LEAD),
        (f"/inspections/{REF}/do/change-lead", LEAD),
        ("/panels/do/convene-panel", CHAIR),
    ],
)
def test_people_are_chosen_by_name(pages: Pages, path: str, who: str) -> None:
    with pages.served.visit(MANAGER) as visit:
        found = offered(visit.get(path).text)
    assert found[who] == NAMES[who]
    assert INSPECTOR not in found or found[INSPECTOR] == f"Somebody ({INSPECTOR})", "two have that name"


def test_an_inspection_says_who_leads_it_by_name_to_whoever_may_be_shown_names(pages: Pages) -> None:
    for path in (f"/inspections/{REF}", f"/inspections/{REF}/team"):
        with pages.served.visit(MANAGER) as visit:
            text = visit.get(path).text
            assert NAMES[LEAD] in text
            assert LEAD not in text
        with pages.served.visit(INSPECTOR) as visit:
            text = visit.get(path).text
            assert NAMES[LEAD] not in text
            assert LEAD in text


def test_what_the_record_says_calls_people_by_name_for_whoever_may_be_shown_names(pages: Pages) -> None:
    pages.give(ChangeLead(inspection=REF, lead=INSPECTOR, why="unavailable"))
    pages.give(ChangeLead(inspection=REF, lead=LEAD, why="other-work"))
    pages.give(OpenProgramme.model_validate(OPENED.model_dump()))
    pinned = SetPin(programme=CODE, inspection="north-2018", person=LEAD, post="lead", why="They know it.")
    pages.give(pinned)
    for path in (
        f"/inspections/{REF}/time-line",
        f"/programme/{CODE}/pins",
        f"/programme/{CODE}/time-line",
        f"/audit/inspections/{REF}?step=2",
        f"/audit/inspections/{REF}/between?one=1&other=3",
    ):
        with pages.served.visit(MANAGER) as visit:
            answer = visit.get(path)
            assert answer.status_code == 200, path
            text = answer.text
            assert LEAD not in text.replace(f"by={LEAD}", ""), path
        with pages.served.visit(AUDITOR) as visit:
            assert NAMES[LEAD] not in visit.get(path).text, path


def test_one_chooses_who_one_is_by_name_and_role(pages: Pages) -> None:
    with pages.served.visit() as visit:
        text = " ".join(visit.get("/sign-in").text.split())
    groups = {
        legend.strip(): offered(rest)
        for legend, rest in re.findall(r"<legend[^>]*>([^<]+)</legend>(.*?)</fieldset>", text)
    }
    assert list(groups)[:2] == ["Operations manager", "Lead inspector"]
    assert groups["Lead inspector"][LEAD] == NAMES[LEAD]
    assert groups["Panel chair"] == {CHAIR: NAMES[CHAIR]}
    assert "Also inspector; on the record as " + LEAD in text
    people = [who for several in groups.values() for who in several]
    assert len(people) == len(set(people)), "everybody is there once"
    with pages.served.visit(LEAD) as visit:
        assert f"{NAMES[LEAD]}: lead inspector, inspector" in " ".join(visit.get("/home").text.split())


def test_names_take_the_place_of_whole_ids_alone(pages: Pages) -> None:
    manager = Visitor(MANAGER, (Role.OPERATIONS_MANAGER,), "tests", "manager")
    auditor = Visitor(AUDITOR, (Role.AUDITOR,), "tests", "auditor")
    house = House(pages.served.assay, SETTINGS, "", tuple)
    said = f"Given to {LEAD}, {CHAIR} and x-{LEAD}; {LEAD}1 is nobody."
    shown = f"Given to {NAMES[LEAD]}, {NAMES[CHAIR]} and x-{LEAD}; {LEAD}1 is nobody."
    assert Names(house, manager).within(said) == shown
    assert Names(house, auditor).within(said) == said
    assert Names(house, None).within(said) == said
    assert Names(house, None).of(LEAD) == LEAD


def test_fields_are_called_in_plain_words() -> None:
    assert label_of("defer-inspection", "lost") == "Working days by which running dates move"
    assert label_of("plan-sessions", "session") != "Its code"
    assert hint_of("its code", "Session") == ""
    assert hint_of("which inspectors take part, by opaque id", "Inspectors") == "Which inspectors take part."
    assert hint_of("the digest of what is approved, as `assay panel minutes` prints it", "Minutes") == (
        "The digest of what is approved."
    )
    assert hint_of("why", "Reasons") == ""
    assert hint_of("who said it; may be left out", "Who said it") == ""
    assert hint_of("whether it is a comment or a complaint", "Is it a comment or a complaint?") == ""


def test_no_form_speaks_of_the_command_line_or_calls_a_field_what_it_is_not() -> None:
    """A text between backquotes that is taken out must leave no hole behind, nor a word of Python."""
    broken = re.compile(r"  |`| as (?:has|shows?|lists?|prints?) |, as  |\bNone\b|\buser id\b")
    for verb, rule in RULES.items():
        fields = shown(rule.command)
        for each in (*fields, *(inner for one in fields for row in one.rows for inner in row)):
            assert not broken.search(each.hint), (verb, each.name, each.hint)
            assert not broken.search(each.label), (verb, each.name, each.label)
    assert label_of("give-up-action", "becomes") == "What becomes of it"
    assert label_of("write-section", "place") == "Which text"
    assert label_of("plan-sessions", "place") == "Place"


def test_what_is_said_by_its_initials_is_written_in_capitals() -> None:
    assert words("nps-division") == "NPS division"
    assert words("crc-2018") == "CRC 2018"
    assert words("yot") == "YOT"
    assert words("crcs") == "crcs"
