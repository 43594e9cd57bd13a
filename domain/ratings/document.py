"""A scheme as plain JSON with every default written out: what is hashed, shown, and read by a stranger's verifier."""

from fractions import Fraction
from typing import TYPE_CHECKING, Final

from domain.canonical import Json
from domain.ratings.parts import (
    Condition,
    DepartureRules,
    Limiter,
    LookCloser,
    OverallRules,
    Rule,
    Standard,
)

if TYPE_CHECKING:
    from domain.ratings.scheme import Scheme

__all__ = ["document_of", "written"]

FORMAT: Final = "assay.scheme.v1"


def written(number: Fraction) -> str:
    """A fraction in lowest terms: "5/2", or "3" when it is whole (docs/trace.md, "Numbers")."""
    return str(number)


def document_of(scheme: "Scheme") -> dict[str, Json]:
    """The canonical form of ``scheme``; field by field in docs/trace.md.

    Where the scheme stands in its life (status, days in force) is left out: those change while not one rule does, and
    an inspection that pinned the scheme must find it again.
    """
    return {
        "format": FORMAT,
        "id": scheme.id,
        "version": scheme.version,
        "title": scheme.title,
        "citation": scheme.citation,
        "notes": list(scheme.notes),
        "framework": scheme.framework,
        "levels": [{"id": level.id, "title": level.title, "score": level.score} for level in scheme.levels],
        "shares": {
            "rounding": scheme.shares.rounding,
            "not_applicable": scheme.shares.not_applicable,
            "no_answers": scheme.shares.no_answers,
        },
        "bands": [
            {"id": band.id, "title": band.title, "at_least": written(band.at_least), "rating": band.rating}
            for band in scheme.bands
        ],
        "facts": [{"id": fact.id, "title": fact.title, "default": fact.default} for fact in scheme.facts],
        "standards": [_standard(standard) for standard in scheme.standards],
        "overall": _overall(scheme.overall),
        "departures": _departures(scheme.departures),
        "look_closer": _look_closer(scheme.look_closer),
    }


def _standard(standard: Standard) -> Json:
    return {
        "id": standard.id,
        "title": standard.title,
        "aggregator": standard.aggregator,
        "counted": standard.counted,
        "weight": standard.weight,
        "population": standard.population,
        "key_questions": [{"id": id_, "weight": weight} for id_, weight in standard.key_questions.items()],
    }


def _overall(overall: OverallRules) -> Json:
    return {
        "aggregator": overall.aggregator,
        "bands": [
            {"rating": band.rating, "up_to": None if band.up_to is None else written(band.up_to)}
            for band in overall.bands
        ],
        "rules": [_rule(rule) for rule in overall.rules],
        "limiters": [_limiter(limiter) for limiter in overall.limiters],
    }


def _rule(rule: Rule) -> Json:
    return {
        "id": rule.id,
        "rating": rule.rating,
        "when": [_condition(condition) for condition in rule.conditions],
        "source": rule.source,
        "note": rule.note,
    }


def _limiter(limiter: Limiter) -> Json:
    return {
        "id": limiter.id,
        "at_most": limiter.at_most,
        "fact": limiter.fact,
        "when": [_condition(condition) for condition in limiter.conditions],
        "note": limiter.note,
    }


def _condition(condition: Condition) -> Json:
    return {
        "levels": list(condition.levels),
        "at_least": condition.at_least,
        "at_most": condition.at_most,
    }


def _departures(departures: DepartureRules) -> Json:
    return {
        "overall": departures.overall,
        "standards": list(departures.standards),
        "by": departures.by,
        "triggers": [{"id": id_, "title": title} for id_, title in departures.triggers.items()],
        "other_triggers": departures.other_triggers,
    }


def _look_closer(look_closer: LookCloser) -> Json:
    return {
        "points": None if look_closer.points is None else written(look_closer.points),
        "changes": look_closer.changes,
        "cases": look_closer.cases,
    }
