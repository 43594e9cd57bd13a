"""The example's coming year: in whatever week it is made, it is out as a draft and leaves something to be done."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.programme.ports import SolverOrder
from adapters.inbound.demonstration.command import EXAMPLES, demonstration_material
from adapters.inbound.demonstration.life import interleave, registering
from adapters.inbound.demonstration.programme import read_programme
from adapters.inbound.demonstration.world import Played, World
from adapters.inbound.demonstration.year import year_life
from adapters.inbound.demonstration.year_tables import Yearly, begins_on, read_year
from adapters.outbound.clocks.simulated import SimulatedClock
from domain.given import Actor
from domain.people.roles import Role
from domain.programme.checker.checker import check
from domain.programme.year.state import Programme
from domain.streams import programme_stream
from domain.working_days import london_date
from worker import Assay, compose, settings_of

pytestmark = pytest.mark.long

STORY = read_year(EXAMPLES)
WEEKS = timedelta(weeks=12)
"""Longer than the year takes to be made."""
MADE_ON = [datetime(2026, month, 9, 15, tzinfo=UTC) for month in (1, 4, 8, 11)]


class Nobody:
    def nudge(self, stream: str, position: int) -> None:
        """Nobody has to be told: the machinery is played."""


@contextmanager
def made(home: Path, today: datetime) -> Iterator[tuple[Assay, Programme]]:
    """The year by itself, as it would be on a day."""
    clock = SimulatedClock(today - WEEKS)
    with compose(settings_of({"ASSAY_HOME": str(home)}), clock=clock, nudger=Nobody()) as assay:
        assay.migrate()
        world = World.of(assay, clock, Played(assay.offices), "example")
        entries = read_programme(EXAMPLES).inspections
        manager = Actor("hq-operations", Role.OPERATIONS_MANAGER, "example")
        for each in entries:
            world.give(f"register/{each.reference}", registering(each.provider), manager)
        people = demonstration_material()[0].story.people
        yearly = [Yearly(each.reference, each.provider) for each in entries]
        for _ in interleave(
            world, [year_life(world, STORY, people, yearly, london_date(today))], until=today
        ):
            pass
        yield assay, world.state(programme_stream(STORY.code))


@pytest.mark.parametrize("today", MADE_ON, ids=[f"{each:%B}" for each in MADE_ON])
def test_whenever_it_is_made_it_is_a_draft_with_a_lottery_pins_responses_and_a_conflict(
    tmp_path: Path, today: datetime
) -> None:
    with made(tmp_path, today) as (assay, state):
        assert state.stage == "consultation"
        assert state.draft is not None
        assert state.draft.closes_on > today.date()
        drawn = state.selections[STORY.youth_rule].drawn
        assert drawn is not None
        assert len([each for each in drawn.lots if each.outcome == "drawn"]) == 4
        assert len(state.responses) == 3
        assert len(state.undecided) == 1
        assert state.accepted is not None
        content = state.plans[state.accepted]
        assert content.found.unplaced == (STORY.thematic.inspection,)
        assert {each.providers[0] for each in content.slots} >= {
            each.provider.id for each in read_programme(EXAMPLES).inspections
        }
        first, second = state.pins.values()
        assert (first.person, second.start is not None) == (STORY.pin.person, True)
        problem, plan = assay.programme_record.planned(STORY.code)
        filled = assay.programme_record.filled(STORY.code, problem)
        broken = check(filled, plan.with_(problem=filled.digest)).violations
        assert "H10" in {each.rule for each in broken}, "what was decided breaks the plan"
        assert {each.about for each in broken} == {second.inspection}, "and nothing else does"
        anew = assay.scheduling.schedule(filled, SolverOrder(work=100))
        assert anew.verdict.mandatory_unplaced == 0, "a plan that keeps it can be made and accepted"


@pytest.mark.parametrize("today", MADE_ON, ids=[f"{each:%B}" for each in MADE_ON])
def test_the_year_begins_on_a_monday_in_april_with_room_to_announce_what_is_in_it(today: datetime) -> None:
    monday = begins_on(STORY, today.date())
    assert (monday.weekday(), monday.month) == (0, 4)
    assert monday.day <= 7
    assert timedelta(weeks=12) <= monday - today.date() < timedelta(weeks=12 + 54)
