"""Taking turns at the record: what gathers is done together, and nobody waits for somebody who has left."""

import threading
from collections.abc import Sequence

import pytest

from adapters.outbound.store.turns import MOST_AT_ONCE, Turns
from tests.support.waiting import eventually


class Slow:
    """Squares numbers, a batch at a time, when it is let; odd batches of several fail if it is told so."""

    def __init__(self, fails_together: bool = False) -> None:
        self.batches: list[list[int]] = []
        self.begun = threading.Event()
        self.let = threading.Event()
        self.fails_together = fails_together

    def __call__(self, jobs: Sequence[int]) -> Sequence[int]:
        self.batches.append(list(jobs))
        self.begun.set()
        self.let.wait()
        if 13 in jobs or (self.fails_together and len(jobs) > 1):
            raise ValueError(f"not {jobs}")
        return [job * job for job in jobs]


def _take(turns: Turns[int, int], jobs: Sequence[int]) -> tuple[list[threading.Thread], dict[int, object]]:
    """Threads that each have one job done, and what became of them."""
    found: dict[int, object] = {}

    def take(job: int) -> None:
        try:
            found[job] = turns.take(job)
        except ValueError as error:
            found[job] = str(error)

    threads = [threading.Thread(target=take, args=(job,)) for job in jobs]
    for thread in threads:
        thread.start()
    return threads, found


def _gathered(slow: Slow, jobs: Sequence[int]) -> dict[int, object]:
    """The first job is under way while the others gather; then all are let go."""
    turns = Turns(slow)
    first, found_first = _take(turns, jobs[:1])
    slow.begun.wait()
    others, found = _take(turns, jobs[1:])
    eventually(lambda: len(turns._waiting) == len(jobs) - 1, "the others wait")
    slow.let.set()
    for thread in (*first, *others):
        thread.join()
    assert not turns._taken
    assert not turns._waiting
    return {**found_first, **found}


def test_a_lone_job_waits_for_nobody() -> None:
    slow = Slow()
    slow.let.set()
    turns = Turns(slow)
    assert [turns.take(n) for n in (1, 2, 3)] == [1, 4, 9]
    assert slow.batches == [[1], [2], [3]]


def test_jobs_that_gather_are_done_in_one_turn_and_each_gets_its_own_answer() -> None:
    slow = Slow()
    assert _gathered(slow, range(1, 8)) == {n: n * n for n in range(1, 8)}
    assert len(slow.batches) == 2
    assert sorted(slow.batches[1]) == list(range(2, 8))


def test_a_turn_takes_only_so_many() -> None:
    slow = Slow()
    jobs = range(100, 100 + 1 + MOST_AT_ONCE + 5)
    assert _gathered(slow, jobs) == {n: n * n for n in jobs}
    assert [len(batch) for batch in slow.batches] == [1, MOST_AT_ONCE, 5]


def test_nobody_fails_for_another_s_job() -> None:
    found = _gathered(Slow(), [1, 12, 13, 14])
    assert found == {1: 1, 12: 144, 13: "not [13]", 14: 196}


def test_what_only_fails_together_is_done_alone() -> None:
    assert _gathered(Slow(fails_together=True), [1, 2, 3]) == {1: 1, 2: 4, 3: 9}


def test_one_that_stops_waiting_does_not_keep_the_others_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when the keyboard interrupts the thread that would have had the next turn."""
    slow = Slow()
    turns = Turns(slow)
    first, found = _take(turns, [1])
    slow.begun.wait()

    class Interrupted(threading.Event):
        def wait(self, timeout: float | None = None) -> bool:
            raise KeyboardInterrupt

    with monkeypatch.context() as keyboard:
        keyboard.setattr("adapters.outbound.store.turns.threading.Event", Interrupted)
        with pytest.raises(KeyboardInterrupt):
            turns.take(2)
    others, found_others = _take(turns, [3, 4])
    eventually(lambda: len(turns._waiting) == 2, "the others wait")
    slow.let.set()
    for thread in (*first, *others):
        thread.join()
    assert {**found, **found_others} == {1: 1, 3: 9, 4: 16}


def test_one_that_leaves_when_it_is_called_hands_its_turn_on() -> None:
    turns: Turns[int, int] = Turns(lambda jobs: [job * job for job in jobs])
    turns._taken = True  # somebody else's turn, which ends while two wait
    first, found = _take(turns, [1])
    eventually(lambda: len(turns._waiting) == 1, "the first waits")
    place = turns._waiting[0]
    turns._leave(place)
    assert not turns._waiting
    second, found_second = _take(turns, [2])
    eventually(lambda: len(turns._waiting) == 1, "the second waits")
    turns._waiting.appendleft(place)
    place.done = True  # so that its thread goes home when it is called
    with turns._lock:
        turns._hand_on()
    turns._leave(place)
    for thread in (*first, *second):
        thread.join()
    assert found_second == {2: 4}
    assert found == {1: None}
    assert not turns._taken
