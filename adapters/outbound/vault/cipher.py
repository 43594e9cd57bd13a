"""How private text is sealed, and how keys are locked: AES-256-GCM, with a commitment to the key.

AES-GCM by itself does not commit to its key: a ciphertext can be made that two keys open, each to other words. So from
the random key of a subject three values are derived, by HMAC-SHA-256 under labels of their own: the key that encrypts,
the key that veils, and the commitment, which is written into every box and compared before anything is opened.
"""

import base64
import hmac
import secrets
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.canonical import canonical_plain

__all__ = ["ALGORITHM", "KEY_BYTES", "Box", "MasterKey", "SubjectKey", "WrongKey", "fresh_key"]

ALGORITHM = "aes-256-gcm-1"
"""How boxes are sealed at present; another way gets another name, and this one is read for ever."""

KEY_BYTES = 32
NONCE_BYTES = 12
"""Random, under a key that seals some thousands of texts at most: a repeat is as good as impossible."""

BLOCK_BYTES = 64
"""A text is filled up to whole blocks, so that the length of a box does not tell one short word from another."""


class WrongKey(Exception):
    """The box or key does not open: it was altered, moved, or sealed with another key."""


@dataclass(frozen=True, slots=True)
class Box:
    """What sealing gives.

    Attributes:
        commitment: to the key, in hexadecimal.
        nonce: in hexadecimal.
        ciphertext: in base64, with the authentication tag at its end.
    """

    commitment: str
    nonce: str
    ciphertext: str


def fresh_key() -> bytes:
    """A new random key."""
    return secrets.token_bytes(KEY_BYTES)


def _derived(key: bytes, label: str) -> bytes:
    return hmac.digest(key, f"assay {label} 1".encode(), "sha256")


class SubjectKey:
    """The key of one subject for one class of data."""

    __slots__ = ("_cipher", "_veil", "commitment")

    def __init__(self, key: bytes) -> None:
        """Derive what is needed from the random key, which is not kept."""
        self._cipher = AESGCM(_derived(key, "private text encryption"))
        self._veil = _derived(key, "private text veil")
        self.commitment = _derived(key, "private text commitment").hex()

    def seal(self, text: str, bound: bytes) -> Box:
        """Seal a text, bound to its place."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        sealed = self._cipher.encrypt(nonce, _filled(text.encode()), bound)
        return Box(self.commitment, nonce.hex(), base64.b64encode(sealed).decode())

    def open(self, box: Box, bound: bytes) -> str:
        """Open a box.

        Raises:
            WrongKey: it was altered, is not in its place, or belongs to another key.
        """
        if not hmac.compare_digest(self.commitment, box.commitment):
            raise WrongKey
        try:
            sealed = base64.b64decode(box.ciphertext, validate=True)
            return _emptied(self._cipher.decrypt(bytes.fromhex(box.nonce), sealed, bound)).decode()
        except (InvalidTag, ValueError):
            raise WrongKey from None

    def veil(self, text: str) -> str:
        """What stands for a text in a digest."""
        return hmac.digest(self._veil, text.encode(), "sha256").hex()


class MasterKey:
    """The key that locks the subjects' keys; it is a file, outside every database."""

    __slots__ = ("_cipher", "name")

    def __init__(self, key: bytes) -> None:
        """Take the key; ``name`` tells it from others and says nothing about it."""
        self._cipher = AESGCM(_derived(key, "vault lock"))
        self.name = _derived(key, "vault master key name").hex()

    def lock(self, key: bytes, subject: str, category: str) -> bytes:
        """Lock a subject's key, bound to whose it is."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, key, _whose(subject, category))

    def unlock(self, locked: bytes, subject: str, category: str) -> bytes:
        """Unlock a subject's key.

        Raises:
            WrongKey: it was altered, is another subject's, or was locked with another master key.
        """
        try:
            return self._cipher.decrypt(locked[:NONCE_BYTES], locked[NONCE_BYTES:], _whose(subject, category))
        except (InvalidTag, TypeError, ValueError):
            raise WrongKey from None


def _whose(subject: str, category: str) -> bytes:
    return canonical_plain({"category": category, "subject": subject})


def _filled(text: bytes) -> bytes:
    marked = text + b"\x80"
    return marked + b"\x00" * (-len(marked) % BLOCK_BYTES)


def _emptied(filled: bytes) -> bytes:
    return filled.rstrip(b"\x00").removesuffix(b"\x80")
