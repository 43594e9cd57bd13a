"""Files that are kept encrypted, each under a key of its own: AES-256-GCM, the key and the nonce at random.

The key goes to the record, in a sealed box of whoever the file is about; so it is destroyed with theirs.
"""

import base64
import binascii
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from activities.ports import StoreFault

__all__ = ["Strongbox"]

_MARK = b"assay encrypted file 1\n"
_KEY_BYTES, _NONCE_BYTES = 32, 12


class Strongbox:
    """Encrypts files; see :class:`activities.cases.lists_kept.Encrypting` for what it promises."""

    def fresh(self) -> str:
        """32 hexadecimal digits at random."""
        return secrets.token_hex(16)

    def lock(self, content: bytes) -> tuple[bytes, str]:
        """Encrypt a file under a new key."""
        key, nonce = secrets.token_bytes(_KEY_BYTES), secrets.token_bytes(_NONCE_BYTES)
        return _MARK + nonce + AESGCM(key).encrypt(nonce, content, _MARK), base64.b64encode(key).decode()

    def unlock(self, locked: bytes, key: str) -> bytes:
        """Decrypt a file with the key that :meth:`lock` gave for it, in base 64.

        Raises:
            StoreFault: it was altered, or locked under another key.
        """
        body = locked.removeprefix(_MARK)
        try:
            return AESGCM(base64.b64decode(key, validate=True)).decrypt(
                body[:_NONCE_BYTES], body[_NONCE_BYTES:], _MARK
            )
        except (InvalidTag, ValueError, binascii.Error):
            raise StoreFault(
                "An encrypted file does not open: it was altered, or its key is another."
            ) from None
