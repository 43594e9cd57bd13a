"""The part of an installation by which its record and its vault are written down, and made again somewhere else.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from activities.moving.exporting import Exporting
    from activities.moving.importing import Importing
    from activities.moving.ports import VaultBack
    from activities.ports import Clock
    from activities.proof.ports import SealingKeys
    from adapters.outbound.documents import Shelf
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.vault import KeyVault

__all__ = ["Relocation"]


class Relocation:
    """Exports and imports of an installation, which gives its settings, clock, sealing keys and vault."""

    settings: "Settings"

    if TYPE_CHECKING:

        @property
        def clock(self) -> Clock:
            """The time."""

        @property
        def sealing_keys(self) -> SealingKeys:
            """The keys that checkpoints are signed with."""

        @property
        def shelf(self) -> Shelf:
            """Where documents are kept."""

        @property
        def vault(self) -> KeyVault:
            """The keys under which personal text is sealed."""

    @cached_property
    def exporting(self) -> "Exporting":
        """Writes the record down."""
        from importlib.metadata import version

        from activities.moving.exporting import Exporting

        return Exporting(**self._moving, clock=self.clock, program=version("assay"))

    @cached_property
    def importing(self) -> "Importing":
        """Makes a record of what was written down."""
        from activities.moving.importing import Importing

        return Importing(**self._moving, sealing_keys=self.sealing_keys)

    def copy_vault(self, file: "Path") -> int:
        """Copy the vault to a file of its own; how many keys are in it."""
        from adapters.outbound.moving import copy_vault

        _ = self.vault  # opening it destroys what was erased, before it can be copied
        return copy_vault(self.settings.vault_url, self.settings.keys_folder, file)

    def vault_of_copy(self, file: "Path") -> "Callable[[], VaultBack]":
        """Make sure that a vault can be made of a copy; what is returned makes it, and says what is in it."""
        from adapters.outbound.moving import vault_of_copy

        return vault_of_copy(self.settings.vault_url, self.settings.keys_folder, file)

    @property
    def _moving(self) -> "dict[str, Any]":
        from adapters.outbound.documents import ShelvedDocuments
        from adapters.outbound.keys import read_command_key
        from adapters.outbound.moving import Databases, FileParcels, InstallationFiles

        return {
            "source": Databases(self.settings.database_url),
            "parcels": FileParcels(),
            "files": InstallationFiles(ShelvedDocuments(self.shelf), self.settings.home),
            "command_key": lambda: read_command_key(self.settings.command_key_file),
        }
