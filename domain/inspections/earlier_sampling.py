"""Draws of samples as earlier versions of Assay recorded them."""

from typing import ClassVar

from domain.inspections.events import SampleDrawn
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Digest, Line, Opaque, Reference

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


UPCASTERS = (lists_were_not_handed_in,)
"""What each of them means today."""
