"""Fieldwork, and the lead inspector's proposals for what is judged (004 §4.12-4.15)."""

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import BeginFieldwork, EndFieldwork, ProposeRating
from domain.inspections.events import (
    FieldworkBegun,
    FieldworkEnded,
    InspectionClosed,
    RatingProposed,
)
from domain.inspections.rules.common import protocol_of, scheme_of
from domain.inspections.rules.gates import closing, due_behind
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal

__all__ = ["RULES"]


@rule(
    BeginFieldwork,
    stages=[Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST],
    events=[FieldworkBegun],
    refusals=["evidence-missing", "evidence-not-requested", "too-early", "calendar-exhausted"],
)
def begin_fieldwork(state: Inspection, _command: BeginFieldwork, given: Given) -> Decided:
    """Begins fieldwork once the evidence asked for in advance has come in or been waived.

    Fieldwork that begins later than announced, after a deferral for instance, keeps its announced length.
    """
    if state.stage is Stage.ANNOUNCEMENT and state.stage_after(Stage.ANNOUNCEMENT) is not Stage.FIELDWORK:
        return Refusal("evidence-not-requested", "The evidence has not been requested yet.")
    if state.awaited:
        return Refusal("evidence-missing", f"Still to come in, or to be waived: {', '.join(state.awaited)}.")
    first, last = state.known.fieldwork_from, state.known.fieldwork_to
    if given.today < first:
        return Refusal("too-early", f"Fieldwork was announced for {first}; today is {given.today}.")
    due = given.calendar.after(given.today, given.calendar.between(first, last))
    return (FieldworkBegun(begun_on=given.today, due=due),)


@rule(
    ProposeRating,
    stages=[Stage.FIELDWORK, Stage.CASE_READS, Stage.PANEL_REVIEW],
    events=[RatingProposed],
    refusals=["not-judged", "unknown-rating"],
)
def propose_rating(state: Inspection, command: ProposeRating, given: Given) -> Decided:
    """Proposes one judgement for a standard that rests on all evidence, not on cases."""
    scheme = scheme_of(state, given)
    standard = next((each for each in scheme.standards if each.id == command.standard), None)
    if standard is None or standard.aggregator != "judgement":
        judged = ", ".join(each.id for each in scheme.standards if each.aggregator == "judgement")
        return Refusal(
            "not-judged",
            f"Standard {command.standard} is not judged under {scheme.id}; those that are: {judged}.",
        )
    if command.rating not in scheme.rank:
        return Refusal(
            "unknown-rating",
            f"{command.rating} is none of the ratings of {scheme.id}: {', '.join(scheme.rank)}.",
        )
    return (RatingProposed(standard=command.standard, rating=command.rating, reason=command.reason),)


@rule(
    EndFieldwork,
    stages=[Stage.FIELDWORK],
    events=[FieldworkEnded, InspectionClosed],
    refusals=["sample-missing", "calendar-exhausted"],
)
def end_fieldwork(state: Inspection, _command: EndFieldwork, given: Given) -> Decided:
    """Ends fieldwork once every sample has been drawn; case reads may go on."""
    protocol = protocol_of(state, given)
    missing = [each.title for each in protocol.populations if each.id not in state.samples]
    if missing:
        return Refusal("sample-missing", f"No sample has been drawn of: {', '.join(missing)}.")
    reports = protocol.has(Stage.PUBLICATION)
    ended = FieldworkEnded(
        ended_on=given.today,
        due=due_behind(state, Stage.FIELDWORK, given),
        publication_due=given.calendar.after(given.today, protocol.days("publication")) if reports else None,
    )
    return (ended, *closing(state, Stage.FIELDWORK, given))


RULES = (begin_fieldwork, propose_rating, end_fieldwork)
