"""As in production: a Temporal server and PostgreSQL of their own, and workers that come and go beside each other."""

from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.temporal.server import DevServer
from tests.support.command_line import CommandLine
from tests.support.running_assay import RunningAssay
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def announce(line: CommandLine, reference: str) -> None:
    line.done(
        "inspection", "announce", reference, "--provider", "nps-east", "--protocol", "nps-division-2018",
        "--lead", "os-1", "--fieldwork-from", "2032-06-07", "--fieldwork-to", "2032-06-18",
    )  # fmt: skip


def notices_on_record(line: CommandLine, reference: str) -> int:
    moments = line.done("inspection", "timeline", reference)["timeline"]
    return sum(each["name"] == "inspection.notice-sent.v1" for each in moments)


def test_workers_share_the_work_and_one_that_is_killed_is_not_missed(
    temporal_server: DevServer, postgres_url: str, tmp_path: Path
) -> None:
    settings = {
        "ASSAY_DATABASE_URL": postgres_url,
        "ASSAY_TEMPORAL_TARGET": temporal_server.address,
        "ASSAY_TEMPORAL_TASK_QUEUE": f"e2e-{uuid4().hex[:8]}",
    }
    home = tmp_path / "home"
    line = CommandLine(home, more=settings)
    line.done("db", "migrate")
    words = ("--title", "NPS East", "--kind", "nps-division", "--area", "East")
    line.done("provider", "register", "nps-east", *words)
    first, second, third = (f"east-{uuid4().hex[:6]}" for _ in range(3))
    announce(line, first)
    with (
        RunningAssay(home, "worker", environment=settings) as one,
        RunningAssay(home, "worker", environment=settings) as two,
    ):
        one.ready()
        two.ready()
        eventually(
            lambda: notices_on_record(line, first) == 1, "what was announced before is made up for", 60
        )
        announce(line, second)
        eventually(lambda: notices_on_record(line, second) == 1, "its notice is on record", 60)
        one.process.kill()
        announce(line, third)
        eventually(lambda: notices_on_record(line, third) == 1, "the other worker has sent it", 60)
        assert two.end() == 0
    assert [notices_on_record(line, each) for each in (first, second, third)] == [1, 1, 1]
    assert line("doctor").status == 0
