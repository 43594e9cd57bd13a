"""What a reader enters on a page and the record does not have yet: in the browser before it is sent, and never lost."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

from domain.cases.state import CaseRead
from tests.support.axe import violations
from tests.support.site import Site, site

pytestmark = pytest.mark.long

REF, READER, OTHER = "crc-valley", "inspector-g", "inspector-h"
KEPT = f"Object.keys(localStorage).filter(each => each.startsWith('assay-unsent-{READER}:'))"
SAVED = "[data-saved]"


@pytest.fixture
def reading(example_home: Path, tmp_path: Path) -> Iterator[Site]:
    """The pages of an example of the test's own: how many of its cases nobody reads is drawn anew each time."""
    with site(shutil.copytree(example_home, tmp_path / "home")) as served:
        yield served


@pytest.fixture
def context(reading: Site, browser: Browser) -> Iterator[BrowserContext]:
    """A browser of the reader's own, in which they are signed in."""
    with browser.new_context() as opened:
        sign_in(opened, reading)
        yield opened


def sign_in(context: BrowserContext, served: Site) -> None:
    with served.visit(READER) as visit:
        cookie = {"name": "assay", "value": visit.client.cookies["assay"], "url": served.address}
        context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie, as it wants them


def free(served: Site, but: str = "") -> str:
    """A case that nobody has."""
    drawn = served.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state.sampled
    return next(
        case
        for case, read in served.assay.records.read(drawn).items()
        if case != but
        and not (read.state.begun or read.state.readers.reader or read.state.readers.paired)
        and len(read.state.unanswered) > 3
    )


def state(served: Site, case: str) -> CaseRead:
    found: CaseRead = served.assay.records.read([case])[case].state
    return found


def question(served: Site, case: str, place: int = 0) -> str:
    return f"{served.address}/cases/{case}/questions/{state(served, case).sampled.key_questions[place]}"  # type: ignore[union-attr]  # it was sampled


def hang(route: Route) -> None:
    """Let what a script sends get no answer; everything else goes on."""
    request = route.request
    if request.method != "POST" or request.headers.get("accept") != "application/json":
        route.continue_()


def kept(page: Page) -> int:
    found: int = page.evaluate(f"{KEPT}.length")
    return found


def test_what_is_entered_without_a_connection_is_kept_and_sent_once(
    reading: Site, context: BrowserContext
) -> None:
    case = free(reading)
    number = state(reading, case).unanswered[0]
    page = context.new_page()
    page.goto(question(reading, case))
    saved = page.locator(SAVED)
    context.set_offline(True)
    page.check("#answer-2")
    expect(saved).to_contain_text("No connection")
    page.check("#prompt-a")
    page.fill("#note", "Written on a train.")
    page.keyboard.press("Tab")
    page.wait_for_function(f"{KEPT}.length === 3")
    page.evaluate("document.forms.namedItem('read').requestSubmit()")
    expect(saved).to_contain_text("kept in this browser")
    assert not state(reading, case).begun
    context.set_offline(False)
    expect(saved).to_contain_text("Saved at")
    page.wait_for_function("localStorage.length === 0")  # nothing stays in the browser
    before = reading.assay.store.last_position()
    page.click("form[data-read] button")
    expect(page.locator("h1")).not_to_contain_text(f"{number} ")
    assert reading.assay.store.last_position() == before, "the form had nothing more to say"
    read = state(reading, case)
    assert read.answers[number] == "no"
    assert read.beside.prompts == {f"{number}.a": "yes"}
    assert reading.assay.personal.notes(case)[number] == "Written on a train."


def test_what_was_kept_goes_out_from_the_list_of_cases_too(reading: Site, context: BrowserContext) -> None:
    case = free(reading)
    page = context.new_page()
    page.goto(question(reading, case))
    context.set_offline(True)
    page.check("#answer")
    expect(page.locator(SAVED)).to_contain_text("No connection")
    page.close()
    context.set_offline(False)
    later = context.new_page()
    later.goto(f"{reading.address}/cases")
    expect(later.locator(SAVED)).to_contain_text("Saved at")
    assert list(state(reading, case).answers.values()) == ["yes"]


