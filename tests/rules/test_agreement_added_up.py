"""Whatever was read twice in whichever inspections: it adds up to what one inspection with all of it would count."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from domain.cases.agreement.adding_up import ReadTwice, added_up, lows_in
from domain.inspections.kinds.parts import SecondReads
from domain.ratings.consistency import DoubleRead, by_reader_and_key_question

READERS = ("os-1", "os-2", "os-3")
ANSWERS = ("yes", "no", "not_applicable")
RULE = SecondReads(percent=10, lowest_agreement=80, fewest_pairs=3, citation="a test")


@st.composite
def reads(draw: st.DrawFn) -> DoubleRead:
    first, second = draw(st.permutations(READERS))[:2]
    answer = st.sampled_from(ANSWERS)
    return DoubleRead(draw(st.sampled_from(("2.1.1", "2.1.2"))), first, second, draw(answer), draw(answer))


@st.composite
def inspections(draw: st.DrawFn) -> list[ReadTwice]:
    several = draw(st.lists(st.lists(reads(), max_size=4), max_size=4))
    frameworks = st.sampled_from(("adult", "youth"))
    rule = st.sampled_from((RULE, None))
    return [
        ReadTwice(f"i-{number}", draw(frameworks), tuple(each), draw(rule))
        for number, each in enumerate(several)
    ]


@given(inspections())
def test_sums_over_inspections_are_counts_over_all_of_their_answers(several: list[ReadTwice]) -> None:
    pairs: Counter[tuple[str, str, str]] = Counter()
    agreed: Counter[tuple[str, str, str]] = Counter()
    for each in several:
        for (reader, question), found in by_reader_and_key_question(each.reads).items():
            pairs[each.framework, reader, question] += found.pairs
            agreed[each.framework, reader, question] += found.agreed
    together = {
        (added.framework, reader, question): found
        for added in added_up(several)
        for (reader, question), found in added.each.items()
    }
    assert {about: found.pairs for about, found in together.items()} == dict(pairs)
    assert {about: found.agreed for about, found in together.items()} == {
        about: agreed[about] for about in pairs
    }


@given(inspections())
def test_each_answer_given_twice_counts_once_in_all_and_once_for_each_of_its_readers(
    several: list[ReadTwice],
) -> None:
    for added in added_up(several):
        given_twice = sum(len(each.reads) for each in several if each.framework == added.framework)
        assert added.all.pairs == sum(each.pairs for each in added.questions.values()) == given_twice
        assert sum(each.pairs for each in added.readers.values()) == 2 * given_twice
        assert sum(each.pairs for each in added.each.values()) == 2 * given_twice


@given(inspections())
def test_it_does_not_matter_in_which_order_inspections_come(several: list[ReadTwice]) -> None:
    assert added_up(several) == added_up(several[::-1])
    assert lows_in(several, {}) == lows_in(several[::-1], {})


@given(inspections())
def test_once_each_task_is_looked_into_there_is_none_and_none_rests_on_what_another_did(
    several: list[ReadTwice],
) -> None:
    done: dict[str, dict[tuple[str, str], frozenset[str]]] = {}
    for low in lows_in(several, {}):
        assert low.found.agreed * 100 < low.lowest * low.found.pairs
        assert low.found.pairs >= low.fewest
        assert len(set(low.inspections)) == len(low.inspections)
        done.setdefault(low.framework, {})[low.reader, low.question] = frozenset(low.inspections)
    assert lows_in(several, done) == ()
