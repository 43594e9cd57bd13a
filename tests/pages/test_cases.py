"""Case reads: read to the end, without scripts and with them; kept apart; nobody else's; and somebody in danger."""

import re
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from activities.commanding.desk import Accepted, Order
from adapters.inbound.web.example import example_people
from domain.cases.offline.messages import BringBack, Edit
from domain.cases.state import CaseRead
from domain.cases.streams import alerts_on, second_read_of
from domain.given import Actor
from domain.people.roles import Role
from tests.support.axe import violations
from tests.support.keyboard import enter, tab_to
from tests.support.site import Site, site

pytestmark = pytest.mark.long

REF = "crc-valley"
LEAD, READER, OTHER, QUALITY = "inspector-f", "inspector-g", "inspector-h", "quality-lead"
SMALLEST = 3
"""Cases of Through the Gate are asked three key questions."""


@pytest.fixture
def reading(example_home: Path, tmp_path: Path) -> Iterator[Site]:
    """The pages of an example of the test's own: how many of its cases nobody reads is drawn anew each time."""
    with site(shutil.copytree(example_home, tmp_path / "home")) as served:
        yield served


def cases(served: Site) -> dict[str, CaseRead]:
    state = served.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state
    return {case: each.state for case, each in served.assay.records.read(state.sampled).items()}


def free(served: Site, questions: int = 12) -> str:
    """A case that nobody has, of which so many key questions are asked."""
    return next(
        case
        for case, read in cases(served).items()
        if not read.begun
        and not read.readers.reader
        and not read.readers.paired
        and len(read.sampled.key_questions) == questions  # type: ignore[union-attr]  # it is in the sample
    )


def paired(served: Site) -> str:
    """A case that is read twice, of which neither read has begun."""
    return next(
        case for case, read in cases(served).items() if read.blind and not read.begun and read.readers.second
    )


def state(served: Site, case: str) -> CaseRead:
    found: CaseRead = served.assay.records.read([case])[case].state
    return found


def plain(page: httpx2.Response) -> str:
    """A page without what is drawn anew each time."""
    return re.sub(r'nonce="[^"]*"|page-[0-9a-f-]{36}|name="token" value="[^"]*"', "", page.text)


def test_a_case_is_read_to_its_end_page_by_page_without_scripts(reading: Site) -> None:
    case = free(reading, SMALLEST)
    with reading.visit(READER) as visit:
        assert f"/cases/{case}" in visit.get("/cases").text
        questions = state(reading, case).sampled.key_questions  # type: ignore[union-attr]  # it is in the sample
        path = f"/cases/{case}/questions/{questions[0]}"
        for number in questions:
            page = visit.get(path)
            assert number in page.text
            assert "Guidance" in page.text
            entered = {"answer": "yes", "note": f"Seen in the file: {number}."}
            if 'name="prompt-a"' in page.text:
                entered["prompt-a"] = "no"
            answer = visit.send(path, entered, page)
            assert answer.status_code == 200, answer.text
            path = answer.url.path
        assert path == f"/cases/{case}"
        unfinished = visit.send(f"/cases/{case}/finish", {}, visit.get(f"/cases/{case}/interview"))
        assert unfinished.status_code == 422
        assert "There is a problem" in unfinished.text
        assert "interview" in visit.get(f"/cases/{case}/finish").text
        visit.send(f"/cases/{case}/interview", {"held": "no", "reason": "The officer has left."})
        aspect = re.findall(r'name="([a-z-]+)-provider"', visit.get(f"/cases/{case}/classification").text)[0]
        classed = visit.send(f"/cases/{case}/classification", {f"{aspect}-provider": "medium"})
        assert classed.url.path == f"/cases/{case}"
        assert "Check your answers" in visit.get(f"/cases/{case}/finish").text
        assert visit.send(f"/cases/{case}/finish", {}).url.path == "/cases"
    read = state(reading, case)
    assert read.complete
    assert read.readers.reader == READER
    assert dict(read.answers) == dict.fromkeys(questions, "yes")
    assert read.beside.classified[aspect] == ("medium", None)
    assert reading.assay.personal.notes(case)[questions[0]] == f"Seen in the file: {questions[0]}."
    assert any(
        case in each.about for each in reading.assay.looking.looks(who=READER) if not isinstance(each, str)
    )


