"""Agreement between readers, against published worked examples."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ratings.consistency import (
    DoubleRead,
    agreement_of,
    by_key_question,
    by_reader,
    by_reader_and_key_question,
    cohens_kappa,
    krippendorffs_alpha,
)


def pairs(**numbers: int) -> list[tuple[str, str]]:
    """So many pairs of each kind, "yn" being a yes of the first and a no of the second."""
    return [(kind[0], kind[1]) for kind, number in numbers.items() for _ in range(number)]


def test_cohens_kappa_of_two_readers_of_50_proposals() -> None:
    """The usual worked example: 20 yes-yes, 5 yes-no, 10 no-yes, 15 no-no: observed 0.7, expected 0.5, kappa 0.4."""
    assert cohens_kappa(pairs(yy=20, yn=5, ny=10, nn=15)) == Fraction(2, 5)


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ({"yy": 45, "yn": 15, "ny": 25, "nn": 15}, "0.1304"),
        ({"yy": 25, "yn": 35, "ny": 5, "nn": 35}, "0.2593"),
    ],
)
def test_cohens_kappa_of_the_same_agreement_with_other_habits(table: dict[str, int], expected: str) -> None:
    """Both tables agree in 60 of 100, yet by different amounts beyond chance (the example goes with the one above)."""
    kappa = cohens_kappa(pairs(**table))
    assert kappa is not None
    assert f"{kappa.numerator / kappa.denominator:.4f}" == expected


def test_cohens_kappa_of_1960_on_three_answers() -> None:
    """Cohen (1960), table 1: proportions of 200 cases; observed 0.70, expected 0.41, kappa 0.492."""
    table = {"aa": 88, "ab": 14, "ac": 18, "ba": 10, "bb": 40, "bc": 10, "ca": 2, "cb": 6, "cc": 12}
    kappa = cohens_kappa(pairs(**table))
    assert kappa == Fraction(70 - 41, 100 - 41)


def units(*readers: str) -> list[list[str | None]]:
    """The answers of several readers written one line each, a dot where a reader gave none."""
    return [
        [None if answer == "." else answer for answer in answers] for answers in zip(*readers, strict=True)
    ]


@pytest.mark.parametrize(
    ("readers", "expected"),
    [
        pytest.param(
            ("0100000000", "1110010010"), "0.095", id="Krippendorff 2011 A: two readers, two answers"
        ),
        pytest.param(
            ("aabbdcccedda", "babbbccceddd"),
            "0.692",
            id="2011 B: two readers, five answers",
        ),
        pytest.param(
            ("123321412...", "1233224125.3", ".3332342251.", "12332441251."),
            "0.743",
            id="2011 C: four readers, answers missing",
        ),
        pytest.param(
            (".....34121133.3", "1.213343.......", "..21344.21133.4"),
            "0.691",
            id="three readers, many answers missing",
        ),
    ],
)
def test_krippendorffs_alpha_is_that_of_published_examples(readers: tuple[str, ...], expected: str) -> None:
    alpha = krippendorffs_alpha(units(*readers))
    assert alpha is not None
    assert f"{alpha.numerator / alpha.denominator:.3f}" == expected


def test_full_agreement_is_one_and_agreement_without_choice_has_no_meaning() -> None:
    one = Fraction(1)
    full = agreement_of(pairs(yy=3, nn=2))
    assert (full.pairs, full.agreed, full.share, full.kappa, full.alpha) == (5, 5, one, one, one)
    always = agreement_of(pairs(yy=4))
    assert (always.pairs, always.agreed, always.share, always.kappa, always.alpha) == (4, 4, one, None, None)
    nothing = agreement_of([])
    assert (nothing.pairs, nothing.agreed, nothing.share, nothing.kappa, nothing.alpha) == (
        0,
        0,
        None,
        None,
        None,
    )


def test_disagreement_throughout_is_below_chance() -> None:
    opposed = agreement_of(pairs(yn=2, ny=2))
    assert (opposed.agreed, opposed.share, opposed.kappa) == (0, Fraction(0), Fraction(-1))
    assert opposed.alpha == 1 - Fraction((8 - 1) * 8, 64 - 32)


def test_a_thing_that_only_one_reader_read_is_left_out() -> None:
    assert krippendorffs_alpha(units("y.n", "...")) is None
    with_it = krippendorffs_alpha(units("yynn", "ynn."))
    assert with_it == krippendorffs_alpha(units("yyn", "ynn"))


@given(st.lists(st.tuples(st.sampled_from("yn-"), st.sampled_from("yn-")), max_size=30))
def test_the_order_of_pairs_and_of_readers_never_matters_to_alpha(answers: list[tuple[str, str]]) -> None:
    turned = [(second, first) for first, second in reversed(answers)]
    assert agreement_of(turned).alpha == agreement_of(answers).alpha
    assert agreement_of(turned).kappa == agreement_of(answers).kappa
    kappa = agreement_of(answers).kappa
    assert kappa is None or -1 <= kappa <= 1


READS = [
    DoubleRead("2.1.1", "ann", "ben", "yes", "yes"),
    DoubleRead("2.1.1", "ben", "cat", "yes", "no"),
    DoubleRead("2.1.2", "ann", "ben", "no", "no"),
    DoubleRead("2.1.2", "cat", "ann", "no", "yes"),
]


def test_agreement_is_told_by_key_question_with_its_number_of_pairs() -> None:
    found = {question: (a.pairs, a.agreed) for question, a in by_key_question(READS).items()}
    assert found == {"2.1.1": (2, 1), "2.1.2": (2, 1)}


def test_agreement_is_told_by_inspector_whichever_reader_they_were() -> None:
    found = {reader: (a.pairs, a.agreed) for reader, a in by_reader(READS).items()}
    assert found == {"ann": (3, 2), "ben": (3, 2), "cat": (2, 0)}
    assert list(by_reader(READS)) == ["ann", "ben", "cat"]
    # cat: said no against ben's yes, and no against ann's yes: as the first reader (no, yes) twice
    assert by_reader(READS)["cat"].kappa == 0


def test_agreement_is_told_by_inspector_and_key_question() -> None:
    found = {key: (a.pairs, a.agreed) for key, a in by_reader_and_key_question(READS).items()}
    assert found == {
        ("ann", "2.1.1"): (1, 1),
        ("ann", "2.1.2"): (2, 1),
        ("ben", "2.1.1"): (2, 1),
        ("ben", "2.1.2"): (1, 1),
        ("cat", "2.1.1"): (1, 0),
        ("cat", "2.1.2"): (1, 0),
    }
