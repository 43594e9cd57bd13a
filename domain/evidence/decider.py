"""The evidence room of one inspection as a decider: all its rules, and how its events add up."""

from typing import get_args

from domain.decider import Decider, rules
from domain.evidence.events import EvidenceRoomEvent
from domain.evidence.evolve import evolve
from domain.evidence.rules import enquiries, register, timetable, voices
from domain.evidence.state import EvidenceRoom
from domain.streams import code_in, inspection_stream, room_stream

__all__ = ["EVIDENCE", "inspection_in"]


def inspection_in(stream: str) -> str:
    """The stream of the inspection whose evidence room this is."""
    return inspection_stream(code_in(stream, room_stream))


EVIDENCE = Decider(
    kind="evidence",
    initial=EvidenceRoom(),
    rules=rules(register.RULES, timetable.RULES, voices.RULES, enquiries.RULES),
    evolve=evolve,
    matter=lambda stream, _state: inspection_in(stream),
    silent=get_args(EvidenceRoomEvent),
)
"""What the judgements of one inspection rest on."""
