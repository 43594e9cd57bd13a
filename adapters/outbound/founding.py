"""Making a record: the key first, then the store, then its first event, so that a start cut short is made again."""

from typing import Protocol

from activities.desk import Declined, Desk, Order
from activities.offices import MACHINERY
from activities.sealing import Sealing
from activities.sealing_ports import SealingKeys
from adapters.outbound.keys import make_command_key
from adapters.outbound.keys.payload import make_payload_key
from adapters.outbound.settings import Settings
from adapters.outbound.store import Store, StoreMissing, create, migrate
from adapters.outbound.vault import MASTER_KEY, make_vault
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
    make_vault(settings.vault_url, settings.keys_folder)
    create(settings.database_url, simulated=simulated)


def migrate_or_found(settings: Settings) -> str | None:
    """Bring the store's schema up to date, or make the store; its version before, None if there was none.

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
    if not (settings.keys_folder / MASTER_KEY).exists():
        # Nor had they a vault. One that is lost is not replaced in silence by another that opens nothing.
        make_vault(settings.vault_url, settings.keys_folder)
    return before


def open_record(installation: _Opening) -> None:
    """Record that the record was opened, as its first event, and seal it; nothing happens if both were done.

    A record of a version that did not seal yet gets its key here. One that has been sealed keeps to the keys it has:
    where those are not on this machine, others seal it.

    Raises:
        NotConsistent: the record is no longer what was sealed.
        StoreFault: the record or a key could not be read or written.
    """
    if not installation.store.last_position():
        _open(installation)
    if installation.store.last_checkpoint() is None:
        origin = installation.sealing.origin
        if installation.sealing_keys.first(origin) is None:
            installation.sealing_keys.make(origin, 1)
        installation.sealing.seal("opening")


def _open(installation: _Opening) -> None:
    identity = installation.store.identity()
    command = OpenRecord(record=identity.id, time="simulated" if identity.simulated else "real")
    outcome = installation.desk.give(Order(f"open-record/{identity.id}", command, MACHINERY))
    # Two that start at once may both come this far; one of them is told that it has been done.
    if isinstance(outcome, Declined) and outcome.refusal.code != "record-opened":
        raise RuntimeError(str(outcome.refusal))
