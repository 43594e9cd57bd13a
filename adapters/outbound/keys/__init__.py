"""The keys of an installation: files outside the database, each readable by its owner only."""

from adapters.outbound.keys.command import make_command_key, read_command_key
from adapters.outbound.keys.files import KEY_BYTES, make_key, read_key, readable_by_others
from adapters.outbound.keys.sealing import FolderSealingKeys, verify_ed25519

__all__ = [
    "KEY_BYTES",
    "FolderSealingKeys",
    "make_command_key",
    "make_key",
    "read_command_key",
    "read_key",
    "readable_by_others",
    "verify_ed25519",
]
