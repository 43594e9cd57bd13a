"""The page of a dossier's release: nobody is offered one that nobody has said they read, or whose release is gone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, expect

from adapters.inbound.web.example import example_people
from domain.dossiers.release import ReleaseDossier, WithdrawDossier
from domain.people.roles import Role
from tests.pages.test_results import give
from tests.support.axe import violations
from tests.support.site import Site

pytestmark = pytest.mark.long

EAST = "division-east"
PAGE = f"/audit/inspections/{EAST}/release"
OFFERED = f"/results/inspections/{EAST}/dossier.zip"
MANAGER, AUDITOR = "hq-operations", "0" * 31 + "2"


def test_a_dossier_is_offered_to_everybody_once_released_and_not_when_that_is_withdrawn(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    give(served, WithdrawDossier(inspection=EAST, reason="It is to be read."), Role.OPERATIONS_MANAGER)
    with served.visit() as anybody, served.visit(MANAGER) as manager:
        shown = anybody.get(f"/results/inspections/{EAST}").text
        assert "has not been released yet. Ask the inspectorate for it" in shown
        assert "dossier.zip" not in shown
        assert anybody.get(OFFERED).status_code == 404
        page = manager.get(PAGE)
        assert "division-capital: published" in page.text
        file = manager.get(f"/audit/inspections/{EAST}/dossier.zip").content
        releasing = served.assay.releasing
        assert releasing.named(EAST) == releasing.read(file).names, "the page says it without making one"
        none = manager.send(PAGE, {"read_by": "os-1004"}, page)
        assert (none.status_code, "Choose the dossier that was read" in none.text) == (422, True)
        wrong = manager.send(PAGE, {"read_by": "os-1004"}, page, files={"file": ("a.zip", file[:-1])})
        assert (wrong.status_code, "That is no dossier" in wrong.text) == (422, True)
        done = manager.send(PAGE, {"read_by": "os-1004"}, page, files={"file": ("a.zip", file)})
        assert done.status_code == 200
        assert "read by os-1004, and released with edition 1" in done.text
        assert anybody.get(OFFERED).content == file
        assert "Download the dossier" in anybody.get(f"/results/inspections/{EAST}").text
        gone = manager.send(f"{PAGE}/withdraw", {"reason": "It names somebody after all."}, done)
        assert gone.status_code == 200
        assert "Nobody is offered it yet" in gone.text
        assert anybody.get(OFFERED).status_code == 404


def test_the_page_is_there_for_whoever_may_release_or_withdraw(looking: Site) -> None:
    reader = next(each.id for each in example_people(looking.assay)() if each.roles == ("inspector",))
    with looking.visit(AUDITOR) as auditor, looking.visit(reader) as inspector, looking.visit() as anybody:
        for visit in (auditor, inspector):
            assert visit.get(PAGE).status_code == 404
            assert visit.client.post(PAGE, data={"token": "made-up"}).status_code in (404, 422)
        assert anybody.get(PAGE).url.path == "/sign-in"
        assert "/release" not in auditor.get(f"/audit/inspections/{EAST}").text


def test_what_is_released_under_a_digest_that_nobody_keeps_a_file_of_is_offered_to_nobody(
    changing: Callable[[], Site],
) -> None:
    served = changing()
    give(served, WithdrawDossier(inspection=EAST, reason="It is to be read."), Role.OPERATIONS_MANAGER)
    made_up = ReleaseDossier(inspection=EAST, dossier="a" * 64, read_by="os-1004")
    give(served, made_up, Role.OPERATIONS_MANAGER)
    with served.visit() as anybody:
        assert anybody.get(OFFERED).status_code == 404


def test_the_page_is_for_everybody_who_releases_on_a_narrow_screen_too(
    changing: Callable[[], Site], browser: Browser
) -> None:
    served = changing()
    page = browser.new_page(viewport={"width": 320, "height": 900})
    page.goto(f"{served.address}/sign-in?then={PAGE}")
    page.locator(f'input[value="{MANAGER}"]').check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("Reason").fill("It is to be read again.")
    for button in ("Withdraw the release", "Release the dossier"):
        expect(page.get_by_role("button", name=button)).to_be_visible()
        assert violations(page) == [], button
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, button
        page.get_by_role("button", name=button).click()
    expect(page.get_by_role("link", name="Choose the dossier that was read")).to_be_visible()
    assert violations(page) == []
    page.close()
