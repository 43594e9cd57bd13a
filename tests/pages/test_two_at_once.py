"""Two people, or two tabs, at the same thing: neither overwrites the other, and both are shown before one chooses."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest
from lxml import html  # type: ignore[import-untyped]  # it brings no types
from playwright.sync_api import Browser, expect

from activities.commanding.desk import Accepted, Order
from domain.cases.state import CaseRead
from domain.evidence.state import EvidenceRoom
from domain.given import Actor
from domain.inspections.commands import DraftReport
from domain.inspections.report.texts import texts_of
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.people.roles import Role
from tests.support.axe import violations
from tests.support.plain_browser import Person
from tests.support.site import Site, Visit, site

pytestmark = pytest.mark.long

DRAFTED, AT_FIELDWORK, JUDGED, READ = "crc-downs", "crc-valley", "division-south", "crc-valley"
LEAD, INSPECTOR, CHAIR = "inspector-f", "inspector-g", "director-operations"
STANDS_NOW = "What stands now"


@pytest.fixture(scope="module")
def ours(example_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages of an example, in which a report is drafted that nobody was sent; each test has a thing of its own."""
    with site(shutil.copytree(example_home, tmp_path_factory.mktemp("two") / "home")) as served:
        report = inspection(served, DRAFTED).report
        assert report is not None
        anew = DraftReport(
            inspection=DRAFTED, findings=report.findings, recommendations=report.recommendations
        )
        order = Order("draft-anew", anew, Actor(LEAD, Role.LEAD_INSPECTOR, "test"))
        assert isinstance(served.assay.desk.give(order), Accepted)
        yield served


def inspection(served: Site, reference: str) -> Inspection:
    stream = f"inspection-{reference}"
    found: Inspection = served.assay.records.read([stream])[stream].state
    return found


def texts(page: httpx2.Response) -> str:
    """What is in the form's longest field."""
    found: str = html.document_fromstring(page.text).xpath("string(//main//textarea)")
    return found.strip()


def refused(page: httpx2.Response, *stands: str) -> None:
    """Nothing was recorded, and what stands now is shown."""
    assert page.status_code == 422, page.text
    said = html.document_fromstring(page.text).text_content()
    for each in (STANDS_NOW, *stands):
        assert each in said, each


def test_a_section_that_another_wrote_meanwhile_is_shown_beside_what_was_entered_and_is_chosen_between(
    ours: Site,
) -> None:
    path = f"/inspections/{DRAFTED}/do/write-section?place=1.1"
    theirs, mine, both = "As the lead has it.", "As the inspector has it.", "As both have it."
    with ours.visit(LEAD) as lead, ours.visit(INSPECTOR) as inspector:
        one, two = lead.get(path), inspector.get(path)
        assert texts(one) == texts(two) == texts_of(inspection(ours, DRAFTED))["1.1"]
        assert lead.send(path, {"text": theirs, "place": "1.1"}, one).status_code == 200
        late = inspector.send(path, {"text": mine, "place": "1.1"}, two)
        refused(late, theirs)
        assert texts(late) == mine, "what was entered is kept"
        assert texts_of(inspection(ours, DRAFTED))["1.1"] == theirs
        assert inspector.send(path, {"text": both, "place": "1.1"}, late).status_code == 200
        assert texts_of(inspection(ours, DRAFTED))["1.1"] == both
        at = ours.assay.store.last_position()
        again = inspector.send(path, {"text": both, "place": "1.1"}, late)
        assert "nothing was done twice" in again.text, "pressed twice, it is done once"
        assert ours.assay.store.last_position() == at


def test_a_form_that_never_saw_the_section_does_not_overwrite_it_either(ours: Site) -> None:
    path = f"/inspections/{DRAFTED}/do/write-section"
    stood = texts_of(inspection(ours, DRAFTED))["1.2"]
    with ours.visit(INSPECTOR) as visit:
        page = visit.get(path)
        assert texts(page) == ""
        refused(visit.send(path, {"place": "1.2", "text": "Written without looking."}, page), stood)
    assert texts_of(inspection(ours, DRAFTED))["1.2"] == stood


