"""The real parts that the suite stands on do what it takes them to do."""

import asyncio
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import psutil
import psycopg
import pytest
from temporalio import workflow
from temporalio.client import Client
from temporalio.testing import TimeSkipper, TimeSkippingConfig
from temporalio.worker import UnsandboxedWorkflowRunner, Worker

from adapters.outbound.temporal.server import DevServer, DevServerSettings, ServerFault
from domain.refusals import Refused
from tests.support.parts import OwnServer, Postgres
from tests.support.servers.temporal import delete_database
from tests.support.waiting import eventually


@workflow.defn
class Patient:
    """Waits as long as it is told."""

    @workflow.run
    async def run(self, days: int) -> str:
        await workflow.sleep(timedelta(days=days))
        return workflow.now().isoformat()


def test_each_test_has_a_database_of_its_own(postgres: Postgres) -> None:
    first, second = postgres.create(), postgres.create()
    with psycopg.connect(postgres.url(first)) as connection:
        connection.execute("CREATE TABLE only_here (x int)")
    with psycopg.connect(postgres.url(second)) as connection:
        row = connection.execute("SELECT to_regclass('only_here')").fetchone()
    assert row == (None,)
    postgres.drop(first)
    postgres.drop(second)


def test_a_template_is_prepared_once_and_copied(postgres: Postgres) -> None:
    prepared: list[str] = []

    def prepare(url: str) -> None:
        prepared.append(url)
        with psycopg.connect(url) as connection:
            connection.execute("CREATE TABLE made_once (x int)")

    copies = [postgres.create(postgres.template("made-once", prepare)) for _ in range(2)]
    for copy in copies:
        with psycopg.connect(postgres.url(copy)) as connection:
            assert connection.execute("SELECT count(*) FROM made_once").fetchone() == (0,)
        postgres.drop(copy)
    assert len(prepared) == 1


def test_the_database_server_is_the_version_that_production_runs(postgres_url: str) -> None:
    with psycopg.connect(postgres_url) as connection:
        assert connection.info.server_version // 10_000 == 18


def test_a_temporal_server_that_was_killed_comes_back_on_the_same_ports_with_its_workflows(
    own_temporal_server: OwnServer,
) -> None:
    server = own_temporal_server()
    address = server.address

    async def begin() -> None:
        client = await Client.connect(address)
        await client.start_workflow(Patient.run, 30, id="patient", task_queue="nobody")

    async def status() -> str | None:
        client = await Client.connect(address)
        described = await client.get_workflow_handle("patient").describe()
        return described.status.name if described.status else None

    asyncio.run(begin())
    server.kill()
    assert server.pid is None
    server.start()
    assert server.address == address
    assert asyncio.run(status()) == "RUNNING"


def test_a_temporal_server_robbed_of_its_database_starts_empty(own_temporal_server: OwnServer) -> None:
    server = own_temporal_server()

    async def begin() -> None:
        client = await Client.connect(server.address)
        await client.start_workflow(Patient.run, 30, id="patient", task_queue="nobody")

    async def listed() -> list[str]:
        client = await Client.connect(server.address)
        return [found.id async for found in client.list_workflows()]

    asyncio.run(begin())
    server.kill()
    delete_database(server)
    server.start()
    assert asyncio.run(listed()) == []


def test_two_servers_never_share_one_database(own_temporal_server: OwnServer) -> None:
    server = own_temporal_server()
    with pytest.raises(Refused) as refused:
        DevServer(DevServerSettings(home=server.settings.home)).start()
    assert refused.value.refusal.code == "home-in-use"
    assert str(server.settings.home) in refused.value.refusal.sentence


def test_a_taken_port_is_said_in_one_sentence(own_temporal_server: OwnServer) -> None:
    server = own_temporal_server()
    second = DevServer(DevServerSettings(home=server.settings.home / "second", port=server.port, ui=False))
    with pytest.raises(Refused) as refused:
        second.start()
    assert refused.value.refusal.code == "port-taken"
    assert str(server.port) in refused.value.refusal.sentence
    assert second.pid is None


def damage(server: DevServer) -> None:
    delete_database(server)
    server.settings.database.write_bytes(b"this is not a database" * 1000)


def test_a_damaged_database_is_said_with_the_servers_own_words(own_temporal_server: OwnServer) -> None:
    server = own_temporal_server()
    server.stop()
    damage(server)
    with pytest.raises(ServerFault, match="file is not a database"):
        server.start()


def test_a_folder_that_cannot_be_used_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file, where the folder should be")
    server = DevServer(DevServerSettings(home=tmp_path / "home"))
    with pytest.raises(Refused) as refused:
        server.start()
    assert refused.value.refusal.code == "home-unusable"
    assert str(tmp_path / "home") in refused.value.refusal.sentence


def test_a_full_disk_is_said_as_such(own_temporal_server: OwnServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tried by hand on a file system of 300 kB, on which the server ends without a word."""
    server = own_temporal_server()
    server.stop()
    damage(server)
    room = shutil.disk_usage(server.settings.home)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: room)
    with pytest.raises(ServerFault, match="is full; make room"):
        server.start()


STARTER = """
import sys, time
from pathlib import Path
from adapters.outbound.temporal.server import DevServer, DevServerSettings
server = DevServer(DevServerSettings(Path(sys.argv[1]), ui=False))
server.start()
print(server.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def started_by_another_process(home: Path) -> Iterator[tuple[psutil.Process, int]]:
    """A process that has started a server in a folder, and the server's number."""
    words = [sys.executable, "-c", STARTER, str(home)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        yield psutil.Process(starter.pid), int(starter.stdout.readline())


def test_a_server_ends_when_the_process_that_started_it_is_killed(tmp_path: Path) -> None:
    with started_by_another_process(tmp_path) as (starter, server):
        starter.kill()
    eventually(lambda: not psutil.pid_exists(server), "the server has ended")


def test_a_server_left_behind_is_stopped_by_the_next_to_start(own_temporal_server: OwnServer) -> None:
    server = own_temporal_server()
    server.stop()
    with started_by_another_process(server.settings.home) as (starter, left_behind):
        watchers = [child for child in starter.children() if child.name() == "sh"]
        assert len(watchers) == 1
        watchers[0].kill()
        starter.kill()
    assert psutil.pid_exists(left_behind)

    server.start()

    eventually(lambda: not psutil.pid_exists(left_behind), "the server left behind has ended")
    assert server.pid not in (None, left_behind)


def test_ten_weeks_pass_in_a_workflow_when_it_is_told_to_go_forward(
    temporal_skipping_server: DevServer,
) -> None:
    async def skip() -> tuple[str, str]:
        client = await Client.connect(temporal_skipping_server.address)
        skipper = TimeSkipper(client, config=TimeSkippingConfig(enabled=False, disable_propagation=True))
        runner = UnsandboxedWorkflowRunner()
        async with Worker(client, task_queue="patient", workflows=[Patient], workflow_runner=runner):
            handle = await client.start_workflow(Patient.run, 70, id="patient", task_queue="patient")
            begun = (await skipper.get_current_time(handle)).date()
            await skipper.fast_forward(handle, timedelta(days=70, seconds=1))
            ended = await asyncio.wait_for(handle.result(), timeout=60)
        return (begun + timedelta(days=70)).isoformat(), ended[:10]

    due, ended = asyncio.run(skip())
    assert ended >= due
