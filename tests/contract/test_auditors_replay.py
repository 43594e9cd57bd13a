"""The auditor's replay: any point of the record, and whether the ratings follow from it."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.auditing import soundness
from activities.auditing.replaying import Point, Replay, Replaying
from activities.auditing.stepping import difference, steps_taken
from activities.commanding.records import Records
from activities.ports import EventStore
from adapters.outbound.store import Store
from domain.canonical import leaf_digest
from domain.deciders import EVENT_NAMES
from domain.inspections.commands import DepartureAsked
from domain.inspections.events import RatingProposed
from domain.inspections.stages import Stage
from domain.ledger.envelope import Envelope, Recorded, around
from domain.messages import Event
from domain.refusals import Refused
from tests.support.altered import Altered, Change, a_byte_of, other, rewritten
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


def replaying(store: EventStore | Altered) -> Replaying:
    return Replaying(store=store, library=shipped_library)  # type: ignore[arg-type]  # as much of it as a replay uses


def test_a_whole_inspection_is_verified_and_told(life: Life, store: Store) -> None:
    life.until(Stage.PUBLICATION)
    replay = replaying(store).replay(REFERENCE)
    assert (replay.verdict, replay.place) == ("verified", "")
    assert (replay.then.overall, replay.then.score, replay.then.max_score) == ("outstanding", 26, 30)
    own = [step.version for step in replay.steps if step.envelope.stream == life.stream]
    assert own == list(range(1, len(own) + 1))
    positions = [step.position for step in replay.steps]
    assert positions == sorted(set(positions))
    assert "panel.inspection-considered.v1" in {step.envelope.name for step in replay.steps}
    assert replay.steps[0].envelope.acting_role == "operations-manager"


def test_a_trace_names_the_event_of_every_judgement(life: Life, store: Store) -> None:
    life.until(Stage.PUBLICATION)
    derived = life.state.derived
    assert derived is not None
    standards = {each["id"]: each for each in json.loads(derived.trace)["standards"]}
    for recorded in store.load({life.stream: 0})[life.stream]:
        event = EVENT_NAMES.read(recorded).data
        if isinstance(event, RatingProposed):
            assert standards[event.standard]["judgement"] == {
                "rating": event.rating,
                "reference": f"{life.stream}/{recorded.version}",
                "digest": recorded.digest.hex(),
            }


def test_it_stands_after_each_event_as_it_stood_then(life: Life, store: Store) -> None:
    seen: list[tuple[int, Stage | None]] = []
    settle = life.settle

    def settle_and_note() -> None:
        settle()
        seen.append((store.last_position(), life.state.standing))

    life.settle = settle_and_note
    life.until(Stage.PUBLICATION)
    again = replaying(store)
    announced = [(position, stage) for position, stage in seen if stage is not None]
    assert [again.replay(REFERENCE, Point(at=position)).state.standing for position, _ in announced] == [
        stage for _, stage in announced
    ]


def test_it_is_told_step_by_step_and_from_point_to_point_at_every_event(life: Life, store: Store) -> None:
    """A panel's minutes are not told, but what follows on them is folded from the whole of the meeting."""
    life.until(Stage.PUBLICATION)
    names = {each.name for each in store.load({life.panel_stream: 0})[life.panel_stream]}
    assert "panel.minutes-approved.v1" in names
    last = store.last_position()
    first = store.load({life.stream: 0})[life.stream][0].position
    points = replaying(store).several(REFERENCE, [Point(at=each) for each in range(first, last + 1)])
    for replay in points:
        taken = steps_taken(replay)
        assert replay.verdict == "verified"
        own = {each.step.position for each in taken}
        assert own >= {each.position for each in replay.steps}
        apart = difference(points[0], replay)
        assert {each.step.position for each in apart.taken} == own - {
            each.recorded.position for each in points[0].events
        }
    told = {each.step.envelope.name for each in steps_taken(points[-1])}
    assert {each for each in told if each.startswith("panel.")} == {
        each for each in names if "minutes" not in each and each != "panel.closed.v2"
    }


