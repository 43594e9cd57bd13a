"""Arrays in PostgreSQL's binary form, put together by us.

The driver finds out what is in every list before it writes it down, each time anew. An append sends ten lists whose
types never change, and for one event that took the driver as long as all else that the client does.
"""

import struct
from collections.abc import Iterable, Sequence

import psycopg
from psycopg.adapt import Buffer, Dumper
from psycopg.pq import Format

__all__ = ["Array", "bigints", "booleans", "byteas", "texts"]

_BOOLEAN, _BYTEA, _BIGINT, _TEXT = 16, 17, 20, 25
_EMPTY = struct.Struct(">iiI")  # no dimensions, no nulls, the type
_HEADER = struct.Struct(
    ">iiIii"
)  # one dimension, whether there are nulls, the type, how many, counted from 1
_LENGTH = struct.Struct(">i")
_NULL = _LENGTH.pack(-1)
_bigint = struct.Struct(">q").pack


class Array(bytes):
    """An array as it is sent; its class says of what."""

    __slots__ = ()


def texts(values: Sequence[str]) -> Array:
    """An array of text."""
    return _Texts(_written(_TEXT, [value.encode() for value in values]))


def byteas(values: Sequence[bytes | None]) -> Array:
    """An array of bytea; None is null."""
    return _Byteas(_written(_BYTEA, values))


def bigints(values: Iterable[int]) -> Array:
    """An array of bigint."""
    return _Bigints(_written(_BIGINT, [_bigint(value) for value in values]))


def booleans(values: Iterable[bool]) -> Array:
    """An array of boolean."""
    return _Booleans(_written(_BOOLEAN, [b"\x01" if value else b"\x00" for value in values]))


def _written(kind: int, values: Sequence[bytes | None]) -> bytes:
    if not values:
        return _EMPTY.pack(0, 0, kind)
    parts = [_HEADER.pack(1, None in values, kind, len(values), 1)]
    for value in values:
        if value is None:
            parts.append(_NULL)
        else:
            parts.append(_LENGTH.pack(len(value)))
            parts.append(value)
    return b"".join(parts)


class _Texts(Array):
    __slots__ = ()


class _Byteas(Array):
    __slots__ = ()


class _Bigints(Array):
    __slots__ = ()


class _Booleans(Array):
    __slots__ = ()


class _AsItIs(Dumper):
    format = Format.BINARY

    def dump(self, obj: bytes) -> Buffer:
        return obj


class _BooleansAsTheyAre(_AsItIs):
    oid = 1000


class _ByteasAsTheyAre(_AsItIs):
    oid = 1001


class _TextsAsTheyAre(_AsItIs):
    oid = 1009


class _BigintsAsTheyAre(_AsItIs):
    oid = 1016


psycopg.adapters.register_dumper(_Booleans, _BooleansAsTheyAre)
psycopg.adapters.register_dumper(_Byteas, _ByteasAsTheyAre)
psycopg.adapters.register_dumper(_Texts, _TextsAsTheyAre)
psycopg.adapters.register_dumper(_Bigints, _BigintsAsTheyAre)
