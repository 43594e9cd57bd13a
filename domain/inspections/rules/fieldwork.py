"""Fieldwork: what must be ready before it begins, and before it ends (004 §4.12-4.15)."""

from domain.decider import Decided, rule
from domain.evidence.state import EvidenceRoom
from domain.given import Given
from domain.inspections.commands import BeginFieldwork, EndFieldwork
from domain.inspections.events import (
    FieldworkBegun,
    FieldworkEnded,
    InspectionClosed,
)
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.gates import closing, due_behind
from domain.inspections.rules.judging.judgements import not_assessed
from domain.inspections.rules.judging.readiness import evidence_room
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal
from domain.streams import room_stream

__all__ = ["RULES"]


@rule(
    BeginFieldwork,
    stages=[Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST],
    events=[FieldworkBegun],
    refusals=[
        "evidence-missing",
        "prompts-not-assessed",
        "too-early",
        "calendar-exhausted",
    ],
    reads=evidence_room,
)
def begin_fieldwork(state: Inspection, command: BeginFieldwork, given: Given) -> Decided:
    """Begins fieldwork once the evidence asked for in advance has come in or been waived.

    Fieldwork that begins later than announced, after a deferral for instance, keeps its announced length.
    """
    if state.stage is Stage.ANNOUNCEMENT and state.stage_after(Stage.ANNOUNCEMENT) is not Stage.FIELDWORK:
        return Refusal(
            "wrong-stage",
            "To begin fieldwork the inspection must be at evidence-request; it is at announcement.",
        )
    if state.awaited:
        return Refusal("evidence-missing", f"Still to come in, or to be waived: {', '.join(state.awaited)}.")
    if refusal := not_assessed(state, given.seen[room_stream(command.inspection)], given):
        return refusal
    first, last = state.known.fieldwork_from, state.known.fieldwork_to
    if given.today < first:
        return Refusal("too-early", f"Fieldwork was announced for {first}; today is {given.today}.")
    due = given.calendar.after(given.today, given.calendar.between(first, last))
    return (FieldworkBegun(begun_on=given.today, due=due),)


@rule(
    EndFieldwork,
    stages=[Stage.FIELDWORK],
    events=[FieldworkEnded, InspectionClosed],
    refusals=["sample-missing", "feedback-missing", "calendar-exhausted"],
    reads=evidence_room,
)
def end_fieldwork(state: Inspection, command: EndFieldwork, given: Given) -> Decided:
    """Ends fieldwork once every sample has been drawn; case reads may go on."""
    protocol = protocol_of(state, given)
    missing = [each.title for each in protocol.populations if each.id not in state.samples]
    if missing:
        return Refusal("sample-missing", f"No sample has been drawn of: {', '.join(missing)}.")
    room: EvidenceRoom = given.seen[room_stream(command.inspection)]
    if protocol.fieldwork and protocol.fieldwork.closing_feedback and not room.feedback:
        return Refusal("feedback-missing", "The provider has not been given closing feedback yet.")
    reports = protocol.has(Stage.PUBLICATION)
    ended = FieldworkEnded(
        ended_on=given.today,
        due=due_behind(state, Stage.FIELDWORK, given),
        publication_due=given.calendar.after(given.today, protocol.days("publication")) if reports else None,
    )
    return (ended, *closing(state, Stage.FIELDWORK, given))


RULES = (begin_fieldwork, end_fieldwork)
