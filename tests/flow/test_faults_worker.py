"""A worker is killed, as by a power cut, at the worst of moments; another takes over, or it comes back."""

import signal
import subprocess
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.temporal.server import DevServer
from domain.comments.commands import ReceiveComment
from domain.comments.events import CommentOverdue
from domain.inspections.events import EvidenceOverdue, ReportPublished
from domain.inspections.stages import Stage
from domain.people.roles import Role
from tests.support.hands import Hands
from tests.support.house import House
from tests.support.life import MONDAY, Life, at_noon
from tests.support.programme_life import STREAM as PROGRAMME
from tests.support.programme_life import ProgrammeLife
from tests.support.rig import Rig, new_store
from tests.support.verdict import everything_stands, record_of, settled
from tests.support.waiting import eventually, seldom
from tests.support.worker_with_faults import Bench, running_worker

pytestmark = [pytest.mark.long, pytest.mark.timeout(180)]


class Stand:
    """A record, a Temporal server and an inspection; workers are processes that can be killed."""

    def __init__(self, bench: Bench, rig: Rig, house: House, life: Life) -> None:
        self.bench, self.rig, self.house, self.life = bench, rig, house, life

    def check(self) -> None:
        settled(self.house, self.rig, (self.life.stream, self.life.plan_stream))
        everything_stands(self.house, [self.life])

    def died(self, worker: "subprocess.Popen[bytes]", wake: Callable[[], None] = lambda: None) -> None:
        """Wait until the worker has come to the point at which it was told to die; what wakes it may be said."""

        def dead() -> bool:
            wake()
            return worker.poll() is not None

        eventually(dead, "the worker has died")
        assert worker.returncode == -signal.SIGKILL, (self.bench.folder / "worker.log").read_text()[-2000:]


@pytest.fixture
def begins() -> date:
    """The day on which the clock of a stand begins; it never goes back."""
    return MONDAY


@pytest.fixture
def stand(temporal_server: DevServer, tmp_path: Path, begins: date) -> Iterator[Stand]:
    bench = Bench(new_store(tmp_path), temporal_server.address, f"faults-{uuid4().hex[:8]}", tmp_path)
    bench.clock.set(at_noon(begins))
    with Rig(bench.address, bench.store, bench.clock) as rig:
        house = House.build(rig.store, bench.clock, rig.nudger, tmp_path)
        life = Life(house, bench.clock, f"nps-{uuid4().hex[:8]}")
        life.wake = seldom(partial(wake, rig, life))
        yield Stand(bench, rig, house, life)


def wake(rig: Rig, life: Life) -> None:
    """Have the inspection's workflow look at the clock: its own timers run in real time."""
    rig.nudger.nudge(life.stream, -1)
    rig.nudger.flush(5)


@pytest.mark.parametrize("point", ["after-look-before-report", "after-deed-before-report"])
def test_killed_after_an_activitys_work_and_before_its_report(stand: Stand, point: str) -> None:
    stand.life.until(Stage.EVIDENCE_REQUEST)
    with running_worker(stand.bench, point) as worker:
        stand.died(worker)
    with running_worker(stand.bench, point):
        stand.check()
    sent = [each for each in record_of(stand.house) if each.name == "inspection.notice-sent.v3"]
    assert len(sent) == 2


@pytest.mark.parametrize("point", ["in-mid-publication", "between-append-and-nudge"])
def test_killed_in_mid_publication(stand: Stand, point: str) -> None:
    """Once with the report printed and nothing recorded; once recorded, with the action plan's workflow not told."""
    stand.life.until(Stage.PUBLICATION)
    for step in (stand.life.draft_and_send, stand.life.check_facts, stand.life.schedule):
        step()
    assert stand.life.state.publish_on
    with running_worker(stand.bench, point) as worker:
        stand.life.turn(stand.life.state.publish_on)
        stand.died(worker, wake=stand.life.wake)
    with running_worker(stand.bench, point):
        eventually(stand.life._published, "the report is published")
        stand.check()
        stand.rig.at_stage(stand.life.plan_stream, "requested")
        stand.life.plan_actions()
        stand.life.follow_up()
        stand.life.close()
        stand.rig.until_over(stand.life.stream, stand.life.plan_stream)
        stand.check()
    documents = [path for path in (stand.bench.folder / "documents").rglob("*") if path.is_file()]
    [published] = [each.data for each in record_of(stand.house) if isinstance(each.data, ReportPublished)]
    assert {path.name for path in documents} == {each.document for each in published.files}


