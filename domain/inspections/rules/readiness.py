"""What must stand behind the judgements of an inspection when they go to the panel (004 §4.14-4.17)."""

from collections.abc import Mapping

from domain.cases.reading import CaseRead
from domain.cases.second_reads import SecondRead
from domain.evidence.correlation import compare
from domain.evidence.resting import at_odds, behind
from domain.evidence.state import EvidenceRoom
from domain.inspections.commands.order import InspectionOrder
from domain.inspections.protocol_parts import JudgementRule
from domain.inspections.state import Inspection
from domain.library import Library
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal

__all__ = ["SHAKEN", "UNREADY", "evidence_room", "room_stream", "shaken", "unready"]


def room_stream(inspection: str) -> str:
    """The stream of an inspection's evidence room."""
    return f"evidence-{inspection}"


def evidence_room(_state: object, command: InspectionOrder, _library: Library) -> tuple[str, ...]:
    """The stream of the evidence room: a decision that rests on it must fail if it moves meanwhile."""
    return (room_stream(command.inspection),)


SHAKEN = ("evidence-changed", "enquiries-open")
"""Why judgements do not stand any more, be it before the panel or after they were put to it."""

UNREADY = (*SHAKEN, "correlation-not-checked", "correlation-stale")
"""Why proposals cannot go to the panel yet."""


def shaken(state: Inspection, room: EvidenceRoom) -> Refusal | None:
    """Why the judgements of an inspection do not stand as they are; None if they do.

    Args:
        state: the inspection.
        room: its evidence room.
    """
    changed = at_odds(state, room)
    if changed:
        standard, entry = changed[0]
        first = "take up what came in its place, and then " if behind(state, room, entry) else ""
        return Refusal(
            "evidence-changed",
            f"The rating of {standard} was proposed on {entry}, which has changed since; {first}propose it again.",
        )
    if room.open_enquiries:
        return Refusal(
            "enquiries-open",
            f"Lines of enquiry are open: {', '.join(room.open_enquiries)}; close them or carry them to the panel.",
        )
    return None


def unready(
    state: Inspection,
    room: EvidenceRoom,
    scheme: Scheme,
    cases: Mapping[str, CaseRead | SecondRead],
    asked: JudgementRule | None,
) -> Refusal | None:
    """Why the judgements of an inspection are not ready for the panel; None if they are.

    Args:
        state: the inspection.
        room: its evidence room.
        scheme: the scheme that it is bound to.
        cases: its case reads by stream, second reads among them.
        asked: what its protocol asks of judgements.
    """
    if refusal := shaken(state, room):
        return refusal
    limit = asked.correlation_steps if asked else None
    if limit is None:
        return None
    if state.correlation is None:
        return Refusal(
            "correlation-not-checked", "Nobody has looked at the proposals beside the case results yet."
        )
    if state.correlation.compared != compare(state, scheme, cases, limit).digest:
        return Refusal(
            "correlation-stale",
            "A proposal or a case result has changed since they were looked at side by side; look again.",
        )
    return None
