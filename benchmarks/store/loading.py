"""One long stream, loaded and folded: beside a bare read of its rows, and beside an aggregate of the same shape."""

import os
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial
from uuid import UUID

import sqlalchemy as sa

from activities.commanding.records import Records
from activities.ports import Append, Appended, Head, Write
from adapters.outbound.store import Store, open_store
from benchmarks.common import Figure, compared, in_turn, timed
from benchmarks.store.contenders import BARE, bare_engine, their_settings
from domain.cases.events import AnswersRecorded, CaseSampled
from domain.ledger.envelope import Draft
from domain.messages import Event

__all__ = ["loading"]

EVENTS = 1_000
LOADS = 10
"""So many of each a round."""

LEAST_OF_THEIRS = 2.0
MOST_OF_BARE = 12.0
QUESTIONS = tuple(f"2.{standard}.{question}" for standard in range(1, 5) for question in range(1, 4))


def loading(url: str, rounds: int) -> Iterator[Figure]:
    """A stream of a thousand events, whole, from the database to the state.

    Args:
        url: an open place.
        rounds: how many, of each.
    """
    store = open_store(url)
    stream = f"case-long-{time.time_ns()}"
    _record(store, stream)
    engine, query = bare_engine(url), sa.select(BARE).where(BARE.c.stream == stream).order_by(BARE.c.version)
    rows = [
        {"stream": e.stream, "version": e.version, "name": e.name, "digest": e.digest, "body": e.body}
        for e in store.load({stream: 0})[stream]
    ]
    with engine.begin() as connection:
        connection.execute(sa.insert(BARE), rows)
    theirs_ = _Theirs(url)

    def ours() -> None:
        standing = Records(store).read([stream])[stream]
        assert standing.head.version == EVENTS
        assert dict(standing.state.answers) == _answers(EVENTS - 1)

    def bare() -> None:
        with engine.connect() as connection:
            assert len(connection.execute(query).fetchall()) == EVENTS

    works = {"record": ours, "bare read": bare, "eventsourcing": theirs_.load}
    found = in_turn(rounds, {name: partial(_milliseconds, work) for name, work in works.items()}, LOADS)
    what = f"load and fold {EVENTS:,} events"
    yield compared(what, "ms", found, "record", "bare read", at_most=MOST_OF_BARE)
    streams = {name: [1000 / value for value in values] for name, values in found.items()}
    yield compared(what, "streams/s", streams, "record", "eventsourcing", at_least=LEAST_OF_THEIRS)
    theirs_.close()
    engine.dispose()
    store.close()


def _milliseconds(work: Callable[[], None]) -> float:
    return 1000 * timed(work)


def _answers(number: int) -> dict[str, str]:
    return dict.fromkeys(QUESTIONS, "yes" if number % 2 else "no")


def _record(store: Store, stream: str) -> None:
    now = datetime.now(UTC)
    drafts = tuple(
        Draft(
            f"{stream}-{n}",
            stream,
            n + 1,
            now,
            "person-4711",
            "inspector",
            "os-user",
            f"{stream}-c",
            "inspection-1",
            None,
            event,
        )
        for n, event in enumerate(_events())
    )
    write = Write(stream, Head(0, None), drafts)
    answer = store.append(Append(f"{stream}-c", os.urandom(32), now, (write,), {}))
    assert isinstance(answer, Appended), answer


def _events() -> Iterator[Event]:
    yield CaseSampled(
        inspection="bench",
        population="supervised-cases",
        list_digest="0" * 64,
        row=1,
        key_questions=QUESTIONS,
    )
    for number in range(1, EVENTS):
        yield AnswersRecorded.model_validate({"answers": tuple(_answers(number).items())})


class _Theirs:
    """The same stream as an aggregate of the ``eventsourcing`` library, with its JSON transcoder as it comes."""

    def __init__(self, url: str) -> None:
        from eventsourcing.application import Application

        from benchmarks.store.their_case import Case

        self._application = Application(their_settings(url))
        case = Case.draw(QUESTIONS)
        for number in range(1, EVENTS):
            case.answer(list(_answers(number).items()), number)
            if (
                number % 50 == 49
            ):  # its recorder has been seen to wait for ever with a thousand in one pipeline
                self._application.save(case)
        self._id: UUID = case.id

    def load(self) -> None:
        """Get the aggregate from its events."""
        case = self._application.repository.get(self._id)
        assert case.version == EVENTS
        assert case.answers == _answers(EVENTS - 1)

    def close(self) -> None:
        """Let go of the database."""
        self._application.close()
