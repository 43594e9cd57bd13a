"""Who may decide on an item: nobody who led the inspection, proposed, read its cases, or has an interest there.

A panel verifies what others propose (004 §4.16-4.17), so those who propose, and those whose answers the ratings are
counted from, may be there and explain, but neither chair the item, nor decide, nor count towards its quorum. The same
goes for whoever has declared an interest in the provider, and whoever says at the meeting that they take no part.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from domain.cases.reading import CaseRead
from domain.inspections.events import Barred
from domain.inspections.state import Inspection
from domain.panels.state import Panel
from domain.panels.terms import Ground
from domain.people.staff.state import Staff

__all__ = ["able", "barred", "interested", "readers_of"]


def interested(inspection: Inspection, staff: Mapping[str, Staff], day: date) -> frozenset[str]:
    """Who of some members has an interest in the provider that bars on a day, and was not accepted.

    Args:
        inspection: the inspection, with its provider or providers.
        staff: what the staff record has of the members, by their id; of others nothing is known but their id.
        day: the day of the meeting.
    """
    known = inspection.known
    providers = {known.provider, *(each.provider for each in known.others)}
    return frozenset(
        member
        for member, each in staff.items()
        for interest in each.barring(day)
        if interest.provider in providers and (interest.interest, known.inspection) not in each.accepted
    )


def readers_of(cases: Iterable[object]) -> frozenset[str]:
    """Everybody who has, or had, a read of one of these cases, the second or the first, or a hand in it."""
    found: set[str] = set()
    for case in cases:
        if isinstance(case, CaseRead):
            found |= case.readers.everybody
    return frozenset(found)


def barred(
    panel: Panel,
    inspection: Inspection,
    members: Iterable[str],
    *,
    readers: Collection[str] = (),
    interests: Collection[str] = (),
) -> tuple[Barred, ...]:
    """Which of some members take no part in deciding an item, and on what ground; in the members' order.

    Args:
        panel: the meeting, with the interests that were found, and what was declared at it.
        inspection: the inspection that the item is about.
        members: who is asked about: those present, or all who are invited.
        readers: who read the inspection's cases.
        interests: who has an interest in the provider today, be it noted at the meeting or not.
    """
    item = panel.items.get(inspection.known.inspection)
    declared = item.recused if item else {}
    found: list[Barred] = []
    for member in members:
        ground: Ground | None = declared.get(member)
        if member == inspection.known.lead:
            ground = "leads-it"
        elif member in readers:
            ground = "read-its-cases"
        elif member in inspection.judges:
            ground = "took-part"
        elif ground is None and member in interests:
            ground = "declared-interest"
        if ground is not None:
            found.append(Barred(member=member, ground=ground))
    return tuple(found)


def able(members: Iterable[str], bars: Iterable[Barred]) -> tuple[str, ...]:
    """Those members who may decide, in order."""
    out = {each.member for each in bars}
    return tuple(each for each in members if each not in out)
