"""How an inspection was rated, as the papers of other inspections set it beside theirs (004 §4.17)."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.inspections.events import Departure, RatingsDecided
from domain.inspections.state import Inspection
from domain.messages import Message
from domain.ratings.inputs import Counts
from domain.ratings.scheme import Scheme
from domain.ratings.shares import out_of
from domain.text import LevelId, Line, Reference, StandardId

__all__ = ["LowestShare", "RatedElsewhere", "RatedStandard", "elsewhere_of"]


class LowestShare(Message):
    """The share of a key question that decided a standard.

    Attributes:
        question: its number.
        shown: the share in per cent, as a trace shows it.
        yes: how many were answered yes; None where only percentages are known.
        of: of how many.
    """

    question: StandardId
    shown: str | None
    yes: int | None
    of: int | None


class RatedStandard(Message):
    """A standard as it was rated.

    Attributes:
        standard: its number.
        derived: its rating by the rule.
        decided: its rating as decided.
        lowest: the key questions that decided it; none for a judgement.
    """

    standard: StandardId
    derived: LevelId | None
    decided: LevelId | None
    lowest: tuple[LowestShare, ...]


class RatedElsewhere(Message):
    """A decided inspection.

    Attributes:
        inspection: its reference.
        provider: the provider's short code.
        provider_name: its name.
        scheme: the id of the rating scheme.
        decided_on: the day of the decision.
        derived_overall: the overall rating by the rule.
        overall: the overall rating as decided.
        standards: every standard.
        departures: where the panel departed from the rule, with its reasons.
    """

    inspection: Reference
    provider: Reference
    provider_name: Line
    scheme: Reference
    decided_on: date
    derived_overall: LevelId | None
    overall: LevelId | None
    standards: tuple[RatedStandard, ...]
    departures: tuple[Departure, ...]


def elsewhere_of(state: Inspection, scheme: Scheme | None) -> RatedElsewhere | None:
    """How an inspection was rated; None while no decision stands, or where nothing is rated."""
    decided, derived, known = state.decided, state.derived, state.announced
    if decided is None or derived is None or known is None or known.scheme is None:
        return None
    by_rule = {each.standard: each.rating for each in derived.ratings}
    lowest = _lowest(derived.trace, scheme)
    return RatedElsewhere(
        inspection=known.inspection,
        provider=known.provider,
        provider_name=known.provider_name,
        scheme=known.scheme.id,
        decided_on=decided.decided_on,
        derived_overall=derived.overall,
        overall=decided.overall,
        standards=tuple(
            RatedStandard(
                standard=each.standard,
                derived=by_rule.get(each.standard),
                decided=each.rating,
                lowest=lowest.get(each.standard, ()),
            )
            for each in decided.ratings
        ),
        departures=decided.departures if isinstance(decided, RatingsDecided) else (),
    )


def _lowest(trace: str, scheme: Scheme | None) -> Mapping[str, tuple[LowestShare, ...]]:
    """The key questions that decided each standard, from the trace of its derivation (docs/trace.md)."""
    standards: list[dict[str, Any]] = json.loads(trace).get("standards", [])
    return {
        each["id"]: tuple(
            LowestShare(
                question=question["id"],
                shown=question["shown"],
                yes=question["yes"],
                of=_of(question, scheme),
            )
            for question in each["key_questions"]
            if question["id"] in each["lowest_key_questions"]
        )
        for each in standards
    }


def _of(question: Mapping[str, Any], scheme: Scheme | None) -> int | None:
    """Of how many cases a share is; None where only a percentage is known, or the scheme is not at hand."""
    if question["yes"] is None or scheme is None:
        return None
    counts = Counts(question["yes"], question["no"], question["not_applicable"])
    return out_of(counts, scheme.shares.not_applicable)
