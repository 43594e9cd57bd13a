"""Setting up in a browser: somebody comes and is given a role, a file is added, and every page is for everybody."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from domain.inspections.protocols import texts as shipped_kinds
from tests.pages.test_cases import signed_in
from tests.pages.test_programme_browser import confirmed, enter, go, hand_in, holds, press
from tests.pages.test_setting_up import DOCUMENT, OF_THE_MANAGER, SHIPPED
from tests.support.programme_pages import INSPECTOR, MANAGER, Pages, programme_pages

pytestmark = pytest.mark.long


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with programme_pages(tmp_path) as served:
        yield served


@pytest.mark.timeout(300)
def test_every_page_can_be_used_by_everybody_at_any_width(pages: Pages, browser: Browser) -> None:
    with browser.new_context() as context:
        page = signed_in(context, pages.served, MANAGER)
        for path in (*SHIPPED, *OF_THE_MANAGER, "/setting-up/compare/kinds", "/interests"):
            answer = page.goto(f"{pages.served.address}{path}")
            assert answer is not None
            assert answer.status == 200, path
            holds(page, narrow=True)


@pytest.mark.timeout(300)
@pytest.mark.parametrize("scripts", [True, False])
def test_the_operations_manager_sets_up_people_and_rules_with_scripts_and_without(
    pages: Pages, browser: Browser, scripts: bool
) -> None:
    with browser.new_context(java_script_enabled=scripts) as context:
        page = signed_in(context, pages.served, MANAGER)
        page.goto(f"{pages.served.address}/home")
        go(page, page.get_by_role("link", name="Setting up", exact=True))
        go(page, page.get_by_role("link", name="People", exact=True))
        press(page, "Put somebody on the record")
        press(page, "Continue")
        expect(page.get_by_role("alert")).to_contain_text("Select: engagement")
        holds(page)
        enter(page, engagement="employee", person_name="Ada Example", known_as="os-7")
        confirmed(page)
        go(page, page.get_by_role("link", name="Ada Example"))
        holds(page, narrow=True)
        go(page, page.get_by_role("link", name="Give a role"))
        enter(page, held="assistant", since="2018-02-01")
        confirmed(page)
        go(page, page.get_by_role("link", name="Plan leave"))
        enter(page, since="2018-07-09", until="2018-07-20")
        confirmed(page)
        go(page, page.get_by_role("link", name=re.compile("^Cancel the leave")))
        confirmed(page)
        go(page, page.get_by_role("link", name="Declare an interest"))
        enter(page, interest="i1", kind="family", provider="north", since="2018-01-09")
        confirmed(page)
        page.goto(f"{pages.served.address}/setting-up/interests")
        expect(page.locator("table")).to_contain_text("somebody in the family")
        holds(page, narrow=True)

        text = next(text for _, text in sorted(shipped_kinds().items()) if b'"crc-2018"' in text)
        page.goto(f"{pages.served.address}/setting-up/kinds")
        go(page, page.get_by_role("link", name="Add a kind of inspection"))
        press(page, "Read it")
        expect(page.get_by_role("alert")).to_contain_text("Choose the file")
        holds(page)
        own = re.sub(rb'version = "[^"]*"', b'version = "7.7"', text, count=1)
        hand_in(page, "file", "own.toml", own)
        press(page, "Read it")
        holds(page, narrow=True)
        press(page, "Add it")
        expect(page.locator(".govuk-notification-banner")).to_contain_text("was added")
        kind = pages.served.assay.library().protocol_version("crc-2018", "7.7")
        assert kind is not None

        page.goto(f"{pages.served.address}/setting-up/frameworks/import")
        enter(page, id="small-2018", version="1")
        hand_in(page, "file", "words.txt", DOCUMENT)
        press(page, "Read it")
        holds(page, narrow=True)
        press(page, "Add it")
        expect(page.locator("h1")).to_have_text("small-2018")
        holds(page, narrow=True)


def test_whoever_has_an_interest_declares_it(pages: Pages, browser: Browser) -> None:
    with browser.new_context() as context:
        page = signed_in(context, pages.served, INSPECTOR)
        page.goto(f"{pages.served.address}/home")
        go(page, page.get_by_role("link", name="your interests"))
        press(page, "Declare an interest")
        enter(page, interest="i1", kind="friendship", provider="south", since="2018-01-09")
        confirmed(page)
        expect(page.locator("dl").first).to_contain_text("It bars today.")
        holds(page, narrow=True)
