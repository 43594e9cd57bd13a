"""Shelves: bytes under names. What the bytes are, and whether they are right, is for whoever puts them there."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Protocol

from activities.ports import StoreFault

__all__ = ["FolderShelf", "Shelf"]


class Shelf(Protocol):
    """A place for files. One contract suite holds every adapter to these sentences.

    - A file is there whole or not at all, whatever happens meanwhile.
    - What was put under a name is got back under it, by whoever asks and from then on.
    - Whatever goes wrong is a StoreFault whose sentence names the place and no secret.
    """

    @property
    def place(self) -> str:
        """Where it is, for people."""
        ...

    def put(self, name: str, content: bytes) -> None:
        """Put a file under a name, in the place of any that is there.

        Raises:
            StoreFault: it could not be put there.
        """
        ...

    def get(self, name: str) -> bytes | None:
        """The file under a name; None if there is none.

        Raises:
            StoreFault: it could not be read.
        """
        ...

    def has(self, name: str) -> bool:
        """Whether there is a file under a name.

        Raises:
            StoreFault: it could not be found out.
        """
        ...

    def names(self) -> Iterator[str]:
        """The names of all files, in no order.

        Raises:
            StoreFault: they could not be listed.
        """
        ...


class FolderShelf:
    """A shelf in a local folder."""

    def __init__(self, folder: Path) -> None:
        """Keep files in a folder, which is made when the first one comes."""
        self._folder = folder

    @property
    def place(self) -> str:
        """See :attr:`Shelf.place`."""
        return str(self._folder)

    def put(self, name: str, content: bytes) -> None:
        """See :meth:`Shelf.put`."""
        path = self._folder / name
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=path.parent, delete=False) as half:
                try:
                    half.write(content)
                    half.flush()
                    os.fsync(half.fileno())
                    Path(half.name).chmod(0o444)
                    Path(half.name).replace(path)
                except BaseException:
                    Path(half.name).unlink(missing_ok=True)
                    raise
        except OSError as error:
            raise StoreFault(f"The document could not be kept in {path.parent}: {error.strerror}.") from error

    def get(self, name: str) -> bytes | None:
        """See :meth:`Shelf.get`."""
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreFault(f"The document {name} could not be read: {error.strerror}.") from error

    def has(self, name: str) -> bool:
        """See :meth:`Shelf.has`."""
        try:
            return (self._folder / name).exists()
        except OSError as error:
            raise StoreFault(f"The document {name} could not be read: {error.strerror}.") from error

    def names(self) -> Iterator[str]:
        """See :meth:`Shelf.names`; half a file, of somebody who is just keeping it, is among them."""
        for path in self._folder.glob("??/*"):
            yield f"{path.parent.name}/{path.name}"
