"""Key files: 32 random bytes as hexadecimal digits, readable by their owner only, made once and never written over."""

import contextlib
import os
import secrets
import stat
from pathlib import Path

from activities.ports import StoreFault

__all__ = ["KEY_BYTES", "make_key", "read_key", "readable_by_others", "write_new"]

KEY_BYTES = 32


def make_key(file: Path, what: str) -> None:
    """Make a random key; one that is there already stays.

    Args:
        file: where; its folder is made when missing.
        what: the key's name in a sentence: ``command key``.

    Raises:
        StoreFault: it could not be written.
    """
    if not file.exists():
        with contextlib.suppress(FileExistsError):
            write_new(file, secrets.token_hex(KEY_BYTES).encode() + b"\n", what)


def write_new(file: Path, content: bytes, what: str) -> None:
    """Write a file that only its owner may read, whole or not at all, and never over another.

    Raises:
        FileExistsError: there is one already; it stays as it is.
        StoreFault: it could not be written.
    """
    half = file.with_name(f"{file.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        try:
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            try:
                os.write(handle, content)
                os.fsync(handle)
            finally:
                os.close(handle)
        except OSError as error:
            raise _unwritten(what, file, error) from error
        try:
            os.link(half, file)  # unlike a rename, this never takes the place of a file that is there
        except FileExistsError:
            raise
        except OSError as error:
            raise _unwritten(what, file, error) from error
    finally:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def _unwritten(what: str, file: Path, error: OSError) -> StoreFault:
    return StoreFault(f"The {what} could not be written to {file}: {error.strerror}.")


def read_key(file: Path, what: str, without: str) -> bytes:
    """Read a key.

    Args:
        file: where it is.
        what: the key's name in a sentence: ``command key``.
        without: what does not work without it, for the sentence that says that it is missing.

    Raises:
        StoreFault: it is not there, cannot be read, or is no key.
    """
    try:
        written = file.read_bytes()
    except FileNotFoundError:
        raise StoreFault(
            f"The {what} {file} is missing; put it back from a copy: without it {without}."
        ) from None
    except OSError as error:
        raise StoreFault(f"The {what} {file} cannot be read: {error.strerror}.") from error
    try:
        key = bytes.fromhex(written.decode("ascii").strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise StoreFault(f"The {what} {file} is damaged: it must be {2 * KEY_BYTES} hexadecimal digits.")
    return key


def readable_by_others(file: Path) -> bool:
    """Whether anybody but its owner may read or write a file.

    Raises:
        OSError: it cannot be looked at.
    """
    return bool(file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
