"""Departing from the rule: by a panel alone, with a reason and what prompted it, keeping both ratings (004 §4.24)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from domain.ratings.overall import OverallResult, rate_overall
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal, Refused

__all__ = ["Departure", "Outcome", "check_departure", "outcome_of"]


@dataclass(frozen=True, slots=True)
class Departure:
    """A rating that the panel decided otherwise than the rule derives it.

    Attributes:
        standard: the standard departed from; ``None`` for the overall rating.
        decided: what the panel decided.
        trigger: what prompted it: one of the scheme's examples by id, or the panel's own words where allowed.
        reason: the reasons, set out in full.
        derived: what the rule gave when it was decided; ``None`` while it is only asked for.
    """

    standard: str | None
    decided: str
    trigger: str
    reason: str
    derived: str | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ratings as they stand after the panel, and every departure that led to them.

    Attributes:
        standards: the decided rating of each standard by id, in the order derived.
        overall: the decided overall rating.
        by_rule: what the overall rule gives on the standards' decided ratings; a departure from the overall rating is
            one from this.
        departures: those from standards as they were asked for, then the one from the overall rating; each with the
            rating by the rule, so that both are kept.
    """

    standards: Mapping[str, str | None]
    overall: str | None
    by_rule: OverallResult
    departures: tuple[Departure, ...]


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
    what = _called(standard)
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


def outcome_of(
    scheme: Scheme,
    standards: Mapping[str, str | None],
    overall: str | None,
    facts: Mapping[str, bool],
    departures: Iterable[Departure],
) -> Outcome:
    """Decide on derived ratings; where a standard moves, the overall rule is asked again.

    Args:
        scheme: the scheme that the ratings were derived under.
        standards: the derived rating of every standard by id.
        overall: the derived overall rating; where the scheme has it judged it stands, whatever the standards do.
        facts: every fact of the scheme, as it was when the ratings were derived.
        departures: those asked for, or those on record, in any order.

    Raises:
        Refused: the first departure that ``check_departure`` refuses, or that was decided on another rating than the
            rule gives (``stale-departure``), or a second one from the same rating (``departed-twice``).
    """
    asked: dict[str | None, Departure] = {}
    for departure in departures:
        if departure.standard in asked:
            raise Refused.because(
                "departed-twice", f"{_called(departure.standard).capitalize()} is departed from twice."
            )
        asked[departure.standard] = departure
    from_overall = asked.pop(None, None)
    made = [_made(scheme, each, standards.get(id_)) for id_, each in asked.items() if id_ is not None]
    decided = {**standards, **{str(each.standard): each.decided for each in made}}
    counted = [(decided[each.id], each.weight) for each in scheme.standards if each.counted]
    by_rule = rate_overall(scheme, counted, facts, overall)
    if from_overall is None:
        return Outcome(decided, by_rule.rating, by_rule, tuple(made))
    made.append(_made(scheme, from_overall, by_rule.rating))
    return Outcome(decided, from_overall.decided, by_rule, tuple(made))


def _made(scheme: Scheme, asked: Departure, derived: str | None) -> Departure:
    """The departure with the rating that it is from, if the scheme and that rating allow it."""
    refusal = check_departure(
        scheme,
        derived=derived,
        decided=asked.decided,
        trigger=asked.trigger,
        reason=asked.reason,
        standard=asked.standard,
    )
    if refusal is not None:
        raise Refused(refusal)
    if asked.derived not in (None, derived):
        raise Refused.because(
            "stale-departure",
            f"The departure was decided on {asked.derived}; the rule now gives {derived}.",
        )
    return replace(asked, derived=derived)


def _called(standard: str | None) -> str:
    return "the overall rating" if standard is None else f"the rating of standard {standard}"
