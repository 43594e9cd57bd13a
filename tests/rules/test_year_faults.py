"""What goes wrong in the year with faults: each thing as often as it is to, and whoever only looks is patient."""

import random
import threading
from collections import Counter
from typing import Any

import pytest

from activities.ports import StoreFault
from adapters.outbound.store.faults import Vanished
from benchmarks.year import faults
from benchmarks.year.faults import Patient, Striking


@pytest.fixture(autouse=True)
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "PAUSE_SECONDS", (0.0, 0.001))
    monkeypatch.setattr(faults, "LOOK_AGAIN_SECONDS", 0.0)


def test_first_each_is_struck_once_and_then_in_each_round_as_often_as_it_is_named() -> None:
    struck: list[str] = []
    enough = threading.Event()

    def strike(what: str) -> faults.Strike:
        def note(_: random.Random) -> None:
            struck.append(what)
            if len(struck) >= 22:
                enough.set()

        return note

    striking = Striking({"a": (3, strike("a")), "b": (1, strike("b"))}, "7")
    with striking:
        assert enough.wait(30)
    assert set(struck[:2]) == {"a", "b"}
    for begin in range(2, 22, 4):
        assert Counter(struck[begin : begin + 4]) == {"a": 3, "b": 1}
    assert striking.struck.total() == len(struck)


def test_a_strike_that_fails_is_told_and_ends_the_striking() -> None:
    tried = threading.Event()

    def fail(_: random.Random) -> None:
        tried.set()
        raise OSError("it will not start")

    with pytest.raises(RuntimeError, match="it will not start"), Striking({"a": (1, fail)}, "7"):
        assert tried.wait(30)


class _Record:
    """A record whose database is away for some questions."""

    name = "a record"

    def __init__(self, *failures: Exception) -> None:
        self._left = list(failures)

    def last_position(self) -> int:
        if self._left:
            raise self._left.pop(0)
        return 7


def patient(*failures: Exception) -> Any:
    return Patient(_Record(*failures))  # type: ignore[arg-type]  # it has what is asked for


def test_whoever_only_looks_looks_again_until_the_database_is_back() -> None:
    assert patient(Vanished("away"), Vanished("away")).last_position() == 7
    assert patient().name == "a record"


def test_whoever_only_looks_is_told_of_any_other_fault_at_once() -> None:
    with pytest.raises(StoreFault, match="disk"):
        patient(StoreFault("The disk is full.")).last_position()


def test_patience_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "BACK_WITHIN_SECONDS", -1.0)
    with pytest.raises(Vanished, match="away"):
        patient(Vanished("away")).last_position()


def test_what_is_to_be_struck_soon_does_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(faults, "PAUSE_SECONDS", (3600.0, 3600.0))
    struck = threading.Event()
    with Striking({"a": (1, lambda _: struck.set())}, "7") as striking:
        striking.strike_soon()
        assert struck.wait(30)
    assert striking.struck == {"a": 1}


def test_a_year_that_is_over_early_waits_until_everything_has_been_struck(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(faults, "PAUSE_SECONDS", (3600.0, 3600.0))
    with Striking(dict.fromkeys("abc", (2, lambda _: None)), "7") as striking:
        striking.strike_the_rest()
        assert all(striking.struck.values())