def test_in_a_browser_without_scripts_what_stands_is_read_before_it_is_replaced(
    ours: Site, browser: Browser
) -> None:
    path = f"/inspections/{DRAFTED}/do/write-section?place=1.3"
    with browser.new_context(java_script_enabled=False) as context:
        one = Person(context.new_page(), ours.address).sign_in(LEAD)
        two = Person(context.new_page(), ours.address)
        for tab in (one, two):
            tab.open(path)
        one.page.locator("textarea[name=text]").fill("Saved in the first tab.")
        one.save()
        two.page.locator("textarea[name=text]").fill("Saved in the second tab.")
        two.page.get_by_role("button", name="Save and continue").click()
        summary = two.page.locator(".govuk-error-summary a")
        expect(summary).to_have_attribute("href", "#stands")
        expect(two.page.locator("#stands")).to_contain_text("Saved in the first tab.")
        expect(two.page.locator("textarea[name=text]")).to_have_value("Saved in the second tab.")
        two.save()
    assert texts_of(inspection(ours, DRAFTED))["1.3"] == "Saved in the second tab."
    with browser.new_context() as context, ours.visit(LEAD) as visit:
        late = Person(context.new_page(), ours.address).sign_in(INSPECTOR)
        late.open(path)
        visit.send(path, {"text": "Saved by somebody else.", "place": "1.3"})
        late.page.get_by_role("button", name="Save and continue").click()
        expect(late.page.locator("#stands")).to_contain_text("Saved by somebody else.")
        assert violations(late.page) == []


def test_what_was_found_about_a_prompt_in_another_tab_is_not_overwritten(ours: Site) -> None:
    stream, path = f"evidence-{AT_FIELDWORK}", f"/inspections/{AT_FIELDWORK}/prompts/1.1.1-b"

    def room() -> EvidenceRoom:
        found: EvidenceRoom = ours.assay.records.read([stream])[stream].state
        return found

    (entry, *_) = room().register
    with ours.visit(LEAD) as visit:
        one, two = visit.get(path), visit.get(path)
        first = {"finding": "partly", "evidence": entry, "note": "In half the teams."}
        assert visit.send(path, first, one).url.path != path
        late = visit.send(path, {"finding": "not-known", "note": "Nobody has said."}, two)
        refused(late, "Met in part", "In half the teams.")
        assert "Nobody has said." in late.text
        assert room().findings["1.1.1 b"].finding == "partly"
        assert visit.send(path, {"finding": "not-known", "note": "Nobody has said."}, late).url.path != path
    assert room().findings["1.1.1 b"].finding == "not-known"


def test_a_proposal_is_changed_from_what_stands_and_by_nobody_who_has_not_seen_it(ours: Site) -> None:
    path = f"/inspections/{JUDGED}/do/propose-rating"
    lead = inspection(ours, JUDGED).known.lead
    stood = inspection(ours, JUDGED).proposals["1.1"]
    with ours.visit(lead) as visit:
        filled = visit.get(f"{path}?standard=1.1")
        assert texts(filled) == stood.reason
        again = {
            "standard": "1.1",
            "rating": stood.rating,
            "reason": "Looked at once more.",
            "evidence": [each.entry for each in stood.evidence],
            "weighed": "\n".join("=".join(pair) for pair in stood.weighed),
        }
        blind = visit.send(path, again, visit.get(path))  # type: ignore[arg-type]  # several boxes
        refused(blind, stood.reason)
        assert inspection(ours, JUDGED).proposals["1.1"] == stood
        seen = visit.send(f"{path}?standard=1.1", again, filled)  # type: ignore[arg-type]  # several boxes
        assert seen.url.path == f"/inspections/{JUDGED}", seen.text
    assert inspection(ours, JUDGED).proposals["1.1"].reason == "Looked at once more."


