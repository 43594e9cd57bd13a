"""Writers that are cut off, rolled back and given up on: the record is whole afterwards, each command in it once."""

import random
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from functools import partial

import psycopg
import pytest
from sqlalchemy import make_url

from activities.ports import Appended, CommandIdReused, Repeated, Stale, StoreFault
from adapters.outbound.store import Store, open_store
from domain.ledger.envelope import open_envelope
from tests.support.notes import append, head, note_refused, write
from tests.support.together import Seen, answers_of, together, whole

WRITERS = 8
COMMANDS = 20
DOOMED = "doomed-"

_SQLITE_DOOM = f"""CREATE TRIGGER doom AFTER INSERT ON commands WHEN NEW.command_id LIKE '{DOOMED}%'
    BEGIN SELECT RAISE(ABORT, 'injected'); END"""
_POSTGRESQL_DOOM = (
    """CREATE FUNCTION assay.doom() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'injected' USING ERRCODE = '23514'; END $$""",
    f"""CREATE TRIGGER doom AFTER INSERT ON assay.commands FOR EACH ROW
    WHEN (NEW.command_id LIKE '{DOOMED}%') EXECUTE FUNCTION assay.doom()""",
)


@pytest.fixture
def doomed(place: str) -> str:
    """A place where the transaction of certain commands is rolled back when all their rows have been written."""
    url = make_url(place)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(url.database or "")
        connection.execute(_SQLITE_DOOM)
        connection.commit()
        connection.close()
    else:
        with psycopg.connect(place) as owner:
            for statement in _POSTGRESQL_DOOM:
                owner.execute(statement)
    return place


def _until_not_stale(store: Store, command_id: str, streams: list[str]) -> Appended | Repeated:
    while True:
        answer = store.append(append(command_id, *(write(command_id, s, head(store, s)) for s in streams)))
        if not isinstance(answer, Stale):
            assert isinstance(answer, Appended | Repeated), answer
            return answer


def _insist(store: Store, command_id: str, streams: list[str]) -> None:
    """Give a command until it is answered, however often it comes too late or is cut off."""
    while True:
        with suppress(StoreFault):
            _until_not_stale(store, command_id, streams)
            return


def _writing(store: Store, number: int, done: Callable[[], None], *, doom: bool) -> Callable[[], None]:
    """One writer's work: half of them on two hot streams, half on one of their own, and all on a second."""
    chance = random.Random(number)

    def work() -> None:
        for count in range(COMMANDS):
            hot = f"case-hot-{chance.randrange(2)}" if number % 2 else f"case-{number}"
            if doom and chance.random() < 0.3:
                lost = f"{DOOMED}{number}-{count}"
                with pytest.raises(StoreFault, match="contradicts what is recorded"):
                    _until_not_stale(store, lost, [hot])
            _insist(store, f"w{number}-{count}", [hot, f"panel-{number}"])
        done()

    return work


def _hammer(
    opened: Callable[[], Store], shared: bool, doom: bool, *beside: Callable[[threading.Event], None]
) -> None:
    """Eight writers and a polling reader; then everything is looked at."""
    over, left = threading.Event(), threading.Semaphore(0)
    reader, one = opened(), opened()
    seen = Seen(reader, over)
    writers = [
        _writing(one if shared else opened(), number, left.release, doom=doom) for number in range(WRITERS)
    ]

    def finish() -> None:
        for _ in writers:
            left.acquire()
        over.set()

    together(*writers, finish, seen.follow, *(partial(task, over) for task in beside))

    assert seen.events == reader.scan(limit=10_000)
    whole(seen.events)
    recorded = Counter(open_envelope(event.body)["command_id"] for event in seen.events)
    assert recorded == {f"w{number}-{count}": 2 for number in range(WRITERS) for count in range(COMMANDS)}


@pytest.mark.parametrize("shared", [False, True], ids=["a store each", "one store"])
@pytest.mark.usefixtures("doomed")
def test_transactions_that_are_rolled_back_at_their_end_leave_no_gap_and_take_nobody_with_them(
    opened: Callable[[], Store], shared: bool
) -> None:
    """With one store, appends of several threads share a transaction, which one of them ruins for all."""
    _hammer(opened, shared, True)


@pytest.mark.parametrize("shared", [False, True], ids=["a store each", "one store"])
def test_connections_that_are_cut_all_the_time_lose_and_repeat_nothing(
    postgresql_place: str, shared: bool
) -> None:
    """An administrator ends connections while eight write: each command is answered in the end, and recorded once."""
    stores: list[Store] = []

    def opening() -> Store:
        stores.append(open_store(postgresql_place))
        return stores[-1]

    cut = 0

    def cutting(over: threading.Event) -> None:
        nonlocal cut
        chance = random.Random(7)
        with psycopg.connect(postgresql_place, autocommit=True) as admin:
            while not over.wait(0.05):
                found = admin.execute(
                    "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                    " AND pid <> pg_backend_pid() AND query LIKE '%append(%'"
                ).fetchall()
                if found:
                    admin.execute("SELECT pg_terminate_backend(%s)", chance.choice(found))
                    cut += 1

    _hammer(opening, shared, False, cutting)
    assert cut
    for store in stores:
        store.close()


@pytest.mark.parametrize("shared", [False, True], ids=["a store each", "one store"])
def test_of_one_command_given_by_eight_at_once_there_is_one_answer(
    opened: Callable[[], Store], shared: bool
) -> None:
    one = opened()
    stores = [one if shared else opened() for _ in range(8)]
    for n in range(6):
        given = append(f"c-{n}", write(f"c-{n}", "case-1", head(one, "case-1"), "a", "b"))
        answers = answers_of(*(partial(store.append, given) for store in stores))
        first = Appended(2 * n + 1, 2 * n + 2)
        assert answers.count(first) == 1
        assert answers.count(Repeated(first, None)) == 7
    whole(one.scan())
    assert one.last_position() == 12


def test_a_command_that_some_accept_while_others_refuse_it_has_one_answer(
    opened: Callable[[], Store],
) -> None:
    """The same command decided on two views of the record, at once, by eight: whoever comes first has decided."""
    stores = [opened() for _ in range(8)]
    for n in range(6):
        command = f"c-{n}"
        accepting = append(command, write(command, f"case-{n}"))
        calls: list[Callable[[], object]] = [
            partial(store.refuse, note_refused(command)) if number % 2 else partial(store.append, accepting)
            for number, store in enumerate(stores)
        ]
        answers = answers_of(*calls)
        settled = stores[0].answer(command, accepting.command_digest)
        assert isinstance(settled, Repeated)
        firsts = [answer for answer in answers if answer is None or isinstance(answer, Appended)]
        assert firsts == [settled.appended]
        assert answers.count(settled) == 7
        assert not any(isinstance(answer, CommandIdReused) for answer in answers)
    whole(stores[0].scan())
    assert stores[0].last_position() + len(stores[0].refusals()) == 6
