"""One way to write a value as bytes, so that a digest means the same on any machine (RFC 8785)."""

import hashlib
import hmac
from typing import Any

import rfc8785

__all__ = ["canonical", "keyed_digest", "leaf_digest", "sha256_hex"]


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value made of objects, arrays, strings, integers, booleans and null.

    Raises:
        ValueError: the value has something that canonical JSON cannot hold, such as a lone surrogate
            or an integer beyond 53 bits.
    """
    return rfc8785.dumps(value)


def sha256_hex(data: bytes) -> str:
    """SHA-256 as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(data).hexdigest()


def leaf_digest(body: bytes) -> bytes:
    """The digest of a recorded event: its leaf hash in an RFC 6962 tree, SHA-256 of a zero byte and the bytes.

    The chain within a stream and the tree over all events use this one digest.
    """
    return hashlib.sha256(b"\x00" + body).digest()


def keyed_digest(key: bytes, value: Any) -> bytes:
    """HMAC-SHA-256 of a value's canonical bytes: recognises a value again without letting anyone guess it."""
    return hmac.digest(key, canonical(value), "sha256")
