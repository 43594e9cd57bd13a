"""Many at once: nothing is missed, nothing is twice, no position and no version is skipped."""

import os
import random
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
import pytest

from activities.ports import Appended, EventStore, Head, Repeated, Stale, Wake
from adapters.outbound.store import Store, open_store
from domain.ledger.envelope import open_envelope
from tests.support.notes import NOTHING, append, head, recorded, write
from tests.support.scribe import SHARED
from tests.support.together import Seen, answers_of, together, whole

ROOT = Path(__file__).parents[2]
WRITERS = 8


def _insist(store: EventStore, command_id: str, streams: Sequence[str]) -> Appended:
    """Append one event to each stream, and again as often as somebody else got there first."""
    while True:
        answer = store.append(append(command_id, *(write(command_id, s, head(store, s)) for s in streams)))
        if isinstance(answer, Appended):
            return answer
        assert isinstance(answer, Stale), answer


class TestWriters:
    def test_a_polling_reader_misses_nothing_that_eight_writers_record(
        self, opened: Callable[[], Store]
    ) -> None:
        """Half the writers share hot streams and half have their own; some of what they try is given up."""
        done = threading.Event()
        left = threading.Semaphore(0)

        def writing(number: int) -> Callable[[], None]:
            store = opened()
            chance = random.Random(number)

            def work() -> None:
                for count in range(25):
                    command = f"w{number}-{count}"
                    streams = [f"case-hot-{chance.randrange(2)}"] if number % 2 else [f"case-{number}"]
                    if chance.random() < 0.2:  # a write that is out of date is refused whole
                        stale = Head(10_000, b"\x01" * 32)
                        wrong = append(
                            f"{command}-x",
                            write(f"{command}-x", f"case-new-{command}"),
                            write(command, "x", stale),
                        )
                        assert isinstance(store.append(wrong), Stale)
                    _insist(store, command, [*streams, f"panel-{number}"])
                left.release()

            return work

        reader = opened()
        seen = Seen(reader, done)

        def finish() -> None:
            for _ in range(WRITERS):
                left.acquire()
            done.set()

        together(*(writing(n) for n in range(WRITERS)), finish, seen.follow)

        assert len(seen.events) == WRITERS * 25 * 2
        whole(seen.events)
        assert reader.scan(limit=10_000) == seen.events

    def test_of_two_that_share_one_store_each_gets_its_own_answer(self, store: Store) -> None:
        """The appends of one process's threads are recorded together; no answer goes astray."""
        answers: dict[str, Appended] = {}

        def work(number: int) -> Callable[[], None]:
            def run() -> None:
                for count in range(20):
                    command = f"t{number}-{count}"
                    answers[command] = recorded(
                        store, command, write(command, f"case-{command}", NOTHING, "a", "b")
                    )

            return run

        together(*(work(n) for n in range(WRITERS)))

        events = store.scan(limit=1000)
        whole(events)
        by_command = defaultdict(list)
        for event in events:
            by_command[open_envelope(event.body)["command_id"]].append(event.position)
        assert {c: [a.first, a.last] for c, a in answers.items()} == by_command

    def test_one_that_fails_does_not_make_those_beside_it_fail(self, store: Store) -> None:
        outcomes: Counter[str] = Counter()

        def work(number: int) -> Callable[[], None]:
            def run() -> None:
                for count in range(10):
                    command = f"t{number}-{count}"
                    good = append(command, write(command, f"case-{command}"))
                    bad = append(command, write(command, f"case-{command}"), reads={"case-none": 3})
                    outcomes[type(store.append(bad if number % 2 else good)).__name__] += 1

            return run

        together(*(work(n) for n in range(WRITERS)))
        assert outcomes == {"Appended": 40, "Stale": 40}
        whole(store.scan())
        assert store.last_position() == 40

    def test_the_same_command_from_many_clients_at_once_is_recorded_once(
        self, opened: Callable[[], Store]
    ) -> None:
        stores = [opened(), opened()] * 2
        for n in range(10):
            command = append(f"c-{n}", write(f"c-{n}", f"case-{n}", NOTHING, "a", "b"))
            answers = answers_of(*(partial(each.append, command) for each in stores))
            first = next(a for a in answers if isinstance(a, Appended))
            assert answers.count(Repeated(first, None)) == 3
        whole(stores[0].scan())
        assert stores[0].last_position() == 20

    def test_the_same_id_with_different_content_at_once_is_answered_once(
        self, opened: Callable[[], Store]
    ) -> None:
        one, two = opened(), opened()
        mine = append("c-1", write("c-1", "case-1"), content="mine")
        yours = append("c-1", write("c-1", "case-2"), content="yours")
        answers = answers_of(partial(one.append, mine), partial(two.append, yours))
        assert sorted(type(a).__name__ for a in answers) == ["Appended", "CommandIdReused"]

    def test_a_case_reopens_while_the_gate_that_counted_it_closes_and_one_of_the_two_is_refused(
        self, opened: Callable[[], Store]
    ) -> None:
        desk, lead = opened(), opened()
        for n in range(15):
            recorded(desk, f"read-{n}", write(f"read-{n}", f"case-{n}"))
            closes = append(f"close-{n}", write(f"close-{n}", f"inspection-{n}"), reads={f"case-{n}": 1})
            reopens = append(
                f"reopen-{n}",
                write(f"reopen-{n}", f"case-{n}", head(lead, f"case-{n}")),
                reads={f"inspection-{n}": 0},
            )
            answers = answers_of(partial(desk.append, closes), partial(lead.append, reopens))
            assert sorted(type(a).__name__ for a in answers) == ["Appended", "Stale"]


