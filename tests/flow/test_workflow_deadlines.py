"""Deadlines by the workflow's own timers, on a Temporal server that skips time: each once, on its day.

Our clock and the workflow's are put forward alike. The inspection's clock begins in 2018 and the server's is today's,
so every timer here also shows that it is our clock that counts.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.server import DevServer
from adapters.outbound.temporal.skipping import TimePassing
from domain.agenda import Agenda, Deadline, Duty
from domain.inspections.commands import DeferInspection, MoveDeadline, RequestEvidence, ResumeInspection
from domain.inspections.events import EvidenceItem, EvidenceOverdue, StageOverdue
from domain.inspections.stages import Stage
from tests.support.house import House
from tests.support.life import Life, at_noon
from tests.support.rig import Rig, new_store
from tests.support.toy_matter import AgendaSet, DeadlinePassed, DeedDone, HandClock, ToyMatter
from tests.support.verdict import record_of, settled
from tests.support.waiting import eventually

Until = Callable[[datetime], None]


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2018, 5, 14, 9, tzinfo=UTC))


@pytest.fixture
def rig(temporal_skipping_server: DevServer, tmp_path: Path, clock: HandClock) -> Iterator[Rig]:
    address = TemporalAddress(temporal_skipping_server.address, task_queue=f"deadlines-{uuid4().hex[:8]}")
    with Rig(address, new_store(tmp_path, simulated=True), clock) as made:
        yield made


@pytest.fixture
def until(rig: Rig, clock: HandClock, stream: str) -> Until:
    """Let time pass until an instant, by our clock and in the workflow."""
    passing = TimePassing(rig.line)

    def pass_until(at: datetime) -> None:
        eventually(lambda: rig.acknowledged(stream), "all that has happened is attended to")
        passing.rest([stream])
        by = at - clock.now()
        clock.set(at)
        passing.forward([stream], by)

    return pass_until


@pytest.fixture
def toy(rig: Rig, clock: HandClock) -> ToyMatter:
    return ToyMatter(rig.store, clock, rig.nudger)


def passed(toy: ToyMatter, stream: str) -> list[tuple[date, datetime]]:
    """The deadlines on the record: the day they were due, and the instant of recording."""
    return [
        (each.data.due, each.occurred_at)
        for each in toy.envelopes(stream)
        if isinstance(each.data, DeadlinePassed)
    ]


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # the parts from year to second


def deadline(due: date) -> Deadline:
    return Deadline(id="evidence", due=due, awaits="documents")


def at_work(*deadlines: Deadline, duties: tuple[Duty, ...] = ()) -> Agenda:
    return Agenda(stage="evidence-request", deadlines=deadlines, duties=duties)


@pytest.mark.parametrize(
    ("due", "before", "after"),
    [
        # In summer a day in London ends an hour before it does in UTC.
        (date(2018, 6, 15), utc(2018, 6, 15, 22, 59, 30), utc(2018, 6, 15, 23, 0, 1)),
        # The clocks went back on Sunday 28 October 2018: that day had 25 hours, and ended at midnight UTC.
        (date(2018, 10, 28), utc(2018, 10, 28, 23, 59, 30), utc(2018, 10, 29, 0, 0, 1)),
        # They went forward on Sunday 31 March 2019: that day had 23 hours.
        (date(2019, 3, 31), utc(2019, 3, 31, 22, 59, 30), utc(2019, 3, 31, 23, 0, 1)),
    ],
    ids=["in summer", "the day the clocks go back", "the day the clocks go forward"],
)
def test_a_deadline_passes_at_the_end_of_its_day_in_london(
    rig: Rig, toy: ToyMatter, stream: str, until: Until, due: date, before: datetime, after: datetime
) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(stream, at_work(deadline(due)))
        until(before)
        assert passed(toy, stream) == []
        until(after)
        eventually(lambda: passed(toy, stream), "it has passed")
        assert passed(toy, stream) == [(due, after)]


def test_a_deadline_that_is_moved_while_it_runs_does_not_pass_on_its_old_day(
    rig: Rig, toy: ToyMatter, stream: str, until: Until
) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(stream, at_work(deadline(date(2018, 6, 1))))
        until(at_noon(date(2018, 5, 30)))
        toy.set_agenda(stream, at_work(deadline(date(2018, 6, 8))))
        until(at_noon(date(2018, 6, 5)))
        assert passed(toy, stream) == []
        # Moved once more, this time to be earlier than it was.
        toy.set_agenda(stream, at_work(deadline(date(2018, 6, 6))))
        until(at_noon(date(2018, 6, 7)))
        eventually(lambda: passed(toy, stream), "it has passed")
        until(at_noon(date(2018, 6, 20)))
        assert [due for due, _ in passed(toy, stream)] == [date(2018, 6, 6)]


def test_several_deadlines_pass_in_their_order_and_a_duty_waits_for_its_day(
    rig: Rig, toy: ToyMatter, stream: str, until: Until
) -> None:
    days = [date(2018, 6, 1), date(2018, 6, 8), date(2018, 7, 2)]
    running = tuple(Deadline(id=f"d{number}", due=day, awaits="it") for number, day in enumerate(days))
    publish = Duty(id="edition-1", kind="publish-report", not_before=date(2018, 6, 5))
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(stream, at_work(*running, duties=(publish,)))
        for day in (date(2018, 6, 2), date(2018, 6, 6), date(2018, 6, 9), date(2018, 7, 3)):
            until(at_noon(day))
        eventually(lambda: len(passed(toy, stream)) == 3, "all have passed")
    told = [each for each in toy.events(stream) if not isinstance(each, AgendaSet)]
    assert told == [
        DeadlinePassed(deadline="d0", due=days[0]),
        DeedDone(duty="edition-1"),
        DeadlinePassed(deadline="d1", due=days[1]),
        DeadlinePassed(deadline="d2", due=days[2]),
    ]


class TestOfAnInspection:
    """The same with the rules of an NPS division's inspection."""

    @pytest.fixture
    def life(self, rig: Rig, clock: HandClock, tmp_path: Path, stream: str) -> Life:
        house = House.build(rig.store, clock, rig.nudger, tmp_path)
        return Life(house, clock, stream.removeprefix("inspection-"))

    def test_a_deadline_over_a_bank_holiday_passes_a_working_day_later(
        self, rig: Rig, life: Life, until: Until
    ) -> None:
        """Announced on Tuesday 22 May 2018; the request is due in five working days; Monday 28 May was a holiday."""
        life.turn = lambda _: None
        with rig.worker(rig.attending(life.house.offices())):
            life.clock.set(at_noon(date(2018, 5, 22)))
            life.until(Stage.ANNOUNCEMENT)
            until(at_noon(date(2018, 5, 29)))
            until(datetime(2018, 5, 30, 22, 59, tzinfo=UTC))
            assert overdue(life) == []
            until(datetime(2018, 5, 30, 23, 0, 1, tzinfo=UTC))
            eventually(lambda: overdue(life), "the request is overdue")
        assert overdue(life) == [(Stage.ANNOUNCEMENT, date(2018, 5, 30))]

    def test_no_deadline_runs_while_an_inspection_is_deferred(
        self, rig: Rig, life: Life, until: Until
    ) -> None:
        reference = life.reference
        with rig.worker(rig.attending(life.house.offices())):
            life.until(Stage.ANNOUNCEMENT)
            item = EvidenceItem(id="e1", title="Staff survey", standard="1.1")
            life.give(RequestEvidence(inspection=reference, items=(item,)))
            due = life.state.deadlines["evidence"].due
            until(at_noon(date(2018, 5, 16)))
            life.give(DeferInspection(inspection=reference, reason="A flood.", until=date(2018, 7, 2)))
            until(at_noon(due + timedelta(days=10)))
            assert evidence_overdue(life) == []
            life.give(ResumeInspection(inspection=reference))
            resumed = life.state.deadlines["evidence"].due
            assert resumed > due + timedelta(days=10), "what was left of the period is counted on from here"
            until(at_noon(resumed + timedelta(days=1)))
            eventually(lambda: evidence_overdue(life), "the evidence is overdue")
            settled(life.house, rig, [life.stream])
        assert evidence_overdue(life) == [resumed]

    def test_a_deadline_that_was_moved_passes_once_on_its_new_day(
        self, rig: Rig, life: Life, until: Until
    ) -> None:
        with rig.worker(rig.attending(life.house.offices())):
            life.until(Stage.EVIDENCE_REQUEST)
            old = life.state.deadlines["evidence"].due
            new = life.later(20)
            life.give(
                MoveDeadline(
                    inspection=life.reference, deadline="evidence", due=new, reason="It is half-term."
                )
            )
            until(at_noon(old + timedelta(days=1)))
            assert evidence_overdue(life) == []
            until(at_noon(new + timedelta(days=1)))
            eventually(lambda: evidence_overdue(life), "the evidence is overdue")
        assert evidence_overdue(life) == [new]


def overdue(life: Life) -> list[tuple[Stage, date]]:
    return [
        (each.data.stage, each.data.due)
        for each in record_of(life.house)
        if isinstance(each.data, StageOverdue)
    ]


def evidence_overdue(life: Life) -> list[date]:
    return [each.data.due for each in record_of(life.house) if isinstance(each.data, EvidenceOverdue)]
