"""Lists of cases, and drawing samples from them."""

from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from domain.cases.lists.commands import FrameText, ListStream, Words
from domain.inspections.commands.order import InspectionOrder
from domain.privacy.confidence import CaseNote, InConfidence
from domain.text import CaseStream, Digest, Line, Prose, Reference

__all__ = [
    "AgreeToNewList",
    "DrawFromList",
    "DrawSample",
    "HandInCaseList",
    "NotReadable",
    "NotePublicValue",
    "ReplaceCase",
    "ReplaceCaseList",
]

NotReadable = Literal["file-missing", "transferred", "conflict", "restricted", "wrongly-listed", "duplicate"]
"""Why a drawn case cannot be read: its file cannot be found; it went to another provider before it could be read;
nobody who could read it is free of a conflict of interest; the file may not be seen; it does not belong to the
population; it is another drawn case over again. What a read found, or might find, is none of them."""


class _WithList(InspectionOrder):
    """A command that brings a list with it.

    Attributes:
        population: which list.
        list: the stream the list is to have, with an id drawn at random.
        list_digest: the digest of the file.
        rows: how many cases stand in it; 0 where the provider has no such case.
        columns: the columns that were kept.
        document: the digest of the encrypted rows.
        key: what opens them.
    """

    population: Reference
    list: ListStream
    list_digest: Digest
    rows: int = Field(ge=0, le=1_000_000)
    columns: tuple[Reference, ...] = Field(min_length=1, max_length=50)
    document: Digest
    key: Annotated[Line, InConfidence("case-list")]

    @property
    def subject(self) -> str:
        """Whom its private text is about: everybody on the list, who are erased together."""
        return self.list


class HandInCaseList(_WithList):
    """Hand in the list of a population."""

    verb: ClassVar[str] = "hand-in-case-list"


class ReplaceCaseList(_WithList):
    """Hand in a corrected list in place of a faulty one; a sample that was drawn from it no longer stands.

    Attributes:
        reason: what was wrong, in words that name nobody.
    """

    verb: ClassVar[str] = "replace-case-list"
    reason: Prose


class AgreeToNewList(InspectionOrder):
    """Agree that another list may take the place of one whose seed is known; somebody else then hands it in.

    Attributes:
        population: which list.
        reason: why the list cannot stay, in words that name nobody.
    """

    verb: ClassVar[str] = "agree-to-new-list"
    population: Reference
    reason: Prose


class DrawSample(InspectionOrder):
    """Draw the cases to be read from the provider's list.

    Attributes:
        population: which list.
        list_digest: digest of the list.
        list_size: how many cases stand in it; 0 where the provider has no such case, so that nothing is drawn.
        seed: the seed of the draw.
        size: how many to draw; if not given, the protocol's number.
        reason: why another number; needed exactly then.
    """

    verb: ClassVar[str] = "draw-sample"
    population: Reference
    list_digest: Digest
    list_size: int = Field(ge=0, le=1_000_000)
    seed: Line
    size: int | None = Field(default=None, ge=1, le=5_000)
    reason: Prose | None = None


class NotePublicValue(InspectionOrder):
    """Note what the public draw gave that was named when a list was closed; somebody else then draws by it.

    Attributes:
        population: which list.
        value: the numbers that it gave.
    """

    verb: ClassVar[str] = "note-public-value"
    population: Reference
    value: Line


class DrawFromList(InspectionOrder):
    """Draw the cases to be read from a list that was handed in and closed.

    Attributes:
        population: which list.
        list: the list.
        frame: the frame with which it was closed.
        words: the words of its strata, as they were when it was closed.
        cells: of each drawn row the reference and the words of its stratum, as JSON.
        seed: the digest of the entry that closed it, and what the public source gave where one was named.
        size: how many to draw, as it was settled when the list was closed.
    """

    verb: ClassVar[str] = "draw-from-list"
    population: Reference
    list: ListStream
    frame: FrameText
    words: Words
    cells: Annotated[str, StringConstraints(min_length=2, max_length=8_000_000), InConfidence("case-list")]
    seed: Line
    size: int | None = Field(default=None, ge=1, le=5_000)

    @property
    def subject(self) -> str:
        """Whom its private texts are about: everybody on the list."""
        return self.list


class ReplaceCase(InspectionOrder):
    """Take a case that cannot be read out of its sample, and the next of its stratum in.

    Attributes:
        case: the case.
        code: why: file-missing, transferred, conflict, restricted, wrongly-listed or duplicate.
        note: what there is to say about it.
        frame: the frame of its draw; None where the list was not handed in.
        reference: the reference of the case that takes its place, where it is at hand.
        sort: the words of their stratum.
    """

    verb: ClassVar[str] = "replace-case"
    case: CaseStream
    code: NotReadable
    note: CaseNote | None = None
    frame: FrameText | None = None
    reference: Annotated[Line, InConfidence("case-reference")] | None = None
    sort: Annotated[Line, InConfidence("case-reference")] | None = None

    @property
    def subject(self) -> str:
        """Whom its private texts are about, for knowing a repeat."""
        return self.case
