"""What a sample can bear: how probable it is that the ratings of the cases read are those of the whole case file.

An aid to the panel, never a rule. What it assumes, and says wherever it is shown:

- each key question's yeses in the whole file were, before any case was read, equally likely to be any number from none
  to all (a uniform prior); the cases read are a simple random sample without replacement (hypergeometric);
- "not applicable" is as frequent among the cases not read as among those read;
- the combination to standards and overall takes key questions to be independent of each other. They are not, so bounds
  that assume nothing about how they hang together stand beside every combined figure;
- a judgement is taken as it is: it does not rest on the cases that were drawn;
- a standard for which this cannot be reckoned (a key question is known as a percentage only, or the size of the file
  is not given) has no figure. For the overall figure it is taken as it is, and named; the bounds take it as anything.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb
from typing import Final

from domain.ratings.derivation import Derivation
from domain.ratings.inputs import Counts
from domain.ratings.nearness.likelihood import OverallChance, Spread, certain, lowest_of, taken_as
from domain.ratings.nearness.reach import fewest_yes, rank_edges
from domain.ratings.scheme import Scheme
from domain.ratings.shares import QuestionResult, out_of
from domain.ratings.standards import StandardResult
from domain.refusals import Refused

__all__ = ["Bearing", "Likelihood", "QuestionBearing", "bearing_of", "check_sizes", "weights_of_yes"]

LARGEST_FILE: Final = 100_000
"""No case file of an inspected body is larger; the exact arithmetic takes a second or so at this size."""

GRAIN: Final = 10**12
"""Key questions' probabilities are rounded to this many parts before they are combined."""


@dataclass(frozen=True, slots=True)
class Likelihood:
    """How probable it is that a rating is that of the whole file.

    Attributes:
        independent: taking the key questions as independent.
        at_least: whatever hangs together how, it is no less than this.
        at_most: and no more than this.
    """

    independent: Fraction
    at_least: Fraction
    at_most: Fraction


@dataclass(frozen=True, slots=True)
class QuestionBearing:
    """One key question: the cases that count, in the sample and in the whole file, and the probability of its band."""

    read: int
    whole: int
    same_band: Fraction


@dataclass(frozen=True, slots=True)
class Bearing:
    """What the samples of one inspection can bear.

    Attributes:
        questions: each key question whose population's size is known.
        standards: each standard that rests on such key questions alone.
        overall: the overall rating; ``None`` where the scheme derives none.
        judged: the standards that are judged.
        without_figure: the other rated standards that have no figure, and why.
        taken_as_certain: those of them that the overall figure takes as they are; its bounds take them as anything.
    """

    questions: Mapping[str, QuestionBearing]
    standards: Mapping[str, Likelihood]
    overall: Likelihood | None
    judged: tuple[str, ...] = ()
    without_figure: Mapping[str, str] = field(default_factory=dict)
    taken_as_certain: tuple[str, ...] = ()


def bearing_of(derivation: Derivation, sizes: Mapping[str, int]) -> Bearing:
    """What the samples behind ``derivation`` can bear.

    Args:
        derivation: the derived ratings.
        sizes: for each population, how many cases the whole file holds.

    Raises:
        Refused: ``unknown-population``, or ``bad-population-size`` when a file is smaller than its sample or absurd.
    """
    check_sizes(derivation, sizes)
    scheme = derivation.scheme
    questions: dict[str, QuestionBearing] = {}
    spreads: dict[str, Spread] = {}
    standards: dict[str, Likelihood] = {}
    without: dict[str, str] = {}
    judged: list[str] = []
    for result in derivation.standards.values():
        if result.rating is None:
            continue
        rank = scheme.rank[result.rating]
        if result.source == "judgement":
            judged.append(result.id)
            spreads[result.id] = certain(scheme, rank)
            continue
        drawn_from = result.standard.population
        size = None if drawn_from is None else sizes.get(drawn_from)
        rows = {} if size is None else {q.id: _question(scheme, q, size) for q in result.questions}
        questions |= {id_: shown for id_, (_, shown) in rows.items() if shown is not None}
        why = _why_without(result, size)
        if why is not None:
            without[result.id] = why
            spreads[result.id] = taken_as(scheme, rank)
            continue
        spreads[result.id] = lowest_of([ranks for ranks, _ in rows.values() if ranks is not None])
        standards[result.id] = _standard(spreads[result.id], rank)
    overall = _overall(derivation, spreads)
    assumed = () if overall is None else tuple(id_ for id_ in without if scheme.by_id[id_].counted)
    return Bearing(questions, standards, overall, tuple(judged), without, assumed)


