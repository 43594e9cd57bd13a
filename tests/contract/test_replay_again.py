"""A replay that was asked for before: whatever was changed meanwhile is found as if nothing were remembered."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import cast

import pytest

from activities.auditing.replaying import Point, Replay, Replaying
from activities.auditing.soundness import FoundSound
from activities.auditing.stepping import steps_taken, stood_beside
from activities.ports import EventStore
from adapters.outbound.store import Store
from domain.inspections.stages import Stage
from domain.ledger.envelope import Recorded
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
    life.until(Stage.PUBLICATION)
    return life


def as_it_is(events: list[Recorded]) -> list[Recorded]:
    return events


def called_otherwise(events: list[Recorded]) -> list[Recorded]:
    return [each._replace(name=f"{each.name[:-1]}9") for each in events]


def without_the_last(events: list[Recorded]) -> list[Recorded]:
    return events[:-1]


class Meddled:
    """A record that is changed, and put back, between one question and the next."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.leave()

    def leave(self) -> None:
        self.now = Altered(self._store, "", as_it_is)

    def meddle(self, stream: str, change: Change) -> None:
        self.now = Altered(self._store, stream, change)

    def __getattr__(self, name: str) -> object:
        return getattr(self.now, name)


MEDDLING: tuple[tuple[str, Change, str], ...] = (
    ("inspection-", a_byte_of(3), "changed"),
    ("inspection-", called_otherwise, "newer"),
    ("inspection-", rewritten(b'"panel-chair"', b'"assistant"'), "not-authorised"),
    ("case-", a_byte_of(1), "changed"),
    ("case-", called_otherwise, "newer"),
    ("case-", without_the_last, "incomplete"),
    ("case-", rewritten(b'"inspector"', b'"assistant"', of=b"answers-recorded"), "not-authorised"),
    ("panel-", a_byte_of(0), "changed"),
)


@pytest.mark.parametrize("read_ahead", [False, True])
def test_what_is_changed_between_two_questions_is_found_and_what_is_put_back_holds(
    life: Life, store: Store, read_ahead: bool
) -> None:
    record = Meddled(store)
    replaying = Replaying(store=cast(EventStore, record), library=shipped_library)
    if read_ahead:
        replaying.read_ahead(store.streams(""))
    points = Point(), Point(at=store.last_position() // 2)

    def told() -> list[object]:
        found: Sequence[Replay] = replaying.several(REFERENCE, points)
        return [(each, steps_taken(each), stood_beside(each)) for each in found]

    before = told()
    for stream, change, verdict in MEDDLING:
        record.meddle(stream, change)
        whole = replaying.replay(REFERENCE)
        fresh = Replaying(store=cast(EventStore, record), library=shipped_library).replay(REFERENCE)
        assert whole == fresh
        assert (whole.verdict, whole.place) == (fresh.verdict, fresh.place)
        assert whole.verdict == verdict, stream
        record.leave()
        assert told() == before
    assert replaying.replay(REFERENCE).verdict == "verified"


def test_what_was_read_ahead_tells_the_same_whatever_is_asked_of_it_first(life: Life, store: Store) -> None:
    half = Point(at=store.last_position() // 2)
    asked: list[Callable[[Replaying], object]] = [
        lambda replaying: replaying.replay(REFERENCE),
        lambda replaying: replaying.replay(REFERENCE, half),
        lambda replaying: steps_taken(replaying.replay(REFERENCE, half)),
        lambda replaying: replaying.at_step(REFERENCE, 5),
        lambda replaying: replaying.with_derivation(REFERENCE),
        lambda replaying: replaying.replay(REFERENCE, Point(as_of=datetime(2018, 6, 1, tzinfo=UTC))),
    ]
    ready = Replaying(store=store, library=shipped_library)
    ready.read_ahead(store.streams(""))
    for ask in (*asked, *reversed(asked)):
        assert ask(ready) == ask(Replaying(store=store, library=shipped_library))


def test_of_a_stream_that_holds_a_digest_is_remembered_when_its_events_no_longer_are(
    life: Life, store: Store
) -> None:
    events = store.load({life.stream: 0})[life.stream]
    first = events[0]
    found_sound = FoundSound(remembered=1)
    whole = found_sound.part_of(events)
    assert (whole.fault, found_sound.remembered) == (None, 0)
    again = found_sound.part_of(events)
    assert again is not whole
    for one, other in zip(again.sound, whole.sound, strict=True):
        assert one.kind is type(other.event)
        assert (one.event, one.occurred_at, one.recorded_at) == (
            other.event,
            other.occurred_at,
            other.recorded_at,
        )
    for wrong in (
        first._replace(body=first.body[:-1] + b" "),
        first._replace(name=f"{first.name}9"),
        first._replace(version=2),
        first._replace(digest=bytes(32)),
    ):
        assert found_sound.part_of([wrong, *events[1:]]).broken_at == first.position
        assert found_sound.part_of(events).fault is None
    moved = first._replace(position=first.position + 900)
    assert found_sound.part_of([moved, *events[1:]]).sound[0].recorded is moved
    assert found_sound.part_of([]).sound == ()
