"""Moving house: what comes out goes in again, on either database, and nothing is different afterwards."""

import hashlib
import json
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.auditing.replaying import Replaying
from activities.commanding.desk import Declined, Order
from activities.ports import StoreFault
from activities.proof.verdicts import Broken
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.store import Store, StoreMissing, check, open_store
from domain.given import Actor
from domain.inspections.commands import CloseInspection
from domain.inspections.stages import Stage
from domain.ledger import moving
from domain.ledger.notes import PublicKey
from domain.people.roles import Role
from domain.refusals import Refused
from tests.support.hands import Hands, NoNudges
from tests.support.house import House, shipped_library
from tests.support.life import Life
from tests.support.moving import KEY, Mover, filled, tables
from tests.support.notes import append, digest_of, head, note_refused, recorded, write
from tests.support.toy_matter import HandClock
from tests.support.vaults import vault_in

REFERENCE = "nps-example-2018"


@contextmanager
def leading(url: str, folder: Path, life: Life | None = None) -> Iterator[tuple[Life, Store]]:
    """Lead an inspection on the record at a URL, or go on with one that was led on another."""
    store = open_store(url)
    clock = life.house.clock if life else HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    assert isinstance(clock, HandClock)
    house = House.build(store, clock, NoNudges(), folder)
    life = life or Life(house, clock, REFERENCE)
    life.house = house
    hands = Hands(house)
    life.settle = life.wake = lambda: hands.see_to(life.stream, life.plan_stream)
    try:
        yield life, store
    finally:
        store.close()


def replay(store: Store) -> tuple[object, ...]:
    found = Replaying(store=store, library=shipped_library).replay(REFERENCE)
    return found.verdict, found.then, [step.sentence for step in found.steps], found.position


TOO_EARLY = Order(
    "too-early", CloseInspection(inspection=REFERENCE), Actor("lead-inspector-1", Role.LEAD_INSPECTOR, "test")
)


def test_a_record_moves_to_the_other_database_and_back_and_assay_goes_on(
    sqlite_place: str, postgres_url: str, tmp_path: Path
) -> None:
    with leading(sqlite_place, tmp_path / "one") as (life, store):
        life.until(Stage.PUBLICATION)
        assert isinstance(life.house.desk.give(TOO_EARLY), Declined)
        store.append(append("changed-nothing"))
        report = FolderDocuments(tmp_path / "one" / "documents").keep(b"a report")
        keys = vault_in(tmp_path / "documents-vault")()
        evidence = FolderDocuments(tmp_path / "one" / "documents", keys).keep_sealed(b"evidence")
        told = replay(store)
    Mover(sqlite_place, tmp_path / "one").out(tmp_path / "first.tar", with_files=True)

    there = Mover(postgres_url, tmp_path / "two")
    assert there.bring_in(tmp_path / "first.tar").files == 2
    assert tables(postgres_url) == tables(sqlite_place)
    there.out(tmp_path / "second", with_files=True)

    back = f"sqlite:///{tmp_path}/back/assay.db"
    done = Mover(back, tmp_path / "three").bring_in(tmp_path / "second")
    assert done.command_key is True
    assert tables(back) == tables(sqlite_place)
    moved = FolderDocuments(tmp_path / "three" / "documents", keys)
    assert (moved.fetch(report), moved.fetch(evidence)) == (b"a report", b"evidence")

    with leading(back, tmp_path / "three", life) as (again, store):
        assert replay(store) == told
        # A command that is given again gets its first answer, accepted or refused, and leaves no trace.
        position, refusals = store.last_position(), len(store.refusals())
        first = again.accepted[1]
        answers = store.answer(first[0], b"?" * 32), again.house.desk.give(TOO_EARLY)
        assert type(answers[0]).__name__ == "CommandIdReused"
        assert isinstance(answers[1], Declined)
        assert answers[1].repeated
        assert (store.last_position(), len(store.refusals())) == (position, refusals)
        # The machinery goes on where it was: the publication falls due, once.
        again.to_the_end()
        assert again.state.standing is Stage.CLOSED
        published = [
            e
            for e in store.load({again.stream: 0})[again.stream]
            if e.name.startswith("inspection.report-published")
        ]
        assert len(published) == 1
        assert replay(store)[0] == "verified"


