"""A programme's workflow: it closes the consultation, starts each inspection on its day once, and follows new plans."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.server import DevServer
from adapters.outbound.temporal.skipping import TimePassing
from tests.support.example import LIBRARY
from tests.support.house import House
from tests.support.programme_life import STREAM, ProgrammeLife
from tests.support.programme_on_record import NORTH, SOUTH, YEAR
from tests.support.programmes import plan_of
from tests.support.rig import Rig, new_store
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually

INSPECTIONS = ("inspection-north-2018", "inspection-south-2018")


class Year:
    """A year on a server that skips time, with as many workers as are let in, one after another."""

    def __init__(self, rig: Rig, clock: HandClock, folder: Path) -> None:
        self.rig, self.clock = rig, clock
        self.house = House.build(rig.store, clock, rig.nudger, folder, library=lambda: LIBRARY)
        self.life = ProgrammeLife(self.house)

    @contextmanager
    def worker(self) -> Iterator[None]:
        with self.rig.worker(self.rig.attending(self.house.offices())):
            yield

    def on(self, day: date, at: time = time(10)) -> None:
        """Let time pass, in the workflows too."""
        self.settled()
        passing = TimePassing(self.rig.line)
        passing.rest([STREAM, *INSPECTIONS])
        then = datetime.combine(day, at, UTC)
        by = then - self.clock.now()
        self.clock.set(then)
        passing.forward([STREAM, *INSPECTIONS], by)
        self.settled()

    def settled(self) -> None:
        """Until every workflow has taken in what it was told; time is not put forward while one is at work."""
        for stream in (STREAM, *INSPECTIONS):
            eventually(partial(self._is_at_rest, stream), f"{stream} is at rest")

    def _is_at_rest(self, stream: str) -> bool:
        owed = self.rig.store.attention(stream)
        if owed is None:
            return True
        standing = self.rig.standing(stream)
        return owed.acknowledged == owed.owed and standing is not None and standing.seen == owed.owed

    def started(self) -> list[str]:
        return sorted(self.life.state.started)

    def announced(self, stream: str) -> int:
        """How many times an inspection has been announced."""
        events = self.house.store.load({stream: 0}).get(stream, ())
        return sum(each.name.startswith("inspection.announced.") for each in events)


@pytest.fixture
def year(temporal_skipping_server: DevServer, tmp_path: Path) -> Iterator[Year]:
    clock = HandClock(datetime(2018, 2, 19, 10, tzinfo=UTC))
    address = TemporalAddress(temporal_skipping_server.address, task_queue=f"programme-{uuid4().hex[:8]}")
    with Rig(address, new_store(tmp_path, simulated=True), clock) as rig:
        yield Year(rig, clock, tmp_path)


def test_inspections_start_on_their_days_and_follow_a_new_plan_whatever_happens_to_the_worker(
    year: Year,
) -> None:
    life = year.life
    with year.worker():
        life.to_a_draft()
        year.rig.at_stage(STREAM, "consultation")
        eventually(lambda: not life.state.notices, "every provider in the draft has been told")
        year.on(date(2018, 3, 10), time(0, 0, 1))
        eventually(lambda: life.state.consulted, "the consultation is over")
        year.on(date(2018, 3, 12))
        life.publish()
        eventually(lambda: not life.state.notices, "everybody has been told")
        year.on(date(2018, 6, 10))
        assert year.started() == []
        year.on(date(2018, 6, 11))
        eventually(lambda: year.started() == ["north-2018"], "the first has started")
        year.rig.at_stage("inspection-north-2018", "announcement")
        life.replan(plan_of(YEAR, NORTH, SOUTH.with_(start=25)))
        eventually(lambda: not life.state.notices, "those whom it touches have been told")
        year.on(date(2018, 8, 17))
        assert year.started() == ["north-2018"], "its old day"
    # Nobody works when its day comes; a worker comes later that day.
    year.clock.set(datetime(2018, 8, 24, 15, tzinfo=UTC))
    with year.worker():
        year.rig.wake(STREAM)
        eventually(lambda: year.started() == ["north-2018", "south-2018"], "the second has started")
        year.settled()
        life.close()
        year.rig.until_over(STREAM)
    assert [year.announced(each) for each in INSPECTIONS] == [1, 1]
    assert life.events == [
        "programme.opened.v1",
        "programme.plan-proposed.v2",
        "programme.plan-accepted.v1",
        "programme.draft-issued.v2",
        *["programme.notice-sent.v1"] * 2,
        "programme.consultation-closed.v1",
        "programme.published.v1",
        *["programme.notice-sent.v1"] * 3,
        "programme.inspection-started.v1",
        "programme.replanned.v2",
        *["programme.notice-sent.v1"] * 2,
        "programme.inspection-started.v1",
        "programme.closed.v1",
    ]