def test_a_question_that_is_sent_twice_is_answered_once_and_a_stale_page_overwrites_nothing(
    reading: Site,
) -> None:
    case = free(reading)
    number = state(reading, case).unanswered[0]
    path = f"/cases/{case}/questions/{number}"
    with reading.visit(READER) as visit:
        page = visit.get(path)
        visit.send(path, {"answer": "yes", "note": "First words."}, page)
        before = reading.assay.store.last_position()
        again = visit.send(path, {"answer": "yes", "note": "First words."}, page)
        assert again.url.path != path
        assert reading.assay.store.last_position() == before, "nothing was done twice"
        stale = visit.send(path, {"answer": "no", "note": "Other words."}, page)
        assert stale.status_code == 422
        assert "meanwhile, on another page" in stale.text
        assert "Other words." in stale.text, "what was entered is still there"
        assert "First words." in stale.text, "beside what stands"
        assert reading.assay.store.last_position() == before
        chosen = visit.send(path, {"answer": "no", "note": "Other words."}, stale)
        assert chosen.status_code == 200, chosen.text
        back = visit.send(path, {"answer": "yes"}, visit.get(path))
        assert back.status_code == 200
    assert state(reading, case).answers[number] == "yes"
    assert reading.assay.personal.notes(case)[number] == "Other words."


def test_a_page_that_lost_its_session_says_so_and_keeps_what_was_entered(reading: Site) -> None:
    case = free(reading)
    path = f"/cases/{case}/questions/{state(reading, case).unanswered[0]}"
    with reading.visit(READER) as visit:
        page = visit.send(path, {"token": "another", "answer": "yes", "note": "Long thought about."})
        assert page.status_code == 422
        assert "Nothing was done" in page.text
        assert "Long thought about." in page.text
        wrong = visit.send(f"/cases/{case}/interview", {"held": "yes", "held_on-day": "31"})
        assert wrong.status_code == 422
        assert 'value="31"' in wrong.text
    assert not state(reading, case).begun


def test_what_is_not_somebodys_is_not_there_for_them(reading: Site) -> None:
    case = next(
        case
        for case, read in cases(reading).items()
        if read.readers.reader == READER and read.complete and not read.readers.paired
    )
    parts = (
        "",
        "/questions/2.1.1",
        "/interview",
        "/finish",
        "/alert",
        "/alerts",
        "/differences",
        "/do/stand-in",
    )
    people = example_people(reading.assay)()
    contact = next(each.id for each in people if "provider-contact" in each.roles)
    for person in (OTHER, contact, "0" * 31 + "2", "0" * 31 + "3"):
        with reading.visit(person) as visit:
            for part in parts:
                assert visit.get(f"/cases/{case}{part}").status_code == 404, (person, part)
            assert case not in visit.get("/cases").text
            assert visit.get(f"/inspections/{REF}/cases").status_code == 404, person
    with reading.visit(READER) as visit:
        for made_up in ("case-0", "second-read-0", "case-../x", "inspection-crc-valley"):
            assert visit.get(f"/cases/{made_up}").status_code == 404, made_up
        assert visit.get(f"/cases/{case}/second").status_code == 404
        assert visit.get(f"/cases/{case}/questions/9.9.9").status_code == 404


def test_nothing_shows_of_a_read_before_both_are_in(reading: Site) -> None:
    case = paired(reading)
    first, second = state(reading, case).readers.reader, state(reading, case).readers.second
    assert first
    assert second
    number = state(reading, case).unanswered[0]
    seen_by = {
        second: (
            "/cases",
            f"/cases/{case}",
            f"/cases/{case}/second",
            f"/cases/{case}/second/questions/{number}",
        ),
        QUALITY: (f"/cases/{case}", f"/inspections/{REF}/differences"),
        "inspector-a": (f"/cases/{case}", f"/inspections/{REF}/differences"),
    }

    def look() -> dict[str, list[str]]:
        found = {}
        for person, paths in seen_by.items():
            with reading.visit(person) as visit:
                found[person] = [plain(visit.get(path)) for path in paths]
        return found

    before = look()
    with reading.visit(first) as visit:
        done = visit.send(f"/cases/{case}/questions/{number}", {"answer": "no", "note": "Zq7Canary"})
        assert done.status_code == 200
    assert state(reading, case).answers[number] == "no"
    assert look() == before
    for person in (second, QUALITY, "inspector-a"):
        with reading.visit(person) as visit:
            for path in (
                f"/questions/{number}",
                "/finish",
                "/held",
                "/differences",
                f"/differences/{number}",
            ):
                assert visit.get(f"/cases/{case}{path}").status_code == 404, (person, path)
            sent = visit.send(f"/cases/{case}/questions/{number}", {"answer": "no"}, visit.get("/home"))
            assert sent.status_code == 404
    with reading.visit(second) as visit:
        path = f"/cases/{case}/second/questions/{number}"
        assert visit.send(path, {"answer": "yes", "note": "My own."}).status_code == 200
        assert "My own." in visit.get(path).text
    assert reading.assay.records.read([second_read_of(case)])[second_read_of(case)].state.answers == {
        number: "yes"
    }
    with reading.visit(first) as visit:
        assert visit.get(f"/cases/{case}/second").status_code == 404
        assert "My own." not in visit.get(f"/cases/{case}/questions/{number}").text


