"""The part of an installation by which the year is planned: the record of programmes, and what makes plans of them.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from activities.commanding.desk import Desk
    from activities.commanding.records import Records
    from activities.ports import Clock, Documents
    from activities.programme.record import ProgrammeRecord
    from activities.programme.scheduling import Scheduling
    from adapters.outbound.store import Store

__all__ = ["Planning"]


class Planning:
    """Plans of an installation, which gives its clock, store, desk, records and documents."""

    if TYPE_CHECKING:

        @property
        def clock(self) -> Clock:
            """The time."""

        @property
        def store(self) -> Store:
            """The record."""

        @property
        def desk(self) -> Desk:
            """Takes commands."""

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def documents(self) -> Documents:
            """The files that go with the record."""

    @cached_property
    def scheduling(self) -> "Scheduling":
        """Making plans of a programme."""
        from activities.programme.scheduling import Scheduling
        from adapters.outbound.solver import CpSatSolver, ExactExplainer

        return Scheduling(CpSatSolver(), ExactExplainer())

    @cached_property
    def programme_record(self) -> "ProgrammeRecord":
        """Programmes on the record."""
        from activities.programme.record import ProgrammeRecord

        return ProgrammeRecord(
            clock=self.clock, desk=self.desk, store=self.store, records=self.records, documents=self.documents
        )
