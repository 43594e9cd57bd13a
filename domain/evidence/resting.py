"""What rests on an entry of the register, and whether it still may."""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.evidence.state import EvidenceRoom
from domain.holdings.commands import holdings_stream
from domain.holdings.holdings import Holdings
from domain.inspections.state import Inspection
from domain.refusals import Refused

__all__ = [
    "ASKED_FOR",
    "HELD",
    "at_odds",
    "behind",
    "check_entries",
    "covers",
    "gone",
    "not_held_any_more",
    "outdated",
    "unsettled",
]

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


def gone(inspection: Inspection, room: EvidenceRoom, entry: str, seen: Mapping[str, Any]) -> bool:
    """Whether what is held and stands behind an entry was withdrawn, or something better took its place.

    Args:
        inspection: the inspection.
        room: its evidence room.
        entry: the entry, which has the code of an item that was asked for.
        seen: among others what is held about each provider, by its stream.
    """
    item, known = inspection.evidence.get(entry), room.register.get(entry)
    if item is None or known is None or known.withdrawn is not None:
        return False
    if known.content.source not in (ASKED_FOR, HELD):
        return False
    return not_held_any_more(inspection, entry, seen.get(holdings_stream(inspection.shelf_of(entry))))


def not_held_any_more(inspection: Inspection, item: str, holdings: Holdings | None) -> bool:
    """Whether what came in, or was linked, for an item is not to be relied on any more, by what is held.

    Args:
        inspection: the inspection.
        item: the item, by its code.
        holdings: what is held where that stands (:meth:`Inspection.shelf_of`); None where that is not known.
    """
    asked = inspection.evidence[item]
    if holdings is None or asked.outcome not in ("received", "linked"):
        return False
    if asked.holding is not None and asked.outcome == "linked":
        linked = holdings.held.get(asked.holding)
        return linked is not None and not linked.stands
    mine = [
        each
        for each in holdings.held.values()
        if each.came.source == "inspection"
        and each.came.of == inspection.known.inspection
        and each.came.about == asked.item.held_as
    ]
    return bool(mine) and not any(each.stands for each in mine)


def _moved(
    inspection: Inspection, room: EvidenceRoom, entry: str, since: int, seen: Mapping[str, Any]
) -> bool:
    """Whether an entry does not tell any more what it told at a version of the room: it was withdrawn or overtaken.

    It is overtaken when another document came in its place, taken up or not, other words, or what is held behind it
    went.
    """
    known = room.register.get(entry)
    return known is None or known.told > since or _overtaken(inspection, room, entry, seen)


def _overtaken(inspection: Inspection, room: EvidenceRoom, entry: str, seen: Mapping[str, Any]) -> bool:
    """Whether something has come in the place of what an entry stands for, and the register does not say so yet."""
    return behind(inspection, room, entry) or gone(inspection, room, entry, seen)


def at_odds(
    inspection: Inspection, room: EvidenceRoom, seen: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """The proposals that no longer rest on what they named, each with the entry: put right, be it in its title."""
    return tuple(
        (standard, each.entry)
        for standard, proposal in inspection.proposals.items()
        for each in proposal.evidence
        if each.entry not in room.register
        or room.register[each.entry].version != each.version
        or _overtaken(inspection, room, each.entry, seen)
    )


def unsettled(
    inspection: Inspection, room: EvidenceRoom, seen: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """The lines of enquiry that were closed on what has changed since, each with the entry."""
    return tuple(
        (code, entry)
        for code, each in room.enquiries.items()
        if each.outcome == "closed"
        for entry in each.looked_at
        if _moved(inspection, room, entry, each.version, seen)
    )


def outdated(
    inspection: Inspection, room: EvidenceRoom, seen: Mapping[str, Any]
) -> tuple[tuple[str, str], ...]:
    """The prompts and key questions that were assessed on what has changed since, each with the entry."""
    return tuple(
        (place, entry)
        for place, each in room.findings.items()
        for entry in each.evidence
        if _moved(inspection, room, entry, room.found_at[place], seen)
    )
