"""Replacing drawn cases that cannot be read: by the next of their strata in drawing order (docs/samples.md)."""

from collections.abc import Iterator

from domain.canonical import sha256_hex
from domain.cases.events import CaseReferenceNoted, CaseSampled, CaseSetAside
from domain.cases.sampling.drawing import case_stream, next_in_order
from domain.cases.sampling.frame import read_frame
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import ReplaceCase
from domain.inspections.events import CaseReplaced, SampleDrawn
from domain.inspections.rules.cases.sampling import frame_of_whole_list
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.privacy.boxes import Plain
from domain.refusals import Refusal, Refused

__all__ = ["RULES", "row_of", "sample_with", "used_rows"]


def used_rows(state: Inspection, sample: SampleDrawn) -> set[int]:
    """The rows of a list that were drawn, at first or in place of others."""
    more = (
        each.by_row
        for each in state.replaced.values()
        if each.population == sample.population and each.by_row is not None
    )
    return {*sample.rows, *more}


def sample_with(state: Inspection, case: str) -> SampleDrawn | None:
    """The sample that a case is in now."""
    for sample in state.samples.values():
        if any(state.in_place_of(each) == case for each in sample.cases):
            return sample
    return None


def row_of(state: Inspection, sample: SampleDrawn, case: str) -> int:
    """The row of a case that is in a sample, drawn at first or in place of another."""
    if case in sample.cases:
        return sample.rows[sample.cases.index(case)]
    return next(each.by_row for each in state.replaced.values() if each.by == case and each.by_row)


def _next(state: Inspection, command: ReplaceCase) -> tuple[SampleDrawn, int, int | None] | None:
    """The sample of the case, its row, and the row that takes its place."""
    sample = sample_with(state, command.case)
    if sample is None or (sample.frame is not None and command.frame is None):
        return None
    frame = (
        read_frame(command.frame) if sample.frame and command.frame else frame_of_whole_list(sample.list_size)
    )
    row = row_of(state, sample, command.case)
    if len(frame.strata) < row:
        return None
    return sample, row, next_in_order(sample.list_digest, sample.seed, frame, row, used_rows(state, sample))


def _stream_of(command: ReplaceCase, sample: SampleDrawn, row: int) -> str:
    return case_stream(command.inspection, sample.population, sample.list or sample.list_digest, row)


def _case_and_next(state: Inspection, command: ReplaceCase, _library: Library) -> tuple[str, ...]:
    try:
        found = _next(state, command)
    except Refused:  # the rule says so
        found = None
    if found is None:
        return (command.case,)
    sample, _, row = found
    return (command.case, *((_stream_of(command, sample, row),) if row else ()))


@rule(
    ReplaceCase,
    stages=[Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS],
    events=[CaseReplaced, CaseSetAside, CaseSampled, CaseReferenceNoted],
    refusals=["not-in-sample", "read-begun", "read-twice", "another-frame"],
    reads=_case_and_next,
)
def replace_case(state: Inspection, command: ReplaceCase, given: Given) -> Decided:
    """Takes a case that cannot be read out of its sample; the next in drawing order of the same stratum comes in.

    Never one whose read has begun: what a read finds is no reason to read another case instead.
    """
    sample = sample_with(state, command.case)
    if sample is None:
        return Refusal("not-in-sample", "That case is in no sample of this inspection.")
    if sample.frame is not None and sha256_hex((command.frame or "").encode()) != sample.frame:
        return Refusal("another-frame", "This is not the frame by which the sample was drawn.")
    case = given.seen[command.case]
    if case.begun:
        return Refusal("read-begun", "The read of this case has begun, so it stays in the sample.")
    if case.readers.paired:
        return Refusal(
            "read-twice", "This case is to be read a second time; its second read is given up first."
        )
    found = _next(state, command)
    assert found is not None, "the frame is the sample's own"
    _, row, by_row = found
    by = _stream_of(command, sample, by_row) if by_row else None
    note = Plain(str(command.note), command.case, "case-note") if command.note else None
    return (
        CaseReplaced(
            population=sample.population, case=command.case, row=row, code=command.code, by=by, by_row=by_row
        ),
        On(command.case, CaseSetAside(code=command.code, note=note)),
        *(_in_its_place(command, case.sampled, by, by_row) if by and by_row else ()),
    )


def _in_its_place(command: ReplaceCase, old: CaseSampled, by: str, row: int) -> Iterator[On]:
    """The case that comes in is asked what the other was: it is of the same stratum, and in the same sub-samples."""
    sort = Plain(str(command.sort), by, "case-reference") if command.sort else None
    yield On(by, old.model_copy(update={"row": row, "sort": sort, "replaces": command.case}))
    if command.reference:
        yield On(by, CaseReferenceNoted(reference=Plain(str(command.reference), by, "case-reference")))


RULES = (replace_case,)
