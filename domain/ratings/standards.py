"""From what is known about one standard to its rating (004 §4.5-4.10, §4.15)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from domain.ratings.inputs import (
    Counts,
    Judgement,
    Narrative,
    NotRated,
    Percentage,
    QuestionInput,
    StandardInput,
)
from domain.ratings.parts import Band, Standard
from domain.ratings.scheme import Scheme
from domain.ratings.shares import QuestionResult, band_at, between_edges, out_of, question_result
from domain.refusals import Refused

__all__ = ["Source", "StandardResult", "rate_standard"]

Source = Literal["judgement", "cases", "counts", "percentages", "narrative", "not_rated"]


@dataclass(frozen=True, slots=True)
class StandardResult:
    """How one standard came out.

    Attributes:
        source: what it was derived from.
        questions: its key questions in the scheme's order; empty for a judgement.
        lowest: the key questions with the lowest share, which decide a ``lowest_band`` standard.
        share: the share of a ``percentage`` standard.
        band: the band that decided the rating, where one did.
        rating: the level's id, or ``None`` when it is not rated.
        score: the level's points.
        not_rated: why there is no rating, where there could have been one.
        judgement: the recorded judgement or narrative, where that is the source.
    """

    standard: Standard
    source: Source
    questions: tuple[QuestionResult, ...] = ()
    lowest: tuple[str, ...] = ()
    share: Fraction | None = None
    band: Band | None = None
    between_edges: bool = False
    rating: str | None = None
    score: int | None = None
    not_rated: str | None = None
    judgement: Judgement | Narrative | None = None

    @property
    def id(self) -> str:
        """The standard's number."""
        return self.standard.id


def rate_standard(
    scheme: Scheme, standard: Standard, given: StandardInput, *, from_cases: bool
) -> StandardResult:
    """Rate one standard.

    Args:
        scheme: the scheme that says how.
        standard: the standard to rate.
        given: its judgement, its reason for not being rated, or the answers to its key questions.
        from_cases: whether the answers were counted from cases here, rather than given as counts.

    Raises:
        Refused: ``wrong-input``, ``unknown-rating``, ``missing-key-question``, ``unknown-key-question``,
            ``no-answers``, with the standard.
    """
    if isinstance(given, NotRated):
        return StandardResult(standard, "not_rated", not_rated=given.reason)
    if standard.aggregator == "judgement":
        return _judged(scheme, standard, given)
    if standard.aggregator == "narrative":
        if not isinstance(given, Narrative):
            raise _wrong_input(standard, "is reported in words only")
        return StandardResult(standard, "narrative", judgement=given)
    if isinstance(given, Judgement | Narrative):
        raise _wrong_input(standard, "is derived from the answers to its key questions, never judged")
    if isinstance(given, Percentage):
        return _published(scheme, standard, given)
    questions = _questions(scheme, standard, given)
    source = _source(given, from_cases=from_cases)
    if standard.aggregator == "lowest_band":
        return _lowest_band(scheme, standard, questions, source)
    return _percentage(scheme, standard, given, questions, source)


def _judged(scheme: Scheme, standard: Standard, given: StandardInput) -> StandardResult:
    if not isinstance(given, Judgement):
        raise _wrong_input(standard, "needs one judgement")
    if given.rating not in scheme.rank:
        raise Refused.because(
            "unknown-rating",
            f"standard {standard.id} is judged {given.rating!r}; the scheme's ratings are {', '.join(scheme.rank)}",
        )
    return StandardResult(
        standard, "judgement", rating=given.rating, score=scheme.score[given.rating], judgement=given
    )


def _questions(
    scheme: Scheme, standard: Standard, given: Mapping[str, QuestionInput]
) -> tuple[QuestionResult, ...]:
    for question in given:
        if question not in standard.key_questions:
            raise Refused.because(
                "unknown-key-question",
                f"standard {standard.id} has no key question {question!r}; it has {', '.join(standard.key_questions)}",
            )
    for question in standard.key_questions:
        if question not in given:
            raise Refused.because(
                "missing-key-question", f"standard {standard.id} lacks key question {question}"
            )
    results = tuple(
        question_result(question, given[question], scheme.bands, scheme.shares)
        for question in standard.key_questions
    )
    empty = [result.id for result in results if result.share is None]
    if empty and scheme.shares.no_answers == "refused":
        raise Refused.because("no-answers", f"key question {empty[0]} has no answer in its denominator")
    return results


