"""When a checkpoint is made, by whom, with which key; and when none is."""

import threading
from pathlib import Path
from typing import ClassVar

import pytest

from activities.ports import Write
from activities.proof.sealing import NotConsistent, Sealing, SealingLoop, SigningKeyMissing
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.running.founding import open_record
from adapters.outbound.store import Store
from domain.ledger.envelope import Draft
from domain.ledger.merkle import root_of
from domain.ledger.notes import open_note
from domain.ledger.sealed import read_seal
from domain.messages import Event
from tests.support.command_line import CommandLine
from tests.support.notes import NOON, head, note_refused, recorded
from tests.support.sealed_record import SealedRecord
from worker import compose, settings_of


class ReportPublished(Event):
    """Stands for the event after which a checkpoint is made at once."""

    name: ClassVar[str] = "inspection.report-published.v1"


class ThirdSweep(threading.Event):
    """Is set at the end of the third sweep, and lets none wait for the next."""

    sweeps = 0

    def wait(self, timeout: float | None = None) -> bool:
        self.sweeps += 1
        if self.sweeps == 3:
            self.set()
        return self.is_set()


@pytest.fixture
def plain(store: Store, tmp_path: Path) -> SealedRecord:
    """A record with two events and a key, never sealed."""
    record = SealedRecord.of(store, tmp_path / "keys")
    record.keys.make(record.origin, 1)
    record.write("c-1", "case-1", "a", "b")
    return record


def publish(store: Store, command_id: str) -> None:
    at = head(store, "inspection-1")
    draft = Draft(
        f"{command_id}/1", "inspection-1", at.version + 1, NOON, "assay", "machinery", "assay", command_id,
        "inspection-1", None, ReportPublished(),
    )  # fmt: skip
    recorded(store, command_id, Write("inspection-1", at, (draft,)))


def test_a_checkpoint_says_how_many_events_there_are_and_the_root_over_their_digests(
    plain: SealedRecord,
) -> None:
    sealed = plain.seal()
    assert (sealed.number, sealed.size, sealed.occasion) == (1, 2, "test")
    assert sealed.root == root_of(each.digest for each in plain.store.scan())
    note = open_note(sealed.note)
    key = plain.keys.first(plain.origin)
    assert key is not None
    assert note.signed_by([key], plain.keys.verify) == key
    assert read_seal(note.text).events.root == sealed.root
    assert plain.store.checkpoints() == [sealed]


def test_nothing_new_is_not_sealed_again(plain: SealedRecord) -> None:
    sealing = plain.sealing()
    assert sealing.seal("test") is not None
    assert sealing.seal("test") is None
    assert plain.sealing().seal("test") is None
    plain.store.refuse(note_refused("c-refused"))
    again = sealing.seal("test")
    assert again is not None, "a refusal is something new"
    assert (again.number, again.size) == (2, 2)


def test_an_empty_record_is_not_sealed(store: Store, tmp_path: Path) -> None:
    record = SealedRecord.of(store, tmp_path / "keys")
    record.keys.make(record.origin, 1)
    assert record.sealing().seal("test") is None


def test_workers_that_take_turns_go_on_from_each_others_checkpoints(plain: SealedRecord) -> None:
    workers = [plain.sealing() for _ in range(3)]
    for number in range(9):
        plain.write(f"more-{number}", "case-2", *"xyz"[: number % 3 + 1])
        sealed = workers[number % 3].seal("test")
        assert sealed is not None
        assert sealed.number == number + 1
    assert plain.verify().verdict == "verified"


