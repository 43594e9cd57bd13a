"""What every ledger keeps of its promises: rows as they are, and checkpoints that only ever get more."""

import threading
from collections.abc import Callable

import pytest

from activities.ports import StoreFault
from activities.proof.ports import Sealed
from adapters.outbound.store import Store
from domain.ledger.envelope import instant
from domain.ledger.rows import CommandRow
from tests.support.notes import NOON, NOTHING, digest_of, head, note_refused, recorded, write


@pytest.fixture
def filled(store: Store) -> Store:
    """Four events of three commands, a command without events, and a refusal."""
    recorded(store, "c-1", write("c-1", "case-1", NOTHING, "a", "b"))
    recorded(store, "c-3", write("c-3", "case-2"))
    recorded(store, "c-2", write("c-2", "case-1", head(store, "case-1")))
    recorded(store, "c-nothing")
    store.refuse(note_refused("c-4"))
    return store


def checkpoint(number: int, size: int) -> Sealed:
    return Sealed(number, size, bytes([number]) * 32, f"note {number}\n", instant(NOON), "regular")


def test_rows_are_the_events_with_all_that_stands_beside_their_bytes(filled: Store) -> None:
    assert [(*row[:4], *row[5:]) for row in filled.event_rows(1, 2)] == [
        (each.position, each.stream, each.version, each.name, command_id, each.digest, each.body)
        for each, command_id in zip(filled.scan(1, 2), ("c-1", "c-3"), strict=True)
    ]
    assert {row[4] for row in filled.event_rows(0, 9)} == {instant(NOON)}
    assert filled.event_rows(4, 10) == []


def test_digests_are_read_alone_and_all_or_not_at_all(filled: Store) -> None:
    assert list(filled.digests(1, 3)) == [each.digest for each in filled.scan(1, 2)]
    assert list(filled.digests(2, 2)) == []
    with pytest.raises(StoreFault, match="events 3 to 6 only 2 are there"):
        filled.digests(2, 6)


def test_the_commands_of_some_events_come_in_the_order_of_the_events(filled: Store) -> None:
    assert filled.commands_of(0, 4) == [
        CommandRow("c-1", digest_of("c-1"), 1, 2, None),
        CommandRow("c-3", digest_of("c-3"), 3, 3, None),
        CommandRow("c-2", digest_of("c-2"), 4, 4, None),
    ]
    assert filled.commands_of(3, 4) == [filled.command("c-2")]
    assert filled.command("c-nothing") == CommandRow("c-nothing", digest_of("c-nothing"), 0, 0, None)
    assert filled.command("never-given") is None


def test_refusals_stand_beside_the_command_they_answer(filled: Store) -> None:
    (row,) = filled.refusal_rows(0, 10)
    assert row.entry[:3] == (1, "c-4", digest_of("c-4"))
    assert row.entry.code == "wrong-stage"
    assert row.command == CommandRow("c-4", digest_of("c-4"), 0, 0, 1)
    assert filled.last_refusal() == 1
    assert filled.refusal_rows(1, 10) == []


def test_commands_are_counted_by_what_came_of_them_and_none_is_stray(filled: Store) -> None:
    assert filled.command_counts() == (3, 1, 1)
    assert filled.stray_command() is None


def test_a_store_without_anything_has_no_checkpoint_and_nothing_to_seal(store: Store) -> None:
    assert store.last_checkpoint() is None
    assert store.checkpoints() == []
    assert (store.last_refusal(), store.command_counts()) == (0, (0, 0, 0))
    assert store.event_rows(0, 10) == []


def test_checkpoints_are_kept_in_order_and_may_stay_as_large_as_they_were(filled: Store) -> None:
    kept = [checkpoint(1, 2), checkpoint(2, 4), checkpoint(3, 4)]
    assert [filled.seal(each.number - 1, each) for each in kept] == [True, True, True]
    assert filled.checkpoints() == kept
    assert filled.checkpoints(after=1, limit=1) == [kept[1]]
    assert filled.last_checkpoint() == kept[2]


def test_a_checkpoint_after_one_that_is_not_the_last_is_not_kept(filled: Store) -> None:
    assert filled.seal(0, checkpoint(1, 2))
    assert not filled.seal(0, checkpoint(1, 4))
    assert not filled.seal(2, checkpoint(3, 4))
    assert filled.checkpoints() == [checkpoint(1, 2)]


@pytest.mark.parametrize("size", [1, 5])
def test_a_checkpoint_is_never_smaller_than_the_last_nor_larger_than_the_record(
    filled: Store, size: int
) -> None:
    assert filled.seal(0, checkpoint(1, 2))
    with pytest.raises(StoreFault):
        filled.seal(1, checkpoint(2, size))
    assert filled.checkpoints() == [checkpoint(1, 2)]


def test_of_several_that_seal_at_once_one_is_kept(filled: Store, opened: Callable[[], Store]) -> None:
    stores = [opened() for _ in range(4)]
    kept: list[bool] = []
    ready = threading.Barrier(len(stores))

    def seal(store: Store) -> None:
        ready.wait()
        kept.append(store.seal(0, checkpoint(1, 3)))

    threads = [threading.Thread(target=seal, args=(store,)) for store in stores]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kept) == [False, False, False, True]
    assert filled.checkpoints() == [checkpoint(1, 3)]
