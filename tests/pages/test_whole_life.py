"""One inspection from its announcement to a closed action plan, by its several people, through pages alone.

Nobody types a command, and no step reaches past the pages: time passes as it does in the demonstration, on a Temporal
server that skips it, where deadlines, notices and publication are carried out. It is lived twice: once with the scripts
switched off; and once with them, without a mouse, where every page that anybody comes to is one that everybody can use,
in each state in which it is found.
"""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from domain.inspections.stages import Stage
from tests.support import life_decided, life_gathered
from tests.support.life_ground import MEMBER, OTHER, ROLES, Ground, ground_on

# Some hundred pages in a browser, each of them answered by a machine that others use too.
pytestmark = pytest.mark.timeout(900)


@pytest.mark.parametrize(
    "keyboard",
    [
        pytest.param(False, id="without-scripts", marks=pytest.mark.long),
        pytest.param(True, id="without-a-mouse", marks=pytest.mark.wide),
    ],
)
def test_an_inspection_is_taken_from_announcement_to_a_closed_action_plan_by_its_people_through_pages(
    tmp_path: Path, browser: Browser, keyboard: bool
) -> None:
    with ground_on(tmp_path, browser, keyboard=keyboard) as ground:
        lived(ground)
        # Two members of the panel sit in it and give no command; the staff record was begun by whoever runs the tests.
        acted = ground.who_acted()
        assert {*ROLES, ground.contact} - acted == {MEMBER, OTHER}
        assert acted - {*ROLES, ground.contact} == {"assay", f"os-{os.getuid()}"}
        assert not ground.faults, "\n".join(ground.faults)
        assert ground.looked_at > 60 or not keyboard


def lived(ground: Ground) -> None:
    """From the announcement to the end."""
    life_gathered.set_up(ground)
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
