"""Who came how often lately is counted as the library does that says what a limit is, and without its threads."""

import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from adapters.inbound.visiting import counting
from adapters.inbound.visiting.counting import Counted

FEW, MORE = RateLimitItemPerMinute(3), RateLimitItemPerMinute(5)
VISIT = st.tuples(
    st.sampled_from([0, 1, 7, 30, 60, 61, 200]), st.sampled_from("ab"), st.sampled_from([FEW, MORE])
)


@given(st.lists(VISIT, max_size=40))
def test_whoever_comes_is_let_in_as_the_library_would(
    visits: list[tuple[int, str, RateLimitItemPerMinute]],
) -> None:
    clock = [1_000_000.0]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(time, "time", lambda: clock[0])
        theirs, ours = MovingWindowRateLimiter(MemoryStorage()), MovingWindowRateLimiter(Counted())
        for later, who, limit in visits:
            clock[0] += later
            assert ours.test(limit, who) == theirs.test(limit, who)
            assert ours.hit(limit, who) == theirs.hit(limit, who)


def test_nobody_is_remembered_for_longer_than_matters(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [1_000_000.0]
    monkeypatch.setattr(time, "time", lambda: clock[0])
    counted = Counted()
    limiter = MovingWindowRateLimiter(counted)
    for at in range(100):
        assert limiter.hit(FEW, f"visitor {at}")
    assert len(counted.events) == 100
    clock[0] += counting.FORGOTTEN_EVERY_SECONDS + 1
    assert limiter.hit(FEW, "somebody else")
    assert len(counted.events) == 1


def test_counting_starts_no_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = MovingWindowRateLimiter(Counted())
    started: list[threading.Thread] = []
    monkeypatch.setattr(threading.Thread, "start", started.append)
    assert [limiter.hit(FEW, "somebody") for _ in range(5)] == [True, True, True, False, False]
    assert started == []


def test_many_who_come_at_once_are_counted_each() -> None:
    limiter, let_in = MovingWindowRateLimiter(Counted()), list[bool]()
    several = [
        threading.Thread(target=lambda: let_in.extend(limiter.hit(FEW, "somebody") for _ in range(50)))
        for _ in range(8)
    ]
    for each in several:
        each.start()
    for each in several:
        each.join()
    assert let_in.count(True) == FEW.amount
    assert len(let_in) == 400
