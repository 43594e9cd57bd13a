"""Follow-ups, and what has improved, as tables and as JSON."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from adapters.inbound.shown.beside_each_other import cells_of, figure_shown, points_shown
from adapters.inbound.speaking import say, table
from domain.follow_ups.figures import Beside
from domain.follow_ups.improvement import Change, Measure, Pair, RatedOnce
from domain.follow_ups.intervals import METHOD
from domain.follow_ups.published import PublishedFollowUp
from domain.follow_ups.state import FollowUp
from domain.text import counted

__all__ = [
    "follow_up_as_json",
    "measure_as_json",
    "pair_as_json",
    "published_as_json",
    "tell_follow_up",
    "tell_measure",
    "tell_pair",
    "tell_published",
]


def published_as_json(found: PublishedFollowUp) -> dict[str, Any]:
    """A published follow-up for a machine to read."""
    return {
        "title": found.title,
        "citation": found.citation,
        "only": found.only,
        "first": found.first.model_dump(),
        "again": found.again.model_dump(),
        "periods": [each.model_dump() for each in found.periods],
        "recommendations": [each.model_dump() for each in found.recommendations],
        "criteria": [
            {
                "criterion": each.id,
                "title": each.title,
                **_beside_as_json(each.beside),
                "conclusion": each.conclusion,
                "figures": [
                    {"question": one.question, "what": one.what, **_beside_as_json(one.beside)}
                    for one in each.figures
                ],
            }
            for each in found.criteria
        ],
    }


def tell_published(found: PublishedFollowUp) -> None:
    """A published follow-up for a person to read."""
    say(f"{found.title}\nFirst: {found.first.title}, {found.first.published}")
    say(f"Again: {found.again.title}, {found.again.published}\nOnly: {found.only}")
    for each in found.periods:
        say(f"Period: {each.title}")
    say("\nPrompted by:")
    table(("recommendation", "what"), [(each.id, each.text) for each in found.recommendations])
    table(
        ("criterion", "title", "first", "again", "difference", "conclusion"),
        [(each.id, each.title, *cells_of(each.beside), each.conclusion or "") for each in found.criteria],
    )
    say("\nWhat is asked under them:")
    table(
        ("question", "what", "first", "again", "difference"),
        [
            (one.question or each.id, one.what, *cells_of(one.beside))
            for each in found.criteria
            for one in each.figures
        ],
    )
    if any(each.outcome == "compared" for each in _all_beside(found)):
        say(f"\nIn brackets: {METHOD}.")


def _all_beside(found: PublishedFollowUp) -> Iterable[Beside]:
    for each in found.criteria:
        yield each.beside
        yield from (one.beside for one in each.figures)


def follow_up_as_json(state: FollowUp, version: int) -> dict[str, Any]:
    """A follow-up on the record for a machine to read."""
    known, done = state.known, state.compared
    return {
        **known.model_dump(mode="json"),
        "version": version,
        "stage": str(state.stage),
        "opening": [
            {**each.figure.model_dump(), "source": each.source, "recut": each.recut}
            for each in state.opening.values()
        ],
        "first_cases": done.first_cases if done else None,
        "again_cases": done.again_cases if done else None,
        "compared_on": done.compared_on if done else None,
        "rows": [
            {
                "subject": each.subject,
                **_beside_as_json(each.beside),
                "periods": {code: figure.model_dump() for code, figure in each.periods},
                "conclusion": state.conclusions.get(each.subject),
            }
            for each in (done.rows if done else ())
        ],
        "conclusions": dict(state.conclusions),
        "conclusion": state.concluded.conclusion if state.concluded else None,
    }


def tell_follow_up(state: FollowUp, version: int) -> None:
    """A follow-up on the record for a person to read."""
    known, done = state.known, state.compared
    say(f"Follow-up {known.inspection}: {state.stage}, version {version}")
    say(f"It follows {known.follows or known.earlier}.\nOnly: {known.only}")
    for each in known.periods:
        say(f"Period {each.id}: {each.title}, {counted(each.minimum_weeks, 'week')} or more")
    table(("prompted by", "what"), [(each.id, each.text) for each in known.recommendations])
    for source in dict.fromkeys(each.source for each in state.opening.values()):
        say(f"First figures from: {source}")
    if done is None:
        say("Its results have not been put beside the first ones yet.")
        return
    first = counted(done.first_cases, "case") if done.first_cases is not None else "cases not on the record"
    say(f"Recomputed from {counted(done.again_cases, 'case')}; the first results from {first}.")
    table(
        ("", "first", "again", "difference", *(each.id for each in known.periods), "conclusion"),
        [
            (
                each.subject,
                *cells_of(each.beside),
                *(figure_shown(dict(each.periods).get(one.id)) for one in known.periods),
                state.conclusions.get(each.subject, ""),
            )
            for each in done.rows
        ],
    )
    say(f"In brackets: {METHOD}.")
    if state.concluded:
        say(f"\nConclusion: {state.concluded.conclusion}")


def pair_as_json(pair: Pair) -> dict[str, Any]:
    """An inspection and the next one for a machine to read."""
    return {
        "provider": pair.again.provider,
        "first_provider": pair.first.provider,
        "first": pair.first.inspection,
        "again": pair.again.inspection,
        "overall": _change_as_json(pair.overall),
        "standards": [_change_as_json(each) for each in pair.standards],
    }


def tell_pair(pair: Pair) -> None:
    """An inspection and the next one for a person to read."""
    was, now = pair.first.provider, pair.again.provider
    say(
        f"{now if was == now else f'{was}, then {now}'}: {pair.first.inspection}, decided on {pair.first.decided_on}, "
        f"then {pair.again.inspection}, decided on {pair.again.decided_on}"
    )
    table(
        ("", "then", "now", "change", "why"),
        [
            (each.subject, each.was or "", each.now or "", each.movement, each.reason)
            for each in (pair.overall, *pair.standards)
        ],
    )


def measure_as_json(found: Measure) -> dict[str, Any]:
    """Measure 2.1 for a machine to read."""
    return {
        "measure": "2.1",
        "improved": len(found.improved),
        "of": len(found.improved) + len(found.not_improved),
        "services_improved": [pair_as_json(each) for each in found.improved],
        "services_not_improved": [pair_as_json(each) for each in found.not_improved],
        "not_comparable": [pair_as_json(each) for each in found.not_comparable],
        "awaited": [{"provider": each.provider, "inspection": each.inspection} for each in found.awaited],
    }


def tell_measure(found: Measure, begins: date, ends: date) -> None:
    """Measure 2.1 for a person to read."""
    seen = len(found.improved) + len(found.not_improved)
    say(
        f"Measure 2.1, {begins} to {ends}: of {counted(seen, 'service')} rated inadequate or requires improvement "
        f"and inspected again, {len(found.improved)} improved."
    )
    _pairs("Improved", found.improved)
    _pairs("Not improved", found.not_improved)
    _pairs("Not comparable", found.not_comparable)
    if found.awaited:
        say("\nNot inspected again yet:")
        table(("provider", "inspection", "rated"), [_once(each) for each in found.awaited])


def _pairs(title: str, pairs: Iterable[Pair]) -> None:
    shown = [
        (
            each.again.provider,
            each.first.inspection,
            each.first.overall or "",
            each.again.inspection,
            each.again.overall or "",
            each.overall.reason,
        )
        for each in pairs
    ]
    if shown:
        say(f"\n{title}:")
        table(("provider", "first", "rated", "again", "rated now", "why"), shown)


def _once(each: RatedOnce) -> tuple[str, str, str]:
    return each.provider, each.inspection, each.overall or ""


def _change_as_json(each: Change) -> dict[str, Any]:
    return {
        "subject": each.subject,
        "was": each.was,
        "now": each.now,
        "movement": each.movement,
        "reason": each.reason or None,
    }


def _beside_as_json(each: Beside) -> dict[str, Any]:
    difference = None
    if each.difference is not None:
        found = each.difference
        difference = {
            "points": points_shown(found.tenths),
            "low": None if found.low is None else points_shown(found.low),
            "high": None if found.high is None else points_shown(found.high),
            "method": found.method,
            "beyond_chance": found.beyond_chance,
        }
    return {
        "first": each.first.model_dump() if each.first else None,
        "again": each.again.model_dump() if each.again else None,
        "outcome": each.outcome,
        "reason": each.reason,
        "difference": difference,
    }
