"""What another process records is on the next page, whoever opens it; and nobody is shown a page made for another."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

import worker
from activities.commanding.desk import Accepted, Order
from domain.given import Actor
from domain.messages import Command
from domain.people.roles import Role
from domain.people.staff.commands import EndRole, GiveRole
from domain.providers.provider import RegisterProvider
from tests.support.programme_pages import ASSISTANT, INSPECTOR, MANAGER, Pages, plain, programme_pages

pytestmark = pytest.mark.slow


@pytest.fixture
def pages(tmp_path: Path) -> Iterator[Pages]:
    with programme_pages(tmp_path) as served:
        yield served


@contextmanager
def elsewhere(pages: Pages) -> Iterator[worker.Assay]:
    """The same installation as another process has it: with a memory and connections of its own."""
    with worker.compose(pages.served.assay.settings, clock=pages.clock) as assay:
        yield assay


def give(assay: worker.Assay, command: Command) -> None:
    manager = Actor(MANAGER, Role.OPERATIONS_MANAGER, "test")
    outcome = assay.desk.give(Order(uuid4().hex, command, manager))
    assert isinstance(outcome, Accepted), outcome


def test_a_role_that_another_process_takes_away_is_gone_with_the_next_page_and_one_it_gives_is_there(
    pages: Pages,
) -> None:
    with elsewhere(pages) as other, pages.served.visit(ASSISTANT) as visit:
        for _ in range(2):
            assert visit.get("/comments").status_code == 200
            assert visit.get("/setting-up").status_code == 404
        give(other, EndRole(staff=ASSISTANT, held=Role.ASSISTANT, last_day=date(2018, 2, 18)))
        assert visit.get("/comments").status_code == 404
        give(other, GiveRole(staff=ASSISTANT, held=Role.CHIEF_INSPECTOR, since=date(2018, 2, 19)))
        assert visit.get("/setting-up").status_code == 200


def test_rows_that_another_process_adds_are_on_the_next_page(pages: Pages) -> None:
    with elsewhere(pages) as other, pages.served.visit(MANAGER) as visit:
        for number in range(3):
            title = f"The service of area {number}"
            assert title not in plain(visit.get("/inspections/announce"))
            give(
                other,
                RegisterProvider(provider=f"area-{number}", title=title, kind="yot", area=f"Area {number}"),
            )
            assert title in plain(visit.get("/inspections/announce"))


def test_each_of_several_who_open_pages_in_turn_is_shown_their_own(pages: Pages) -> None:
    with (
        pages.served.visit(MANAGER) as manager,
        pages.served.visit(INSPECTOR) as inspector,
        pages.served.visit(ASSISTANT) as assistant,
        pages.served.visit() as stranger,
    ):
        for _ in range(3):
            assert manager.get("/setting-up/people/os-1001").status_code == 200
            assert inspector.get("/setting-up/people/os-1001").status_code == 404
            assert stranger.get("/setting-up/people/os-1001").url.path == "/sign-in"
            assert inspector.get("/cases").status_code == 200
            assert assistant.get("/cases").status_code == 404
            for visit, who in ((manager, MANAGER), (inspector, INSPECTOR), (assistant, ASSISTANT)):
                shown = visit.get("/home").text
                assert [each for each in (MANAGER, INSPECTOR, ASSISTANT) if each in shown] in ([who], [])
