"""A whole inspection on the real parts, with its machinery behind it."""

from collections import Counter
from datetime import date
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.store import create
from adapters.outbound.temporal.connecting import TemporalAddress
from domain.inspections.stages import IN_PROGRESS, Stage
from tests.support.house import House
from tests.support.life import Life, events_of
from tests.support.rig import Rig
from tests.support.toy_matter import HandClock
from tests.support.verdict import everything_stands, settled
from tests.support.waiting import eventually, seldom


@pytest.fixture
def house(rig: Rig, clock: HandClock, tmp_path: Path) -> House:
    return House.build(rig.store, clock, rig.nudger, tmp_path)


@pytest.fixture
def life(house: House, clock: HandClock) -> Life:
    return Life(house, clock, f"nps-{uuid4().hex[:8]}")


@pytest.fixture
def nudging_life(life: Life, rig: Rig) -> Life:
    """Whoever turns the clock by hand also wakes the workflow, whose own timers run in real time."""
    turn = life.turn

    def turn_and_wake(day: date) -> None:
        turn(day)
        rig.wake(life.stream)

    life.turn = turn_and_wake
    return life


def test_an_inspection_is_conducted_from_announcement_to_a_closed_action_plan(
    rig: Rig, house: House, nudging_life: Life
) -> None:
    life = nudging_life
    with rig.worker(rig.attending(house.offices())):
        for stage in (*IN_PROGRESS, Stage.CLOSED):
            life.until(stage)
            if stage is not Stage.CLOSED:
                rig.at_stage(life.stream, stage)
        for stream in (life.stream, life.plan_stream):
            rig.until_over(stream)
            # Closed between two readings of one look, it is over before that look's position covers it: the nudge does.
            eventually(partial(rig.acknowledged, stream), "all acknowledged")
    names = Counter(events_of(house, [life.stream, life.plan_stream]))
    assert names["inspection.report-published.v3"] == 1
    assert names["action-plan.requested.v2"] == 1
    # Announcement, evidence request, draft, publication, and two recipients on the distribution list.
    assert names["inspection.notice-sent.v3"] == 6
    assert not [name for name in names if "overdue" in name or "lapsed" in name]


def test_the_same_life_is_led_on_postgresql(
    address: TemporalAddress, postgres_url: str, clock: HandClock, tmp_path: Path
) -> None:
    create(postgres_url, simulated=True)
    with Rig(address, postgres_url, clock) as rig:
        house = House.build(rig.store, clock, rig.nudger, tmp_path)
        life = Life(house, clock, f"nps-{uuid4().hex[:8]}")
        life.wake = seldom(partial(rig.nudger.nudge, life.stream, -1))
        with rig.worker(rig.attending(house.offices()), reconcile=True):
            life.to_the_end()
            settled(house, rig, [life.stream, life.plan_stream])
        everything_stands(house, [life])


def test_the_whole_chain_of_runs_of_an_inspection_is_short(
    rig: Rig, house: House, nudging_life: Life
) -> None:
    """At worst: nothing gathers, as every command waits until the machinery has settled."""
    life = nudging_life

    def settle() -> None:
        eventually(
            lambda: not [each for each in rig.store.lagging() if each.loud], "the machinery has settled"
        )

    life.settle = settle
    with rig.worker(rig.attending(house.offices())):
        life.to_the_end()
        rig.until_over(life.stream, life.plan_stream)
    inspection, plan = (
        sum(len(rig.history(stream, run)) for run in rig.runs(stream))
        for stream in (life.stream, life.plan_stream)
    )
    # Gathered ends of case reads wake it some forty times more in three weeks of fieldwork, ten events each.
    assert 300 < inspection < 1_500 - 400
    assert 80 < plan < 300
