"""axe-core in a browser's page: what breaks the rules of WCAG 2.2, A and AA; and what a narrow window cannot hold."""

from typing import Any

from playwright.sync_api import Page

from tests.arch.tree import ROOT

__all__ = ["NARROW", "faults", "violations"]

AXE = ROOT / ".venv" / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
WIDE, NARROW = 1280, 320
"""In CSS pixels. A window of 1280 that is enlarged to 400 % is one of 320."""


def violations(page: Page) -> list[str]:
    """What is wrong with a page, each with the first place where it is; empty if nothing is."""
    page.wait_for_load_state()  # a press may just have brought it
    # Evaluated, and not put into the page: its policy lets no script in from elsewhere.
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", list(RULES)
    )
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html']})" for each in found["violations"]]


def faults(page: Page) -> list[str]:
    """What is wrong with a page in a wide window; and in a narrow one, as one of 1280 px is that is enlarged to 400 %.

    There nothing scrolls sideways but a table or a chart, in a part of the page that has a name and that Tab comes to.
    """
    found = violations(page)
    size = page.viewport_size or {"width": WIDE, "height": WIDE}
    page.set_viewport_size({**size, "width": NARROW})
    if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
        found.append(f"scrolls sideways at {NARROW} px for {page.evaluate(_WIDEST)}")
    found += [
        f"scrolls at {NARROW} px in what has no name or Tab never comes to: {each}"
        for each in page.evaluate(_SCROLLS_BY_ITSELF)
    ]
    page.set_viewport_size(size)
    return found


_SCROLLS_BY_ITSELF = """() => {
    const named = (each) => each.getAttribute('aria-label')
        || document.getElementById(each.getAttribute('aria-labelledby'))?.textContent || '';
    const region = (each) => each.tabIndex === 0 && each.getAttribute('role') === 'region' && named(each).trim();
    const scrolls = (each) => ['auto', 'scroll'].includes(getComputedStyle(each).overflowX)
        && each.scrollWidth > each.clientWidth && !each.matches('textarea, input, select');
    return [...document.querySelectorAll('body *')].filter((each) => scrolls(each) && !region(each))
        .map((each) => each.outerHTML.slice(0, 160));
}"""
"""What scrolls sideways by itself without being a named part of the page that Tab comes to."""

_WIDEST = """() => {
    const beyond = [...document.querySelectorAll('body *')]
        .filter((each) => each.getBoundingClientRect().right > window.innerWidth && !each.closest('.assay-wide'));
    return beyond.slice(-1).map((each) => each.outerHTML.slice(0, 200))[0] || 'nothing that can be named';
}"""
"""The innermost thing that reaches beyond the window."""
