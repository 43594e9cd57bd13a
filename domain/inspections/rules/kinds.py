"""What some kinds of inspection have and others do not: partners who sign, and ratings without a panel."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import ConfirmRatings, LeaveUnrated, ScoreCriterion, SignForPartner
from domain.inspections.events import (
    CriterionScored,
    InspectionClosed,
    PartnerSigned,
    RatingsConfirmed,
    StandardLeftUnrated,
)
from domain.inspections.rules.common import protocol_of, scheme_of
from domain.inspections.rules.gates import closing
from domain.inspections.rules.readiness import SHAKEN, room_stream, shaken, what_it_rests_on
from domain.inspections.rules.sign_off import current_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES"]

_JUDGING = (Stage.FIELDWORK, Stage.CASE_READS, Stage.PANEL_REVIEW)


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
    ConfirmRatings,
    stages=[Stage.PANEL_REVIEW],
    events=[RatingsConfirmed, InspectionClosed],
    refusals=["panel-decides", "another-role-decides", "nothing-proposed", "stale-proposal", *SHAKEN],
    reads=what_it_rests_on,
)
def confirm_ratings(state: Inspection, command: ConfirmRatings, given: Given) -> Decided:
    """Decides the ratings exactly as the scheme derives them, by the role that the kind of inspection names."""
    protocol = protocol_of(state, given)
    if protocol.decides is None:
        return Refusal("panel-decides", f"In {protocol.title} the ratings panel decides.")
    if given.actor.role is not protocol.decides:
        return Refusal(
            "another-role-decides",
            f"In {protocol.title} the role {protocol.decides.value} decides the ratings.",
        )
    derived = state.derived
    if derived is None:
        return Refusal("nothing-proposed", "No ratings have been derived yet.")
    if derived.trace_digest != command.derivation:
        return Refusal("stale-proposal", "The ratings have changed since they were looked at.")
    if refusal := shaken(state, given.seen[room_stream(command.inspection)], given.seen):
        return refusal
    confirmed = RatingsConfirmed(
        decided_on=given.today,
        role=protocol.decides,
        derivation=derived.trace_digest,
        ratings=derived.ratings,
        overall=derived.overall,
    )
    return (confirmed, *closing(state, Stage.PANEL_REVIEW, given))


@rule(
    ScoreCriterion,
    stages=_JUDGING,
    events=[CriterionScored],
    refusals=["not-scored", "rests-on-cases"],
)
def score_criterion(state: Inspection, command: ScoreCriterion, given: Given) -> Decided:
    """Gives a criterion of management its percentage; those that rest on cases have theirs from the cases."""
    scheme = scheme_of(state, given)
    criterion = next((each for each in scheme.standards if each.id == command.standard), None)
    if criterion is None or criterion.aggregator != "percentage":
        return Refusal("not-scored", f"{scheme.id} gives no percentage to {command.standard}.")
    if criterion.population is not None:
        return Refusal(
            "rests-on-cases", f"The percentage of {command.standard} follows from the cases that were read."
        )
    return (CriterionScored(standard=command.standard, percent=command.percent, reason=command.reason),)


@rule(
    LeaveUnrated,
    stages=_JUDGING,
    events=[StandardLeftUnrated],
    refusals=["unknown-standard", "must-be-rated"],
)
def leave_unrated(state: Inspection, command: LeaveUnrated, given: Given) -> Decided:
    """Leaves a standard unrated that a follow-up does not look at again, or a criterion that could not be scored.

    Or one that rests on cases, once the case reads are closed and every case of its sample had to be taken out with
    none to come in: there is nothing to rate it by, and no other way on.
    """
    scheme, protocol = scheme_of(state, given), protocol_of(state, given)
    standard = next((each for each in scheme.standards if each.id == command.standard), None)
    if standard is None:
        return Refusal("unknown-standard", f"There is no standard {command.standard} in {scheme.id}.")
    again = protocol.follow_up
    beside = again is not None and again.leaves_alone(standard.id)
    if state.used_up(standard.population):
        if state.standing is Stage.PANEL_REVIEW:
            return (StandardLeftUnrated(standard=command.standard, reason=command.reason),)
        sentence = "No case of its sample is left: close the case reads first, or have a new list handed in."
        return Refusal("must-be-rated", f"{protocol.title} rates {command.standard}. {sentence}")
    if not beside and (standard.aggregator != "percentage" or standard.population is not None):
        return Refusal("must-be-rated", f"{protocol.title} rates {command.standard}.")
    return (StandardLeftUnrated(standard=command.standard, reason=command.reason),)


RULES = (sign_for_partner, confirm_ratings, score_criterion, leave_unrated)
