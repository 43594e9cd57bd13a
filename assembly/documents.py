"""The part of an installation by which documents come in, are kept, and are found again.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from activities.commanding.desk import Desk
    from activities.evidence_held import EvidenceHeld
    from activities.handing_in import HandingIn
    from activities.ports import Scanner
    from adapters.outbound.documents import Shelf, ShelvedDocuments
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.store import Store
    from adapters.outbound.vault import KeyVault

__all__ = ["DocumentKeeping"]


class DocumentKeeping:
    """Document store and what uses it, of an installation, which gives its settings, store, desk and vault."""

    settings: "Settings"

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """The record."""

        @property
        def desk(self) -> Desk:
            """Takes commands."""

        @property
        def vault(self) -> KeyVault:
            """The keys under which personal text and documents are sealed."""

    @cached_property
    def shelf(self) -> "Shelf":
        """Where files are kept: the bucket of the settings, else the folder."""
        from adapters.outbound.documents import shelf_of

        return shelf_of(self.settings)

    @cached_property
    def documents(self) -> "ShelvedDocuments":
        """Files by their digest."""
        from adapters.outbound.documents import ShelvedDocuments

        return ShelvedDocuments(self.shelf, lambda: self.vault)

    @cached_property
    def scanner(self) -> "Scanner | None":
        """Looks for viruses in what comes in; None where nobody does."""
        from adapters.outbound.scanning import scanner_of

        return scanner_of(self.settings.virus_scanner)

    @cached_property
    def handing_in(self) -> "HandingIn":
        """Takes files with commands."""
        from activities.handing_in import MEGABYTE, Acceptance, HandingIn

        settings = self.settings
        return HandingIn(
            desk=self.desk,
            documents=self.documents,
            acceptance=Acceptance(settings.documents_kinds, settings.documents_megabytes * MEGABYTE),
            scanner=self.scanner,
        )

    @cached_property
    def held(self) -> "EvidenceHeld":
        """What is held about providers, with its two times."""
        from activities.evidence_held import EvidenceHeld

        return EvidenceHeld(self.store)
