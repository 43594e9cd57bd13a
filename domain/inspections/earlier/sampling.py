"""Draws of samples as earlier versions of Assay recorded them."""

from typing import ClassVar

from domain.inspections.events import SampleDrawn
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Digest, Line, Opaque, Prose, Reference

__all__ = ["UPCASTERS"]


class SampleDrawnV1(Event):
    """Cases were drawn from a list that stayed with whoever drew, by a seed of their own."""

    name: ClassVar[str] = "inspection.sample-drawn.v1"
    population: Reference
    list_digest: Digest
    list_size: int
    seed: Line
    rows: tuple[int, ...]
    cases: tuple[Opaque, ...]


@upcaster(SampleDrawnV1, SampleDrawn)
def lists_were_not_handed_in(old: SampleDrawnV1) -> SampleDrawn:
    """Of a list only its digest and length came to Assay, and all its rows were one stratum.

    Since lists are handed in, the event says which list it was, who could be drawn from it and in which strata, and
    how many cases were asked for. Of an old draw nothing of that is known.
    """
    return SampleDrawn(
        population=old.population,
        list_digest=old.list_digest,
        list_size=old.list_size,
        seed=old.seed,
        rows=old.rows,
        cases=old.cases,
    )


class SampleDrawnV2(Event):
    """Cases were drawn from a list, with the size of each stratum beside them."""

    name: ClassVar[str] = "inspection.sample-drawn.v2"
    population: Reference
    list_digest: Digest
    list_size: int
    seed: Line
    rows: tuple[int, ...]
    cases: tuple[Opaque, ...]
    list: Opaque | None = None
    frame: Digest | None = None
    strata: tuple[tuple[int, int, int], ...] = ()
    sub_samples: tuple[tuple[int, ...], ...] = ()
    wanted: int | None = None
    reason: Prose | None = None


@upcaster(SampleDrawnV2, SampleDrawn)
def strata_stood_beside_a_sample(old: SampleDrawnV2) -> SampleDrawn:
    """How many cases each stratum has, and how many were drawn, follows from the frame and the drawn rows.

    Small numbers of a sort can tell of whom they are, so they no longer stand on the record.
    """
    return SampleDrawn.model_validate(old.model_dump(exclude={"strata"}))


UPCASTERS = (lists_were_not_handed_in, strata_stood_beside_a_sample)
"""What each of them means today."""
