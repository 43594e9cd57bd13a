"""What is remembered of many streams is what is recorded, whoever recorded it, and all from one moment."""

import random
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from activities.commanding.records import MANY, Records
from adapters.outbound.store import Store
from domain.people.staff.state import Staff
from domain.providers.provider import Provider, RegisterProvider
from tests.support.office import Office

Opening = Callable[[], Store]

CODES = [f"provider-{number:02}" for number in range(2 * MANY)]
STREAMS = [f"provider-{code}" for code in CODES]


def register(office: Office, code: str) -> None:
    command = RegisterProvider(provider=code, title=f"The one called {code}", kind="yot", area="North")
    office.give(f"register-{code}", command)


def known(records: Records, streams: Sequence[str] = STREAMS) -> list[tuple[int, object]]:
    return [(each.head.version, each.state) for each in records.read(streams).values()]


class Asked:
    """A store that counts how often streams are loaded and the record is followed."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.loads = self.scans = 0

    def __getattr__(self, name: str) -> object:
        return getattr(self._store, name)

    def load(self, *given: object) -> object:
        self.loads += 1
        return self._store.load(*given)  # type: ignore[arg-type]  # passed on as it came

    def scan(self, *given: object) -> object:
        self.scans += 1
        return self._store.scan(*given)  # type: ignore[arg-type]  # passed on as it came


@pytest.mark.parametrize("remembered", [3, MANY, 1000])
def test_streams_that_another_process_goes_on_with_are_read_as_they_stand(
    opened: Opening, remembered: int
) -> None:
    """In an order at random, by one desk or the other, read by both after every few."""
    one, other = Office(opened(), remembered=remembered), Office(opened(), remembered=remembered)
    chance, left = random.Random(remembered), list(CODES)
    chance.shuffle(left)
    while left:
        for code in [left.pop() for _ in range(min(len(left), chance.choice([1, 2, 5])))]:
            register(chance.choice([one, other]), code)
        fresh = known(Records(opened()))
        for office in (one, other):
            some = chance.sample(STREAMS, chance.choice([1, MANY, len(STREAMS)]))
            assert known(office.records, some) == [fresh[STREAMS.index(each)] for each in some]
            assert known(office.records) == fresh


def test_however_many_streams_are_remembered_one_question_is_asked_for_them(opened: Opening) -> None:
    writer, store = Office(opened()), Asked(opened())
    records = Records(store)  # type: ignore[arg-type]  # a store that counts
    records.read(STREAMS)
    register(writer, CODES[0])
    asked = store.loads, store.scans
    assert known(records) == known(writer.records)
    assert (store.loads, store.scans) == (asked[0], asked[1] + 1)


def test_what_is_read_while_others_record_is_of_one_moment(opened: Opening) -> None:
    """They are registered in order, so whoever sees one sees all those before it."""
    writer, reader, store = Office(opened()), Office(opened()), opened()
    writing = threading.Event()

    def read(number: int) -> None:
        # Some read through the desk that records, some through another, and some of what nobody remembers yet.
        records = (writer.records, reader.records)[number % 2] if number < 4 else Records(store)
        while True:
            over = writing.is_set()
            seen = [version for version, _ in known(records)]
            assert seen == sorted(seen, reverse=True), seen
            if over:
                assert all(seen)
                return

    with ThreadPoolExecutor(6) as pool:
        reading = [pool.submit(read, number) for number in range(6)]
        try:
            for code in CODES:
                register(writer, code)
        finally:
            writing.set()
        for each in reading:
            each.result()


def test_a_process_that_was_far_behind_goes_on_from_where_it_was(
    opened: Opening, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("activities.commanding.records.AT_ONCE", 7)
    writer, records = Office(opened()), Records(opened())
    records.read(STREAMS)
    for number, code in enumerate(CODES):
        register(writer, f"other-{number}")
        register(writer, code)
    found = records.read(STREAMS)
    assert all(isinstance(each.state, Provider) and each.state.registered for each in found.values())
    assert known(records) == known(Records(opened()))


def test_every_stream_of_a_kind_is_read_and_none_of_another(opened: Opening) -> None:
    office = Office(opened())
    assert office.records.every("provider", Provider) == {}
    for code in CODES[:3]:
        register(office, code)
    found = Records(opened()).every("provider", Provider)
    assert list(found) == STREAMS[:3]
    assert [each.title for each in found.values()] == [f"The one called {code}" for code in CODES[:3]]


def test_a_kind_that_there_is_not_and_a_state_of_another_class_are_mistakes(opened: Opening) -> None:
    records = Records(opened())
    with pytest.raises(LookupError, match="prvider"):
        records.every("prvider", Provider)
    with pytest.raises(TypeError, match="the state of a provider is no Staff"):
        records.every("provider", Staff)
