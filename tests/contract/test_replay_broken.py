"""A record that does not hold, replayed: each verdict has its place, and what is behind a point does it no harm."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import cast

import pytest

from activities.auditing.explaining import DoesNotHold, Explaining
from activities.auditing.replaying import Point, Replay, Replaying
from activities.auditing.stepping import difference, steps_taken
from activities.ports import EventStore
from adapters.outbound.store import Store
from domain.auditing.what_if import Assumption
from domain.deciders import EVENT_NAMES
from domain.inspections.stages import Stage
from domain.ledger.envelope import Recorded
from domain.refusals import Refused
from tests.support.altered import Altered, Change, a_byte_of, rewritten
from tests.support.hands import Hands, NoNudges
from tests.support.house import House, shipped_library
from tests.support.life import Life
from tests.support.toy_matter import HandClock

REFERENCE = "nps-example-2018"


@pytest.fixture
def life(store: Store, tmp_path: Path) -> Life:
    clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    house = House.build(store, clock, NoNudges(), tmp_path)
    life = Life(house, clock, REFERENCE)
    hands = Hands(house)
    life.settle = lambda: hands.see_to(life.stream, life.plan_stream)
    return life


def again(store: Store, of: str, change: Change) -> Replaying:
    return Replaying(store=cast(EventStore, Altered(store, of, change)), library=shipped_library)


def own(store: Store, life: Life) -> list[Recorded]:
    return list(store.load({life.stream: 0})[life.stream])


def until_signed(life: Life) -> None:
    for group in life.groups():
        for step in group:
            step()
        if life.state.report is not None and life.state.report.signed:
            return


def came_to(replay: Replay) -> tuple[str, str]:
    return replay.verdict, replay.place.partition(":")[0]


def test_each_event_of_an_early_inspection_that_is_damaged_is_a_verdict_with_its_place(
    life: Life, store: Store
) -> None:
    life.until(Stage.FIELDWORK)
    events = own(store, life)
    assert len(events) >= 3
    for number, broken in enumerate(events):
        replaying = again(store, life.stream, a_byte_of(number))
        said = ("changed", f"event {broken.position}")
        replay = replaying.replay(REFERENCE)
        assert came_to(replay) == said
        assert replay.state.version == number
        assert len([each for each in replay.steps if each.envelope.stream == life.stream]) == number
        assert (replay.state.standing is None) == (number == 0)
        assert steps_taken(replay) is not None
        assert difference(replay, replay).changes == ()
        assert came_to(replaying.replay(REFERENCE, Point(at=broken.position))) == said
        assert came_to(replaying.at_step(REFERENCE, None).replay) == said
        assert came_to(replaying.replay(REFERENCE, Point(as_of=datetime(2018, 1, 1, tzinfo=UTC)))) == said
        with pytest.raises(DoesNotHold) as nothing:
            Explaining(replaying, shipped_library).explain(REFERENCE)
        assert came_to(nothing.value.replay) == said
        if number:
            before = replaying.replay(REFERENCE, Point(at=broken.position - 1))
            assert (before.verdict, before.state.version) == ("verified", number)
        else:
            with pytest.raises(Refused, match=f"began only at position {broken.position} of the record"):
                replaying.replay(REFERENCE, Point(at=broken.position - 1))


@pytest.mark.parametrize("stream", ["inspection-", "case-", "panel-"])
def test_what_is_damaged_behind_a_point_does_not_matter_to_it_in_whichever_stream(
    life: Life, store: Store, stream: str
) -> None:
    life.until(Stage.PUBLICATION)
    events = own(store, life)
    replaying = again(store, stream, a_byte_of(-1))
    whole = replaying.replay(REFERENCE)
    assert whole.verdict == "changed"
    broken_at = int(whole.place.partition(":")[0].removeprefix("event "))
    early = events[2]
    assert early.position < broken_at
    assert replaying.replay(REFERENCE, Point(at=early.position)).verdict == "verified"
    assert replaying.replay(REFERENCE, Point(at=broken_at - 1)).verdict == "verified"
    assert replaying.replay(REFERENCE, Point(at=broken_at)).verdict == "changed"
    then = EVENT_NAMES.read(early).recorded_at
    # Nobody can say when a damaged event was so; that it was recorded after another is sure.
    assert replaying.replay(REFERENCE, Point(as_of=then)).verdict == "changed"
    recorded = replaying.replay(REFERENCE, Point(as_recorded=then + timedelta(seconds=1))).verdict
    first_of_stream = next(each for each in whole.events if each.recorded.stream.startswith(stream))
    later = first_of_stream.recorded_at > then.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    assert recorded == ("verified" if stream == "inspection-" or later else "changed")


def test_what_is_damaged_at_the_end_is_said_at_the_last_event_that_can_be_shown(
    life: Life, store: Store
) -> None:
    life.until(Stage.CASE_READS)
    replaying = again(store, life.stream, a_byte_of(-1))
    last = replaying.at_step(REFERENCE, None)
    assert last.replay.verdict == "changed"
    assert replaying.at_step(REFERENCE, last.number - 1).replay.verdict == "verified"


@pytest.mark.parametrize(
    ("stream", "of", "was", "role"),
    [
        ("inspection-", b"ratings-decided", b"panel-chair", b"assistant"),
        ("inspection-", b"ratings-derived", b"lead-inspector", b"provider-contact"),
        ("inspection-", b"report-signed-off", b"chief-inspector", b"inspector"),
        ("inspection-", b"report-signed-off", b"chief-inspector", b"chief-inspector in the place of "),
        ("inspection-", b"report-signed-off", b"chief-inspector", b"nobody-knows-this"),
        ("panel-", b"inspection-considered", b"panel-chair", b"inspector"),
        ("case-", b"answers-recorded", b"inspector", b"assistant"),
    ],
)
def test_what_was_done_in_a_role_that_may_not_do_it_is_named(
    life: Life, store: Store, stream: str, of: bytes, was: bytes, role: bytes
) -> None:
    until_signed(life)
    change = rewritten(b'"acting_role":"%b"' % was, b'"acting_role":"%b"' % role, of)
    replaying = again(store, stream, change)
    replay = replaying.replay(REFERENCE)
    if (
        stream == "case-"
    ):  # a derivation names its cases by digest, so a case that was made anew is seen as well
        assert replay.verdict in ("not-authorised", "changed")
    else:
        assert replay.verdict == "not-authorised"
    kind = of.decode()
    first = next(
        each.recorded
        for each in replay.events
        if of in each.recorded.body and each.recorded.stream.startswith(stream)
    )
    assert replay.place.startswith(f"event {first.position}: ")
    assert f".{kind}.v" in replay.place
    assert role.decode() in replay.place
    assert replay.then.overall is not None, "what it says is still shown"
    found, _ = Explaining(replaying, shipped_library).what_if(REFERENCE, Assumption(rounding="half_up"))
    assert found.replay.verdict == "not-authorised"


def test_a_deputy_acts_in_somebodys_place(life: Life, store: Store) -> None:
    until_signed(life)
    change = rewritten(
        b'"acting_role":"chief-inspector"',
        b'"acting_role":"chief-inspector in the place of os-7"',
        b"signed-off",
    )
    assert again(store, "inspection-", change).replay(REFERENCE).verdict == "verified"
