"""What proposals and samples rest on beside the cases: entries of the register of evidence, and lists that were closed.

Each names what it rests on by version or digest, so that it can be seen to have been on the record by then, unchanged.
"""

from collections.abc import Iterator, Mapping

from activities.auditing.soundness import Fault, Part, Sound
from domain.cases.lists.events import CaseListClosed
from domain.evidence.events import EvidenceCorrected, EvidenceRegistered, EvidenceWithdrawn
from domain.inspections.events import RatingProposed, SampleDrawn
from domain.streams import room_stream

__all__ = ["check_entries_of", "check_list_of"]


def check_entries_of(
    event: RatingProposed, position: int, inspection: str, beside: Mapping[str, Part]
) -> None:
    """See that each entry which a proposal names was in the register by then, at the version that it names.

    Args:
        event: the proposal.
        position: its place on the record.
        inspection: the inspection's reference.
        beside: what the inspection has beside its cases.

    Raises:
        Fault: ``incomplete`` for an entry that is not there,
            ``changed`` for one that had been put right or withdrawn since.
    """
    stream = room_stream(inspection)
    by_then = list(_by(position, beside.get(stream)))
    for named in event.evidence:
        about = [each for each in by_then if getattr(each.event, "entry", None) == named.entry]
        kept = [each for each in about if isinstance(each.event, EvidenceRegistered | EvidenceCorrected)]
        place = f"event {position}: the entry {named.entry} of the register of evidence, on which it rests,"
        if not any(each.recorded.version == named.version for each in kept):
            raise Fault("incomplete", f"{place} is not on record")
        if kept[-1].recorded.version != named.version or isinstance(about[-1].event, EvidenceWithdrawn):
            raise Fault("changed", f"{place} was another by then than it names")


def check_list_of(event: SampleDrawn, position: int, beside: Mapping[str, Part]) -> None:
    """See that the list that a sample was drawn from was closed by then, with its frame and the seed of the draw.

    Args:
        event: the draw.
        position: its place on the record.
        beside: what the inspection has beside its cases.

    Raises:
        Fault: ``incomplete`` where it was not closed by then, ``changed``
            where frame or seed are others.
    """
    if event.list is None:
        return
    place = f"event {position}: the list {event.list}, from which it was drawn,"
    closed = [
        each for each in _by(position, beside.get(event.list)) if isinstance(each.event, CaseListClosed)
    ]
    if not closed:
        raise Fault("incomplete", f"{place} was not closed by then")
    said = closed[-1].event
    assert isinstance(said, CaseListClosed)
    if said.frame != event.frame or closed[-1].recorded.digest.hex() != event.seed.partition(":")[0]:
        raise Fault("changed", f"{place} was closed with another frame, or to another seed")


def _by(position: int, part: Part | None) -> Iterator[Sound]:
    """What a stream held by then; raises what is wrong with it where it is broken before."""
    if part is not None and part.fault is not None and part.broken_at < position:
        raise part.fault
    return (each for each in (part.sound if part else ()) if each.recorded.position < position)
