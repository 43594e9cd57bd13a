"""The cabinet: every key of an installation in one list, with what each is for, and what may be done with it."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fnmatch import fnmatch
from pathlib import Path
from typing import Literal

from activities.ports import StoreFault
from adapters.outbound.keys.command import make_command_key
from adapters.outbound.keys.copying import is_encrypted, put_back, write_copy
from adapters.outbound.keys.files import make_key, read_key, readable_by_others
from adapters.outbound.keys.payload import add_payload_key, make_payload_key
from adapters.outbound.vault.journal import Journal
from domain.refusals import Refused

__all__ = ["KINDS", "Cabinet", "KeyKind", "KeyShown"]

COMMAND, COMMAND_FILE = "command", "command.key"

State = Literal["good", "missing", "damaged", "open"]


@dataclass(frozen=True, slots=True)
class KeyKind:
    """One kind of key.

    Attributes:
        name: what it is called on the command line.
        meaning: what it is for, and what is lost with it; one sentence.
        pattern: its files in the keys folder; the command key's may be elsewhere.
        make: makes the first in the folder, if there is none.
        add: makes a newer one that takes over; None where that takes more than a file, or must never be done.
    """

    name: str
    meaning: str
    pattern: str
    make: Callable[[Path], None]
    add: Callable[[Path], Path] | None = None


KINDS: tuple[KeyKind, ...] = (
    KeyKind(
        "sealing",
        "Signs checkpoints and receipts. Lost: nothing new can be sealed under the record's name. Stolen: a forged "
        "record can be signed.",
        "sealing-*.key",
        lambda folder: make_key(folder / "sealing-0001.key", "sealing key"),
    ),
    KeyKind(
        COMMAND,
        "Recognises a command that is given again. Lost: no repeat is recognised. It is never changed.",
        COMMAND_FILE,
        lambda folder: make_command_key(folder / COMMAND_FILE),
    ),
    KeyKind(
        "payload",
        "Encrypts what Temporal keeps. Lost: workflows under way must be started again from the record.",
        "payload-*.key",
        make_payload_key,
        add_payload_key,
    ),
    KeyKind(
        "vault",
        "Locks the keys under which personal text is sealed. Lost: no personal text can be read or recorded; the "
        "record still verifies. When it is changed, older copies of the vault are locked for good.",
        "vault.key",
        lambda folder: make_key(folder / "vault.key", "vault's master key"),
    ),
)
"""Every kind of key there is."""


@dataclass(frozen=True, slots=True)
class KeyShown:
    """A key as it may be shown: never the key itself.

    Attributes:
        kind: which kind it is.
        file: where it is, or should be.
        state: ``good``, ``missing``, ``damaged``, or ``open`` where others may read it.
        mark: the first digits of a digest of it, by which two copies can be compared.
        meaning: what it is for.
    """

    kind: str
    file: Path
    state: State
    mark: str
    meaning: str


class Cabinet:
    """The keys of one installation."""

    def __init__(self, folder: Path, command_key: Path) -> None:
        """Look after the keys in a folder, and the command key, which may be elsewhere."""
        self._folder = folder
        self._command_key = command_key

    def shown(self) -> Sequence[KeyShown]:
        """Every key, with how it fares; a kind of which there is none is shown as missing."""
        lines = []
        for kind in KINDS:
            files = self._of(kind)
            lines += [KeyShown(kind.name, file, *_examined(file), kind.meaning) for file in files]
            if not files:
                lines.append(KeyShown(kind.name, self._place(kind.pattern), "missing", "", kind.meaning))
        return lines

    def make_missing(self) -> Sequence[Path]:
        """Make the first key of every kind of which there is none; the new files.

        Raises:
            StoreFault: one could not be written.
        """
        missing = [kind for kind in KINDS if not self._of(kind)]
        for kind in missing:
            kind.make(self._command_key.parent if kind.name == COMMAND else self._folder)
        return [file for kind in missing for file in self._of(kind)]

    def add(self, name: str) -> Path:
        """Make a newer key of a kind, which takes over from the one before.

        Raises:
            Refused: ``unknown-key`` or ``cannot-be-rotated``.
            StoreFault: it could not be written.
        """
        kind = next((kind for kind in KINDS if kind.name == name), None)
        if kind is None:
            names = ", ".join(kind.name for kind in KINDS)
            raise Refused.because("unknown-key", f"There is no key called {name!r}; there are {names}.")
        if kind.add is None:
            raise Refused.because(
                "cannot-be-rotated", f"The {name} key cannot be changed by itself. {kind.meaning}"
            )
        return kind.add(self._folder)

    def back_up(self, to: Path, origin: str, at: datetime, phrase: str | None) -> Sequence[str]:
        """Write a copy of all keys and of the journal of erasures; the names of the keys.

        See :func:`adapters.outbound.keys.copying.write_copy`.
        """
        files = {
            COMMAND_FILE if kind.name == COMMAND else file.name: file
            for kind in KINDS
            for file in self._of(kind)
        }
        files |= {file.name: file for file in sorted(self._folder.glob("*.pub"))}
        write_copy(files, Journal(self._folder), to, origin, at, phrase)
        return sorted(files)

    def put_back(self, copy_of: Path, phrase: str | None) -> Sequence[Path]:
        """Put back what is not there, see :func:`adapters.outbound.keys.copying.put_back`; the files written."""
        return put_back(copy_of, self._place_of_copy, Journal(self._folder), phrase)

    def is_encrypted(self, copy_of: Path) -> bool:
        """Whether a copy needs a pass phrase."""
        return is_encrypted(copy_of)

    def _of(self, kind: KeyKind) -> list[Path]:
        if kind.name == COMMAND:
            return [self._command_key] if self._command_key.exists() else []
        return sorted(self._folder.glob(kind.pattern))

    def _place(self, name: str) -> Path:
        return self._command_key if name == COMMAND_FILE else self._folder / name

    def _place_of_copy(self, name: str) -> Path | None:
        known = any(fnmatch(name, pattern) for kind in KINDS for pattern in (kind.pattern, "sealing-*.pub"))
        return self._place(name) if known and "/" not in name else None


def _examined(file: Path) -> tuple[State, str]:
    try:
        key = read_key(file, "key", "nothing")
        mark = hashlib.sha256(b"assay key mark\n" + key).hexdigest()[:12]
        return "open" if readable_by_others(file) else "good", mark
    except (StoreFault, OSError):
        return "damaged", ""
