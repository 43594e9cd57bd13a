"""The gate behind the case reads: it closes on all sampled cases as they stand, or not at all."""

from domain.cases.reading import CaseRead
from domain.cases.streams import hold_on
from domain.dated_rules.library import Library
from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import CloseCaseReads, ReopenCaseReads
from domain.inspections.events import (
    AnswersCounted,
    CaseReadsClosed,
    CaseReadsReopened,
    CaseUsed,
    InspectionClosed,
)
from domain.inspections.rules.cases.questions import counted_answers
from domain.inspections.rules.cases.second_reads import held_edits, not_ready
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.gates import closing, due_behind
from domain.inspections.rules.report.publication import PUBLISHED
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES", "cases_used", "sampled_cases"]


def sampled_cases(state: Inspection, _command: object, _library: Library) -> tuple[str, ...]:
    """Every sampled case, and every second read: a decision about them all must fail if one of them moves meanwhile."""
    return state.reads


def cases_used(state: Inspection, given: Given) -> tuple[CaseUsed, ...]:
    """Every sampled case, then every second read, with the version and digest at which it was read."""
    used = []
    for stream in state.reads:
        version, digest = given.heads[stream]
        used.append(CaseUsed(stream=stream, version=version, digest=str(digest)))
    return tuple(used)


def _reads_and_what_is_held(state: Inspection, _command: object, _library: Library) -> tuple[str, ...]:
    return (*state.reads, *(hold_on(read) for read in state.reads))


@rule(
    CloseCaseReads,
    stages=[Stage.CASE_READS],
    events=[AnswersCounted, CaseReadsClosed, InspectionClosed],
    refusals=[
        "reads-incomplete",
        "second-reads-missing",
        "second-reads-incomplete",
        "differences-open",
        "edits-held",
        "calendar-exhausted",
    ],
    reads=_reads_and_what_is_held,
)
def close_case_reads(state: Inspection, _command: CloseCaseReads, given: Given) -> Decided:
    """Closes the gate once every sampled case has been read, twice where it was drawn for that, and settled.

    Where nothing is rated, the answers are counted as they stand, question by question.
    """
    cases: list[CaseRead] = [given.seen[stream] for stream in state.sampled]
    open_ = sum(not case.complete for case in cases)
    if open_:
        return Refusal(
            "reads-incomplete", f"{open_} of {len(cases)} sampled cases have not been read to the end."
        )
    refusal = not_ready(state, protocol_of(state, given), given) or held_edits(state, given)
    if refusal:
        return refusal
    due = due_behind(state, Stage.CASE_READS, given)
    closed = CaseReadsClosed(cases=cases_used(state, given), due=due)
    return (*counted_answers(state, given), closed, *closing(state, Stage.CASE_READS, given))


@rule(
    ReopenCaseReads,
    stages=[Stage.PANEL_REVIEW, Stage.PUBLICATION, *PUBLISHED],
    events=[CaseReadsReopened],
    refusals=["no-case-reads", "correction-first", "calendar-exhausted"],
)
def reopen_case_reads(state: Inspection, command: ReopenCaseReads, given: Given) -> Decided:
    """Opens the gate again; what was derived, decided and signed on those reads no longer stands.

    Once the report is out, for a correction that was opened of it: what is put right is then judged, decided and
    checked by the provider anew, and comes out as that edition. The one that is out stays readable until then, and
    action plans run on.
    """
    protocol = protocol_of(state, given)
    if not protocol.has(Stage.CASE_READS):
        return Refusal("no-case-reads", f"{protocol.title} has no case reads that could be opened again.")
    if state.stage in PUBLISHED and state.correction is None:
        return Refusal(
            "correction-first",
            "The inspection is past publication: open a correction of its report first, which says what is put right.",
        )
    due = given.calendar.after(given.today, protocol.days("case-reads"))
    return (CaseReadsReopened(reason=command.reason, due=due),)


RULES = (close_case_reads, reopen_case_reads)