def test_an_answer_and_a_note_outlive_a_stalled_connection_a_save_and_the_end_of_the_tab(
    reading: Site, context: BrowserContext
) -> None:
    case = free(reading)
    number = state(reading, case).unanswered[0]
    context.route("**/cases/**", hang)
    page = context.new_page()
    page.goto(question(reading, case))
    page.check("#answer")
    page.fill("#note", "Thought about at length.")
    page.click("form[data-read] button")
    page.wait_for_function(f"{KEPT}.length === 2")
    expect(page.locator(SAVED)).to_contain_text("No connection")
    expect(page.locator("h1")).to_contain_text(f"{number} ")
    page.fill("#note", "Thought about at length, and again.")
    page.close(run_before_unload=False)
    assert not state(reading, case).begun
    context.unroute("**/cases/**")
    later = context.new_page()
    later.goto(question(reading, case))
    expect(later.locator("#note")).to_have_value("Thought about at length, and again.")
    expect(later.locator("#answer")).to_be_checked()
    expect(later.locator(SAVED)).to_contain_text("Saved at")
    assert state(reading, case).answers[number] == "yes"
    assert reading.assay.personal.notes(case)[number] == "Thought about at length, and again."
    assert kept(later) == 0
    before = reading.assay.store.last_position()
    later.click("form[data-read] button")
    expect(later.locator("h1")).not_to_contain_text(f"{number} ")
    assert reading.assay.store.last_position() == before


