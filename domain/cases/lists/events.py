"""What can happen to a list of cases that was handed in."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import Digest, Line, Opaque, Prose, Reference

__all__ = [
    "CaseListClosed",
    "CaseListEvent",
    "CaseListHandedIn",
    "CaseListReplaced",
    "CasesExcluded",
    "Rows",
]

Rows = Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]*(-[0-9]+)?(,[1-9][0-9]*(-[0-9]+)?)*$")]
"""Some rows of a list, as numbers and ranges in order: ``3,7-9``."""


class CaseListHandedIn(Event):
    """A list of cases was handed in, and kept encrypted.

    Attributes:
        inspection: the inspection it is for.
        population: which list.
        list_digest: the digest of the file as it was handed in; the provider is told it as a receipt.
        rows: how many cases stand in it.
        columns: the columns that were kept.
        document: the digest of the encrypted rows among the documents.
        key: what opens them.
    """

    name: ClassVar[str] = "case-list.handed-in.v1"
    inspection: Reference
    population: Reference
    list_digest: Digest
    rows: int
    columns: tuple[Reference, ...]
    document: Digest
    key: Private


class CasesExcluded(Event):
    """Some cases were excluded before the draw.

    Attributes:
        rows: their rows, without those that were excluded before.
        cases: how many these are.
        code: why, by one of the codes for exclusions.
        rule: the rule by which they were found, such as ``weeks < 12``; None if their rows were named.
        reason: why, in words that name nobody.
    """

    name: ClassVar[str] = "case-list.cases-excluded.v1"
    rows: Rows
    cases: int
    code: Reference
    rule: Line | None
    reason: Prose


class CaseListClosed(Event):
    """The list was closed for its draw: nothing more is excluded, and this entry's own digest is the seed.

    Attributes:
        frame: the digest of the frame, which is salted: which rows can be drawn, and the stratum of each.
        document: the digest of the encrypted frame among the documents; None where it lies there in clear.
        frame_key: what opens it; it outlives the list, so that the draw can be checked.
        eligible: how many cases can be drawn.
        words: the words of the strata, with a salt, as JSON.
        words_digest: the digest of those words and their salt.
        size: how many are to be drawn instead of what the kind of inspection asks for; None if that.
        reason: why another number.
        public_source: what else the seed is to be made of, named before anybody can know it; None if nothing.
        public_day: the day on which it is known; None where none was said.
        public_numbers: how many different numbers it gives; None where it was not said.
        public_highest: the highest of them that there can be.
    """

    name: ClassVar[str] = "case-list.closed.v2"
    frame: Digest
    document: Digest | None
    frame_key: Private | None
    eligible: int
    words: Private
    words_digest: Digest
    size: int | None
    reason: Prose | None
    public_source: Line | None
    public_day: date | None
    public_numbers: int | None
    public_highest: int | None


class CaseListReplaced(Event):
    """Another list took its place, and why."""

    name: ClassVar[str] = "case-list.replaced.v1"
    by: Opaque
    reason: Prose


CaseListEvent = CaseListHandedIn | CasesExcluded | CaseListClosed | CaseListReplaced
