"""Plans in the making: one after another, told of while they run, stopped with the plan in hand; no page hangs."""

import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from activities.programme.ports import Progress, Watch
from activities.programme.scheduling import PlanBroken
from adapters.inbound.web.programme.working import MOST_WAITING, Workshop
from benchmarks.programme_instances import Size, year
from domain.programme.year.commands import OpenProgramme
from domain.refusals import Refused
from tests.support.programme_on_record import OPENED
from tests.support.programme_pages import CODE, MANAGER, Pages, answered, plain, programme_pages

AT = f"/programme/{CODE}"
FAR = Progress("improving", 30, 100, 4, 2, 1234, 3, 1)
PROMPT_SECONDS = 25.0
"""A page waits two seconds for what it began, and a thorough plan takes minutes; the rest is for other work."""


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
        began = time.monotonic()
        files = {"year": ("year.json", pages.year_file(large).read_bytes())}
        page = visit.send(f"{AT}/plan", {"tables": "own", "work": "thorough"}, files=files)
        assert time.monotonic() - began < PROMPT_SECONDS
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
        gone = visit.get(f"{AT}/making/{'0' * 32}")
        assert gone.status_code == 404
        assert "no longer at hand" in plain(gone)
        assert visit.get(f"/programme/2019{work.removeprefix(AT)}").status_code == 404
