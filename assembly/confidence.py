"""The part of an installation by which what is private is kept, shown and forgotten: the vault and what uses it.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property, partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import ExitStack

    from activities.commanding.desk import Desk
    from activities.commanding.records import Records
    from activities.conducting.outbox import OutboxKeeping
    from activities.ports import Clock
    from activities.privacy.access import Access
    from activities.privacy.bodies import Bodies
    from activities.privacy.erasing import Erasing
    from activities.privacy.personal import Personal
    from activities.privacy.retention import Retention
    from activities.reporting.embargoed import EmbargoedCopies
    from activities.reporting.reports import Reports
    from activities.seeing.seeing import Seeing
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.store import Store
    from adapters.outbound.vault import KeyVault
    from domain.dated_rules.library import Library

__all__ = ["Confidence"]


class Confidence:
    """Vault, sight, erasure, access and retention of an installation, which gives its record, clock, desk and rules."""

    settings: "Settings"
    _stack: "ExitStack"

    if TYPE_CHECKING:

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
        def clock(self) -> Clock:
            """The time."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

        @property
        def reports(self) -> Reports:
            """Reports, as they are read and printed."""

        @property
        def outbox_keeping(self) -> OutboxKeeping:
            """Removes notices that name somebody, when it is time."""

    @cached_property
    def vault(self) -> "KeyVault":
        """The keys under which personal text is sealed.

        Raises:
            StoreFault: it is missing, or cannot be opened.
        """
        from activities.privacy.boxes_kept import sealed_before
        from activities.privacy.erasing import make_good
        from adapters.outbound.vault import open_vault

        vault = open_vault(
            self.settings.vault_url, self.settings.keys_folder, partial(sealed_before, self.store)
        )
        self._stack.callback(vault.close)
        make_good(self.store, vault)
        return vault

    @cached_property
    def seeing(self) -> "Seeing":
        """Says who sees what."""
        from activities.seeing.seeing import Seeing

        return Seeing(self.records, self.library, self.clock)

    @cached_property
    def erasing(self) -> "Erasing":
        """Erases, and sees it through."""
        from activities.privacy.erasing import Erasing

        return Erasing(self.store, self.desk, lambda: self.vault, self.outbox_keeping.forget)

    @cached_property
    def access(self) -> "Access":
        """Gathers what is held about somebody."""
        from activities.privacy.access import Access

        return Access(self.store, self.desk, lambda: self.vault)

    @cached_property
    def retention(self) -> "Retention":
        """Applies retention schedules."""
        from activities.privacy.retention import Retention

        return Retention(self.store, self.records, lambda: self.vault, self.erasing)

    @cached_property
    def bodies(self) -> "Bodies":
        """The addresses of bodies beside the provider, opened."""
        from activities.privacy.bodies import Bodies

        return Bodies(self.store, lambda: self.vault)

    @cached_property
    def embargoed(self) -> "EmbargoedCopies":
        """Reports under embargo, for the bodies that have a copy."""
        from activities.reporting.embargoed import EmbargoedCopies
        from adapters.outbound.chance import secret_part

        settings = self.settings
        at = f"http://{settings.pages_address}" if settings.pages_address else None
        pages = settings.pages_origin or at
        return EmbargoedCopies(
            desk=self.desk,
            records=self.records,
            bodies=self.bodies,
            reports=self.reports,
            pages=pages.rstrip("/") if pages else None,
            draw=secret_part,
        )

    @cached_property
    def personal(self) -> "Personal":
        """What is private, opened."""
        from activities.privacy.personal import Personal

        return Personal(self.store, lambda: self.vault)

    def make_erasures_good(self) -> str:
        """Destroy again the keys of whoever the record says was erased; why that cannot be done now, or nothing."""
        from adapters.outbound.moving import what_keeps_shut

        return what_keeps_shut(lambda: self.vault)  # opening it does so

    def vault_at_odds(self) -> str:
        """Where the vault and the record's private texts do not fit together, in sentences; nothing if they do."""
        from activities.privacy.boxes_kept import at_odds

        return str(at_odds(self.store, self.vault))