def test_a_repeated_command_is_recognised_after_the_move(store: Store, place: str, tmp_path: Path) -> None:
    filled(store)
    Mover(place, tmp_path).out(tmp_path / "export")
    url = f"sqlite:///{tmp_path}/new.db"
    Mover(url, tmp_path).bring_in(tmp_path / "export")
    moved = open_store(url)
    for command_id in ("a-3", "a-idle-9", "a-refused-4"):
        assert moved.answer(command_id, digest_of(command_id)) == store.answer(
            command_id, digest_of(command_id)
        )
    assert moved.attention("inspection-1") == store.attention("inspection-1")
    assert [note for _, note in moved.refusals()] == [note for _, note in store.refusals()]
    moved.close()


def test_the_same_record_exported_twice_gives_the_same_bytes(
    store: Store, place: str, tmp_path: Path
) -> None:
    filled(store)
    mover = Mover(place, tmp_path)
    mover.out(tmp_path / "one.tar")
    mover.out(tmp_path / "two.tar")
    assert (tmp_path / "one.tar").read_bytes() == (tmp_path / "two.tar").read_bytes()
    mover.out(tmp_path / "three")
    with tarfile.open(tmp_path / "one.tar") as tape:
        packed = {each.name: tape.extractfile(each).read() for each in tape}  # type: ignore[union-attr]  # files only
    there = tmp_path / "three"
    assert packed == {
        each.relative_to(there).as_posix(): each.read_bytes() for each in there.rglob("*") if each.is_file()
    }


def test_a_folder_that_somebody_packed_with_other_means_can_be_imported(
    sqlite_place: str, tmp_path: Path
) -> None:
    store = open_store(sqlite_place)
    filled(store, commands=3)
    store.close()
    Mover(sqlite_place, tmp_path).out(tmp_path / "export")
    with tarfile.open(tmp_path / "packed.tar", "w", format=tarfile.GNU_FORMAT) as tape:
        tape.add(tmp_path / "export", arcname=".")
    url = f"sqlite:///{tmp_path}/new.db"
    Mover(url, tmp_path).bring_in(tmp_path / "packed.tar")
    assert tables(url) == tables(sqlite_place)


def test_anybody_can_check_an_export_with_standard_means(store: Store, place: str, tmp_path: Path) -> None:
    filled(store)
    Mover(place, tmp_path).out(tmp_path / "export")
    manifest = json.loads((tmp_path / "export" / "manifest.json").read_bytes())
    for each in manifest["files"]:
        content = (tmp_path / "export" / each["name"]).read_bytes()
        assert (hashlib.sha256(content).hexdigest(), len(content)) == (each["sha256"], each["bytes"])
    lines = (tmp_path / "export" / "events" / "000000001.jsonl").read_bytes().splitlines()
    events = store.scan(limit=1000)
    assert lines == [event.body for event in events]
    assert [hashlib.sha256(b"\x00" + line).digest() for line in lines] == [event.digest for event in events]
    heads: dict[str, str] = {}
    for line in lines:
        told = json.loads(line)
        assert told["previous"] == heads.get(told["stream"])
        heads[told["stream"]] = hashlib.sha256(b"\x00" + line).hexdigest()
    written = (tmp_path / "export" / "commands" / "000000001.jsonl").read_bytes()
    commands = [json.loads(line) for line in written.splitlines()]
    assert [each["command_id"] for each in commands if not each["last_position"]] == sorted(
        f"a-idle-{number}" for number in range(0, 40, 9)
    )


GOLDEN = Path(__file__).parent / "golden_export"
GOLDEN_ROOT = "bede8071a7ee6726b7be3e47faf64039a2df560523869e95025dc172c01fad32"
GOLDEN_KEY = "assay/427a4b3a00a34ed3a7bd786a42fe77a1+09231857+Aa+awbfCHmUc57U0zdx9ijJQY8H3O8xCbnrKQmdsG3pY"


