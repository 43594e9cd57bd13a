"""The gate behind the case reads."""

from typing import ClassVar

from domain.inspections.commands.order import InspectionOrder
from domain.text import (
    Prose,
)

__all__ = [
    "CloseCaseReads",
    "ReopenCaseReads",
]


class CloseCaseReads(InspectionOrder):
    """Close the gate behind the case reads."""

    verb: ClassVar[str] = "close-case-reads"


class ReopenCaseReads(InspectionOrder):
    """Open the gate again; what was derived and decided no longer stands."""

    verb: ClassVar[str] = "reopen-case-reads"
    reason: Prose
