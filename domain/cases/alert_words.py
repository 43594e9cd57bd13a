"""What somebody learns of a read who acts on an alert: so they are not given the other read of the case."""

from domain.cases.events import ReadsShown
from domain.cases.state import CaseRead
from domain.decider import On
from domain.given import Given
from domain.inspections.rules.second_reads import may_yet_be_drawn
from domain.inspections.state import Inspection

__all__ = ["learned"]


def learned(case: str, raised_by: str, given: Given) -> tuple[On, ...]:
    """What is noted on a case of which somebody takes up an alert; nothing where no read of it is kept apart.

    Args:
        case: the case.
        raised_by: who raised the alert.
        given: who takes it up; the case and its inspection must be among what was seen.
    """
    read: CaseRead = given.seen[case]
    person = given.actor.id
    first, second = read.readers.of_alert(person, by=raised_by)
    if not (first or second) or not _kept_apart(read, given):
        return ()
    return (On(case, ReadsShown(to=person, first=first, second=second)),)


def _kept_apart(read: CaseRead, given: Given) -> bool:
    if read.blind or read.sampled is None or read.both_in:
        return read.blind
    inspection: Inspection = given.seen[f"inspection-{read.sampled.inspection}"]
    protocol = given.library.protocol_with(inspection.known.protocol.digest)
    return may_yet_be_drawn(inspection, protocol, read.sampled.population)
