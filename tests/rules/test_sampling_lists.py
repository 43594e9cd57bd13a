"""Drawing from a list with strata: shares, quotas, sub-samples and replacements; and a second draw by somebody else.

The second implementation shares no code with the product's: it is what docs/samples.md says, word for word.
"""

import hashlib
import random
import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.cases.sampling.drawing import drawing, next_in_order
from domain.cases.sampling.frame import Frame, frame_of, read_frame, rows_in_words, rows_of_words
from domain.cases.sampling.plan import plan_of, questions_of, read_words, words_text
from domain.cases.sampling.strata import allocate, lower_bounds
from domain.inspections.kinds.parts import Population, Quota, SubSample
from domain.refusals import Refused

STRATA = st.dictionaries(st.integers(1, 8), st.integers(1, 60), min_size=1, max_size=8)
DIGEST = "ab" * 32


def population(**more: Any) -> Population:
    return Population(
        id="supervised-cases",
        title="Supervised cases",
        sample=20,
        citation="a test",
        **more,
    )


# Somebody else's draw


def lot(seed: str, list_digest: str, row: int) -> int:
    """RFC 2104 word for word, as a number."""
    key = seed.encode()
    key = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
    inner = hashlib.sha256(bytes(b ^ 0x36 for b in key) + f"{list_digest}:{row}".encode()).digest()
    return int.from_bytes(hashlib.sha256(bytes(b ^ 0x5C for b in key) + inner).digest(), "big")


def shared_out(size: int, sizes: list[int], least: list[int]) -> list[int]:
    """Largest remainder, with fractions where the product has whole numbers."""
    size, given_ = min(size, sum(sizes)), [-1] * len(sizes)
    while True:
        free = [place for place, number in enumerate(given_) if number < 0]
        left = size - sum(number for number in given_ if number >= 0)
        everything = sum(sizes[place] for place in free)
        share = {
            place: Fraction(left * sizes[place], everything) if everything else Fraction(0) for place in free
        }
        short = [place for place in free if share[place] < least[place]]
        if not short:
            break
        for place in short:
            given_[place] = least[place]
    for place in free:
        given_[place] = int(share[place])
    rest = size - sum(given_)
    for place in sorted(free, key=lambda each: (-(share[each] - int(share[each])), -sizes[each], each))[
        :rest
    ]:
        given_[place] += 1
    return given_


def drawn_by_somebody_else(
    seed: str, list_digest: str, strata: list[int], size: int, least: list[int]
) -> list[int]:
    count = max(strata, default=0)
    numbers = shared_out(size, [strata.count(number) for number in range(1, count + 1)], least)
    lots = {row: lot(seed, list_digest, row) for row in range(1, len(strata) + 1)}
    chosen: list[int] = []
    for number in range(1, count + 1):
        mine = sorted((row for row in lots if strata[row - 1] == number), key=lots.__getitem__)
        chosen += mine[: numbers[number - 1]]
    return sorted(chosen, key=lots.__getitem__)


def test_somebody_else_draws_the_same_cases_from_a_thousand_lists() -> None:
    chance = random.Random(20180718)
    for _ in range(1000):
        kinds, rows = chance.randint(1, 5), chance.randint(0, 40)
        strata = _numbered([chance.randint(0, kinds) for _ in range(rows)])
        frame, seed = Frame(tuple(strata)), "".join(chance.choices("0123456789abcdef", k=64))
        size = chance.randint(0, rows + 3)
        bounds = lower_bounds(frame.sizes, [([number], chance.randint(0, 3)) for number in frame.sizes])
        if sum(bounds.values()) > size:
            bounds = {}
        least = [bounds.get(number, 0) for number in range(1, len(frame.sizes) + 1)]
        ours = drawing(DIGEST, frame, seed, size, tuple(bounds.items()))
        assert list(ours.rows) == drawn_by_somebody_else(seed, DIGEST, strata, size, least)


def _numbered(strata: list[int]) -> list[int]:
    """The same with no number left out."""
    known = {old: new for new, old in enumerate(sorted(set(strata) - {0}), start=1)}
    return [known.get(each, 0) for each in strata]


# Shares


