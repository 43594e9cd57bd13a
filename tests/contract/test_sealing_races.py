"""Two workers seal at once: whoever comes second goes on until all that it saw is under a checkpoint."""

from typing import Any

import pytest

from activities.proof.proving import Proving
from activities.proof.sealing import Sealing, SealingLoop
from adapters.outbound.store import Store
from tests.support.sealed_record import SealedRecord, Standstill


class _Behind:
    """A store as a worker saw it that looked some time ago, at so many events."""

    def __init__(self, store: Store, size: int) -> None:
        self._store = store
        self._size = size

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def last_position(self) -> int:
        return self._size


class _Overtaken:
    """A store in which another worker keeps its checkpoint in the moment before ours."""

    def __init__(self, record: SealedRecord, size: int) -> None:
        self._store = record.store
        self._other: Sealing | None = sealing(record, _Behind(record.store, size))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def seal(self, *checkpoint: Any) -> bool:
        other, self._other = self._other, None
        if other is not None:
            assert other.seal("regular") is not None
        return self._store.seal(*checkpoint)


def sealing(record: SealedRecord, store: Any) -> Sealing:
    return Sealing(store=store, keys=record.keys, clock=Standstill(), origin=record.origin)


def test_who_was_overtaken_by_a_smaller_checkpoint_makes_the_next(record: SealedRecord) -> None:
    sealed = sealing(record, _Overtaken(record, 11)).seal("test")
    assert sealed is not None
    assert [(each.number, each.size) for each in record.store.checkpoints()][3:] == [(4, 11), (5, 12)]
    assert (sealed.number, sealed.occasion) == (5, "test")
    assert record.verify().verdict == "verified"


def test_who_was_overtaken_by_one_over_all_makes_none(record: SealedRecord) -> None:
    assert sealing(record, _Overtaken(record, 12)).seal("test") is None
    assert record.store.checkpoints()[-1].size == 12


@pytest.mark.parametrize("size", [11, 12])
def test_a_receipt_is_given_to_who_was_overtaken(record: SealedRecord, size: int) -> None:
    store = _Overtaken(record, size)
    receipt = Proving(store, sealing(record, store), record.keys).receipt("c-9")
    assert receipt.seal.events.size == 12


def test_the_loop_owes_nothing_once_it_was_overtaken(record: SealedRecord) -> None:
    loop = SealingLoop(sealing(record, _Overtaken(record, 11)), record.store, every_seconds=600)
    assert loop.sweep() is not None
    assert record.store.checkpoints()[-1].size == 12
