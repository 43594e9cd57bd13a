"""Subscriptions: nothing is missed and nothing is taken in twice, whoever writes, fails or joins in meanwhile."""

import random
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager

import psycopg
import pytest

from activities import subscriptions
from activities.ports import Appended, EventStore, Head, Stale, StoreFault
from activities.subscriptions import Subscriber, Subscription, catch_up
from adapters.outbound.store import Store, open_store
from domain.ledger.envelope import Recorded, Unreadable
from tests.support.logged import every_log
from tests.support.notes import append, head, recorded, write
from tests.support.seen import Seen, make_table
from tests.support.waiting import eventually

WRITERS = 8


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """What goes wrong is tried again at once, and a stop is heard at once."""
    monkeypatch.setattr(subscriptions, "LISTEN_SECONDS", 0.05)
    monkeypatch.setattr(subscriptions, "FAULT_SECONDS", 0.01)
    monkeypatch.setattr(subscriptions, "NEWER_SECONDS", 0.01)


@pytest.fixture
def seen(place: str) -> Iterator[Callable[..., Seen]]:
    """Processes that take part in one subscription."""
    make_table(place)
    with ExitStack() as stack:

        def joining(*arguments: object) -> Seen:
            one = Seen(place, *arguments)  # type: ignore[arg-type]  # named where it is called
            stack.callback(one.close)
            return one

        yield joining


@contextmanager
def following(store: Store, subscriber: Subscriber) -> Iterator[threading.Event]:
    """A subscription that runs in a thread, and stops cleanly at the end."""
    stop = threading.Event()
    running = threading.Thread(target=Subscription(store, subscriber, store.arrivals).run, args=(stop,))
    running.start()
    try:
        yield stop
    finally:
        stop.set()
        running.join(90)
        assert not running.is_alive(), "the subscription did not stop"


def insist(store: EventStore, command_id: str, *streams: str) -> None:
    """Append an event to each stream, as often as it takes."""
    while True:
        answer = store.append(append(command_id, *(write(command_id, s, head(store, s)) for s in streams)))
        if isinstance(answer, Appended):
            return
        assert isinstance(answer, Stale)


def whole(store: EventStore) -> list[tuple[int, str]]:
    return [(each.position, each.stream) for each in store.scan(limit=100_000)]


def test_three_processes_take_in_what_eight_writers_record_once_each_and_in_order(
    opened: Callable[[], Store], seen: Callable[..., Seen]
) -> None:
    """Hot and spread streams, writes that are refused, and takings-in that are given up half-way."""

    def writing(number: int) -> None:
        store, chance = opened(), random.Random(number)
        for count in range(20):
            command = f"w{number}-{count}"
            if chance.random() < 0.2:
                wrong = append(f"{command}-x", write(command, "x", Head(10_000, b"\x01" * 32)))
                assert isinstance(store.append(wrong), Stale)
            own = f"case-hot-{chance.randrange(2)}" if number % 2 else f"case-{number}"
            insist(store, command, own, f"panel-{number}")

    processes = [seen(random.Random(n), 0.15) for n in range(3)]
    with ExitStack() as stack:
        for each in processes:
            stack.enter_context(following(opened(), each))
        writers = [threading.Thread(target=writing, args=(n,)) for n in range(WRITERS)]
        for thread in writers:
            thread.start()
        for thread in writers:
            thread.join()
        store = opened()
        assert store.last_position() == WRITERS * 20 * 2
        eventually(lambda: processes[0].reached() == store.last_position(), "everything has been taken in")
    assert processes[0].lines() == whole(store)
    assert sum(each.given_up for each in processes) > 0


