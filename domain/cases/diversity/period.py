"""The report on protected characteristics over a period, by sub-group, across its inspections (004 §5.9).

It adds up what single inspections counted and showed. Each inspection is in one such report only: of two that overlap,
the difference would be the table of the inspections that are in one of them alone, with nothing hidden in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Annotated, ClassVar

from pydantic import Field

from domain.cases.diversity.characteristics import CHARACTERISTICS, NOT_RECORDED
from domain.cases.diversity.counting import SMALLEST_SHOWN, Aggregate, Group
from domain.cases.diversity.inference import protected_totals
from domain.cases.diversity.report import DiversityReported
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.streams import diversity_stream
from domain.text import Reference

__all__ = [
    "DIVERSITY_PERIODS",
    "STREAM",
    "DiversityOverPeriodReported",
    "DiversityPeriods",
    "ReportDiversityOverPeriod",
    "put_together",
]

STREAM = "diversity-periods-all"
"""All periods are on one stream, so that no inspection is counted twice."""

_References = Annotated[tuple[Reference, ...], Field(min_length=1, max_length=1000)]
_Aggregates = Annotated[tuple[Aggregate, ...], Field(min_length=1, max_length=len(CHARACTERISTICS))]


class ReportDiversityOverPeriod(Command):
    """Report the protected characteristics of the cases of several inspections, in the aggregate.

    Attributes:
        period: a code for it, such as 2026.
        first: its first day.
        last: its last day.
        inspections: the inspections whose own reports were made in it.
        cases: how many cases they sampled together.
        characteristics: the totals, with those hidden by which a hidden count could be worked out.
    """

    verb: ClassVar[str] = "report-diversity-over-period"
    period: Reference
    first: date
    last: date
    inspections: _References
    cases: int = Field(ge=0)
    characteristics: _Aggregates

    @property
    def stream(self) -> str:
        """The reports over periods, all in one stream."""
        return STREAM


class DiversityOverPeriodReported(Event):
    """The protected characteristics of the cases of several inspections were reported, in the aggregate.

    Attributes:
        period: its code.
        first: its first day.
        last: its last day.
        inspections: the inspections that are in it.
        cases: how many cases they sampled together.
        characteristics: the totals, small ones hidden, and those by which a hidden count could be worked out.
    """

    name: ClassVar[str] = "diversity.period-reported.v1"
    period: Reference
    first: date
    last: date
    inspections: tuple[Reference, ...]
    cases: int
    characteristics: tuple[Aggregate, ...]


@dataclass(frozen=True, slots=True)
class DiversityPeriods:
    """The periods that were reported on, by code."""

    reported: Mapping[str, DiversityOverPeriodReported] = field(default_factory=lambda: MappingProxyType({}))

    def with_inspection(self, inspection: str) -> str | None:
        """The period that an inspection was counted in; None if in none."""
        return next((code for code, each in self.reported.items() if inspection in each.inspections), None)


def put_together(
    counts: Sequence[Mapping[str, Mapping[str, int]]], shown: Sequence[Sequence[Aggregate]]
) -> tuple[Aggregate, ...]:
    """The totals over several inspections, with those hidden by which a hidden count could be worked out.

    Args:
        counts: for each inspection, by characteristic, the count of each group.
        shown: for each inspection what was shown of these.
    """
    together = []
    for place, (code, known) in enumerate(CHARACTERISTICS.items()):
        groups = (*known.answers, NOT_RECORDED)
        tables = [{group: each[code][group] for group in groups} for each in counts]
        hidden = [{one.group for one in each[place].groups if one.cases is None} for each in shown]
        unshown = protected_totals(tables, hidden, SMALLEST_SHOWN)
        together.append(
            Aggregate(
                characteristic=code,
                groups=tuple(
                    Group(
                        group=group, cases=None if group in unshown else sum(each[group] for each in tables)
                    )
                    for group in groups
                ),
            )
        )
    return tuple(together)


def _their_reports(
    _state: DiversityPeriods, command: ReportDiversityOverPeriod, _library: Library
) -> tuple[str, ...]:
    return tuple(diversity_stream(each) for each in command.inspections)


@rule(
    ReportDiversityOverPeriod,
    events=[DiversityOverPeriodReported],
    refusals=["period-reported", "counted-before", "not-reported", "miscounted", "small-numbers"],
    reads=_their_reports,
)
def report_diversity_over_period(
    state: DiversityPeriods, command: ReportDiversityOverPeriod, given: Given
) -> Decided:
    """Keeps the totals of a period's inspections by sub-group; no inspection is in two of them."""
    if command.period in state.reported:
        return Refusal("period-reported", f"{command.period} was reported on already.")
    for each in command.inspections:
        before = state.with_inspection(each)
        if before is not None:
            return Refusal("counted-before", f"{each} was counted in {before}, and is counted once only.")
    reports: list[DiversityReported | None] = [
        given.seen[diversity_stream(each)].reported for each in command.inspections
    ]
    made = [each for each in reports if each is not None]
    if len(made) != len(reports) or len(set(command.inspections)) != len(reports):
        return Refusal("not-reported", "Each inspection needs a report of its own first, and is named once.")
    return _miscounted(command, made) or (
        DiversityOverPeriodReported(**{name: getattr(command, name) for name in type(command).model_fields}),
    )


def _miscounted(command: ReportDiversityOverPeriod, made: Sequence[DiversityReported]) -> Refusal | None:
    """What can be told from the inspections' own reports: whatever is shown in all of them must add up."""
    if command.cases != sum(each.cases for each in made):
        return Refusal("miscounted", "The inspections did not sample that many cases together.")
    if [each.characteristic for each in command.characteristics] != list(CHARACTERISTICS):
        return Refusal("miscounted", "Every protected characteristic is reported, in the usual order.")
    for place, total in enumerate(command.characteristics):
        parts = [each.characteristics[place].groups for each in made]
        if any([one.group for one in part] != [one.group for one in total.groups] for part in parts):
            return Refusal("miscounted", f"{total.characteristic} does not have these groups.")
        for number, group in enumerate(total.groups):
            cells = [part[number].cases for part in parts]
            known = None if None in cells else sum(cell or 0 for cell in cells)
            if known is not None and group.cases != known:
                return Refusal("miscounted", f"{group.group} of {total.characteristic} does not add up.")
            if known is None and group.cases is not None and group.cases < SMALLEST_SHOWN:
                return Refusal(
                    "small-numbers", f"A total of {total.characteristic} is too small to be shown."
                )
    return None


def _evolve(state: DiversityPeriods, event: DiversityOverPeriodReported) -> DiversityPeriods:
    return replace(state, reported=MappingProxyType({**state.reported, event.period: event}))


DIVERSITY_PERIODS = Decider(
    kind="diversity-periods",
    initial=DiversityPeriods(),
    rules=rules([report_diversity_over_period]),
    evolve=_evolve,
    silent=(DiversityOverPeriodReported,),
)
"""All reports over periods."""
