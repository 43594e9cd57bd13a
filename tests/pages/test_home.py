"""Home: what is one's own to do, what of one's own inspections is due, and what in them waits for others."""

import pytest
from lxml import html  # type: ignore[import-untyped]  # it brings no types

from tests.support.site import Site

pytestmark = pytest.mark.long

LEAD, OTHER_LEAD, READER = "inspector-f", "inspector-a", "inspector-g"
MANAGER, CHAIR = "hq-operations", "director-operations"


def home_of(served: Site, person: str) -> dict[str, str]:
    """What a person's home says, by the heading or caption under which it stands."""
    with served.visit(person) as visit:
        tree = html.fromstring(visit.get("/home").text)
    said: dict[str, str] = {}
    for each in tree.xpath("//main//*[self::h1 or self::h2 or self::caption]"):
        beside = "ancestor::table" if each.tag == "caption" else "following-sibling::*[1]"
        said[each.text_content().strip()] = " ".join(
            " ".join(one.text_content().split()) for one in each.xpath(beside)
        )
    return said


def rows(served: Site) -> dict[str, str]:
    """The inspections by reference, with the names of those whom they inspect."""
    return {each.reference: each.provider_name for each in served.assay.views.catch_up().inspections()}


def test_a_reader_is_told_of_the_inspections_in_which_they_read_and_of_no_other(looking: Site) -> None:
    said, names = home_of(looking, READER), rows(looking)
    mine = {r.reference for r in looking.assay.views.catch_up().inspections() if READER in r.readers}
    assert mine
    assert mine < names.keys()
    todo, due = said["What there is for you to do"], said["What is due next"]
    assert "Finish the case reads" in todo
    for reference, name in names.items():
        if reference not in mine:
            assert f"({reference})" not in todo
            assert name not in due
            assert name not in said.get("What waits for others", "")
    assert "Example CRC Moors The panel" not in todo
    assert "waits for: panel chair" in said["What waits for others"]


@pytest.mark.parametrize(("lead", "other"), [(LEAD, "division-"), (OTHER_LEAD, "crc-")])
def test_a_lead_is_told_of_what_they_lead(looking: Site, lead: str, other: str) -> None:
    said = home_of(looking, lead)
    led = [each for each in looking.assay.views.catch_up().inspections() if each.lead == lead]
    read = [each for each in looking.assay.views.catch_up().inspections() if lead in each.readers]
    theirs = {each.reference for each in (*led, *read)}
    assert f"({other}" not in said["What there is for you to do"] or any(
        each.startswith(other) for each in theirs
    )
    for reference, name in rows(looking).items():
        assert (name in said["What is due next"]) <= (reference in theirs), reference


def test_what_waits_for_others_says_for_whom(looking: Site) -> None:
    waiting = home_of(looking, LEAD)["What waits for others"]
    assert "waits for: panel chair" in waiting
    assert "waits for: provider contact" in waiting
    assert "Evidence: " in waiting
    assert "Finish the case reads" not in waiting, "that is the lead's own, too"


def test_an_operations_manager_is_told_of_all(looking: Site) -> None:
    said = home_of(looking, MANAGER)
    due = [each for each in looking.assay.views.catch_up().inspections() if each.next_due]
    assert sum(each.provider_name in said["What is due next"] for each in due) == min(10, len(due))
    assert "Resume the inspection" in said["What there is for you to do"]
    with looking.visit(MANAGER) as visit:
        cells = html.fromstring(visit.get("/home").text).xpath(
            "//table[caption[normalize-space() = 'What is due next']]//td[1]"
        )
    awaited = [each.text_content().strip() for each in cells]
    assert awaited
    assert [each for each in awaited if each[:1] != each[:1].upper()] == [], "each begins as a sentence does"


def test_what_is_done_at_a_panel_leads_to_its_meeting(looking: Site) -> None:
    rows = looking.assay.views.catch_up().inspections()
    open_ = {
        each.reference
        for each in rows
        for task in each.tasks
        if task.verb == "open-panel" and task.status == "to-do"
    }
    assert open_, "the example has a meeting that is still to be opened"
    with looking.visit(CHAIR) as visit:
        home = html.fromstring(visit.get("/home").text)
        links = [each for each in home.xpath("//main//ul[1]//a/@href") if each.startswith("/panels")]
        assert {each.partition("#")[2] for each in links} == open_
        for link in links:
            page, _, inspection = link.partition("#")
            meeting = visit.get(page)
            assert meeting.status_code == 200
            assert f'id="{inspection}"' in meeting.text, "its place on the agenda"