def _source(given: Mapping[str, QuestionInput], *, from_cases: bool) -> Source:
    if from_cases:
        return "cases"
    return "percentages" if any(isinstance(value, Percentage) for value in given.values()) else "counts"


def _lowest_band(
    scheme: Scheme, standard: Standard, questions: tuple[QuestionResult, ...], source: Source
) -> StandardResult:
    """The rating is that of the lowest band among the key questions (004 §4.10)."""
    empty = [result.id for result in questions if result.share is None]
    if empty and scheme.shares.no_answers == "not_rated":
        return StandardResult(standard, source, questions, not_rated=f"no answers to {', '.join(empty)}")
    if empty and scheme.shares.no_answers == "lowest":
        lowest_band = scheme.bands[0]
        questions = tuple(
            replace(result, band=lowest_band) if result.share is None else result for result in questions
        )
        return _rated(scheme, standard, questions, source, tuple(empty), lowest_band)
    shares = [result.share for result in questions if result.share is not None]
    if not shares:
        return StandardResult(standard, source, questions, not_rated="no answers to any key question")
    low = min(shares)
    lowest = tuple(result.id for result in questions if result.share == low)
    band = next(result.band for result in questions if result.share == low)
    assert band is not None, "the first band starts at 0, so every share has one"
    return _rated(scheme, standard, questions, source, lowest, band)


def _rated(
    scheme: Scheme,
    standard: Standard,
    questions: tuple[QuestionResult, ...],
    source: Source,
    lowest: tuple[str, ...],
    band: Band,
) -> StandardResult:
    assert band.rating is not None, "a scheme with a lowest_band standard gives each band a rating"
    return StandardResult(
        standard,
        source,
        questions,
        lowest=lowest,
        band=band,
        rating=band.rating,
        score=scheme.score[band.rating],
    )


def _percentage(
    scheme: Scheme,
    standard: Standard,
    given: Mapping[str, QuestionInput],
    questions: tuple[QuestionResult, ...],
    source: Source,
) -> StandardResult:
    """A percentage per criterion, without any word (the 2003-2006 programme): the weighted share over its items."""
    share = _pooled(scheme, standard, given)
    if share is None:
        return StandardResult(standard, source, questions, not_rated="no answers to any key question")
    shares = [result.share for result in questions if result.share is not None]
    low = min(shares)
    return StandardResult(
        standard,
        source,
        questions,
        lowest=tuple(result.id for result in questions if result.share == low),
        share=share,
        band=band_at(share, scheme.bands, scheme.shares),
        between_edges=between_edges(share, scheme.bands),
    )


def _published(scheme: Scheme, standard: Standard, given: Percentage) -> StandardResult:
    """A criterion of which only its one percentage was published."""
    if standard.aggregator != "percentage":
        raise _wrong_input(standard, "needs the answers to each of its key questions, not one percentage")
    share = given.percent / 100
    return StandardResult(
        standard,
        "percentages",
        share=share,
        band=band_at(share, scheme.bands, scheme.shares),
        between_edges=between_edges(share, scheme.bands),
    )


def _pooled(scheme: Scheme, standard: Standard, given: Mapping[str, QuestionInput]) -> Fraction | None:
    """Weighted yes over weighted denominators; where only percentages are known, their weighted mean."""
    percentages = [value for value in given.values() if isinstance(value, Percentage)]
    if percentages and len(percentages) != len(given):
        raise Refused.because(
            "wrong-input",
            f"standard {standard.id} mixes counts and percentages, which cannot be put together",
        )
    upper, lower = Fraction(0), Fraction(0)
    for question, weight in standard.key_questions.items():
        value = given[question]
        if isinstance(value, Counts):
            upper += weight * value.yes
            lower += weight * out_of(value, scheme.shares.not_applicable)
        else:
            upper += weight * value.percent / 100
            lower += weight
    return upper / lower if lower else None


def _wrong_input(standard: Standard, why: str) -> Refused:
    return Refused.because("wrong-input", f"standard {standard.id} {standard.title} {why}")
