"""What may be done with a list of cases before its draw."""

from datetime import date
from typing import Annotated, ClassVar, Literal

from pydantic import Field, StringConstraints

from domain.cases.lists.events import Rows
from domain.messages import Command
from domain.privacy.confidence import InConfidence
from domain.text import Digest, Line, Prose

__all__ = ["CloseCaseList", "ExcludeCases", "FrameText", "ListStream", "Why", "Words"]

ListStream = Annotated[str, StringConstraints(pattern=r"^list-[0-9a-f]{32}$")]
"""The stream of a list. Its id is drawn at random."""

FrameText = Annotated[str, StringConstraints(min_length=1, max_length=8_000_000)]
"""A sampling frame, as text."""

Words = Annotated[str, StringConstraints(min_length=2, max_length=30_000), InConfidence("case-list")]
"""The words of a list's strata, with a salt, as JSON."""

Why = Literal["not-in-population", "too-short", "duplicate", "conflict", "restricted", "other"]
"""Why a case is excluded before the draw: it does not belong to the population; was under supervision for too short a
time; is in the list twice; concerns somebody at the inspectorate; may not be seen; or as the reason says."""


class _ListOrder(Command):
    """A command to one list.

    Attributes:
        list: the list, by its code as listed, such as list-0f3a….
    """

    list: ListStream

    @property
    def stream(self) -> str:
        """The list of cases."""
        return self.list


class ExcludeCases(_ListOrder):
    """Exclude cases from the draw.

    Attributes:
        rows: their rows, as numbers and ranges: 3,7-9.
        code: why: not-in-population, too-short, duplicate, conflict, restricted or other.
        rule: the rule by which they were found; not given if their rows were named.
        reason: why, in words that name nobody.
    """

    verb: ClassVar[str] = "exclude-cases"
    rows: Annotated[Rows, Field(max_length=4_000_000)]
    code: Why
    rule: Line | None = None
    reason: Prose


class CloseCaseList(_ListOrder):
    """Close a list for its draw.

    Attributes:
        frame: which rows can be drawn, and the stratum of each.
        document: the digest of the encrypted frame.
        frame_key: what opens it.
        words: the words of the strata.
        size: how many to draw; if not given, what the kind of inspection asks for.
        reason: why another number; needed exactly then.
        public_source: what else the seed is to be made of, such as the numbers of a public draw yet to come.
        public_day: the day of that draw, which is yet to come.
        public_numbers: how many different numbers it gives.
        public_highest: the highest number that it can give; the lowest is 1.
    """

    verb: ClassVar[str] = "close-case-list"
    frame: FrameText
    document: Digest
    frame_key: Annotated[Line, InConfidence("sampling-frame")]
    words: Words
    size: int | None = Field(default=None, ge=1, le=5_000)
    reason: Prose | None = None
    public_source: Line | None = None
    public_day: date | None = None
    public_numbers: int | None = Field(default=None, ge=1, le=20)
    public_highest: int | None = Field(default=None, ge=2, le=1_000_000)
