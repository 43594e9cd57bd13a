"""What some kinds of inspection have and others do not: partners who sign, and ratings without a panel."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import ConfirmRatings, SignForPartner
from domain.inspections.events import InspectionClosed, PartnerSigned, RatingsConfirmed
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.gates import closing
from domain.inspections.rules.sign_off import current_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES"]


@rule(
    SignForPartner,
    stages=[Stage.PUBLICATION],
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
    refusals=["panel-decides", "another-role-decides", "nothing-proposed", "stale-proposal"],
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
    confirmed = RatingsConfirmed(
        decided_on=given.today,
        role=protocol.decides,
        derivation=derived.trace_digest,
        ratings=derived.ratings,
        overall=derived.overall,
    )
    return (confirmed, *closing(state, Stage.PANEL_REVIEW, given))


RULES = (sign_for_partner, confirm_ratings)
