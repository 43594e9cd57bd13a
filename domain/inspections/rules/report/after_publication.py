"""A report that is out: corrected, withdrawn, and responded to (000 L41; 003)."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import AnswerReport, CorrectReport, WithdrawReport
from domain.inspections.events import (
    CorrectionGivenUp,
    CorrectionOpened,
    ReportAnswered,
    ReportWithdrawn,
)
from domain.inspections.report.parts import Correction
from domain.inspections.rules.report.publication import PUBLISHED
from domain.inspections.rules.report.sign_off import current_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES"]

_OUT = (Stage.CASE_READS, Stage.PANEL_REVIEW, Stage.PUBLICATION, *PUBLISHED)
"""Where a report may be out: its case reads may have been opened again for an edition that corrects it."""


@rule(
    CorrectReport,
    stages=PUBLISHED,
    events=[CorrectionOpened],
    refusals=["no-report", "stale-decision", "not-published", "correction-open"],
)
def correct_report(state: Inspection, command: CorrectReport, given: Given) -> Decided:
    """Opens a new edition in which something is put right; the one that is out stays readable, and says what it is."""
    report = current_report(state)
    if not state.editions or state.withdrawn is not None:
        return Refusal("not-published", "There is no published report to be corrected.")
    if state.correction is not None:
        return Refusal("correction-open", f"Edition {state.correction.edition} is being made already.")
    correction = Correction(edition=report.edition + 1, reason=command.reason, changed=command.changed)
    parts = report.parts.with_(corrections=(*report.parts.corrections, correction))
    return (
        CorrectionOpened(
            edition=correction.edition,
            reason=command.reason,
            changed=command.changed,
            report=report.digest_with(command.inspection, parts=parts),
            opened_on=given.today,
        ),
    )


@rule(WithdrawReport, stages=_OUT, events=[ReportWithdrawn, CorrectionGivenUp], refusals=["not-published"])
def withdraw_report(state: Inspection, command: WithdrawReport, given: Given) -> Decided:
    """Withdraws a published report; whoever was told that it is out is told of this too.

    A correction that was being made of it is given up: there is nothing left for it to correct. So is one that was left
    open when the report was withdrawn, as it could be once.
    """
    if not state.editions:
        return Refusal("not-published", "There is no published report to be withdrawn.")
    correction = state.correction
    given_up = (CorrectionGivenUp(edition=correction.edition, given_up_on=given.today),) if correction else ()
    if state.withdrawn is not None:
        return given_up
    return (ReportWithdrawn(reason=command.reason, withdrawn_on=given.today), *given_up)


@rule(
    AnswerReport,
    stages=_OUT,
    events=[ReportAnswered],
    refusals=["not-published", "response-exists", "date-ahead"],
)
def answer_report(state: Inspection, command: AnswerReport, given: Given) -> Decided:
    """Records what the provider, or a national body, said to the published report."""
    if not state.editions:
        return Refusal("not-published", "There is no published report that anybody could respond to.")
    if command.response in state.responses:
        return Refusal("response-exists", f"There is a response {command.response} already.")
    if command.received_on > given.today:
        return Refusal(
            "date-ahead", f"It cannot have come on {command.received_on}: that day is still ahead."
        )
    return (
        ReportAnswered(
            response=command.response,
            by=command.by,
            title=command.title,
            text=command.text,
            received_on=command.received_on,
        ),
    )


RULES = (correct_report, withdraw_report, answer_report)
