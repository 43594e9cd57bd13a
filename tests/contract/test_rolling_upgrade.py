"""A rolling upgrade: a process of an older Assay meets what a newer one has recorded.

It stops that piece of work and says so. Nothing is misread, and nothing else stops. The older version is the present
one without the event that the newer one brought.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from activities.auditing.replaying import Point, Replaying
from activities.commanding.desk import Accepted, Order
from activities.commanding.records import Records
from activities.conducting.attending import Attending
from activities.conducting.reconciling import Reconciling
from activities.ports import Append, Appended, EventStore, Head, Write
from activities.subscriptions import Subscription
from activities.viewing.views import Views
from adapters.outbound.store import Store
from domain.deciders import EVENT_NAMES
from domain.given import Actor
from domain.inspections.commands import DeferInspection, EndFieldwork
from domain.inspections.earlier.notices import NoticeSentV1
from domain.inspections.react import react as inspection_react
from domain.inspections.stages import Stage
from domain.ledger.envelope import Draft, Unreadable
from domain.ledger.upcasting import upcaster
from domain.messages import Command, Event
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.providers.provider import RegisterProvider
from tests.support.by_hand import known_as, life_by_hand, names_without, not_knowing, views_of
from tests.support.example import A_PROVIDER, ANNOUNCED
from tests.support.hands import NoNudges
from tests.support.house import House, shipped_library
from tests.support.life import Life
from tests.support.logged import every_log
from tests.support.notes import NOON
from tests.support.office import STREAM, put

NEW = "inspection.fieldwork-begun.v1"
SENTENCE = rf"^Event \d+ is called {NEW}, which this version of Assay does not know; a newer Assay is needed"


@pytest.fixture
def life(store: Store, tmp_path: Path) -> Life:
    """An inspection in which the newer Assay has begun fieldwork, which the older one has no word for."""
    life = life_by_hand(store, tmp_path, "nps-example-2018")
    life.until(Stage.FIELDWORK)
    return life


@pytest.fixture
def other(store: Store, tmp_path: Path, life: Life) -> Life:
    """Another inspection, recorded afterwards, with nothing new in it."""
    other = life_by_hand(store, tmp_path, "nps-other-2018")
    other.until(Stage.EVIDENCE_REQUEST)
    return other


@pytest.fixture
def views(place: str, opened: Callable[[], Store]) -> Iterator[Views]:
    with views_of(place, opened()) as (views, _):
        yield views


def new_event(store: EventStore) -> int:
    """The position of the event that the older version does not know."""
    return next(each.position for each in store.scan(limit=10_000) if each.name == NEW)


def _order(command_id: str, command: Command) -> Order:
    role = min(AUTHORITY[command.verb], key=list(Role).index)
    return Order(command_id, command, Actor("person-1", role, "tests"))


def _deferral(life: Life) -> DeferInspection:
    return DeferInspection(inspection=life.reference, reason="A strike.", until=date(2018, 9, 3))


class TestDesk:
    def test_a_command_on_that_stream_is_not_decided(
        self, life: Life, opened: Callable[[], Store], tmp_path: Path
    ) -> None:
        older = House.build(opened(), life.house.clock, NoNudges(), tmp_path)
        before = (older.store.last_position(), len(older.store.refusals()))
        with not_knowing(NEW), pytest.raises(Unreadable, match=SENTENCE):
            older.desk.give(_order("c-1", EndFieldwork(inspection=life.reference)))
        assert (older.store.last_position(), len(older.store.refusals())) == before
        again = older.desk.give(_order("c-1", EndFieldwork(inspection=life.reference)))
        assert not again.repeated, "upgraded, it decides the same command for the first time"

    def test_nor_is_one_that_it_would_have_decided_on_what_it_remembers(
        self, store: Store, opened: Callable[[], Store], tmp_path: Path
    ) -> None:
        life = life_by_hand(store, tmp_path, "nps-example-2018")
        life.until(Stage.EVIDENCE_REQUEST)
        older = House.build(opened(), life.house.clock, NoNudges(), tmp_path)
        older.records.read([life.stream])
        life.until(Stage.FIELDWORK)
        before = store.last_position()
        with not_knowing(NEW), pytest.raises(Unreadable, match=SENTENCE):
            older.desk.give(_order("c-1", _deferral(life)))
        assert store.last_position() == before

    def test_a_command_on_any_other_stream_is_taken(
        self, life: Life, other: Life, opened: Callable[[], Store], tmp_path: Path
    ) -> None:
        older = House.build(opened(), life.house.clock, NoNudges(), tmp_path)
        register = RegisterProvider(provider="south", title="South", kind="nps-division", area="South")
        with not_knowing(NEW):
            for number, command in enumerate((register, _deferral(other))):
                assert isinstance(older.desk.give(_order(f"c-{number}", command)), Accepted)


class TestViews:
    def test_they_stop_right_before_it_and_show_all_that_is_before(
        self, life: Life, other: Life, views: Views, store: Store
    ) -> None:
        with not_knowing(NEW):
            with pytest.raises(Unreadable, match=SENTENCE):
                views.catch_up()
            standing = views.standing()
            assert standing.stopped_at == standing.position + 1 == new_event(store)
            assert standing.stopped_because.startswith(f"Event {new_event(store)} is called {NEW}")
            assert standing.behind == store.last_position() - standing.position

    def test_they_are_not_thrown_away_or_replaced(self, life: Life, views: Views) -> None:
        live = views.catch_up()
        before = live.digest()
        with not_knowing(NEW):
            assert views.catch_up().digest() == before, "what a newer Assay has taken in is shown"
            with pytest.raises(Unreadable, match=SENTENCE):
                views.rebuild()
            with pytest.raises(Unreadable, match=SENTENCE):
                views.check()
        assert live.digest() == before

    def test_what_is_shown_is_what_stood_before_it(self, store: Store, views: Views, tmp_path: Path) -> None:
        life = life_by_hand(store, tmp_path, "nps-example-2018")
        life.until(Stage.EVIDENCE_REQUEST)
        with not_knowing(NEW):
            views.catch_up()
        life.until(Stage.CASE_READS)
        with not_knowing(NEW), pytest.raises(Unreadable, match=SENTENCE):
            views.catch_up()
        row = views._kept.inspection("nps-example-2018")
        assert row is not None
        assert row.stage == Stage.EVIDENCE_REQUEST
        assert row.waiting_for[0].startswith("fieldwork to begin"), (
            "all evidence has come in, which was before"
        )

    def test_a_newer_process_goes_on_from_where_the_older_one_stopped(
        self, life: Life, other: Life, views: Views, place: str, opened: Callable[[], Store]
    ) -> None:
        with not_knowing(NEW), pytest.raises(Unreadable):
            views.catch_up()
        with views_of(place, opened()) as (newer, _):
            newer.catch_up()
            assert newer.check().differing == ()
        other.until(Stage.FIELDWORK)
        with not_knowing(NEW), pytest.raises(Unreadable):
            views.catch_up()
        with views_of(place, opened()) as (newer, _):
            newer.catch_up()
            assert newer.check().differing == (), "what both have taken in by turns is right"

    def test_past_it_an_older_process_follows_what_it_can_read(
        self, life: Life, other: Life, views: Views, place: str, opened: Callable[[], Store], tmp_path: Path
    ) -> None:
        with not_knowing(NEW), pytest.raises(Unreadable):
            views.catch_up()
        with views_of(place, opened()) as (newer, _):
            newer.catch_up()
        house = House.build(opened(), life.house.clock, NoNudges(), tmp_path)
        house.desk.give(_order("c-1", _deferral(other)))
        with not_knowing(NEW):
            row = views.catch_up().inspection(other.reference)
            assert row is not None
            assert row.stage == Stage.DEFERRED
        assert views.check().differing == ()


class TestWorkers:
    def test_a_stream_that_cannot_be_read_is_not_attended_to_and_others_are(
        self, life: Life, other: Life, opened: Callable[[], Store], tmp_path: Path
    ) -> None:
        house = House.build(opened(), life.house.clock, NoNudges(), tmp_path)
        older = Attending(house.store, life.house.clock, house.offices())
        owed = house.store.attention(life.stream)
        with not_knowing(NEW):
            for ask in (older.look, older.over):
                with pytest.raises(Unreadable, match=SENTENCE):
                    ask(life.stream)
            assert older.look(other.stream).found
        assert house.store.attention(life.stream) == owed, "nothing was acknowledged unread"

    def test_the_reconciling_loop_goes_on(
        self, life: Life, other: Life, opened: Callable[[], Store], tmp_path: Path
    ) -> None:
        house = House.build(opened(), life.house.clock, NoNudges(), tmp_path)
        older = Attending(house.store, life.house.clock, house.offices())
        loop = Reconciling(
            store=house.store,
            nudger=NoNudges(),
            clock=life.house.clock,
            oversight=_Forgetful(),
            kinds=["inspection"],
            over=older.over,
        )
        with not_knowing(NEW):
            assert set(loop.sweep().restored) == {life.stream, other.stream}

    def test_the_subscription_of_a_worker_says_so_and_stops_when_it_is_told_to(
        self,
        life: Life,
        views: Views,
        opened: Callable[[], Store],
    ) -> None:
        stop = _StopsAtTheFirstWait()
        store = opened()
        with not_knowing(NEW), every_log() as logged:
            Subscription(store, views, store.arrivals).run(stop)  # type: ignore[arg-type]  # an event for one thread
        said = str(logged)
        assert "stopped before an event of a newer Assay" in said
        assert NEW in said
        assert views.standing().position == new_event(store) - 1


class TestReplay:
    def test_it_says_that_the_record_goes_on_with_what_only_a_newer_assay_can_read(
        self, life: Life, other: Life, store: Store
    ) -> None:
        replaying = Replaying(store=store, library=shipped_library)
        with not_knowing(NEW):
            found = replaying.replay(life.reference)
            assert found.verdict == "newer"
            assert found.place.startswith(f"Event {new_event(store)} is called {NEW}")
            assert found.state.standing is Stage.EVIDENCE_REQUEST
            before = replaying.replay(life.reference, Point(at=new_event(store) - 1))
            assert (before.verdict, before.place) == ("verified", "")
            assert replaying.replay(other.reference).verdict == "verified"
        upgraded = Replaying(store=store, library=shipped_library)
        assert upgraded.replay(life.reference).verdict == "verified"


class TestUpcast:
    def test_decisions_see_the_new_event_and_the_record_shows_the_old_one(
        self, life: Life, store: Store, views: Views, tmp_path: Path, opened: Callable[[], Store]
    ) -> None:
        """The event of today is made an old one: a version to come has renamed it, and tells what it meant."""
        today = EVENT_NAMES.known[NEW]
        renamed = type("FieldworkOpened", (today,), {"name": "inspection.fieldwork-opened.v1"})

        def fieldwork_is_opened(old: Event) -> Any:
            """The word changed when remote fieldwork came in; the day is the same."""
            return renamed(**dict(old))

        stored = store.at([new_event(store)])[0]
        step = upcaster(today, renamed)(fieldwork_is_opened)
        with known_as(names_without(NEW, more=[renamed], steps=[step])):
            envelope = EVENT_NAMES.read(stored)
            assert type(envelope.data) is renamed
            assert EVENT_NAMES.event(stored) == envelope.data
            assert envelope.name == NEW
            newer = House.build(opened(), life.house.clock, NoNudges(), tmp_path)
            assert newer.records.read([life.stream])[life.stream].state.standing is Stage.FIELDWORK
            shown = views.catch_up().timeline(life.stream)
            assert [each.name for each in shown if each.position == stored.position] == [NEW]
            replay = Replaying(store=store, library=shipped_library).replay(life.reference)
            assert replay.verdict == "verified"
            assert [each.envelope.name for each in replay.steps if each.position == stored.position] == [NEW]
        assert store.at([new_event(store)])[0] == stored

    def test_a_notice_that_an_earlier_assay_sent_is_known_and_not_sent_again(
        self, store: Store, views: Views
    ) -> None:
        put(store, A_PROVIDER, ANNOUNCED)
        (announced,) = store.load({STREAM: 0})[STREAM]
        sent = Draft(
            event_id="sent-1",
            stream=STREAM,
            version=2,
            occurred_at=NOON,
            actor="assay",
            acting_role="machinery",
            authenticated_by="tests",
            command_id="sent",
            correlation_id=STREAM,
            causation_id=None,
            event=NoticeSentV1(notice="announcement", document="e" * 64),
        )
        before = Records(store).read([STREAM])[STREAM].state
        assert [duty.about for duty in inspection_react(before).duties] == ["announcement"]
        answer = store.append(
            Append("sent", b"s" * 32, NOON, (Write(STREAM, Head(1, announced.digest), (sent,)),), {})
        )
        assert isinstance(answer, Appended)
        after = Records(store).read([STREAM])[STREAM].state
        assert inspection_react(after).duties == ()
        told = views.catch_up().timeline(STREAM)[-1]
        assert (told.name, told.sentence) == (
            "inspection.notice-sent.v1",
            "Nobody could be told that it would be inspected: the provider has no address on the record.",
        )


class _Forgetful:
    """A Temporal server that knows no workflow."""

    def memory(self) -> str:
        return "first"

    def furnish(self) -> None:
        """Nothing is needed."""

    def running(self) -> frozenset[str]:
        return frozenset()


class _StopsAtTheFirstWait:
    """An event that is set as soon as somebody waits for it."""

    def __init__(self) -> None:
        self.waited = False

    def is_set(self) -> bool:
        return self.waited

    def wait(self, _: float) -> bool:
        self.waited = True
        return True
