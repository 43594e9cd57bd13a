"""What the doctor says of the vault."""

from contextlib import closing
from pathlib import Path

from activities.ports import EventStore, StoreFault
from activities.privacy.boxes_kept import at_odds
from adapters.outbound.doctor.seals import Said
from adapters.outbound.vault import open_vault, same_database
from domain.text import counted

__all__ = ["of_vault"]


def of_vault(url: str, record: str, keys: Path, store: EventStore) -> Said:
    """Whether the vault opens, with the keys of all the record's boxes, and is kept apart from the record.

    Args:
        url: where the vault is.
        record: where the record is.
        keys: the keys folder.
        store: the record, opened.
    """
    try:
        with closing(open_vault(url, keys)) as vault:
            held, erased = vault.size(), len(vault.destroyed())
            odds = at_odds(store, vault)
    except StoreFault as fault:
        return Said("wrong", str(fault), "docs/privacy.md says what is lost with it, and what is not.")
    if same_database(url, record):
        return Said(
            "wrong",
            "The vault is in the record's own database, so every back-up of the one has the other.",
            "Set ASSAY_VAULT_URL to another database.",
        )
    if odds:
        return Said(
            "wrong",
            str(odds),
            "The vault is another record's, or older than the record: put its newest copy back (docs/moving-house.md).",
        )
    return Said("good", f"{counted(held, 'key')} held; {counted(erased, 'erasure')} kept good.")
