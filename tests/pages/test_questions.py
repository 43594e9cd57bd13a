"""The questions of a thematic inspection on pages: set by its lead, row by row or from a file, and asked of a case."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Browser

from activities.commanding.desk import Accepted, Order
from activities.ports import Append, Appended, Head, Write
from adapters.inbound.today import today_in_london
from domain.cases.events import CaseAllocated, CaseSampled
from domain.cases.state import CaseRead
from domain.given import Actor
from domain.inspections.commands import AnnounceInspection
from domain.inspections.events import AnswersCounted, QuestionCounted, SampleDrawn
from domain.ledger.envelope import Draft
from domain.messages import Event
from domain.people.roles import Role
from tests.support.axe import faults
from tests.support.site import Site, site

pytestmark = pytest.mark.long

REF, LEAD, READER = "on-the-topic", "inspector-f", "inspector-g"
STREAM, CASE = f"inspection-{REF}", "case-" + "5" * 32
FORM, LISTS = f"/inspections/{REF}/do/set-questions", f"/inspections/{REF}/lists"
FILE = (
    b"text,prompts\nWas the person asked about drugs?,Was it asked at the start?;Was it asked again?\nWhy?,\n"
)


@pytest.fixture(scope="module")
def topic(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A thematic inspection that has been announced, and asks nothing yet."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("topic") / "home")) as served:
        assay = served.assay
        begins = assay.calendar.after(today_in_london(assay), 60)
        announced = AnnounceInspection(
            inspection=REF,
            provider="example-crc-rivers",
            also=("example-crc-moors",),
            protocol="thematic",
            lead=LEAD,
            fieldwork_from=begins,
            fieldwork_to=assay.calendar.after(begins, 4),
            subject="Drugs",
        )
        actor = Actor("hq-operations", Role.OPERATIONS_MANAGER, "tests")
        assert isinstance(assay.desk.give(Order(uuid4().hex, announced, actor)), Accepted)
        yield served


def record(served: Site, stream: str, *events: Event) -> None:
    """Record what took many weeks to come about."""
    store = served.assay.store
    for event in events:
        last = next(reversed(store.load({stream: 0})[stream]), None)
        head = Head(last.version, last.digest) if last else Head(0, None)
        id_, now = uuid4().hex, served.assay.clock.now()
        draft = Draft(
            id_, stream, head.version + 1, now, LEAD, "lead-inspector", "tests", id_, stream, None, event
        )
        answer = store.append(Append(id_, b"d" * 32, now, (Write(stream, head, (draft,)),), {}))
        assert isinstance(answer, Appended)


def test_a_lead_sets_questions_row_by_row_or_from_a_file_and_they_are_asked_of_a_case(topic: Site) -> None:
    with topic.visit(READER) as visit:
        assert FORM not in visit.get(LISTS).text, "who does not lead it sets none"
    with topic.visit(LEAD) as visit:
        assert f'href="{FORM}"' in visit.get(LISTS).text
        wrong = visit.send(FORM, {"questions-rows": "1", "questions-1-prompts": "Was it asked?"})
        assert wrong.status_code == 422
        assert "In row 1: Enter: question" in wrong.text
        typed = {
            "questions-rows": "1",
            "questions-1-text": "Was it asked?",
            "questions-1-prompts": "When?\nAgain?",
        }
        visit.send(FORM, typed)
        [asked] = topic.assay.records.read([STREAM])[STREAM].state.questions.questions
        assert (asked.number, asked.text, asked.prompts) == ("Q1.1", "Was it asked?", ("When?", "Again?"))
        again = {"reason": "The pilot showed that more must be asked."}
        files = {"questions": ("questions.csv", FILE)}
        visit.send(FORM, again, files=files)
        shown = visit.get(LISTS).text
        for words in ("Q1.1", "Was the person asked about drugs?", "b) Was it asked again?", "Q1.2"):
            assert words in shown
        assert "Share of yes" not in shown, "nothing is counted before the reads are closed"


def test_the_form_and_what_it_sets_can_be_used_by_everybody(topic: Site, browser: Browser) -> None:
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{topic.address}/sign-in?then={FORM}")
        page.check(f"input[value='{LEAD}']")
        page.get_by_role("button", name="Continue").click()
        for path in (FORM, LISTS):
            page.goto(f"{topic.address}{path}")
            assert faults(page) == [], path


def test_a_case_is_asked_them_with_prompts_and_a_note_and_what_it_said_is_counted(topic: Site) -> None:
    drawn = SampleDrawn(
        population="cases", list_digest="1" * 64, list_size=9, seed="drawn", rows=(4,), cases=(CASE,)
    )
    record(topic, STREAM, drawn)
    sampled = CaseSampled(
        inspection=REF, population="cases", list_digest="1" * 64, row=4, key_questions=("Q1.1", "Q1.2")
    )
    record(topic, CASE, sampled, CaseAllocated(reader=READER))
    with topic.visit(LEAD) as visit:
        assert FORM not in visit.get(LISTS).text, "what was asked when a case was drawn stands"
    path = f"/cases/{CASE}/questions/Q1.1"
    with topic.visit(READER) as visit:
        page = visit.get(path)
        for words in (
            "Cases on the topic",
            "Q1.1 Was the person asked about drugs?",
            "a) Was it asked at the start?",
        ):
            assert words in page.text
        entered = {"answer": "no", "prompt-a": "no", "note": "The form is empty."}
        assert visit.send(path, entered, page).url.path == f"/cases/{CASE}/questions/Q1.2"
    read: CaseRead = topic.assay.records.read([CASE])[CASE].state
    assert (dict(read.answers), dict(read.beside.prompts)) == ({"Q1.1": "no"}, {"Q1.1.a": "no"})
    assert topic.assay.personal.notes(CASE)["Q1.1"] == "The form is empty."
    record(
        topic,
        STREAM,
        AnswersCounted(
            counts=tuple(
                QuestionCounted(number=number, population="cases", yes=2, no=1, not_applicable=0)
                for number in ("Q1.1", "Q1.2")
            )
        ),
    )
    with topic.visit(LEAD) as visit:
        assert "66.7 %" in visit.get(LISTS).text