def test_workers_that_seal_at_once_make_one_checkpoint(plain: SealedRecord) -> None:
    workers = [plain.sealing() for _ in range(4)]
    ready = threading.Barrier(len(workers))
    made = []

    def seal(sealing: Sealing) -> None:
        ready.wait()
        made.append(sealing.seal("test"))

    threads = [threading.Thread(target=seal, args=(each,)) for each in workers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(each is not None for each in made) == len(plain.store.checkpoints()) == 1
    assert all(each.seal("test") is None for each in workers)


def test_without_the_private_half_nothing_is_sealed(plain: SealedRecord, tmp_path: Path) -> None:
    (tmp_path / "keys" / "sealing-0001.key").unlink()
    with pytest.raises(SigningKeyMissing, match="not in the keys folder"):
        plain.sealing().seal("test")
    (tmp_path / "keys" / "sealing-0001.pub").unlink()
    with pytest.raises(SigningKeyMissing, match=r"There is no sealing key.*`assay db migrate` makes one"):
        plain.sealing().seal("test")


def test_the_key_of_a_record_in_use_is_not_to_be_made_anew(plain: SealedRecord, tmp_path: Path) -> None:
    plain.seal()
    for suffix in ("key", "pub"):
        (tmp_path / "keys" / f"sealing-0001.{suffix}").unlink()
    with pytest.raises(SigningKeyMissing, match="put it back from a copy: `assay keys restore`"):
        plain.sealing().seal("test")


def test_a_worker_whose_record_is_replaced_by_another_seals_no_more(
    plain: SealedRecord, tmp_path: Path
) -> None:
    """Its key is another record's; a key that vouches for one record vouches for no other."""
    plain.seal()
    other = SealedRecord(plain.store, FolderSealingKeys(tmp_path / "other"), plain.origin, [])
    other.keys.make(plain.origin, 1)
    plain.write("c-2", "case-1", "c")
    with pytest.raises(NotConsistent, match="not signed by the record's key"):
        other.sealing().seal("test")


class TestTheLoop:
    def test_it_seals_at_once_and_then_at_every_interval(self, plain: SealedRecord) -> None:
        loop = SealingLoop(plain.sealing(), plain.store, every_seconds=6)
        made = []
        for number in range(7):
            made.append(loop.sweep() is not None)
            plain.write(f"more-{number}", "case-2", "x")
        assert made == [True, False, False, True, False, False, True]
        assert {each.occasion for each in plain.store.checkpoints()} == {"regular"}

    def test_it_seals_soon_after_a_publication(self, plain: SealedRecord) -> None:
        loop = SealingLoop(plain.sealing(), plain.store, every_seconds=600)
        assert loop.sweep() is not None
        assert loop.sweep() is None
        publish(plain.store, "p-1")
        sealed = loop.sweep()
        assert sealed is not None
        assert (sealed.size, sealed.occasion) == (3, "publication")
        plain.write("c-3", "case-1", "c")
        assert loop.sweep() is None

    def test_it_waits_for_its_interval_with_a_record_that_is_not_what_was_sealed(
        self, plain: SealedRecord, tmp_path: Path
    ) -> None:
        plain.seal()
        other = SealedRecord(plain.store, FolderSealingKeys(tmp_path / "other"), plain.origin, [])
        other.keys.make(plain.origin, 1)
        loop = SealingLoop(other.sealing(), plain.store, every_seconds=4)
        plain.write("c-2", "case-1", "c")
        with pytest.raises(NotConsistent):
            loop.sweep()
        assert loop.sweep() is None
        with pytest.raises(NotConsistent):
            loop.sweep()

    def test_what_is_not_what_was_sealed_is_told_once_where_somebody_looks(
        self, plain: SealedRecord, tmp_path: Path
    ) -> None:
        plain.seal()
        other = SealedRecord(plain.store, FolderSealingKeys(tmp_path / "other"), plain.origin, [])
        other.keys.make(plain.origin, 1)
        told: list[str] = []
        sealing = other.sealing()
        assert sealing.consistent
        SealingLoop(sealing, plain.store, every_seconds=2, alarm=told.append).run(ThirdSweep())
        assert len(told) == 1
        assert told[0].startswith("THE RECORD IS NOT WHAT WAS SEALED. Checkpoint 1 is not signed")
        assert not sealing.consistent

    def test_a_record_that_tells_what_is_not_known_here_is_not_sealed_with_a_key_that_may_be_old(
        self, plain: SealedRecord
    ) -> None:
        plain.write("c-newer", "record-0", "x")
        with pytest.raises(SigningKeyMissing, match=r"position 3, .* may name another key"):
            plain.sealing().seal("test")
        assert not plain.store.checkpoints()

    def test_it_ends_when_it_is_told_to(self, plain: SealedRecord) -> None:
        stop = threading.Event()
        loop = SealingLoop(plain.sealing(), plain.store, every_seconds=600)
        thread = threading.Thread(target=loop.run, args=(stop,))
        thread.start()
        stop.set()
        thread.join(timeout=90)
        assert not thread.is_alive()


class TestFounding:
    def test_a_new_record_has_a_key_and_a_checkpoint(self, tmp_path: Path) -> None:
        line = CommandLine(tmp_path)
        line.done("db", "migrate")
        assert line.done("audit", "verify")["verdict"] == "verified"
        shown = line.done("audit", "checkpoint", "show")
        assert (shown["number"], shown["events"], shown["occasion"]) == (1, 1, "opening")

    def test_a_record_that_was_never_sealed_gets_its_key_and_first_checkpoint(self, tmp_path: Path) -> None:
        with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as installation:
            installation.migrate()
        with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as installation:
            open_record(installation)
            assert [each.occasion for each in installation.store.checkpoints()] == ["opening"]


class TestRotation:
    def test_older_checkpoints_stay_valid_and_newer_ones_need_the_newer_key(self, tmp_path: Path) -> None:
        line = CommandLine(tmp_path)
        line.done("db", "migrate")
        first = line.done("audit", "checkpoint", "show")
        line.done("keys", "rotate", "sealing")
        line.done("keys", "rotate", "sealing")
        shown = line.done("keys", "show")["sealing"]
        assert [each["since"] for each in shown] == [0, 2, 3]
        assert line.done("audit", "verify")["verdict"] == "verified"
        (tmp_path / "first.txt").write_text(first["note"], encoding="utf-8")
        for each in shown:
            said = line.done(
                "audit", "verify", "--key", each["key"], "--against", str(tmp_path / "first.txt")
            )
            assert said["verdict"] == "verified"

    def test_the_first_private_half_is_needed_no_more(self, tmp_path: Path) -> None:
        line = CommandLine(tmp_path)
        line.done("db", "migrate")
        line.done("keys", "rotate", "sealing")
        (tmp_path / "keys" / "sealing-0001.key").unlink()
        line.done("keys", "rotate", "sealing")
        assert line.done("audit", "verify")["verdict"] == "verified"
        (tmp_path / "keys" / "sealing-0003.key").unlink()
        said = line("keys", "rotate", "sealing")
        assert said.status == 1
        assert "private half of the present sealing key" in said.sentence

    def test_an_interrupted_rotation_is_made_again(self, tmp_path: Path) -> None:
        line = CommandLine(tmp_path)
        line.done("db", "migrate")
        with compose(settings_of({"ASSAY_HOME": str(tmp_path)})) as installation:
            pending = installation.sealing_keys.make(installation.origin, 2).key
        assert line.done("audit", "checkpoint", "publish", "-o", str(tmp_path / "c.txt"))["number"] == 1
        line.done("keys", "rotate", "sealing")
        assert line.done("keys", "show")["sealing"][1]["key"] == str(pending)
