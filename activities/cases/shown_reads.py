"""Noting into whose hands reads come that are kept apart: with the record, with all about a person, or with an alert.

Whoever keeps the record, answers for what is held about persons, or must act on an alert, must be able to do so while
cases are being read; so they are not refused. But they cannot be given the other read of a case afterwards: that it
came into their hands stands on the case, and the rules by which reads are given out look at it. It goes by the log and
not by the staff record, since somebody may be put on that, or begin to read cases, on any later day.
"""

from collections.abc import Iterable

from activities.cases.apart import Apart
from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records
from domain.cases.commands import NoteReadsShown
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.given import Actor
from domain.people.roles import Role
from domain.refusals import Refused

__all__ = ["ShownReads"]

_ASSAY = Actor(id="assay", role=Role.MACHINERY, authenticated_by="assay")


class ShownReads:
    """Notes what is handed over. Safe to use from several threads."""

    def __init__(self, desk: Desk, records: Records, apart: Apart) -> None:
        """Note at a desk what is kept apart by the record as it stands."""
        self._desk = desk
        self._records = records
        self._apart = apart

    def with_record(self, person: str) -> None:
        """Note that somebody is handed the record as a whole.

        Raises:
            Refused: it could not be noted, so it must not be handed over.
            StoreFault: the record failed.
        """
        self._note(self._apart.kept(), person)

    def with_subject(self, case: str, person: str) -> None:
        """Note that somebody is handed all that is held about the person of a case.

        Raises:
            Refused: it could not be noted, so it must not be handed over.
            StoreFault: the record failed.
        """
        self._note(self._apart.among([case]), person)

    def with_alert(self, case: str, person: str, *, by: str) -> None:
        """Note that somebody is shown what an alert says of a case, or what is done about it.

        Args:
            case: the case.
            person: who is shown it.
            by: whose words they are.

        Raises:
            Refused: it could not be noted, so it must not be shown.
            StoreFault: the record failed.
        """
        state: CaseRead = self._records.read([case])[case].state
        first, second = state.readers.of_alert(person, by=by)
        if (first or second) and self._apart.told_apart(case):
            self._give(case, person, first=first, second=second)

    def _note(self, cases: Iterable[str], person: str) -> None:
        wanted = tuple(cases)
        seen = self._records.read([*wanted, *map(second_read_of, wanted)]) if wanted else {}
        for case in wanted:
            state: CaseRead = seen[case].state
            first, second = state.begun, seen[second_read_of(case)].state.begun
            readers = state.readers
            known = (person in readers.shown_first or not first) and (
                person in readers.shown_second or not second
            )
            if known:
                continue
            self._give(case, person, first=first, second=second)

    def _give(self, case: str, person: str, *, first: bool, second: bool) -> None:
        command = NoteReadsShown(case=case, to=person, first=first, second=second)
        # The id follows from what is noted, so that it is noted once.
        parts = f"{'first' if first else ''}{'second' if second else ''}"
        outcome = self._desk.give(Order(f"{case}/shown/{person}/{parts}", command, _ASSAY))
        if isinstance(outcome, Declined):
            raise Refused(outcome.refusal)
