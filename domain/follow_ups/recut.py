"""The results of an inspection, recomputed from its case streams for some of its cases only (003 L131)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from domain.cases.reading import CaseRead
from domain.follow_ups.figures import Figure, percent_of
from domain.ratings.inputs import CaseAnswers, Counts
from domain.ratings.parts import Standard
from domain.ratings.scale import Answer
from domain.ratings.scheme import Scheme
from domain.ratings.shares import out_of

__all__ = ["SubPopulation", "recut"]


@dataclass(frozen=True, slots=True)
class SubPopulation:
    """Which of an inspection's cases are meant.

    Attributes:
        population: the list that they were drawn from; cases of other lists are left as they are.
        strata: the numbers of the strata that they were drawn from; none means any.
        classified: by aspect the classes that they must have; the inspector's own goes before the provider's
            (003 L224).
    """

    population: str
    strata: frozenset[int] = frozenset()
    classified: Mapping[str, frozenset[str]] | None = None

    def has(self, case: CaseRead) -> bool:
        """Whether a case is one of them."""
        sampled = case.sampled
        if sampled is None or sampled.population != self.population:
            return False
        if self.strata and sampled.stratum not in self.strata:
            return False
        for aspect, wanted in (self.classified or {}).items():
            provider, inspector = case.beside.classified.get(aspect, (None, None))
            if (inspector or provider) not in wanted:
                return False
        return True


def recut(
    scheme: Scheme,
    standards: Iterable[str],
    read: Iterable[CaseAnswers],
    belongs: Callable[[str], bool],
) -> tuple[Mapping[str, Figure], int]:
    """The figures of some standards and of their key questions, from some of the cases.

    Args:
        scheme: says how answers become a share.
        standards: the standards that are looked at.
        read: what every case says; the same as the ratings were derived from.
        belongs: whether a case, by its stream, is one of those that are meant.

    Returns:
        The figure of each key question and each standard that is given as a percentage, where there is one, and how
        many cases were meant.
    """
    cases = [each for each in read if belongs(each.case)]
    found: dict[str, Figure] = {}
    wanted = set(standards)
    for standard in scheme.standards:
        if standard.id not in wanted or not standard.key_questions:
            continue
        of_it = [each for each in cases if each.population == standard.population]
        whole = _pooled(scheme, standard, of_it)
        if standard.aggregator == "percentage" and whole is not None:
            found[standard.id] = whole
        for question in standard.key_questions:
            counts = _count(of_it, question)
            inside = out_of(counts, scheme.shares.not_applicable)
            if inside:
                found[question] = _figure(counts.yes, inside)
    return found, len(cases)


def _count(cases: Iterable[CaseAnswers], question: str) -> Counts:
    given = [each.answers.get(question) for each in cases]
    return Counts(given.count(Answer.YES), given.count(Answer.NO), given.count(Answer.NOT_APPLICABLE))


def _pooled(scheme: Scheme, standard: Standard, cases: list[CaseAnswers]) -> Figure | None:
    """A criterion over all its questions, weighed as its scheme weighs them, with the cases that have a say in it."""
    met = of = 0
    for question, weight in standard.key_questions.items():
        counts = _count(cases, question)
        met += weight * counts.yes
        of += weight * out_of(counts, scheme.shares.not_applicable)
    if not of:
        return None
    counting = {Answer.YES, Answer.NO} | (
        {Answer.NOT_APPLICABLE} if scheme.shares.not_applicable == "in" else set()
    )
    voiced = sum(any(each.answers.get(q) in counting for q in standard.key_questions) for each in cases)
    return _figure(met, of, voiced)


def _figure(met: int, of: int, cases: int | None = None) -> Figure:
    return Figure(percent=percent_of(Fraction(met, of)), met=met, of=of, cases=cases)
