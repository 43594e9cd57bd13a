"""How a document is kept so that only its own key opens it.

Each file is encrypted whole with AES-256-GCM under a random key of its own. That key stands at the head of the file in
a sealed box of the vault, which only the key of that document opens: destroyed, it leaves a file that nobody can read,
here and in every back-up. The head is authenticated with the file, so neither can be changed or put with another.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from pydantic import ValidationError

from activities.privacy.vault import Vault
from domain.canonical import canonical
from domain.holdings.document import document_stream
from domain.privacy.boxes import Place, Plain, Sealed

__all__ = ["Unsealable", "opened", "sealed"]

_MAGIC = b"assay sealed document 1\n"
_LENGTH_BYTES, _NONCE_BYTES, _KEY_BYTES = 4, 12, 32


class Unsealable(Exception):
    """The file is not one that was sealed here for this document, or it was changed."""


def sealed(content: bytes, digest: str, vault: Vault) -> bytes:
    """A document as it is kept.

    Args:
        content: the file.
        digest: its SHA-256, in hexadecimal.
        vault: makes and keeps the document's key.

    Raises:
        KeyErased: the document was erased.
        VaultFault: the vault failed.
    """
    key, nonce = secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
    box = vault.seal(Plain(key.hex(), document_stream(digest), "document"), _place(digest))
    said = canonical(box.model_dump(mode="json"))
    head = _MAGIC + len(said).to_bytes(_LENGTH_BYTES, "big") + said
    return head + nonce + AESGCM(key).encrypt(nonce, content, head)


def opened(kept: bytes, digest: str, vault: Vault) -> bytes:
    """A document as it came in.

    Raises:
        Unsealable: it was changed, or is another's.
        KeyErased: the document was erased.
        VaultFault: the vault failed, or has another key than it was sealed with.
    """
    start = len(_MAGIC) + _LENGTH_BYTES
    if not kept.startswith(_MAGIC) or len(kept) < start:
        raise Unsealable
    end = start + int.from_bytes(kept[len(_MAGIC) : start], "big")
    try:
        box = Sealed.model_validate_json(kept[start:end])
    except ValidationError:
        raise Unsealable from None
    if box.subject != document_stream(digest):
        raise Unsealable
    key = bytes.fromhex(vault.open(box, _place(digest)))
    nonce = kept[end : end + _NONCE_BYTES]
    try:
        return AESGCM(key).decrypt(nonce, kept[end + _NONCE_BYTES :], kept[:end])
    except (InvalidTag, ValueError):
        raise Unsealable from None


def _place(digest: str) -> Place:
    return Place(document_stream(digest), "file", "key")
