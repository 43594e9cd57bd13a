"""The part of an installation that prints reports, and reads what is published of them."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.commanding.records import Records
    from activities.improvements import Improvements
    from activities.ports import EventStore
    from activities.reporting.published import Published
    from activities.reporting.reports import Reports
    from activities.viewing.views import Views
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

        @property
        def views(self) -> Views:
            """What people look at."""

        @property
        def improvements(self) -> Improvements:
            """What inspections came to, one after another."""

    @cached_property
    def reports(self) -> "Reports":
        """Reads and prints reports."""
        from activities.reporting.reports import Reports
        from adapters.outbound.press import ReportPress

        return Reports(self.store, self.records, self.library, ReportPress())

    @cached_property
    def published(self) -> "Published":
        """Reads what is published."""
        from activities.reporting.published import Published

        return Published(
            views=self.views,
            records=self.records,
            reports=self.reports,
            improvements=self.improvements,
            library=self.library,
        )
