"""Events of what was brought back as earlier versions of Assay recorded them."""

from datetime import date
from typing import ClassVar, Literal

from domain.cases.events import Answered
from domain.cases.offline.messages import EditSettled, FileBroughtBack, HeldEdit
from domain.ledger.upcasting import upcaster
from domain.messages import Event, Message
from domain.privacy.boxes import Private
from domain.text import Digest, StandardId

__all__ = ["UPCASTERS"]


class _HeldAtFirst(Message):
    """What was held when a file had no place for prompts, nor for classes."""

    number: int
    question: StandardId | None
    answer: Answered | None = None
    was: Answered | None = None
    note: Private | None = None
    held_on: date | None = None
    why: str

    def now(self) -> HeldEdit:
        """The same as it is held today."""
        return HeldEdit(
            number=self.number,
            question=self.question,
            answer=self.answer,
            was=self.was,
            note=self.note,
            held_on=self.held_on,
            why=self.why,
        )


class FileBroughtBackV1(Event):
    """A file that was filled without a connection was brought back, and nothing was kept of how it had been taken."""

    name: ClassVar[str] = "hold.file-brought-back.v1"
    file: Digest
    taken_on: date
    recorded: int
    held: tuple[_HeldAtFirst, ...]


class FileBroughtBackV2(Event):
    """A file was brought back that had no place for prompts, nor for classes."""

    name: ClassVar[str] = "hold.file-brought-back.v2"
    file: Digest
    taken_on: date
    recorded: int
    held: tuple[_HeldAtFirst, ...]
    taken: Digest | None = None
    dealt_with: tuple[tuple[str, str], ...] = ()


class EditSettledV1(Event):
    """A reader chose between what was held and what stood; nobody else could."""

    name: ClassVar[str] = "hold.edit-settled.v1"
    number: int
    kept: Literal["mine", "theirs"]


@upcaster(FileBroughtBackV1, FileBroughtBackV2)
def files_were_not_carried_on_with(old: FileBroughtBackV1) -> FileBroughtBackV2:
    """A file that is carried on with is compared with what became of it the last time.

    Of an old one that is not known: what it says once more is compared with what stood when it was taken, as before.
    """
    return FileBroughtBackV2(file=old.file, taken_on=old.taken_on, recorded=old.recorded, held=old.held)


@upcaster(FileBroughtBackV2, FileBroughtBack)
def files_had_no_place_for_prompts(old: FileBroughtBackV2) -> FileBroughtBack:
    """Nothing about a prompt or a class can be held of a file that had no place for either."""
    return FileBroughtBack(
        file=old.file,
        taken_on=old.taken_on,
        recorded=old.recorded,
        held=tuple(each.now() for each in old.held),
        taken=old.taken,
        dealt_with=old.dealt_with,
    )


@upcaster(EditSettledV1, EditSettled)
def readers_alone_settled(old: EditSettledV1) -> EditSettled:
    """A reader who settles what they wrote says no reason."""
    return EditSettled(number=old.number, kept=old.kept)


UPCASTERS = (files_were_not_carried_on_with, files_had_no_place_for_prompts, readers_alone_settled)
"""What they mean today."""
