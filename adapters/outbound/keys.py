"""The command key: with it, the digest of a command tells a repeat from a different command, and tells others nothing.

It must be the same for everybody who writes to one record, and for as long as the record is kept.
"""

import contextlib
import os
import secrets
from pathlib import Path

from activities.ports import StoreFault

__all__ = ["KEY_BYTES", "make_command_key", "read_command_key"]

KEY_BYTES = 32


def make_command_key(file: Path) -> None:
    """Make a key, readable by its owner only; one that is there already stays.

    It is there whole or not at all, so that a start that is cut short can be made again.

    Raises:
        StoreFault: it could not be written.
    """
    if file.exists():
        return
    half = file.with_name(f"{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            os.write(handle, secrets.token_hex(KEY_BYTES).encode() + b"\n")
            os.fsync(handle)
        finally:
            os.close(handle)
        with contextlib.suppress(FileExistsError):
            os.link(half, file)  # unlike a rename, this never takes the place of a key that is there
    except OSError as error:
        raise StoreFault(f"The command key could not be written to {file}: {error.strerror}.") from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def read_command_key(file: Path) -> bytes:
    """Read the key.

    Raises:
        StoreFault: it is not there, cannot be read, or is no key.
    """
    try:
        written = file.read_bytes()
    except FileNotFoundError:
        raise StoreFault(
            f"The command key {file} is missing; put it back from a copy: without it no repeated command is recognised."
        ) from None
    except OSError as error:
        raise StoreFault(f"The command key {file} cannot be read: {error.strerror}.") from error
    try:
        key = bytes.fromhex(written.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreFault(f"The command key {file} is damaged: it must be {2 * KEY_BYTES} hexadecimal digits.")
    return key
