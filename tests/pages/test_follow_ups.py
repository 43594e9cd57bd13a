"""A follow-up at the pages: what will be put beside what, both results beside each other, and what is concluded."""

import shutil
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.test_follow_up_of_2005 import AGAIN, FIRST, both_read, laid_down
from tests.support.axe import faults
from tests.support.blind import acting_as
from tests.support.command_line import CommandLine
from tests.support.keyboard import beyond_reach
from tests.support.site import site

pytestmark = [pytest.mark.long, pytest.mark.timeout(600)]

AT = f"/inspections/{AGAIN}/follow-up"


LEAD = 41005


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """Both inspections with their cases read, and what is looked at again laid down. To be copied, not used."""
    assay = both_read(tmp_path_factory.mktemp("both") / "home")
    with acting_as(LEAD):
        laid_down(assay)
    return assay


@pytest.fixture
def assay(both: CommandLine, tmp_path: Path) -> CommandLine:
    """The same, for a test of its own."""
    return CommandLine(shutil.copytree(both.home, tmp_path / "home"), both.clock)


def test_a_follow_up_is_compared_and_concluded_in_a_browser(assay: CommandLine, browser: Browser) -> None:
    with (
        site(assay.home, assay.clock) as pages,
        browser.new_context(viewport={"width": 320, "height": 800}) as context,
    ):
        with pages.visit(f"os-{LEAD}") as visit:
            context.add_cookies(
                [{"name": "assay", "value": visit.client.cookies["assay"], "url": pages.address}]
            )
        page = context.new_page()

        def usable() -> None:
            assert beyond_reach(page) + faults(page) == []

        page.goto(f"{pages.address}{AT}")
        page.get_by_role("link", name="Lay down anew what is looked at again").click()
        offered = page.get_by_role("main")
        expect(offered).to_contain_text("C5 Management of risk of harm")
        expect(offered).to_contain_text(FIRST)  # the inspections that it may follow are there to choose from
        page.goto(f"{pages.address}{AT}")
        expect(page.get_by_text("They have not been put beside each other yet.")).to_be_visible()
        expect(page.get_by_text("Assess risk of harm. (r1)")).to_be_visible()
        usable()
        page.get_by_role("button", name="Put the results beside the first ones").click()
        page.goto(f"{pages.address}{AT}/compare")
        main = page.get_by_role("main")
        expect(main).to_contain_text("Cases sampled")
        assert page.locator("main input:not([type=hidden]), main textarea, main select").count() == 0
        usable()
        page.get_by_role("button", name="Put them beside each other").click()
        expect(page.get_by_text("were put beside each other.")).to_be_visible()
        page.goto(f"{pages.address}{AT}")
        table = page.get_by_role("table")
        expect(table.get_by_role("row", name="B1 Assessment of risk of harm")).to_contain_text("points (")
        expect(table).to_contain_text("Not scored again")
        expect(table).to_contain_text("Hidden")
        usable()

        for criterion in ("B1", "B2"):
            page.get_by_role("link", name="Conclude on a criterion").click()
            page.get_by_label("Standard").select_option(criterion)
            page.get_by_label("Conclusion").fill(f"{criterion} is better.")
            page.get_by_role("button", name="Save and continue").click()
            page.goto(f"{pages.address}{AT}")
        expect(page.get_by_role("main")).to_contain_text("B1 is better.")
        expect(page.get_by_role("main")).to_contain_text("Nothing is concluded on B3")
        usable()
    shown = assay.done("follow-up", "show", AGAIN)
    assert shown["stage"] == "compared"
    assert shown["conclusions"] == {"B1": "B1 is better.", "B2": "B2 is better."}


def test_what_cannot_be_compared_yet_says_why_and_nobody_else_is_offered_it(assay: CommandLine) -> None:
    assay.done("inspection", "reopen-case-reads", AGAIN, "--reason", "One was read wrongly.")
    with site(assay.home, assay.clock) as pages, pages.visit(f"os-{LEAD}") as lead:
        refused = lead.send(f"{AT}/compare", {})
        assert refused.status_code == 422
        assert f"The case reads of {AGAIN} are not closed yet." in refused.text
        assert lead.get(f"/inspections/{FIRST}/follow-up").status_code == 404, "it follows nothing"
        assert lead.get(f"/inspections/{AGAIN}/do/compare-results").status_code == 404
        assert AT in lead.get(f"/inspections/{AGAIN}/evidence").text
        assert f"/inspections/{FIRST}/follow-up" not in lead.get(f"/inspections/{FIRST}/evidence").text
        with pages.visit("0" * 31 + "2") as auditor:
            assert auditor.get(AT).status_code == 200
            assert auditor.get(f"{AT}/compare").status_code == 404
