"""Every page in every state that is found: WCAG 2.2 A and AA, and no sideways scrolling at 320 px (400 % of 1280)."""

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Never

import pytest
from playwright.sync_api import Browser, Page, Response, expect

import worker
from adapters.inbound.visiting.house import House, PageSettings
from adapters.inbound.web.application import build
from adapters.inbound.web.example import example_people
from adapters.inbound.web.pages import home
from tests.support.axe import faults
from tests.support.crawling import Crawl, crawl, patterns_in
from tests.support.site import Site, site

pytestmark = [pytest.mark.wide, pytest.mark.timeout(900)]

STARTS = ("/", "/home", "/results", "/inspections", "/panels", "/cases", "/audit", "/provider", "/calendar")
NOBODY = ""


@pytest.fixture(scope="module")
def opened(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example of this module's own: its forms are sent, and some are taken."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("accessible") / "home")) as served:
        yield served


@pytest.fixture(scope="module")
def crawls(opened: Site) -> dict[str, Crawl]:
    """What one person of each role finds by following every link, and somebody who is not signed in."""
    settings = PageSettings("http://127.0.0.1", "example", None, bytes(32))
    patterns = patterns_in(build(House(opened.assay, settings, str(worker.STYLES), tuple)).routes)
    people: dict[str, str] = {}
    for each in example_people(opened.assay)():
        for role in each.roles:
            people.setdefault(role, each.id)
    found = {}
    for who in (*dict.fromkeys(people.values()), NOBODY):
        with opened.visit(who or None) as visit:
            found[who] = crawl(visit, STARTS, patterns, each=1)
    return found


@contextmanager
def browsing(browser: Browser, served: Site, who: str) -> Iterator[Page]:
    """Somebody's window, signed in."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        if who:
            with served.visit(who) as visit:
                context.add_cookies(
                    [{"name": "assay", "value": visit.client.cookies["assay"], "url": served.address}]
                )
        page = context.new_page()
        page.set_default_timeout(10_000)
        yield page


def made_of(tree: Any) -> frozenset[str]:
    """The pieces that a page is made of: two pages of one kind that have the same ones are in the same state."""
    return frozenset(
        f"{each.tag}.{each.get('class')}.{each.get('type')}.{each.get('role')}"
        for each in tree.iter()
        if isinstance(each.tag, str)
    )


def state_of(kind: str, tree: Any) -> tuple[str, frozenset[str]]:
    """What tells one state of a template from another; the forms of commands are one template."""
    return re.sub(r"/(do|quality)/[a-z-]+$", "/do", kind), made_of(tree)


def test_every_page_that_somebody_is_led_to_can_be_used_by_everybody(
    opened: Site, crawls: dict[str, Crawl], browser: Browser
) -> None:
    wrong, states = [], set[object]()
    for who, found in crawls.items():
        with browsing(browser, opened, who) as page:
            for kind, seen in found.first_of_each.items():
                state = state_of(kind, seen.tree)
                if state in states:
                    continue
                states.add(state)
                answer = page.goto(opened.address + seen.address)
                assert answer is not None
                assert answer.status == seen.answer.status_code, (who, seen.address)
                wrong += [f"{who}: {seen.address}: {each}" for each in faults(page)]
    assert len(states) > 100
    assert not wrong, "\n".join(wrong)


def test_what_is_checked_before_it_is_sent_can_be_used_by_everybody(opened: Site, browser: Browser) -> None:
    with browsing(browser, opened, "hq-operations") as page:
        page.goto(f"{opened.address}/comments/receive")
        page.check("input[name=sort][value=comment]")
        page.check("input[name=about][value=other]")
        page.fill("[name=said]", "The page of results is of use to us.")
        for part, number in (("day", "1"), ("month", "2"), ("year", "2019")):
            page.fill(f"[name=received_on-{part}]", number)
        page.locator("main form button").last.click()
        expect(page.locator("main")).to_contain_text("The page of results is of use to us.")
        assert faults(page) == []
        page.locator("main form button").first.click()
        expect(page.locator(".govuk-notification-banner")).to_be_visible()
        assert faults(page) == []


def _fails(*_: object) -> Never:
    raise RuntimeError("what a page did not reckon with")


def test_whatever_is_refused_is_said_on_a_page_that_everybody_can_use(
    opened: Site, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shows(page: Page, answer: Response | None, status: int, words: str) -> None:
        assert answer is not None
        assert answer.status == status
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        expect(page.locator("main")).to_contain_text(words)
        assert faults(page) == []

    with browsing(browser, opened, "hq-operations") as page:
        shows(page, page.goto(f"{opened.address}/no-such-page"), 404, "")
        with monkeypatch.context() as broken:
            broken.setattr(home, "my_tasks", _fails)
            shows(page, page.goto(f"{opened.address}/home"), 500, "Something went wrong here")
        assert "hq-operations: operations manager" in page.locator(".assay-who").inner_text()
        page.goto("about:blank")
        page.set_content(f"<form method=post action='{opened.address}/calendar'><button>Send</button></form>")
        with page.expect_navigation() as sent:
            page.click("button")
        shows(page, sent.value, 403, "came from another site")
        for _ in range(130):
            page.request.post(f"{opened.address}/no-such-page")
        page.route("**/calendar", lambda route: route.continue_(method="POST"))
        shows(page, page.goto(f"{opened.address}/calendar"), 429, "wait a minute")
