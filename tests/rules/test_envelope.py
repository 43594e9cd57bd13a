"""The bytes that are hashed and kept for ever: canonical JSON, and the envelope around every event."""

import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import ClassVar

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from domain.canonical import canonical, keyed_digest, leaf_digest, sha256_hex
from domain.ledger.envelope import (
    Draft,
    Recorded,
    Unreadable,
    assemble,
    event_reader,
    instant,
    open_envelope,
    pieces,
    read,
)
from domain.messages import Event

SALT = bytes(range(16))
NOON = datetime(2018, 3, 5, 12, 0, 0, 7, tzinfo=UTC)
MOST = 2**53 - 1


class CaseNoted(Event):
    """Something was noted about a case."""

    name: ClassVar[str] = "test.case-noted.v1"

    text: str
    count: int = 0
    answers: dict[str, bool] = {}  # noqa: RUF012 - pydantic copies it
    on: datetime | None = None


class OtherNoted(Event):
    """As before, under another name."""

    name: ClassVar[str] = "test.other-noted.v1"

    text: str


def _draft(event: Event, **changes: object) -> Draft:
    given_ = {
        "event_id": "e-1",
        "stream": "case-1",
        "version": 1,
        "occurred_at": NOON,
        "actor": "person-1",
        "acting_role": "lead-inspector",
        "authenticated_by": "os-user",
        "command_id": "c-1",
        "correlation_id": "inspection-1",
        "causation_id": None,
        "event": event,
    }
    return Draft(**{**given_, **changes})  # type: ignore[arg-type]  # named by each test


def _recorded(draft: Draft, previous: bytes | None = None, name: str | None = None) -> Recorded:
    body = assemble(*pieces(draft, SALT), previous, instant(NOON))
    return Recorded(1, draft.stream, draft.version, name or draft.event.name, leaf_digest(body), body)


TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-MOST, MOST) | TEXT,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(TEXT, inner, max_size=5),
    max_leaves=25,
)