def test_transactions_that_commit_in_reverse_are_taken_in_in_the_order_of_their_commits(
    postgresql_place: str, request: pytest.FixtureRequest
) -> None:
    call = (
        "SELECT outcome, first_position FROM assay.append(%s, sha256('x'), '2018-03-05T12:00:00.000000Z', "
        "ARRAY[%s], ARRAY[0::bigint], ARRAY[NULL::bytea], ARRAY[1::bigint], ARRAY['test.noted.v1'], "
        "ARRAY['{'::bytea], ARRAY['}'::bytea], '{}', '{}', '{}', '{}')"
    )
    make_table(postgresql_place)
    store, reader = open_store(postgresql_place), Seen(postgresql_place)
    request.addfinalizer(store.close)
    request.addfinalizer(reader.close)
    with (
        following(store, reader),
        psycopg.connect(postgresql_place) as early,
        psycopg.connect(postgresql_place) as late,
    ):
        for each in (early, late):
            each.execute("SELECT pg_current_xact_id()")  # both have begun, the early one first
        late.execute(call, ("late", "case-late"))
        late.commit()
        eventually(lambda: reader.reached() == 1, "the late one, committed first, has been taken in")
        early.execute(call, ("early", "case-early"))
        early.commit()
        eventually(lambda: reader.reached() == 2, "the early one has been taken in")
    assert reader.lines() == [(1, "case-late"), (2, "case-early")]


def test_it_goes_on_where_it_was_when_it_is_started_again(
    store: Store, opened: Callable[[], Store], seen: Callable[..., Seen]
) -> None:
    for number in range(3):
        for count in range(4):
            insist(store, f"c-{number}-{count}", "case-1")
        one = seen(random.Random(number))

        def up_to_date(one: Seen = one) -> bool:
            return one.reached() == store.last_position()

        with following(opened(), one):
            eventually(up_to_date, "it has caught up")
            insist(store, f"live-{number}", "case-2")
            eventually(up_to_date, "it is live")
    assert seen().lines() == whole(store)


def test_what_somebody_else_has_taken_in_is_left_alone(store: Store, seen: Callable[..., Seen]) -> None:
    insist(store, "c-1", "case-1", "case-2")
    one, other = seen(), seen()
    batch = store.scan()
    catch_up(store, one, 2)
    other.take(batch, 0)
    assert other.lines() == whole(store)


class _Troubled:
    """A subscriber whose database is away for a while, and before which a newer event stands for a while."""

    name = "troubled"

    def __init__(self, troubles: Sequence[Exception]) -> None:
        self.troubles, self.taken = list(troubles), list[int]()

    def reached(self) -> int:
        return len(self.taken)

    def take(self, batch: Sequence[Recorded], reached: int) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        self.taken += [each.position for each in batch]


@pytest.mark.parametrize(
    "trouble",
    [StoreFault("The disk that holds the record is full."), Unreadable("event 1 is newer"), KeyError("bug")],
    ids=["database", "newer", "bug"],
)
def test_a_trouble_is_waited_out_and_nothing_is_lost(store: Store, trouble: Exception) -> None:
    recorded(store, "c-1", write("c-1", "case-1"))
    subscriber = _Troubled([trouble] * 3)
    with following(store, subscriber):
        eventually(lambda: subscriber.taken == [1], "it has been taken in after all")
    assert subscriber.troubles == []


def test_a_trouble_is_said_once_and_not_at_every_try(store: Store) -> None:
    recorded(store, "c-1", write("c-1", "case-1"))
    subscriber = _Troubled([Unreadable("event 1 is newer")] * 5)
    with every_log() as logged, following(store, subscriber):
        eventually(lambda: subscriber.taken == [1], "it has been taken in after all")
    assert sum("event 1 is newer" in str(each) for each in logged) == 1


def test_it_stops_though_nothing_ever_happens(opened: Callable[[], Store], seen: Callable[..., Seen]) -> None:
    subscriber = seen()
    with following(opened(), subscriber) as stop:
        assert not stop.is_set()
    assert (subscriber.reached(), subscriber.lines()) == (0, [])


def test_connections_that_are_lost_are_made_again(
    postgresql_place: str, request: pytest.FixtureRequest
) -> None:
    make_table(postgresql_place)
    store, reader = open_store(postgresql_place), Seen(postgresql_place)
    request.addfinalizer(store.close)
    request.addfinalizer(reader.close)
    with following(store, reader):
        for number in range(3):
            recorded(store, f"c-{number}", write(f"c-{number}", f"case-{number}"))
            eventually(lambda: reader.reached() == store.last_position(), "it has been taken in")
            with psycopg.connect(postgresql_place, autocommit=True) as admin:
                admin.execute(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                    " WHERE datname = current_database() AND pid <> pg_backend_pid()"
                )
    assert [position for position, _ in reader.lines()] == [1, 2, 3]
