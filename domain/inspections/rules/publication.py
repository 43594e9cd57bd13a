"""The report: drafted, checked for factual accuracy by the provider, and published (001 L24; 003)."""

from domain.action_plans.events import ActionPlanRequested
from domain.decider import Decided, On, rule
from domain.given import Given
from domain.inspections.commands import (
    AcceptChallenge,
    ConfirmFactualAccuracy,
    DraftReport,
    RaiseChallenge,
    RecordPublication,
    RejectChallenge,
    SchedulePublication,
    SendDraft,
)
from domain.inspections.events import (
    ChallengeAccepted,
    ChallengeRaised,
    ChallengeRejected,
    DraftSent,
    FactualAccuracyConfirmed,
    InspectionClosed,
    PublicationScheduled,
    ReportDrafted,
    ReportPublished,
)
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.gates import closing
from domain.inspections.rules.sign_off import NO_REPORT, signed_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection, report_digest
from domain.library import Library
from domain.refusals import Refusal

__all__ = ["RULES", "plan_stream"]


def plan_stream(inspection: str) -> str:
    """The stream of the action plan that an inspection asks for."""
    return f"action-plan-{inspection}"


@rule(
    DraftReport,
    stages=[Stage.PUBLICATION],
    events=[ReportDrafted],
    refusals=["listed-twice", "no-recommendations", "challenges-open"],
)
def draft_report(state: Inspection, command: DraftReport, given: Given) -> Decided:
    """Drafts the report on the panel's decision; a new draft takes the place of an earlier one."""
    codes = [each.id for each in command.recommendations]
    if len(set(codes)) != len(codes):
        return Refusal("listed-twice", "Two recommendations have the same code.")
    protocol = protocol_of(state, given)
    if codes and not protocol.recommendations:
        return Refusal("no-recommendations", f"{protocol.title} makes no recommendations.")
    if state.open_challenges:
        return Refusal("challenges-open", f"Answer first: {', '.join(state.open_challenges)}.")
    decision = str(state.decision)
    return (
        ReportDrafted(
            edition=state.report.edition + 1 if state.report else 1,
            findings=command.findings,
            recommendations=command.recommendations,
            decision=decision,
            report=report_digest(command.inspection, command.findings, command.recommendations, decision, ()),
        ),
    )


@rule(
    SendDraft,
    stages=[Stage.PUBLICATION],
    events=[DraftSent],
    refusals=["no-report", "stale-decision", "not-signed", "draft-sent", "calendar-exhausted"],
)
def send_draft(state: Inspection, _command: SendDraft, given: Given) -> Decided:
    """Sends the signed draft to the provider, for matters of factual accuracy only."""
    report = signed_report(state)
    if report.sent is not None:
        return Refusal("draft-sent", "This draft has been sent to the provider already.")
    due = given.calendar.after(given.today, protocol_of(state, given).days("factual-accuracy"))
    return (DraftSent(report=report.digest, due=due),)


@rule(
    RaiseChallenge,
    stages=[Stage.PUBLICATION],
    events=[ChallengeRaised],
    refusals=["no-report", "draft-not-sent", "window-closed", "challenge-exists"],
)
def raise_challenge(state: Inspection, command: RaiseChallenge, given: Given) -> Decided:
    """Raises one point of factual accuracy, while the window for it is open."""
    refusal = _window_shut(state, given)
    if refusal is not None:
        return refusal
    if command.challenge in state.challenges:
        return Refusal("challenge-exists", f"There is a point {command.challenge} already.")
    return (ChallengeRaised(challenge=command.challenge, about=command.about, text=command.text),)


@rule(
    ConfirmFactualAccuracy,
    stages=[Stage.PUBLICATION],
    events=[FactualAccuracyConfirmed],
    refusals=["no-report", "draft-not-sent", "window-closed"],
)
def confirm_factual_accuracy(state: Inspection, _command: ConfirmFactualAccuracy, given: Given) -> Decided:
    """Says that the provider has no further points, which closes the window early."""
    return _window_shut(state, given) or (FactualAccuracyConfirmed(),)


@rule(
    AcceptChallenge,
    stages=[Stage.PUBLICATION, Stage.PANEL_REVIEW],
    events=[ChallengeAccepted],
    refusals=["unknown-challenge", "challenge-answered", "nothing-rated", "calendar-exhausted"],
)
def accept_challenge(state: Inspection, command: AcceptChallenge, given: Given) -> Decided:
    """Accepts a point and amends the report; a signature on the old text no longer stands."""
    refusal = _unanswerable(state, command.challenge)
    report = state.report
    if refusal is not None or report is None:
        return refusal or ()
    protocol = protocol_of(state, given)
    judged = command.touches == "judgement"
    if judged and not protocol.has(Stage.PANEL_REVIEW):
        return Refusal(
            "nothing-rated",
            f"{protocol.title} has no ratings to look at again: amend the wording, or draft anew.",
        )
    amendments = (*report.amendments, (command.challenge, command.amendment))
    return (
        ChallengeAccepted(
            challenge=command.challenge,
            touches=command.touches,
            amendment=command.amendment,
            report=report_digest(
                command.inspection, report.findings, report.recommendations, report.decision, amendments
            ),
            due=given.calendar.after(given.today, protocol.days("panel-review")) if judged else None,
        ),
    )