def test_an_export_of_the_first_format_is_read_for_ever_and_still_written_the_same(
    place: str, postgres_url: str, tmp_path: Path
) -> None:
    """Never make the files anew: a change of the format gets a new number, and these stay."""
    url = postgres_url if place.startswith("postgresql") else f"sqlite:///{tmp_path}/new.db"
    done = Mover(url, tmp_path, trusted=PublicKey.parse(GOLDEN_KEY)).bring_in(GOLDEN)
    assert (done.manifest.root, done.signed, done.command_key) == (GOLDEN_ROOT, 19, True)
    again = Mover(url, tmp_path).out(tmp_path / "again").manifest
    assert again.files == done.manifest.files
    assert (again.root, again.checkpoint) == (done.manifest.root, done.manifest.checkpoint)


def test_a_checkpoint_that_the_trusted_key_did_not_sign_is_no_checkpoint(tmp_path: Path) -> None:
    other = FolderSealingKeys(tmp_path / "keys").make("assay/427a4b3a00a34ed3a7bd786a42fe77a1", 1).key
    with pytest.raises(Broken) as found:
        Mover(f"sqlite:///{tmp_path}/new.db", tmp_path, trusted=other).bring_in(GOLDEN)
    assert found.value.finding.verdict == "unsigned"
    with pytest.raises(StoreMissing):
        check(f"sqlite:///{tmp_path}/new.db")


