"""The part of an installation that makes the papers of ratings panels."""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.commanding.records import Records
    from activities.packs import Packs
    from activities.ports import Documents
    from activities.viewing.views import Views
    from domain.dated_rules.library import Library

__all__ = ["PanelPapers"]


class PanelPapers:
    """What papers need of an installation, which gives its records, views, rules and documents."""

    if TYPE_CHECKING:

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def views(self) -> Views:
            """What people look at."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

        @property
        def documents(self) -> Documents:
            """Files by their digest."""

    @cached_property
    def packs(self) -> "Packs":
        """Makes and keeps the papers of a panel."""
        from activities.packs import Packs
        from adapters.outbound.press.packs import HtmlPackPress

        return Packs(
            records=self.records,
            views=self.views,
            library=self.library,
            documents=self.documents,
            press=HtmlPackPress(),
        )
