"""The report on protected characteristics of an inspection's cases: made once, and kept as it was made.

Once, because two counts of the same cases at different times would differ by the case that was erased, or put right,
between them; and what a single count hides, the two together would show.
"""

from dataclasses import dataclass
from typing import Annotated, ClassVar

from pydantic import Field

from domain.cases.characteristics import CHARACTERISTICS, NOT_RECORDED
from domain.cases.diversity import SMALLEST_SHOWN, Aggregate
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.inspections.stages import Stage
from domain.library import Library
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.text import Reference

__all__ = ["DIVERSITY", "DiversityReport", "DiversityReported", "ReportDiversity"]

_READING = (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""The stages in which cases still come in, or change."""

_Aggregates = Annotated[tuple[Aggregate, ...], Field(min_length=1, max_length=len(CHARACTERISTICS))]


class ReportDiversity(Command):
    """Report the protected characteristics of an inspection's cases, in the aggregate.

    Attributes:
        inspection: the reference of the inspection.
        cases: how many cases were sampled.
        characteristics: the counts, with small numbers hidden.
    """

    verb: ClassVar[str] = "report-diversity"
    inspection: Reference
    cases: int = Field(ge=0)
    characteristics: _Aggregates

    @property
    def stream(self) -> str:
        """The stream that is commanded."""
        return f"diversity-{self.inspection}"


class DiversityReported(Event):
    """The protected characteristics of an inspection's cases were reported, in the aggregate.

    Attributes:
        cases: how many cases were sampled.
        characteristics: the counts, with small numbers hidden.
    """

    name: ClassVar[str] = "diversity.reported.v1"
    cases: int
    characteristics: tuple[Aggregate, ...]


@dataclass(frozen=True, slots=True)
class DiversityReport:
    """The report; ``reported`` is None while there is none."""

    reported: DiversityReported | None = None


def _its_inspection(_state: DiversityReport, command: ReportDiversity, _library: Library) -> tuple[str, ...]:
    return (f"inspection-{command.inspection}",)


@rule(
    ReportDiversity,
    events=[DiversityReported],
    refusals=["unknown-inspection", "reads-open", "diversity-reported", "small-numbers", "miscounted"],
    reads=_its_inspection,
)
def report_diversity(state: DiversityReport, command: ReportDiversity, given: Given) -> Decided:
    """Keeps the counts of an inspection's cases, once its case reads are closed; they are not made a second time."""
    inspection = given.seen[f"inspection-{command.inspection}"]
    if inspection.standing is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    if state.reported is not None:
        return Refusal("diversity-reported", "It has been reported already, and is counted once only.")
    if inspection.standing in _READING or inspection.standing is Stage.DEFERRED:
        return Refusal(
            "reads-open",
            f"It is counted once the case reads are closed; the inspection is at {inspection.standing}.",
        )
    return _miscounted(command, len(inspection.sampled)) or (
        DiversityReported(cases=command.cases, characteristics=command.characteristics),
    )


def _miscounted(command: ReportDiversity, sampled: int) -> Refusal | None:
    if command.cases != sampled:
        return Refusal("miscounted", f"{sampled} cases were sampled, not {command.cases}.")
    for each in command.characteristics:
        known = CHARACTERISTICS.get(each.characteristic)
        groups = tuple(one.group for one in each.groups)
        if known is None or groups != (*known.answers, NOT_RECORDED):
            return Refusal("miscounted", f"{each.characteristic} does not have these groups.")
        shown = [one.cases for one in each.groups if one.cases is not None]
        if any(count < SMALLEST_SHOWN for count in shown) or len(shown) == len(groups) - 1:
            return Refusal("small-numbers", f"A count of {each.characteristic} is too small to be shown.")
    return None


DIVERSITY = Decider(
    kind="diversity",
    initial=DiversityReport(),
    rules=rules([report_diversity]),
    evolve=lambda _state, event: DiversityReport(reported=event),
    matter=lambda stream, _state: f"inspection-{stream.removeprefix('diversity-')}",
    silent=(DiversityReported,),
)
"""The report on protected characteristics of one inspection's cases."""
