"""The payload keys: what Temporal is given to keep is encrypted under them, the newest first.

A key is never replaced. A newer one, with the next number, takes over what is encrypted from then on, and the older
ones stay for what was encrypted before. Every host of one installation has the same keys.
"""

import hashlib
import re
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from activities.ports import StoreFault
from adapters.outbound.keys.files import make_key, read_key

__all__ = ["KeyRing", "PayloadKeys", "add_payload_key", "make_payload_key", "payload_key_id"]

WHAT = "payload key"
WITHOUT = "nothing that Temporal keeps can be read"

_NAME = re.compile(r"payload-([0-9]{4})\.key")
_LABEL = b"assay payload key\n"


class KeyRing(Protocol):
    """The keys under which payloads are encrypted, each known by an id that tells nothing of it."""

    def newest(self) -> tuple[str, bytes]:
        """The id and the key for what is encrypted now."""
        ...

    def find(self, key_id: str) -> bytes | None:
        """The key with this id; None if it is not here."""
        ...


def payload_key_id(key: bytes) -> str:
    """The id of a key: 16 hexadecimal digits of a digest of it."""
    return hashlib.sha256(_LABEL + key).hexdigest()[:16]


def make_payload_key(folder: Path) -> None:
    """Make the first key; if there is any, all stay as they are.

    Raises:
        StoreFault: it could not be written.
    """
    if not _files(folder):
        make_key(folder / "payload-0001.key", WHAT)


def add_payload_key(folder: Path) -> Path:
    """Make a newer key, which takes over at the next start or, in a process that runs, when it meets it.

    Raises:
        StoreFault: it could not be written.
    """
    newest = max(_files(folder), default=0)
    file = folder / f"payload-{newest + 1:04}.key"
    make_key(file, WHAT)
    return file


class PayloadKeys:
    """The keys in a folder; a key that was added since is found when something encrypted under it is met."""

    def __init__(self, folder: Path) -> None:
        """Read the keys of a folder, when they are first needed."""
        self._folder = folder
        self._lock = threading.Lock()
        self._known: Mapping[str, bytes] = {}
        self._newest = ""

    def newest(self) -> tuple[str, bytes]:
        """The id and the key for what is encrypted now.

        Raises:
            StoreFault: there is no key, or one cannot be read.
        """
        if not self._newest:
            self._read()
        return self._newest, self._known[self._newest]

    def find(self, key_id: str) -> bytes | None:
        """The key with this id; None if it is not in the folder."""
        if key_id not in self._known:
            self._read()
        return self._known.get(key_id)

    def _read(self) -> None:
        with self._lock:
            files = _files(self._folder)
            if not files:
                raise StoreFault(
                    f"There is no {WHAT} in {self._folder}; put it back from a copy, or make one with "
                    f"`assay db migrate`: without it {WITHOUT}."
                )
            keys = [read_key(file, WHAT, WITHOUT) for _, file in sorted(files.items())]
            self._known = {payload_key_id(key): key for key in keys}
            self._newest = payload_key_id(keys[-1])


def _files(folder: Path) -> dict[int, Path]:
    found = ((_NAME.fullmatch(each.name), each) for each in folder.glob("payload-*.key"))
    return {int(named[1]): file for named, file in found if named}
