"""Events of a case as earlier versions of Assay recorded them."""

from typing import ClassVar

from domain.cases.events import CaseSampled
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.text import Digest, Reference, StandardId

__all__ = ["UPCASTERS"]


class CaseSampledV1(Event):
    """The case was drawn for reading, from a list that was not handed in."""

    name: ClassVar[str] = "case.sampled.v1"
    inspection: Reference
    population: Reference
    list_digest: Digest
    row: int
    key_questions: tuple[StandardId, ...]


@upcaster(CaseSampledV1, CaseSampled)
def lists_had_no_strata(old: CaseSampledV1) -> CaseSampled:
    """Lists stayed with whoever drew, and had neither strata nor sub-samples; no case took another's place.

    Since lists are handed in, a reader is told the stratum of a case, and in which sub-samples it is.
    """
    return CaseSampled(
        inspection=old.inspection,
        population=old.population,
        list_digest=old.list_digest,
        row=old.row,
        key_questions=old.key_questions,
    )


UPCASTERS = (lists_had_no_strata,)
"""What each of them means today."""
