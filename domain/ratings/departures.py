"""Departing from the rule: by a panel alone, with a reason and what prompted it, keeping both ratings (004 §4.24)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from domain.ratings.derivation import Derivation
from domain.ratings.overall import rate_overall
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused

__all__ = ["Decided", "Departure", "Outcome", "check_departure", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Departure:
    """A rating that the panel decided otherwise than the rule derives it.

    Attributes:
        standard: the standard departed from; ``None`` for the overall rating.
        derived: what the rule gives.
        decided: what the panel decided.
        trigger: what prompted it: one of the scheme's examples by id, or the panel's own words where allowed.
        reason: the reasons, set out in full.
    """

    standard: str | None
    derived: str
    decided: str
    trigger: str
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """One rating as it stands, beside the one that the rule derives. They are equal unless somebody departed."""

    derived: str | None
    decided: str | None
    departure: Departure | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """Every rating of an inspection, derived and decided, side by side.

    Attributes:
        standards: by id, in the scheme's order.
        overall: derived from the derived standards' ratings, and decided.
        overall_from_decided: what the rule gives on the standards' *decided* ratings; it differs from
            ``overall.derived`` only when a standard's rating was departed from.
        score: the points of the decided standards.
    """

    standards: Mapping[str, Decided]
    overall: Decided
    overall_from_decided: str | None
    score: int | None


def check_departure(
    scheme: Scheme,
    *,
    derived: str | None,
    decided: str,
    trigger: str,
    reason: str,
    standard: str | None = None,
    by: str = "panel",
) -> Refusal | None:
    """Whether the scheme lets this rating be departed from, and whether the departure is complete.

    Args:
        scheme: the scheme that the rating was derived under.
        derived: the rule's rating.
        decided: the rating wanted instead.
        trigger: what prompted it.
        reason: the reasons.
        standard: the standard concerned; ``None`` for the overall rating.
        by: who decides.

    Returns:
        ``None`` when it may be, or a refusal: ``unknown-standard``, ``departure-not-by-panel``,
        ``departure-not-allowed``, ``nothing-derived``, ``unknown-rating``, ``not-a-departure``,
        ``departure-without-trigger``, ``unknown-trigger``, ``departure-without-reason``.
    """
    what = "the overall rating" if standard is None else f"the rating of standard {standard}"
    rules = scheme.departures
    if standard is not None and standard not in scheme.by_id:
        return Refusal("unknown-standard", f"Scheme {scheme.id} has no standard {standard!r}.")
    if by != rules.by:
        return Refusal("departure-not-by-panel", f"Only the {rules.by} may depart from {what}.")
    if not (rules.overall if standard is None else standard in rules.standards):
        return Refusal("departure-not-allowed", f"Scheme {scheme.id} does not let {what} be departed from.")
    if derived is None:
        return Refusal("nothing-derived", f"There is no rule's rating to depart from: {what} is not rated.")
    if decided not in scheme.rank:
        known = ", ".join(scheme.rank)
        return Refusal("unknown-rating", f"{decided!r} is none of the scheme's ratings: {known}.")
    if decided == derived:
        return Refusal("not-a-departure", f"{what.capitalize()} is {derived} by the rule already.")
    return _complete(scheme, what, trigger, reason)


def _complete(scheme: Scheme, what: str, trigger: str, reason: str) -> Refusal | None:
    rules = scheme.departures
    if not trigger.strip():
        return Refusal("departure-without-trigger", f"Say what prompted the panel to depart from {what}.")
    if trigger not in rules.triggers and not rules.other_triggers:
        known = ", ".join(rules.triggers)
        return Refusal("unknown-trigger", f"Scheme {scheme.id} allows a departure only for: {known}.")
    if not reason.strip():
        return Refusal("departure-without-reason", f"Set out the reasons for departing from {what}.")
    return None


def outcome_of(derivation: Derivation, departures: Iterable[Departure]) -> Outcome:
    """Put the decided ratings beside the derived ones; where a standard moved, the overall rule is asked again.

    Raises:
        Refused: the first departure that ``check_departure`` refuses, or that names another derived rating than this
            derivation's (``stale-departure``), or a second one of the same rating (``departed-twice``).
    """
    scheme = derivation.scheme
    found: dict[str | None, Departure] = {}
    for departure in departures:
        if departure.standard in found:
            raise Refused.because("departed-twice", "The same rating is departed from twice.")
        found[departure.standard] = departure
    standards = {
        id_: _decided(scheme, result.rating, found.get(id_)) for id_, result in derivation.standards.items()
    }
    again = rate_overall(
        scheme,
        [(standards[s.id].decided, s.weight) for s in scheme.standards if s.counted],
        derivation.facts,
        derivation.inputs.overall.rating if derivation.inputs.overall else None,
    )
    for departure in found.values():
        if departure.standard is not None and departure.standard not in standards:
            raise Refused.because(
                "unknown-standard", f"Scheme {scheme.id} has no standard {departure.standard!r}."
            )
    overall = _overall(scheme, derivation.overall, again.rating, found.get(None))
    return Outcome(standards, overall, again.rating, again.score)


def _decided(scheme: Scheme, derived: str | None, departure: Departure | None) -> Decided:
    if departure is None:
        return Decided(derived, derived)
    _check(scheme, derived, departure)
    return Decided(derived, departure.decided, departure)


def _overall(scheme: Scheme, derived: str | None, again: str | None, departure: Departure | None) -> Decided:
    if departure is None:
        return Decided(derived, again)
    _check(scheme, again, departure)
    return Decided(derived, departure.decided, departure)


def _check(scheme: Scheme, derived: str | None, departure: Departure) -> None:
    refusal = check_departure(
        scheme,
        derived=derived,
        decided=departure.decided,
        trigger=departure.trigger,
        reason=departure.reason,
        standard=departure.standard,
    )
    if refusal is not None:
        raise Refused(refusal)
    if departure.derived != derived:
        raise Refused.because(
            "stale-departure",
            f"The departure was decided on {departure.derived}; the rule now gives {derived}.",
        )
