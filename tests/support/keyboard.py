"""A page without a mouse: what Tab comes to, whether one sees where one is, and the way past what every page has."""

from playwright.sync_api import Page

__all__ = ["FOCUS_SHOWN", "beyond_reach", "enter", "tab_to"]

FOCUS_SHOWN = """() => {
    const it = document.activeElement;
    if (it === document.body) return true;  // between the end of the page and its beginning
    const looks = (each, part) => {
        const style = getComputedStyle(each, part);
        return [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor,
            style.borderTopColor, style.borderTopWidth].join();
    };
    const drawn = [it, ...(it.labels || []), ...(it.parentElement ? [it.parentElement] : [])];
    const all = () => drawn.flatMap((each) => [looks(each), looks(each, '::before'), looks(each, '::after')]).join();
    const box = it.getBoundingClientRect();
    const focused = all();
    it.blur();
    const plain = all();
    it.focus({focusVisible: true});
    return focused !== plain && box.width > 0 && box.bottom > 0 && box.top < window.innerHeight;
}"""
"""Whether what has the focus is within the window, and looks otherwise than without it."""

_ACTIONS = """() => {
    const name = (each) => each.outerHTML.slice(0, 160);
    const can = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
    const there = [...document.querySelectorAll(can)].filter((each) => !each.disabled && each.checkVisibility());
    // Tab comes to one of several radios, from which the arrows go on.
    const group = (each) => each.type === 'radio' ? 'radio ' + each.name + (each.form ? each.form.action : '') : each;
    const left = new Map(there.map((each) => [group(each), name(each)]));
    window.assayReached = () => left.delete(group(document.activeElement));
    window.assayLeft = () => [...left.values()];
    return there.length;
}"""
"""Looks for whatever can be acted on, and keeps what of it nobody has come to yet."""


def tab_to(page: Page, selector: str) -> None:
    """Reach something with the keyboard alone; whatever has the focus on the way is seen to have it."""
    for _ in range(80):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWN), page.evaluate("document.activeElement.outerHTML.slice(0, 200)")
        if page.evaluate("(wanted) => document.activeElement.matches(wanted)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with the keyboard")


def enter(page: Page) -> None:
    """Press what is in focus, and wait for the page that comes of it."""
    with page.expect_navigation():
        page.keyboard.press("Enter")


def beyond_reach(page: Page) -> list[str]:
    """What is wrong with a page, just opened, for whoever has no mouse; empty if nothing is.

    Tab comes to everything that can be acted on, and one sees that it did; the first thing that it comes to leads past
    what every page begins with. A document, such as a report, begins with nothing that one would go past.
    """
    found = []
    skips = page.locator(".govuk-template").count() > 0
    for place in range(page.evaluate(_ACTIONS) + 2):
        page.keyboard.press("Tab")
        if place == 0 and skips and not page.evaluate("document.activeElement.matches('.govuk-skip-link')"):
            found.append("does not begin with a link past what every page begins with")
        page.evaluate("window.assayReached()")
        if not page.evaluate(FOCUS_SHOWN):
            found.append(
                f"does not show the focus: {page.evaluate('document.activeElement.outerHTML.slice(0, 160)')}"
            )
    found += [f"has what Tab never comes to: {each}" for each in page.evaluate("window.assayLeft()")]
    if skips:
        page.locator(".govuk-skip-link").press("Enter")
        if page.evaluate("document.activeElement.id") != "main-content":
            found.append("has a link past its beginning that leads nowhere")
    return found
