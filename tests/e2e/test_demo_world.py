"""How time passes in an example, and what becomes of a script that the rules do not bear out."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from adapters.inbound.demonstration import world as demonstrated_world
from adapters.inbound.demonstration.world import Conducted, OutOfStep, Played, ScriptFault, World
from adapters.outbound.clocks.simulated import SimulatedClock
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.inspections.commands import AnnounceInspection, RequestEvidence
from domain.inspections.events import EvidenceItem, StageOverdue
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from domain.working_days import end_of_day
from worker import compose, settings_of

MONDAY = datetime(2018, 4, 16, 8, tzinfo=UTC)
MANAGER = Actor("hq", Role.OPERATIONS_MANAGER, "test")
LEAD = Actor("lead", Role.LEAD_INSPECTOR, "test")


class Nobody:
    def nudge(self, stream: str, position: int) -> None:
        """Nobody has to be told: the machinery is played."""


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    clock = SimulatedClock(MONDAY)
    with compose(settings_of({"ASSAY_HOME": str(tmp_path)}), clock=clock, nudger=Nobody()) as assay:
        assay.migrate()
        yield World.of(assay, clock, Played(assay.offices), "test")


def announce(world: World) -> None:
    provider = RegisterProvider(provider="crc-x", title="Example X", kind="crc", area="East")
    world.give("1", provider, MANAGER)
    command = AnnounceInspection(
        inspection="x",
        provider="crc-x",
        protocol="crc-2018",
        lead="lead",
        fieldwork_from=date(2018, 5, 21),
        fieldwork_to=date(2018, 5, 25),
    )
    world.give("2", command, MANAGER)


def request() -> RequestEvidence:
    item = EvidenceItem(id="plan", title="The plan", standard="1.1")
    return RequestEvidence(inspection="x", items=(item,))


def test_what_falls_due_while_weeks_pass_happens_at_its_own_moment(world: World) -> None:
    announce(world)
    world.pass_until(MONDAY + timedelta(weeks=5))
    events = [EVENT_NAMES.read(each) for each in world.store.load({"inspection-x": 0})["inspection-x"]]
    assert [each.name for each in events] == [
        "inspection.announced.v2",
        "inspection.notice-sent.v3",
        "inspection.stage-overdue.v1",
    ]
    assert events[1].occurred_at.date() == MONDAY.date()
    overdue = events[2].data
    assert isinstance(overdue, StageOverdue)
    assert overdue.due == date(2018, 4, 23)
    assert timedelta(0) <= events[2].occurred_at - end_of_day(overdue.due) < timedelta(minutes=1)
    assert world.clock.now() >= MONDAY + timedelta(weeks=5)


def test_time_never_passes_backwards(world: World) -> None:
    world.pass_until(MONDAY + timedelta(days=2))
    world.pass_until(MONDAY)
    assert world.clock.now() >= MONDAY + timedelta(days=2)


def test_a_command_that_the_rules_refuse_is_told_with_its_reason(world: World) -> None:
    announce(world)
    with pytest.raises(ScriptFault, match=r"request-evidence \(3\): .* \[not-authorised\]"):
        world.give("3", request(), MANAGER)


def test_a_command_that_should_have_been_refused_and_was_not_is_told(world: World) -> None:
    announce(world)
    with pytest.raises(ScriptFault, match="should have been refused as not-signed"):
        world.give_in_vain("3", request(), LEAD, "not-signed")


def test_a_command_given_before_counts_as_given_only_where_a_script_is_played_again(world: World) -> None:
    announce(world)
    world.give("1", RegisterProvider(provider="crc-x", title="Example X", kind="crc", area="East"), MANAGER)
    other = RegisterProvider(provider="crc-y", title="Example Y", kind="crc", area="East")
    with pytest.raises(ScriptFault, match="command-id-reused"):
        world.give("1", other, MANAGER)
    again = World.of(world, world.clock, world.machinery, "test", again=True)
    again.give("1", other, MANAGER)
    assert list(world.store.streams("provider-")) == ["provider-crc-x"]


def test_a_machinery_that_does_not_see_to_what_is_due_is_found_out(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(demonstrated_world, "SETTLED_WITHIN_SECONDS", 0.02)

    class Standstill:
        def rest(self, streams: object) -> None:
            """No workflow is at work."""

        def forward(self, streams: object, by: timedelta) -> None:
            """No workflow runs."""

    idle = World.of(world, world.clock, Conducted(Standstill(), world.store), "test")
    announce(world)
    with pytest.raises(OutOfStep, match="inspection-x"):
        idle.pass_until(MONDAY + timedelta(days=1))


def test_a_simulated_clock_runs_on_and_can_only_be_put_forward() -> None:
    clock = SimulatedClock(MONDAY)
    first = clock.now()
    clock.advance(timedelta(days=3))
    second = clock.now()
    clock.advance(-timedelta(days=3))
    third = clock.now()
    assert MONDAY <= first < first + timedelta(days=3) <= second < third
    assert third - MONDAY < timedelta(days=3, minutes=1)
