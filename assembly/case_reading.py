"""The part of an installation by which two reads of a case are kept apart, and case reads taken away as files."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.cases.apart import Apart
    from activities.cases.loads import ReadingLoads
    from activities.cases.offline import CaseFiles
    from activities.cases.shown_reads import ShownReads
    from activities.commanding.desk import Desk
    from activities.commanding.records import Records
    from activities.ports import Clock
    from activities.privacy.personal import Personal
    from activities.viewing.cover import Cover
    from adapters.outbound.store import Store
    from domain.dated_rules.library import Library

__all__ = ["CaseReading"]


class CaseReading:
    """What case reads need of an installation, which gives its store, records, clock, rules and what is private."""

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """The record."""

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def desk(self) -> Desk:
            """Takes commands."""

        @property
        def personal(self) -> Personal:
            """What is private, opened."""

        @property
        def clock(self) -> Clock:
            """The time."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

    @cached_property
    def apart(self) -> "Apart":
        """Knows which answers are kept from whom."""
        from activities.cases.apart import Apart

        return Apart(self.store, self.records, self.library)

    @cached_property
    def shown_reads(self) -> "ShownReads":
        """Notes into whose hands reads come that are kept apart."""
        from activities.cases.shown_reads import ShownReads

        return ShownReads(self.desk, self.records, self.apart)

    @cached_property
    def reading_loads(self) -> "ReadingLoads":
        """Works out how much inspectors have to read already."""
        from activities.cases.loads import ReadingLoads

        return ReadingLoads(self.records)

    @cached_property
    def cover(self) -> "Cover":
        """Works out who must be somewhere for an inspection and cannot."""
        from activities.viewing.cover import Cover

        return Cover(self.records, self.library)

    @cached_property
    def case_files(self) -> "CaseFiles":
        """Takes case reads away as files."""
        from activities.cases.offline import CaseFiles

        return CaseFiles(
            records=self.records,
            personal=lambda: self.personal,
            apart=self.apart,
            library=self.library,
            clock=self.clock,
        )
