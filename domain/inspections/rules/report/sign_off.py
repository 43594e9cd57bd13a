"""The Chief Inspector's foreword and signature, partners' signatures, and the submission (000 L35; 003 L22-33)."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import SignForPartner, SignOffReport, SubmitReport
from domain.inspections.events import PartnerSigned, ReportSignedOff, ReportSubmitted
from domain.inspections.report.state import Report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.deputising import Deputising
from domain.refusals import Refusal, Refused

__all__ = ["NO_REPORT", "RULES", "current_report", "signed_report"]

NO_REPORT = Refusal("no-report", "No report has been drafted yet.")


@rule(
    SignOffReport,
    stages=[Stage.PUBLICATION, Stage.ACTION_PLAN, Stage.CLOSED],
    events=[ReportSignedOff],
    refusals=[
        "no-report",
        "stale-report",
        "stale-decision",
        "deputy-unclear",
        "may-not-sign",
        "already-published",
    ],
)
def sign_off_report(state: Inspection, command: SignOffReport, given: Given) -> Decided:
    """Signs the report exactly as it stands, with its foreword; the signature is bound to the digest of both.

    A foreword that is left out stays as it was signed before.
    """
    report = current_report(state)
    if state.editions and state.correction is None:
        return Refusal("already-published", "The report is published as it was signed.")
    if command.report != report.digest:
        return Refusal(
            "stale-report", "The report has changed since the version you mean to sign; read it again."
        )
    if given.actor.id in state.judges:
        return Refusal(
            "may-not-sign",
            "Who leads or led an inspection, or proposed its ratings, does not sign its report.",
        )
    if (command.in_place_of is None) != (command.why is None):
        return Refusal("deputy-unclear", "A deputy says in whose place it is signed, and why.")
    foreword = report.foreword if command.foreword is None else command.foreword
    if report.signature_stands and report.foreword == foreword:
        return ()
    deputising = (
        Deputising(place_of=command.in_place_of, why=command.why)
        if command.in_place_of is not None and command.why is not None
        else None
    )
    return (
        ReportSignedOff(
            report=report.digest, foreword=foreword, deputising=deputising, signed_on=given.today
        ),
    )


@rule(
    SignForPartner,
    stages=[Stage.PUBLICATION, Stage.ACTION_PLAN, Stage.CLOSED],
    events=[PartnerSigned],
    refusals=["no-such-signatory", "no-report", "stale-decision", "stale-report", "date-ahead"],
)
def sign_for_partner(state: Inspection, command: SignForPartner, given: Given) -> Decided:
    """Notes that a body that inspects jointly has signed the report as it stands; publication waits for all of them."""
    if command.partner not in state.known.signatories:
        known = ", ".join(state.known.signatories) or "nobody"
        return Refusal("no-such-signatory", f"{command.partner} need not sign; who must is: {known}.")
    report = current_report(state)
    if command.report != report.digest:
        return Refusal(
            "stale-report", "The report has changed since the version that was signed; have it read again."
        )
    signed_on = command.signed_on or given.today
    if signed_on > given.today:
        return Refusal("date-ahead", f"It cannot have been signed on {signed_on}: that day is still ahead.")
    if command.partner not in state.unsigned_partners:
        return ()
    return (
        PartnerSigned(
            partner=command.partner, report=report.digest, signed_by=command.signed_by, signed_on=signed_on
        ),
    )


@rule(
    SubmitReport,
    stages=[Stage.PUBLICATION, Stage.ACTION_PLAN, Stage.CLOSED],
    events=[ReportSubmitted],
    refusals=[
        "no-report",
        "stale-decision",
        "stale-report",
        "not-signed",
        "not-checked",
        "date-ahead",
        "before-signature",
    ],
)
def submit_report(state: Inspection, command: SubmitReport, given: Given) -> Decided:
    """Notes that the signed and checked report was submitted to the Secretary of State, and when.

    Several kinds are closed by publication, and what is closed may be corrected: it is noted then as well.
    """
    report = signed_report(state)
    if command.report != report.digest:
        return Refusal("stale-report", "That is not the report as it was signed; look at it again.")
    if not report.checked or state.open_challenges:
        return Refusal("not-checked", "The provider's check of factual accuracy is not over.")
    if command.submitted_on > given.today:
        return Refusal(
            "date-ahead", f"It cannot have been submitted on {command.submitted_on}: that day is still ahead."
        )
    if report.signed_on is not None and command.submitted_on < report.signed_on:
        return Refusal(
            "before-signature",
            f"It cannot have been submitted on {command.submitted_on}: it was signed on {report.signed_on}.",
        )
    if report.submission_stands:
        return ()
    return (ReportSubmitted(report=report.digest, submitted_on=command.submitted_on),)


def current_report(state: Inspection) -> Report:
    """The report, drafted on the decision that stands.

    Raises:
        Refused: ``no-report``, or ``stale-decision`` when the panel has decided anew.
    """
    if state.report is None:
        raise Refused(NO_REPORT)
    if state.report.decision != state.decision:
        raise Refused.because(
            "stale-decision", "The panel has decided anew; draft the report again on its decision."
        )
    return state.report


def signed_report(state: Inspection) -> Report:
    """The report, with a signature that stands.

    Raises:
        Refused: ``no-report``, ``stale-decision``, or ``not-signed``.
    """
    report = current_report(state)
    if not report.signature_stands:
        raise Refused.because(
            "not-signed",
            "The Chief Inspector has not signed the report"
            + (" as it now stands; it was changed after it was signed." if report.signed else "."),
        )
    return report


RULES = (sign_off_report, sign_for_partner, submit_report)
