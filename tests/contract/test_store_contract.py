"""What the record promises, on every database that it is kept in."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from activities.ports import (
    Append,
    Appended,
    Attention,
    CommandIdReused,
    Head,
    Repeated,
    Stale,
    StoreFault,
    Wake,
    Write,
)
from adapters.outbound.store import Store
from domain.canonical import canonical, leaf_digest
from domain.ledger.envelope import Recorded, instant, open_envelope, read
from domain.refusals import Refusal
from tests.support.notes import (
    NOON,
    NOTHING,
    Noted,
    append,
    digest_of,
    drafts,
    head,
    note_refused,
    recorded,
    write,
)

LATER = NOON + timedelta(hours=1)


def _nothing_but(store: Store, positions: int) -> None:
    """The record ends where it did, without a gap."""
    assert store.last_position() == positions
    assert [event.position for event in store.scan()] == list(range(1, positions + 1))


class TestAppending:
    def test_a_new_store_holds_nothing(self, store: Store) -> None:
        assert store.last_position() == 0
        assert store.scan() == []
        assert store.load({"inspection-1": 0}) == {"inspection-1": []}
        assert list(store.streams("")) == []
        assert store.refusals() == []
        assert store.lagging() == []
        assert store.attention("inspection-1") is None
        assert store.answer("c-1", digest_of("c-1")) is None

    def test_events_are_recorded_in_the_order_given_and_chained_in_their_stream(self, store: Store) -> None:
        answer = store.append(append("c-1", write("c-1", "inspection-1", NOTHING, "one", "two", "three")))
        assert answer == Appended(1, 3)
        events = store.load({"inspection-1": 0})["inspection-1"]
        assert [(e.position, e.stream, e.version, e.name) for e in events] == [
            (1, "inspection-1", 1, "test.noted.v1"),
            (2, "inspection-1", 2, "test.noted.v1"),
            (3, "inspection-1", 3, "test.noted.v1"),
        ]
        assert [read(e, Noted).data.text for e in events] == ["one", "two", "three"]
        assert [read(e, Noted).previous for e in events] == [
            None,
            events[0].digest.hex(),
            events[1].digest.hex(),
        ]

    def test_the_bytes_returned_are_the_bytes_that_were_hashed_and_are_canonical(self, store: Store) -> None:
        text = 'quote " backslash \\ tab \t accents éàü euro € face 😀 control \x01\x7f \u2028'
        recorded(store, "c-1", write("c-1", "inspection-1", NOTHING, text, ""))
        for event in store.scan():
            assert type(event.body) is bytes
            assert type(event.digest) is bytes
            assert event.digest == leaf_digest(event.body)
            assert canonical(json.loads(event.body)) == event.body
        assert read(store.scan()[0], Noted).data.text == text

    def test_the_envelope_says_all_that_was_said(self, store: Store) -> None:
        draft = replace(
            drafts("c-1", "case-1", 0, ["noted"])[0], causation_id="e-0", correlation_id="inspection-1"
        )
        recorded(store, "c-1", Write("case-1", NOTHING, (draft,)), at=LATER)
        members = open_envelope(store.scan()[0].body)
        salt = members.pop("salt")
        assert len(bytes.fromhex(salt)) == 16
        assert members == {
            "acting_role": "lead-inspector",
            "actor": "person-1",
            "authenticated_by": "os-user",
            "causation_id": "e-0",
            "command_id": "c-1",
            "correlation_id": "inspection-1",
            "data": {"text": "noted"},
            "event_id": "c-1/case-1/0",
            "name": "test.noted.v1",
            "occurred_at": "2018-03-05T12:00:00.000000Z",
            "previous": None,
            "recorded_at": "2018-03-05T13:00:00.000000Z",
            "schema_version": 1,
            "stream": "case-1",
            "version": 1,
        }

    def test_every_event_has_a_salt_of_its_own(self, store: Store) -> None:
        recorded(store, "c-1", write("c-1", "case-1", NOTHING, *["same"] * 20))
        assert len({open_envelope(e.body)["salt"] for e in store.scan()}) == 20

    def test_several_streams_are_written_in_one_go(self, store: Store) -> None:
        recorded(store, "c-1", write("c-1", "case-2"))
        answer = store.append(
            append(
                "c-2",
                write("c-2", "inspection-1", NOTHING, "a", "b"),
                write("c-2", "case-2", head(store, "case-2"), "c"),
                write("c-2", "case-3"),
            )
        )
        assert answer == Appended(2, 5)
        assert [(e.position, e.stream, e.version) for e in store.scan(after=1)] == [
            (2, "inspection-1", 1),
            (3, "inspection-1", 2),
            (4, "case-2", 2),
            (5, "case-3", 1),
        ]

    def test_the_answer_says_where_each_written_stream_now_stands(self, store: Store) -> None:
        recorded(store, "c-1", write("c-1", "case-2"))
        answer = recorded(
            store,
            "c-2",
            write("c-2", "inspection-1", NOTHING, "a", "b"),
            Write("case-9", NOTHING, ()),
            write("c-2", "case-2", head(store, "case-2")),
        )
        assert answer.heads == {
            "inspection-1": head(store, "inspection-1"),
            "case-2": head(store, "case-2"),
        }
        assert answer.heads["inspection-1"].version == 2
        assert recorded(store, "c-3").heads == {}

    def test_a_sample_opens_hundreds_of_cases_at_once_and_a_gate_guards_them_all(self, store: Store) -> None:
        cases = [f"case-{n}" for n in range(300)]
        answer = store.append(append("sample", *(write("sample", case) for case in cases)))
        assert answer == Appended(1, 300)
        gate = append("gate", write("gate", "inspection-1"), reads=dict.fromkeys(cases, 1))
        assert store.append(gate) == Appended(301, 301)
        recorded(store, "reopen", write("reopen", "case-77", head(store, "case-77")))
        again = append(
            "gate-2",
            write("gate-2", "inspection-1", head(store, "inspection-1")),
            reads=dict.fromkeys(cases, 1),
        )
        assert store.append(again) == Stale(("case-77",))

    def test_a_command_that_changes_nothing_is_recorded_as_accepted(self, store: Store) -> None:
        assert store.append(append("c-1")) == Appended(0, 0)
        assert store.append(append("c-1")) == Repeated(Appended(0, 0), None)
        _nothing_but(store, 0)

    def test_a_command_that_changes_nothing_wakes_nobody(self, store: Store) -> None:
        store.append(append("c-1", wakes=[Wake("inspection-1", loud=True)]))
        assert store.attention("inspection-1") is None

    def test_ids_may_have_any_character_that_text_can_hold(self, store: Store) -> None:
        odd = [
            'a{b},"c"',
            "back\\slash",
            "NULL",
            "naïve",
            "%s %(x)s ?",
            "'; DROP TABLE events; --",
            "😀",
            "a b",
        ]
        recorded(store, "c,{1}", *(write("c,{1}", stream) for stream in odd))
        assert {stream: len(events) for stream, events in store.load(dict.fromkeys(odd, 0)).items()} == (
            dict.fromkeys(odd, 1)
        )
        assert sorted(store.streams("")) == sorted(odd)
        assert store.append(append("c-2", reads=dict.fromkeys(odd, 1))) == Appended(0, 0)

    def test_a_large_event_is_kept_whole(self, store: Store) -> None:
        text = "".join(chr(32 + n * 7919 % 90) for n in range(500_000))
        recorded(store, "c-1", write("c-1", "case-1", NOTHING, text))
        (event,) = store.scan()
        assert read(event, Noted).data.text == text
        assert event.digest == leaf_digest(event.body)

    @pytest.mark.parametrize(
        ("contradiction", "wrong"),
        [
            ("one stream twice", append("c-1", write("c-1", "case-1"), write("c-1", "case-1"))),
            (
                "an event out of its place",
                append("c-1", Write("case-1", NOTHING, drafts("c-1", "case-1", 1, ["x"]))),
            ),
            (
                "an event of another stream",
                append("c-1", Write("case-1", NOTHING, drafts("c-1", "case-2", 0, ["x"]))),
            ),
            ("a stream id with a NUL", append("c-1", write("c-1", "case\x00-1"))),
            ("an empty stream id", append("c-1", write("c-1", ""))),
            ("half a surrogate pair", append("c-1", reads={"case-\ud800": 0})),
            ("a command id with a NUL", append("c\x00")),
        ],
    )
    def test_an_append_that_contradicts_itself_is_a_fault(
        self, store: Store, contradiction: str, wrong: Append
    ) -> None:
        with pytest.raises(StoreFault):
            store.append(wrong)
        _nothing_but(store, 0)


class TestStaleVersions:
    @pytest.fixture
    def moved(self, store: Store) -> Store:
        """A store in which case-1 and case-2 have one event each."""
        recorded(store, "c-1", write("c-1", "case-1"), write("c-1", "case-2"))
        return store

    @pytest.mark.parametrize(
        ("why", "expected"),
        [
            ("it was thought to be new", NOTHING),
            ("it was thought to be further", Head(2, b"\x01" * 32)),
            ("its last event was thought to be another", Head(1, b"\x01" * 32)),
        ],
    )
    def test_a_stream_that_does_not_stand_where_it_was_read_refuses_the_whole_append(
        self, moved: Store, why: str, expected: Head
    ) -> None:
        answer = moved.append(
            append(
                "c-2",
                write("c-2", "inspection-1"),
                write("c-2", "case-1", expected),
                wakes=[Wake("inspection-1", loud=True)],
            )
        )
        assert answer == Stale(("case-1",))
        _nothing_but(moved, 2)
        assert moved.attention("inspection-1") is None

    @pytest.mark.parametrize("version", [0, 2])
    def test_a_stream_that_was_only_read_guards_the_append_as_well(self, moved: Store, version: int) -> None:
        answer = moved.append(
            append("c-2", write("c-2", "inspection-1"), reads={"case-1": version, "case-2": 1})
        )
        assert answer == Stale(("case-1",))
        _nothing_but(moved, 2)

    def test_a_stream_read_as_empty_must_still_be_empty(self, moved: Store) -> None:
        assert moved.append(append("c-2", write("c-2", "case-3"), reads={"case-4": 0})) == Appended(3, 3)
        assert moved.append(append("c-3", write("c-3", "case-4"), reads={"case-3": 0})) == Stale(("case-3",))

    def test_a_write_without_events_only_guards(self, moved: Store) -> None:
        guard = Write("case-1", head(moved, "case-1"), ())
        assert moved.append(append("c-2", guard)) == Appended(0, 0)
        assert moved.append(append("c-3", Write("case-1", NOTHING, ()))) == Stale(("case-1",))

    def test_every_stream_that_moved_is_named_once(self, moved: Store) -> None:
        answer = moved.append(
            append(
                "c-2",
                write("c-2", "case-2"),
                write("c-2", "inspection-1"),
                reads={"case-1": 0, "case-2": 0, "x": 0},
            )
        )
        assert isinstance(answer, Stale)
        assert sorted(answer.streams) == ["case-1", "case-2"]

    def test_a_stale_command_may_be_given_again_under_the_same_id(self, moved: Store) -> None:
        assert moved.append(append("c-2", write("c-2", "case-1"))) == Stale(("case-1",))
        assert moved.append(append("c-2", write("c-2", "case-1", head(moved, "case-1")))) == Appended(3, 3)


class TestCommandIds:
    def test_a_repeat_gets_the_first_answer_and_records_nothing(self, store: Store) -> None:
        first = append("c-1", write("c-1", "case-1", NOTHING, "a", "b"))
        assert store.append(first) == Appended(1, 2)
        assert store.append(first) == Repeated(Appended(1, 2), None)
        _nothing_but(store, 2)

    def test_a_repeat_is_known_by_the_command_not_by_its_events(self, store: Store) -> None:
        store.append(append("c-1", write("c-1", "case-1", NOTHING, "a")))
        retried = append("c-1", write("c-1", "case-1", head(store, "case-1"), "b", "c"), reads={"case-9": 5})
        assert store.append(retried) == Repeated(Appended(1, 1), None)
        _nothing_but(store, 1)

    def test_the_same_id_with_other_content_is_refused(self, store: Store) -> None:
        store.append(append("c-1", write("c-1", "case-1")))
        assert store.append(append("c-1", write("c-1", "case-2"), content="other")) == CommandIdReused()
        assert store.refuse(note_refused("c-1", content="other")) == CommandIdReused()
        assert store.answer("c-1", digest_of("c-1", "other")) == CommandIdReused()
        _nothing_but(store, 1)
        assert store.refusals() == []

    def test_an_earlier_answer_can_be_asked_for(self, store: Store) -> None:
        store.append(append("c-1", write("c-1", "case-1")))
        store.refuse(note_refused("c-2"))
        assert store.answer("c-1", digest_of("c-1")) == Repeated(Appended(1, 1), None)
        assert store.answer("c-2", digest_of("c-2")) == Repeated(None, note_refused("c-2").refusal)
        assert store.answer("c-3", digest_of("c-3")) is None


class TestRefusals:
    def test_a_refusal_is_logged_and_moves_no_stream(self, store: Store) -> None:
        note = note_refused("c-1")
        assert store.refuse(note) is None
        assert store.refusals() == [(1, note)]
        _nothing_but(store, 0)

    def test_a_refusal_uses_up_its_command_id(self, store: Store) -> None:
        store.refuse(note_refused("c-1", "wrong-stage"))
        first_answer = Repeated(None, Refusal("wrong-stage", "That cannot be done at this stage."))
        assert store.refuse(note_refused("c-1", "another-reason")) == first_answer
        assert store.append(append("c-1", write("c-1", "case-1"))) == first_answer
        _nothing_but(store, 0)
        assert len(store.refusals()) == 1

    def test_what_was_accepted_is_not_refused_later(self, store: Store) -> None:
        store.append(append("c-1", write("c-1", "case-1")))
        assert store.refuse(note_refused("c-1")) == Repeated(Appended(1, 1), None)
        assert store.refusals() == []

    def test_refusals_are_numbered_and_read_in_pages(self, store: Store) -> None:
        notes = [note_refused(f"c-{n}", at=NOON - timedelta(minutes=n)) for n in range(5)]
        for note in notes:
            store.refuse(note)
        assert store.refusals(limit=2) == [(1, notes[0]), (2, notes[1])]
        assert store.refusals(after=2, limit=2) == [(3, notes[2]), (4, notes[3])]
        assert store.refusals(after=4) == [(5, notes[4])]


class TestReading:
    @pytest.fixture
    def filled(self, store: Store) -> Store:
        """Positions 1-3 case-a, 4-5 case-b, 6 inspection-a."""
        recorded(store, "c-1", write("c-1", "case-a", NOTHING, "1", "2", "3"))
        recorded(store, "c-2", write("c-2", "case-b", NOTHING, "4", "5"), write("c-2", "inspection-a"))
        return store

    def test_streams_are_loaded_after_the_versions_wanted(self, filled: Store) -> None:
        loaded = filled.load({"case-a": 1, "case-b": 2, "inspection-a": 0, "case-none": 0})
        assert {stream: [e.position for e in events] for stream, events in loaded.items()} == {
            "case-a": [2, 3],
            "case-b": [],
            "inspection-a": [6],
            "case-none": [],
        }
        assert [e.version for e in filled.load({"case-a": 2})["case-a"]] == [3]
        assert filled.load({}) == {}

    def test_all_events_are_scanned_in_pages_by_position(self, filled: Store) -> None:
        assert [e.position for e in filled.scan(limit=4)] == [1, 2, 3, 4]
        assert [e.position for e in filled.scan(after=4, limit=4)] == [5, 6]
        assert filled.scan(after=6) == []

    def test_events_are_found_by_position_in_the_order_asked_for(self, filled: Store) -> None:
        assert [e.position for e in filled.at([5, 1, 99, 6, 1])] == [5, 1, 6, 1]
        assert filled.at([]) == []
        assert filled.at([2]) == [filled.scan()[1]]

    def test_every_way_of_reading_returns_the_same_event(self, filled: Store) -> None:
        by_scan: Recorded = filled.scan(after=3, limit=1)[0]
        assert filled.load({"case-b": 0})["case-b"][0] == by_scan
        assert filled.load({"case-b": 0, "case-a": 0})["case-b"][0] == by_scan
        assert filled.at([4]) == [by_scan]

    def test_streams_are_listed_by_prefix_and_sorted_by_their_bytes(self, filled: Store) -> None:
        recorded(filled, "c-3", *(write("c-3", s) for s in ("case-Z", "case-é", "case_a", "case", "cas%")))
        assert list(filled.streams("case-")) == ["case-Z", "case-a", "case-b", "case-é"]
        assert list(filled.streams("case")) == ["case", "case-Z", "case-a", "case-b", "case-é", "case_a"]
        assert list(filled.streams("cas%")) == ["cas%"]
        assert list(filled.streams("x")) == []

    def test_another_opening_of_the_store_sees_the_same(
        self, filled: Store, opened: Callable[[], Store]
    ) -> None:
        other = opened()
        assert other.scan() == filled.scan()
        assert other.identity() == filled.identity()


class TestTime:
    def test_the_time_of_recording_never_decreases_although_the_clock_steps_back(self, store: Store) -> None:
        readings = [0, 5, -3600, 5, 4, 6, -86400, 7]
        for n, seconds in enumerate(readings):
            recorded(store, f"c-{n}", write(f"c-{n}", f"case-{n}"), at=NOON + timedelta(seconds=seconds))
        times = [open_envelope(e.body)["recorded_at"] for e in store.scan()]
        assert times == [instant(NOON + timedelta(seconds=s)) for s in (0, 5, 5, 5, 5, 6, 6, 7)]
        assert all(e.digest == leaf_digest(e.body) for e in store.scan())

    def test_events_of_one_append_share_their_time(self, store: Store) -> None:
        recorded(store, "c-1", write("c-1", "case-1", NOTHING, "a", "b"), write("c-1", "case-2"), at=LATER)
        assert {open_envelope(e.body)["recorded_at"] for e in store.scan()} == {instant(LATER)}

    def test_times_are_written_in_utc_whatever_the_zone_of_the_reading(self, store: Store) -> None:
        summer = datetime.fromisoformat("2018-07-01T09:30:00.000001+01:00")
        recorded(store, "c-1", write("c-1", "case-1"), at=summer)
        assert read(store.scan()[0], Noted).recorded_at == datetime(2018, 7, 1, 8, 30, 0, 1, tzinfo=UTC)


class TestAttention:
    """Who must still attend to what; see :class:`activities.ports.Attention`."""

    @staticmethod
    def _wake(store: Store, command: str, stream: str, loud: bool, at: datetime = NOON) -> int:
        wakes = (Wake(stream, loud),)
        return recorded(store, command, write(command, f"case-{command}"), wakes=wakes, at=at).last

    def test_an_append_raises_attention_in_the_same_transaction(self, store: Store) -> None:
        recorded(
            store,
            "c-1",
            write("c-1", "case-1", NOTHING, "a", "b"),
            wakes=(Wake("inspection-1", False), Wake("panel-1", True)),
        )
        assert store.attention("inspection-1") == Attention("inspection-1", 2, 0, False, NOON)
        assert store.attention("panel-1") == Attention("panel-1", 2, 0, True, NOON)
        assert [a.stream for a in store.lagging()] == ["inspection-1", "panel-1"]

    def test_it_is_owed_since_the_first_event_not_acted_on(self, store: Store) -> None:
        self._wake(store, "c-1", "inspection-1", False)
        self._wake(store, "c-2", "inspection-1", False, LATER)
        assert store.attention("inspection-1") == Attention("inspection-1", 2, 0, False, NOON)

    def test_acting_on_everything_clears_it(self, store: Store) -> None:
        self._wake(store, "c-1", "inspection-1", True)
        assert store.acknowledge("inspection-1", 1) == Attention("inspection-1", 1, 1, False, None)
        assert store.lagging() == []
        self._wake(store, "c-2", "inspection-1", False, LATER)
        assert store.attention("inspection-1") == Attention("inspection-1", 2, 1, False, LATER)

    def test_loud_stays_until_the_loud_event_is_acted_on(self, store: Store) -> None:
        self._wake(store, "c-1", "inspection-1", False)
        self._wake(store, "c-2", "inspection-1", True, LATER)
        self._wake(store, "c-3", "inspection-1", False, LATER + timedelta(hours=1))
        assert store.acknowledge("inspection-1", 1) == Attention("inspection-1", 3, 1, True, LATER)
        assert store.acknowledge("inspection-1", 2) == (
            Attention("inspection-1", 3, 2, False, LATER + timedelta(hours=1))
        )

    def test_an_acknowledgement_never_moves_backwards(self, store: Store) -> None:
        for n in range(3):
            self._wake(store, f"c-{n}", "inspection-1", True)
        store.acknowledge("inspection-1", 3)
        assert store.acknowledge("inspection-1", 1) == Attention("inspection-1", 3, 3, False, None)
        assert store.acknowledge("inspection-1", -5).acknowledged == 3

    def test_nobody_acknowledges_what_has_not_happened(self, store: Store) -> None:
        self._wake(store, "c-1", "inspection-1", True)
        assert store.acknowledge("inspection-1", 1_000).acknowledged == 1
        self._wake(store, "c-2", "inspection-1", True)
        assert [a.stream for a in store.lagging()] == ["inspection-1"]

    def test_a_workflow_that_was_never_woken_may_acknowledge(self, store: Store) -> None:
        self._wake(store, "c-1", "panel-1", True)
        assert store.acknowledge("inspection-1", 1) == Attention("inspection-1", 0, 1, False, None)
        assert [a.stream for a in store.lagging()] == ["panel-1"]

    def test_a_stream_woken_twice_by_one_command_is_as_loud_as_the_louder(self, store: Store) -> None:
        wakes = (Wake("inspection-1", True), Wake("inspection-1", False))
        recorded(store, "c-1", write("c-1", "case-1"), wakes=wakes)
        assert store.attention("inspection-1") == Attention("inspection-1", 1, 0, True, NOON)

    def test_a_repeat_wakes_nobody_again(self, store: Store) -> None:
        command = append("c-1", write("c-1", "case-1"), wakes=[Wake("inspection-1", True)])
        store.append(command)
        store.acknowledge("inspection-1", 1)
        store.append(command)
        assert store.lagging() == []
