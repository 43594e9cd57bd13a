"""An installation's own files of frameworks, schemes and kinds of inspection, in a folder of its home."""

import os
from collections.abc import Mapping
from pathlib import Path
from tempfile import NamedTemporaryFile

from domain.refusals import Refused

__all__ = ["RulesFolder"]


READABLE = 0o644
"""Rules are published: a worker or an auditor under another user may read them."""


class RulesFolder:
    """A folder of ``.toml`` files. It is made when the first file is put into it."""

    def __init__(self, folder: Path) -> None:
        """Use a folder, which need not be there yet."""
        self._folder = folder

    def texts(self) -> Mapping[str, bytes]:
        """The bytes of every file, by file name.

        Raises:
            Refused: ``unreadable-file``; the sentence names it.
        """
        found: dict[str, bytes] = {}
        for file in sorted(self._folder.glob("*.toml")):
            try:
                found[file.name] = file.read_bytes()
            except OSError as error:
                raise Refused.because(
                    "unreadable-file", f"{file} cannot be read: {error.strerror}."
                ) from None
        return found

    def put(self, name: str, content: bytes) -> None:
        """Put a file into the folder, whole: it is written beside its place and then moved there.

        Raises:
            Refused: ``unwritable-folder``; the sentence says why.
        """
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with NamedTemporaryFile(dir=self._folder, prefix=".", suffix=".part", delete=False) as part:
                try:
                    part.write(content)
                    part.flush()
                    os.fchmod(part.fileno(), READABLE)
                    os.fsync(part.fileno())
                    os.replace(part.name, self._folder / name)
                except BaseException:
                    os.unlink(part.name)
                    raise
        except OSError as error:
            raise Refused.because(
                "unwritable-folder", f"{self._folder} cannot be written to: {error.strerror}."
            ) from None
