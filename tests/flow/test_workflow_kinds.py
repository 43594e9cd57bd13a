"""Contrasting kinds of inspection through the real worker: each passes at once what its protocol does not have."""

from collections import Counter
from datetime import date
from pathlib import Path
from uuid import uuid4

import pytest

from domain.action_plans.events import ActionPlanFollowedUp, ActionPlanRequested, PlanNoticeSent
from domain.deciders import EVENT_NAMES
from domain.holdings.holdings import Holdings
from domain.inspections.events import NoticeSent
from domain.inspections.stages import Stage
from tests.support.house import House, shipped_library
from tests.support.house_ground import HouseGround
from tests.support.kinds.walk import KindWalk
from tests.support.life import events_of
from tests.support.rig import Rig
from tests.support.toy_matter import HandClock
from tests.support.waiting import eventually


@pytest.mark.parametrize(
    ("kind", "from_", "notices", "reported"),
    [
        ("thematic", date(2018, 5, 14), {"announcement", "evidence-request", "draft", "publication"}, True),
        ("special-inquiry", date(2018, 5, 14), {"announcement", "draft", "publication"}, True),
        ("pilot-2017", date(2018, 1, 15), {"announcement", "evidence-request"}, False),
    ],
)
def test_a_kind_is_conducted_through_the_stages_that_it_has_to_its_end(
    rig: Rig,
    clock: HandClock,
    tmp_path: Path,
    kind: str,
    from_: date,
    notices: set[str],
    reported: bool,
) -> None:
    protocol = shipped_library().protocol(kind)
    assert protocol is not None
    house = House.build(rig.store, clock, rig.nudger, tmp_path, library=shipped_library)
    ground = HouseGround(house, rig, clock, from_)
    walk = KindWalk(protocol, ground, f"k-{uuid4().hex[:8]}")
    with rig.worker(rig.attending(house.offices())):
        assert walk.to_the_end().stages == [*protocol.stages, Stage.CLOSED]
        rig.until_over(walk.stream)
        # Closed between two readings of one look, it is over before that look's position covers it: the nudge does.
        eventually(lambda: rig.acknowledged(walk.stream), "all acknowledged")
    names = Counter(events_of(house, [walk.stream]))
    assert sum(count for name, count in names.items() if "report-published" in name) == reported
    assert names["inspection.closed.v1"] == 1
    assert names["inspection.partner-signed.v1"] == len(protocol.signatories)
    sent = notices_sent(house, walk.stream)
    assert len(sent) == len(set(sent)), "each notice goes out once"
    # Who else is told that a report is out follows from the kind's distribution.
    assert any(each.startswith("distribution") for each in sent) == reported
    # What concerns every provider goes to each of them.
    others = {each for each in sent if "-to-" in each}
    assert bool(others) == (protocol.whom == "providers")
    first = [each for each in sent if each not in others and not each.startswith("distribution")]
    assert {notice for notice in notices for each in first if each.startswith(notice)} == notices
    assert len(first) == len(notices)
    assert not [name for name in names if "overdue" in name or "lapsed" in name]


def test_each_of_two_providers_is_led_through_an_action_plan_of_its_own_to_its_end(
    rig: Rig, clock: HandClock, tmp_path: Path
) -> None:
    protocol = shipped_library().protocol("quality-and-impact-2017")
    assert protocol is not None
    house = House.build(rig.store, clock, rig.nudger, tmp_path, library=shipped_library)
    ground = HouseGround(house, rig, clock, date(2018, 1, 15))
    walk = KindWalk(protocol, ground, f"k-{uuid4().hex[:8]}")
    with rig.worker(rig.attending(house.offices())):
        assert walk.to_the_end().stages == [*protocol.stages, Stage.CLOSED]
        plans = walk.state.plans
        assert plans == tuple(f"action-plan-{walk.reference}.{each}" for each in walk.state.known.providers)
        rig.until_over(walk.stream, *plans)
        eventually(lambda: all(map(rig.acknowledged, (walk.stream, *plans))), "all acknowledged")
    for stream, provider in zip(plans, walk.state.known.providers, strict=True):
        events = [EVENT_NAMES.read(each).data for each in house.store.load({stream: 0})[stream]]
        assert isinstance(events[-1], PlanNoticeSent | ActionPlanFollowedUp)
        asked = [each for each in events if isinstance(each, ActionPlanRequested)]
        assert [each.provider for each in asked] == [provider]
        sent = [each.notice for each in events if isinstance(each, PlanNoticeSent)]
        assert sorted(sent) == ["accepted", "requested"], "each notice goes out once, to its own provider"
        assert held_of_plans(house, provider) == [
            f"Action plan after the inspection {walk.reference}, action a1"
        ]
        [told] = [each for each in tmp_path.rglob(f"provider-{provider}") if each.is_dir()]
        letters = [each.read_text(encoding="utf-8") for each in told.iterdir()]
        for subject in ("An action plan is asked for", "Your action plan is accepted"):
            assert sum(subject in each for each in letters) == 1


def held_of_plans(house: House, provider: str) -> list[str]:
    """What is held about a provider that came of an action plan, by what it is of."""
    stream = f"holdings-{provider}"
    state: Holdings = house.records.read([stream])[stream].state
    return [each.came.of for each in state.held.values() if each.came.of.startswith("Action plan")]


def notices_sent(house: House, stream: str) -> list[str]:
    """The codes of the notices that went out, in order."""
    events = [EVENT_NAMES.read(each).data for each in house.store.load({stream: 0})[stream]]
    return [each.notice for each in events if isinstance(each, NoticeSent)]