def test_files_are_closed_before_they_are_too_long(
    store: Store, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(moving, "ROWS_PER_FILE", 7)
    monkeypatch.setattr(moving, "BYTES_PER_FILE", 4_000)
    filled(store)
    Mover(place, tmp_path).out(tmp_path / "export.tar")
    with tarfile.open(tmp_path / "export.tar") as tape:
        sizes = {each.name: each.size for each in tape}
    assert sum(name.startswith("events/") for name in sizes) > 8
    assert max(size for name, size in sizes.items() if name != "manifest.json") <= 4_000
    url = f"sqlite:///{tmp_path}/new.db"
    Mover(url, tmp_path).bring_in(tmp_path / "export.tar")
    assert tables(url) == tables(place)


def test_a_follower_takes_what_is_new_since_and_nothing_that_does_not_follow(
    store: Store, place: str, tmp_path: Path
) -> None:
    mover = Mover(place, tmp_path / "house")
    url = f"sqlite:///{tmp_path}/follower.db"
    follower = Mover(url, tmp_path / "elsewhere")
    filled(store, commands=12)
    first = mover.out(tmp_path / "whole")
    follower.bring_in(tmp_path / "whole")
    filled(store, commands=15, tag="b")
    since = first.manifest.last
    second = mover.out(tmp_path / "since.tar", since)
    assert second.manifest.counts.events == store.last_position() - since
    follower.bring_in(tmp_path / "since.tar")
    assert tables(url) == tables(place)

    for attempt, code in (("since.tar", "already-here"), ("whole", "store-exists")):
        with pytest.raises(Refused) as refused:
            follower.bring_in(tmp_path / attempt)
        assert refused.value.refusal.code == code
    assert f"--from {store.last_position()}" in _sentence(follower, tmp_path / "since.tar")
    mover.out(tmp_path / "nothing-new", store.last_position())
    assert follower.bring_in(tmp_path / "nothing-new").manifest.counts.events == 0
    assert tables(url) == tables(place)


def _sentence(mover: Mover, place: Path) -> str:
    with pytest.raises(Refused) as refused:
        mover.bring_in(place)
    return refused.value.refusal.sentence


@pytest.mark.parametrize("alone", ["event", "refusal", "idle"])
def test_a_follower_that_went_on_by_itself_no_longer_fits(
    sqlite_place: str, tmp_path: Path, alone: str
) -> None:
    store = open_store(sqlite_place)
    mover, follower = Mover(sqlite_place, tmp_path), Mover(f"sqlite:///{tmp_path}/follower.db", tmp_path)
    filled(store, commands=5)
    since = mover.out(tmp_path / "whole").manifest.last
    follower.bring_in(tmp_path / "whole")
    own = open_store(follower.url)
    if alone == "event":
        recorded(own, "own", write("own", "case-own"))
        recorded(store, "theirs", write("theirs", "case-own"))
        since += 1
    elif alone == "refusal":
        own.refuse(note_refused("own"))
    else:
        own.append(append("own"))
    own.close()
    before = tables(follower.url)
    filled(store, commands=5, tag="b")
    store.close()
    mover.out(tmp_path / "since", since)
    with pytest.raises(Broken, match=r"here") as wrong:
        follower.bring_in(tmp_path / "since")
    assert wrong.value.finding.verdict == "forked"
    assert tables(follower.url) == before


def test_an_export_from_the_middle_of_a_command_or_from_beyond_the_end_is_refused(
    store: Store, place: str, tmp_path: Path
) -> None:
    recorded(store, "one", write("one", "case-1"))
    recorded(store, "three", write("three", "case-1", head(store, "case-1"), "a", "b", "c"))
    for after, code in ((2, "within-a-command"), (3, "within-a-command"), (5, "beyond-the-record")):
        with pytest.raises(Refused) as refused:
            Mover(place, tmp_path).out(tmp_path / "export", after)
        assert refused.value.refusal.code == code
    assert list(tmp_path.glob("export*")) == []


def test_nothing_is_written_over(store: Store, place: str, tmp_path: Path) -> None:
    filled(store, commands=3)
    mover = Mover(place, tmp_path)
    (tmp_path / "folder").mkdir()
    (tmp_path / "file.tar").write_text("mine")
    (tmp_path / "link.tar").symlink_to(tmp_path / "nowhere")
    for name in ("folder", "file.tar", "link.tar"):
        with pytest.raises(Refused) as refused:
            mover.out(tmp_path / name)
        assert refused.value.refusal.code == "already-there"
    assert (tmp_path / "file.tar").read_text() == "mine"
    mover.out(tmp_path / "export")
    before = tables(place)
    for whole in (True, False):
        with pytest.raises(Refused) as refused:
            mover.bring_in(tmp_path / "export", whole=whole)
        assert refused.value.refusal.code == "store-exists"
    assert tables(place) == before


def test_another_records_command_key_is_refused_and_a_missing_one_is_told(
    sqlite_place: str, tmp_path: Path
) -> None:
    def missing() -> bytes:
        raise StoreFault("The command key is missing.")

    store = open_store(sqlite_place)
    filled(store, commands=3)
    store.close()
    Mover(sqlite_place, tmp_path).out(tmp_path / "export")
    url = f"sqlite:///{tmp_path}/new.db"
    with pytest.raises(Refused) as refused:
        Mover(url, tmp_path, lambda: b"x" * 32).bring_in(tmp_path / "export")
    assert refused.value.refusal.code == "wrong-command-key"
    with pytest.raises(StoreMissing):
        check(url)
    assert Mover(url, tmp_path, missing).bring_in(tmp_path / "export").command_key is None
    assert KEY not in (tmp_path / "export" / "manifest.json").read_bytes()


def test_the_installations_own_rules_move_with_it_and_never_over_others(
    sqlite_place: str, tmp_path: Path
) -> None:
    rule = tmp_path / "one" / "schemes" / "ours.toml"
    rule.parent.mkdir(parents=True)
    rule.write_text("id = 'ours'\n")
    store = open_store(sqlite_place)
    filled(store, commands=3)
    store.close()
    Mover(sqlite_place, tmp_path / "one").out(tmp_path / "export", with_files=True)
    other = tmp_path / "two" / "schemes" / "ours.toml"
    other.parent.mkdir(parents=True)
    other.write_text("id = 'theirs'\n")
    there = Mover(f"sqlite:///{tmp_path}/new.db", tmp_path / "two")
    with pytest.raises(Refused) as refused:
        there.bring_in(tmp_path / "export")
    assert refused.value.refusal.code == "different-file"
    with pytest.raises(StoreMissing):
        check(there.url)
    other.unlink()
    there.bring_in(tmp_path / "export")
    assert other.read_bytes() == rule.read_bytes()
