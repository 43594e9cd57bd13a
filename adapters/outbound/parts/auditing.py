"""The part of an installation that answers an auditor's questions.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from activities.explaining import Explaining, ExplanationPress
    from activities.ports import EventStore
    from activities.replaying import Replaying
    from domain.library import Library

__all__ = ["Auditing"]


class Auditing:
    """What an auditor needs of an installation, which gives its record and rules."""

    if TYPE_CHECKING:

        @property
        def store(self) -> EventStore:
            """The record."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

    @cached_property
    def replaying(self) -> "Replaying":
        """The auditor's replay."""
        from activities.replaying import Replaying

        return Replaying(store=self.store, library=self.library)

    @cached_property
    def explaining(self) -> "Explaining":
        """Explains ratings."""
        from activities.explaining import Explaining

        return Explaining(self.replaying, self.library)

    @property
    def explanation_press(self) -> "ExplanationPress":
        """Prints explanations."""
        from adapters.outbound.press.explanations import HtmlExplanationPress

        return HtmlExplanationPress()
