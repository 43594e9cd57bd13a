"""The port for an installation's own files of dated rules: those that were handed in, and those that it published."""

from collections.abc import Mapping
from typing import Protocol

__all__ = ["RulesShelf"]


class RulesShelf(Protocol):
    """Files of dated rules by name. What is put here is part of the library from then on."""

    def texts(self) -> Mapping[str, bytes]:
        """The bytes of every file, by file name, in the order of their names.

        Raises:
            Refused: ``unreadable-file``; the sentence names it.
        """
        ...

    def put(self, name: str, content: bytes) -> None:
        """Put a file on the shelf, in the place of one with the same name. It is there whole or not at all.

        Raises:
            Refused: ``unwritable-folder``; the sentence says why.
        """
        ...
