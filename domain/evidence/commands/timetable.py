"""What may be asked of the timetable of fieldwork."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.evidence.account import account_stream
from domain.evidence.commands.order import RoomOrder
from domain.evidence.events import SessionPlan
from domain.evidence.terms import Capacity, ClockTime, EvidenceNote, FrameworkPlace
from domain.text import Line, Opaque, Prose, Reference

__all__ = ["CancelSession", "HoldSession", "MoveSession", "PlanSessions"]


class PlanSessions(RoomOrder):
    """Put sessions into the timetable of fieldwork, all or none of them.

    Attributes:
        sessions: the sessions.
        reason: why some are not on the days of fieldwork, naming nobody; needed only for those.
    """

    verb: ClassVar[str] = "plan-sessions"
    sessions: tuple[SessionPlan, ...] = Field(min_length=1, max_length=1000)
    reason: Prose | None = None


class _SessionOrder(RoomOrder):
    """A command about one session.

    Attributes:
        session: the session, by its code.
    """

    session: Reference


class MoveSession(_SessionOrder):
    """Move a session; what is not given stays as it is.

    Attributes:
        reason: why, naming nobody.
        on: the new day.
        begins: when it begins, in London.
        ends: when it ends.
        place: where.
        inspectors: who takes part, in place of those who were to; give it once for each.
    """

    verb: ClassVar[str] = "move-session"
    reason: Prose
    on: date | None = None
    begins: ClockTime | None = None
    ends: ClockTime | None = None
    place: Line | None = None
    inspectors: tuple[Opaque, ...] = Field(default=(), max_length=50)


class CancelSession(_SessionOrder):
    """Cancel a session.

    Attributes:
        reason: why, naming nobody.
    """

    verb: ClassVar[str] = "cancel-session"
    reason: Prose


class HoldSession(_SessionOrder):
    """Note that a session was held; with a note, it becomes evidence under the session's code.

    Attributes:
        held_on: the day, if it was another than planned.
        with_whom: in what capacity people were met, if in others than planned; give it once for each.
        inspectors: who took part, if others than planned; give it once for each.
        title: what the evidence is called, naming nobody; its kind and capacities, if not given.
        bears_on: what the evidence bears on, if it is not what was planned; give it once for each.
        note: what was said or seen, kept sealed.
    """

    verb: ClassVar[str] = "hold-session"
    held_on: date | None = None
    with_whom: tuple[Capacity, ...] = Field(default=(), max_length=20)
    inspectors: tuple[Opaque, ...] = Field(default=(), max_length=50)
    title: Line | None = None
    bears_on: tuple[FrameworkPlace, ...] = Field(default=(), max_length=100)
    note: EvidenceNote | None = None

    @property
    def subject(self) -> str:
        """Whom its private text is about: whoever was met."""
        return account_stream(self.inspection, self.session)
