"""The report: what it says of itself, its languages, the points about it, and the Chief Inspector's signature."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from lxml import html  # type: ignore[import-untyped]  # it brings no types
from playwright.sync_api import Browser, expect

from adapters.inbound.web.example import example_people
from domain.inspections.report.texts import texts_of
from domain.inspections.state import Inspection
from tests.pages.test_cases import signed_in
from tests.support.axe import violations
from tests.support.site import Site, site

pytestmark = pytest.mark.long

REF, LEAD, CHIEF, MANAGER = "division-midlands", "inspector-a", "chief-inspector", "hq-operations"
REPORT = f"/inspections/{REF}/report"


@pytest.fixture(scope="module")
def reporting(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example with a report that is being checked."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("reporting") / "home")) as served:
        yield served


def state(served: Site) -> Inspection:
    found: Inspection = served.assay.records.read([f"inspection-{REF}"])[f"inspection-{REF}"].state
    return found


@pytest.mark.parametrize("width", [1000, 320])
def test_every_page_of_a_report_can_be_used_by_everybody_at_any_width(
    reporting: Site, browser: Browser, width: int
) -> None:
    for person, paths in (
        (LEAD, (REPORT, "/inspections/division-east/report")),
        (CHIEF, (f"{REPORT}/sign",)),
    ):
        with browser.new_context(viewport={"width": width, "height": 800}) as context:
            page = signed_in(context, reporting, person)
            for path in paths:
                answer = page.goto(f"{reporting.address}{path}")
                assert answer is not None
                assert answer.status == 200, path
                assert violations(page) == [], path
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_the_report_itself_can_be_used_by_everybody_on_a_small_screen(
    reporting: Site, browser: Browser
) -> None:
    with browser.new_context(viewport={"width": 320, "height": 800}, bypass_csp=True) as context:
        page = signed_in(context, reporting, LEAD)
        for language in ("en", "cy"):
            page.goto(f"{reporting.address}{REPORT}/{language}.html")
            assert violations(page) == [], language
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), language


def test_the_report_is_read_in_both_languages_and_brings_nothing_with_it(reporting: Site) -> None:
    with reporting.visit(LEAD) as visit:
        page = visit.get(REPORT)
        for language, word in (("en", "Foreword"), ("cy", "Rhagair")):
            assert f"{REPORT}/{language}.html" in page.text
            printed = visit.get(f"{REPORT}/{language}.html")
            assert word in printed.text, language
            policy = printed.headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert visit.get(f"{REPORT}/{language}.pdf").content.startswith(b"%PDF-")
        for nothing in ("fr.html", "en.doc", "en.html?edition=9"):
            assert visit.get(f"{REPORT}/{nothing}").status_code == 404, nothing
        assert visit.get("/inspections/crc-coast/report").status_code == 200, "it can be drafted"


def test_a_draft_is_not_there_for_those_outside(reporting: Site) -> None:
    contact = next(each.id for each in example_people(reporting.assay)() if "provider-contact" in each.roles)
    with reporting.visit(contact) as visit:
        for path in (REPORT, f"{REPORT}/en.html", f"{REPORT}/en.pdf", f"{REPORT}/sign"):
            assert visit.get(path).status_code == 404, path
    with reporting.visit(LEAD) as visit:
        assert visit.get(f"{REPORT}/sign").status_code == 404, "whoever leads does not sign"


def test_an_accepted_point_changes_the_report_and_the_chief_inspector_signs_it_again(
    reporting: Site, browser: Browser
) -> None:
    (code,) = [code for code, each in state(reporting).challenges.items() if each.outcome == "open"]
    with reporting.visit(LEAD) as visit:
        page = visit.get(REPORT)
        assert f"do/accept-challenge?challenge={code}" in page.text
        told = page.text.split("Who is told when it is out")[1].split("</ul>")[0]
        assert "No address: register one, or tell them by other means" in told, (
            "nobody's address is registered"
        )
        accept = f"/inspections/{REF}/do/accept-challenge?challenge={code}"
        amendment = "There are sixty-four cases to an officer."
        done = visit.send(accept, {"challenge": code, "touches": "wording", "amendment": amendment})
        assert done.status_code == 200, done.text
        assert "it must be signed again" in visit.get(REPORT).text
    with reporting.visit(CHIEF) as visit:
        stale = visit.get(f"{REPORT}/sign")
        wrong = visit.send(
            f"{REPORT}/sign", {"report": "0" * 64, "foreword": "Thought about at length."}, stale
        )
        assert wrong.status_code == 422
        assert "Thought about at length." in wrong.text, "what was entered is still there"
    with browser.new_context() as context:
        page_ = signed_in(context, reporting, CHIEF)
        page_.goto(f"{reporting.address}{REPORT}")
        page_.get_by_role("link", name="Sign the report").click()
        page_.get_by_role("button", name="Sign the report").click()
        expect(page_.locator(".govuk-notification-banner")).to_be_visible()
        expect(page_.locator("main")).to_contain_text("Signed as it stands")
    report = state(reporting).report
    assert report is not None
    assert report.signed == report.digest


def test_a_section_is_changed_from_what_stands_on_the_record_and_keeps_what_is_entered(
    reporting: Site,
) -> None:
    written = dict(texts_of(state(reporting)))
    place = next(each for each in written if each not in ("foreword", "summary"))

    def text_in(page: httpx2.Response) -> str:
        found: str = html.document_fromstring(page.text).xpath("string(//textarea[@name='text'])")
        return found.strip()

    with reporting.visit(LEAD) as visit:
        path = f"/inspections/{REF}/do/write-section?place={place}"
        page = visit.get(path)
        assert text_in(page) == written[place]
        assert text_in(visit.get(f"/inspections/{REF}/do/write-section")) == ""
        words = "It was written again, as the evidence has it."
        late = visit.send(path, {"place": place, "text": words}, page)
        assert late.status_code == 422, "the draft is with the provider"
        assert text_in(late) == words
        emptied = visit.send(path, {"place": place, "text": ""}, page)
        assert emptied.status_code == 422
        assert text_in(emptied) == "", "nothing comes back that was taken out"
