"""The part of an installation that prints reports."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.commanding.records import Records
    from activities.ports import EventStore
    from activities.reporting.reports import Reports
    from domain.dated_rules.library import Library

__all__ = ["Reporting"]


class Reporting:
    """What reports need of an installation, which gives its record and rules."""

    if TYPE_CHECKING:

        @property
        def store(self) -> EventStore:
            """The record."""

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

    @cached_property
    def reports(self) -> "Reports":
        """Reads and prints reports."""
        from activities.reporting.reports import Reports
        from adapters.outbound.press import ReportPress

        return Reports(self.store, self.records, self.library, ReportPress())
