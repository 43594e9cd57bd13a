"""What clashes in the timetable of an inspection's fieldwork."""

from collections.abc import Iterator
from dataclasses import dataclass

from adapters.inbound.services import Services
from adapters.inbound.shown.evidence.room import inspection_and_room
from domain.evidence.conflicts import Conflict, away, conflicts, elsewhere, outside_fieldwork
from domain.inspections.stages import Stage
from domain.streams import room_stream, staff_stream

__all__ = ["clashes_in"]


@dataclass(frozen=True, slots=True)
class _Clashes:
    """What clashes in a timetable.

    Attributes:
        conflicts: inspectors in two places at once.
        away: inspectors who are on leave or have left, with their sessions.
        elsewhere: inspectors who are planned for another inspection at the same time, with both sessions.
        outside: the sessions on days without fieldwork.
    """

    conflicts: tuple[Conflict, ...]
    away: tuple[tuple[str, str], ...]
    elsewhere: tuple[tuple[str, str, str, str], ...]
    outside: tuple[str, ...]

    def told(self) -> Iterator[str]:
        """All of it in words."""
        for each in self.conflicts:
            yield f"Conflict: {each.inspector} cannot be in {each.first} and {each.second} at once."
        for who, session in self.away:
            yield f"Conflict: {who} is away on the day of {session}, or has left."
        for who, mine, other, theirs in self.elsewhere:
            yield f"Conflict: {who} cannot be in {mine}, and in {theirs} of {other}, at once."
        for session in self.outside:
            yield f"There is no fieldwork on the day of {session}."


def clashes_in(services: Services, inspection: str) -> _Clashes:
    """What clashes in the timetable of an inspection.

    Raises:
        Refused: ``unknown-inspection``.
    """
    state, room = inspection_and_room(services, inspection)
    planned = {code: each for code, each in room.sessions.items() if each.outcome == "planned"}
    people = {who for each in planned.values() for who in each.plan.inspectors}
    staff = {staff_stream(who): who for who in sorted(people)}
    found = services.records.read(list(staff)) if staff else {}
    rooms = {
        room_stream(each.reference): each.reference
        for each in services.views.catch_up().inspections()
        if each.reference != inspection and each.stage not in (Stage.CLOSED, Stage.CANCELLED)
    }
    others = services.records.read(list(rooms)) if rooms and planned else {}
    return _Clashes(
        conflicts=conflicts(room.sessions),
        away=away(planned, {staff[stream]: each.state for stream, each in found.items()}),
        elsewhere=elsewhere(planned, {rooms[stream]: each.state.sessions for stream, each in others.items()}),
        outside=tuple(code for code, each in planned.items() if outside_fieldwork(state, each.plan.on)),
    )
