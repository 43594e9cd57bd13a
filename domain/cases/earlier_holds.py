"""Events of what was brought back as earlier versions of Assay recorded them."""

from datetime import date
from typing import ClassVar

from domain.cases.held import FileBroughtBack, HeldEdit
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Digest

__all__ = ["UPCASTERS"]


class FileBroughtBackV1(Event):
    """A file that was filled without a connection was brought back, and nothing was kept of how it had been taken."""

    name: ClassVar[str] = "hold.file-brought-back.v1"
    file: Digest
    taken_on: date
    recorded: int
    held: tuple[HeldEdit, ...]


@upcaster(FileBroughtBackV1, FileBroughtBack)
def files_were_not_carried_on_with(old: FileBroughtBackV1) -> FileBroughtBack:
    """A file that is carried on with is compared with what became of it the last time.

    Of an old one that is not known: what it says once more is compared with what stood when it was taken, as before.
    """
    return FileBroughtBack(file=old.file, taken_on=old.taken_on, recorded=old.recorded, held=old.held)


UPCASTERS = (files_were_not_carried_on_with,)
"""What it means today."""