def test_what_was_written_offline_waits_on_the_home_of_its_reader_and_of_nobody_else(reading: Site) -> None:
    case = paired(reading)
    readers = state(reading, case).readers
    first, second, number = readers.reader or "", readers.second or "", state(reading, case).unanswered[0]
    lead = "inspector-f"
    others = {second, QUALITY, lead, "hq-operations"} - {first}

    def look() -> dict[str, list[str]]:
        found = {}
        for person in sorted(others):
            with reading.visit(person) as visit:
                found[person] = [plain(visit.get(path)) for path in ("/home", f"/inspections/{REF}")]
        return found

    with reading.visit(first) as visit:
        visit.send(f"/cases/{case}/questions/{number}", {"answer": "yes"})
    before = look()
    edits = (Edit(question=number, answer="no"),)
    brought = BringBack(read=case, file="f" * 64, taken_on=date(2026, 1, 5), edits=edits)
    order = Order("brought-back", brought, Actor(first, Role.INSPECTOR, "test"))
    assert isinstance(reading.assay.desk.give(order), Accepted)
    assert look() == before
    link = f'href="/cases/{case}/held"'
    with reading.visit(first) as visit:
        for path in ("/home", f"/inspections/{REF}"):
            assert link in visit.get(path).text, path
        page = visit.get(f"/cases/{case}/held")
        assert visit.send(f"/cases/{case}/held", {"number": "1", "keep": "theirs"}, page).status_code == 200
        assert link not in visit.get("/home").text


def test_the_alert_is_one_step_away_and_somebody_else_takes_it_up(reading: Site) -> None:
    case = free(reading)
    number = state(reading, case).unanswered[0]
    link = f'href="/cases/{case}/alert"'
    with reading.visit(READER) as visit:
        for part in ("", f"/questions/{number}", "/interview", "/classification", "/finish", "/alerts"):
            assert link in visit.get(f"/cases/{case}{part}").text, part
        path = f"/cases/{case}/alert"
        page = visit.get(path)
        empty = visit.send(path, {"told": "police"}, page)
        assert empty.status_code == 422
        assert "police" in empty.text
        raised = visit.send(path, {"what": "He said what he would do.", "told": "police"}, page)
        assert raised.url.path == f"/cases/{case}/alerts"
        assert "Nobody can be told by Assay" in raised.text, "the example has nobody on duty"
        assert "He said what he would do." in raised.text
        before = reading.assay.store.last_position()
        visit.send(path, {"what": "He said what he would do.", "told": "police"}, page)
        assert reading.assay.store.last_position() == before
        assert "Acknowledge alert" not in raised.text, "not by who raised it"
    with reading.visit(LEAD) as visit:
        listed = visit.get(f"/inspections/{REF}/cases").text
        assert f"/cases/{case}/alerts" in listed
        assert f"/cases/{case}/do/allocate-case" in listed
        assert "Acknowledge alert 1" in visit.get(f"/cases/{case}/alerts").text
        form = f"/cases/{case}/do/acknowledge-alert"
        taken = visit.send(f"{form}?number=1", {"number": "1", "action": "The police were sent."})
        assert taken.status_code == 200, taken.text
    assert not reading.assay.records.read([alerts_on(case)])[alerts_on(case)].state.open


def test_the_quality_lead_decides_where_two_reads_differ_side_by_side(reading: Site) -> None:
    case = next(case for case, read in cases(reading).items() if read.both_in)
    number = state(reading, case).drawn.key_questions[0]  # type: ignore[union-attr]  # it was sampled
    path = f"/cases/{case}/differences/{number}"
    with reading.visit(QUALITY) as visit:
        assert f"/cases/{case}/differences" in visit.get(f"/inspections/{REF}/differences").text
        page = visit.get(path)
        assert "First reader" in page.text
        assert "Second reader" in page.text
        missing = visit.send(path, {"reason": "The file says so."}, page)
        assert missing.status_code == 422
        assert "The file says so." in missing.text
        done = visit.send(path, {"answer": "no", "reason": "The file says so."}, missing)
        assert done.url.path == f"/cases/{case}/differences"
    second = second_read_of(case)
    assert reading.assay.records.read([second])[second].state.decided[number] == "no"
    with reading.visit(LEAD) as visit:
        assert visit.get(f"/cases/{case}/differences").status_code == 200
        assert visit.get(path).status_code == 404, "the lead inspector looks, and does not decide"


