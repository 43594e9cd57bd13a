"""The words of the evidence room: kinds of evidence, capacities in which people are met, places in a framework."""

from typing import Annotated, Literal

from pydantic import StringConstraints

from domain.privacy.confidence import InConfidence
from domain.text import STANDARD, Prose

__all__ = [
    "Capacity",
    "ClockTime",
    "EvidenceKind",
    "EvidenceNote",
    "Finding",
    "FrameworkPlace",
    "SessionKind",
    "Voice",
]

EvidenceKind = Literal["document", "interview", "meeting", "observation", "survey", "case-results", "data"]
"""What an entry of the register is (004 §4.14: data, documents, interviews; meetings, 003 L129)."""

SessionKind = Literal["interview", "meeting", "focus-group", "observation", "case-interviews", "feedback"]
"""What a session of the timetable is."""

Capacity = Literal[
    "chair",
    "chief-officer",
    "regional-manager",
    "senior-managers",
    "middle-managers",
    "responsible-officers",
    "staff",
    "partners",
    "sentencers",
    "commissioners",
    "service-users",
    "victims",
    "children",
    "parents-carers",
    "others",
]
"""In what capacity people are met (003 L129; 004 §4.14). Never who they are."""

Voice = Literal["service-users", "victims", "children", "parents-carers"]
"""Whose experience of the service an entry tells: a section of the report is theirs (002 L341-343). Of a youth justice
service children are the users, and their parents or carers are heard beside them."""

Finding = Literal["met", "partly", "not-met", "not-known"]
"""What the evidence says about a prompt or a key question so far (004 §4.15)."""

FrameworkPlace = Annotated[str, StringConstraints(pattern=rf"^{STANDARD}( [a-z])?$", max_length=60)]
"""A standard, a key question or a prompt, as it is known: ``1.1``, ``1.1.2``, ``1.1.2 b``, ``well_led``."""

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day in London: ``09:30``."""

EvidenceNote = Annotated[Prose, InConfidence("evidence-note")]
"""What somebody said or was seen to do, in a command."""
