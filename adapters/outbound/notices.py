"""Notices as text files in a folder: the default where no mail server is set up.

A notice to a contact has the person's name and address in plain, because whoever sends it on must read them. It is
the one thing that Assay writes with personal data in plain. It lies in a folder named after the person's opaque id,
is readable by its owner only, and goes after some days, or when the person is erased. What goes to a provider without
a contact names nobody; it lies in the provider's folder, and stays.
"""

import hashlib
import os
import shutil
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from activities.ports import Addressee, StoreFault
from domain.inspections.notices import Notice
from domain.streams import provider_stream

__all__ = ["FolderNotices"]


_ADDRESSED = ("person", "staff", "mailbox")
"""The kinds of reader whose notices have an address in plain."""


class FolderNotices:
    """Writes each notice to a file of its own; see :class:`activities.ports.Notices`."""

    repeatable = True
    """The same notice again takes the place of the first."""

    def __init__(self, folder: Path) -> None:
        """Write notices to a folder, which is made when the first one comes."""
        self._folder = folder

    def send(self, notice: Notice, to: Sequence[Addressee] = ()) -> None:
        """Write a notice, for each contact or to the provider; the same one again takes the place of the first."""
        name = notice.id.replace("/", "--")
        # A name may be longer than a file system takes; its digest tells two apart that begin alike.
        name = f"{name[:120]}-{hashlib.sha256(notice.id.encode()).hexdigest()[:8]}.txt"
        words = f"Subject: {notice.subject}\n{notice.body}"
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            if not to:
                elsewhere = notice.to.startswith(("body-", "role-"))
                own = self._folder / (notice.to if elsewhere else provider_stream(notice.to))
                own.mkdir(exist_ok=True)
                (own / name).write_text(words, encoding="utf-8")
            for each in to:
                _write_for(self._folder / each.person, name, f"To: {each.name} <{each.email}>\n{words}")
        except OSError as error:
            raise StoreFault(
                f"The notice could not be written to {self._folder}: {error.strerror}."
            ) from error

    def tidy(self, before: datetime, erased: Iterable[str]) -> int:
        """Remove what lies there too long with an address in it, and all that is for persons who were erased.

        Args:
            before: what was written before this goes.
            erased: the streams of persons.

        Returns:
            How many notices went.

        Raises:
            StoreFault: they cannot be removed.
        """
        gone = set(erased)
        removed = 0
        try:
            for folder in (each for kind in _ADDRESSED for each in self._folder.glob(f"{kind}-*")):
                for file in folder.glob("*"):
                    if folder.name in gone or file.stat().st_mtime < before.timestamp():
                        file.unlink(missing_ok=True)
                        removed += 1
                if folder.name in gone:
                    shutil.rmtree(folder, ignore_errors=True)
        except FileNotFoundError:
            return removed  # another worker tidies as well
        except OSError as error:
            raise StoreFault(
                f"A notice could not be removed from {self._folder}: {error.strerror}."
            ) from error
        return removed


def _write_for(folder: Path, name: str, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all."""
    folder.mkdir(mode=0o700, exist_ok=True)
    half = folder / f".{name}.{os.getpid()}"
    handle = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    half.replace(folder / name)
