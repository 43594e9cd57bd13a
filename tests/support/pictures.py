"""The pictures of the pages in the README, made anew: ``make screenshots``.

They show what ``make run`` loads, which is invented throughout, in the browser that the tests use.
"""

import io
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser

import worker
from adapters.inbound.web.example import example_people
from domain.inspections.events import RatingsDecided
from domain.inspections.state import Inspection
from domain.people.roles import Role
from tests.arch.tree import ROOT
from tests.support.servers.chromium import chromium
from tests.support.site import Site, contact_of, site

__all__ = ["PICTURES", "main"]

PICTURES = ROOT / "docs" / "pictures"
WIDTH, HEIGHT = 1000, 820
COLOURS = 64
"""As many as text and its edges need; a picture of a page has few."""

READ, PANELLED, GATHERED, OVER = "crc-valley", "crc-moors", "division-west", "division-capital"
YEAR = "coming-year"
"""Inspections of the example: in fieldwork, before its panel, gathering evidence, and closed; and its programme."""


@dataclass(frozen=True)
class View:
    """A picture to be taken.

    Attributes:
        name: of its file.
        who: who looks; None for the public.
        path: which page.
        at: a part of it that is brought to the top; its beginning if None.
    """

    name: str
    who: str | None
    path: str
    at: str | None = None


def _views(served: Site) -> list[View]:
    """What there is to see, of whatever the example has drawn."""
    records, people = served.assay.records, example_people(served.assay)()

    def inspection(reference: str) -> Inspection:
        found: Inspection = records.read([f"inspection-{reference}"])[f"inspection-{reference}"].state
        return found

    def somebody(role: Role) -> str:
        return next(each.id for each in people if role.value in each.roles)

    read, panelled, gathered = inspection(READ), inspection(PANELLED), inspection(GATHERED)
    assert read.announced is not None
    assert panelled.announced is not None
    assert gathered.announced is not None
    lead, manager = read.announced.lead, somebody(Role.OPERATIONS_MANAGER)
    reader = next(each.id for each in people if each.roles == (Role.INSPECTOR.value,))
    case, question = _begun(served, read, reader)
    contact = contact_of(served, gathered.announced.providers[0])
    steps = served.assay.replaying.replay(OVER).steps
    decided = next(at for at, each in enumerate(steps, 1) if isinstance(each.envelope.data, RatingsDecided))
    over = f"/audit/inspections/{OVER}?step={decided}"
    return [
        View("home", lead, "/home"),
        View("inspection", lead, f"/inspections/{READ}", "main h2"),
        View("case-read", reader, f"/cases/{case}/questions/{question}"),
        View("panel", panelled.announced.lead, f"/panels/{PANELLED}-ratings/items/{PANELLED}"),
        View("programme", manager, f"/programme/{YEAR}/year"),
        View("provider", contact, f"/provider/{GATHERED}"),
        View("results", None, "/results"),
        View("audit", somebody(Role.AUDITOR), over),
    ]


def _begun(served: Site, inspection: Inspection, reader: str) -> tuple[str, str]:
    """A case of which somebody has answered a few key questions, and the next of them."""
    case, read = next(
        (case, each.state)
        for case, each in served.assay.records.read(inspection.sampled).items()
        if not each.state.begun and not each.state.readers.reader and not each.state.readers.paired
    )
    first, second, third, *_ = read.unanswered
    with served.visit(reader) as visit:
        for question, answer in ((first, "yes"), (second, "no")):
            visit.send(f"/cases/{case}/questions/{question}", {"answer": answer})
    return case, third


def take(browser: Browser, address: str, view: View) -> bytes:
    """One picture, as small as it can be and still be read."""
    page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, base_url=address)
    try:
        if view.who:
            page.goto("/sign-in")
            page.locator(f'[name="person"][value="{view.who}"]').check()
            page.locator("main form button").first.click()
        answer = page.goto(view.path)
        assert answer is not None
        assert answer.ok, (view, answer.status)
        if view.at:
            page.locator(view.at).first.evaluate("each => each.scrollIntoView()")
        taken = Image.open(io.BytesIO(page.screenshot(animations="disabled")))
    finally:
        page.close()
    small = io.BytesIO()
    taken.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(small, "PNG", optimize=True)
    return small.getvalue()


def main() -> int:
    """Take the pictures."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="assay-pictures-") as folder:
        home = Path(folder)
        with worker.compose(worker.settings_of({"ASSAY_HOME": str(home)})) as assay:
            assay.log_to(home / "made.log")
            assay.migrate()
            assay.load_example(lambda _: None)
        with site(home) as served, chromium() as browser:
            for view in _views(served):
                content = take(browser, served.address, view)
                (PICTURES / f"{view.name}.png").write_bytes(content)
                print(f"{view.name}.png: {len(content) / 1000:.0f} KB", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
