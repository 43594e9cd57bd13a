"""The pages of an inspection: stages, dates, evidence, team, enquiries, lists, ratings as they form, timeline."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from tests.support.axe import violations
from tests.support.site import Site, contact_of

pytestmark = pytest.mark.long

LEAD, MANAGER, AUDITOR = "inspector-f", "hq-operations", "0" * 31 + "2"
PARTS = ("", "/evidence", "/team", "/enquiries", "/lists", "/ratings", "/time-line")


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("crc-moors", ("Panel review", "At this stage", "Dates that run", "has not been opened")),
        ("crc-valley/evidence", ("What the provider is asked for", "The register", "Data")),
        ("crc-valley/team", ("inspector-f", "Lead inspector", "Timetable")),
        ("crc-moors/enquiries", ("Every prompt has been assessed", "Closed")),
        ("crc-valley/lists", ("17 cases drawn", "7 complete", "10 to read")),
        ("crc-moors/ratings", ("Requires improvement", "8 of 16", "Far from the case results")),
        ("crc-moors/time-line", ("Everything that has happened", "page 1 of")),
    ],
)
def test_each_part_says_where_the_inspection_stands(looking: Site, path: str, said: tuple[str, ...]) -> None:
    with looking.visit(LEAD) as visit:
        page = visit.get(f"/inspections/{path}")
        assert page.status_code == 200
        for each in said:
            assert each in page.text, each


def test_no_part_is_there_for_a_contact_or_of_no_inspection(looking: Site) -> None:
    with looking.visit(contact_of(looking, "example-crc-moors")) as visit:
        for part in PARTS:
            shown = visit.get(f"/inspections/crc-moors{part}")
            assert shown.status_code == 404 or shown.url.path.startswith("/provider/"), part
    with looking.visit(MANAGER) as visit:
        for part in PARTS:
            assert visit.get(f"/inspections/no-such{part}").status_code == 404, part


def test_an_auditor_sees_every_part_and_can_do_nothing(looking: Site) -> None:
    with looking.visit(AUDITOR) as visit:
        for part in PARTS:
            page = visit.get(f"/inspections/crc-valley{part}")
            assert page.status_code == 200, part
            assert "/do/" not in page.text, part


def test_the_time_line_goes_on_to_its_first_page(looking: Site) -> None:
    with looking.visit(LEAD) as visit:
        last = visit.get("/inspections/crc-moors/time-line?page=999")
        assert "was announced" in last.text
        assert "Later" in last.text
        assert "Earlier" not in last.text


def test_a_form_offers_what_the_inspection_has_and_says_what_is_missing(looking: Site) -> None:
    with looking.visit(LEAD) as visit:
        waive = visit.get("/inspections/crc-coast/do/waive-evidence")
        assert 'type="radio"' in waive.text or "<select" in waive.text
        assert "`assay" not in waive.text, "a page speaks of no command line"
        rating = visit.get("/inspections/crc-valley/do/propose-rating")
        for choice in ("1.1 Leadership", "Requires improvement", "Evidence it rests on"):
            assert choice in rating.text, choice
        lacking = visit.send("/inspections/crc-valley/do/propose-rating", {"reason": "It is well led."})
        assert lacking.status_code == 422
        assert "Select: standard" in lacking.text
        assert "It is well led." in lacking.text


def test_the_tasks_of_an_action_plan_have_their_forms(looking: Site) -> None:
    with looking.visit(LEAD) as visit:
        assert visit.get("/inspections/crc-rivers/do/accept-action-plan").status_code == 200
        assert visit.get("/inspections/crc-rivers/do/record-plan-deadline-passed").status_code == 404
        assert visit.get("/inspections/crc-rivers/do/no-such").status_code == 404


def test_a_lead_inspector_opens_and_closes_a_line_of_enquiry_in_a_browser(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    with browser.new_context(viewport={"width": 320, "height": 800}) as context:
        page = context.new_page()
        page.goto(f"{served.address}/sign-in?then=/inspections")
        page.check(f"input[value='{LEAD}']")
        page.get_by_role("button", name="Continue").click()
        page.get_by_role("link", name="Example CRC Valley").click()
        for part in ("Evidence", "Team and timetable", "Lists and samples", "Ratings", "Timeline"):
            page.get_by_role("link", name=part, exact=True).click()
            page.locator("[aria-current=page]", has_text=part).wait_for()
            assert violations(page) == [], part
        page.get_by_role("link", name="Lines of enquiry").click()
        page.get_by_role("link", name="Open a line of enquiry").click()
        page.get_by_role("button", name="Save and continue").click()
        page.get_by_role("heading", name="There is a problem").wait_for()
        assert violations(page) == []
        page.get_by_label("Line of enquiry", exact=False).first.fill("workload")
        page.get_by_label("What is to be found out", exact=False).fill("Can workloads be managed?")
        page.get_by_role("button", name="Save and continue").click()
        page.goto(f"{served.address}/inspections/crc-valley/enquiries")
        page.get_by_role("heading", name="Can workloads be managed?").wait_for()
        assert violations(page) == []