class TestCanonicalJson:
    @given(JSON)
    def test_the_bytes_are_those_of_rfc_8785_whatever_the_value(self, value: object) -> None:
        assert canonical(value) == rfc8785.dumps(value)  # type: ignore[arg-type]  # any JSON value

    @given(st.text(max_size=30), st.text(max_size=3))
    def test_so_is_every_text_and_key_or_both_refuse_it(self, text: str, key: str) -> None:
        for value in (text, {key: text}, [text], (key, {text: key})):
            try:
                expected = rfc8785.dumps(value)
            except rfc8785.CanonicalizationError:
                with pytest.raises(ValueError):  # noqa: PT011 - each library has its own words
                    canonical(value)
            else:
                assert canonical(value) == expected

    def test_keys_are_sorted_by_utf_16_units_as_in_the_examples_of_the_rfc(self) -> None:
        """RFC 8785 §3.2.3: an emoji is two surrogates, which come before U+FB33."""
        value = {
            "\u20ac": "Euro Sign",
            "\r": "Carriage Return",
            "\ufb33": "Hebrew Letter Dalet With Dagesh",
            "1": "One",
            "\U0001f600": "Emoji: Grinning Face",
            "\u0080": "Control",
            "\u00f6": "Latin Small Letter O With Diaeresis",
        }
        assert list(json.loads(canonical(value)).values()) == [
            "Carriage Return",
            "One",
            "Control",
            "Latin Small Letter O With Diaeresis",
            "Euro Sign",
            "Emoji: Grinning Face",
            "Hebrew Letter Dalet With Dagesh",
        ]

    @pytest.mark.parametrize(
        ("value", "written"),
        [
            ({"b": 1, "a": 2}, b'{"a":2,"b":1}'),
            ([], b"[]"),
            ({}, b"{}"),
            ([None, True, False, -0, MOST, -MOST], b"[null,true,false,0,9007199254740991,-9007199254740991]"),
            ('\b\t\n\f\r"\\/\x00\x1f\x7f', b'"\\b\\t\\n\\f\\r\\"\\\\/\\u0000\\u001f\x7f"'),
            ('\u20ac$\u000f\nA\'B"\\\\"/', b'"\xe2\x82\xac$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'),
            ("\u2028\u2029", b'"\xe2\x80\xa8\xe2\x80\xa9"'),
        ],
    )
    def test_values_are_written_in_one_way(self, value: object, written: bytes) -> None:
        assert canonical(value) == written

    @pytest.mark.parametrize("value", [0.5, 1.0, -0.0, float("nan"), float("inf")])
    @pytest.mark.parametrize("place", ["alone", "member", "item", "deep", "beside an odd key"])
    def test_no_float_is_ever_written(self, value: float, place: str) -> None:
        whole = {
            "alone": value,
            "member": {"a": value},
            "item": [1, value],
            "deep": {"a": [{"b": (1, [value])}]},
            "beside an odd key": {"é": value},
        }[place]
        with pytest.raises(ValueError, match=r"is a float, and no float is ever recorded"):
            canonical(whole)

    @pytest.mark.parametrize(
        "value",
        [
            MOST + 1,
            -MOST - 1,
            [2**64],
            "\ud800",
            {"\udfff": 1},
            {1: "a key that is a number"},
            {None: 1},
            {True: 1},
            {"a": b"bytes"},
            {"a": {1, 2}},
            {"a": NOON},
            object(),
        ],
    )
    def test_what_json_cannot_hold_is_refused(self, value: object) -> None:
        with pytest.raises(ValueError):  # noqa: PT011 - each library has its own words
            canonical(value)

    def test_digests_are_what_they_say(self) -> None:
        assert sha256_hex(b"abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
        assert (
            leaf_digest(b"") == hashlib.sha256(b"\x00").digest()
        )  # RFC 6962 §2.1: a leaf's hash begins with a zero
        assert keyed_digest(b"k" * 32, {"b": 1, "a": 2}) == keyed_digest(b"k" * 32, {"a": 2, "b": 1})
        assert keyed_digest(b"k" * 32, {"a": 2}) != keyed_digest(b"j" * 32, {"a": 2})


EVENTS = st.builds(
    CaseNoted,
    text=TEXT,
    count=st.integers(-MOST, MOST),
    answers=st.dictionaries(TEXT, st.booleans(), max_size=4),
    on=st.none() | st.datetimes(timezones=st.just(UTC)),
)


class TestEnvelope:
    def test_these_are_its_bytes(self) -> None:
        """Written out once by hand. If this changes, nothing recorded before can be checked any more."""
        previous = bytes(range(32))
        draft = _draft(
            CaseNoted(text='Said: "no" \u2013 twice', answers={"2.1.2": False, "2.1.1": True}), version=2
        )
        body = assemble(*pieces(draft, SALT), previous, instant(NOON + timedelta(seconds=1)))
        assert body == (
            b'{"acting_role":"lead-inspector","actor":"person-1","authenticated_by":"os-user","causation_id":null,'
            b'"command_id":"c-1","correlation_id":"inspection-1",'
            b'"data":{"answers":{"2.1.1":true,"2.1.2":false},"count":0,"on":null,'
            b'"text":"Said: \\"no\\" \xe2\x80\x93 twice"},'
            b'"event_id":"e-1","name":"test.case-noted.v1","occurred_at":"2018-03-05T12:00:00.000007Z",'
            b'"previous":"000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f",'
            b'"recorded_at":"2018-03-05T12:00:01.000007Z",'
            b'"salt":"000102030405060708090a0b0c0d0e0f","schema_version":1,"stream":"case-1","version":2}'
        )
        assert leaf_digest(body).hex() == hashlib.sha256(b"\x00" + body).hexdigest()

    @given(EVENTS, st.none() | st.binary(min_size=32, max_size=32), TEXT, st.none() | TEXT)
    def test_put_together_from_pieces_it_is_canonical_and_reads_back_the_same(
        self, event: CaseNoted, previous: bytes | None, actor: str, causation: str | None
    ) -> None:
        recorded = _recorded(_draft(event, actor=actor, causation_id=causation), previous)
        assert rfc8785.dumps(json.loads(recorded.body)) == recorded.body
        envelope = read(recorded, CaseNoted)
        assert envelope.data == event
        assert envelope.actor == actor
        assert envelope.causation_id == causation
        assert envelope.previous == (previous.hex() if previous else None)
        assert (envelope.occurred_at, envelope.recorded_at) == (NOON, NOON)
        assert open_envelope(recorded.body)["salt"] == SALT.hex()

    @pytest.mark.parametrize(
        ("what", "before", "after"),
        [
            ("an unknown field", b'"actor":"person-1"', b'"actor":"person-1","also":1'),
            ("an unknown field of the event", b'"text":"x"', b'"text":"x","tone":"y"'),
            ("a missing field", b'"text":"x"', b'"on":null'),
            ("a number where text belongs", b'"text":"x"', b'"text":5'),
            ("text where a number belongs", b'"version":1', b'"version":"1"'),
            ("another layout of the envelope", b'"schema_version":1', b'"schema_version":2'),
            ("another name inside than outside", b"test.case-noted.v1", b"test.case-noted.v2"),
            ("no JSON", b'{"acting_role"', b'{acting_role"'),
        ],
    )
    def test_what_this_version_does_not_know_is_not_guessed_at(
        self, what: str, before: bytes, after: bytes
    ) -> None:
        recorded = _recorded(_draft(CaseNoted(text="x")))
        assert before in recorded.body
        changed = recorded.body.replace(before, after)
        with pytest.raises(Unreadable, match="Event 1"):
            read(Recorded(1, "case-1", 1, "test.case-noted.v1", leaf_digest(changed), changed), CaseNoted)

    def test_one_event_is_not_read_as_another(self) -> None:
        other = _recorded(_draft(OtherNoted(text="x")))
        for reading in (read_event, lambda recorded: read(recorded, CaseNoted)):
            with pytest.raises(Unreadable):
                reading(other)


read_event = event_reader(CaseNoted)


def _outcome(reading: Callable[[Recorded], object], recorded: Recorded) -> object:
    """What was read, or the words of the refusal."""
    try:
        return reading(recorded)
    except Unreadable as refused:
        return str(refused)


class TestReadingTheEventAlone:
    """It is quicker because it looks at the rest only in passing; it must come to the same in every case."""

    @given(EVENTS, st.none() | st.binary(min_size=32, max_size=32), TEXT, st.none() | TEXT)
    def test_it_is_the_event_that_was_recorded(
        self, event: CaseNoted, previous: bytes | None, actor: str, causation: str | None
    ) -> None:
        recorded = _recorded(_draft(event, actor=actor, causation_id=causation), previous)
        assert read_event(recorded) == event

    @given(EVENTS, st.data())
    def test_bytes_that_were_changed_are_refused_or_read_alike(
        self, event: CaseNoted, data: st.DataObject
    ) -> None:
        body = bytearray(_recorded(_draft(event, causation_id="e-0")).body)
        for _ in range(data.draw(st.integers(1, 3))):
            place = data.draw(st.integers(0, len(body) - 1))
            cut = data.draw(st.integers(0, 2))
            body[place : place + cut] = data.draw(
                st.binary(max_size=2) | st.sampled_from([b'"', b",", b":", b"\\", b"0", b" ", b"{}", b"}"])
            )
        changed = Recorded(1, "case-1", 1, CaseNoted.name, leaf_digest(bytes(body)), bytes(body))
        assert _outcome(read_event, changed) == _outcome(lambda each: read(each, CaseNoted).data, changed)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (b'"actor":"person-1"', b'"actor":"person-1","also":1'),
            (b'"actor":"person-1"', b'"actor":"person-\xff"'),
            (b'"version":1', b'"version":1,"zeal":2'),
            (b'"version":1', b'"version":01'),
            (b'"version":1', b'"version":1.0'),
            (b'"version":1}', b'"version":1}}'),
            (b'"version":1}', b'"version":1}\n{}'),
            (b'"text":"x"', b'"text":"x","tone":"y"'),
            (b"2018-03-05T", b"2018-02-30T"),
            (b"2018-03-05T", b"2018-13-05T"),
            (b"2018-03-05T", b"2018-02-29T"),
            (b"2018-03-05T", b"1900-02-29T"),
            (b"2018-03-05T", b"0000-02-29T"),
            (b"2018-03-05T", b"0000-01-01T"),
            (b"T12:", b"T24:"),
            (b'"schema_version":1', b'"schema_version":2'),
            (b'"schema_version":1', b'"schema_version":true'),
            (CaseNoted.name.encode(), b"test-case-noted.v1"),
        ],
    )
    def test_what_could_slip_past_a_glance_does_not(self, before: bytes, after: bytes) -> None:
        body = _recorded(_draft(CaseNoted(text="x"))).body
        assert before in body
        changed = Recorded(1, "case-1", 1, CaseNoted.name, b"", body.replace(before, after))
        with pytest.raises(Unreadable) as alone:
            read_event(changed)
        with pytest.raises(Unreadable) as whole:
            read(changed, CaseNoted)
        assert str(alone.value) == str(whole.value)

    @pytest.mark.parametrize(
        ("before", "after"),
        [
            (b'"actor":"person-1"', b'"actor":"person-\xc3\xa9"'),
            (b"2018-03-05T", b"2016-02-29T"),
            (b'"event_id":"e-1"', b'"event_id":"e-1","event_id":"e-2"'),
            (b'"text":"x"', b'"text":"x"},"event_id":"e-0","data":{"text":"y"'),
            (b'{"acting_role":"lead-inspector",', b'{ "acting_role" : "lead-inspector",'),
            (b'"causation_id":null,', b""),
        ],
    )
    def test_what_is_not_written_as_we_write_it_is_read_the_long_way(
        self, before: bytes, after: bytes
    ) -> None:
        body = _recorded(_draft(CaseNoted(text="x"))).body.replace(before, after)
        if not after:
            body = body.replace(b'"data":', b'"causation_id":null,"data":')
        changed = Recorded(1, "case-1", 1, CaseNoted.name, b"", body)
        assert read_event(changed) == read(changed, CaseNoted).data


