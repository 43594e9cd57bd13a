"""The pages of an inspection: stages, dates, evidence, team, enquiries, lists, ratings as they form, timeline."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Browser

from adapters.inbound.shown.evidence.titled import titled
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


def test_a_list_of_inspections_writes_stages_and_ratings_as_every_other_page_does(looking: Site) -> None:
    with looking.visit("hq-operations") as visit:
        cells = [each.strip() for each in re.findall(r"<td[^>]*>([^<]*)", visit.get("/inspections").text)]
    assert {"Evidence request", "Closed", "Good"} <= set(cells)
    assert not {"evidence request", "closed", "good"} & set(cells)


def test_readers_of_whom_no_two_read_the_same_case_are_said_to_agree_on_nothing_yet(looking: Site) -> None:
    rows = looking.assay.views.catch_up().inspections()
    reference = next(each.reference for each in rows if each.stage == "evidence-request")
    with looking.visit("quality-lead") as visit:
        page = visit.get(f"/inspections/{reference}/agreement").text
    assert "No case has been read by two readers yet" in page
    assert "Kappa" not in page


def test_a_timeline_calls_evidence_what_it_is_to_the_inspectorate_and_to_the_provider(looking: Site) -> None:
    said = "“Information and communication systems, with the faults of the last year” was received."
    with looking.visit(LEAD) as visit:
        text = visit.get("/inspections/crc-coast/time-line").text
        assert said in text
        assert "The evidence systems was" not in text
    with looking.visit(contact_of(looking, "example-crc-coast")) as visit:
        assert said in visit.get("/provider/crc-coast/time-line").text


def test_words_of_a_reason_are_no_titles(looking: Site) -> None:
    state = looking.assay.records.read(["inspection-crc-coast"])["inspection-crc-coast"].state
    timeline = looking.assay.views.catch_up().timeline("inspection-crc-coast")
    received = next(each for each in timeline if each.name.startswith("inspection.evidence-received"))
    said = {
        "The inspection went on without the evidence courts: The courts keep it.": "The inspection went on without "
        "the evidence “What courts are told of the services that there are”: The courts keep it.",
        "The evidence courts-2 was received.": "The evidence courts-2 was received.",
    }
    made = titled([received.model_copy(update={"sentence": each}) for each in said], state)
    assert [each.sentence for each in made] == list(said.values())


def test_kinds_of_provider_are_written_as_people_write_them(looking: Site) -> None:
    with looking.visit(MANAGER) as visit:
        listed, asked = (visit.get(f"/setting-up/providers{path}").text for path in ("", "/register"))
    assert {"CRC", "NPS division", "YOT"} <= {
        each.strip() for each in re.findall(r"<td[^>]*>([^<]*)", listed)
    }
    for kind in ("CRC", "NPS division"):
        assert re.search(rf">\s*{kind}\s*<", asked), kind
