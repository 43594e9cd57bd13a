"""Events with a reason as earlier versions of Assay recorded them: some in plain, before reasons became private."""

from typing import ClassVar

from domain.cases.events import CaseReadReopened, InterviewNotHeld
from domain.ledger.upcasting import upcaster
from domain.messages import Event
from domain.privacy.boxes import Sealed
from domain.text import Prose

__all__ = ["UPCASTERS"]


class InterviewNotHeldV1(Event):
    """The responsible officer could not be interviewed, and why: in plain at first, later in a sealed box."""

    name: ClassVar[str] = "case.interview-not-held.v1"
    reason: Prose | Sealed


class CaseReadReopenedV1(Event):
    """A finished read was opened again, and why: in plain at first, later in a sealed box."""

    name: ClassVar[str] = "case.read-reopened.v1"
    reason: Prose | Sealed


@upcaster(InterviewNotHeldV1, InterviewNotHeld)
def why_there_was_no_interview_became_private(old: InterviewNotHeldV1) -> InterviewNotHeld:
    """The reason may say something about the person or the officer, so it is held in a sealed box now.

    The first events of this version had it in plain, later ones in a box already. A box means what it meant. A reason
    in plain is repeated nowhere, for it has no key that could be destroyed: today's event leaves it out, and the
    stored bytes have it.
    """
    return InterviewNotHeld(reason=_boxed(old.reason))


@upcaster(CaseReadReopenedV1, CaseReadReopened)
def why_a_read_was_reopened_became_private(old: CaseReadReopenedV1) -> CaseReadReopened:
    """As with the reason why there was no interview: a box means what it meant, and what stood in plain is left out."""
    return CaseReadReopened(reason=_boxed(old.reason))


def _boxed(reason: str | Sealed) -> Sealed | None:
    return reason if isinstance(reason, Sealed) else None


UPCASTERS = (why_there_was_no_interview_became_private, why_a_read_was_reopened_became_private)
"""What each of them means today."""
