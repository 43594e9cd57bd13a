"""Why what has no place has none, in a line each."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from activities.programme.ports import Question
from adapters.inbound.services import Summon
from domain.programme.plan import Plan
from domain.programme.problem import Problem
from domain.refusals import Refused

__all__ = ["why_not"]

MOST_EXPLAINED: Final = 100
"""Inspections without a place for which the reasons are worked out, some hundredths of a second each."""
ASK: Final = "`assay programme explain` says why"


def why_not(
    summon: Summon, problem: Problem, plan: Plan, unplaced: Sequence[str], most: int = MOST_EXPLAINED
) -> Mapping[str, str]:
    """For each inspection without a place the reasons in one line, and for all beyond some, where to ask.

    Args:
        summon: gives the installation; nothing is asked of it where everything has a place.
        problem: the year.
        plan: its plan.
        unplaced: what it does not place.
        most: for how many the reasons are worked out.
    """
    return dict(_said(summon, problem, plan, unplaced, most))


def _said(
    summon: Summon, problem: Problem, plan: Plan, unplaced: Sequence[str], most: int
) -> Iterator[tuple[str, str]]:
    scheduling = summon().scheduling if unplaced else None
    for at, inspection in enumerate(unplaced):
        if scheduling is None or at >= most:
            yield inspection, ASK
            continue
        try:
            yield inspection, scheduling.explain(problem, plan, Question(inspection)).in_short
        except Refused as refused:  # a plan that breaks a rule is shown too, and leaves nothing to explain
            yield inspection, refused.refusal.sentence
