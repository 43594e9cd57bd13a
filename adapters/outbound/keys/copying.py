"""A copy of all keys in one file, encrypted with a pass phrase or plainly labelled as secret; and putting it back.

The journal of erasures goes with the keys, and never with the record or the vault: it is what keeps an older copy of
those from bringing somebody back who was erased.
"""

import base64
import contextlib
import json
import os
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from activities.ports import StoreFault
from adapters.outbound.keys.files import write_new
from adapters.outbound.vault.journal import JOURNAL, Journal
from domain.refusals import Refused

__all__ = ["is_encrypted", "put_back", "write_copy"]

FORMAT = "assay-keys-1"
LARGEST_COPY_BYTES = 64 * 1024 * 1024
"""Some keys, and a line for everybody who was ever erased."""

SHORTEST_PHRASE = 12
# Some tenths of a second and 128 MB a try: next to nothing for its owner, and dear for who has to guess.
SCRYPT = {"n": 2**17, "r": 8, "p": 1}

_PLAIN = (
    "SECRET. This file holds the keys of an Assay installation in the clear: whoever reads it can sign as that "
    "installation and read what it has encrypted. Keep it off-line, apart from the database and its back-ups, and tell "
    "nobody where. To put the keys back: assay keys restore THIS-FILE"
)
_ENCRYPTED = (
    "This file holds the keys of an Assay installation, encrypted with a pass phrase (scrypt, AES-256-GCM). Keep it "
    "apart from the database and its back-ups, and the pass phrase apart from both: without it nothing here can be "
    "read. To put the keys back: assay keys restore THIS-FILE"
)


def write_copy(
    files: dict[str, Path], journal: Journal, to: Path, origin: str, at: datetime, phrase: str | None
) -> None:
    """Write a copy of key files and of the journal of erasures; a file that is there is never written over.

    Args:
        files: the keys, by the name under which each is to be put back.
        journal: the journal, which need not have anything in it yet.
        to: the copy.
        origin: the record that they belong to, for the label.
        at: when.
        phrase: the pass phrase; None for a copy in the clear.

    Raises:
        Refused: ``file-exists``, or ``bad-value`` for a pass phrase that is too short.
        StoreFault: a key could not be read, or the copy not written.
    """
    if phrase is not None and len(phrase) < SHORTEST_PHRASE:
        raise Refused.because(
            "bad-value",
            f"The pass phrase must have at least {SHORTEST_PHRASE} characters; some words will do.",
        )
    try:
        keys = {name: file.read_text(encoding="ascii") for name, file in files.items()}
    except (OSError, ValueError) as error:
        raise StoreFault(f"A key could not be read for the copy: {error}.") from error
    keys[JOURNAL] = journal.written()
    copy: dict[str, Any] = {
        "format": FORMAT,
        "what": _PLAIN if phrase is None else _ENCRYPTED,
        "record": origin,
        "made": at.isoformat(timespec="seconds"),
        "names": sorted(keys),
    }
    if phrase is None:
        copy["keys"] = keys
    else:
        salt, nonce = os.urandom(16), os.urandom(12)
        box = AESGCM(_stretched(phrase, salt)).encrypt(nonce, json.dumps(keys).encode(), FORMAT.encode())
        copy["encrypted"] = {
            name: base64.b64encode(value).decode()
            for name, value in (("salt", salt), ("nonce", nonce), ("box", box))
        }
    try:
        write_new(to, (json.dumps(copy, indent=2) + "\n").encode(), "copy of the keys")
    except FileExistsError:
        raise Refused.because(
            "file-exists", f"There is a file {to} already; it is not written over."
        ) from None


def put_back(
    copy_of: Path, place: Callable[[str], Path | None], journal: Journal, phrase: str | None
) -> list[Path]:
    """Put back the keys of a copy that are not there; the files that were written.

    The journal of erasures of the copy is added to the one that is there: it never differs, it only knows more.

    Args:
        copy_of: the copy.
        journal: the journal here.
        place: the file for each name; None for a name that is no key's.
        phrase: the pass phrase; None if the copy is in the clear.

    Raises:
        Refused: ``bad-file``, ``bad-pass-phrase``, or ``file-exists`` when a key is there that differs.
        StoreFault: a key could not be written.
    """
    keys: dict[Path, str] = {}
    contents = _opened(copy_of, phrase)
    noted = contents.pop(JOURNAL, None)
    for name, content in contents.items():
        file = place(name)
        if file is None:
            raise Refused.because("bad-file", f"{copy_of} has a key {name!r} that this Assay does not know.")
        keys[file] = content
    for file, content in keys.items():
        with contextlib.suppress(FileNotFoundError):
            if file.read_text(encoding="ascii") != content:
                raise Refused.because(
                    "file-exists",
                    f"The key {file} differs from the one in the copy; nothing was put back. Move it away first.",
                )
    # Before the keys: with them and without it, somebody who was erased could be read again.
    written = [journal.file] if noted is not None and _taken_in(journal, noted, copy_of) else []
    for file, content in keys.items():
        with contextlib.suppress(FileExistsError):
            write_new(file, content.encode("ascii"), "key")
            written.append(file)
    return written


def _taken_in(journal: Journal, noted: str, copy_of: Path) -> bool:
    try:
        return journal.take_in(noted)
    except ValueError as error:
        raise Refused.because("bad-file", f"{copy_of} is damaged: {error}.") from None


def is_encrypted(copy_of: Path) -> bool:
    """Whether a copy needs a pass phrase.

    Raises:
        Refused: ``bad-file``: it is no copy of keys.
    """
    return "encrypted" in _read(copy_of)


def _read(copy_of: Path) -> dict[str, Any]:
    try:
        content = copy_of.read_bytes()
        copy = json.loads(content) if len(content) <= LARGEST_COPY_BYTES else None
    except OSError as error:
        raise Refused.because("unreadable-file", f"{copy_of} cannot be read: {error.strerror}.") from None
    except ValueError:
        copy = None
    if (
        not isinstance(copy, dict)
        or copy.get("format") != FORMAT
        or not ("keys" in copy or "encrypted" in copy)
    ):
        raise Refused.because(
            "bad-file", f"{copy_of} is not a copy of keys as `assay keys backup` writes it."
        )
    return copy


def _opened(copy_of: Path, phrase: str | None) -> dict[str, str]:
    copy = _read(copy_of)
    try:
        if "keys" in copy:
            keys = copy["keys"]
        else:
            salt, nonce, box = (
                base64.b64decode(copy["encrypted"][each]) for each in ("salt", "nonce", "box")
            )
            keys = json.loads(AESGCM(_stretched(phrase or "", salt)).decrypt(nonce, box, FORMAT.encode()))
    except InvalidTag:
        raise Refused.because(
            "bad-pass-phrase", f"The pass phrase does not open {copy_of}, or the file was changed."
        ) from None
    except (KeyError, TypeError, ValueError):
        keys = None
    if not isinstance(keys, dict) or not all(isinstance(each, str) for each in keys.values()):
        raise Refused.because("bad-file", f"{copy_of} is damaged.")
    return keys


def _stretched(phrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=32, **SCRYPT).derive(phrase.encode())
