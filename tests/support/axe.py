"""axe-core in a browser's page: what breaks the rules of WCAG 2.2, A and AA."""

from typing import Any

from playwright.sync_api import Page

from tests.arch.tree import ROOT

__all__ = ["violations"]

AXE = ROOT / ".venv" / "web" / "node_modules" / "axe-core" / "axe.min.js"
RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")


def violations(page: Page) -> list[str]:
    """What is wrong with a page, each with the first place where it is; empty if nothing is."""
    # Evaluated, and not put into the page: its policy lets no script in from elsewhere.
    page.evaluate(AXE.read_text())
    found: dict[str, Any] = page.evaluate(
        "(tags) => axe.run(document, {runOnly: {type: 'tag', values: tags}})", list(RULES)
    )
    return [f"{each['id']}: {each['help']} ({each['nodes'][0]['html']})" for each in found["violations"]]