class TestReaders:
    def test_streams_loaded_together_are_from_one_moment(self, opened: Callable[[], Store]) -> None:
        """Two streams are always written together, so a reader must never see one ahead of the other."""
        writer, reader = opened(), opened()
        done = threading.Event()

        def writing() -> None:
            heads = {"case-a": NOTHING, "case-b": NOTHING}
            for n in range(60):
                heads.update(
                    recorded(writer, f"c-{n}", *(write(f"c-{n}", s, h) for s, h in heads.items())).heads
                )
            done.set()

        def reading() -> None:
            while not done.is_set():
                loaded = reader.load({"case-a": 0, "case-b": 0})
                assert len(loaded["case-a"]) == len(loaded["case-b"])

        together(writing, reading)

    def test_attention_is_never_lost_between_an_append_and_an_acknowledgement(
        self, opened: Callable[[], Store]
    ) -> None:
        writer, worker = opened(), opened()
        done = threading.Event()

        def writing() -> None:
            at = NOTHING
            for n in range(60):
                wakes = (Wake("inspection-1", loud=True),)
                at = recorded(writer, f"c-{n}", write(f"c-{n}", "case-1", at), wakes=wakes).heads["case-1"]
            done.set()

        def working() -> None:
            while not done.is_set() or worker.lagging():
                worker.acknowledge("inspection-1", worker.last_position())

        together(writing, working)
        found = worker.attention("inspection-1")
        assert found is not None
        assert (found.owed, found.acknowledged, found.loud, found.since) == (60, 60, False, None)


class TestArrivals:
    def test_a_subscriber_is_told_of_what_another_process_records(self, opened: Callable[[], Store]) -> None:
        store = opened()
        told: list[int] = []
        ready = threading.Event()

        def waiting() -> None:
            arrivals = opened().arrivals()
            assert arrivals.wait(0, timeout=0) == 0
            ready.set()
            for _ in range(3):
                told.append(arrivals.wait(told[-1] if told else 0, timeout=90))
            arrivals.close()

        def writing() -> None:
            ready.wait()
            for n in range(3):
                recorded(store, f"c-{n}", write(f"c-{n}", f"case-{n}"))
                while len(told) <= n:  # the next only when this one has been told
                    threading.Event().wait(0.005)

        together(waiting, writing)
        assert told == [1, 2, 3]

    def test_nothing_new_ends_the_waiting_after_its_time(self, store: Store) -> None:
        recorded(store, "c-1", write("c-1", "case-1", NOTHING, "a", "b"))
        arrivals = store.arrivals()
        assert arrivals.wait(1, timeout=90) == 2
        assert arrivals.wait(2, timeout=0.05) == 2
        arrivals.close()

    def test_closing_ends_the_waiting(self, opened: Callable[[], Store]) -> None:
        arrivals = opened().arrivals()
        arrivals.wait(0, timeout=0)
        assert answers_of(partial(arrivals.wait, 0, 60), arrivals.close) == [0, None]
        assert arrivals.wait(0, timeout=60) == 0


@contextmanager
def _scribes(url: str, names: Sequence[str], count: int) -> Iterator[list["subprocess.Popen[str]"]]:
    """Processes that append, all ready to begin."""
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "tests.support.scribe", url, name, str(count)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        for name in names
    ]
    try:
        for process in running:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        yield running
    finally:
        for process in running:
            process.kill()
            process.communicate()


