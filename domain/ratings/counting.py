"""Counting answers case by case into one table per key question: the only loop that sees every answer."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
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
    found: dict[str, list[CaseAnswers]] = {}
    if len(named := set(map(_POPULATION, cases))) == 1:
        found[named.pop()] = sorted(cases, key=_CASE)
    else:
        for case in sorted(cases, key=_CASE):
            found.setdefault(case.population, []).append(case)
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
        Refused: ``missing-answer``, ``unknown-key-question`` or ``unknown-answer``, with the case.
    """
    columns = _columns(cases, questions)
    if columns is None:
        return _count_slowly(cases, questions)
    total = len(cases)
    counted: dict[str, Counts] = {}
    for question, column in zip(questions, columns, strict=True):
        yes, no = column.count(Answer.YES), column.count(Answer.NO)
        not_applicable = total - yes - no
        if not_applicable and column.count(Answer.NOT_APPLICABLE) != not_applicable:
            return _count_slowly(cases, questions)
        counted[question] = Counts(yes, no, not_applicable)
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
            if answer not in tally:
                raise Refused.because(
                    "unknown-answer",
                    f"case {case.case} answers {question} with {answer!r}; it must be yes, no or not_applicable",
                )
            tally[answer] += 1
    return {
        question: Counts(tally[Answer.YES], tally[Answer.NO], tally[Answer.NOT_APPLICABLE], tally[None])
        for question, tally in tallies.items()
    }
