"""One way to write a value as bytes, so that a digest means the same on any machine (RFC 8785)."""

import hashlib
import hmac
import json
from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias

import rfc8785

__all__ = ["Json", "canonical", "canonical_plain", "keyed_digest", "leaf_digest", "sha256_hex"]

Json: TypeAlias = "Mapping[str, Json] | Sequence[Json] | str | int | bool | None"
"""What something recorded, traced or pinned is made of: no number but a whole one, ever."""

_SAFE = 2**53 - 1
# Four times faster than rfc8785, and byte for byte the same on what _plain lets through: keys in ASCII sort alike by
# code point and by UTF-16 unit, and both escape only what JSON says must be escaped, in the same way.
_FAST = json.JSONEncoder(
    ensure_ascii=False, check_circular=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value made of objects, arrays, strings, integers, booleans and null.

    Raises:
        ValueError: the value has something that a record cannot hold: a float (it would be rounded differently
            elsewhere), a lone surrogate, an integer beyond 53 bits, or anything that is not JSON.
    """
    if _plain(value):
        return _FAST.encode(value).encode()
    _refuse_floats(value)
    return rfc8785.dumps(value)


def canonical_plain(value: Json) -> bytes:
    """The same bytes for a value that our own code has built and the type checker has seen to be plain.

    It is not looked through first, which for the trace of a national year takes longer than everything else. What comes
    from outside, or is recorded, goes through :func:`canonical`.
    """
    return _FAST.encode(value).encode()


def _plain(value: Any) -> bool:
    """Whether the fast writer is known to agree with RFC 8785 about the value; exact types only, so no surprises."""
    kind = type(value)
    if kind is str:
        return True
    if kind is dict:
        for key, member in value.items():
            if type(key) is not str or not key.isascii() or not _plain(member):
                return False
        return True
    if kind is list or kind is tuple:
        return all(_plain(member) for member in value)
    if kind is int:
        return bool(-_SAFE <= value <= _SAFE)
    return value is None or kind is bool


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise ValueError(f"{value!r} is a float, and no float is ever recorded")
    if isinstance(value, dict):
        for member in value.values():
            _refuse_floats(member)
    elif isinstance(value, list | tuple):
        for member in value:
            _refuse_floats(member)


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