class TestProcesses:
    def test_six_processes_append_at_once(self, place: str) -> None:
        names = [f"p{n}" for n in range(6)]
        with _scribes(place, names, 15) as running:
            for process in running:
                assert process.stdin is not None
                process.stdin.write("go\n")
                process.stdin.flush()
            outputs = [process.communicate(timeout=300)[0] for process in running]
            assert [process.returncode for process in running] == [0] * 6
        answers = [line.split() for output in outputs for line in output.splitlines()]
        assert sum(answer[1] == "Appended" for answer in answers) == 6 * 15

        store = open_store(place)
        events = store.scan(limit=10_000)
        whole(events)
        assert Counter(e.stream for e in events) == {SHARED: 90} | {f"case-{name}": 30 for name in names}
        for command_id, kind, first, last in answers:
            if kind == "Appended":
                written = events[int(first) - 1 : int(last)]
                assert [open_envelope(e.body)["command_id"] for e in written] == [command_id] * 3
        store.close()

    @pytest.mark.parametrize("after_lines", [1, 4, 8, 13])
    def test_a_command_whose_process_was_killed_is_either_recorded_whole_or_not_at_all(
        self, place: str, after_lines: int
    ) -> None:
        """Killed between append and answer: giving the command again tells which, and completes it."""
        with _scribes(place, ["k"], 10_000) as (process,):
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write("go\n")
            process.stdin.flush()
            lines = [process.stdout.readline().split() for _ in range(after_lines)]
            process.kill()
            lines += [line.split() for line in process.stdout.read().splitlines() if line.count(" ") == 3]

        store = open_store(place)
        whole(store.scan(limit=100_000))
        for command_id, kind, first, last in lines:
            if kind != "asked":  # who was answered finds it recorded
                again = store.append(append(command_id, write(command_id, "case-other")))
                assert again == Repeated(Appended(int(first), int(last)), None)
        doubtful = lines[-1][0]
        before = store.last_position()
        again = store.append(append(doubtful, write(doubtful, "case-k", head(store, "case-k"))))
        assert isinstance(again, Repeated | Appended)
        assert store.last_position() == (before if isinstance(again, Repeated) else before + 1)
        whole(store.scan(limit=100_000))
        store.close()


class TestOverlappingTransactions:
    """On PostgreSQL, where transactions can begin in one order and commit in another."""

    CALL = (
        "SELECT outcome, first_position FROM assay.append(%s, sha256('x'), '2018-03-05T12:00:00.000000Z', "
        "ARRAY[%s], ARRAY[0::bigint], ARRAY[NULL::bytea], ARRAY[1::bigint], ARRAY['test.noted.v1'], "
        "ARRAY['{'::bytea], ARRAY['}'::bytea], '{}', '{}', '{}', '{}')"
    )

    def test_positions_follow_the_order_of_commits_not_of_beginnings(self, postgresql_place: str) -> None:
        reader = open_store(postgresql_place)
        with psycopg.connect(postgresql_place) as early, psycopg.connect(postgresql_place) as late:
            early.execute("SELECT pg_current_xact_id()")  # begins first
            late.execute("SELECT pg_current_xact_id()")
            assert late.execute(self.CALL, ("late", "case-late")).fetchone() == ("appended", 1)
            late.commit()
            assert reader.last_position() == 1
            assert early.execute(self.CALL, ("early", "case-early")).fetchone() == ("appended", 2)
            early.commit()
        assert [(e.position, e.stream) for e in reader.scan()] == [(1, "case-late"), (2, "case-early")]
        reader.close()

    def test_one_that_is_given_up_leaves_no_gap_and_those_behind_it_wait(self, postgresql_place: str) -> None:
        store = open_store(postgresql_place)
        answers: list[Appended] = []
        with psycopg.connect(postgresql_place) as first:
            first.execute(self.CALL, ("given-up", "case-0"))
            behind = threading.Thread(
                target=lambda: answers.append(recorded(store, "c-1", write("c-1", "case-1")))
            )
            behind.start()
            self._until_somebody_waits(first)
            assert answers == []
            assert store.last_position() == 0
            first.rollback()
            behind.join()
        assert answers == [Appended(1, 1)]
        assert store.answer("given-up", b"") is None
        store.close()

    @staticmethod
    def _until_somebody_waits(connection: "psycopg.Connection[tuple[object, ...]]") -> None:
        waiting = (
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted AND database = ("
            "SELECT oid FROM pg_database WHERE datname = current_database())"
        )
        while (connection.execute(waiting).fetchone() or (0,))[0] == 0:
            pass
