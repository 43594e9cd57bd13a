"""The draft sent to the provider, which checks it for factual accuracy, and what it is answered (001 L24; 003)."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import (
    AcceptChallenge,
    ConfirmFactualAccuracy,
    RaiseChallenge,
    RejectChallenge,
    SendDraft,
)
from domain.inspections.events import (
    CaseReadsReopened,
    ChallengeAccepted,
    ChallengeRaised,
    ChallengeRejected,
    DraftSent,
    FactualAccuracyConfirmed,
)
from domain.inspections.report.texts import no_such_place, places_of
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.report.sign_off import NO_REPORT, signed_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES"]


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
    refusals=[
        "no-report",
        "draft-not-sent",
        "window-closed",
        "provider-missing",
        "not-inspected",
        "no-more-points",
        "challenge-exists",
        "no-such-place",
    ],
)
def raise_challenge(state: Inspection, command: RaiseChallenge, given: Given) -> Decided:
    """Raises one point of factual accuracy, while the window for it is open, at a place of the draft."""
    refusal = _window_shut(state, command.provider, given)
    if refusal is not None:
        return refusal
    if command.challenge in state.challenges:
        return Refusal("challenge-exists", f"There is a point {command.challenge} already.")
    if command.place is not None and command.place not in places_of(state, protocol_of(state, given)):
        return no_such_place(command.place)
    raised = ChallengeRaised(
        challenge=command.challenge,
        about=command.about,
        text=command.text,
        place=command.place,
        provider=command.provider,
    )
    return (raised,)


@rule(
    ConfirmFactualAccuracy,
    stages=[Stage.PUBLICATION],
    events=[FactualAccuracyConfirmed],
    refusals=[
        "no-report",
        "draft-not-sent",
        "window-closed",
        "provider-missing",
        "not-inspected",
        "no-more-points",
    ],
)
def confirm_factual_accuracy(state: Inspection, command: ConfirmFactualAccuracy, given: Given) -> Decided:
    """Says that a provider has no further points; the window closes early once all that are inspected have said so."""
    return _window_shut(state, command.provider, given) or (
        FactualAccuracyConfirmed(provider=command.provider),
    )


@rule(
    AcceptChallenge,
    stages=[Stage.PUBLICATION, Stage.PANEL_REVIEW],
    events=[ChallengeAccepted, CaseReadsReopened],
    refusals=[
        "unknown-challenge",
        "challenge-answered",
        "nothing-rated",
        "no-case-reads",
        "calendar-exhausted",
    ],
)
def accept_challenge(state: Inspection, command: AcceptChallenge, given: Given) -> Decided:
    """Accepts a point and amends the report; a signature on the old text no longer stands.

    One that touches a judgement takes the inspection back to the panel, and the judgement on the standard that it is
    about must be proposed anew; one that touches case reads opens the gate behind them again, and what was decided or,
    where nothing is rated, counted from them no longer stands.
    """
    refusal = _unanswerable(state, command.challenge)
    report = state.report
    if refusal is not None or report is None:
        return refusal or ()
    protocol = protocol_of(state, given)
    if command.touches == "case-reads" and not protocol.has(Stage.CASE_READS):
        return Refusal("no-case-reads", f"{protocol.title} has no case reads that could be opened again.")
    rated = protocol.has(Stage.PANEL_REVIEW)
    if command.touches == "judgement" and not rated:
        return Refusal(
            "nothing-rated",
            f"{protocol.title} has no ratings to look at again: amend the wording, or draft anew.",
        )
    judged = rated and command.touches != "wording"
    amendments = (*report.amendments, (command.challenge, command.amendment))
    accepted = ChallengeAccepted(
        challenge=command.challenge,
        touches="judgement" if judged else "wording",
        amendment=command.amendment,
        report=report.digest_with(command.inspection, amendments=amendments),
        due=given.calendar.after(given.today, protocol.days("panel-review")) if judged else None,
    )
    if command.touches != "case-reads":
        return (accepted,)
    due = given.calendar.after(given.today, protocol.days("case-reads"))
    reopened = CaseReadsReopened(reason=f"A point of factual accuracy, {command.challenge}.", due=due)
    return (accepted, reopened)


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


def _window_shut(state: Inspection, provider: str | None, given: Given) -> Refusal | None:
    """Why a provider has nothing more to say to the draft; of several, each closes the window for itself alone."""
    if state.report is None:
        return NO_REPORT
    if state.report.sent is None:
        return Refusal("draft-not-sent", "The provider has not been sent the draft.")
    running = state.deadlines.get("factual-accuracy")
    # By the date, and not by whether somebody has noted yet that it passed.
    if state.report.checked or running is None or given.at >= running.passes_at:
        return Refusal("window-closed", "The window for points of factual accuracy is closed.")
    inspected = ", ".join(state.known.providers)
    if provider is None:
        several = bool(state.known.others)
        return (
            Refusal("provider-missing", f"Say for which provider; inspected are: {inspected}.")
            if several
            else None
        )
    if provider not in state.known.providers:
        return Refusal("not-inspected", f"{provider} is not inspected here; inspected: {inspected}.")
    if provider in state.report.no_more:
        return Refusal("no-more-points", f"{state.name_of(provider)} has said that it has no further points.")
    return None


def _unanswerable(state: Inspection, code: str) -> Refusal | None:
    challenge = state.challenges.get(code)
    if challenge is None:
        return Refusal("unknown-challenge", f"There is no point {code}.")
    if challenge.outcome != "open":
        return Refusal("challenge-answered", f"The point {code} has been {challenge.outcome} already.")
    return None


RULES = (
    send_draft,
    raise_challenge,
    confirm_factual_accuracy,
    accept_challenge,
    reject_challenge,
)
