"""Every template in every state that it has: WCAG 2.2 A and AA in a wide window and in one of 320 px."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment
from jinja2.meta import find_referenced_templates
from playwright.sync_api import Browser, Page, Response, expect

from adapters.inbound.web.rendering import FRAME, Pages
from tests.arch.tree import ROOT
from tests.pages.test_bodies import Led, led  # noqa: F401 - a fixture
from tests.pages.test_setting_up import DOCUMENT
from tests.support import page_grounds
from tests.support.axe import NARROW, faults, violations
from tests.support.page_grounds import Place
from tests.support.page_table import ELSEWHERE, INCLUDED, TABLE, Row
from tests.support.sent_empty import send_empty
from tests.support.servers.chromium import PATIENCE
from tests.support.waiting import eventually

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

TEMPLATES = ROOT / "adapters" / "inbound" / "web" / "templates"
HEADER = "x-template"


@pytest.fixture(scope="module", autouse=True)
def _named() -> Iterator[None]:
    """Each answer says of which template it was made."""
    with pytest.MonkeyPatch.context() as patch:
        _say_templates(patch)
        yield


@pytest.fixture(scope="module")
def places(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, Place]]:
    """Everywhere that the table names."""
    with ExitStack() as stack:

        def folder(name: str) -> Path:
            return tmp_path_factory.mktemp(name)

        yield {
            "example": stack.enter_context(page_grounds.the_example(example_home, folder("example"))),
            "year": stack.enter_context(page_grounds.year_under_way(folder("year"))),
            "new": stack.enter_context(page_grounds.new(folder("new"))),
            "closed": stack.enter_context(page_grounds.closed(folder("closed"))),
            "broken": stack.enter_context(page_grounds.broken(example_home, folder("broken"))),
        }


def _say_templates(patch: pytest.MonkeyPatch) -> None:
    made = Pages.page

    def page(self: Pages, request: Request, template: str, status: int = 200, **values: Any) -> HTMLResponse:
        answer = made(self, request, template, status, **values)
        answer.headers[HEADER] = template
        return answer

    patch.setattr(Pages, "page", page)


def test_every_template_stands_in_the_table_or_is_part_of_one_that_does() -> None:
    shown = {path.name for path in (TEMPLATES / "pages").glob("*.html")}
    assert set(TABLE) == shown - INCLUDED - ELSEWHERE.keys()
    assert all(TABLE.values())
    for test in ELSEWHERE.values():
        assert "tests.support.axe" in (ROOT / "tests" / test).read_text(), test
    reached, waiting = set[str](), {FRAME, *(f"pages/{each}" for each in (*TABLE, *ELSEWHERE))}
    while waiting:
        name = waiting.pop()
        reached.add(name)
        tree = Environment(autoescape=True).parse((TEMPLATES / name).read_text())
        waiting |= {each for each in find_referenced_templates(tree) if each and _ours(each)} - reached
    assert {str(path.relative_to(TEMPLATES)) for path in TEMPLATES.rglob("*.html")} == reached


def _ours(name: str) -> bool:
    return (TEMPLATES / name).exists()


@pytest.mark.parametrize("template", sorted(TABLE))
def test_every_state_of_a_template_can_be_used_by_everybody(
    template: str, places: Mapping[str, Place], browser: Browser
) -> None:
    wrong = []
    for row in TABLE[template]:
        with opened(browser, places[row.on], row, template) as page:
            said = _faults(page)
            if row.empty:
                send_empty(page)
                said += [f"sent empty: {each}" for each in _faults(page)]
            wrong += [f"{row.state} ({row.at}): {each}" for each in said]
    assert not wrong, "\n".join(wrong)


@contextmanager
def opened(browser: Browser, place: Place, row: Row, template: str) -> Iterator[Page]:
    """A page as somebody opens it; it is of the template that the table says."""
    with browser.new_context(viewport={"width": 1280, "height": 900}) as context:
        if row.who:
            with place.served.visit(place.people.get(row.who) or place.names[row.who]) as visit:
                cookie = visit.client.cookies["assay"]
            context.add_cookies([{"name": "assay", "value": cookie, "url": place.served.address}])
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        answer = page.goto(place.served.address + row.at.format(**place.names))
        if row.deed:
            answer = DEEDS[row.deed](page)
        assert answer is not None
        shown = (answer.status, answer.headers.get(HEADER))
        assert shown == (row.status, template), f"{row.state}: {row.at} is {shown}"
        yield page
        if row.after:
            DEEDS[row.after](page)


def _comment(page: Page) -> Response | None:
    page.check("input[name=sort][value=comment]")
    page.check("input[name=about][value=other]")
    page.fill("[name=said]", "The page of results is of use to us.")
    for part, number in (("day", "1"), ("month", "2"), ("year", "2019")):
        page.fill(f"[name=received_on-{part}]", number)
    return _pressed(page)


def _token(page: Page) -> Response | None:
    page.fill("[name=title]", "Another script")
    page.check("input[name=roles][value=operations-manager]")
    for part, number in (("day", "1"), ("month", "9"), ("year", "2018")):
        page.fill(f"[name=until-{part}]", number)
    return _pressed(page)


def _framework(page: Page) -> Response | None:
    page.fill("[name=id]", "small-2018")
    page.fill("[name=version]", "1")
    page.set_input_files("[name=file]", {"name": "a.txt", "mimeType": "text/plain", "buffer": DOCUMENT})
    return _pressed(page)


def _half_a_draw(page: Page) -> Response | None:
    page.get_by_text("Let a public draw add to the seed").click()
    page.fill("[name=public_source]", "A lottery")
    return _pressed(page)


def _planned(page: Page) -> Response | None:
    """A plan that takes some minutes; its page does not open again by itself, as it is asked not to."""
    page.locator("input[name=tables]").first.check()
    page.check("input[name=work][value=thorough]")
    answer = _pressed(page)
    if page.get_by_role("button", name="Stop, with the plan in hand").count():
        answer = page.goto(f"{page.url}?by_hand=yes")
    expect(page.get_by_role("button", name="Stop, with the plan in hand")).to_be_visible()
    return answer


def _stopped(page: Page) -> Response | None:
    """The plan in hand, so that nothing is worked on behind the pages that are looked at next."""
    with page.expect_navigation() as sent:
        page.get_by_role("button", name="Stop, with the plan in hand").click()
    return sent.value


def _pressed(page: Page) -> Response | None:
    """What comes of the last button of the page."""
    with page.expect_navigation() as sent:
        page.locator("main form button").last.click()
    return sent.value


def _worked_out(page: Page) -> Response:
    """The page once what it asked has its answer; it does not look again by itself, as it was asked not to."""

    def answered() -> Response | None:
        answer = page.reload()
        return answer if page.get_by_role("button", name="Look again").count() == 0 else None

    return eventually(answered, "it has been worked out") or pytest.fail("no answer")


DEEDS: Mapping[str, Callable[[Page], Response | None]] = {
    "comment": _comment,
    "token": _token,
    "framework": _framework,
    "half_a_draw": _half_a_draw,
    "planned": _planned,
    "stopped": _stopped,
    "pressed": _pressed,
    "worked_out": _worked_out,
}
"""What is done on a page, as the table names it."""


def _faults(page: Page) -> list[str]:
    """What is wrong in a wide window, and in a narrow one, where other things are shown."""
    found = faults(page)
    size = page.viewport_size
    assert size is not None
    page.set_viewport_size({**size, "width": NARROW})
    found += [f"at {NARROW} px: {each}" for each in violations(page)]
    page.set_viewport_size(size)
    return found


def test_a_copy_under_embargo_can_be_read_by_everybody(led: Led, browser: Browser) -> None:  # noqa: F811 - a fixture
    row = Row("on the eve of publication", "", led.copy)
    with opened(browser, Place(led.served, {}, {}), row, "embargoed.html") as page:
        assert _faults(page) == []
