"""What all commands to an evidence room have in common."""

from domain.evidence.account import account_stream
from domain.messages import Command
from domain.streams import room_stream
from domain.text import Reference

__all__ = ["EntryOrder", "RoomOrder"]


class RoomOrder(Command):
    """A command to the evidence room of one inspection.

    Attributes:
        inspection: the reference of the inspection.
    """

    inspection: Reference

    @property
    def stream(self) -> str:
        """The inspection's evidence room."""
        return room_stream(self.inspection)


class EntryOrder(RoomOrder):
    """A command about one entry of the register.

    Attributes:
        entry: the code of the entry.
    """

    entry: Reference

    @property
    def subject(self) -> str:
        """Whom its private text is about: whoever gave the account."""
        return account_stream(self.inspection, self.entry)
