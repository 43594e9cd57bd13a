"""The timetable of fieldwork: who is met where and when, in what capacity, by which inspectors."""

from datetime import date
from typing import ClassVar

from domain.evidence.terms import Capacity, ClockTime, FrameworkPlace, SessionKind
from domain.messages import Event, Message
from domain.text import Line, Opaque, Prose, Reference

__all__ = [
    "SessionCancelled",
    "SessionHeld",
    "SessionMoved",
    "SessionPlan",
    "SessionPlanned",
    "TimetableEvent",
]


class SessionPlan(Message):
    """One session of the timetable.

    Attributes:
        session: its code.
        kind: what sort of session it is.
        on: its day.
        begins: when it begins, in London, such as 09:30.
        ends: when it ends.
        place: where, in words that name nobody.
        with_whom: in what capacity people are met.
        inspectors: which inspectors take part, by opaque id.
        bears_on: the standards, key questions and prompts that it is about.
    """

    session: Reference
    kind: SessionKind
    on: date
    begins: ClockTime
    ends: ClockTime
    place: Line
    with_whom: tuple[Capacity, ...] = ()
    inspectors: tuple[Opaque, ...] = ()
    bears_on: tuple[FrameworkPlace, ...] = ()


class SessionPlanned(Event):
    """A session was put into the timetable.

    Attributes:
        plan: the session.
        outside: why it is not on the days of fieldwork; None where it is.
    """

    name: ClassVar[str] = "fieldwork.session-planned.v2"
    plan: SessionPlan
    outside: Prose | None = None


class SessionMoved(Event):
    """A session was moved: to another time, another place or other inspectors."""

    name: ClassVar[str] = "fieldwork.session-moved.v1"
    plan: SessionPlan
    reason: Prose


class SessionCancelled(Event):
    """A session will not be held."""

    name: ClassVar[str] = "fieldwork.session-cancelled.v1"
    session: Reference
    reason: Prose


class SessionHeld(Event):
    """A session was held.

    Attributes:
        session: its code.
        held_on: the day on which it was.
        with_whom: in what capacity people were met in the end.
        inspectors: which inspectors took part in the end.
    """

    name: ClassVar[str] = "fieldwork.session-held.v1"
    session: Reference
    held_on: date
    with_whom: tuple[Capacity, ...]
    inspectors: tuple[Opaque, ...]


TimetableEvent = SessionPlanned | SessionMoved | SessionCancelled | SessionHeld
