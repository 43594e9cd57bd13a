"""What the bytes of an envelope say about its place in the record, read off without understanding the event.

The members of an envelope are always the same and in the same order, and RFC 8785 leaves one way to write each, so
those before ``data`` and those after it are found by their form. That form is here and nowhere else, for six
questions of which each has a quick answer of its own: what the bytes say (:func:`columns_of`), whether they say what is
expected (:func:`as_expected`, :func:`in_its_place`), which of them are the event (:func:`event_in`), in which role
it was done (:func:`acting_role_in`), of which command it came (:func:`command_in`) and when (:func:`times_in`).

``data`` must be exactly one JSON object. That leaves no second way to read the same bytes: a member that stands there
twice, or hides inside ``data``, is not found instead of the real one.
"""

import json
import re
from collections.abc import Callable
from typing import Any, NamedTuple

__all__ = [
    "LAYOUT",
    "Columns",
    "Misshapen",
    "acting_role_in",
    "as_expected",
    "columns_of",
    "command_in",
    "event_in",
    "in_its_place",
    "times_in",
]

LAYOUT = 1
"""The version of the envelope's layout that this form belongs to."""

# A quotation mark inside a text is escaped, so no text is taken for a member. Whether bytes that are not ASCII are
# UTF-8 is for whoever asks to see to.
_CHARACTERS = rb"[ !#-\[\]-\xff]*+"
_INSIDE = rb'%(c)b(?:\\(?:["\\bfnrt]|u00[01][0-9a-f])%(c)b)*+' % {b"c": _CHARACTERS}
_TEXT = rb'"%b"' % _INSIDE
_DIGEST = rb"[0-9a-f]{64}"
# Every day there is, and every moment of it.
_DAY = (
    rb"(?!0000)(?:\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"
    rb"|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)"
)
_INSTANT = rb"%bT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{6}Z" % _DAY


def _before(command_id: bytes) -> re.Pattern[bytes]:
    """The members before ``data``; an argument is the form of a member's value, here and below."""
    return re.compile(
        rb'\{"acting_role":%(t)b,"actor":%(t)b,"authenticated_by":%(t)b,"causation_id":(?:null|%(t)b),'
        rb'"command_id":"%(command_id)b","correlation_id":%(t)b,"data":'
        % {b"t": _TEXT, b"command_id": command_id}
    )


def _after(
    name: bytes, previous: bytes, recorded_at: bytes, layout: bytes, stream: bytes, version: bytes
) -> re.Pattern[bytes]:
    """The members after ``data``."""
    return re.compile(
        rb',"event_id":%b,"name":"%b","occurred_at":"%b","previous":(?:null|"%b"),"recorded_at":"%b",'
        rb'"salt":"[0-9a-f]{32}","schema_version":%b,"stream":"%b","version":%b\}'
        % (_TEXT, name, _INSTANT, previous, recorded_at, layout, stream, version)
    )


_AFTER_DATA = b',"event_id":'
_VERSION = rb"[1-9]\d{0,17}"
_BEFORE_WITH_COLUMNS = _before(rb"(%b)" % _INSIDE)
_AFTER_WITH_COLUMNS = _after(
    *(rb"(%b)" % each for each in (_INSIDE, _DIGEST, _INSTANT, rb"0|[1-9]\d{0,8}", _INSIDE, _VERSION))
)
_BEFORE_ALONE = _before(_INSIDE)
_ROLE = re.compile(rb'\{"acting_role":"([ !#-\[\]-~]+)","actor":"')
_COMMAND = _before(rb"([ !#-\[\]-~]+)")
_scan: Callable[[str, int], tuple[Any, int]] = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # it has one
"""Reads one JSON value at a place; what is around it is not looked at, and white space is not passed over."""

_SALT = 32
_WRITTEN_INSTANT = len('2018-03-05T12:00:00.000000Z"')


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
    end = body.rfind(_AFTER_DATA)
    before, after = _BEFORE_WITH_COLUMNS.match(body), _AFTER_WITH_COLUMNS.fullmatch(body, max(end, 0))
    if before is None or after is None or end < before.end():
        raise Misshapen("its members are not those of an event")
    name, previous, recorded_at, layout, stream, version = after.groups()
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
            _text(before[1]),
            bytes.fromhex(previous.decode()) if previous else None,
            int(layout),
        )
    except (ValueError, RecursionError, StopIteration):
        raise Misshapen("its data is no JSON") from None


