"""A form that is sent with nothing in it, in a browser: the last one of a page that goes to an address."""

from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

__all__ = ["send_empty"]


def send_empty(page: Page, action: str | None = None) -> None:
    """Empty a form of the page that is open, press its last button, and wait for what is wrong with it.

    Args:
        page: the page.
        action: where the form is sent; None for wherever the last form with something to fill in is sent.
    """
    with page.expect_navigation():
        page.evaluate(_EMPTY, urlsplit(action).path if action else None)
    expect(page.locator(".govuk-error-summary")).to_be_visible()


_EMPTY = """(action) => {
    const ours = (each) => action === null || new URL(each.action).pathname === action;
    const has = (each, what) => each.querySelector(what) !== null;
    const forms = [...document.querySelectorAll('main form[method=post]')].filter((each) =>
        ours(each) && has(each, 'button') && has(each, 'textarea, select, input:not([type=hidden])'));
    const form = action === null ? forms.pop() : forms[0];
    for (const each of form.elements) {
        if (each.type === 'radio' || each.type === 'checkbox') each.checked = false;
        else if (each.tagName !== 'BUTTON' && each.type !== 'hidden') each.value = '';
    }
    [...form.querySelectorAll('button')].pop().click();
}"""
