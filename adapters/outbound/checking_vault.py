"""What the doctor says of the vault."""

from contextlib import closing
from pathlib import Path

from activities.ports import StoreFault
from adapters.outbound.checking_seals import Said
from adapters.outbound.vault import open_vault
from domain.text import counted

__all__ = ["of_vault"]


def of_vault(url: str, record: str, keys: Path) -> Said:
    """Whether the vault opens, with how many keys, and is kept apart from the record.

    Args:
        url: where the vault is.
        record: where the record is.
        keys: the keys folder.
    """
    try:
        with closing(open_vault(url, keys)) as vault:
            held, erased = vault.size(), len(vault.destroyed())
    except StoreFault as fault:
        return Said("wrong", str(fault), "docs/privacy.md says what is lost with it, and what is not.")
    if url == record:
        return Said(
            "wrong",
            "The vault is in the record's own database, so every back-up of the one has the other.",
            "Set ASSAY_VAULT_URL to another database.",
        )
    return Said("good", f"{counted(held, 'key')} held; {counted(erased, 'erasure')} kept good.")
