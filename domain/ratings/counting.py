"""Counting answers case by case into one table per key question: the only loop that sees every answer."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import compress, pairwise
from operator import attrgetter, itemgetter
from typing import Final

from domain.ratings.inputs import CaseAnswers, Counts
from domain.ratings.scale import Answer
from domain.refusals import Refused

__all__ = ["by_population", "count_answers"]

_ANSWERS: Final = attrgetter("answers")
_CASE: Final = attrgetter("case")
_POPULATION: Final = attrgetter("population")


def by_population(
    cases: Sequence[CaseAnswers], populations: Mapping[str, tuple[str, ...]]
) -> dict[str, list[CaseAnswers]]:
    """The cases of each population, each population's cases by reference, whatever order they came in.

    Raises:
        Refused: ``duplicate-case`` when one population holds a case twice; ``unknown-population``.
    """
    ordered = sorted(cases, key=_CASE)
    named = list(map(_POPULATION, ordered))
    found = {
        population: list(compress(ordered, map(population.__eq__, named)))
        for population in sorted(set(named))
    }
    for population, members in found.items():
        if population not in populations:
            known = ", ".join(populations) or "none"
            raise Refused.because(
                "unknown-population",
                f"case {members[0].case} is of population {population!r}; the scheme knows {known}",
            )
        if len(set(map(_CASE, members))) != len(members):
            twice = next(a.case for a, b in pairwise(members) if a.case == b.case)
            raise Refused.because("duplicate-case", f"case {twice} stands twice among the {population}")
    return found


def count_answers(cases: Sequence[CaseAnswers], questions: Sequence[str]) -> dict[str, Counts]:
    """How often each key question was answered yes, no and not applicable over these cases.

    Raises:
        Refused: ``missing-answer`` or ``unknown-key-question``, with the case.
    """
    columns = _columns(cases, questions)
    if columns is None:
        return _count_slowly(cases, questions)
    counted: dict[str, Counts] = {}
    for question, column in zip(questions, columns, strict=True):
        yes, no = column.count(Answer.YES), column.count(Answer.NO)
        counted[question] = Counts(yes, no, len(column) - yes - no)
    return counted


def _columns(cases: Sequence[CaseAnswers], questions: Sequence[str]) -> Iterable[tuple[Answer, ...]] | None:
    """The answers turned from one row per case to one column per question, in compiled code.

    ``None`` when some case does not answer exactly these questions; counting that is the slow way's business.
    """
    rows = list(map(_ANSWERS, cases))
    width = len(questions)
    if set(map(len, rows)) != {width}:
        return None
    try:
        if width == 1:
            return (tuple(row[questions[0]] for row in rows),)
        return zip(*map(itemgetter(*questions), rows), strict=True)
    except KeyError:
        return None


def _count_slowly(cases: Iterable[CaseAnswers], questions: Sequence[str]) -> dict[str, Counts]:
    """The same count, answer by answer, naming the first case that is wrong."""
    tallies = {question: dict.fromkeys((*Answer, None), 0) for question in questions}
    for case in cases:
        for question in case.answers:
            if question not in tallies:
                raise Refused.because(
                    "unknown-key-question",
                    f"case {case.case} answers {question!r}, which is no key question of the {case.population}",
                )
        for question, tally in tallies.items():
            answer = case.answers.get(question)
            if answer is None and question not in case.not_asked:
                raise Refused.because("missing-answer", f"case {case.case} has no answer to {question}")
            tally[answer] += 1
    return {
        question: Counts(tally[Answer.YES], tally[Answer.NO], tally[Answer.NOT_APPLICABLE], tally[None])
        for question, tally in tallies.items()
    }
