"""The part of an installation by which it can be shown that nothing in its record was changed: seals, proofs and keys.

The composition root takes it in. Like everything there, each thing is built when it is first needed.
"""

from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from activities.commanding.desk import Desk
    from activities.commanding.records import Records
    from activities.dossiers import Dossiers
    from activities.ports import Clock, Documents, Notices
    from activities.privacy.personal import Personal
    from activities.proof.handing_out import HandingOut
    from activities.proof.key_rotation import KeyRotation
    from activities.proof.ports import SealingKeys
    from activities.proof.proving import Proving
    from activities.proof.sealing import Sealing
    from activities.proof.verifying import Verifying
    from activities.proof.witnessing import Witnessing
    from activities.reporting.releasing import Releasing
    from adapters.outbound.keys.cabinet import Cabinet
    from adapters.outbound.settings.settings import Settings
    from adapters.outbound.store import Store
    from domain.dated_rules.library import Library
    from domain.ledger.key_history import KeyHistory
    from domain.ledger.notes import PublicKey

__all__ = ["Proofs"]


class Proofs:
    """Seals, proofs and keys of an installation, which gives its settings, store, clock, desk, records and vault."""

    settings: "Settings"

    if TYPE_CHECKING:

        @property
        def store(self) -> Store:
            """The record."""

        @property
        def clock(self) -> Clock:
            """The time."""

        @property
        def desk(self) -> Desk:
            """Takes commands."""

        @property
        def records(self) -> Records:
            """The record's streams as states."""

        @property
        def library(self) -> Callable[[], Library]:
            """The dated rules."""

        @property
        def personal(self) -> Personal:
            """What is private, opened."""

        @property
        def documents(self) -> Documents:
            """Files by the digest of their content."""

        @property
        def notices(self) -> Notices:
            """Sends notices."""

        def make_erasures_good(self) -> str:
            """Destroy again the keys of whoever the record says was erased."""

    @cached_property
    def origin(self) -> str:
        """The name of the record, which no other record has: it stands in every checkpoint."""
        return f"assay/{self.store.identity().id}"

    @cached_property
    def sealing_keys(self) -> "SealingKeys":
        """The keys that checkpoints are signed with."""
        from adapters.outbound.keys import FolderSealingKeys

        return FolderSealingKeys(self.settings.keys_folder)

    @cached_property
    def sealing(self) -> "Sealing":
        """Makes checkpoints."""
        from activities.proof.sealing import Sealing

        return Sealing(store=self.store, keys=self.sealing_keys, clock=self.clock, origin=self.origin)

    @cached_property
    def verifying(self) -> "Verifying":
        """Verifies the whole record."""
        from activities.proof.ports import TableMissing
        from activities.proof.verifying import Verifying
        from adapters.outbound.store import Nameless

        try:
            origin = self.origin
        except (Nameless, TableMissing):
            origin = "assay/nameless"  # which is what verifying will say of the record
        return Verifying(self.store, self.sealing_keys, origin)

    @cached_property
    def proving(self) -> "Proving":
        """Proves what is on the record."""
        from activities.proof.proving import Proving

        return Proving(self.store, self.sealing, self.sealing_keys)

    @cached_property
    def dossiers(self) -> "Dossiers":
        """Makes dossiers."""
        from activities.dossiers import Dossiers
        from adapters.outbound.press.dossiers import HtmlDossierPress

        return Dossiers(
            store=self.store,
            proving=self.proving,
            sealing=self.sealing,
            keys=self.sealing_keys,
            library=self.library,
            press=HtmlDossierPress(),
        )

    @cached_property
    def releasing(self) -> "Releasing":
        """Releases dossiers to everybody."""
        from activities.reporting.releasing import Releasing

        return Releasing(
            records=self.records,
            dossiers=self.dossiers,
            sealing=self.sealing,
            keys=self.sealing_keys,
            documents=self.documents,
        )

    @cached_property
    def witnessing(self) -> "Witnessing":
        """Holds the record against checkpoints that were handed out."""
        from activities.proof.witnessing import Witnessing

        return Witnessing(self.store, self.sealing_keys, self.origin, self.proving)

    @cached_property
    def handing_out(self) -> "HandingOut":
        """Hands out checkpoints."""
        from activities.proof.handing_out import HandingOut

        return HandingOut(
            ledger=self.store,
            sealing=self.sealing,
            records=self.records,
            notices=self.notices,
            personal=self.personal,
            desk=self.desk,
        )

    @cached_property
    def key_rotation(self) -> "KeyRotation":
        """Changes the key that signs."""
        from activities.proof.key_rotation import KeyRotation

        return KeyRotation(self.sealing, self.sealing_keys, self.desk)

    @cached_property
    def cabinet(self) -> "Cabinet":
        """All keys."""
        from adapters.outbound.keys.cabinet import Cabinet

        return Cabinet(self.settings.keys_folder, self.settings.command_key_file)

    def make_keys(self) -> "Sequence[Path]":
        """Make the keys that are missing; the new files.

        Raises:
            Refused: ``record-in-use``: its own keys must be put back, not new ones made.
            StoreFault: one could not be written, or the record could not be read.
        """
        from adapters.outbound.store import StoreMissing
        from domain.refusals import Refused

        try:
            used = self.store.last_position() > 0
        except StoreMissing:
            used = False
        missing = [each.kind for each in self.cabinet.shown() if each.state == "missing"]
        if used and missing:
            raise Refused.because(
                "record-in-use",
                f"The record has been in use; put back its own {' and '.join(missing)} key from a copy (`assay keys "
                "restore`). `assay db migrate` makes those that an earlier version did not have.",
            )
        return self.cabinet.make_missing()

    def rotate_key(self, name: str) -> "Path":
        """Make a newer key of a kind, which takes over.

        Raises:
            Refused: ``unknown-key`` or ``cannot-be-rotated``.
            StoreFault: it could not be written.
        """
        from adapters.outbound.vault import MASTER_KEY, turn_master_key

        if name == "vault":  # more than a new file: everything in the vault is locked with it
            turn_master_key(self.settings.vault_url, self.settings.keys_folder)
            return self.settings.keys_folder / MASTER_KEY
        return self.cabinet.add(name)

    def back_up_keys(self, to: "Path", phrase: str | None) -> "Sequence[str]":
        """Write a copy of all keys; their names. See :meth:`adapters.outbound.keys.cabinet.Cabinet.back_up`."""
        self.make_erasures_good()  # what is erased is in the journal before it is copied, as far as the vault opens
        return self.cabinet.back_up(to, self.origin, self.clock.now(), phrase)

    def keys_for_checking(self, trusted: "PublicKey | None") -> "KeyHistory | None":
        """The keys by which a receipt is checked: the record's, if it is at hand, else the trusted one by itself.

        Args:
            trusted: the key to trust; this machine's first if None.

        Returns:
            The keys; None if there is none.

        Raises:
            NotConsistent: the record's history of keys cannot be relied on.
            StoreFault: the record or a key could not be read.
        """
        from activities.proof.relying import relied_on
        from activities.proof.sealing import NotConsistent
        from adapters.outbound.store import StoreMissing
        from domain.ledger.key_history import BrokenHistory, KeyHistory

        try:
            origin = self.origin
        except StoreMissing:
            origin = ""
        if trusted is not None and trusted.name != origin:
            return KeyHistory.alone(trusted)
        if not origin:
            return None
        try:
            return relied_on(self.store, self.sealing_keys, origin, trusted)
        except BrokenHistory as broken:
            raise NotConsistent(
                f"The record's history of sealing keys cannot be relied on: {broken}."
            ) from None

    def public_keys(self) -> "Sequence[tuple[int, str]]":
        """The verifier keys of checkpoints, each with the size from which on it signs; none where there is no record.

        Raises:
            NotConsistent: the record's history of keys is broken.
            StoreFault: the record or a key could not be read.
        """
        from activities.proof.sealing import SigningKeyMissing
        from adapters.outbound.store import StoreMissing

        try:
            history = self.sealing.history()
        except (StoreMissing, SigningKeyMissing):
            return []
        return list(zip(history.since, map(str, history.keys), strict=True))