def check_sizes(derivation: Derivation, sizes: Mapping[str, int]) -> None:
    """Refuse sizes of case files that cannot be.

    Raises:
        Refused: ``unknown-population``, or ``bad-population-size`` when a file is smaller than its sample or absurd.
    """
    for population, size in sizes.items():
        _check_size(derivation.scheme, population, size)
    for result in derivation.standards.values():
        drawn_from = result.standard.population
        if drawn_from is None or drawn_from not in sizes:
            continue
        for question in result.questions:
            _check_read(question, sizes[drawn_from], drawn_from)


def _why_without(result: StandardResult, size: int | None) -> str | None:
    """Why nothing can be said of how well the sample bears a standard's rating; ``None`` where it can."""
    population = result.standard.population
    if population is None:
        return "its key questions are answered by no case list"
    if size is None:
        return f"the size of {population} is not given"
    in_per_cent = [q.id for q in result.questions if q.share is not None and q.counts is None]
    return f"only percentages are known of {', '.join(in_per_cent)}" if in_per_cent else None


def weights_of_yes(yes: int, read: int, whole: int) -> list[int]:
    """For each number from 0 to ``whole``, how probable it is that so many of the whole file are yes, as a weight.

    With a uniform prior, after ``yes`` of ``read`` were yes: C(k, yes) C(whole - k, read - yes), each found from
    the one before. All together they come to C(whole + 1, read + 1).
    """
    no = read - yes
    found = [0] * (whole + 1)
    weight = comb(whole - yes, no)
    for k in range(yes, whole - no + 1):
        found[k] = weight
        if k < whole - no:
            weight = weight * (k + 1) * (whole - k - no) // ((k + 1 - yes) * (whole - k))
    return found


def _check_size(scheme: Scheme, population: str, size: int) -> None:
    if population not in scheme.populations:
        known = ", ".join(scheme.populations) or "none"
        raise Refused.because(
            "unknown-population", f"scheme {scheme.id} knows no {population!r}; it knows {known}"
        )
    if isinstance(size, bool) or not 0 < size <= LARGEST_FILE:
        raise Refused.because(
            "bad-population-size",
            f"the size of {population} must be a whole number from 1 to {LARGEST_FILE:,}",
        )


def _check_read(question: QuestionResult, size: int, population: str) -> None:
    counts = question.counts
    if counts is None:
        return
    read = counts.yes + counts.no + counts.not_applicable + counts.not_asked
    if read > size:
        raise Refused.because(
            "bad-population-size", f"{population} is said to hold {size} cases, yet {read} were read"
        )


def _question(
    scheme: Scheme, question: QuestionResult, size: int
) -> tuple[tuple[Fraction, ...] | None, QuestionBearing | None]:
    """The probability of each rank, and what is shown; nothing for a key question left out or without numbers."""
    if question.band is None or question.band.rating is None or question.counts is None:
        return None, None
    rank = scheme.rank[question.band.rating]
    if question.share is None:
        return certain(scheme, rank).probabilities, None
    read, whole = _sizes(scheme, question.counts, size)
    weights = weights_of_yes(question.counts.yes, read, whole)
    total = sum(weights)
    edges = rank_edges(scheme)
    starts = [whole + 1 if edge is None else fewest_yes(edge, whole, scheme.shares) for edge in edges]
    ends = [*starts[1:], whole + 1]
    parts = [sum(weights[start:end]) for start, end in zip(starts, ends, strict=True)]
    return _grained(parts, total), QuestionBearing(read, whole, Fraction(parts[rank], total))


def _sizes(scheme: Scheme, counts: Counts, size: int) -> tuple[int, int]:
    """The cases that count in the sample, and about how many such the whole file holds."""
    asked = counts.yes + counts.no + counts.not_applicable
    read = out_of(counts, scheme.shares.not_applicable)
    return read, max(read, size * read // asked)


def _grained(parts: Sequence[int], total: int) -> tuple[Fraction, ...]:
    """Probabilities in whole parts of ``GRAIN`` that still add up to one; what rounding leaves goes to the largest."""
    rounded = [part * GRAIN // total for part in parts]
    rounded[rounded.index(max(rounded))] += GRAIN - sum(rounded)
    return tuple(Fraction(part, GRAIN) for part in rounded)


def _standard(spread: Spread, rank: int) -> Likelihood:
    return Likelihood(spread.probabilities[rank], spread.least(rank), spread.most(rank, rank))


def _overall(derivation: Derivation, spreads: Mapping[str, Spread]) -> Likelihood | None:
    scheme = derivation.scheme
    if scheme.overall.aggregator not in ("sum_and_band", "count_rules") or derivation.overall is None:
        return None
    counted = [
        result for result in derivation.standards.values() if result.standard.counted and result.id in spreads
    ]
    chance = OverallChance(
        scheme,
        tuple((result.standard.weight, spreads[result.id]) for result in counted),
        tuple(scheme.rank[result.rating] for result in counted if result.rating is not None),
        derivation.facts,
        derivation.overall,
    )
    return Likelihood(chance.independent(), chance.least(), chance.most())
