"""An alert is escalated at the end of its day by the machinery, whatever has become of the inspection; or not."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from adapters.outbound.temporal.connecting import TemporalAddress
from adapters.outbound.temporal.server import DevServer
from adapters.outbound.temporal.skipping import TimePassing
from domain.cases.alerts.commands import AcknowledgeAlert, RaiseAlert
from domain.cases.streams import alerts_on
from domain.inspections.commands import DeferInspection
from domain.inspections.stages import Stage
from domain.people.roles import Role
from tests.support.house import House
from tests.support.life import Life, events_of
from tests.support.rig import Rig, new_store
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually


@pytest.fixture
def clock() -> HandClock:
    return HandClock(datetime(2018, 5, 14, 9, tzinfo=UTC))


@pytest.fixture
def rig(temporal_skipping_server: DevServer, tmp_path: Path, clock: HandClock) -> Iterator[Rig]:
    address = TemporalAddress(temporal_skipping_server.address, task_queue=f"alerts-{uuid4().hex[:8]}")
    with Rig(address, new_store(tmp_path, simulated=True), clock) as made:
        yield made


def test_an_alert_that_nobody_acknowledges_is_escalated_though_the_inspection_is_put_off(
    rig: Rig, clock: HandClock, tmp_path: Path
) -> None:
    house = House.build(rig.store, clock, rig.nudger, tmp_path)
    life = Life(house, clock, f"nps-{uuid4().hex[:8]}")
    life.until(Stage.FIELDWORK)
    life.draw_samples()
    left, taken_up = life.state.sampled[:2]
    passing = TimePassing(rig.line)
    with rig.worker(rig.attending(house.offices())):
        for case in (left, taken_up):
            life.give(RaiseAlert(case=case, what="A child is in danger."), Role.INSPECTOR)
        life.give(AcknowledgeAlert(case=taken_up, number=1, action="Seen to."), Role.OPERATIONS_MANAGER)
        later = life.later(30)
        life.give(DeferInspection(inspection=life.reference, reason="A flood.", until=later))
        for case in (left, taken_up):
            eventually(partial(rig.acknowledged, alerts_on(case)), "the alert is attended to")
        midnight = datetime(*date.timetuple(clock.now().date())[:3], 23, 0, 1, tzinfo=UTC)
        passing.rest(map(alerts_on, (left, taken_up)))
        by = midnight - clock.now()
        clock.set(midnight)
        passing.forward([alerts_on(left)], by)
        told = [
            "alert.raised.v1",
            "alert.notice-sent.v1",
            "alert.unacknowledged.v1",
            "alert.notice-sent.v1",
        ]
        eventually(
            lambda: events_of(house, [alerts_on(left)]) == told, "it is escalated, and told at either time"
        )
        # Whether the notice went before somebody took it up is a matter of moments.
        other = [each for each in events_of(house, [alerts_on(taken_up)]) if each != "alert.notice-sent.v1"]
        assert other == ["alert.raised.v1", "alert.acknowledged.v1"]
        life.give(AcknowledgeAlert(case=left, number=1, action="Late."), Role.OPERATIONS_MANAGER)
        eventually(lambda: rig.acknowledged(alerts_on(left)), "and taken up")
