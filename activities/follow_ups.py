"""What the comparison of a follow-up is made of, from the record itself: nobody types the cases of two inspections."""

from dataclasses import dataclass

from activities.commanding.records import Records
from domain.follow_ups.commands import CompareResults, follow_up_stream
from domain.follow_ups.state import FollowUp
from domain.inspections.state import Inspection
from domain.streams import inspection_stream

__all__ = ["ToCompare", "follow_up_of", "to_compare", "with_all_reads"]


@dataclass(frozen=True, slots=True)
class ToCompare:
    """What would be put beside what.

    Attributes:
        follow_up: what is looked at again.
        again: the follow-up inspection.
        first: the inspection that it follows; None where that is not on the record.
    """

    follow_up: FollowUp
    again: Inspection
    first: Inspection | None

    @property
    def command(self) -> CompareResults:
        """The command that puts every case read of the one beside every case read of the other."""
        return CompareResults(
            inspection=self.follow_up.known.inspection,
            first=self.first.reads if self.first else (),
            again=self.again.reads,
        )


def follow_up_of(records: Records, inspection: str) -> FollowUp:
    """What an inspection looks at again; one that has not been set up if it follows nothing, or not yet.

    Raises:
        StoreFault: the record failed.
    """
    stream = follow_up_stream(inspection)
    found: FollowUp = records.read([stream])[stream].state
    return found


def to_compare(records: Records, inspection: str) -> ToCompare | None:
    """What a comparison would be made of as things stand; None before it is laid down what is looked at again.

    Raises:
        StoreFault: the record failed.
    """
    follow_up = follow_up_of(records, inspection)
    if follow_up.set_up is None:
        return None
    again, follows = inspection_stream(inspection), follow_up.set_up.follows
    first = inspection_stream(follows) if follows else None
    found = records.read([again, *([first] if first else [])])
    return ToCompare(follow_up, found[again].state, found[first].state if first else None)


def with_all_reads(records: Records, command: CompareResults) -> CompareResults:
    """The command with every case read of both inspections, where it names none; else as it is.

    Raises:
        StoreFault: the record failed.
    """
    if command.first or command.again:
        return command
    found = to_compare(records, command.inspection)
    return found.command if found else command
