"""What an installation says of itself: that it is here, not reached by way of an API, and how it is set up."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from activities.commanding.records import Records
    from adapters.inbound.shown.cases.questions import QuestionShown
    from adapters.outbound.settings.settings import SettingLine, Settings
    from domain.dated_rules.library import Library

__all__ = ["Here"]


class Here:
    """What the command line asks of an installation whose record it can open itself."""

    if TYPE_CHECKING:
        settings: Settings

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

    @property
    def caller(self) -> None:
        """No token says who acts: it is whoever uses this machine."""
        return

    @property
    def duty_telephone(self) -> str | None:
        """The number at which whoever is on duty is reached; None where the settings name none."""
        return self.settings.duty_telephone

    @property
    def config(self) -> "Sequence[SettingLine]":
        """Every setting, with where it comes from; secrets are masked."""
        return self.settings.lines

    def settings_page(self) -> str:
        """The page docs/settings.md."""
        from adapters.outbound.settings.page import markdown

        return markdown()

    def version_of(self, stream: str) -> int:
        """The version at which a stream stands."""
        return self.records.read([stream])[stream].head.version

    def questions_of(self, inspection: str) -> "tuple[QuestionShown, ...]":
        """The questions that were set for an inspection, with what its cases said once their reads are closed."""
        from adapters.inbound.shown.cases.questions import questions_in
        from domain.streams import inspection_stream

        stream = inspection_stream(inspection)
        return tuple(questions_in(self.records.read([stream])[stream].state, self.library()))
