"""How consistently inspectors read cases: agreement between the two readers of a case (004 §4.12-4.13).

The figures are exact fractions, so that two machines print the same; the libraries that compute them work in binary
fractions and bring an array library with them. The suite checks this against published worked examples.
"""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

__all__ = [
    "Agreement",
    "DoubleRead",
    "agreement_of",
    "by_key_question",
    "by_reader",
    "by_reader_and_key_question",
    "cohens_kappa",
    "krippendorffs_alpha",
]

T = TypeVar("T", bound=Hashable)


@dataclass(frozen=True, slots=True)
class DoubleRead:
    """One key question that two inspectors answered in the same case, neither seeing the other's answer."""

    key_question: str
    first_reader: str
    second_reader: str
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two readings agree.

    Attributes:
        pairs: the number of answers given twice; with few of them the rest says little.
        agreed: in how many both were the same.
        share: the share that agreed; ``None`` without any pair.
        kappa: Cohen's kappa, agreement beyond what the two readers' habits alone would give: 1 is perfect, 0 none
            beyond chance. ``None`` when it has no meaning, since both always gave one and the same answer.
        alpha: Krippendorff's alpha for words without order, which takes readers as interchangeable; ``None`` likewise.
    """

    pairs: int
    agreed: int
    share: Fraction | None
    kappa: Fraction | None
    alpha: Fraction | None


def agreement_of(pairs: Iterable[tuple[str, str]]) -> Agreement:
    """The agreement over pairs of answers, the first reader's first."""
    answers = list(pairs)
    agreed = sum(first == second for first, second in answers)
    share = Fraction(agreed, len(answers)) if answers else None
    return Agreement(len(answers), agreed, share, cohens_kappa(answers), krippendorffs_alpha(answers))


def cohens_kappa(pairs: Sequence[tuple[T, T]]) -> Fraction | None:
    """Cohen's kappa (1960): observed agreement, less what is expected from each reader's own shares of the answers."""
    total = len(pairs)
    if not total:
        return None
    firsts, seconds = Counter(first for first, _ in pairs), Counter(second for _, second in pairs)
    expected = Fraction(sum(count * seconds[answer] for answer, count in firsts.items()), total * total)
    if expected == 1:
        return None
    observed = Fraction(sum(first == second for first, second in pairs), total)
    return (observed - expected) / (1 - expected)


def krippendorffs_alpha(units: Iterable[Sequence[T | None]]) -> Fraction | None:
    """Krippendorff's alpha for nominal data (2011): any number of readers, with answers missing.

    Args:
        units: for each thing that was read, the answers of its readers; ``None`` for one who gave none. A unit with
            fewer than two answers cannot agree with anything and is left out.
    """
    values: Counter[T] = Counter()
    disagreement = Fraction(0)
    for unit, times in Counter(map(tuple, units)).items():  # many are alike, and each sort is worked out once
        counts = Counter(answer for answer in unit if answer is not None)
        number = counts.total()
        if number < 2:
            continue
        values.update({answer: times * count for answer, count in counts.items()})
        differing = number * number - sum(count * count for count in counts.values())
        disagreement += Fraction(times * differing, number - 1)
    total = values.total()
    expected = total * total - sum(count * count for count in values.values())
    if not expected:
        return None
    return 1 - (total - 1) * disagreement / expected


def by_key_question(reads: Iterable[DoubleRead]) -> Mapping[str, Agreement]:
    """The agreement on each key question, by its id."""
    return _grouped(reads, lambda read: [(read.key_question, (read.first, read.second))])


def by_reader(reads: Iterable[DoubleRead]) -> Mapping[str, Agreement]:
    """The agreement of each inspector, taken as the first reader, with whoever else read the same cases."""
    return _grouped(
        reads,
        lambda read: [
            (read.first_reader, (read.first, read.second)),
            (read.second_reader, (read.second, read.first)),
        ],
    )


def by_reader_and_key_question(reads: Iterable[DoubleRead]) -> Mapping[tuple[str, str], Agreement]:
    """The agreement of each inspector on each key question."""
    return _grouped(
        reads,
        lambda read: [
            ((read.first_reader, read.key_question), (read.first, read.second)),
            ((read.second_reader, read.key_question), (read.second, read.first)),
        ],
    )


K = TypeVar("K", str, tuple[str, str])


def _grouped(
    reads: Iterable[DoubleRead], entries: Callable[[DoubleRead], list[tuple[K, tuple[str, str]]]]
) -> dict[K, Agreement]:
    groups: dict[K, list[tuple[str, str]]] = {}
    for read in reads:
        for key, pair in entries(read):
            groups.setdefault(key, []).append(pair)
    return {key: agreement_of(groups[key]) for key in sorted(groups)}
