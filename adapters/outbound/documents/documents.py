"""Documents on a shelf, each under the digest of its content, whatever the shelf is."""

import re
from collections.abc import Callable, Iterator

from activities.ports import StoreFault
from activities.privacy.vault import KeyErased, Unopenable, Vault
from adapters.outbound.documents.sealing import Unsealable, opened, sealed
from adapters.outbound.documents.shelves import Shelf
from domain.canonical import sha256_hex
from domain.holdings.document import document_stream
from domain.refusals import Refused

__all__ = ["ShelvedDocuments"]

_NAME = re.compile(r"([0-9a-f]{2})/\1[0-9a-f]{62}(\.sealed)?")

SEALED = ".sealed"
"""At the end of the name of a file that is encrypted."""


class ShelvedDocuments:
    """Keeps documents; see :class:`activities.ports.Documents` for what it promises."""

    def __init__(self, shelf: Shelf, vault: Callable[[], Vault] | None = None) -> None:
        """Keep documents on a shelf.

        Args:
            shelf: where the files are.
            vault: gives the keys of those that are encrypted, once there is one; None if there are to be none.
        """
        self._shelf = shelf
        self._vault = vault

    @property
    def place(self) -> str:
        """Where they are, for people."""
        return self._shelf.place

    def keep(self, content: bytes) -> str:
        """See :meth:`activities.ports.Documents.keep`."""
        digest = sha256_hex(content)
        if not self._shelf.has(_name(digest)):
            self._shelf.put(_name(digest), content)
        return digest

    def keep_sealed(self, content: bytes) -> str:
        """See :meth:`activities.ports.Documents.keep_sealed`."""
        digest = sha256_hex(content)
        name, vault = _name(digest) + SEALED, self._keys()
        if any(each.destroyed for each in vault.keys(document_stream(digest))):
            raise _was_erased(digest)  # its file may still be there, and is no use to anybody
        if not self._readable(digest):
            try:
                self._shelf.put(name, sealed(content, digest, vault))
            except KeyErased:
                raise _was_erased(digest) from None
        return digest

    def fetch(self, digest: str) -> bytes | None:
        """See :meth:`activities.ports.Documents.fetch`."""
        content = self._shelf.get(_name(digest))
        if content is None:
            content = self._opened(digest)
        if content is not None and sha256_hex(content) != digest:
            raise StoreFault(f"The document {digest} is no longer what its digest says.")
        return content

    def names(self) -> Iterator[str]:
        """The names of all the files that are kept, those that are encrypted among them."""
        return (name for name in self._shelf.names() if _NAME.fullmatch(name))

    def read(self, name: str) -> bytes | None:
        """A file as it is kept, encrypted or not.

        Raises:
            StoreFault: it could not be read, or is no longer what its name says.
        """
        content = self._shelf.get(name)
        digest = name.rpartition("/")[2]
        if content is not None and not digest.endswith(SEALED) and sha256_hex(content) != digest:
            raise StoreFault(f"The document {digest} is no longer what its digest says.")
        return content

    def put(self, name: str, content: bytes) -> None:
        """Keep a file as it was kept elsewhere, encrypted or not."""
        if not self._shelf.has(name):
            self._shelf.put(name, content)

    def _readable(self, digest: str) -> bool:
        """Whether an encrypted file is there and opens: one that was damaged, or whose key is lost, comes in anew."""
        kept = self._shelf.get(_name(digest) + SEALED)
        try:
            return kept is not None and sha256_hex(opened(kept, digest, self._keys())) == digest
        except (Unsealable, Unopenable):
            return False

    def _opened(self, digest: str) -> bytes | None:
        kept = self._shelf.get(_name(digest) + SEALED)
        if kept is None:
            return None
        try:
            return opened(kept, digest, self._keys())
        except KeyErased:
            raise StoreFault(f"The document {digest} was erased; nobody can read it any more.") from None
        except Unsealable:
            raise StoreFault(f"The document {digest} is no longer what its digest says.") from None

    def _keys(self) -> Vault:
        if self._vault is None:
            raise StoreFault("There is no vault here to keep the keys of encrypted documents.")
        return self._vault()


def _was_erased(digest: str) -> Refused:
    return Refused.because("document-erased", f"The document {digest} was erased, and is not taken in again.")


def _name(digest: str) -> str:
    return f"{digest[:2]}/{digest}"
