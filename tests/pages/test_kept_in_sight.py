"""A form that closed, or whose thing went, while it was filled in: what was entered is shown by what is said of it."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Never

import httpx2
import pytest
from cryptography.fernet import Fernet
from limits import RateLimitItemPerMinute
from lxml import html  # type: ignore[import-untyped]  # it brings no types

from activities.commanding.desk import Accepted, Order
from adapters.inbound.visiting.house import PageSettings
from adapters.inbound.web.entry.interrupted import MOST_BYTES
from adapters.inbound.web.entry.sessions import COOKIE, Sessions
from adapters.outbound.keys import read_command_key
from domain.cases.state import CaseRead
from domain.given import Actor
from domain.inspections.commands import ReopenCaseReads
from domain.inspections.state import Inspection
from domain.people.roles import Role
from tests.pages.test_provider_giving import DRAFT, EAST, MIDLANDS, PLAN, an_action
from tests.support.site import Site, Visit, contact_of, site

pytestmark = pytest.mark.long

READ, READER, OTHER, LEAD, CHAIR = (
    "crc-valley",
    "inspector-g",
    "inspector-h",
    "inspector-f",
    "director-operations",
)
PANEL_REF, PANEL = "crc-moors", "crc-moors-ratings"
WORDS = "Thought about for an hour, and written down at length."


@pytest.fixture(scope="module")
def ours(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example; each test has a thing of its own."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("sight") / "home")) as served:
        yield served


def inspection(served: Site, reference: str) -> Inspection:
    stream = f"inspection-{reference}"
    found: Inspection = served.assay.records.read([stream])[stream].state
    return found


def reads(served: Site, reference: str = READ) -> dict[str, CaseRead]:
    found = served.assay.records.read(inspection(served, reference).sampled)
    return {case: each.state for case, each in found.items()}


@pytest.fixture
def question(ours: Site) -> str:
    """The page of a key question in a case that nobody has."""
    for case, read in reads(ours).items():
        if not (read.begun or read.readers.reader or read.readers.paired):
            return f"/cases/{case}/questions/{read.unanswered[0]}"
    raise AssertionError("the example has cases that nobody has")


def expire(served: Site, visit: Visit) -> None:
    """An hour passes without a page."""
    key = read_command_key(served.assay.settings.command_key_file)
    fernet: Fernet = Sessions(PageSettings("http://x", "example", None, key))._fernet
    session = fernet.decrypt(visit.client.cookies[COOKIE].encode())
    old = fernet.encrypt_at_time(session, int(time.time()) - 7200).decode()
    visit.client.cookies.set(COOKIE, old, domain="127.0.0.1")


def token(page: httpx2.Response) -> str:
    return page.text.split('name="token" value="', 1)[1].split('"', 1)[0]


def shown(page: httpx2.Response) -> str:
    """What the page says a person entered."""
    return "\n".join(html.document_fromstring(page.text).xpath("//main//dl//dd/text()"))


def in_a_field(page: httpx2.Response) -> bool:
    return bool(html.document_fromstring(page.text).xpath("//main//textarea"))


def test_a_point_of_factual_accuracy_is_shown_once_none_can_be_raised_any_more(ours: Site) -> None:
    who, said = contact_of(ours, MIDLANDS), {"about": "Staff in post", "text": WORDS, "place": ""}
    with ours.visit(who) as visit, ours.visit(who) as colleague:
        page = visit.get(DRAFT)
        assert colleague.send(f"{DRAFT}/confirm", {}).status_code == 200
        late = visit.send(DRAFT, said, page)
        assert late.status_code == 422
        assert "There is a problem" in late.text
        assert not in_a_field(late)
        assert WORDS in shown(late)
        assert "Staff in post" in shown(late)
        assert WORDS not in visit.get(DRAFT).text, "it is kept nowhere"
        expire(ours, visit)
        asked = visit.send(DRAFT, said, page)
        again = visit.send(str(asked.url), {"person": who}, asked)
        assert WORDS in shown(again)
        assert "it cannot be sent from here any more" in again.text
        assert "send it again" not in again.text


def test_a_plan_that_a_colleague_has_sent_meanwhile_shows_what_was_entered_in_the_other(ours: Site) -> None:
    who = contact_of(ours, EAST)
    said = {
        "r1-agreed": "agreed",
        **an_action("r1-a1"),
        "r2-agreed": "not-agreed",
        "r2-reason": "It is done.",
    }
    with ours.visit(who) as visit, ours.visit(who) as colleague:
        page = visit.get(PLAN)
        sent = colleague.send(PLAN, said)
        assert sent.url.path != PLAN, sent.text
        half = visit.send(PLAN, {"r1-agreed": "agreed", "r1-a1-text": WORDS}, page)
        assert half.status_code == 422
        assert "A plan was sent meanwhile, on another page" in half.text
        assert WORDS in shown(half)
        whole = visit.send(PLAN, {**said, "r1-a1-text": WORDS}, page)
        assert whole.status_code == 422
        assert WORDS in shown(whole)
        assert "Head of staff" in shown(whole)
        assert "data-draft" in visit.get(PLAN).text, "what a browser keeps of it is offered there, too"


def test_a_prompt_that_is_not_asked_any_more_shows_what_was_entered(ours: Site) -> None:
    path = "/inspections/crc-downs/prompts/1.1.1-a"
    with ours.visit(LEAD) as visit:
        said = {"token": token(visit.get("/home")), "finding": "not-met", "note": WORDS}
        late = visit.client.post(path, data={**said, "command_id": "page-late"})
        assert "Prompts are not held against the evidence at this stage" in late.text
        assert WORDS in shown(late)
        assert "Not met" in shown(late)


def test_a_note_on_a_read_that_is_finished_is_shown(ours: Site) -> None:
    case, read = next(
        (case, read)
        for case, read in reads(ours).items()
        if read.complete and read.readers.reader == READER and not read.readers.paired
    )
    path = f"/cases/{case}/questions/{next(iter(read.answers))}"
    with ours.visit(READER) as visit:
        said = {"token": token(visit.get("/home")), "note": WORDS, "command_id": "page-finished"}
        late = visit.client.post(path, data=said)
        assert late.status_code == 422
        assert not in_a_field(late)
        assert WORDS in shown(late)


def test_an_answer_to_a_case_that_is_anothers_by_now_is_shown_to_whoever_wrote_it(
    ours: Site, question: str
) -> None:
    with ours.visit(READER) as visit, ours.visit(OTHER) as other:
        page = visit.get(question)
        taken = other.send(question, {"answer": "yes"})
        assert taken.status_code == 200
        late = visit.send(question, {"answer": "no", "note": WORDS}, page)
        assert late.status_code == 404
        assert WORDS in shown(late)
        assert token(page) not in shown(late)
        assert "page-" not in shown(late), "the form's own inputs are no entries"
        assert WORDS not in visit.get(question).text, "it is kept nowhere"
        forged = visit.client.post(question, data={"token": token(other.get("/home")), "note": WORDS})
        assert forged.status_code == 404
        assert WORDS not in forged.text, "of a form of another session nothing is shown"
        expire(ours, visit)
        asked = visit.send(question, {"answer": "no", "note": WORDS}, page)
        again = visit.send(str(asked.url), {"person": READER}, asked)
        assert again.status_code == 404
        assert WORDS in shown(again), "nor is it lost with the session"
        assert "it cannot be sent from here any more" in again.text


def test_the_chair_is_told_why_there_is_nothing_to_decide_and_keeps_the_reasons(ours: Site) -> None:
    path = f"/panels/{PANEL}/items/{PANEL_REF}/decide"
    departing = {"decided-overall": "good", "words-overall": "a recent change", "reason-overall": WORDS}
    with ours.visit(CHAIR) as visit:
        form = visit.get(path)
        assert form.status_code == 200, form.text
        again = ReopenCaseReads(inspection=PANEL_REF, reason="A case was misread.")
        order = Order("reopened", again, Actor(LEAD, Role.LEAD_INSPECTOR, "test"))
        assert isinstance(ours.assay.desk.give(order), Accepted)
        late = visit.send(path, departing, form)
        assert late.status_code == 409
        assert "The panel cannot decide this at present" in late.text
        assert WORDS in shown(late)
        assert "a recent change" in shown(late)


def test_what_comes_too_soon_is_sent_again_from_the_page_that_says_so(
    ours: Site, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ours.visit(READER) as visit:
        page = visit.get(question)
        with monkeypatch.context() as strict:
            strict.setattr("adapters.inbound.web.entry.turning_away.CHANGES", RateLimitItemPerMinute(0))
            early = visit.send(question, {"answer": "no", "note": WORDS}, page)
            assert early.status_code == 429
            assert early.headers["retry-after"] == "60"
            assert "What you entered is on this page" in early.text
            forged = visit.client.post(question, data={"token": "made-up", "note": WORDS})
            assert forged.status_code == 429
            assert WORDS not in forged.text
        done = visit.send(question, {}, early)
        assert done.status_code == 200, done.text
        assert WORDS in visit.get(question).text


def test_what_met_a_fault_of_ours_is_shown_and_nothing_is_said_of_what_is_not_known(
    ours: Site, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Never:
        raise RuntimeError("a fault")

    with ours.visit(READER) as visit:
        page = visit.get(question)
        with monkeypatch.context() as broken:
            broken.setattr(ours.assay.desk, "give", fails)
            fault = visit.send(question, {"answer": "no", "note": WORDS}, page)
        assert fault.status_code == 500
        assert WORDS in shown(fault)
        assert "Whether it was recorded is not known" in fault.text


def test_what_is_too_long_to_be_kept_for_the_next_session_is_shown_and_not_said_to_be_kept(
    ours: Site, question: str
) -> None:
    long = f"{WORDS} " * (MOST_BYTES // len(WORDS))
    with ours.visit(READER) as visit:
        page = visit.get(question)
        expire(ours, visit)
        answer = visit.send(question, {"answer": "no", "note": long}, page)
        assert answer.status_code == 401
        assert "It is kept" not in answer.text
        assert "It is too long to be kept here" in answer.text
        assert long.strip() in shown(answer)
        assert token(page) not in answer.text.split("<main", 1)[1]