def test_no_envelope_is_read_more_than_once_however_its_event_is_told(
    life: Life, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is told of is read for its envelope; of all else the fold knows enough."""
    life.until(Stage.PUBLICATION)
    last = store.last_position()
    half, whole = replaying(store).several(REFERENCE, [Point(at=last // 2), Point()])
    readings = list[int]()

    def counted(recorded: Recorded, event: Event) -> Envelope[Event]:
        readings.append(recorded.position)
        return around(recorded, event)

    monkeypatch.setattr(soundness, "around", counted)
    apart = difference(half, whole)
    assert readings == [each.step.position for each in apart.taken]
    taken = steps_taken(whole)
    assert sorted(readings) == [each.step.position for each in taken]
    assert 0 < len(apart.taken) < len(taken)


def test_a_read_that_was_folded_before_is_not_folded_again_where_it_has_the_same_digest_and_only_there(
    life: Life, store: Store
) -> None:
    life.until(Stage.PUBLICATION)
    records, plain = Records(store), replaying(store).replay(REFERENCE)
    assert plain.reads
    before = records.read(plain.reads)

    def beside() -> Replay:
        return Replaying(store=store, library=shipped_library, records=records).replay(REFERENCE)

    assert beside() == plain
    assert all(each is before[stream].state for stream, each in beside().reads.items())
    for standing in before.values():
        records.forget(before)
        wrong = replace(standing, head=replace(standing.head, digest=bytes(32)), state=None)
        records._remember(dict.fromkeys(before, wrong), records._followed)
        assert beside() == plain, "what ends otherwise is not believed"


def test_ratings_that_cannot_be_derived_yet_say_why(life: Life, store: Store) -> None:
    life.until(Stage.FIELDWORK)
    assert replaying(store).replay(REFERENCE).then.unrated == "no sample has been drawn"
    life.until(Stage.CASE_READS)
    assert replaying(store).replay(REFERENCE).then.unrated == "6 sampled cases are unread"


def test_a_moment_is_a_zone_aware_time_by_either_clock(life: Life, store: Store) -> None:
    """What is entered as it happens has one time twice; here it was entered a year afterwards."""
    life.until(Stage.FIELDWORK)
    fieldwork = life.state.begun_on
    assert fieldwork is not None
    before = datetime(fieldwork.year, fieldwork.month, fieldwork.day, tzinfo=UTC)
    year_after = before.replace(year=before.year + 1)

    def stood(at: Point, of: EventStore | Altered) -> Stage | None:
        replay = replaying(of).replay(REFERENCE, at)
        assert (replay.verdict, replay.ahead) == ("verified", ())
        return replay.state.standing

    for point in (Point(as_of=before), Point(as_recorded=before)):
        assert stood(point, store) is Stage.EVIDENCE_REQUEST
    afterwards = Altered(
        store, "", rewritten(b'"recorded_at":"2018', b'"recorded_at":"2019', b'"recorded_at"')
    )
    assert stood(Point(as_of=before), afterwards) is Stage.EVIDENCE_REQUEST
    assert stood(Point(as_recorded=year_after), afterwards) is Stage.EVIDENCE_REQUEST
    assert stood(Point(as_of=year_after), afterwards) is Stage.FIELDWORK
    assert stood(Point(as_of=before, as_recorded=year_after), afterwards) is Stage.EVIDENCE_REQUEST
    with pytest.raises(Refused, match="not-recorded-then"):
        stood(Point(as_recorded=before), afterwards)
    with pytest.raises(Refused, match="not-recorded-then"):
        stood(Point(as_of=before, as_recorded=before), afterwards)


def test_what_was_so_only_later_and_stands_before_what_was_so_by_then_is_named(
    life: Life, store: Store
) -> None:
    """As where a clock was set back: the second event of the inspection says that it was so a year later."""
    life.until(Stage.FIELDWORK)
    own = store.load({life.stream: 0})[life.stream]
    second = own[1]
    name = f'"name":"{second.name}","occurred_at":"2018'.encode()
    later = Altered(store, life.stream, rewritten(name, name[:-1] + b"9", second.name.encode()))
    then = EVENT_NAMES.read(own[2]).occurred_at
    replay = replaying(later).replay(REFERENCE, Point(as_of=then))
    named = [each.position for each in own if each.name == second.name and each.position <= replay.position]
    assert second.position in replay.ahead
    assert set(replay.ahead) <= set(named)
    assert replay.state.version >= 3
    assert replaying(later).replay(REFERENCE).ahead == ()
    assert replaying(store).replay(REFERENCE, Point(as_of=then)).ahead == ()


def test_what_is_not_on_record_is_refused(store: Store) -> None:
    with pytest.raises(Refused, match="unknown-inspection"):
        replaying(store).replay("nobody-knows-this")


def _private(events: list[Recorded]) -> int:
    """The first event with a private text."""
    return next(index for index, each in enumerate(events) if b'"nonce":"' in each.body)


def _a_byte(events: list[Recorded]) -> list[Recorded]:
    index = _private(events)
    each = events[index]
    events[index] = other(each, _another(each.body), each.digest)
    return events


def _another(body: bytes) -> bytes:
    """The same bytes with another private text, as far as anybody can tell who cannot open it."""
    place = body.index(b'"nonce":"') + len(b'"nonce":"')
    return body[:place] + (b"0" if body[place : place + 1] != b"0" else b"1") + body[place + 1 :]


def _rehashed(events: list[Recorded]) -> list[Recorded]:
    index = _private(events)
    each = events[index]
    body = _another(each.body)
    events[index] = other(each, body, leaf_digest(body))
    return events


def _dropped(events: list[Recorded]) -> list[Recorded]:
    return events[:1] + events[2:]


def _cut(events: list[Recorded]) -> list[Recorded]:
    return events[:-1]


@pytest.mark.parametrize(
    ("change", "verdict"),
    [(_a_byte, "changed"), (_rehashed, "changed"), (_dropped, "incomplete"), (_cut, "incomplete")],
)
def test_a_case_changed_behind_our_back_is_named(
    life: Life, store: Store, change: Change, verdict: str
) -> None:
    life.until(Stage.PUBLICATION)
    altered = Altered(store, "case-", change)
    replay = replaying(altered).replay(REFERENCE)
    assert replay.verdict == verdict
    assert replay.place.startswith("event ")


def _unreadable(events: list[Recorded]) -> list[Recorded]:
    each = events[-1]
    events[-1] = other(each, b"{}", leaf_digest(b"{}"))
    return events


@pytest.mark.parametrize("stream", ["inspection-", "panel-"])
@pytest.mark.parametrize("change", [a_byte_of(-1), _unreadable])
def test_an_event_that_was_changed_is_a_verdict_with_its_place_and_no_fault(
    life: Life, store: Store, stream: str, change: Change
) -> None:
    life.until(Stage.PUBLICATION)
    replay = replaying(Altered(store, stream, change)).replay(REFERENCE)
    assert replay.verdict == "changed"
    assert replay.place.startswith("event ")


def test_a_decision_that_no_departure_explains_is_named(life: Life, store: Store) -> None:
    life.until(Stage.PUBLICATION)
    change = rewritten(b'"overall":"outstanding"', b'"overall":"good"')
    replay = replaying(Altered(store, "inspection-", change)).replay(REFERENCE)
    assert (replay.verdict, "no departure explains" in replay.place) == ("rating-differs", True)


def test_a_departure_is_checked_against_what_the_rule_gives(life: Life, store: Store) -> None:
    life.departures = (
        DepartureAsked(subject="overall", decided="good", trigger="near_a_boundary", reason="Only just."),
    )
    life.until(Stage.PUBLICATION)
    assert replaying(store).replay(REFERENCE).verdict == "verified"
    change = rewritten(b'"derived":"outstanding"', b'"derived":"inadequate"')
    replay = replaying(Altered(store, "inspection-", change)).replay(REFERENCE)
    assert replay.verdict == "rating-differs"
    assert "decided on inadequate; the rule now gives outstanding" in replay.place


def test_others_present_than_the_panel_says_are_named(life: Life, store: Store) -> None:
    life.until(Stage.PUBLICATION)
    change = rewritten(b'"present":["', b'"present":["os-9999","')
    replay = replaying(Altered(store, "inspection-", change)).replay(REFERENCE)
    assert replay.verdict == "incomplete"
    assert "has no such decision on its record" in replay.place


def test_another_in_the_chair_than_the_panel_says_is_named(life: Life, store: Store) -> None:
    life.until(Stage.PUBLICATION)
    change = rewritten(b'"chair":"panel-chair-1"', b'"chair":"member-1"', of=b"panel.convened")
    replay = replaying(Altered(store, "panel-", change)).replay(REFERENCE)
    assert replay.verdict == "changed"
    assert "another had the chair" in replay.place


def test_a_point_before_anything_was_recorded_says_when_it_was(life: Life, store: Store) -> None:
    life.until(Stage.FIELDWORK)
    long_ago = datetime(2017, 1, 1, tzinfo=UTC)
    with pytest.raises(Refused, match=r"was recorded only from 2018-05-14T.* on; `--as-of` asks") as refused:
        replaying(store).replay(REFERENCE, Point(as_recorded=long_ago))
    assert refused.value.refusal.code == "not-recorded-then"
    with pytest.raises(Refused, match="not-recorded-then"):
        replaying(store).replay(REFERENCE, Point(as_of=long_ago))


def test_a_point_is_one_and_within_the_record(life: Life, store: Store) -> None:
    life.until(Stage.FIELDWORK)
    end = store.last_position()
    with pytest.raises(Refused, match="two-points"):
        Point(at=1, as_of=datetime(2018, 6, 1, tzinfo=UTC))
    with pytest.raises(Refused, match=f"The record ends at position {end}"):
        replaying(store).replay(REFERENCE, Point(at=end + 1))