def as_expected(
    body: bytes,
    previous: bytes | None,
    recorded_at: str,
    stream: str,
    version: int,
    name: str,
    command_id: str,
) -> bool:
    """Whether the bytes say what stands beside them, and name the event before; found without taking them apart.

    An envelope ends in members of known length, so each stands at a known place; none of them can hide in a text, where
    its quotation marks would be escaped. False also where a column has something that JSON escapes: then only
    :func:`columns_of` can tell.

    Args:
        body: the bytes.
        previous: the digest of the event before it in its stream; None if there is none.
        recorded_at: when it was written down, as are the rest as the columns have it.
        stream: its stream.
        version: its place in the stream.
        name: its stored name.
        command_id: its command.
    """
    said = f'"{previous.hex()}"' if previous else "null"
    end = f'","schema_version":{LAYOUT},"stream":"{stream}","version":{version}}}'.encode()
    middle = f',"previous":{said},"recorded_at":"{recorded_at}","salt":"'.encode()
    begin = f',"name":"{name}","occurred_at":"'.encode()
    place = len(body) - len(end) - _SALT - len(middle)
    command = body.find(f'"command_id":"{command_id}","correlation_id":"'.encode())
    return (
        body.endswith(end)
        and body.startswith(middle, place)
        and body.startswith(begin, place - _WRITTEN_INSTANT - len(begin))
        and 0 < command < body.find(b',"data":{')
    )


def in_its_place(body: bytes, previous: bytes | None, stream: str, version: int) -> tuple[str, str] | None:
    """When it was so and when it was written down, if the bytes say that they are of this place and follow that event.

    Found as in :func:`as_expected`. None where they do not say so, or not in the form in which they are written today:
    then only reading all of them can tell.

    Args:
        body: the bytes.
        previous: the digest of the event before it in its stream; None if there is none.
        stream: its stream.
        version: its place in the stream.
    """
    said = f'"{previous.hex()}"' if previous else "null"
    end = f'","schema_version":{LAYOUT},"stream":"{stream}","version":{version}}}'.encode()
    between, salt = f'","previous":{said},"recorded_at":"'.encode(), b'","salt":"'
    instant = _WRITTEN_INSTANT - 1
    recorded = len(body) - len(end) - _SALT - len(salt) - instant
    occurred = recorded - len(between) - instant
    if not (
        body.endswith(end)
        and body.startswith(salt, recorded + instant)
        and body.startswith(between, recorded - len(between))
        and body.startswith(b'"occurred_at":"', occurred - 15)
    ):
        return None
    return body[occurred : occurred + instant].decode(), body[recorded : recorded + instant].decode()


def times_in(body: bytes) -> tuple[str, str]:
    """When it was so and when it was written down, of bytes that :func:`in_its_place` has found before."""
    instant = _WRITTEN_INSTANT - 1
    recorded = body.rfind(b'","salt":"') - instant
    occurred = body.rfind(b'"occurred_at":"', 0, recorded) + len(b'"occurred_at":"')
    return body[occurred : occurred + instant].decode(), body[recorded : recorded + instant].decode()


def acting_role_in(body: bytes) -> str | None:
    """In which role it was done; None where that is not written as it is today: then only reading all of it can tell.

    Args:
        body: bytes that have been found to be those of an event in its place.
    """
    found = _ROLE.match(body)
    return None if found is None else found[1].decode()


def command_in(body: bytes) -> str | None:
    """Of which command it came; None where that is not written as it is today: then only reading all of it can tell.

    Args:
        body: bytes that have been found to be those of an event in its place.
    """
    found = _COMMAND.match(body)
    return None if found is None else found[1].decode()


def event_in(name: str) -> Callable[[bytes], bytes | None]:
    """Finds the bytes of the event itself, where everything around them is just as it is written today.

    None where it is not, or may not be: an id that is not ASCII, another layout. Then only reading all of it can tell.

    Args:
        name: the stored name that the envelope must give.
    """
    before = _BEFORE_ALONE.match
    after = _after(
        re.escape(name).encode(), _DIGEST, _INSTANT, str(LAYOUT).encode(), _INSIDE, _VERSION
    ).fullmatch

    def find(body: bytes) -> bytes | None:
        end = body.rfind(_AFTER_DATA)
        start = before(body)
        if not start or not after(body, end):
            return None
        if not body.isascii() and not (body[: start.end()].isascii() and body[end:].isascii()):
            return None
        return body[start.end() : end]

    return find


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
