"""The real stores against a plain one: whatever is asked in whatever order, they answer alike."""

import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import ClassVar

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from activities.ports import Append, Appended, Head, Stale, Wake, Write
from adapters.outbound.store import Store, create, open_store
from domain.canonical import leaf_digest
from domain.ledger.envelope import Recorded, read
from tests.support.notes import NOON, Noted, append, digest_of, drafts, note_refused
from tests.support.parts import Postgres
from tests.support.plain_store import Kept, PlainStore

STREAMS = st.sampled_from(["case-1", "case-2", "inspection-1", "panel-é"])
COMMANDS = st.integers(1, 12).map(lambda n: f"c-{n}")
CONTENTS = st.sampled_from(["", "", "", "other"])
OFFSETS = st.sampled_from([0, 0, 0, 0, 0, 1, -1])
CLOCK = st.integers(-90, 90).map(lambda minutes: NOON + timedelta(minutes=minutes))
TEXTS = st.lists(st.sampled_from(["", "a", 'b"\\', "é😀"]), max_size=3)


class StoreAgainstModel(RuleBasedStateMachine):
    """Does the same to a real store and to the model."""

    url: ClassVar[str]
    opened: ClassVar[list[Store]]

    @initialize()
    def begin(self) -> None:
        self.store = open_store(self.new_place())
        self.second = open_store(self.place)  # as another process would
        self.model = PlainStore()

    def new_place(self) -> str:
        raise NotImplementedError

    place: str

    @rule(
        command=COMMANDS,
        content=CONTENTS,
        at=CLOCK,
        written=st.lists(st.tuples(STREAMS, OFFSETS, TEXTS), max_size=3, unique_by=lambda write: write[0]),
        reads=st.dictionaries(STREAMS, OFFSETS, max_size=2),
        wakes=st.lists(st.builds(Wake, STREAMS, st.booleans()), max_size=2),
        other=st.booleans(),
    )
    def append(
        self,
        command: str,
        content: str,
        at: datetime,
        written: list[tuple[str, int, list[str]]],
        reads: dict[str, int],
        wakes: list[Wake],
        other: bool,
    ) -> None:
        store = self.second if other else self.store
        writes = [self._write(command, stream, offset, texts) for stream, offset, texts in written]
        wanted = {stream: max(self.model.version(stream) + offset, 0) for stream, offset in reads.items()}
        asked = replace(append(command, *writes, reads=wanted, wakes=wakes, content=content), at=at)
        self._same(asked, store.append(asked))

    def _write(self, command: str, stream: str, offset: int, texts: Sequence[str]) -> Write:
        events = self.store.load({stream: 0})[stream]
        version = max(len(events) + offset, 0)
        digest = (
            events[version - 1].digest if 0 < version <= len(events) else (b"\x01" * 32 if version else None)
        )
        return Write(stream, Head(version, digest), drafts(command, stream, version, texts))

    def _same(self, asked: Append, real: object) -> None:
        modelled = self.model.append(asked)
        if isinstance(real, Stale) and isinstance(modelled, Stale):
            assert sorted(real.streams) == sorted(modelled.streams)
            return
        assert real == modelled
        if isinstance(real, Appended):
            assert {stream: head.version for stream, head in real.heads.items()} == {
                write.stream: self.model.version(write.stream) for write in asked.writes if write.drafts
            }

    @rule(command=COMMANDS, content=CONTENTS, at=CLOCK)
    def refuse(self, command: str, content: str, at: datetime) -> None:
        note = replace(note_refused(command, content=content), at=at)
        assert self.store.refuse(note) == self.model.refuse(note)

    @rule(command=COMMANDS, content=CONTENTS)
    def answer(self, command: str, content: str) -> None:
        digest = digest_of(command, content)
        assert self.second.answer(command, digest) == self.model.answer(command, digest)

    @rule(stream=STREAMS, positions=st.lists(st.integers(0, 12), min_size=1, max_size=3))
    def acknowledge(self, stream: str, positions: list[int]) -> None:
        for position in positions:
            real, modelled = (
                self.store.acknowledge(stream, position),
                self.model.acknowledge(stream, position),
            )
            assert replace(real, since=None) == replace(modelled, since=None)

    @rule(stream=STREAMS)
    def attention(self, stream: str) -> None:
        real, modelled = self.second.attention(stream), self.model.attention(stream)
        assert (real is None) == (modelled is None)
        if real is not None and modelled is not None:
            assert replace(real, since=None) == replace(modelled, since=None)
            # since is exact until part of what is owed is acknowledged; then it is never too late
            assert (real.since is None) == (modelled.since is None)
            if real.since and modelled.since:
                assert real.since <= modelled.since
                if modelled.acknowledged == 0:
                    assert real.since == modelled.since

    @rule(after=st.integers(0, 12), limit=st.integers(1, 5))
    def scan(self, after: int, limit: int) -> None:
        self._equal(self.store.scan(after, limit), self.model.events[after : after + limit])

    @rule(wanted=st.dictionaries(STREAMS, st.integers(0, 4), max_size=4))
    def load(self, wanted: dict[str, int]) -> None:
        loaded = self.second.load(wanted)
        assert set(loaded) == set(wanted)
        for stream, after in wanted.items():
            self._equal(loaded[stream], self.model.stream(stream)[after:])

    @rule(positions=st.lists(st.integers(1, 20), max_size=5))
    def at(self, positions: list[int]) -> None:
        known = [p for p in positions if p <= len(self.model.events)]
        self._equal(self.store.at(positions), [self.model.events[p - 1] for p in known])

    @rule(prefix=st.sampled_from(["", "case-", "panel-é", "x"]))
    def streams(self, prefix: str) -> None:
        known = {kept.draft.stream for kept in self.model.events if kept.draft.stream.startswith(prefix)}
        assert list(self.store.streams(prefix)) == sorted(known)

    @invariant()
    def the_same_is_owed_and_refused(self) -> None:
        if not hasattr(self, "store"):
            return
        assert self.store.last_position() == len(self.model.events)
        assert PlainStore.without_since(self.store.lagging()) == PlainStore.without_since(
            self.model.lagging()
        )
        assert [note for _, note in self.store.refusals()] == self.model.refused

    @staticmethod
    def _equal(real: Sequence[Recorded], modelled: Sequence[Kept]) -> None:
        assert len(real) == len(modelled)
        for recorded, kept in zip(real, modelled, strict=True):
            draft, envelope = kept.draft, read(recorded, Noted)
            assert (recorded.position, recorded.stream, recorded.version) == (
                kept.position,
                draft.stream,
                draft.version,
            )
            assert recorded.digest == leaf_digest(recorded.body)
            assert (envelope.data, envelope.recorded_at) == (draft.event, kept.recorded_at)
            assert (envelope.command_id, envelope.event_id) == (draft.command_id, draft.event_id)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            whole = self.store.scan(limit=10_000)
            self._equal(whole, self.model.events)
            self.store.close()
            self.second.close()


def _run(machine: type[StoreAgainstModel]) -> None:
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=30,
            stateful_step_count=30,
            suppress_health_check=[HealthCheck.too_slow],
            deadline=None,
        ),
    )


def test_sqlite_answers_as_the_model_does() -> None:
    with tempfile.TemporaryDirectory() as folder:
        numbers = iter(range(10**6))

        class Machine(StoreAgainstModel):
            def new_place(self) -> str:
                self.place = f"sqlite:///{Path(folder)}/{next(numbers)}.db"
                create(self.place, simulated=True)
                return self.place

        _run(Machine)


def _create(url: str) -> None:
    create(url, simulated=True)


@pytest.mark.timeout(240)
def test_postgresql_answers_as_the_model_does(postgres: Postgres) -> None:
    template = postgres.template("store", _create)

    class Machine(StoreAgainstModel):
        def new_place(self) -> str:
            self.database = postgres.create(template)
            self.place = postgres.url(self.database)
            return self.place

        def teardown(self) -> None:
            super().teardown()
            if hasattr(self, "database"):
                postgres.drop(self.database)

    _run(Machine)
