"""Choosing thematic topics against published criteria: every topic learns what each criterion gave it, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from domain.messages import Message
from domain.programme.problem import Name
from domain.refusals import Refused
from domain.text import Line
from domain.toml_files import read_toml

__all__ = [
    "MOST",
    "Criteria",
    "Criterion",
    "Judgement",
    "Ranked",
    "Result",
    "Score",
    "ranked",
    "read_criteria",
]

FEWEST: Final = 10
"""Cases of a group from which its result is used: of fewer, it says little, and might say it of somebody."""
MOST: Final = 10
"""The highest score by one criterion."""


class Criterion(Message):
    """One thing that speaks for a topic.

    Attributes:
        id: its code.
        title: what it asks.
        weight: how many times its score counts.
        by: ``judgement``: somebody gives the score, with evidence; ``results``: the aggregate results do.
    """

    id: Name
    title: Line
    weight: Annotated[int, Field(ge=1, le=100)]
    by: Literal["judgement", "results"] = "judgement"


class Criteria(Message):
    """The criteria as they were published.

    Attributes:
        id: their code.
        version: which version of them.
        title: what they are called.
        citation: where they were published.
        criteria: each of them.
    """

    id: Name
    version: Name
    title: Line
    citation: Line
    criteria: Annotated[tuple[Criterion, ...], Field(min_length=1, max_length=50)]


class Judgement(Message):
    """What somebody says of a topic by one criterion.

    Attributes:
        topic: the topic's code.
        title: what it is about.
        about: the standards or questions whose results bear on it.
        criterion: by which criterion.
        score: 0 to 10; higher speaks for it.
        evidence: what it rests on.
        on: the day.
        by: who said so.
    """

    topic: Name
    title: Line
    about: Annotated[tuple[Name, ...], Field(max_length=50)] = ()
    criterion: Name
    score: Annotated[int, Field(ge=0, le=MOST)]
    evidence: Line
    on: date
    by: Line


class Result(Message):
    """An aggregate result of the inspections so far.

    Attributes:
        about: the standard or question.
        group: of whom: a sub-group by a protected characteristic, or everybody.
        cases: how many were looked at.
        not_met: in how many of them it was not met.
    """

    about: Name
    group: Line
    cases: Annotated[int, Field(ge=0, le=10_000_000)]
    not_met: Annotated[int, Field(ge=0, le=10_000_000)]


@dataclass(frozen=True, slots=True)
class Score:
    """What one criterion gave a topic.

    Attributes:
        criterion: the criterion.
        score: 0 to 10.
        points: the score times its weight.
        reason: why, a clause.
    """

    criterion: str
    score: int
    points: int
    reason: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A topic in its place.

    Attributes:
        topic: its code.
        title: what it is about.
        points: all its points.
        scores: what each criterion gave it, in their order.
    """

    topic: str
    title: str
    points: int
    scores: tuple[Score, ...]


def read_criteria(text: bytes, *, where: str) -> Criteria:
    """Read criteria from the bytes of their TOML file.

    Raises:
        Refused: ``bad-criteria`` with a sentence for each entry that is wrong, and its line.
    """
    criteria = read_toml(text, Criteria, where=where, code="bad-criteria")
    ids = [each.id for each in criteria.criteria]
    for at, id_ in enumerate(ids):
        if id_ in ids[:at]:
            raise Refused.because("bad-criteria", f"{where}: {id_} stands there twice.")
    return criteria


def ranked(
    criteria: Criteria, judgements: Sequence[Judgement], results: Sequence[Result]
) -> tuple[Ranked, ...]:
    """The topics, the one that most speaks for first; of equals, the first by code.

    Args:
        criteria: what topics are held against.
        judgements: what was said of each topic, by each criterion at most once.
        results: the aggregate results.

    Raises:
        Refused: ``bad-topics``: a criterion is not among these or goes by results, a topic is said to be two things, or
            is judged twice by one criterion; or a result has more cases that did not meet it than cases.
    """
    known = {each.id: each for each in criteria.criteria}
    given: dict[tuple[str, str], Judgement] = {}
    topics: dict[str, Judgement] = {}
    for each in judgements:
        if each.criterion not in known:
            raise _bad(f"{each.topic}: there is no criterion {each.criterion}; there are {', '.join(known)}")
        if known[each.criterion].by == "results":
            raise _bad(f"{each.topic}: {each.criterion} goes by the results, and nobody gives it a score")
        if (each.topic, each.criterion) in given:
            raise _bad(f"{each.topic} is judged twice by {each.criterion}")
        first = topics.setdefault(each.topic, each)
        if (first.title, first.about) != (each.title, each.about):
            raise _bad(f"{each.topic} is said to be two things: {first.title!r}, {each.title!r}")
        given[each.topic, each.criterion] = each
    for result in results:
        if result.not_met > result.cases:
            raise _bad(f"{result.about}, {result.group}: {result.not_met} of {result.cases} cases")
    found = [_topic(criteria, each, given, results) for each in topics.values()]
    return tuple(sorted(found, key=lambda each: (-each.points, each.topic)))


def _topic(
    criteria: Criteria,
    topic: Judgement,
    given: Mapping[tuple[str, str], Judgement],
    results: Sequence[Result],
) -> Ranked:
    scores = []
    for criterion in criteria.criteria:
        if criterion.by == "results":
            score, reason = _by_results(topic, results)
        else:
            judgement = given.get((topic.topic, criterion.id))
            score = 0 if judgement is None else judgement.score
            reason = (
                "nothing was said by this"
                if judgement is None
                else f"{judgement.evidence} ({judgement.by}, {judgement.on.isoformat()})"
            )
        scores.append(Score(criterion.id, score, score * criterion.weight, reason))
    return Ranked(topic.topic, topic.title, sum(each.points for each in scores), tuple(scores))


def _by_results(topic: Judgement, results: Sequence[Result]) -> tuple[int, str]:
    """The worst result of any group that is large enough: a topic may matter because of one group alone."""
    bearing = [each for each in results if each.about in topic.about]
    enough = [each for each in bearing if each.cases >= FEWEST]
    if not enough:
        few = f"; {len(bearing)} of fewer than {FEWEST} cases are not used" if bearing else ""
        return 0, f"no aggregate result bears on it{few}"
    worst = min(enough, key=lambda each: (-each.not_met * 1_000_000 // each.cases, each.about, each.group))
    score = MOST * worst.not_met // worst.cases
    return score, f"{worst.about}, {worst.group}: not met in {worst.not_met} of {worst.cases} cases"


def _bad(sentence: str) -> Refused:
    return Refused.because("bad-topics", f"{sentence}.")
