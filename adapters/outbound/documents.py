"""Documents in a local folder, each under the digest of its content."""

import os
import re
from collections.abc import Iterator
from pathlib import Path
from tempfile import NamedTemporaryFile

from activities.ports import StoreFault
from domain.canonical import sha256_hex

__all__ = ["FolderDocuments"]

_DIGEST = re.compile("[0-9a-f]{64}")


class FolderDocuments:
    """Keeps documents as files; see :class:`activities.ports.Documents` for what it promises."""

    def __init__(self, folder: Path) -> None:
        """Keep documents in a folder, which is made when the first one comes."""
        self._folder = folder

    def keep(self, content: bytes) -> str:
        """Keep a file; it is there whole or not at all, whatever happens meanwhile."""
        digest = sha256_hex(content)
        path = self._path(digest)
        if path.exists():
            return digest
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
        return digest

    def fetch(self, digest: str) -> bytes | None:
        """The file with this digest, checked against it."""
        try:
            content = self._path(digest).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise StoreFault(f"The document {digest} could not be read: {error.strerror}.") from error
        if sha256_hex(content) != digest:
            raise StoreFault(f"The document {digest} is no longer what its digest says.")
        return content

    def digests(self) -> Iterator[str]:
        """The digests of all the files that are kept."""
        for path in self._folder.glob("??/*"):
            if _DIGEST.fullmatch(path.name):  # else it is half a file, of somebody who is just keeping it
                yield path.name

    def _path(self, digest: str) -> Path:
        return self._folder / digest[:2] / digest
