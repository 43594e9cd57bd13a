"""Which cases of an inspection are read twice."""

from typing import ClassVar

from pydantic import Field

from domain.cases.quality import Group
from domain.inspections.commands.order import InspectionOrder
from domain.text import Prose

__all__ = ["DrawDipSample", "DrawSecondReads", "ReviewAgreement", "WaiveSecondReads"]


class DrawSecondReads(InspectionOrder):
    """Draw by lot which cases are read a second time, by another inspector who does not see the first read."""

    verb: ClassVar[str] = "draw-second-reads"


class DrawDipSample(InspectionOrder):
    """Draw by lot some finished cases that the quality lead reads again.

    Attributes:
        size: how many.
    """

    verb: ClassVar[str] = "draw-dip-sample"
    size: int = Field(ge=1, le=100)


class ReviewAgreement(InspectionOrder):
    """Record what was found where two readers agreed too seldom.

    Attributes:
        group: the key question or the reader, as the task names it: question:2.1.1 or reader:os-1001.
        conclusion: what was found and what follows from it; it names nobody.
    """

    verb: ClassVar[str] = "review-agreement"
    group: Group
    conclusion: Prose


class WaiveSecondReads(InspectionOrder):
    """Do without second reads in this inspection.

    Attributes:
        reason: why; it is kept in clear, so it says nothing about a person.
    """

    verb: ClassVar[str] = "waive-second-reads"
    reason: Prose
