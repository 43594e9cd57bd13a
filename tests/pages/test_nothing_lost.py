"""A lost session in the middle of a form, two tabs, the back button: nothing lost, nothing twice, and it is said."""

import json
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Never

import pytest
from cryptography.fernet import Fernet
from playwright.sync_api import Browser, expect

from activities.ports import StoreFault
from adapters.inbound.visiting.house import PageSettings
from adapters.inbound.web.entry.sessions import COOKIE, Sessions
from adapters.outbound.keys import read_command_key
from domain.cases.state import CaseRead
from tests.support.plain_browser import Person
from tests.support.site import Site, Visit, site

pytestmark = pytest.mark.long

REF, READER, OTHER, MANAGER = "crc-valley", "inspector-g", "inspector-h", "hq-operations"
WORDS = "Thought about for an hour, and written down at length."


@pytest.fixture(scope="module")
def ours(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example; each test takes a case of its own."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("lost") / "home")) as served:
        yield served


@pytest.fixture
def question(ours: Site) -> str:
    """The page of a key question in a case that nobody has."""
    state = ours.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state
    for case, found in ours.assay.records.read(state.sampled).items():
        read: CaseRead = found.state
        if not (read.begun or read.readers.reader or read.readers.paired):
            return f"/cases/{case}/questions/{read.unanswered[0]}"
    raise AssertionError("the example has cases that nobody has")


def case_of(question: str) -> str:
    return question.split("/")[2]


def state(served: Site, question: str) -> CaseRead:
    found: CaseRead = served.assay.records.read([case_of(question)])[case_of(question)].state
    return found


def aged(served: Site, cookie: str) -> str:
    """The same session, last seen two hours ago."""
    settings = PageSettings(
        "http://x", "example", None, read_command_key(served.assay.settings.command_key_file)
    )
    fernet: Fernet = Sessions(settings)._fernet
    session = fernet.decrypt(cookie.encode())
    return fernet.encrypt_at_time(session, int(time.time()) - 7200).decode()


def expire(served: Site, visit: Visit) -> None:
    """An hour passes without a page."""
    old = aged(served, visit.client.cookies[COOKIE])
    visit.client.cookies.set(COOKIE, old, domain="127.0.0.1")


def test_what_was_entered_is_there_again_once_the_same_person_has_signed_in(
    ours: Site, question: str
) -> None:
    with ours.visit(READER) as visit:
        page = visit.get(question)
        expire(ours, visit)
        before = ours.assay.store.last_position()
        asked = visit.send(question, {"answer": "no", "note": WORDS}, page)
        assert asked.url.path == "/sign-in"
        assert "It is kept for an hour" in asked.text
        assert ours.assay.store.last_position() == before
        again = visit.send(str(asked.url), {"person": READER}, asked)
        assert again.url.path == question
        assert again.status_code == 200
        assert "You were signed out before this page was sent, so nothing was done." in again.text
        assert WORDS in again.text
        assert visit.get(question).text.count(WORDS) == 1, "it is there until it is sent"
        done = visit.send(question, {"answer": "no", "note": WORDS}, again)
        assert done.status_code == 200, done.text
        assert "You were signed out" not in visit.get(question).text
    assert state(ours, question).answers[question.rsplit("/", 1)[1]] == "no"


def test_a_form_that_meets_a_record_out_of_reach_is_sent_again_as_it_was(
    ours: Site, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Path(str(ours.assay.settings.home)) / "assay.db"
    with ours.visit(READER) as visit:
        page = visit.get(question)
        with (
            closing(sqlite3.connect(database, isolation_level=None)) as other,
            monkeypatch.context() as hasty,
        ):
            hasty.setattr("adapters.outbound.store.sqlite.LOCK_WAIT_SECONDS", 0.1)
            other.execute("BEGIN IMMEDIATE")
            waits = visit.send(question, {"answer": "no", "note": WORDS}, page)
            assert waits.status_code == 503
            assert "What you entered is on this page" in waits.text
            assert WORDS in waits.text
            other.execute("ROLLBACK")
        for _ in range(2):  # pressed twice, it is done once
            done = visit.send(question, {}, waits)
            assert done.status_code == 200, done.text
        assert WORDS in visit.get(question).text
    assert state(ours, question).answers[question.rsplit("/", 1)[1]] == "no"


def test_whoever_cannot_be_told_from_the_record_loses_nothing_either(
    ours: Site, question: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> Never:
        raise StoreFault("The database cannot be reached.")

    with ours.visit(READER) as visit:
        page = visit.get(question)
        with monkeypatch.context() as broken:
            broken.setattr(ours.assay.records, "read", fails)
            assert "Nothing was lost" in visit.get(question).text
            waits = visit.send(question, {"answer": "no", "note": WORDS}, page)
            assert waits.status_code == 503
        assert WORDS in visit.send(question, {}, waits).text or WORDS in visit.get(question).text


def test_signing_out_in_another_tab_loses_nothing_either(ours: Site, question: str) -> None:
    with ours.visit(READER) as visit:
        page = visit.get(question)
        token = visit.get("/home").text.split('name="token" value="', 1)[1].split('"', 1)[0]
        visit.client.post("/sign-out", data={"token": token})
        asked = visit.send(question, {"answer": "yes", "note": WORDS}, page)
        assert asked.url.path == "/sign-in"
        assert WORDS in visit.send(str(asked.url), {"person": READER}, asked).text


def test_it_is_shown_to_nobody_else_and_waits_for_whoever_entered_it(ours: Site, question: str) -> None:
    with ours.visit(READER) as visit:
        page = visit.get(question)
        expire(ours, visit)
        asked = visit.send(question, {"answer": "yes", "note": WORDS}, page)
        other = visit.send(str(asked.url), {"person": OTHER}, asked)
        assert WORDS not in other.text
        assert WORDS not in visit.get(question).text
        sign_in = visit.get(f"/sign-in?then={question}")
        assert WORDS in visit.send("/sign-in", {"person": READER, "then": question}, sign_in).text


def test_nothing_is_kept_of_a_form_that_no_page_of_the_session_sent(ours: Site, question: str) -> None:
    with ours.visit(READER) as visit:
        page = visit.get(question)
        expire(ours, visit)
        sent = visit.send(question, {"token": "made-up", "note": WORDS}, page)
        assert "It is kept" not in sent.text
        assert WORDS not in visit.send(str(sent.url), {"person": READER}, sent).text
    with ours.visit() as stranger:
        sent = stranger.client.post(question, data={"note": WORDS})
        assert sent.url.path == "/sign-in"
        assert not [each for each in stranger.client.cookies if each.startswith("assay-kept")]


def test_it_is_neither_on_the_record_nor_in_a_file_nor_readable_in_the_cookie(
    ours: Site, question: str
) -> None:
    words = "Said of somebody in this case, and of nobody else."
    with ours.visit(READER) as visit:
        page = visit.get(question)
        expire(ours, visit)
        visit.send(question, {"answer": "yes", "note": words}, page)
        assert words not in json.dumps(dict(visit.client.cookies))
    files = [each for each in ours.assay.settings.home.rglob("*") if each.is_file()]
    assert files
    assert [each for each in files if words.encode() in each.read_bytes()] == []


def test_two_tabs_with_lost_sessions_each_keep_their_own(ours: Site, question: str) -> None:
    about = f"/cases/{case_of(question)}/interview"
    with ours.visit(READER) as visit:
        one, two = visit.get(question), visit.get(about)
        expire(ours, visit)
        asked = visit.send(question, {"answer": "yes", "note": WORDS}, one)
        visit.send(about, {"held": "no", "reason": "He has left the service."}, two)
        assert WORDS in visit.send(str(asked.url), {"person": READER}, asked).text
        assert "He has left the service." in visit.get(about).text


def test_in_a_browser_a_lost_session_the_back_button_and_a_second_press_lose_and_double_nothing(
    ours: Site, question: str, browser: Browser
) -> None:
    number = question.rsplit("/", 1)[1]
    with browser.new_context(java_script_enabled=False) as context:
        reader = Person(context.new_page(), ours.address).sign_in(READER)
        reader.open(question)
        group = reader.page.get_by_role("group", name=f"Your answer to {number}")
        group.get_by_label("No", exact=True).check()
        reader.fill({"Note": WORDS})
        (cookie,) = [each for each in context.cookies() if each["name"] == COOKIE]
        context.add_cookies([{**cookie, "value": aged(ours, cookie["value"])}])  # type: ignore[typeddict-item]  # as it came
        reader.press("Save and continue")
        expect(reader.page.locator("main")).to_contain_text("It is kept for an hour")
        reader.page.locator(f'input[name="person"][value="{READER}"]').check()
        reader.press("Continue")
        expect(reader.page.locator("main")).to_contain_text("You were signed out before this page was sent")
        assert reader.value("Note") == WORDS
        expect(group.get_by_label("No", exact=True)).to_be_checked()
        reader.press("Save and continue")
        assert state(ours, question).answers[number] == "no"
        reached = ours.assay.store.last_position()
        reader.page.go_back()
        reader.press("Save and continue")
        assert ours.assay.store.last_position() == reached, "going back and sending again does nothing twice"
        assert state(ours, question).answers[number] == "no"


def test_a_form_that_is_open_in_two_tabs_is_done_in_one_and_told_in_the_other(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    deferred = next(
        each.reference for each in served.assay.views.catch_up().inspections() if each.stage == "deferred"
    )
    with browser.new_context(java_script_enabled=False) as context:
        one = Person(context.new_page(), served.address).sign_in(MANAGER)
        two = Person(context.new_page(), served.address)
        for tab in (one, two):
            tab.open(f"/inspections/{deferred}/do/resume-inspection")
        one.save()
        reached = served.assay.store.last_position()
        two.page.get_by_role("button", name="Save and continue").click()
        expect(two.page.locator(".govuk-error-summary")).to_be_visible()
        assert served.assay.store.last_position() == reached
        one.page.go_back()
        one.page.get_by_role("button", name="Save and continue").click()
        expect(one.page.locator(".govuk-error-summary, .govuk-notification-banner")).to_be_visible()
        assert served.assay.store.last_position() == reached
