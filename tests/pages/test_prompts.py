"""Holding the prompts against the evidence: one a page, each on the record before the next, however many there are."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from domain.evidence.state import EvidenceRoom
from tests.support.axe import violations
from tests.support.site import Site, contact_of

pytestmark = pytest.mark.long

REF, LEAD, OTHER_LEAD = "crc-coast", "inspector-f", "inspector-g"
READ = "crc-valley"
"""An inspection with a register."""
START = f"/inspections/{REF}/prompts"
LARGEST_PAGE = 100 * 1024


def room(served: Site, reference: str = REF) -> EvidenceRoom:
    stream = f"evidence-{reference}"
    found: EvidenceRoom = served.assay.records.read([stream])[stream].state
    return found


def test_all_prompts_are_held_against_the_evidence_one_by_one_on_pages_that_do_not_grow(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    before, largest = len(room(served).findings), 0
    with served.visit(LEAD) as visit:
        assert START in visit.get("/home").text, "the task leads there"
        page = visit.get(START)
        seen = [page.url.path]
        while "/prompts/" in page.url.path:
            assert len(seen) <= 100
            largest = max(largest, len(page.content))
            page = visit.send(page.url.path, {"finding": "not-known", "note": "Nobody has said."}, page)
            assert page.status_code == 200, page.text
            assert len(room(served).findings) == before + len(seen), "each is on the record before the next"
            seen.append(page.url.path)
        assert len(set(seen)) == len(seen), "none is asked twice"
        assert len(seen) - 1 == 66
        overview = visit.get(f"/inspections/{REF}/enquiries")
        assert "Every prompt has been assessed" in overview.text
        sizes = {"a prompt": largest, "lines of enquiry": len(overview.content)}
        assert max(sizes.values()) < LARGEST_PAGE, sizes
        assert visit.get(f"/inspections/{REF}/do/assess-prompts").status_code == 404


def test_what_is_missing_is_said_beside_what_was_entered_and_a_form_is_done_once(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    with served.visit(LEAD) as visit:
        path = f"/inspections/{READ}/prompts/1.1.1-a"
        page = visit.get(path)
        assert "Select what the evidence says" in visit.send(path, {"note": "Kept."}, page).text
        lacking = visit.send(path, {"finding": "met", "note": "Kept."}, page)
        assert lacking.status_code == 422
        assert "Tick the evidence that says so" in lacking.text
        assert "Kept." in lacking.text
        (entry, *_) = room(served, READ).register
        done = visit.send(path, {"finding": "partly", "evidence": entry, "note": "In half the teams."}, page)
        assert done.status_code == 200, done.text
        assert done.url.path != path
        at = served.assay.store.last_position()
        again = visit.send(path, {"finding": "partly", "evidence": entry, "note": "In half the teams."}, page)
        assert "nothing was done twice" in again.text
        assert served.assay.store.last_position() == at
        (found,) = [
            each for each in room(served, READ).findings.values() if each.note == "In half the teams."
        ]
        assert (found.finding, found.evidence) == ("partly", (entry,))
        assert "In half the teams." in visit.get(path).text, "what was found stands in its page"


def test_prompts_are_there_for_whoever_may_assess_them_and_for_nobody_else(looking: Site) -> None:
    for person in (contact_of(looking, "example-crc-coast"), "hq-operations", "chief-inspector"):
        with looking.visit(person) as visit:
            assert visit.get(START).status_code == 404
            assert visit.get(f"{START}/1.1.1-a").status_code == 404
    with looking.visit(OTHER_LEAD) as visit:
        assert visit.get(f"{START}/9.9.9-z").status_code == 404


@pytest.mark.parametrize("width", [1000, 320])
def test_the_page_of_a_prompt_can_be_used_by_everybody(looking: Site, browser: Browser, width: int) -> None:
    with browser.new_context(viewport={"width": width, "height": 800}) as context:
        with looking.visit(LEAD) as visit:
            cookie = {"name": "assay", "value": visit.client.cookies["assay"], "url": looking.address}
        context.add_cookies([cookie])  # type: ignore[list-item]  # a cookie, as it wants them
        page = context.new_page()
        page.goto(f"{looking.address}{START}")
        assert page.locator("h1").is_visible()
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
