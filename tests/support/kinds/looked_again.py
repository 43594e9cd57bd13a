"""What a follow-up does besides: it says what it follows and looks at again, and sets both results side by side."""

from collections.abc import Iterator

from domain.cases.lists.columns import WEEKS
from domain.follow_ups.commands import (
    CompareResults,
    ConcludeCriterion,
    ConcludeFollowUp,
    ListToo,
    RecordOpeningFigures,
    SetUpFollowUp,
)
from domain.follow_ups.events import PeriodOfCases
from domain.follow_ups.opening import GivenFigure
from domain.follow_ups.state import FollowUp
from domain.inspections.kinds.protocol import Population, Protocol
from domain.inspections.stages import READS_CLOSED
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.ratings.scheme import Scheme

__all__ = ["MET", "OF", "beside_the_first", "left_alone", "set_up"]

MET, OF = 23, 50
"""In how many cases, and of how many, all that is looked at again was met the first time, before the record began."""


def left_alone(protocol: Protocol) -> tuple[str, ...]:
    """The standards that a kind does not score again."""
    return protocol.follow_up.not_rescored if protocol.follow_up else ()


def set_up(protocol: Protocol, inspection: str) -> Iterator[Command]:
    """What is followed, an inspection older than the record, and what is looked at again; nothing for other kinds."""
    again = protocol.follow_up
    if again is None or not again.standards:
        return
    population = protocol.populations[0]
    yield SetUpFollowUp(
        inspection=inspection,
        earlier="The inspection of the year before",
        standards=again.standards,
        recommendations=("r1",),
        wording=(("r1", "Assess the risk of harm better."),),
        population=population.id,
        only=again.only or "All cases.",
        periods=tuple(_periods(population)),
        also=tuple(ListToo(population=each.id) for each in protocol.populations[1:]),
    )


def _periods(population: Population) -> Iterator[PeriodOfCases]:
    for stratum, each in enumerate(population.ranges, start=1):
        if each.column == WEEKS:
            yield PeriodOfCases(
                id=each.id, title=each.id.capitalize(), minimum_weeks=each.at_least, stratum=stratum
            )


def beside_the_first(follow_up: FollowUp, state: Inspection, scheme: Scheme | None) -> Iterator[Command]:
    """The first figures as they were printed, both results side by side, and what is concluded; once."""
    if follow_up.set_up is None or scheme is None or state.stage not in READS_CLOSED:
        return
    inspection, standards = follow_up.set_up.inspection, follow_up.set_up.standards
    if follow_up.concluded is not None:
        if follow_up.read_again_since(state.cases):
            yield CompareResults(inspection=inspection, again=state.reads)
            yield ConcludeFollowUp(inspection=inspection, conclusion="Work has changed.")
        return
    yield RecordOpeningFigures(
        inspection=inspection,
        figures=tuple(GivenFigure(standard=each, met=MET, of=OF) for each in _printed(scheme, standards)),
        source="The report of the year before",
        recut="yes",
    )
    yield CompareResults(inspection=inspection, again=state.reads)
    for each in standards:
        yield ConcludeCriterion(inspection=inspection, standard=each, conclusion="As the figures say.")
    yield ConcludeFollowUp(inspection=inspection, conclusion="Work has changed.")


def _printed(scheme: Scheme, standards: tuple[str, ...]) -> Iterator[str]:
    """What a report prints a share of: a criterion that is given in per cent, or the key questions of a standard."""
    for each in scheme.standards:
        if each.id in standards:
            yield from (each.id,) if each.aggregator == "percentage" else each.key_questions
