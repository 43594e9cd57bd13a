"""Every page in every state that is found: WCAG 2.2 A and AA, no sideways scrolling at 320 px, and no need of a mouse.

A window of 1280 px that is enlarged to 400 % is one of 320. The reference of the API is among the pages.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Never
from urllib.parse import urlsplit

import pytest
from limits import RateLimitItemPerMinute
from lxml import html  # type: ignore[import-untyped]  # it brings no types
from playwright.sync_api import Browser, Page, Response, expect

from activities.ports import StoreFault
from adapters.inbound.web.entry import securing, turning_away
from adapters.inbound.web.pages import home
from tests.support.axe import faults
from tests.support.crawling import (
    NOBODY,
    STARTS,
    Crawl,
    FormSeen,
    Patterns,
    crawl,
    one_of_each_role,
    patterns_of,
)
from tests.support.keyboard import beyond_reach
from tests.support.page_states import kind_of, state_of
from tests.support.sent_empty import send_empty
from tests.support.servers.chromium import PATIENCE
from tests.support.site import Site, Visit, site

pytestmark = [pytest.mark.long, pytest.mark.timeout(900)]


@pytest.fixture(scope="module")
def opened(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example of this module's own: its forms are sent, and some are taken."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("accessible") / "home")) as served:
        yield served


@pytest.fixture(scope="module")
def patterns(opened: Site) -> Patterns:
    return patterns_of(opened.assay)


@pytest.fixture(scope="module")
def crawls(opened: Site, patterns: Patterns) -> Mapping[str, Crawl]:
    """What one person of each role finds by following every link, and somebody who is not signed in."""
    found = {}
    for who in (*one_of_each_role(opened), NOBODY):
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
        page.set_default_timeout(PATIENCE)
        yield page


def test_every_page_that_somebody_is_led_to_can_be_used_by_everybody(
    opened: Site, crawls: Mapping[str, Crawl], browser: Browser
) -> None:
    wrong, states, kinds = [], set[object](), set[str]()
    for who, found in crawls.items():
        with browsing(browser, opened, who) as page:
            for pattern, seen in found.first_of_each.items():
                state = state_of(pattern, seen.tree)
                if state in states:
                    continue
                states.add(state)
                answer = page.goto(opened.address + seen.address)
                assert answer is not None
                assert answer.status == seen.answer.status_code, (who, seen.address)
                said = []
                # What Tab comes to is the same in all states of a template but for how many there are of it.
                if kind_of(pattern) not in kinds:
                    kinds.add(kind_of(pattern))
                    said += beyond_reach(page)
                said += faults(page)
                wrong += [f"{who}: {seen.address}: {each}" for each in said]
    assert len(states) > 100
    assert len(kinds) > 50
    assert not wrong, "\n".join(wrong)


WIDE_TABLE = "<table style='width: 900px'><tr><td>Very wide</td></tr></table>"


@pytest.mark.parametrize(
    ("part", "wrong"),
    [
        ("<div class='w' role='region' tabindex='0' aria-label='Weeks'>{}</div>", 0),
        ("<div class='w' role='region' tabindex='0' aria-labelledby='no-such'>{}</div>", 1),
        ("<div class='w' role='region' aria-label='Weeks'>{}</div>", 1),
        ("<div>{}</div>", 1),
    ],
)
def test_what_scrolls_at_400_per_cent_has_a_name_and_is_come_to(
    browser: Browser, part: str, wrong: int
) -> None:
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        page = context.new_page()
        beginning = (
            "<html lang=en><title>Weeks</title><style>.w { overflow-x: auto }</style><main><h1>Weeks</h1>"
        )
        page.set_content(beginning + part.format(WIDE_TABLE))
        assert len([each for each in faults(page) if "scrolls" in each]) == wrong


@pytest.mark.parametrize("page", ["", "/raise-challenge", "/receive-evidence"])
def test_the_reference_of_the_api_can_be_used_by_everybody(opened: Site, browser: Browser, page: str) -> None:
    with browsing(browser, opened, NOBODY) as window:
        elsewhere = list[str]()
        window.on("request", lambda asked: elsewhere.append(asked.url))
        answer = window.goto(f"{opened.address}/api/docs{page}")
        assert answer is not None
        assert answer.status == 200
        assert "script-src" not in answer.headers["content-security-policy"]
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        assert window.locator("script").count() == 0
        assert not [each for each in elsewhere if not each.startswith(opened.address)]
        assert faults(window) == []
        if page:  # the first is a list of links, of which there are hundreds
            assert beyond_reach(window) == []


def test_every_form_that_is_sent_empty_says_what_is_wanted_of_whom_and_where_to_everybody(
    opened: Site, crawls: Mapping[str, Crawl], patterns: Patterns, browser: Browser
) -> None:
    wrong, states, sent = [], set[object](), 0
    for who, found in crawls.items():
        with browsing(browser, opened, who) as page, opened.visit(who or None) as visit:
            for pattern, form in found.forms.items():
                answer = _sent_empty(visit, form)
                if answer is None or answer[0] != INCOMPLETE:
                    continue
                sent += 1
                tree = answer[1]
                wrong += [f"{who}: {form.page}: {each}" for each in _not_said(tree)]
                state = state_of(pattern, tree)
                if state not in states:
                    states.add(state)
                    page.goto(form.page)
                    send_empty(page, form.action)
                    wrong += [f"{who}: {form.page}, sent empty: {each}" for each in faults(page)]
    assert sent > 60
    assert len(states) > 30
    assert not wrong, "\n".join(wrong)


INCOMPLETE = 422


def _sent_empty(visit: Visit, form: FormSeen) -> tuple[int, Any] | None:
    """What comes of a form of which nothing was filled in; None if there is nothing in it to fill in, or to send."""
    before = visit.get(form.page)
    path = urlsplit(form.action).path
    for each in html.document_fromstring(before.text).xpath("//main//form[@method='post']"):
        here = urlsplit(each.get("action") or form.page).path
        if here != path or not each.xpath(_FIELDS) or not each.xpath(".//button"):
            continue
        hidden = each.xpath(".//input[@type='hidden']")
        answer = visit.client.post(
            form.action, data={one.get("name"): one.get("value", "") for one in hidden}
        )
        return answer.status_code, html.document_fromstring(answer.text)
    return None


_FIELDS = (
    ".//textarea | .//select | .//input[@type='text' or @type='radio' or @type='checkbox' or @type='file']"
)


def _not_said(tree: Any) -> Iterator[str]:
    """What a page that comes back with problems does not say as the design system wants it said."""
    if not (tree.findtext(".//title") or "").strip().startswith("Error: "):
        yield "its title does not say so"
    listed = tree.xpath("//div[contains(@class, 'govuk-error-summary')]//li")
    if not listed:
        yield "has no summary of what is wrong"
    for each in listed:
        text = " ".join(each.text_content().split())
        links = each.xpath("./a/@href")
        if not links and len(listed) > 1:  # what a rule refuses, it refuses of the whole form
            yield f"does not lead to where this is to be put right: {text}"
        for link in links:
            there = tree.xpath("//main//*[@id=$id]", id=link.lstrip("#"))
            if len(there) != 1:
                yield f"leads to {len(there)} places with {link}: {text}"
            elif not any(
                text in _plain(one) for one in tree.xpath("//*[contains(@class, 'govuk-error-message')]")
            ):
                yield f"says at the top alone: {text}"


def _plain(element: Any) -> str:
    return " ".join(element.text_content().split())


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


def _out_of_reach(*_: object) -> Never:
    raise StoreFault("The database cannot be reached.")


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
        page.goto(f"{opened.address}/comments/receive")
        page.fill("[name=said]", "It may not be lost.")
        with monkeypatch.context() as broken:
            broken.setattr(securing, "visitor_of", _out_of_reach)
            with page.expect_navigation() as sent:
                page.locator("main form button").last.click()
            shows(page, sent.value, 503, "What you entered is on this page")
        page.click("text=Send it again")
        expect(page.locator("[name=said]")).to_have_value("It may not be lost.")
        with monkeypatch.context() as broken:
            broken.setattr(home, "my_tasks", _fails)
            shows(page, page.goto(f"{opened.address}/home"), 500, "Something went wrong here")
        assert "HQ operations: operations manager" in page.locator(".assay-who").inner_text()
        page.goto("about:blank")
        page.set_content(f"<form method=post action='{opened.address}/calendar'><button>Send</button></form>")
        with page.expect_navigation() as sent:
            page.click("button")
        shows(page, sent.value, 403, "came from another site")
        page.route("**/calendar", lambda route: route.continue_(method="POST"))
        with monkeypatch.context() as strict:
            strict.setattr(turning_away, "CHANGES", RateLimitItemPerMinute(0))
            shows(page, page.goto(f"{opened.address}/calendar"), 429, "wait a minute")
