"""Attacks by somebody who has every right on the database and the keys too: what was handed out gives them away."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from adapters.outbound.store import open_store
from tests.support.sealed_record import Owner, SealedRecord, handed_out


def cut_back(owner: Owner, events: int, refusals: int, checkpoints: int) -> None:
    """Make the record what it was when it had so many events: a copy of that day, put back."""
    owner.do(f"DELETE FROM commands WHERE first_position > {events} OR refusal > {refusals}")
    owner.do("DELETE FROM commands WHERE command_id = 'c-nothing'")
    owner.do(f"DELETE FROM refusals WHERE number > {refusals}")
    owner.do(f"DELETE FROM events WHERE position > {events}")
    owner.do(f"DELETE FROM checkpoints WHERE number > {checkpoints}")


def test_the_last_events_dropped_with_their_checkpoint(record: SealedRecord, owner: Owner) -> None:
    outside = handed_out(record.sealed[2])
    cut_back(owner, 9, 2, 2)
    assert record.verify().verdict == "changed", "a command that had two events has one"
    assert record.verify(outside).verdict == "incomplete"
    cut_back(owner, 8, 2, 2)
    assert record.verify().verdict == "verified", "by itself it is a whole record of that day"
    finding = record.verify(outside).finding
    assert finding is not None
    assert (finding.verdict, finding.position, finding.until) == ("incomplete", 9, 10)
    assert "the checkpoint handed out" in finding.sentence


def test_an_older_copy_put_back_and_gone_on_with(record: SealedRecord, owner: Owner) -> None:
    """What came after is other than what was; sealed with the true key, nothing inside the record shows it."""
    first, second, third = map(handed_out, record.sealed)
    cut_back(owner, 4, 1, 1)
    record.write("c-other", "case-1", "x", "y", "z")
    record.write("c-more", "case-2", *"stuvw")
    assert record.sealing().seal("test") is not None
    assert record.verify().verdict == "verified"
    finding = record.verify(first, third, second).finding
    assert finding is not None
    assert (finding.verdict, finding.position, finding.until) == ("forked", 5, 8)


def test_a_log_that_was_rewritten_from_the_beginning(record: SealedRecord, owner: Owner) -> None:
    outside = handed_out(record.sealed[0])
    cut_back(owner, 0, 0, 0)
    for number in range(6):
        record.write(f"c-new-{number}", "case-1", "rewritten")
    assert record.sealing().seal("test") is not None
    assert record.verify().verdict == "verified"
    finding = record.verify(outside).finding
    assert finding is not None
    assert (finding.verdict, finding.position, finding.until) == ("forked", 1, 4)


def test_a_record_held_against_all_that_was_handed_out_of_it(record: SealedRecord) -> None:
    outside = [handed_out(sealed, f"file {sealed.number}") for sealed in record.sealed]
    verification = record.verify(*reversed(outside))
    assert verification.verdict == "verified"
    assert verification.against == ("file 1", "file 2", "file 3")


def test_all_keys_changed_for_others_in_secret(record: SealedRecord, owner: Owner, tmp_path: Path) -> None:
    """Everything is signed anew with a key of theirs; who has the true key, or a checkpoint, is not deceived."""
    true_key, outside = record.keys.first(record.origin), handed_out(record.sealed[0])
    shutil.rmtree(tmp_path / "keys")
    owner.do("DELETE FROM checkpoints")
    forged = SealedRecord.of(record.store, tmp_path / "keys")
    forged.keys.make(record.origin, 1)
    assert forged.sealing().seal("test") is not None
    assert forged.verify().verdict == "verified"
    for verification in (forged.verify(trusted=true_key), forged.verify(outside)):
        assert verification.finding is not None
        assert verification.finding.verdict == "unsigned"


@pytest.fixture
def last_weeks_copy(
    sealed_place: str, record: SealedRecord, tmp_path: Path
) -> Iterator[Callable[[], SealedRecord]]:
    """A copy of the database file, made now; when called, it takes the place of the record."""
    record.store.close()
    shutil.copy(tmp_path / "assay.db", tmp_path / "copy.db")
    stores = []

    def put_back() -> SealedRecord:
        shutil.copy(tmp_path / "copy.db", tmp_path / "assay.db")
        for each in ("assay.db-wal", "assay.db-shm"):
            (tmp_path / each).unlink(missing_ok=True)
        stores.append(open_store(sealed_place))
        return SealedRecord.of(stores[-1], tmp_path / "keys")

    yield put_back
    for store in stores:
        store.close()


@pytest.mark.parametrize("sealed_place", ["sqlite"], indirect=True)
def test_last_weeks_file_put_back(
    sealed_place: str, last_weeks_copy: Callable[[], SealedRecord], tmp_path: Path
) -> None:
    store = open_store(sealed_place)
    today = SealedRecord.of(store, tmp_path / "keys")
    today.write("c-today", "case-1", "today")
    outside = handed_out(today.seal())
    store.close()
    put_back = last_weeks_copy()
    assert put_back.verify().verdict == "verified"
    finding = put_back.verify(outside).finding
    assert finding is not None
    assert (finding.verdict, finding.position, finding.until) == ("incomplete", 13, 13)
