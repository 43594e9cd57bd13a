"""Which cases of an inspection are read twice, or why none is (004 §4.13)."""

from typing import ClassVar

from domain.messages import Event
from domain.text import CaseStream, Prose

__all__ = ["SecondReadsDrawn", "SecondReadsEvent", "SecondReadsWaived"]


class SecondReadsDrawn(Event):
    """It was drawn by lot which cases are read a second time.

    Attributes:
        percent: the share of each sample, in whole per cent, as the kind of inspection sets it.
        seed: the seed; with it and the samples, anyone can draw the same cases again.
        cases: the drawn cases, in the order of the samples and of drawing.
    """

    name: ClassVar[str] = "inspection.second-reads-drawn.v1"
    percent: int
    seed: str
    cases: tuple[CaseStream, ...]


class SecondReadsWaived(Event):
    """No case is read a second time, and why."""

    name: ClassVar[str] = "inspection.second-reads-waived.v1"
    reason: Prose


SecondReadsEvent = SecondReadsDrawn | SecondReadsWaived
