"""What was worked out is handed out again for as long as what it follows from is the same, and not much is kept."""

import pytest

from activities.remembering import Remembered


def test_what_was_worked_out_is_handed_out_again_while_it_follows_from_the_same() -> None:
    remembered, worked_out = Remembered[str](2), list[str]()

    def given(what: str, follows_from: object) -> str:
        def work_out() -> str:
            worked_out.append(f"{what} {follows_from}")
            return worked_out[-1]

        return remembered.given(what, follows_from, work_out)

    assert [given("a", 1), given("a", 1), given("a", 2), given("a", 2)] == ["a 1", "a 1", "a 2", "a 2"]
    assert worked_out == ["a 1", "a 2"]
    assert given("a", 1) == "a 1"
    assert worked_out == ["a 1", "a 2", "a 1"], "only the last is known"


def test_whatever_was_not_asked_for_the_longest_gives_way() -> None:
    remembered, worked_out = Remembered[str](2), list[str]()

    def given(what: str) -> None:
        def work_out() -> str:
            worked_out.append(what)
            return what

        remembered.given(what, None, work_out)

    for each in ("a", "b", "a", "c", "a", "b"):
        given(each)
    assert worked_out == ["a", "b", "c", "b"]


def test_what_could_not_be_worked_out_is_tried_again() -> None:
    remembered = Remembered[int](2)
    with pytest.raises(ZeroDivisionError):
        remembered.given("a", None, lambda: 1 // 0)
    assert remembered.given("a", None, lambda: 1) == 1
