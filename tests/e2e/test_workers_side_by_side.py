"""As in production: a Temporal server and PostgreSQL of their own, and workers that come and go beside each other."""

from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.temporal.ports import free_ports
from adapters.outbound.temporal.server import DevServer
from tests.support.command_line import CommandLine
from tests.support.running_assay import RunningAssay
from tests.support.servers.prometheus import sample, scraped
from tests.support.waiting import eventually

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


def announce(line: CommandLine, reference: str) -> None:
    line.done(
        "inspection", "announce", reference, "--provider", "nps-east", "--protocol", "nps-division-2018",
        "--lead", "os-1", "--fieldwork-from", "2032-06-07", "--fieldwork-to", "2032-06-18",
    )  # fmt: skip


def notices_on_record(line: CommandLine, reference: str) -> int:
    moments = line.done("inspection", "timeline", reference)["timeline"]
    return sum(each["name"] == "inspection.notice-sent.v3" for each in moments)


def tells_prometheus(line: CommandLine, port: int) -> None:
    """The worker that is left tells how the record, the views, which it keeps up, and the workflows fare."""

    def views() -> dict[str, int]:
        found: dict[str, int] = line.done("db", "projections", "status")["projections"][0]
        return found

    # Nobody asks for a list from here on: it is the worker that keeps the views up.
    announce(line, f"east-{uuid4().hex[:6]}")
    eventually(lambda: views()["lag_events"] == 0, "the views are up to date")

    def settled() -> str:
        page = scraped(port)
        kept_up = sample(page, "assay_projection_lag_events", projection="views") == 0
        known = sample(page, "assay_events_total") == views()["position"]
        attended = sample(page, "assay_workflows_lagging") == 0
        return page if kept_up and known and attended else ""

    page = eventually(settled, "all has been attended to and measured")
    assert sample(page, "assay_record_up") == 1
    assert sample(page, "assay_projection_lag_seconds", projection="views") == 0
    assert sample(page, "assay_projection_stopped", projection="views") == 0
    assert sample(page, "assay_commands_total", verb="record-notice-sent", outcome="accepted") >= 1
    assert sample(page, "assay_checkpoint_age_seconds") < 3600
    assert "temporal_request" in page


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
    (port,) = free_ports(1)
    at = f"127.0.0.1:{port}"
    with (
        RunningAssay(home, "worker", environment=settings) as one,
        RunningAssay(home, "worker", environment={**settings, "ASSAY_METRICS_ADDRESS": at}) as two,
    ):
        one.ready()
        two.ready()
        eventually(lambda: notices_on_record(line, first) == 1, "what was announced before is made up for")
        announce(line, second)
        eventually(lambda: notices_on_record(line, second) == 1, "its notice is on record")
        one.process.kill()
        announce(line, third)
        eventually(lambda: notices_on_record(line, third) == 1, "the other worker has sent it")
        tells_prometheus(line, port)
        assert two.end() == 0
    assert [notices_on_record(line, each) for each in (first, second, third)] == [1, 1, 1]
    eventually(lambda: line("doctor").status == 0, "nothing is wrong")
