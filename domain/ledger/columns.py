"""What the bytes of an envelope say about its place in the record, read off without understanding the event.

The members of an envelope are always the same and in the same order, so those before ``data`` and those after it are
found by their form, and ``data`` must be exactly one JSON object. That leaves no second way to read the same bytes: a
member that stands there twice, or hides inside ``data``, is not found instead of the real one.
"""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = ["Columns", "Misshapen", "columns_of"]

LAYOUT = 1
"""The version of the envelope's layout that this form belongs to."""

_CHARACTERS = rb'(?:[^"\\\x00-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*'
_TEXT = rb'"(%b)"' % _CHARACTERS
_TEXT_OR_NULL = rb'(?:null|"%b")' % _CHARACTERS
_INSTANT = rb'"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z)"'
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # it has one
"""Reads one JSON value at a place; what is around it is not looked at, and white space is not passed over."""
_BEFORE = re.compile(
    rb'\{"acting_role":%(t)s,"actor":%(t)s,"authenticated_by":%(t)s,"causation_id":%(n)s,"command_id":%(t)s,'
    rb'"correlation_id":%(t)s,"data":' % {b"t": _TEXT, b"n": _TEXT_OR_NULL}
)
_AFTER = re.compile(
    rb',"event_id":%(t)s,"name":%(t)s,"occurred_at":%(i)s,"previous":(?:null|"([0-9a-f]{64})"),"recorded_at":%(i)s,'
    rb'"salt":"[0-9a-f]{32}","schema_version":(\d{1,9}),"stream":%(t)s,"version":([1-9]\d{0,18})\}\Z'
    % {b"t": _TEXT, b"i": _INSTANT}
)


class Misshapen(Exception):
    """The bytes are not an envelope's; the text says in a few words why."""


class Columns(NamedTuple):
    """What the record keeps beside an event's bytes, as the bytes themselves say it.

    Attributes:
        stream: the stream it belongs to.
        version: its place in the stream, from 1.
        name: the event's stored name.
        recorded_at: when it was written down.
        command_id: the command it came from.
        previous: the digest of the event before it in the stream; None for the first.
        layout: the version of the envelope's layout.
    """

    stream: str
    version: int
    name: str
    recorded_at: str
    command_id: str
    previous: bytes | None
    layout: int


def columns_of(body: bytes) -> Columns:
    """Read the columns off an envelope's bytes.

    Raises:
        Misshapen: they are not the bytes of an envelope.
    """
    if b"\n" in body:
        raise Misshapen("it has a line break outside of a text")
    # In a text its quotation marks would be escaped, so the last of these begins the members after ``data``.
    end = body.rfind(b',"event_id":')
    before, after = _BEFORE.match(body), _AFTER.match(body, end) if end > 0 else None
    if before is None or after is None or end < before.end():
        raise Misshapen("its members are not those of an event")
    _, name, _, previous, recorded_at, layout, stream, version = after.groups()
    try:
        if not body.isascii():
            body.decode()  # all of it, also what is not looked at here
        data = body[before.end() : end].decode()
        value, read = _scan(data, 0)
        if not isinstance(value, dict) or read != len(data):
            raise Misshapen("its data is not one object")
        return Columns(
            _text(stream),
            int(version),
            _text(name),
            recorded_at.decode(),
            _text(before[4]),
            bytes.fromhex(previous.decode()) if previous else None,
            int(layout),
        )
    except (ValueError, RecursionError, StopIteration):
        raise Misshapen("its data is no JSON") from None


def _text(quoted: bytes) -> str:
    """An id or a name; it is never empty, and never has what a database cannot keep."""
    if not quoted:
        raise Misshapen("an id is empty")
    if b"\\" not in quoted:
        return quoted.decode()
    text: str = json.loads(b'"' + quoted + b'"')
    text.encode()
    if "\x00" in text:
        raise Misshapen("an id has a character that cannot be kept")
    return text
