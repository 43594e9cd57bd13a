"""The written form of a record: what stands beside an event follows from its bytes; lines read as they were written."""

import json
from datetime import UTC, datetime
from typing import Any, ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.ledger import moving
from domain.ledger.columns import Columns, Misshapen, columns_of
from domain.ledger.envelope import Draft, assemble, instant, open_envelope, pieces
from domain.ledger.moving import LineFiles, line_of, lines_of, row_of
from domain.ledger.rows import AttentionRow, CheckpointRow, CommandRow, RefusalRow
from domain.messages import Event

NOON = datetime(2018, 3, 5, 12, tzinfo=UTC)
LATER = "2018-03-05T13:00:00.000000Z"

_texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), min_size=1)
_any_text = st.text(st.characters(exclude_categories=["Cs"]))
_numbers = st.integers(0, 2**53 - 1)
_digests = st.binary(min_size=32, max_size=32)


class Anything(Event):
    """Whatever an event may hold."""

    name: ClassVar[str] = "test.anything.v1"
    text: str
    deeper: dict[str, str]


def envelope(
    event: Event, stream: str = "case-1", version: int = 1, previous: bytes | None = None, **more: Any
) -> bytes:
    given_ = {
        "event_id": "e-1",
        "occurred_at": NOON,
        "actor": "person-1",
        "acting_role": "lead-inspector",
        "authenticated_by": "test",
        "command_id": "c-1",
        "correlation_id": stream,
        "causation_id": None,
        **more,
    }
    draft = Draft(stream=stream, version=version, event=event, **given_)
    return assemble(*pieces(draft, b"s" * 16), previous, LATER)


PLAIN = Anything(text="x", deeper={})


@given(
    text=_any_text,
    deeper=st.dictionaries(
        st.sampled_from(["event_id", "stream", "version", "data", "previous", '","event_id":"']), _any_text
    ),
    stream=_texts,
    command_id=_texts,
    actor=_any_text,
    causation_id=st.none() | _any_text,
    version=st.integers(1, 10**9),
    previous=st.none() | _digests,
)
def test_the_columns_are_what_the_envelope_says_whatever_is_in_the_event(
    text: str, deeper: dict[str, str], stream: str, version: int, previous: bytes | None, **more: Any
) -> None:
    body = envelope(Anything(text=text, deeper=deeper), stream, version, previous, **more)
    assert columns_of(body) == Columns(
        stream, version, "test.anything.v1", LATER, more["command_id"], previous, 1
    )
    assert open_envelope(body)["stream"] == stream
    assert b"\n" not in body


@given(place=st.integers(0, len(envelope(PLAIN)) - 1), byte=st.integers(0, 255))
def test_bytes_with_one_changed_are_another_event_or_none(place: int, byte: int) -> None:
    body = bytearray(envelope(PLAIN))
    body[place] = byte
    try:
        columns = columns_of(bytes(body))
    except Misshapen:
        return
    said = open_envelope(bytes(body))
    assert (said["stream"], said["version"], said["name"]) == columns[:3]


SECOND_READINGS = {
    "a member twice": (b'"data":{', b'"data":{},"stream":"case-9","data":{'),
    "a member more": (b'"salt"', b'"more":1,"salt"'),
    "a member less": (b'"actor":"person-1",', b""),
    "white space": (b'"data":{', b'"data": {'),
    "a line break": (b'"data":{', b'"data":{\n'),
    "data that is no object": (b'"data":{"deeper":{},"text":"x"}', b'"data":[]'),
    "data that is two": (b'"data":{', b'"data":{},{'),
    "data that nests without end": (b'"data":{', b'"data":{"a":' + b"[" * 100_000 + b"{"),
    "an empty id": (b'"stream":"case-1"', b'"stream":""'),
    "an id with a zero in it": (b'"stream":"case-1"', b'"stream":"case\\u0000"'),
    "half a pair of surrogates": (b'"stream":"case-1"', b'"stream":"\\ud800"'),
    "bytes that are no text": (b'"stream":"case-1"', b'"stream":"\xff"'),
    "a time of another form": (LATER.encode(), b"2018-03-05T13:00:00.000000+0"),
    "version nought": (b'"version":1}', b'"version":0}'),
    "something after it": (b'"version":1}', b'"version":1} '),
}


@pytest.mark.parametrize("kind", SECOND_READINGS)
def test_bytes_that_could_be_read_in_two_ways_are_no_event(kind: str) -> None:
    old, new = SECOND_READINGS[kind]
    body = envelope(PLAIN)
    assert old in body
    with pytest.raises(Misshapen):
        columns_of(body.replace(old, new, 1))


_rows = st.one_of(
    st.builds(CommandRow, _texts, _digests, _numbers, _numbers, st.none() | _numbers),
    st.builds(RefusalRow, _numbers, _texts, _digests, _texts, _texts, _texts, _texts, _texts, _texts, _texts),
    st.builds(CheckpointRow, _numbers, _numbers, _digests, _texts, _texts, _texts),
    st.builds(AttentionRow, _texts, _numbers, _numbers, _numbers, st.none() | _texts),
)


@given(row=_rows)
def test_a_line_is_read_as_it_was_written_and_is_one_line_of_json(row: Any) -> None:
    line = line_of(row)
    assert row_of(type(row), line) == row
    assert b"\n" not in line
    assert list(json.loads(line)) == sorted(row._fields)


@given(sizes=st.lists(st.integers(0, 300), max_size=60))
def test_files_are_within_their_limits_and_continue_each_other(sizes: list[int]) -> None:
    limits = moving.ROWS_PER_FILE, moving.BYTES_PER_FILE
    moving.ROWS_PER_FILE, moving.BYTES_PER_FILE = 5, 200
    try:
        found: dict[str, bytes] = {}
        files = LineFiles("events", found.__setitem__)
        lines = [b"x" * size for size in sizes]
        for line in lines:
            files.add(line)
        files.close()
    finally:
        moving.ROWS_PER_FILE, moving.BYTES_PER_FILE = limits
    assert files.count == len(lines)
    assert list(found) == [f"events/{number:09}.jsonl" for number in range(1, len(found) + 1)]
    read = [lines_of(content) for content in found.values()]
    assert [line for each in read for line in each] == lines
    assert all(len(each) <= 5 for each in read)
    assert all(len(content) <= 200 or content.count(b"\n") == 1 for content in found.values())


def test_an_instant_is_written_in_the_form_that_is_read() -> None:
    assert instant(NOON) == "2018-03-05T12:00:00.000000Z"
    assert columns_of(envelope(PLAIN)).recorded_at == LATER