class TestInstants:
    @pytest.mark.parametrize(
        ("at", "written"),
        [
            (datetime(2018, 3, 5, tzinfo=UTC), "2018-03-05T00:00:00.000000Z"),
            (datetime(2018, 7, 1, 0, 30, tzinfo=timezone(timedelta(hours=1))), "2018-06-30T23:30:00.000000Z"),
            (datetime(999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), "0999-12-31T23:59:59.999999Z"),
        ],
    )
    def test_an_instant_is_written_in_utc_to_the_microsecond(self, at: datetime, written: str) -> None:
        assert instant(at) == written

    @given(st.lists(st.datetimes(timezones=st.timezones()), min_size=2, max_size=2))
    def test_instants_sort_as_text_as_they_do_in_time(self, pair: list[datetime]) -> None:
        """The databases compare them as text when they keep the time of recording from going back."""
        try:
            one, two = (at.astimezone(UTC) for at in pair)
        except OverflowError:
            return  # the first and the last day of the calendar, in a zone that is already past it
        assert (one <= two) == (instant(one) <= instant(two))
        assert len(instant(one)) == 27

    def test_an_instant_without_a_zone_is_refused(self) -> None:
        with pytest.raises(ValueError, match="time zone"):
            instant(datetime(2018, 3, 5, 12, 0))  # noqa: DTZ001 - that is the point
