"""The part of an installation that does what its workflows ask for: it looks, records, and sends notices.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from activities.commanding.desk import Desk
    from activities.commanding.records import Records
    from activities.conducting.attending import Attending, Office
    from activities.conducting.outbox import OutboxKeeping
    from activities.ports import Clock, Documents, Notices
    from activities.privacy.bodies import Bodies
    from activities.privacy.personal import Personal
    from activities.reporting.embargoed import EmbargoedCopies
    from activities.reporting.reports import Reports
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.store import Store
    from adapters.outbound.vault import KeyVault

__all__ = ["Conducts"]


class Conducts:
    """What Assay itself does of an installation, which gives its record, desk, clock, reports, documents and post."""

    settings: "Settings"

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """The record."""

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def clock(self) -> Clock:
            """The time."""

        @property
        def desk(self) -> Desk:
            """Takes commands."""

        @property
        def reports(self) -> Reports:
            """Reports, as they are read and printed."""

        @property
        def documents(self) -> Documents:
            """Files by the digest of their content."""

        @property
        def notices(self) -> Notices:
            """Sends notices."""

        @property
        def personal(self) -> Personal:
            """What is private, opened."""

        @property
        def bodies(self) -> Bodies:
            """The addresses of bodies beside the provider, opened."""

        @property
        def embargoed(self) -> EmbargoedCopies:
            """Reports under embargo, for the bodies that have a copy."""

        @property
        def vault(self) -> KeyVault:
            """The keys under which personal text is sealed."""

    @cached_property
    def attending(self) -> "Attending":
        """What workflows ask for."""
        from activities.conducting.attending import Attending

        return Attending(self.store, self.clock, self.offices)

    @cached_property
    def offices(self) -> "Mapping[str, Office]":
        """What Assay itself does for each kind of stream that has a workflow."""
        from activities.conducting.offices import offices

        return offices(
            desk=self.desk,
            records=self.records,
            reports=self.reports,
            documents=self.documents,
            notices=self.notices,
            personal=self.personal,
            bodies=self.bodies,
            copies=self.embargoed,
        )

    @cached_property
    def outbox_keeping(self) -> "OutboxKeeping":
        """Removes notices that name somebody, when it is time."""
        from datetime import timedelta

        from activities.conducting.outbox import OutboxKeeping
        from adapters.outbound.notices import FolderNotices

        return OutboxKeeping(
            FolderNotices(self.settings.notices_folder),
            lambda: self.vault,
            self.clock,
            timedelta(days=self.settings.notices_kept_days),
        )
