"""Plans in the making: one after another, told of while they run, stopped with the plan in hand; no page hangs."""

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from activities.programme.ports import Progress, Watch
from activities.programme.scheduling import PlanBroken
from adapters.inbound.web.programme.working import MOST_WAITING, Workshop
from benchmarks.programme_instances import Size, year
from domain.programme.year.commands import OpenProgramme
from domain.refusals import Refused
from tests.support.plain_browser import person
from tests.support.programme_on_record import OPENED
from tests.support.programme_pages import AUDITOR, CODE, MANAGER, Pages, answered, plain, programme_pages

AT = f"/programme/{CODE}"
FAR = Progress("improving", 30, 100, 4, 2, 1234, 3, 1)


def test_what_is_made_tells_how_far_it_is_and_stops_with_what_it_has() -> None:
    workshop, told, may_go_on = Workshop(), threading.Event(), threading.Event()

    def make(watch: Watch) -> str:
        watch(FAR)
        told.set()
        may_go_on.wait()
        return "the plan in hand" if not watch(FAR) else "all of it"

    work = workshop.begin("p", "A plan", "os-1", None, make)
    assert told.wait(60)
    assert (work.progress, work.done, work.result) == (FAR, False, None)
    work.stop()
    may_go_on.set()
    assert work.wait(60)
    assert (work.result, work.trouble) == ("the plan in hand", "")
    assert workshop.found(work.id) is work
    assert workshop.of("p") == (work,)
    assert workshop.of("another") == ()
    assert workshop.found("nothing") is None


def test_one_is_made_at_a_time_and_no_more_wait_than_may() -> None:
    workshop, may_go_on, at_once = Workshop(), threading.Event(), list[int]()
    running: list[int] = []

    def make(_: Watch) -> int:
        running.append(1)
        at_once.append(len(running))
        may_go_on.wait()
        running.pop()
        return 1

    works = [workshop.begin("p", "A plan", "os-1", None, make) for _ in range(MOST_WAITING)]
    with pytest.raises(Refused, match="plans are being made already"):
        workshop.begin("p", "A plan", "os-1", None, make)
    may_go_on.set()
    assert all(each.wait(60) for each in works)
    assert at_once == [1] * MOST_WAITING


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (Refused.because("bad-programme", "The year contradicts itself."), "The year contradicts itself."),
        (PlanBroken("H4"), "so it is withheld"),
        (RuntimeError("no memory"), "Something went wrong"),
    ],
)
def test_what_comes_to_nothing_says_why(error: Exception, said: str) -> None:
    def make(_: Watch) -> None:
        raise error

    work = Workshop().begin("p", "A plan", "os-1", None, make)
    assert work.wait(60)
    assert said in work.trouble
    assert work.result is None


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with programme_pages(tmp_path) as served:
        yield served


@pytest.mark.slow
def test_a_long_plan_has_a_page_at_once_and_is_stopped_there_with_the_plan_in_hand(pages: Pages) -> None:
    pages.give(OpenProgramme.model_validate(OPENED.model_dump()))
    large = year(1, Size(60, 60, full_teams=False))
    with pages.served.visit(MANAGER) as visit:
        files = {"year": ("year.json", pages.year_file(large).read_bytes())}
        page = visit.send(f"{AT}/plan", {"tables": "own", "work": "thorough"}, files=files)
        # A page that had waited for its plan, which takes minutes, would show it.
        assert "Stop, with the plan in hand" in plain(page)
        assert "data-work" in page.text
        work = page.url.path
        assert "being made" in plain(visit.get(f"{AT}/plan"))
        assert visit.get(f"{work}/record").status_code == 404, "there is no plan yet to be put forward"
        while "of the work is done" not in plain(page) and "data-work" in page.text:
            page = visit.get(work)
        stopped = answered(visit, page, {"do": "stop"})
        while "data-work" in stopped.text:
            assert "It stops at the next step" in plain(stopped)
            stopped = visit.get(work)
        assert "It was stopped with the plan in hand" in plain(stopped)
        assert "All are kept" in plain(stopped)
        assert visit.get(f"/programme/2019{work.removeprefix(AT)}").status_code == 404


@pytest.mark.slow
def test_a_plan_that_did_not_outlive_a_new_start_is_told_of_and_made_again(pages: Pages) -> None:
    pages.give(OpenProgramme.model_validate(OPENED.model_dump()))
    of_before = Workshop().begin(CODE, "A plan", MANAGER, None, lambda _: None)
    with pages.served.visit(MANAGER) as visit:
        files = {"year": ("year.json", pages.year_file().read_bytes())}
        made = visit.send(f"{AT}/plan", {"tables": "own", "work": "quick"}, files=files)
        here = made.url.path.rsplit("/", 1)[1]
        for id_, why in (
            (of_before.id, "Assay was started anew"),
            (here[:8] + "0" * 24, "others have been made since"),
        ):
            lost = [visit.get(f"{AT}/making/{id_}{more}") for more in ("", "/record")]
            lost.append(answered(visit, lost[0], {"do": "stop"}))
            lost.append(visit.client.post(f"{AT}/making/{id_}/record", data={"reason": "It is better."}))
            for page in lost:
                assert page.status_code == 404
                assert why in plain(page)
                assert "Nothing of it was recorded" in plain(page)
                assert f'href="{AT}/plan"' in page.text
    with pages.served.visit(AUDITOR) as visit:
        assert "Make it again" not in visit.get(f"{AT}/making/{of_before.id}").text


@pytest.mark.long
def test_without_scripts_a_plan_is_followed_by_itself_held_still_and_stopped(
    pages: Pages, browser: Browser
) -> None:
    pages.give(OpenProgramme.model_validate(OPENED.model_dump()))
    large = year(1, Size(60, 60, full_teams=False))
    with person(browser, pages.served.address, MANAGER) as manager:
        manager.open(f"{AT}/plan")
        manager.page.locator("[name=tables][value=own]").check()
        manager.page.locator("[name=work][value=thorough]").check()
        manager.page.locator("[name=year]").set_input_files(pages.year_file(large))
        manager.press("Begin")
        expect(manager.page.locator("progress")).to_be_visible()
        manager.follow("Keep it still")
        expect(manager.page.locator("main a", has_text="Let it look again by itself")).to_be_visible()
        expect(manager.page.locator("meta[http-equiv=refresh]")).to_have_count(0)
        manager.press("Stop, with the plan in hand")
        manager.reads("It was stopped with the plan in hand", "Inspections with a place")
        expect(manager.page.locator("meta[http-equiv=refresh]")).to_have_count(0)
