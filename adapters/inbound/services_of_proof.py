"""What every door is given to prove the record and to move it: seals, keys, dossiers, copies."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Protocol

from adapters.inbound.services_shown import KeyCabinet

if TYPE_CHECKING:
    from pathlib import Path

    from activities.dossiers import Dossiers
    from activities.moving.exporting import Exporting
    from activities.moving.importing import Importing
    from activities.moving.ports import VaultBack
    from activities.proof.handing_out import HandingOut
    from activities.proof.key_rotation import KeyRotation
    from activities.proof.ports import SealingKeys
    from activities.proof.proving import Proving
    from activities.proof.sealing import Sealing
    from activities.proof.verifying import Verifying
    from activities.proof.witnessing import Witnessing
    from activities.reporting.releasing import Releasing
    from domain.ledger.key_history import KeyHistory
    from domain.ledger.notes import PublicKey

__all__ = ["ProofServices"]


class ProofServices(Protocol):
    """One installation, as far as it proves and moves its record."""

    @property
    def sealing(self) -> "Sealing":
        """Makes checkpoints."""
        ...

    @property
    def sealing_keys(self) -> "SealingKeys":
        """The keys that checkpoints are signed with."""
        ...

    @property
    def verifying(self) -> "Verifying":
        """Verifies the whole record."""
        ...

    @property
    def proving(self) -> "Proving":
        """Proves what is on the record."""
        ...

    @property
    def dossiers(self) -> "Dossiers":
        """Makes dossiers."""
        ...

    @property
    def releasing(self) -> "Releasing":
        """Releases dossiers to everybody."""
        ...

    @property
    def witnessing(self) -> "Witnessing":
        """Holds the record against checkpoints that were handed out."""
        ...

    @property
    def handing_out(self) -> "HandingOut":
        """Hands out checkpoints."""
        ...

    @property
    def key_rotation(self) -> "KeyRotation":
        """Changes the key that signs."""
        ...

    @property
    def cabinet(self) -> KeyCabinet:
        """All keys."""
        ...

    def make_keys(self) -> "Sequence[Path]":
        """Make the keys that are missing; the new files."""
        ...

    def rotate_key(self, name: str) -> "Path":
        """Make a newer key of a kind, which takes over; its file."""
        ...

    def back_up_keys(self, to: "Path", phrase: str | None) -> Sequence[str]:
        """Write a copy of all keys, in the clear if there is no pass phrase; their names."""
        ...

    def keys_for_checking(self, trusted: "PublicKey | None") -> "KeyHistory | None":
        """The keys by which a receipt is checked: the record's if it is at hand, else the trusted one; None without."""
        ...

    def public_keys(self) -> Sequence[tuple[int, str]]:
        """The verifier keys of checkpoints, each with the size of the record from which on it signs."""
        ...

    @property
    def exporting(self) -> "Exporting":
        """Writes the record down."""
        ...

    @property
    def importing(self) -> "Importing":
        """Makes a record of what was written down."""
        ...

    def copy_vault(self, file: "Path") -> int:
        """Copy the vault to a file of its own; how many keys are in it."""
        ...

    def vault_of_copy(self, file: "Path") -> "Callable[[], VaultBack]":
        """Make sure that a vault can be made of a copy; what is returned makes it, and says what is in it."""
        ...

    def vault_at_odds(self) -> str:
        """Where the vault and the record's private texts do not fit together, in sentences; nothing if they do."""
        ...

    def make_erasures_good(self) -> str:
        """Destroy again the keys of whoever the record says was erased; why that cannot be done now, or nothing."""
        ...
