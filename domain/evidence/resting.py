"""What rests on an entry of the register, and whether it still may."""

from collections.abc import Iterable

from domain.evidence.state import EvidenceRoom
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = ["ASKED_FOR", "HELD", "at_odds", "behind", "check_entries", "covers"]

ASKED_FOR, HELD = "The provider, asked for in advance", "Held already"
"""Where an entry comes from that was taken up from what was asked for."""


def check_entries(room: EvidenceRoom, entries: Iterable[str]) -> None:
    """See that something may rest on some entries.

    Raises:
        Refused: ``unknown-evidence`` or ``evidence-withdrawn``, with the entry.
    """
    for entry in entries:
        if entry not in room.register:
            raise Refused.because("unknown-evidence", f"There is no entry {entry} in the register.")
        if not room.stands(entry):
            raise Refused.because("evidence-withdrawn", f"The entry {entry} was withdrawn.")


def covers(bears_on: Iterable[str], standard: str) -> bool:
    """Whether places of a framework have something to do with a standard: it, a key question or a prompt of its."""
    return any(each == standard or each.startswith(f"{standard}.") for each in bears_on)


def behind(inspection: Inspection, room: EvidenceRoom, entry: str) -> bool:
    """Whether another document came in for an item that was asked for than the one its entry still has."""
    came, known = inspection.evidence.get(entry), room.register.get(entry)
    if came is None or came.outcome not in ("received", "linked") or came.document is None:
        return False
    if known is None or known.withdrawn is not None or known.content.source not in (ASKED_FOR, HELD):
        return False
    return came.document != known.content.document


def at_odds(inspection: Inspection, room: EvidenceRoom) -> tuple[tuple[str, str], ...]:
    """The proposals that no longer rest on what they named, each with the entry.

    That entry was put right or withdrawn, or another document came in its place, taken up or not.
    """
    return tuple(
        (standard, each.entry)
        for standard, proposal in inspection.proposals.items()
        for each in proposal.evidence
        if each.entry not in room.register
        or room.register[each.entry].version != each.version
        or behind(inspection, room, each.entry)
    )