@pytest.fixture
def case(ours: Site) -> str:
    """A case that nobody has."""
    for each, found in ours.assay.records.read(inspection(ours, READ).sampled).items():
        read: CaseRead = found.state
        if not (read.begun or read.readers.reader or read.readers.paired):
            return each
    raise AssertionError("the example has cases that nobody has")


def read_of(served: Site, case: str) -> CaseRead:
    found: CaseRead = served.assay.records.read([case])[case].state
    return found


def test_an_interview_that_was_noted_in_another_tab_is_shown_and_not_overwritten(
    ours: Site, case: str
) -> None:
    path = f"/cases/{case}/interview"
    with ours.visit(INSPECTOR) as visit:
        one, two = visit.get(path), visit.get(path)
        said = {"held": "no", "reason": "The officer has left the service."}
        assert visit.send(path, said, one).status_code == 200
        late = visit.send(path, {"held": "no", "reason": "Nobody could be reached."}, two)
        refused(late, "The officer has left the service.")
        assert "Nobody could be reached." in late.text
        assert read_of(ours, case).beside.reasons == 1
        assert visit.send(path, {"held": "no", "reason": "Nobody could be reached."}, late).url.path != path
    assert read_of(ours, case).beside.reasons == 2


def test_a_class_that_nobody_touched_on_an_old_page_overwrites_nothing(ours: Site, case: str) -> None:
    path = f"/cases/{case}/classification"

    def choices(page: httpx2.Response) -> list[str]:
        return [
            str(each)
            for each in html.document_fromstring(page.text).xpath("//select[1]/option/@value")
            if each
        ]

    with ours.visit(INSPECTOR) as visit:
        page = visit.get(path)
        name = str(html.document_fromstring(page.text).xpath("//select/@name")[0])
        aspect = name.removesuffix("-provider")
        first, second, *_ = dict.fromkeys(choices(page))
        visit.send(path, {name: first}, page)
        old = visit.get(path)
        visit.send(path, {name: second}, visit.get(path))
        assert read_of(ours, case).beside.classified[aspect][0] == second
        visit.send(path, {name: first}, old)
        assert read_of(ours, case).beside.classified[aspect][0] == second, "it was not touched on that page"
        inspectors = f"{aspect}-inspector"
        late = visit.send(path, {name: first, inspectors: first}, old)
        assert late.status_code == 422
        assert "Recorded meanwhile, on another page" in late.text
        assert read_of(ours, case).beside.classified[aspect] == (second, None)
        assert visit.send(path, {name: first, inspectors: first}, late).url.path != path
    assert read_of(ours, case).beside.classified[aspect] == (first, first)


def test_minutes_are_corrected_from_what_stands_and_by_nobody_who_has_not_seen_it(ours: Site) -> None:
    code, stream = "crc-downs-ratings", "panel-crc-downs-ratings"
    path = f"/panels/{code}/do/correct-minutes"

    def written() -> str:
        panel: Panel = ours.assay.records.read([stream])[stream].state
        assert panel.written is not None
        return panel.written.text

    stood = written()

    def corrected(visit: Visit, text: str, page: httpx2.Response) -> httpx2.Response:
        return visit.send(path, {"text": text, "reason": "It was heard otherwise."}, page)

    with ours.visit(CHAIR) as visit:
        one, two = visit.get(path), visit.get(path)
        assert texts(one) == stood, "nobody types the whole minutes again"
        assert corrected(visit, f"{stood} A point was added.", one).status_code == 200
        late = corrected(visit, f"{stood} Another was added.", two)
        refused(late, f"{stood} A point was added.")
        assert texts(late) == f"{stood} Another was added."
        assert written() == f"{stood} A point was added."
        assert texts(visit.get(f"/panels/{code}/do/draft-minutes")) == written()