def signed_in(context: BrowserContext, served: Site, person: str) -> Page:
    with served.visit(person) as visit:
        context.add_cookies(
            [{"name": "assay", "value": visit.client.cookies["assay"], "url": served.address}]
        )
    return context.new_page()


def test_a_reader_reads_a_case_to_its_end_with_the_keyboard(reading: Site, browser: Browser) -> None:
    case = free(reading, SMALLEST)
    with browser.new_context() as context:
        page = signed_in(context, reading, READER)
        page.goto(f"{reading.address}/cases")
        tab_to(page, ".govuk-skip-link")
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main-content", (
            "past what every page begins with"
        )
        tab_to(page, f"a[href='/cases/{case}']")
        enter(page)
        tab_to(page, "main a.govuk-button:not(.govuk-button--warning)")
        enter(page)
        for number in state(reading, case).unanswered:
            expect(page.locator("h1")).to_contain_text(number)
            tab_to(page, "#answer")
            page.keyboard.press("Space")
            expect(page.locator("[data-saved]")).to_contain_text("Saved at")
            tab_to(page, "#note")
            page.keyboard.type("What the file shows.")
            tab_to(page, "form[data-read] button")
            enter(page)
        expect(page.locator("h1")).to_contain_text("Case ")
        tab_to(page, f"a[href='/cases/{case}/alert']")
        enter(page)
        tab_to(page, "#what")
        page.keyboard.type("He said what he would do.")
        tab_to(page, "#told")
        page.keyboard.type("police")
        tab_to(page, "form button.govuk-button")
        enter(page)
        expect(page.locator("main")).to_contain_text("He said what he would do.")
        tab_to(page, f"a[href='/cases/{case}']")
        enter(page)
        tab_to(page, f"a[href='/cases/{case}/interview']")
        enter(page)
        tab_to(page, "#held")
        page.keyboard.press("Space")
        page.keyboard.press("ArrowDown")
        tab_to(page, "#reason")
        page.keyboard.type("The officer has left.")
        tab_to(page, "form button.govuk-button")
        enter(page)
        tab_to(page, f"a[href='/cases/{case}/finish']")
        enter(page)
        expect(page.locator("caption")).to_have_text("Check your answers")
        tab_to(page, "form button.govuk-button")
        enter(page)
        expect(page.locator(".govuk-notification-banner")).to_be_visible()
    read = state(reading, case)
    assert read.complete
    assert set(read.answers.values()) == {"yes"}
    assert len(reading.assay.personal.notes(case)) == SMALLEST


@pytest.mark.parametrize("width", [1000, 320])
def test_every_page_of_a_case_can_be_used_by_everybody_at_any_width(
    reading: Site, browser: Browser, width: int
) -> None:
    case, twice = free(reading), next(case for case, read in cases(reading).items() if read.both_in)
    number = state(reading, case).unanswered[0]
    of = {
        READER: ("/cases", *(f"/cases/{case}{part}" for part in ("", f"/questions/{number}", "/interview")),
                 *(f"/cases/{case}/{part}" for part in ("classification", "finish", "alert", "alerts", "held")),
                 f"/cases/{case}/do/note-reference"),
        QUALITY: (f"/inspections/{REF}/cases", f"/inspections/{REF}/differences", f"/cases/{twice}/differences",
                  f"/cases/{twice}/differences/{state(reading, twice).drawn.key_questions[0]}",  # type: ignore[union-attr]  # it was sampled
                  f"/cases/{case}"),
    }  # fmt: skip
    for person, paths in of.items():
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            page = signed_in(context, reading, person)
            for path in paths:
                answer = page.goto(f"{reading.address}{path}")
                assert answer is not None
                assert answer.status == 200, path
                assert violations(page) == [], path
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_pages_of_a_case_are_light(reading: Site) -> None:
    case = free(reading)
    with reading.visit(READER) as visit:
        for path in ("/cases", f"/cases/{case}", f"/cases/{case}/questions/2.1.1"):
            assert len(visit.get(path).content) < 100_000, path
