"""Lists of cases, and the samples that are drawn from them."""

from typing import ClassVar

from domain.messages import Event
from domain.text import Digest, Line, Opaque, Prose, Reference

__all__ = [
    "CaseListReceived",
    "CaseReplaced",
    "NewListAgreed",
    "PublicValueNoted",
    "SampleDrawn",
    "SampleWithdrawn",
    "SamplingEvent",
]


class CaseListReceived(Event):
    """The list of a population was handed in, in place of an earlier one where there was one.

    Attributes:
        population: which list.
        list: its stream.
        list_digest: the digest of the file.
        cases: how many cases stand in it.
        replaces: the stream of the list whose place it takes; None if it is the first that was handed in.
        reason: why the earlier list, or the sample that was drawn without one, could not stay; None if there was none.
    """

    name: ClassVar[str] = "inspection.case-list-received.v1"
    population: Reference
    list: Opaque
    list_digest: Digest
    cases: int
    replaces: Opaque | None
    reason: Prose | None


class NewListAgreed(Event):
    """Somebody agreed that another list may take the place of one whose seed is known; somebody else hands it in.

    Attributes:
        population: which list.
        list: the stream of the list that may be replaced; None where its sample was drawn from one that stayed outside.
        reason: why it cannot stay.
        by: who agreed.
    """

    name: ClassVar[str] = "inspection.new-list-agreed.v1"
    population: Reference
    list: Opaque | None
    reason: Prose
    by: Opaque


class PublicValueNoted(Event):
    """Somebody looked up what a public draw gave that adds to a seed; a later note takes an earlier one's place.

    Attributes:
        population: the list whose seed it adds to.
        list: the stream of that list.
        value: what it gave, in the one way in which it is written.
        by: who looked it up; somebody else draws.
    """

    name: ClassVar[str] = "inspection.public-value-noted.v1"
    population: Reference
    list: Opaque
    value: Line
    by: Opaque


class SampleDrawn(Event):
    """Cases were drawn from a list; anyone with the list and the seed draws the same ones (004 §4.12).

    Attributes:
        population: which kind of case: ``supervised-cases``.
        list_digest: digest of the list the provider handed in.
        list_size: how many cases stand in it.
        seed: the seed of the draw, in words or digits; for a list that was handed in, the digest of the record's
            entry that closed it, with what a public source gave afterwards where one was named.
        rows: the drawn rows of the list, in order of drawing, counted from 1.
        cases: the stream of each drawn case, in the same order.
        list: the stream of the list; None where it was not handed in.
        frame: the digest of the frame: which rows could be drawn, and the stratum of each. None as before.
        sub_samples: for each sub-sample of the kind of inspection the rows that are in it.
        wanted: how many cases the kind of inspection asks for; None where that is its set number and was drawn.
        reason: why another number was drawn; None if it was not.
    """

    name: ClassVar[str] = "inspection.sample-drawn.v3"
    population: Reference
    list_digest: Digest
    list_size: int
    seed: Line
    rows: tuple[int, ...]
    cases: tuple[Opaque, ...]
    list: Opaque | None = None
    frame: Digest | None = None
    sub_samples: tuple[tuple[int, ...], ...] = ()
    wanted: int | None = None
    reason: Prose | None = None


class SampleWithdrawn(Event):
    """A sample no longer stands, because its list was replaced before any of its cases was read."""

    name: ClassVar[str] = "inspection.sample-withdrawn.v1"
    population: Reference
    reason: Prose


class CaseReplaced(Event):
    """A case that cannot be read was taken out of a sample, and the next of its stratum took its place.

    Attributes:
        population: which list.
        case: the case that was taken out.
        row: its row.
        code: why it cannot be read.
        by: the case that took its place; None if its stratum had none left, so that the sample is one smaller.
        by_row: the row of that one.
    """

    name: ClassVar[str] = "inspection.case-replaced.v1"
    population: Reference
    case: Opaque
    row: int
    code: Reference
    by: Opaque | None
    by_row: int | None


SamplingEvent = (
    CaseListReceived | NewListAgreed | PublicValueNoted | SampleDrawn | SampleWithdrawn | CaseReplaced
)