@pytest.mark.parametrize("point", ["as-a-deadline-falls-due", "after-lapse-before-report"])
def test_killed_while_a_deadline_falls_due(stand: Stand, point: str) -> None:
    stand.life.until(Stage.EVIDENCE_REQUEST)
    due = stand.life.state.deadlines["evidence"].due
    with running_worker(stand.bench, point) as worker:
        stand.bench.clock.set(at_noon(stand.life.later(16)))
        stand.died(worker, wake=stand.life.wake)
    with running_worker(stand.bench, point):
        eventually(lambda: overdue(stand), "the deadline is on the record")
        stand.check()
    assert [(each.due, each.items) for each in overdue(stand)] == [(due, ("e1", "e2", "e3"))]


def test_killed_while_a_complaint_becomes_overdue(stand: Stand) -> None:
    complaint, point = "comment-" + uuid4().hex, "after-lapse-before-report"
    received = stand.bench.clock.now().date()
    stand.life.give(
        ReceiveComment(
            comment=complaint, sort="complaint", about="other", said="Nobody answers.", received_on=received
        ),
        Role.ASSISTANT,
    )
    with running_worker(stand.bench, point) as worker:
        eventually(lambda: stand.rig.acknowledged(complaint), "the complaint is attended to")
        stand.bench.clock.set(at_noon(stand.life.later(8)))
        stand.died(worker, wake=seldom(partial(stand.rig.nudger.nudge, complaint, -1)))
    with running_worker(stand.bench, point):
        eventually(lambda: late(stand) != [], "it is on the record that nobody acknowledged it")
        settled(stand.house, stand.rig, [complaint])
    assert [each.awaited for each in late(stand)] == ["acknowledgement"]


@pytest.mark.parametrize("begins", [date(2018, 2, 19)])
def test_killed_when_an_inspection_of_the_programme_has_started(stand: Stand) -> None:
    year, hands = ProgrammeLife(stand.house, "nps-division-2018"), Hands(stand.house)
    year.to_a_draft()
    stand.bench.clock.set(at_noon(date(2018, 3, 12)))
    year.publish()
    hands.see_to(PROGRAMME)
    stand.bench.clock.set(at_noon(date(2018, 6, 11)))
    point = "after-deed-before-report"
    with running_worker(stand.bench, point) as worker:
        stand.died(worker, wake=seldom(partial(stand.rig.nudger.nudge, PROGRAMME, -1)))
    with running_worker(stand.bench, point):
        eventually(lambda: set(year.state.started) == {"north-2018"}, "it has started")
        settled(stand.house, stand.rig, [PROGRAMME, "inspection-north-2018"])
    assert year.events.count("programme.inspection-started.v1") == 1


def test_a_deadline_that_passes_while_no_worker_runs_is_recorded_once_when_one_is_back(stand: Stand) -> None:
    stand.life.until(Stage.EVIDENCE_REQUEST)
    with running_worker(stand.bench):
        settled(stand.house, stand.rig, [stand.life.stream])
    due = stand.life.state.deadlines["evidence"].due
    stand.bench.clock.set(at_noon(stand.life.later(30)))
    stand.life.wake()
    with running_worker(stand.bench), running_worker(stand.bench):  # two of them, side by side
        eventually(lambda: overdue(stand), "the deadline is on the record")
        stand.check()
    assert [each.due for each in overdue(stand)] == [due]


def test_whoever_gives_a_command_is_killed_between_append_and_nudge(stand: Stand) -> None:
    class Deaf:
        def nudge(self, stream: str, position: int) -> None:
            """The process is gone before it can say anything."""

    with running_worker(stand.bench):
        stand.life.until(Stage.ANNOUNCEMENT)
        settled(stand.house, stand.rig, [stand.life.stream])
        silenced = House.build(stand.rig.store, stand.bench.clock, Deaf(), stand.bench.folder)
        stand.life.house = silenced
        stand.life.until(Stage.EVIDENCE_REQUEST)
        stand.check()  # within two sweeps of the reconciling loop


def late(stand: Stand) -> list[CommentOverdue]:
    return [each.data for each in record_of(stand.house) if isinstance(each.data, CommentOverdue)]


def overdue(stand: Stand) -> list[EvidenceOverdue]:
    return [each.data for each in record_of(stand.house) if isinstance(each.data, EvidenceOverdue)]
