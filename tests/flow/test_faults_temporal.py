"""Temporal is killed, or loses all it knew, under a running worker and in the middle of an inspection."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from temporalio.client import Client

from adapters.outbound.temporal.server import DevServer
from domain.inspections.stages import Stage
from tests.support.house import House
from tests.support.life import MONDAY, Life, at_noon
from tests.support.rig import Rig, new_store
from tests.support.servers.temporal import OwnServer, delete_database
from tests.support.verdict import everything_stands, settled
from tests.support.waiting import eventually, seldom
from tests.support.worker_with_faults import Bench, running_worker

pytestmark = pytest.mark.timeout(180)


@pytest.fixture
def server(own_temporal_server: OwnServer) -> DevServer:
    return own_temporal_server()


@pytest.fixture
def bench(server: DevServer, tmp_path: Path) -> Bench:
    bench = Bench(new_store(tmp_path), server.address, "assay", tmp_path)
    bench.clock.set(at_noon(MONDAY))
    return bench


@pytest.fixture
def rig(bench: Bench) -> Iterator[Rig]:
    with Rig(bench.address, bench.store, bench.clock) as made:
        yield made


@pytest.fixture
def lives(rig: Rig, bench: Bench) -> list[Life]:
    house = House.build(rig.store, bench.clock, rig.nudger, bench.folder)
    lives = [Life(house, bench.clock, f"nps-{number}") for number in (1, 2, 3)]
    for life in lives:
        life.wake = seldom(partial(rig.nudger.nudge, life.stream, -1))
    return lives


def check(lives: list[Life], rig: Rig) -> None:
    settled(lives[0].house, rig, [stream for life in lives for stream in (life.stream, life.plan_stream)])
    everything_stands(lives[0].house, lives)


def test_temporal_is_killed_and_started_again_while_commands_go_on(
    server: DevServer, bench: Bench, rig: Rig, lives: list[Life]
) -> None:
    first, second, third = lives
    with running_worker(bench):
        first.until(Stage.FIELDWORK)
        second.until(Stage.ANNOUNCEMENT)
        server.kill()
        first.until(Stage.PANEL_REVIEW)
        second.until(Stage.EVIDENCE_REQUEST)
        third.until(Stage.ANNOUNCEMENT)  # its workflow has never been started
        server.start()
        check(lives, rig)
        first.to_the_end()
        check(lives, rig)
        rig.until_over(first.stream, first.plan_stream)


def test_temporals_database_is_deleted_under_a_running_worker(
    server: DevServer, bench: Bench, rig: Rig, lives: list[Life]
) -> None:
    first, second, third = lives
    with running_worker(bench):
        second.until(Stage.EVIDENCE_REQUEST)
        third.until(Stage.FIELDWORK)
        first.to_the_end()
        check(lives, rig)
        server.stop()
        delete_database(server)
        due = second.state.deadlines.get("evidence")
        server.start()
        check(lives, rig)
        assert rig.status(first.stream) is None, "what was over needs no workflow any more"
        third.to_the_end()
        check(lives, rig)
        listed = partial(_listed_by_stage, rig, Stage.EVIDENCE_REQUEST)
        eventually(lambda: listed() == [second.stream], "search attributes are back, too")
        # The clock has gone far ahead meanwhile: what the second was waiting for is overdue, once.
        assert due is None or "evidence" not in second.state.deadlines


def _listed_by_stage(rig: Rig, stage: Stage) -> list[str]:
    async def asked(client: Client) -> list[str]:
        return [each.id async for each in client.list_workflows(f"AssayStage = '{stage}'")]

    return rig.ask(asked)
