"""What all commands to an inspection have in common."""

from domain.messages import Command
from domain.streams import inspection_stream
from domain.text import (
    Reference,
)

__all__ = ["InspectionOrder"]


class InspectionOrder(Command):
    """A command to one inspection.

    Attributes:
        inspection: the reference of the inspection.
    """

    inspection: Reference

    @property
    def stream(self) -> str:
        """The inspection."""
        return inspection_stream(self.inspection)
