"""Which answers decided the band of a share: held against turning them one by one."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.auditing.deciding import Deciding, deciding
from domain.ratings import Scheme, shipped_schemes
from domain.ratings.inputs import Counts
from domain.ratings.parts import Band
from domain.ratings.scale import Answer
from domain.ratings.shares import band_at, question_result

NPS = shipped_schemes()["adult-nps-2018"]
BANDED = [each for each in shipped_schemes().values() if each.bands]


def near(yes: int, no: int, not_applicable: int = 0, scheme: Scheme = NPS) -> Deciding | None:
    counts = Counts(yes=yes, no=no, not_applicable=not_applicable, not_asked=0)
    return deciding(question_result("1.1.1", counts, scheme.bands, scheme.shares), scheme)


def title(band: Band | None) -> str | None:
    return band.title if band else None


@pytest.mark.parametrize(
    ("yes", "no", "up", "higher", "down", "lower"),
    [
        # The bands of the scheme begin at 0, 50, 65 and 80 per cent of yes (004 §4.8).
        (64, 36, 1, 65, 15, 0),
        (65, 35, 15, 80, 1, 50),
        (63, 37, 2, 65, 14, 0),
        (100, 0, None, None, 21, 65),
        (0, 3, 2, 65, None, None),
        (1, 0, None, None, 1, 0),
    ],
)
def test_how_many_answers_would_have_had_to_be_others(
    yes: int, no: int, up: int | None, higher: int | None, down: int | None, lower: int | None
) -> None:
    found = near(yes, no)
    assert found is not None
    edges = {None: None} | {int(each.at_least): each.title for each in NPS.bands}
    assert (found.up, title(found.higher)) == (up, edges[higher])
    assert (found.down, title(found.lower)) == (down, edges[lower])


def test_an_answer_that_decided_is_marked_and_no_other() -> None:
    close, far = near(65, 35), near(72, 28)
    assert close is not None
    assert far is not None
    assert close.mark(Answer.YES).startswith("kept it from falling to ")
    assert far.mark(Answer.YES) == ""
    assert far.mark(Answer.NO).startswith("kept it from ")
    assert far.mark(Answer.NOT_APPLICABLE) == ""
    top = near(10, 0)
    assert top is not None
    assert (top.mark(Answer.NO), top.up) == ("", None)


def test_it_is_said_in_words_how_many_of_them_decided() -> None:
    said = [list(each.words()) for each in (near(64, 36), near(65, 35), near(1, 0), near(0, 2)) if each]
    assert said[0][0].startswith("Each of its 36 answers of no decided alone: were it yes, ")
    assert said[1][0].startswith("Any 15 of its 35 answers of no together decided: ")
    assert said[1][1].startswith("Each of its 65 answers of yes decided alone: were it no, ")
    assert said[2][0].startswith("Its one answer of yes decided alone: ")
    assert [each.split(" answers")[0] for each in said[3]] == ["Each of its 2"]


def test_what_has_no_band_was_decided_by_no_answer() -> None:
    assert near(0, 0) is None


@given(st.sampled_from(BANDED), st.integers(0, 60), st.integers(0, 60), st.integers(0, 20))
def test_turning_so_many_changes_the_band_and_turning_fewer_does_not(
    scheme: Scheme, yes: int, no: int, not_applicable: int
) -> None:
    found = near(yes, no, not_applicable, scheme)
    below = yes + no + (not_applicable if scheme.shares.not_applicable == "in" else 0)
    if not below:
        assert found is None
        return
    assert found is not None

    def band(turned: int) -> Band | None:
        return band_at(Fraction(yes + turned, below), scheme.bands, scheme.shares)

    up = next((each for each in range(1, no + 1) if band(each) != band(0)), None)
    down = next((each for each in range(1, yes + 1) if band(-each) != band(0)), None)
    assert (found.up, found.down) == (up, down)
    assert found.higher == (band(up) if up else None)
    assert found.lower == (band(-down) if down else None)
