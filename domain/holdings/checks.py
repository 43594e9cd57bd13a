"""What may be relied on: a time that something can have been true at, and a holding that stands."""

from datetime import date

from domain.holdings.holdings import Holdings
from domain.refusals import Refusal

__all__ = ["DATED_REFUSALS", "HOLDING_REFUSALS", "TRUTH_REFUSALS", "bad_truth", "missing_holding"]


def bad_truth(true_from: date | None, true_to: date | None, today: date) -> Refusal | None:
    """Why something cannot have been true then: it ends before it begins, or begins only after today."""
    if true_from is None:
        return (
            None
            if true_to is None
            else Refusal("truth-unbegun", "Say also from when it was true, not only until when.")
        )
    if (
        true_to is not None and true_to < true_from
    ):  # whichever of the two is wrong, they are the wrong way round
        return Refusal("dates-reversed", f"It cannot end on {true_to}, before it begins on {true_from}.")
    if true_from > today:
        return Refusal("truth-to-come", f"It cannot have been true on {true_from}, which is yet to come.")
    return None


DATED_REFUSALS = ("truth-to-come", "dates-reversed")
"""The codes of what :func:`bad_truth` refuses where the first day is always said."""

TRUTH_REFUSALS = ("truth-unbegun", *DATED_REFUSALS)
"""The codes of what it refuses where the first day may be left out."""


HOLDING_REFUSALS = ("unknown-holding", "holding-gone")
"""The codes of what :func:`missing_holding` refuses."""


def missing_holding(state: Holdings, code: str) -> Refusal | None:
    """Why a holding cannot be relied on: there is none, or it was withdrawn or replaced."""
    holding = state.held.get(code)
    if holding is None:
        known = ", ".join(each.came.holding for each in state.standing()) or "none"
        return Refusal("unknown-holding", f"Nothing is held as {code}; held are: {known}.")
    if holding.withdrawn is not None:
        return Refusal("holding-gone", f"The holding {code} was withdrawn: {holding.withdrawn}")
    if holding.replaced_by is not None:
        return Refusal("holding-gone", f"The holding {code} was replaced by {holding.replaced_by}.")
    return None
