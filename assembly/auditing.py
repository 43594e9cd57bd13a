"""The part of an installation that answers an auditor's questions.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.auditing.explaining import Explaining, ExplanationPress
    from activities.auditing.finding import Finding
    from activities.auditing.looking import Looking
    from activities.auditing.replaying import Replaying
    from activities.cases.lists import CaseLists
    from activities.commanding.records import Records
    from activities.ports import Clock
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.store import Store
    from domain.dated_rules.library import Library

__all__ = ["Auditing"]


class Auditing:
    """What an auditor needs of an installation, which gives its settings, record, rules and clock."""

    settings: "Settings"

    if TYPE_CHECKING:

        @property
        def clock(self) -> Clock:
            """The time."""

        @property
        def store(self) -> Store:
            """The record."""

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def case_lists(self) -> CaseLists:
            """Lists of cases."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

    @cached_property
    def replaying(self) -> "Replaying":
        """The auditor's replay."""
        from activities.auditing.replaying import Replaying

        # The lists are opened only where a sample is drawn again.
        return Replaying(
            store=self.store,
            library=self.library,
            frames=lambda stream, events: self.case_lists.frame_of(stream, events),
            records=self.records,
        )

    @cached_property
    def explaining(self) -> "Explaining":
        """Explains ratings."""
        from activities.auditing.explaining import Explaining

        return Explaining(self.replaying, self.library)

    @cached_property
    def finding(self) -> "Finding":
        """Finds things across inspections."""
        from activities.auditing.finding import Finding

        return Finding(self.store)

    @cached_property
    def looking(self) -> "Looking":
        """Knows who looked at what."""
        from activities.auditing.looking import Looking
        from adapters.outbound.looks import FolderLooks

        # Each record has a folder of its own; and where there is no record, there is nothing to look at.
        folder = self.settings.looks_folder / self.store.identity().id
        return Looking(FolderLooks(folder), self.clock, timedelta(days=self.settings.looks_kept_days))

    @property
    def explanation_press(self) -> "ExplanationPress":
        """Prints explanations."""
        from adapters.outbound.press.explanations import HtmlExplanationPress

        return HtmlExplanationPress()
