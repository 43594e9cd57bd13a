"""How near the edge a rating is: the fewest changes that would move it, and one smallest set of them by name.

A change is one yes turned to no, or one no to yes, in one case; or one judgement moved by one step. The numbers are
exact: no smaller set of changes does it. They say how near another rating is, never that it would be the right one.

Of a standard known in percentages only, changes cannot be counted. The overall numbers then leave it as it is, and say
so: fewer changes may do.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice

from domain.ratings.derivation import Derivation
from domain.ratings.inputs import CaseAnswers
from domain.ratings.nearness.least_change import Option, Way, least_ways
from domain.ratings.nearness.reach import Target, standard_targets
from domain.ratings.scale import Answer
from domain.ratings.standards import StandardResult

__all__ = ["Change", "LeastChange", "Nearness", "StandardNearness", "nearness_of"]


@dataclass(frozen=True, slots=True)
class Change:
    """So many answers to one key question turned, or one judgement moved.

    Attributes:
        key_question: ``None`` for a judgement.
        before: ``yes`` or ``no``; for a judgement, its rating.
        after: likewise.
        number: how many changes this counts as.
        cases: the first cases, by reference, whose answer could be turned; empty where only counts are known.
    """

    standard: str
    key_question: str | None
    before: str
    after: str
    number: int
    cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LeastChange:
    """The fewest changes that give another rating, that rating, and one smallest set of such changes."""

    number: int
    leads_to: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class StandardNearness:
    """How near one standard is to the next ratings.

    Attributes:
        up: the least changes to any higher rating; ``None`` when no change of answers gives one, or it is not known.
        down: the least changes to any lower rating.
        points: by key question, how many points per cent it lies from the nearest edge of its band.
        unknown: why changes cannot be counted, where they cannot.
        not_known: of ``up`` and ``down`` those that are ``None`` for that reason, and not because they cannot be.
        look_closer: why a panel is advised to look closer: ``points``, ``changes``, ``cases``.
    """

    up: LeastChange | None
    down: LeastChange | None
    points: Mapping[str, Fraction]
    unknown: str | None
    look_closer: tuple[str, ...]
    not_known: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Nearness:
    """How near an inspection's ratings are to others.

    Attributes:
        standards: by id.
        up: the least changes to any higher overall rating, a judgement moved one step counting as one change.
        down: likewise to any lower one.
        up_by_answers: the same with every judgement left as it is.
        down_by_answers: likewise.
        look_closer: why a panel is advised to look closer at the overall rating.
        left_aside: the standards that were held as they are, because only percentages are known of them. With any
            here the numbers are of changes elsewhere, and fewer may do.
        not_known: of ``up`` and ``down`` those that are ``None`` and yet may be, by way of what was left aside.
        not_known_by_answers: likewise with every judgement left as it is.
    """

    standards: Mapping[str, StandardNearness]
    up: LeastChange | None
    down: LeastChange | None
    up_by_answers: LeastChange | None
    down_by_answers: LeastChange | None
    look_closer: tuple[str, ...]
    left_aside: tuple[str, ...] = ()
    not_known: tuple[str, ...] = ()
    not_known_by_answers: tuple[str, ...] = ()


def nearness_of(derivation: Derivation) -> Nearness:
    """How near each rating of ``derivation`` is to the next ones."""
    targets = {id_: _targets(derivation, result) for id_, result in derivation.standards.items()}
    standards = {
        id_: _standard(derivation, result, targets[id_]) for id_, result in derivation.standards.items()
    }
    up, down = _overall(derivation, targets, judgements=True)
    up_by_answers, down_by_answers = _overall(derivation, targets, judgements=False)
    limit = derivation.scheme.look_closer.changes
    near = limit is not None and any(change is not None and change.number <= limit for change in (up, down))
    return Nearness(
        standards,
        up,
        down,
        up_by_answers,
        down_by_answers,
        ("changes",) if near else (),
        tuple(result.id for result in _movers(derivation) if targets[result.id] is None),
        _not_known(derivation, targets, (up, down), judgements=True),
        _not_known(derivation, targets, (up_by_answers, down_by_answers), judgements=False),
    )


def _targets(derivation: Derivation, result: StandardResult) -> list[Target] | None:
    """Every rating that the standard can have and at what cost; ``None`` when that cannot be known."""
    if result.rating is None:
        return []
    scheme = derivation.scheme
    if result.source == "judgement":
        rank = scheme.rank[result.rating]
        return [Target(other, abs(other - rank), ()) for other in range(len(scheme.levels))]
    return standard_targets(scheme, result)


def _standard(
    derivation: Derivation, result: StandardResult, targets: Sequence[Target] | None
) -> StandardNearness:
    points = _points(derivation, result)
    rank = derivation.scheme.rank[result.rating] if result.rating is not None else 0
    if targets is None:
        unknown = "only percentages are known, not the numbers of cases"
        given = {derivation.scheme.rank[b.rating] for b in derivation.scheme.bands if b.rating is not None}
        may_be = tuple(way for way, far in (("up", max(given) > rank), ("down", min(given) < rank)) if far)
        closer = _look_closer(derivation, result, points, ())
        return StandardNearness(None, None, points, unknown, closer, may_be)
    higher = min((t for t in targets if t.rank > rank), key=lambda t: (t.cost, t.rank), default=None)
    lower = min((t for t in targets if t.rank < rank), key=lambda t: (t.cost, -t.rank), default=None)
    up, down = _to(derivation, result, higher), _to(derivation, result, lower)
    return StandardNearness(up, down, points, None, _look_closer(derivation, result, points, (up, down)))


def _to(derivation: Derivation, result: StandardResult, target: Target | None) -> LeastChange | None:
    if target is None:
        return None
    changes = _changes(derivation, result, target)
    return LeastChange(target.cost, derivation.scheme.levels[target.rank].id, changes)


def _movers(derivation: Derivation) -> list[StandardResult]:
    """The standards that the overall rating rests on; none where the scheme derives no overall rating."""
    if (
        derivation.scheme.overall.aggregator not in ("sum_and_band", "count_rules")
        or derivation.overall is None
    ):
        return []
    return [r for r in derivation.standards.values() if r.standard.counted and r.rating is not None]


def _choices(
    derivation: Derivation, targets: Mapping[str, list[Target] | None], *, judgements: bool, anything: bool
) -> list[list[Target]]:
    """The ratings that each standard can be moved to.

    A judgement that must not be moved stays as it is. So does a standard of which only percentages are known; or, with
    ``anything``, it can have every rating.
    """
    scheme = derivation.scheme
    choices: list[list[Target]] = []
    for result in _movers(derivation):
        assert result.rating is not None
        found = targets[result.id]
        if result.source == "judgement" and not judgements:
            found = None
        elif found is None and anything:
            found = [Target(rank, 0, ()) for rank in range(len(scheme.levels))]
        choices.append(found or [Target(scheme.rank[result.rating], 0, ())])
    return choices


def _ways(derivation: Derivation, choices: Sequence[Sequence[Target]]) -> tuple[Way | None, Way | None]:
    """The least ways up and down when each standard has these choices."""
    if not choices:
        return None, None
    assert derivation.overall is not None
    standards = [
        (result.standard.weight, [Option(target.rank, target.cost) for target in found])
        for result, found in zip(_movers(derivation), choices, strict=True)
    ]
    return least_ways(derivation.scheme, standards, derivation.facts, derivation.overall)


def _overall(
    derivation: Derivation, targets: Mapping[str, list[Target] | None], *, judgements: bool
) -> tuple[LeastChange | None, LeastChange | None]:
    """The least changes up and down; a standard that cannot be counted, or must not be moved, stays as it is."""
    counted = _movers(derivation)
    choices = _choices(derivation, targets, judgements=judgements, anything=False)
    up, down = _ways(derivation, choices)
    return _along(derivation, counted, choices, up), _along(derivation, counted, choices, down)


def _not_known(
    derivation: Derivation,
    targets: Mapping[str, list[Target] | None],
    found: tuple[LeastChange | None, LeastChange | None],
    *,
    judgements: bool,
) -> tuple[str, ...]:
    """The directions in which nothing was found, yet a standard that was left aside could lead."""
    if None not in found or all(targets[result.id] is not None for result in _movers(derivation)):
        return ()
    ways = _ways(derivation, _choices(derivation, targets, judgements=judgements, anything=True))
    return tuple(
        name
        for name, least, way in zip(("up", "down"), found, ways, strict=True)
        if least is None and way is not None
    )


def _along(
    derivation: Derivation,
    counted: Sequence[StandardResult],
    choices: Sequence[Sequence[Target]],
    way: Way | None,
) -> LeastChange | None:
    if way is None:
        return None
    changes: list[Change] = []
    for result, found, rank in zip(counted, choices, way.choices, strict=True):
        target = next(target for target in found if target.rank == rank)
        if target.cost:
            changes.extend(_changes(derivation, result, target))
    return LeastChange(way.cost, derivation.scheme.levels[way.rank].id, tuple(changes))


def _changes(derivation: Derivation, result: StandardResult, target: Target) -> tuple[Change, ...]:
    """The changes that bring a standard to its target, by name."""
    if result.source == "judgement":
        assert result.rating is not None
        after = derivation.scheme.levels[target.rank].id
        return (Change(result.id, None, result.rating, after, target.cost),)
    changes: list[Change] = []
    for question, move in target.moves:
        before, after = (Answer.NO, Answer.YES) if move > 0 else (Answer.YES, Answer.NO)
        cases = _first_cases(derivation, result, question, before, abs(move))
        changes.append(Change(result.id, question, before.value, after.value, abs(move), cases))
    return tuple(changes)


def _first_cases(
    derivation: Derivation, result: StandardResult, question: str, answer: Answer, number: int
) -> tuple[str, ...]:
    members: Sequence[CaseAnswers] = ()
    if result.source == "cases" and result.standard.population is not None:
        members = derivation.cases.get(result.standard.population, ())
    answering = (case.case for case in members if case.answers.get(question) == answer)
    return tuple(islice(answering, number))


def _points(derivation: Derivation, result: StandardResult) -> dict[str, Fraction]:
    """How far each key question's share lies from the nearest edge between two bands, in points per cent."""
    edges = [band.at_least for band in derivation.scheme.bands[1:]]
    if not edges:
        return {}
    return {
        question.id: min(abs(question.share * 100 - edge) for edge in edges)
        for question in result.questions
        if question.share is not None
    }


def _look_closer(
    derivation: Derivation,
    result: StandardResult,
    points: Mapping[str, Fraction],
    ways: Sequence[LeastChange | None],
) -> tuple[str, ...]:
    """Why a panel is advised to look closer at a standard that case results decide."""
    settings, found = derivation.scheme.look_closer, []
    if not result.questions:
        return ()
    near = [points[id_] for id_ in result.lowest if id_ in points]
    if settings.points is not None and near and min(near) <= settings.points:
        found.append("points")
    if settings.changes is not None and any(
        way is not None and way.number <= settings.changes for way in ways
    ):
        found.append("changes")
    read = [q.counts.yes + q.counts.no for q in result.questions if q.counts is not None]
    if settings.cases is not None and any(0 < number <= settings.cases for number in read):
        found.append("cases")
    return tuple(found)
