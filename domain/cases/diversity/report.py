"""The report on protected characteristics of an inspection's cases: made once, and kept as it was made.

Once, because two counts of the same cases at different times would differ by the case that was erased, or put right,
between them; and what a single count hides, the two together would show.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any, ClassVar

from pydantic import Field

from domain.canonical import canonical, sha256_hex
from domain.cases.diversity.characteristics import CHARACTERISTICS, NOT_RECORDED
from domain.cases.diversity.counting import SMALLEST_SHOWN, Aggregate
from domain.decider import Decided, Decider, its_inspection, rule, rules
from domain.given import Given
from domain.inspections.stages import Stage
from domain.messages import Command, Event
from domain.privacy.subjects import privacy_stream
from domain.refusals import Refusal
from domain.streams import code_in, diversity_stream, inspection_stream
from domain.text import Digest, Reference

__all__ = [
    "DIVERSITY",
    "DiversityReport",
    "DiversityReported",
    "ReportDiversity",
    "counted_streams",
    "seen_as",
]

_READING = (Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""The stages in which cases still come in, or change."""

_Aggregates = Annotated[tuple[Aggregate, ...], Field(min_length=1, max_length=len(CHARACTERISTICS))]


class ReportDiversity(Command):
    """Report the protected characteristics of an inspection's cases, in the aggregate.

    Attributes:
        inspection: the reference of the inspection.
        cases: how many cases were sampled.
        characteristics: the counts, with small numbers hidden.
        counted: the digest of the streams that were counted, as :func:`seen_as` makes it.
    """

    verb: ClassVar[str] = "report-diversity"
    inspection: Reference
    cases: int = Field(ge=0)
    characteristics: _Aggregates
    counted: Digest

    @property
    def stream(self) -> str:
        """The report on the protected characteristics of the inspection's cases."""
        return diversity_stream(self.inspection)


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


def counted_streams(sampled: tuple[str, ...]) -> tuple[str, ...]:
    """The streams on which a count of these cases rests: each case, and what was erased of it."""
    return tuple(stream for case in sampled for stream in (case, privacy_stream(case)))


def seen_as(heads: Mapping[str, tuple[int, str | None]]) -> str:
    """The digest of streams as they stood when they were counted.

    Args:
        heads: version and last digest (hexadecimal, None for an empty stream) of each.
    """
    return sha256_hex(canonical([[stream, *heads[stream]] for stream in sorted(heads)]))


def _what_was_counted(command: ReportDiversity, seen: Mapping[str, Any]) -> tuple[str, ...]:
    return counted_streams(seen[inspection_stream(command.inspection)].sampled)


@rule(
    ReportDiversity,
    events=[DiversityReported],
    refusals=[
        *("unknown-inspection", "reads-open", "diversity-reported", "small-numbers", "miscounted"),
        "counted-before-it-changed",
    ],
    reads=its_inspection,
    further=_what_was_counted,
)
def report_diversity(state: DiversityReport, command: ReportDiversity, given: Given) -> Decided:
    """Keeps the counts of an inspection's cases, once its case reads are closed; they are not made a second time."""
    inspection = given.seen[inspection_stream(command.inspection)]
    if inspection.standing is None:
        return Refusal("unknown-inspection", f"There is no inspection {command.inspection}.")
    if state.reported is not None:
        return Refusal("diversity-reported", "It has been reported already, and is counted once only.")
    if inspection.standing in _READING or inspection.standing is Stage.DEFERRED:
        return Refusal(
            "reads-open",
            f"It is counted once the case reads are closed; the inspection is at {inspection.standing}.",
        )
    streams = counted_streams(inspection.sampled)
    if command.counted != seen_as({each: given.heads[each] for each in streams}):
        return Refusal(
            "counted-before-it-changed",
            "Something about the cases changed since they were counted, so they must be counted again.",
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
    if [each.characteristic for each in command.characteristics] != list(CHARACTERISTICS):
        return Refusal("miscounted", "Every protected characteristic is reported, in the usual order.")
    return None


DIVERSITY = Decider(
    kind="diversity",
    initial=DiversityReport(),
    rules=rules([report_diversity]),
    evolve=lambda _state, event: DiversityReport(reported=event),
    matter=lambda stream, _state: inspection_stream(code_in(stream, diversity_stream)),
    silent=(DiversityReported,),
)
"""The report on protected characteristics of one inspection's cases."""
