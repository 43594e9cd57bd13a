"""The evidence room, as earlier versions of Assay recorded it: sessions on any day, and nobody asked why."""

from typing import ClassVar

from domain.evidence.events import SessionPlan, SessionPlanned
from domain.ledger.upcasting import upcaster
from domain.messages import Event

__all__ = ["UPCASTERS"]


class SessionPlannedV1(Event):
    """A session was put into the timetable."""

    name: ClassVar[str] = "fieldwork.session-planned.v1"
    plan: SessionPlan


@upcaster(SessionPlannedV1, SessionPlanned)
def nobody_said_why_a_session_was_on_another_day(old: SessionPlannedV1) -> SessionPlanned:
    """A session could be planned for a day on which there is no fieldwork, and no reason was asked for."""
    return SessionPlanned(plan=old.plan, outside=None)


UPCASTERS = (nobody_said_why_a_session_was_on_another_day,)
"""What it means today."""
