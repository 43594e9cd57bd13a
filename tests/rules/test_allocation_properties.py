"""Proposing readers: nobody whom the rule bars, as many cases as possible, the same however it is asked."""

from itertools import product
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.cases.allocation import Inspector, Reading, propose

LISTS = ("supervised-cases", "victims")
PEOPLE = st.lists(
    st.builds(
        Inspector,
        id=st.sampled_from(["a", "b", "c", "d"]),
        populations=st.frozensets(st.sampled_from(LISTS)),
        most=st.integers(1, 4),
        load=st.integers(0, 4),
        conflicts=st.frozensets(st.just("north"), max_size=1),
    ),
    max_size=4,
    unique_by=lambda each: each.id,
)
CASES = st.lists(
    st.builds(
        Reading,
        case=st.sampled_from([f"case-{number}" for number in range(6)]),
        population=st.sampled_from(LISTS),
        provider=st.sampled_from(["north", "south"]),
        barred=st.frozensets(st.sampled_from(["a", "b"]), max_size=1),
    ),
    max_size=6,
    unique_by=lambda each: each.case,
)


def able(case: Reading, person: Inspector) -> bool:
    return (
        person.id not in case.barred
        and case.provider not in person.conflicts
        and case.population in person.populations
    )


def most_that_can_be_placed(cases: list[Reading], people: list[Inspector]) -> int:
    """By trying every way: the cases are few."""
    best = 0
    for way in product([None, *people], repeat=len(cases)):
        placed = [(case, person) for case, person in zip(cases, way, strict=True) if person]
        fits = all(able(case, person) for case, person in placed)
        if fits and all(
            each.load + sum(person == each for _, person in placed) <= each.most
            for each in {person for _, person in placed}
        ):
            best = max(best, len(placed))
    return best


@given(CASES, PEOPLE)
def test_nobody_is_proposed_who_may_not_read_a_case_or_has_no_room(
    cases: list[Reading], people: list[Inspector]
) -> None:
    found = propose(cases, people)
    assert [each.case for each in found] == [each.case for each in cases]
    by_id = {each.id: each for each in people}
    for case, proposed in zip(cases, found, strict=True):
        assert proposed.why
        assert proposed.reader is None or able(case, by_id[proposed.reader])
    for each in people:
        mine = sum(proposed.reader == each.id for proposed in found)
        assert not mine or each.load + mine <= each.most


@given(CASES.filter(lambda cases: len(cases) <= 4), PEOPLE)
def test_as_many_cases_are_placed_as_could_be_in_any_way(
    cases: list[Reading], people: list[Inspector]
) -> None:
    placed = sum(each.reader is not None for each in propose(cases, people))
    assert placed == most_that_can_be_placed(cases, people)


@given(CASES, PEOPLE, st.randoms())
def test_the_order_in_which_cases_and_inspectors_are_named_makes_no_difference(
    cases: list[Reading], people: list[Inspector], chance: Random
) -> None:
    shuffled, others = list(cases), list(people)
    chance.shuffle(shuffled)
    chance.shuffle(others)
    assert {each.case: each for each in propose(cases, people)} == {
        each.case: each for each in propose(shuffled, others)
    }


def test_the_load_is_shared_out_by_how_much_room_each_has() -> None:
    people = [
        Inspector("a", frozenset(LISTS), most=10, load=5),
        Inspector("b", frozenset(LISTS), most=10),
        Inspector("c", frozenset(LISTS), most=5),
    ]
    cases = [Reading(f"case-{number}", "victims", "north") for number in range(6)]
    found = [each.reader for each in propose(cases, people)]
    assert {each: found.count(each) for each in "abc"} == {"a": 0, "b": 4, "c": 2}


def test_it_is_said_why_nobody_can_take_a_case() -> None:
    people = [
        Inspector("a", frozenset({"victims"}), most=5, conflicts=frozenset({"north"})),
        Inspector("b", frozenset({"supervised-cases"}), most=5),
        Inspector("c", frozenset({"victims"}), most=1, load=1),
    ]
    (found,) = propose([Reading("case-1", "victims", "north", frozenset({"d"}))], people)
    assert found.reader is None
    assert found.why == "a has a declared conflict; b is not trained for this list; c has no room left"