@pytest.mark.parametrize(
    ("size", "strata", "at_least", "shares"),
    [
        (10, {1: 50, 2: 50}, {}, {1: 5, 2: 5}),
        (10, {1: 1, 2: 99}, {}, {1: 0, 2: 10}),
        (10, {1: 6, 2: 94}, {}, {1: 1, 2: 9}),  # 0.6 and 9.4: the larger remainder gets the case that is left
        (3, {1: 1, 2: 1}, {}, {1: 1, 2: 1}),  # there are no more
        (3, {1: 10, 2: 10}, {}, {1: 2, 2: 1}),  # equal in all: the smaller number
        (1, {1: 10, 2: 30, 3: 20}, {}, {1: 0, 2: 1, 3: 0}),
        (10, {1: 10, 2: 90}, {1: 5}, {1: 5, 2: 5}),
        (10, {1: 10, 2: 60, 3: 30}, {1: 4}, {1: 4, 2: 4, 3: 2}),
        (0, {1: 10}, {}, {1: 0}),
    ],
)
def test_a_sample_is_shared_out_in_proportion_by_largest_remainder(
    size: int, strata: dict[int, int], at_least: dict[int, int], shares: dict[int, int]
) -> None:
    assert allocate(size, strata, at_least) == shares


@given(STRATA, st.integers(0, 200), st.randoms(use_true_random=False))
def test_shares_come_to_the_size_and_meet_every_least_number(
    strata: dict[int, int], size: int, chance: random.Random
) -> None:
    bounds = {number: chance.randint(0, count) for number, count in strata.items()}
    if sum(bounds.values()) > size:
        bounds = {}
    shares = allocate(size, strata, bounds)
    assert sum(shares.values()) == min(size, sum(strata.values()))
    assert all(bounds.get(number, 0) <= shares[number] <= strata[number] for number in strata)


@given(STRATA, st.integers(0, 200))
def test_without_least_numbers_no_stratum_is_a_whole_case_from_its_share(
    strata: dict[int, int], size: int
) -> None:
    everything = sum(strata.values())
    size = min(size, everything)
    for number, share in allocate(size, strata).items():
        assert abs(Fraction(size * strata[number], everything) - share) < 1


@given(
    STRATA,
    st.lists(st.tuples(st.lists(st.integers(1, 9), max_size=4, unique=True), st.integers(1, 40)), max_size=4),
)
def test_least_numbers_meet_every_quota_as_far_as_there_are_cases(
    strata: dict[int, int], quotas: list[tuple[list[int], int]]
) -> None:
    bounds = lower_bounds(strata, quotas)
    assert all(0 < count <= strata[number] for number, count in bounds.items())
    for numbers, at_least in quotas:
        there = sum(strata.get(number, 0) for number in numbers)
        assert sum(bounds.get(number, 0) for number in numbers) >= min(at_least, there)


def test_least_numbers_that_do_not_fit_are_a_fault_of_the_caller() -> None:
    for bounds in ({1: 11}, {1: 4, 2: 4}):
        with pytest.raises(ValueError, match="do not fit"):
            allocate(6, {1: 10, 2: 10}, bounds)


# Draws


FRAMES = st.lists(st.integers(0, 4), max_size=50).map(lambda each: Frame(tuple(_numbered(each))))


@given(FRAMES, st.integers(0, 60), st.integers(0, 20))
def test_a_draw_has_the_right_number_of_each_stratum_and_nobody_who_is_excluded(
    frame: Frame, size: int, sub: int
) -> None:
    drawn = drawing(DIGEST, frame, "seed", size, (), (sub,))
    assert len(set(drawn.rows)) == len(drawn.rows) == min(size, frame.eligible)
    assert drawn.strata == tuple(frame.strata[row - 1] for row in drawn.rows)
    assert 0 not in drawn.strata
    assert [count for _, _, count in drawn.allocation] == [drawn.strata.count(each) for each in frame.sizes]
    (part,) = drawn.sub_samples
    assert set(part) <= set(drawn.rows)
    assert len(part) == min(sub, len(drawn.rows))
    assert list(part) == [row for row in drawn.rows if row in part], "in drawing order"


@given(FRAMES, st.integers(1, 20))
def test_replacements_are_of_the_same_stratum_come_in_order_and_never_twice(frame: Frame, size: int) -> None:
    drawn = drawing(DIGEST, frame, "seed", size)
    if not drawn.rows:
        return
    of, used, came = drawn.rows[0], set(drawn.rows), []
    while (row := next_in_order(DIGEST, "seed", frame, of, used)) is not None:
        assert frame.strata[row - 1] == frame.strata[of - 1]
        assert row not in used
        used.add(row)
        came.append(row)
    assert (
        len([row for row in used if frame.strata[row - 1] == frame.strata[of - 1]])
        == frame.sizes[drawn.strata[0]]
    )
    lots = [lot("seed", DIGEST, row) for row in came]
    assert all(one < other for one, other in pairwise(lots))


