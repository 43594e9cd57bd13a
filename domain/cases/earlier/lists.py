"""Events of lists of cases as earlier versions of Assay recorded them."""

from typing import ClassVar

from domain.cases.lists.events import CaseListClosed
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import Digest, Line

__all__ = ["UPCASTERS"]


class CaseListClosedV1(Event):
    """The list was closed for its draw, with its frame in clear and the size of each stratum beside it."""

    name: ClassVar[str] = "case-list.closed.v1"
    frame: Digest
    strata: tuple[int, ...]
    words: Private
    words_digest: Digest
    public_source: Line | None


@upcaster(CaseListClosedV1, CaseListClosed)
def frames_were_kept_in_clear(old: CaseListClosedV1) -> CaseListClosed:
    """The frame lay among the documents in clear, and the size of the sample could still be chosen at the draw.

    Small numbers of a sort can tell of whom they are, so the frame is encrypted now, and the record says only how many
    cases can be drawn. Whatever could steer a draw is settled when the list is closed: the size with its reason, and of
    a public source the day and what it gives.
    """
    return CaseListClosed(
        frame=old.frame,
        document=None,
        frame_key=None,
        eligible=sum(old.strata),
        words=old.words,
        words_digest=old.words_digest,
        size=None,
        reason=None,
        public_source=old.public_source,
        public_day=None,
        public_numbers=None,
        public_highest=None,
    )


UPCASTERS = (frames_were_kept_in_clear,)
"""What each of them means today."""
