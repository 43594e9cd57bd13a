"""The part of an installation that has the dated rules: frameworks, schemes, kinds of inspection, and the calendar.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.rules_shelf import RulesShelf
    from adapters.outbound.catalogue import Catalogue
    from adapters.outbound.settings.settings import Settings
    from domain.dated_rules.library import Library
    from domain.working_days import WorkingDays

__all__ = ["Rules"]


class Rules:
    """The dated rules of an installation, which gives its settings."""

    settings: "Settings"

    @cached_property
    def calendar(self) -> "WorkingDays":
        """The working days."""
        from adapters.outbound.calendars import england_and_wales

        return england_and_wales(self.settings.office_closures)

    @cached_property
    def catalogue(self) -> "Catalogue":
        """Where the dated rules are found."""
        from adapters.outbound.catalogue import Catalogue
        from domain.dated_rules.library import OfficeDays

        return Catalogue(
            self.settings.home,
            OfficeDays(
                self.settings.comments_acknowledged_days,
                self.settings.comments_answered_days,
                self.settings.embargo_days,
            ),
        )

    @property
    def library(self) -> "Callable[[], Library]":
        """The dated rules, as they are whenever it is called."""
        return self.catalogue.library

    @property
    def schemes(self) -> "Callable[[], Library]":
        """The rating schemes alone."""
        return self.catalogue.schemes

    @cached_property
    def framework_shelf(self) -> "RulesShelf":
        """The installation's own framework files."""
        from adapters.outbound.rules_folder import RulesFolder

        return RulesFolder(self.settings.home / "frameworks")

    def shelf_for(self, what: Literal["schemes", "protocols"]) -> "RulesShelf":
        """The installation's own files of rating schemes, or of kinds of inspection."""
        from adapters.outbound.rules_folder import RulesFolder

        return RulesFolder(self.settings.home / what)
