"""An action plan filled in over more than one sitting: kept in the browser as one goes, for whoever entered it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.pages.test_provider_giving import EAST, PLAN, an_action
from tests.support.axe import violations
from tests.support.site import Site, contact_of

pytestmark = pytest.mark.long

KEPT = "Object.keys(localStorage).filter(each => each.startsWith('assay-draft-')).length"


def as_contact(context: BrowserContext, served: Site, person: str) -> Page:
    context.clear_cookies()
    with served.visit(person) as visit:
        cookie = {"name": "assay", "value": visit.client.cookies["assay"], "url": served.address}
    context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie, as it wants them
    return context.new_page()


def test_a_plan_is_gone_on_with_later_unless_it_was_sent_or_thrown_away(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    contact = contact_of(served, EAST)
    with browser.new_context() as context:
        page = as_contact(context, served, contact)
        page.goto(f"{served.address}{PLAN}")
        expect(page.locator("form[data-draft]")).to_be_hidden()
        page.check("#r1-agreed")
        with page.expect_navigation():
            page.click("text=Add an action to recommendation r1")
        page.evaluate("localStorage.clear()")  # the tick may have been kept by itself
        page.fill("[name=r1-a2-text]", "Words of half an afternoon.")
        page.wait_for_function(f"() => {KEPT} === 1")
        assert "half an afternoon" not in page.evaluate("JSON.stringify(localStorage)"), "it is encrypted"
        page.close()
        again = as_contact(context, served, contact)  # another session
        again.goto(f"{served.address}{PLAN}")
        expect(again.locator("form[data-draft]")).to_be_visible()
        assert violations(again) == []
        again.click("text=Go on with it")
        expect(again.locator("[name=r1-a2-text]")).to_have_value("Words of half an afternoon.")
        expect(again.locator("#r1-agreed")).to_be_checked()
        again.click("text=Send the action plan")
        expect(again.get_by_role("alert")).to_contain_text("There is a problem")
        again.wait_for_load_state()
        assert again.evaluate(KEPT) == 1, "what was not taken is kept"
        again.locator("#r2-agreed-3").check()
        again.fill("#r2-reason", "It is done already.")
        for action in ("r1-a1", "r1-a2"):
            for name, value in an_action(action).items():
                again.fill(f"[name='{name}']", value)
        again.click("text=Send the action plan")
        expect(again.locator(".govuk-notification-banner")).to_be_visible()
        again.wait_for_function(f"() => {KEPT} === 0")  # what was sent is kept no longer


def test_a_draft_is_thrown_away_on_request_and_is_nobody_elses(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    with browser.new_context() as context:
        page = as_contact(context, served, contact_of(served, EAST))
        page.goto(f"{served.address}{PLAN}")
        page.fill("[name=r1-a1-text]", "Not what we want.")
        page.wait_for_function(f"() => {KEPT} === 1")
        page.reload()
        page.click("text=Throw it away")
        expect(page.locator("form[data-draft]")).to_be_hidden()
        page.wait_for_function(f"() => {KEPT} === 0")
    with served.visit(contact_of(served, EAST)) as one, served.visit(contact_of(served, EAST)) as other:
        keys = [visit.get(PLAN).text.partition('data-key="')[2][:64] for visit in (one, other)]
    assert keys[0] == keys[1], "it outlives a session"
    assert len(set(keys[0])) > 4


SLOW_KEY = """const importKey = crypto.subtle.importKey.bind(crypto.subtle);
crypto.subtle.importKey = async (...given) => {
    await new Promise((done) => setTimeout(done, 2000));
    return importKey(...given);
};"""
"""A browser with so much else to do that the key is ready only when somebody writes already."""


def test_what_is_entered_before_the_key_is_ready_is_kept_too(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    with browser.new_context() as context:
        context.add_init_script(SLOW_KEY)
        page = as_contact(context, served, contact_of(served, EAST))
        page.goto(f"{served.address}{PLAN}")
        page.fill("[name=r1-a1-text]", "Written at once.")
        page.wait_for_function(f"() => {KEPT} === 1")
