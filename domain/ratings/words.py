"""Ratings, rules and changes in words, for whoever shows them; nothing is ever computed from these."""

from fractions import Fraction

from domain.ratings.nearness.nearness import Change, LeastChange
from domain.ratings.overall import score_edge
from domain.ratings.parts import Condition, OverallBand
from domain.ratings.scheme import Scheme
from domain.ratings.shares import rounded, shown

__all__ = ["as_rounded", "band_in_words", "conditions_in_words", "least_in_words", "level_title"]

FEW = 3
"""Cases that are named of those whose answer could be turned; the others are only hinted at."""


def level_title(scheme: Scheme, level: str | None) -> str:
    """What a level is called; a dash for none."""
    return next((known.title for known in scheme.levels if known.id == level), "-")


def as_rounded(scheme: Scheme, share: Fraction) -> str:
    """A share in per cent as its scheme rounds: whole per cents, or else one decimal that never reaches an edge."""
    return str(rounded(share)) if scheme.shares.rounding == "half_up" else shown(share, scheme.bands)


def conditions_in_words(scheme: Scheme, conditions: tuple[Condition, ...]) -> str:
    """What must hold for a rule to fire."""
    return " and ".join(_condition(scheme, condition) for condition in conditions) or "otherwise"


def _condition(scheme: Scheme, condition: Condition) -> str:
    levels = " or ".join(level_title(scheme, level) for level in condition.levels)
    if condition.at_most is None:
        return f"{condition.at_least} or more {levels}"
    if condition.at_least == 0:
        return f"at most {condition.at_most} {levels}" if condition.at_most else f"no {levels}"
    return f"{condition.at_least} to {condition.at_most} {levels}"


def band_in_words(scheme: Scheme, band: OverallBand, weight: int) -> str:
    """Up to how many points an overall rating is given, where standards of this weight together are rated."""
    if band.up_to is None:
        return "above"
    return f"up to {score_edge(band.up_to, weight) // 1} of {weight * scheme.max_level_score}"


def least_in_words(scheme: Scheme, least: LeastChange) -> str:
    """The fewest changes to another rating, and one smallest set of them."""
    changes = "; ".join(change_in_words(scheme, change) for change in least.changes)
    return f"{least.number} to {level_title(scheme, least.leads_to).lower()}: {changes}"


def change_in_words(scheme: Scheme, change: Change) -> str:
    """One change of a smallest set, with the first cases in which it could be."""
    if change.key_question is None:
        steps = f" ({change.number} steps)" if change.number > 1 else ""
        return f"{change.standard} judged {level_title(scheme, change.after).lower()}{steps}"
    named = ", ".join(change.cases[:FEW]) + (", …" if len(change.cases) > FEW else "")
    return f"{change.key_question} {change.number} {change.before}→{change.after}" + (
        f" ({named})" if named else ""
    )
