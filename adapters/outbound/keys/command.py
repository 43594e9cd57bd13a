"""The command key: with it, the digest of a command tells a repeat from a different command, and tells others nothing.

It must be the same for everybody who writes to one record, and for as long as the record is kept.
"""

from pathlib import Path

from adapters.outbound.keys.files import make_key, read_key

__all__ = ["make_command_key", "read_command_key"]

WHAT = "command key"


def make_command_key(file: Path) -> None:
    """Make a key, readable by its owner only; one that is there already stays.

    It is there whole or not at all, so that a start that is cut short can be made again.

    Raises:
        StoreFault: it could not be written.
    """
    make_key(file, WHAT)


def read_command_key(file: Path) -> bytes:
    """Read the key.

    Raises:
        StoreFault: it is not there, cannot be read, or is no key.
    """
    return read_key(file, WHAT, "no repeated command is recognised")
