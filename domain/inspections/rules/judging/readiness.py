"""What must stand behind the judgements of an inspection when they go to the panel (004 §4.14-4.17)."""

from collections.abc import Mapping
from typing import Any

from domain.dated_rules.library import Library
from domain.evidence.correlation import compare
from domain.evidence.resting import at_odds, behind, gone, outdated, unsettled
from domain.evidence.state import EvidenceRoom
from domain.holdings.commands import holdings_stream
from domain.inspections.commands.order import InspectionOrder
from domain.inspections.kinds.parts import JudgementRule
from domain.inspections.state import Inspection
from domain.ratings.scheme import Scheme
from domain.refusals import Refusal
from domain.streams import room_stream

__all__ = ["SHAKEN", "UNREADY", "evidence_room", "shaken", "unready", "what_it_rests_on"]


def evidence_room(_state: object, command: InspectionOrder, _library: Library) -> tuple[str, ...]:
    """The stream of the evidence room: a decision that rests on it must fail if it moves meanwhile."""
    return (room_stream(command.inspection),)


def what_it_rests_on(state: Inspection, command: InspectionOrder, library: Library) -> tuple[str, ...]:
    """The evidence room, and what is held about each provider: judgements rest on both."""
    return (*evidence_room(state, command, library), *map(holdings_stream, state.shelves))


SHAKEN = ("evidence-changed", "enquiries-open")
"""Why judgements do not stand any more, be it before the panel or after they were put to it."""

UNREADY = (*SHAKEN, "correlation-not-checked", "correlation-stale")
"""Why proposals cannot go to the panel yet."""


def shaken(state: Inspection, room: EvidenceRoom, seen: Mapping[str, Any]) -> Refusal | None:
    """Why the judgements of an inspection do not stand as they are; None if they do.

    Args:
        state: the inspection.
        room: its evidence room.
        seen: what is held about each provider, by its stream.
    """
    for found, was, then in (
        (at_odds(state, room, seen), "The rating of {} was proposed", "propose it again"),
        (outdated(state, room, seen), "{} was assessed", "assess it again"),
        (unsettled(state, room, seen), "The line of enquiry {} was closed", "work on it again and close it"),
    ):
        if found:
            what, entry = found[0]
            first = _first(state, room, entry, seen)
            return Refusal(
                "evidence-changed",
                f"{was.format(what)} on {entry}, which has changed since; {first}{then}.",
            )
    if room.open_enquiries:
        return Refusal(
            "enquiries-open",
            f"Lines of enquiry are open: {', '.join(room.open_enquiries)}; close them or carry them to the panel.",
        )
    return None


def _first(state: Inspection, room: EvidenceRoom, entry: str, seen: Mapping[str, Any]) -> str:
    """What is to be done about an entry before anything can rest on it again."""
    if gone(state, room, entry, seen):
        return "link or hand in what is to be relied on now, or withdraw the entry, and then "
    return "take up what came in its place, and then " if behind(state, room, entry) else ""


def unready(
    state: Inspection,
    room: EvidenceRoom,
    scheme: Scheme,
    seen: Mapping[str, Any],
    asked: JudgementRule | None,
) -> Refusal | None:
    """Why the judgements of an inspection are not ready for the panel; None if they are.

    Args:
        state: the inspection.
        room: its evidence room.
        scheme: the scheme that it is bound to.
        seen: its case reads by stream, second reads among them; and what is held about each provider.
        asked: what its protocol asks of judgements.
    """
    if refusal := shaken(state, room, seen):
        return refusal
    limit = asked.correlation_steps if asked else None
    if limit is None:
        return None
    if state.correlation is None:
        return Refusal(
            "correlation-not-checked", "Nobody has looked at the proposals beside the case results yet."
        )
    if state.correlation.compared != compare(state, scheme, seen, limit).digest:
        return Refusal(
            "correlation-stale",
            "A proposal or a case result has changed since they were looked at side by side; look again.",
        )
    return None
