"""Events of follow-ups as they were recorded before, and what each of them means today."""

from datetime import date
from typing import ClassVar

from domain.follow_ups.events import FollowUpSetUp, PeriodOfCases, Prompting, ResultsCompared, Row
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Digest, Line, Prose, Reference, StandardId

__all__ = ["UPCASTERS"]


class FollowUpSetUpV1(Event):
    """It was laid down what a follow-up inspection follows and looks at again."""

    name: ClassVar[str] = "follow-up.set-up.v1"
    inspection: Reference
    follows: Reference | None
    earlier: Line | None
    recommendations: tuple[Prompting, ...]
    standards: tuple[StandardId, ...]
    not_rescored: tuple[StandardId, ...]
    population: Reference
    only: Prose
    strata: tuple[int, ...]
    classified: tuple[tuple[Reference, Reference], ...]
    periods: tuple[PeriodOfCases, ...]


class ResultsComparedV1(Event):
    """The results of both inspections were put beside each other."""

    name: ClassVar[str] = "follow-up.results-compared.v1"
    rows: tuple[Row, ...]
    first_cases: int | None
    again_cases: int
    used: Digest
    compared_on: date


@upcaster(FollowUpSetUpV1, FollowUpSetUp)
def one_list_was_looked_at_again(old: FollowUpSetUpV1) -> FollowUpSetUp:
    """The cases of one list alone could be looked at again."""
    return FollowUpSetUp(
        inspection=old.inspection,
        follows=old.follows,
        earlier=old.earlier,
        recommendations=old.recommendations,
        standards=old.standards,
        not_rescored=old.not_rescored,
        population=old.population,
        only=old.only,
        strata=old.strata,
        classified=old.classified,
        periods=old.periods,
    )


@upcaster(ResultsComparedV1, ResultsCompared)
def results_were_not_bound_to_the_gate(old: ResultsComparedV1) -> ResultsCompared:
    """Nothing rested on a comparison, so it did not keep which closing of the case reads it was made after."""
    return ResultsCompared(
        rows=old.rows,
        first_cases=old.first_cases,
        again_cases=old.again_cases,
        used=old.used,
        compared_on=old.compared_on,
    )


UPCASTERS = (one_list_was_looked_at_again, results_were_not_bound_to_the_gate)
"""What each of them means today."""