@rule(
    RejectChallenge,
    stages=[Stage.PUBLICATION, Stage.PANEL_REVIEW],
    events=[ChallengeRejected],
    refusals=["unknown-challenge", "challenge-answered"],
)
def reject_challenge(state: Inspection, command: RejectChallenge, _given: Given) -> Decided:
    """Rejects a point, with the reason."""
    return _unanswerable(state, command.challenge) or (
        ChallengeRejected(challenge=command.challenge, reason=command.reason),
    )


@rule(
    SchedulePublication,
    stages=[Stage.PUBLICATION],
    events=[PublicationScheduled],
    refusals=[
        "no-report",
        "stale-decision",
        "not-signed",
        "draft-not-sent",
        "window-open",
        "challenges-open",
        "conditions-open",
        "partners-unsigned",
        "date-in-past",
        "not-a-working-day",
        "calendar-exhausted",
    ],
)
def schedule_publication(state: Inspection, command: SchedulePublication, given: Given) -> Decided:
    """Sets the day of publication of the report as it was signed."""
    report = signed_report(state)
    if report.sent is None:
        return Refusal("draft-not-sent", "The provider has not been sent the draft.")
    if state.open_challenges:
        return Refusal("challenges-open", f"Answer first: {', '.join(state.open_challenges)}.")
    if not report.checked:
        due = state.deadlines["factual-accuracy"].due
        return Refusal(
            "window-open", f"The provider's window for points, until the end of {due}, is not closed."
        )
    if state.open_conditions:
        return Refusal(
            "conditions-open", f"The panel's conditions are not met: {', '.join(state.open_conditions)}."
        )
    if state.unsigned_partners:
        return Refusal("partners-unsigned", f"Still to sign: {', '.join(state.unsigned_partners)}.")
    if command.publish_on < given.today:
        return Refusal(
            "date-in-past", f"The report cannot be published on {command.publish_on}: that day is over."
        )
    if not given.calendar.is_working(command.publish_on):
        return Refusal("not-a-working-day", f"{command.publish_on} is not a working day.")
    return (PublicationScheduled(report=report.digest, publish_on=command.publish_on),)


def _plan(_state: Inspection, command: RecordPublication, _library: Library) -> tuple[str, ...]:
    return (plan_stream(command.inspection),)


@rule(
    RecordPublication,
    stages=[Stage.PUBLICATION],
    events=[ReportPublished, ActionPlanRequested, InspectionClosed],
    refusals=["no-report", "not-scheduled", "stale-report", "too-early", "calendar-exhausted"],
    reads=_plan,
)
def record_publication(state: Inspection, command: RecordPublication, given: Given) -> Decided:
    """Notes that the report is out, and asks the provider for its action plan."""
    report = state.report
    if report is None:
        return NO_REPORT
    if state.publish_on is None or state.publish is None:
        return Refusal("not-scheduled", "No day of publication has been set.")
    if command.report != state.publish or report.digest != state.publish:
        return Refusal("stale-report", "What was published is not what was cleared for publication.")
    if given.today < state.publish_on:
        return Refusal("too-early", f"The report is to be published on {state.publish_on}, not before.")
    asked = tuple(each for each in report.recommendations if each.to == "provider")
    protocol = protocol_of(state, given)
    plan = plan_stream(command.inspection) if asked and protocol.has(Stage.ACTION_PLAN) else None
    published = ReportPublished(
        edition=report.edition,
        report=command.report,
        document=command.document,
        published_on=given.today,
        plan=plan,
    )
    if plan is None:
        return (published, *closing(state, Stage.PUBLICATION, given))
    requested = ActionPlanRequested(
        inspection=command.inspection,
        recommendations=asked,
        requested_on=given.today,
        due=given.calendar.after(given.today, protocol.days("action-plan")),
        days_when_returned=protocol.days("action-plan-return"),
    )
    return (published, On(plan, requested))


def _window_shut(state: Inspection, given: Given) -> Refusal | None:
    if state.report is None:
        return NO_REPORT
    if state.report.sent is None:
        return Refusal("draft-not-sent", "The provider has not been sent the draft.")
    running = state.deadlines.get("factual-accuracy")
    # By the date, and not by whether somebody has noted yet that it passed.
    if state.report.checked or running is None or given.at >= running.passes_at:
        return Refusal("window-closed", "The window for points of factual accuracy is closed.")
    return None


def _unanswerable(state: Inspection, code: str) -> Refusal | None:
    challenge = state.challenges.get(code)
    if challenge is None:
        return Refusal("unknown-challenge", f"There is no point {code}.")
    if challenge.outcome != "open":
        return Refusal("challenge-answered", f"The point {code} has been {challenge.outcome} already.")
    return None


RULES = (
    draft_report,
    send_draft,
    raise_challenge,
    confirm_factual_accuracy,
    accept_challenge,
    reject_challenge,
    schedule_publication,
    record_publication,
)