def test_nobody_takes_the_place_of_a_row_that_was_never_drawable() -> None:
    assert next_in_order(DIGEST, "seed", Frame((0, 1, 1)), 1, ()) is None


# Frames


@given(
    st.lists(st.tuples(st.sampled_from(["a", "b", "c"]), st.sampled_from(["x", "y"])), max_size=30),
    st.sets(st.integers(1, 30)),
)
def test_a_frame_is_read_as_it_was_written(words: list[tuple[str, ...]], excluded: set[int]) -> None:
    frame, named = frame_of(words, excluded)
    assert read_frame(frame.text) == frame
    assert sorted(named) == list(named)
    for row, (each, number) in enumerate(zip(words, frame.strata, strict=True), start=1):
        assert number == (0 if row in excluded else named.index(each) + 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "assay sampling frame 1",
        "assay sampling frame 2\n1 1\n",
        "assay sampling frame 1\n1  1\n",
        "assay sampling frame 1\n1 3\n",
        "assay sampling frame 1\n1 -1\n",
        "assay sampling frame 1\n1 x\n",
        "assay sampling frame 1\n01\n",
    ],
)
def test_what_is_no_frame_is_not_read_as_one(text: str) -> None:
    with pytest.raises(Refused, match="no sampling frame"):
        read_frame(text)


@given(st.sets(st.integers(1, 200)))
def test_rows_in_words_are_the_same_rows(rows: set[int]) -> None:
    if rows:
        assert rows_of_words(rows_in_words(rows), 200) == rows


@pytest.mark.parametrize(
    "text", ["", "0", "3-2", "x", "1,,2", "201", "1-201", "-3", "٣", "1-2-3", "9" * 5000]
)
def test_what_names_no_rows_is_refused(text: str) -> None:
    with pytest.raises(Refused, match="names no rows"):
        rows_of_words(text, 200)


# Plans


def test_the_size_follows_from_confidence_and_margin_with_the_finite_population() -> None:
    frame = Frame((1,) * 400)
    assert plan_of(population(confidence=80, margin=5), frame, [()]).wanted == 117
    assert plan_of(population(), frame, [()]).wanted == 20
    assert plan_of(population(confidence=80, margin=5), Frame(()), []).wanted == 0


def test_a_size_is_never_smaller_than_its_quotas_need() -> None:
    quota = Quota(stratum="gender", value="Female", at_least=30, citation="a test")
    frame, words = frame_of([("female",)] * 40 + [("male",)] * 300, ())
    plan = plan_of(population(strata=("gender",), quotas=(quota,)), frame, words)
    assert (plan.wanted, plan.at_least) == (30, ((1, 30),))
    drawn = plan.draw(DIGEST, frame, "seed", 50)
    assert drawn.allocation == ((1, 40, 30), (2, 300, 20))
    with pytest.raises(Refused, match="quotas need 30 cases"):
        plan.draw(DIGEST, frame, "seed", 29)


def test_a_key_question_of_a_sub_sample_is_asked_of_no_other_case() -> None:
    asked = ("2.1.1", "2.1.2", "2.2.1")
    subs = (
        SubSample(key_questions=("2.1.2",), size=3, citation="a test"),
        SubSample(key_questions=("2.2.1", "2.1.2"), size=2, citation="a test"),
    )
    its = population(sub_samples=subs)
    assert questions_of(its, asked, ()) == ("2.1.1",)
    assert questions_of(its, asked, (1,)) == ("2.1.1", "2.1.2")
    assert questions_of(its, asked, (2,)) == asked


def test_the_words_of_strata_are_kept_with_a_salt_so_that_nobody_guesses_them() -> None:
    words = (("female", "north"), ("male", "süd"))
    one, other = words_text(words, "1" * 32), words_text(words, "2" * 32)
    assert read_words(one) == read_words(other) == words
    assert one != other


# The page


def test_the_lines_on_the_page_draw_the_same_cases() -> None:
    page = (Path(__file__).parents[2] / "docs" / "samples.md").read_text(encoding="utf-8")
    (lines,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    told: dict[str, Any] = {}
    exec(compile(lines, "docs/samples.md", "exec"), told)
    chance = random.Random(7)
    for _ in range(50):
        strata = _numbered([chance.randint(0, 3) for _ in range(chance.randint(1, 40))])
        frame = Frame(tuple(strata))
        ours = drawing(DIGEST, frame, "a seed", chance.randint(0, 40))
        shares = {number: count for number, _, count in ours.allocation}
        assert told["drawn"]("a seed", DIGEST, strata, shares) == list(ours.rows)
