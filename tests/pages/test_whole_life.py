"""One inspection from its announcement to a closed action plan, by its several people, through pages alone.

The browser's scripts are switched off. Nobody types a command, and no step reaches past the pages: time passes as it
does in the demonstration, on a Temporal server that skips it, where deadlines, notices and publication are carried out.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from domain.inspections.stages import Stage
from tests.support import life_decided, life_gathered
from tests.support.life_ground import MEMBER, OTHER, ROLES, Ground, ground_on

# Some hundred pages in a browser, each of them answered by a machine that others use too.
pytestmark = [pytest.mark.wide, pytest.mark.timeout(900)]


@pytest.fixture
def ground(tmp_path: Path, browser: Browser) -> Iterator[Ground]:
    """A new installation, its pages and its people."""
    with ground_on(tmp_path, browser) as made:
        yield made


def test_an_inspection_is_taken_from_announcement_to_a_closed_action_plan_by_its_people_through_pages(
    ground: Ground,
) -> None:
    life_gathered.announce(ground)
    life_gathered.ask_for_evidence(ground)
    life_gathered.hand_in_evidence(ground)
    life_gathered.more_time(ground)
    life_gathered.hand_in_lists(ground)
    life_gathered.prepare(ground)
    life_gathered.begin_fieldwork(ground)
    life_gathered.read_cases(ground)
    life_gathered.somebody_in_danger(ground)
    life_gathered.settle_difference(ground)
    life_gathered.judge(ground)
    life_gathered.end_fieldwork(ground)
    life_decided.convene(ground)
    life_decided.decide(ground)
    life_decided.write_report(ground)
    life_decided.check_facts(ground)
    life_decided.publish(ground)
    life_decided.plan(ground)
    life_decided.follow_up(ground)
    assert ground.state.stage is Stage.CLOSED
    # Two members of the panel sit in it and give no command; the staff record was begun by whoever runs the tests.
    acted = ground.who_acted()
    assert {*ROLES, ground.contact} - acted == {MEMBER, OTHER}
    assert acted - {*ROLES, ground.contact} == {"assay", f"os-{os.getuid()}"}
