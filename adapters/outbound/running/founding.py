"""Making a record: the key first, then the store, then its first event, so that a start cut short is made again."""

from typing import Protocol

from activities.commanding.desk import Declined, Desk, Order
from activities.conducting.office import MACHINERY
from activities.privacy.boxes_kept import has_boxes
from activities.privacy.vault import VaultFault
from activities.proof.ports import SealingKeys
from activities.proof.sealing import NotConsistent, Sealing
from adapters.outbound.keys import make_command_key
from adapters.outbound.keys.payload import make_payload_key
from adapters.outbound.settings.settings import Settings
from adapters.outbound.store import Store, StoreMissing, create, migrate, open_store
from adapters.outbound.vault import MASTER_KEY, has_vault, make_vault, same_database
from domain.ledger.opening import OpenRecord

__all__ = ["found", "migrate_or_found", "open_record"]


class _Opening(Protocol):
    @property
    def store(self) -> Store: ...

    @property
    def desk(self) -> Desk: ...

    @property
    def sealing(self) -> Sealing: ...

    @property
    def sealing_keys(self) -> SealingKeys: ...


def found(settings: Settings, *, simulated: bool = False) -> None:
    """Make a new store and, before it, its keys. A key that is there already stays.

    Args:
        settings: where they are to be.
        simulated: whether the time of the record is simulated.

    Raises:
        StoreFault: one of them could not be made.
    """
    make_command_key(settings.command_key_file)
    make_payload_key(settings.keys_folder)
    _make_vault(settings)
    create(settings.database_url, simulated=simulated)


def migrate_or_found(settings: Settings, *, new_vault: bool = False) -> str | None:
    """Bring the store's schema up to date, or make the store; its version before, None if there was none.

    Args:
        settings: where they are.
        new_vault: whether a vault is to take the place of one that is lost for good.

    Raises:
        StoreFault: it could not be done, or the store was last used by a newer version.
    """
    try:
        before, _ = migrate(settings.database_url)
    except StoreMissing:
        found(settings)
        return None
    if not settings.command_key_file.exists():
        return before  # the record has moved here, and its keys have not followed yet: others would be in their way
    make_payload_key(settings.keys_folder)  # versions before it was needed made none
    _see_to_vault(settings, new_vault)
    return before


def _see_to_vault(settings: Settings, new_vault: bool) -> None:
    """Make the vault of a record that never had one. One that is lost is not replaced by another that opens nothing."""
    if has_vault(settings.vault_url):
        if new_vault:
            raise VaultFault("There is a vault already; move it away first, and keep it.")
        if (settings.keys_folder / MASTER_KEY).exists():
            return
    elif not new_vault and _has_boxes(settings.database_url):
        if (settings.keys_folder / MASTER_KEY).exists():
            return  # whatever needs the vault says that it is missing; the rest of Assay works
        raise VaultFault(
            "The vault and its master key are missing, and the record has private texts that only they open: put both "
            "back from their copies. If they are lost for good, `assay db migrate --new-vault` makes others."
        )
    _make_vault(settings)


def _has_boxes(url: str) -> bool:
    store = open_store(url)
    try:
        return has_boxes(store)
    finally:
        store.close()


def _make_vault(settings: Settings) -> None:
    if same_database(settings.vault_url, settings.database_url):
        raise VaultFault(
            "The vault cannot be in the record's own database, where every back-up of the one has the other: set "
            "ASSAY_VAULT_URL to another."
        )
    make_vault(settings.vault_url, settings.keys_folder)


def open_record(installation: _Opening) -> None:
    """Record that the record was opened, as its first event, and seal it; nothing happens if both were done.

    A record of a version that did not seal yet gets its key here. One that has been sealed keeps to the keys it has:
    where those are not on this machine, others seal it.

    Raises:
        NotConsistent: the record is no longer what was sealed.
        StoreFault: the record or a key could not be read or written.
    """
    if not installation.store.last_position():
        sealed = installation.sealing_keys.written_down(installation.sealing.origin) is not None
        # A public key is written down once the record has been opened, which another worker may just have done.
        if sealed and not installation.store.last_position():
            raise NotConsistent(
                "The record was opened and sealed once, and now it is empty; put back a copy."
            )
        _open(installation)
    if installation.store.last_checkpoint() is None:
        origin = installation.sealing.origin
        if installation.sealing_keys.written_down(origin) is None:
            installation.sealing_keys.make(origin, 1)
        installation.sealing.seal("opening")


def _open(installation: _Opening) -> None:
    identity = installation.store.identity()
    command = OpenRecord(record=identity.id, time="simulated" if identity.simulated else "real")
    outcome = installation.desk.give(Order(f"open-record/{identity.id}", command, MACHINERY))
    # Two that start at once may both come this far; one of them is told that it has been done.
    if isinstance(outcome, Declined) and outcome.refusal.code != "record-opened":
        raise RuntimeError(str(outcome.refusal))
