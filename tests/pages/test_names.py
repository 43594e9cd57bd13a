"""What people are called on pages: by name for whoever may be shown the staff's names, and by id for everybody else."""

import html
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from adapters.inbound.web.forms.wording import hint_of, label_of
from domain.inspections.commands import AnnounceInspection
from domain.people.roles import Role
from domain.people.staff.commands import GiveRole, RegisterStaff, StaffDetails
from tests.support.programme_pages import INSPECTOR, KIND, MANAGER, Pages, programme_pages

pytestmark = pytest.mark.slow

LEAD, CHAIR = "b" * 32, "c" * 32
NAMES = {LEAD: "Ada Byron-Lead", CHAIR: "Grace Chair"}
REF = "north-2018"


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


def test_fields_are_called_in_plain_words() -> None:
    assert label_of("defer-inspection", "lost") == "Working days by which running dates move"
    assert label_of("plan-sessions", "session") != "Its code"
    assert hint_of("its code", "Session") == ""
    assert hint_of("which inspectors take part, by opaque id", "Inspectors") == "Which inspectors take part."