def test_an_answer_that_arrived_though_its_receipt_did_not_is_changed_without_a_question(
    reading: Site, context: BrowserContext
) -> None:
    case = free(reading)
    number = state(reading, case).unanswered[0]
    page = context.new_page()
    page.goto(question(reading, case))

    def unanswered(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route("**/cases/**", unanswered)
    page.check("#answer")
    expect(page.locator(SAVED)).to_contain_text("No connection")
    assert state(reading, case).answers[number] == "yes"
    page.unroute("**/cases/**")
    page.check("#answer-2")
    expect(page.locator(SAVED)).to_contain_text("Saved at")
    assert state(reading, case).answers[number] == "no"
    assert kept(page) == 0


def test_an_entry_that_can_never_be_delivered_holds_up_no_other_and_keeps_its_words(
    reading: Site, context: BrowserContext
) -> None:
    lost = free(reading)
    case = free(reading, but=lost)
    number = state(reading, case).unanswered[0]
    page = context.new_page()
    page.goto(question(reading, lost))
    context.set_offline(True)
    page.check("#answer")
    page.fill("#note", "Mine, on a train.")
    page.keyboard.press("Tab")
    page.wait_for_function(f"{KEPT}.length === 2")
    page.close()
    with reading.visit(OTHER) as visit:
        taken = question(reading, lost).removeprefix(reading.address)
        assert visit.send(taken, {"answer": "no"}).status_code == 200
    context.set_offline(False)
    later = context.new_page()
    later.goto(question(reading, case))
    told = later.locator("[data-unsent]")
    expect(told).to_contain_text("Mine, on a train.")
    expect(told).to_contain_text("not open to you any more")
    assert violations(later) == []
    later.check("#answer")
    expect(later.locator(SAVED)).to_contain_text("Saved at")
    later.click("form[data-read] button")
    expect(later.locator("h1")).not_to_contain_text(f"{number} ")
    assert state(reading, case).answers[number] == "yes"
    assert kept(later) == 2
    expect(later.locator("[data-unsent]")).to_contain_text("Mine, on a train.")
    for left in (1, 0):
        later.locator("[data-unsent] button", has_text="Throw it away").first.click()
        later.wait_for_function(f"{KEPT}.length === {left}")


@pytest.mark.parametrize("status", [500, 502])
def test_a_page_that_fails_holds_up_what_was_entered_on_it_and_nothing_else(
    reading: Site, context: BrowserContext, status: int
) -> None:
    broken = free(reading)
    case = free(reading, but=broken)
    number = state(reading, case).unanswered[0]
    context.route(
        f"**/cases/{broken}/**",
        lambda route: route.fulfill(status=status) if route.request.method == "POST" else route.continue_(),
    )
    page = context.new_page()
    page.goto(question(reading, broken))
    page.check("#answer")
    expect(page.locator(SAVED)).to_contain_text("cannot be saved at the moment")
    page.goto(question(reading, case))
    page.check("#answer")
    page.click("form[data-read] button")
    expect(page.locator("h1")).not_to_contain_text(f"{number} ")
    assert state(reading, case).answers[number] == "yes"
    page.goto(f"{reading.address}/cases")
    expect(page.locator(SAVED)).to_contain_text("cannot be saved at the moment")
    context.unroute(f"**/cases/{broken}/**")
    expect(page.locator(SAVED)).to_contain_text("Saved at")
    assert list(state(reading, broken).answers.values()) == ["yes"]


def test_a_note_that_meets_another_from_elsewhere_keeps_its_words(
    reading: Site, context: BrowserContext
) -> None:
    case = free(reading)
    first = question(reading, case)
    with reading.visit(READER) as visit:
        visit.send(first.removeprefix(reading.address), {"answer": "no", "note": "First words."})
    page = context.new_page()
    page.goto(first)
    context.set_offline(True)
    page.fill("#note", "A page of careful words.")
    page.keyboard.press("Tab")
    page.wait_for_function(f"{KEPT}.length === 1")
    page.close()
    with reading.visit(READER) as visit:
        visit.send(first.removeprefix(reading.address), {"note": "Changed on the other machine."})
    context.set_offline(False)
    later = context.new_page()
    later.goto(question(reading, case, 1))
    told = later.locator("[data-unsent]")
    expect(told).to_contain_text("A page of careful words.")
    expect(told).to_contain_text("changed meanwhile")
    later.locator("[data-unsent] a").click()
    expect(later.locator("#note")).to_have_value("Changed on the other machine.")
    later.fill("#note", "Both: a page of careful words, and what was changed.")
    later.keyboard.press("Tab")
    expect(later.locator(SAVED)).to_contain_text("Saved at")
    assert kept(later) == 0, "what was written anew takes its place"


def test_what_two_tabs_enter_at_once_is_all_sent(reading: Site, context: BrowserContext) -> None:
    case = free(reading)
    one, two = context.new_page(), context.new_page()
    one.goto(question(reading, case))
    two.goto(question(reading, case, 1))
    context.set_offline(True)
    one.check("#answer")
    expect(one.locator(SAVED)).to_contain_text("No connection")
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if held or route.request.method != "POST":
            route.continue_()
        else:
            held.append(route)

    context.route("**/cases/**", hold_the_first)
    # Either tab may be the one that sends: both hear that there is a connection again.
    with context.expect_event("request", lambda each: each.method == "POST"):
        context.set_offline(False)
    two.check("#answer-2")
    two.wait_for_function(f"{KEPT}.length === 2")
    for route in held:
        route.continue_()
    expect(two.locator(SAVED)).to_contain_text("Saved at")
    assert list(state(reading, case).answers.values()) == ["yes", "no"]
    assert kept(two) == 0


def test_a_session_that_ends_while_reading_is_said_and_what_was_written_comes_after_signing_in(
    reading: Site, context: BrowserContext
) -> None:
    case = free(reading)
    page = context.new_page()
    page.goto(question(reading, case))
    context.clear_cookies()
    page.check("#answer")
    saved = page.locator(SAVED)
    expect(saved).to_contain_text("You are signed out; what you wrote is kept")
    way = saved.locator("a").get_attribute("href")
    assert way == "/sign-in?then=" + question(reading, case).removeprefix(reading.address).replace("/", "%2F")
    sign_in(context, reading)
    page.check("#prompt-a")
    expect(saved).to_contain_text("signed in again since this page was opened")
    saved.locator("a").click()
    expect(saved).to_contain_text("Saved at")
    assert list(state(reading, case).answers.values()) == ["yes"]
    assert state(reading, case).beside.prompts
    assert kept(page) == 0


def test_a_script_that_sends_without_a_session_is_told_so(reading: Site) -> None:
    path = question(reading, free(reading)).removeprefix(reading.address)
    with reading.visit() as visit:
        visit.client.follow_redirects = False
        asked = {"Accept": "application/json"}
        assert visit.client.post(path, data={"answer": "yes"}, headers=asked).status_code == 401
        assert visit.client.post(path, data={"answer": "yes"}).status_code == 303
