"""What has become better since the last time, and measure 2.1: services rated low that improve (002 L356)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

__all__ = [
    "LOW",
    "Change",
    "Measure",
    "Movement",
    "Pair",
    "RatedOnce",
    "Succession",
    "compared",
    "improvement",
    "measure",
]

LOW = ("inadequate", "requires_improvement")
"""The ratings that the measure is about, as schemes call them."""

Movement = Literal["improved", "same", "worse", "not-comparable"]


@dataclass(frozen=True, slots=True)
class RatedOnce:
    """What an inspection came to, once its report was out.

    Attributes:
        inspection: its reference.
        provider: the provider, by its short code.
        kind: the id of the kind of inspection.
        scheme: the id of the rating scheme; None for a kind without ratings.
        framework: the digest of the standards framework.
        decided_on: the day on which the ratings were decided.
        overall: the overall rating; None where there is none.
        ratings: the rating of each standard; None for one that is not rated.
        rank: the place of each rating on the scheme's scale, lowest first.
    """

    inspection: str
    provider: str
    kind: str
    scheme: str | None
    framework: str | None
    decided_on: date
    overall: str | None
    ratings: Mapping[str, str | None]
    rank: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Succession:
    """That a provider is no more, and who goes on in its place.

    Attributes:
        into: those that took its place: one where it was merged, several where it was split.
        since: the day from which they have.
    """

    into: tuple[str, ...]
    since: date


_NOBODY: Mapping[str, Succession] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Change:
    """One rating then and now.

    Attributes:
        subject: ``overall``, or the number of a standard.
        was: the rating then.
        now: the rating now.
        movement: what came of it.
        reason: why the two are not comparable; empty where they are.
    """

    subject: str
    was: str | None
    now: str | None
    movement: Movement
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Pair:
    """An inspection of a provider, and the next one, of it or of whoever took its place.

    Attributes:
        overall: what became of the overall rating.
        standards: what became of each standard.
    """

    first: RatedOnce
    again: RatedOnce
    overall: Change
    standards: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Measure:
    """Measure 2.1 over a period.

    Attributes:
        improved: the services rated low before, and better at the next inspection, in the period.
        not_improved: the services rated low before, and no better at the next inspection.
        not_comparable: pairs of which nothing can be said, each with the reason.
        awaited: services rated low whose next inspection has not come by the end of the period.
    """

    improved: tuple[Pair, ...]
    not_improved: tuple[Pair, ...]
    not_comparable: tuple[Pair, ...]
    awaited: tuple[RatedOnce, ...]


def compared(first: RatedOnce, again: RatedOnce) -> Pair:
    """An inspection and the next one of the same provider, rating by rating."""
    why = _apart(first, again)
    every = dict.fromkeys((*first.ratings, *again.ratings))
    return Pair(
        first,
        again,
        _change("overall", first.overall, again.overall, why, again.rank),
        tuple(
            _change(each, first.ratings.get(each), again.ratings.get(each), why, again.rank) for each in every
        ),
    )


def improvement(
    rated: Iterable[RatedOnce], successions: Mapping[str, Succession] = _NOBODY
) -> tuple[Pair, ...]:
    """Every inspection with the next one of the same provider, by the day of the later decision.

    A provider that was merged or split keeps its history: its last inspection is followed by the next one of each
    provider that took its place. Inspections with no rating at all, such as a thematic one, are passed over: they
    neither show nor hide a change.

    Args:
        rated: every inspection whose report is out.
        successions: who took whose place, by the code of the provider that is no more.
    """
    latest: dict[str, RatedOnce] = {}
    pairs: list[Pair] = []
    taken: set[tuple[str, str, str]] = set()
    for each in sorted(rated, key=lambda one: (one.decided_on, one.inspection)):
        if each.overall is None and not any(each.ratings.values()):
            continue
        own = latest.get(each.provider)
        for before in (
            *((own,) if own else ()),
            *_taken_over(each.provider, each.decided_on, latest, successions),
        ):
            way = (before.provider, before.inspection, each.provider)
            if before.inspection != each.inspection and way not in taken:
                taken.add(way)
                pairs.append(compared(before, each))
        latest[each.provider] = each
    return tuple(pairs)


def _taken_over(
    provider: str, day: date, latest: Mapping[str, RatedOnce], successions: Mapping[str, Succession]
) -> Iterable[RatedOnce]:
    """The last inspection of each provider whose place one has taken by a day, or of whoever was there before that."""
    for code, each in sorted(successions.items()):
        if provider not in each.into or each.since > day:
            continue
        if code in latest:
            yield latest[code]
        else:
            yield from _taken_over(code, each.since, latest, successions)


def measure(
    rated: Iterable[RatedOnce], begins: date, ends: date, successions: Mapping[str, Succession] = _NOBODY
) -> Measure:
    """Measure 2.1: of the services rated inadequate or requires improvement, how many improved when seen again.

    Args:
        rated: every inspection whose report is out.
        begins: the first day of the period; what counts is the day on which the next ratings were decided.
        ends: its last day.
        successions: who took whose place, as for :func:`improvement`.
    """
    known = [each for each in rated if each.decided_on <= ends]
    pairs = improvement(known, successions)
    low = [each for each in pairs if each.first.overall in LOW and begins <= each.again.decided_on <= ends]
    seen_again = {(each.first.provider, each.first.inspection) for each in pairs}
    return Measure(
        improved=tuple(each for each in low if each.overall.movement == "improved"),
        not_improved=tuple(each for each in low if each.overall.movement in ("same", "worse")),
        not_comparable=tuple(each for each in low if each.overall.movement == "not-comparable"),
        awaited=tuple(
            sorted(
                (
                    each
                    for each in known
                    if each.overall in LOW and (each.provider, each.inspection) not in seen_again
                ),
                key=lambda one: (one.decided_on, one.inspection),
            )
        ),
    )


def _apart(first: RatedOnce, again: RatedOnce) -> str:
    """Why nothing that the two were rated can be compared; empty if it can."""
    if first.scheme != again.scheme:
        return f"rated under {first.scheme or 'no scheme'} then, and under {again.scheme or 'no scheme'} now"
    if first.kind != again.kind:
        return f"the first was {first.kind}, the second {again.kind}"
    if first.framework != again.framework:
        return "the standards have changed in between"
    return ""


def _change(subject: str, was: str | None, now: str | None, why: str, rank: Mapping[str, int]) -> Change:
    if not why and (was is None or now is None):
        why = "not rated then" if was is None else "not rated now"
    if not why and (was not in rank or now not in rank):
        why = "the scale has changed in between"
    if why or was is None or now is None:
        return Change(subject, was, now, "not-comparable", why)
    movement: Movement = "same"
    if rank[now] != rank[was]:
        movement = "improved" if rank[now] > rank[was] else "worse"
    return Change(subject, was, now, movement)
