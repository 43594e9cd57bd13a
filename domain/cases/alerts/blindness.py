"""Reading blind beside alerts: an alert tells what a read says, so whoever is told is not given the other read."""

from collections.abc import Iterable

from domain.cases.events import ReadsShown
from domain.cases.state import CaseRead
from domain.decider import On
from domain.given import Given
from domain.inspections.rules.cases.second_reads import may_yet_be_drawn
from domain.inspections.state import Inspection
from domain.refusals import Refusal
from domain.streams import inspection_stream

__all__ = ["kept_from", "learned"]


def learned(case: str, raised_by: str, people: Iterable[str], given: Given) -> tuple[On, ...]:
    """The events recording that these people have now seen this read, because the alert told them what it says.

    Empty if the reads are not kept apart.

    Args:
        case: the case.
        raised_by: who raised the alert.
        people: who takes it up, or was told of it.
        given: the case and its inspection must be among what was seen.
    """
    read: CaseRead = given.seen[case]
    if not _kept_apart(read, given):
        return ()
    found = ((each, read.readers.of_alert(each, by=raised_by)) for each in dict.fromkeys(people))
    return tuple(
        On(case, ReadsShown(to=who, first=first, second=second))
        for who, (first, second) in found
        if first or second
    )


def kept_from(case: str, raised_by: str, people: Iterable[str], given: Given) -> Refusal | None:
    """Why people are not told of an alert: one of them has the other read of the case; None if nobody has.

    Args:
        case: the case.
        raised_by: who raised the alert.
        people: who is told.
        given: the case and its inspection must be among what was seen.
    """
    read: CaseRead = given.seen[case]
    if not _kept_apart(read, given):
        return None
    for who in people:
        if read.readers.kept_from(who, by=raised_by):
            return Refusal(
                "reads-apart",
                f"{who} reads this case too, apart from whoever raised the alert: tell somebody else. If they know "
                "already, let another take over their read first, and note it then.",
            )
    return None


def _kept_apart(read: CaseRead, given: Given) -> bool:
    if read.blind or read.sampled is None or read.both_in:
        return read.blind
    inspection: Inspection = given.seen[inspection_stream(read.sampled.inspection)]
    protocol = given.library.protocol_with(inspection.known.protocol.digest)
    return may_yet_be_drawn(inspection, protocol, read.sampled.population)
