"""The vault: the keys under which private text is sealed, in a database of their own, each locked with a master key."""

from adapters.outbound.vault.opening import (
    MASTER_KEY,
    has_vault,
    make_vault,
    open_vault,
    same_database,
    turn_master_key,
)
from adapters.outbound.vault.vault import KeyVault

__all__ = [
    "MASTER_KEY",
    "KeyVault",
    "has_vault",
    "make_vault",
    "open_vault",
    "same_database",
    "turn_master_key",
]
