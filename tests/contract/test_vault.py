"""What holds for a vault, on each database in turn: :class:`activities.privacy.vault.Vault` says it."""

import shutil
import sqlite3
import stat
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from activities.ports import StoreFault
from activities.privacy.vault import (
    BoxRefused,
    Destroyed,
    KeyDamaged,
    KeyErased,
    KeyMissing,
    Unopenable,
    VaultFault,
)
from adapters.outbound.vault import MASTER_KEY, KeyVault, make_vault, open_vault, tables, turn_master_key
from adapters.outbound.vault.journal import JOURNAL, Journal
from adapters.outbound.vault.opening import NEXT_MASTER_KEY
from adapters.outbound.vault.tables import engine_of, keys, parsed
from domain.privacy.boxes import Category, Place, Plain, Sealed
from tests.support.parts import Postgres

PLACE = Place("case-1", "event-1", "reason")
AT = datetime(2026, 11, 2, 9, tzinfo=UTC)
TEXT = "The officer has left."

on_postgresql = pytest.mark.parametrize("vault_url", ["postgresql"], indirect=True)

Opening = Callable[[], KeyVault]


def plain(subject: str = "case-1", category: Category = "case-note", text: str = TEXT) -> Plain:
    return Plain(text, subject, category)


def gone(subject: str = "case-1", category: Category | None = None) -> Destroyed:
    return Destroyed(subject, category, AT)


@pytest.fixture(params=["sqlite", "postgresql"])
def vault_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The URL of a vault, on each database in turn."""
    if request.param == "sqlite":
        url = f"sqlite:///{tmp_path}/vault.db"
        make_vault(url, tmp_path / "keys")
        yield url
        return
    postgres: Postgres = request.getfixturevalue("postgres")
    database = postgres.create()
    make_vault(postgres.url(database), tmp_path / "keys")
    yield postgres.url(database)
    postgres.drop(database)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The keys folder."""
    return tmp_path / "keys"


@pytest.fixture
def opened(vault_url: str, folder: Path) -> Iterator[Opening]:
    """Opens the vault as often as it is called, as so many processes would."""
    vaults: list[KeyVault] = []

    def opening() -> KeyVault:
        vaults.append(open_vault(vault_url, folder))
        return vaults[-1]

    yield opening
    for vault in vaults:
        vault.close()


def locked_keys(url: str) -> list[bytes]:
    engine = engine_of(parsed(url))
    with engine.connect() as connection:
        found = [bytes(row.locked) for row in connection.execute(keys.select())]
    engine.dispose()
    return found


def files_of(url: str) -> dict[str, bytes]:
    """What a vault's files hold; on PostgreSQL those of its database, without the write-ahead log."""
    if url.startswith("sqlite"):
        file = Path(parsed(url).database or "")
        found = list(file.parent.glob(f"{file.name}*"))
    else:
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute("CHECKPOINT")
            row = connection.execute(
                "SELECT current_setting('data_directory'), pg_relation_filepath('assay_vault.subject_keys')"
            ).fetchone()
        assert row is not None
        found = [each for each in (Path(row[0]) / row[1]).parent.iterdir() if each.is_file()]
    return {each.name: each.read_bytes() for each in found}


def test_what_one_process_seals_another_opens(opened: Opening) -> None:
    box = opened().seal(plain(), PLACE)
    assert opened().open(box, PLACE) == TEXT
    assert TEXT not in repr(box)


def test_each_subject_and_class_has_a_key_of_its_own_that_stays_the_same(opened: Opening) -> None:
    vault = opened()
    one, again = vault.seal(plain(), PLACE), opened().seal(plain(), PLACE)
    assert one.commitment == again.commitment
    assert one.ciphertext != again.ciphertext
    others = [vault.seal(plain("case-2"), PLACE), vault.seal(plain(category="contact"), PLACE)]
    assert len({one.commitment, *(each.commitment for each in others)}) == 3


def test_many_who_seal_for_a_new_subject_at_once_get_one_key(opened: Opening) -> None:
    vaults = [opened() for _ in range(3)]
    with ThreadPoolExecutor(12) as pool:
        boxes = list(pool.map(lambda n: vaults[n % 3].seal(plain(), PLACE), range(36)))
    assert len({each.commitment for each in boxes}) == 1
    assert {vaults[0].open(each, PLACE) for each in boxes} == {TEXT}


def test_a_box_opens_only_where_it_was_sealed_and_unaltered(opened: Opening) -> None:
    vault = opened()
    box, other = (
        vault.seal(plain(), PLACE),
        vault.seal(plain(text="Another."), Place("case-1", "event-2", "reason")),
    )
    swapped = box.with_(ciphertext=other.ciphertext, nonce=other.nonce)
    elsewhere = vault.seal(plain("case-2"), PLACE)
    for wrong, place in (
        (swapped, PLACE),
        (box, Place("case-1", "event-2", "reason")),
        (box, Place("case-2", "event-1", "reason")),
        (box, Place("case-1", "event-1", "note")),
        (elsewhere.with_(subject="case-1"), PLACE),
        (box.with_(commitment="0" * 64), PLACE),
        (box.with_(category="contact"), PLACE),
    ):
        vault.seal(plain(category="contact"), PLACE)
        with pytest.raises(BoxRefused, match="altered, is not in its place, or was sealed with another key"):
            vault.open(wrong, place)
    with pytest.raises(BoxRefused, match="rot13"):
        vault.open(box.with_(algorithm="rot13"), PLACE)


def test_a_destroyed_key_neither_opens_nor_seals_nor_veils_in_any_process(opened: Opening) -> None:
    vault, other = opened(), opened()
    box, kept = vault.seal(plain(), PLACE), vault.seal(plain("case-2"), PLACE)
    assert other.open(box, PLACE) == TEXT
    assert vault.destroy([gone()]) == 1
    assert vault.destroy([gone()]) == 0
    for each in (vault, other, opened()):
        with pytest.raises(KeyErased):
            each.open(box, PLACE)
        with pytest.raises(KeyErased):
            each.seal(plain(), PLACE)
        with pytest.raises(KeyErased):
            each.veil("case-1", "contact", "whatever might still come")
        assert each.open(kept, PLACE) == TEXT


def test_one_class_is_destroyed_and_the_others_stay(opened: Opening) -> None:
    vault = opened()
    note, reference = vault.seal(plain(), PLACE), vault.seal(plain(category="case-reference"), PLACE)
    vault.destroy([gone(category="case-note")])
    with pytest.raises(KeyErased):
        vault.open(note, PLACE)
    assert vault.open(reference, PLACE) == TEXT
    states = {each.category: each for each in vault.keys("case-1")}
    assert set(states) == {"case-note", "case-reference"}
    assert states["case-note"].destroyed == AT
    assert states["case-reference"].commitment == reference.commitment
    assert vault.keys("case-9") == ()
    assert list(vault.destroyed()) == [gone(category="case-note")]


def test_a_destroyed_key_is_left_in_no_file_of_the_vault(opened: Opening, vault_url: str) -> None:
    vault = opened()
    vault.seal(plain("case-2"), PLACE)
    vault.seal(plain(), PLACE)
    before = locked_keys(vault_url)
    vault.destroy([gone()])
    after = locked_keys(vault_url)
    (lost,) = set(before) - set(after)
    assert len(after) == 1
    files = files_of(vault_url)
    assert any(after[0] in content for content in files.values()), "a key that is there would be found"
    assert [name for name, content in files.items() if lost in content] == []


@on_postgresql
def test_a_key_that_is_only_deleted_and_vacuumed_is_still_in_the_file(
    opened: Opening, vault_url: str
) -> None:
    opened().seal(plain("case-2"), PLACE)
    opened().seal(plain(), PLACE)
    before = locked_keys(vault_url)
    with psycopg.connect(vault_url, autocommit=True) as connection:
        connection.execute("DELETE FROM assay_vault.subject_keys WHERE subject = 'case-1'")
        connection.execute("VACUUM assay_vault.subject_keys")
    (lost,) = set(before) - set(locked_keys(vault_url))
    assert any(lost in content for content in files_of(vault_url).values()), "the control of the test before"


@on_postgresql
def test_a_key_that_an_older_transaction_might_still_look_at_is_swept_up_once_that_has_ended(
    opened: Opening, vault_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = opened()
    vault.seal(plain("case-2"), PLACE)
    vault.seal(plain(), PLACE)
    before = locked_keys(vault_url)
    monkeypatch.setattr(tables, "LOCK_SECONDS", 0.0)
    with psycopg.connect(vault_url) as older:
        older.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        older.execute("SELECT 1")
        with pytest.raises(VaultFault, match="could not be swept up"):
            vault.destroy([gone()])
    vault.destroy([gone()])
    (lost,) = set(before) - set(locked_keys(vault_url))
    assert [name for name, content in files_of(vault_url).items() if lost in content] == []


@on_postgresql
def test_a_login_that_may_not_sweep_up_is_told_so(vault_url: str, folder: Path) -> None:
    url = make_url(vault_url)
    role = f"plain_{url.database}"
    with psycopg.connect(vault_url, autocommit=True) as connection:
        connection.execute(f"CREATE ROLE {role} LOGIN".encode())
        connection.execute(f"GRANT USAGE ON SCHEMA assay_vault TO {role}".encode())
        connection.execute(
            f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA assay_vault TO {role}".encode()
        )
    try:
        vault = open_vault(url.set(username=role).render_as_string(), folder)
        vault.seal(plain(), PLACE)
        with pytest.raises(VaultFault, match=r"may not sweep up assay_vault\.subject_keys"):
            vault.destroy([gone()])
        vault.close()
    finally:
        with psycopg.connect(vault_url, autocommit=True) as connection:
            connection.execute(f"DROP OWNED BY {role}".encode())
            connection.execute(f"DROP ROLE {role}".encode())


@pytest.mark.parametrize("vault_url", ["sqlite"], indirect=True)
def test_a_copy_of_the_vault_put_back_brings_no_destroyed_key_back(
    opened: Opening, vault_url: str, tmp_path: Path
) -> None:
    vault = opened()
    box, kept = vault.seal(plain(), PLACE), vault.seal(plain("case-2"), PLACE)
    vault.close()
    shutil.copy(tmp_path / "vault.db", tmp_path / "copy.db")
    opened().destroy([gone()])
    for left in tmp_path.glob("vault.db*"):
        left.unlink()
    shutil.copy(tmp_path / "copy.db", tmp_path / "vault.db")
    again = opened()
    with pytest.raises(KeyErased):
        again.open(box, PLACE)
    assert again.open(kept, PLACE) == TEXT
    # The negative control: without the journal, the copy would have brought it back.
    (tmp_path / "keys" / JOURNAL).unlink()
    again.close()
    shutil.copy(tmp_path / "copy.db", tmp_path / "vault.db")
    assert opened().open(box, PLACE) == TEXT


def test_a_journal_that_was_lost_is_written_again_from_the_vault(opened: Opening, folder: Path) -> None:
    vault = opened()
    vault.seal(plain(), PLACE)
    vault.destroy([gone(), gone("case-2", "contact")])
    (folder / JOURNAL).unlink()
    opened()
    assert set(Journal(folder).entries()) == {gone(), gone("case-2", "contact")}
    assert stat.S_IMODE((folder / JOURNAL).stat().st_mode) == 0o600


def test_a_journal_that_was_cut_short_is_mended_by_the_next_entry(folder: Path) -> None:
    journal = Journal(folder)
    journal.note([gone()])
    whole = (folder / JOURNAL).read_bytes()
    (folder / JOURNAL).write_bytes(whole + whole[:20])
    assert list(journal.entries()) == [gone()]
    journal.note([gone("case-2"), gone()])
    assert list(journal.entries()) == [gone(), gone("case-2")]
    (folder / JOURNAL).write_bytes(b"nonsense\n")
    with pytest.raises(VaultFault, match="damaged in line 1"):
        journal.entries()


def test_a_turned_master_key_opens_everything_and_an_older_copy_of_the_vault_nothing(
    opened: Opening, vault_url: str, folder: Path, tmp_path: Path
) -> None:
    vault = opened()
    box = vault.seal(plain(), PLACE)
    before, old = locked_keys(vault_url), (folder / MASTER_KEY).read_bytes()
    assert turn_master_key(vault_url, folder) == 1
    assert (folder / MASTER_KEY).read_bytes() != old
    assert not (folder / NEXT_MASTER_KEY).exists()
    assert not set(before) & set(locked_keys(vault_url))
    for each in (vault, opened()):  # one that was open before takes the new key by itself
        assert each.open(box, PLACE) == TEXT
        each.seal(plain("case-3"), PLACE)
    vault.close()
    (folder / MASTER_KEY).write_bytes(old)
    with pytest.raises(VaultFault, match="locked with another master key"):
        opened()


@pytest.mark.parametrize("locked", [True, False], ids=["after the vault was locked", "before"])
def test_a_turning_that_was_cut_short_is_finished_or_undone(
    opened: Opening, vault_url: str, folder: Path, locked: bool
) -> None:
    box = opened().seal(plain(), PLACE)
    old = (folder / MASTER_KEY).read_bytes()
    turn_master_key(vault_url, folder)
    new = (folder / MASTER_KEY).read_bytes()
    # As it stands in between: the old key is still in its place, or the new one is not in use yet.
    (folder / MASTER_KEY).write_bytes(old if locked else new)
    (folder / NEXT_MASTER_KEY).write_bytes(new if locked else old)
    assert opened().open(box, PLACE) == TEXT
    assert (folder / MASTER_KEY).read_bytes() == new
    assert not (folder / NEXT_MASTER_KEY).exists()


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_several_boxes_are_opened_as_each_would_be_alone(
    opened: Opening, vault_url: str, at_once: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.outbound.vault.vault.AT_ONCE", at_once)
    vault = opened()
    boxes = [vault.seal(plain(f"case-{number}", text=f"Note {number}."), PLACE) for number in range(6)]
    boxes += [
        vault.seal(plain("case-0", "contact", "At home."), PLACE),
        boxes[1].with_(ciphertext=boxes[2].ciphertext),
        boxes[1].with_(algorithm="rot13"),
        boxes[1].with_(subject="case-never-sealed"),
        boxes[5],
    ]
    opened().destroy([gone("case-3"), gone("case-0", "contact")])
    engine = engine_of(parsed(vault_url))
    with engine.begin() as connection:
        connection.execute(keys.update().where(keys.c.subject == "case-4").values(locked=b""))
    engine.dispose()

    def alone(box: Sealed) -> str:
        try:
            return vault.open(box, PLACE)
        except (KeyErased, Unopenable) as why:
            return f"{type(why).__name__}: {why}"

    found = [
        each if isinstance(each, str) else f"{type(each).__name__}: {each}"
        for each in vault.open_each([(box, PLACE) for box in boxes])
    ]
    assert found == [alone(box) for box in boxes]
    assert [each.partition(":")[0] for each in found] == [
        "Note 0.", "Note 1.", "Note 2.", "KeyErased", "KeyDamaged", "Note 5.",
        "KeyErased", "BoxRefused", "BoxRefused", "KeyMissing", "Note 5.",
    ]  # fmt: skip
    assert vault.open_each([]) == []


def test_a_vault_that_is_not_the_one_a_box_was_sealed_with_says_so(opened: Opening, tmp_path: Path) -> None:
    box = opened().seal(plain(), PLACE)
    make_vault(f"sqlite:///{tmp_path}/other.db", tmp_path / "other-keys")
    other = open_vault(f"sqlite:///{tmp_path}/other.db", tmp_path / "other-keys")
    with pytest.raises(KeyMissing, match="put the vault back from a copy"):
        other.open(box, PLACE)
    other.seal(plain(), PLACE)
    with pytest.raises(BoxRefused):
        other.open(box, PLACE)
    other.close()


@pytest.mark.parametrize("damage", [b"", b"\x00" * 60])
def test_a_damaged_key_is_named_and_leaves_every_other_of_use(
    opened: Opening, vault_url: str, damage: bytes
) -> None:
    vault = opened()
    mine, other = vault.seal(plain(), PLACE), vault.seal(plain("case-2"), PLACE)
    engine = engine_of(parsed(vault_url))
    with engine.begin() as connection:
        connection.execute(keys.update().where(keys.c.subject == "case-1").values(locked=damage))
    engine.dispose()
    with pytest.raises(KeyDamaged, match="case-note of case-1 does not unlock"):
        vault.open(mine, PLACE)
    assert vault.open(other, PLACE) == TEXT
    assert [each.damaged for subject in ("case-1", "case-2") for each in vault.keys(subject)] == [True, False]


def test_a_vault_that_was_made_stays_when_it_is_made_again(
    opened: Opening, vault_url: str, folder: Path
) -> None:
    box = opened().seal(plain(), PLACE)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: make_vault(vault_url, folder), range(4)))
    assert opened().open(box, PLACE) == TEXT


def test_what_is_missing_or_no_vault_is_said_in_a_sentence(tmp_path: Path) -> None:
    keys_folder, url = tmp_path / "keys", f"sqlite:///{tmp_path}/vault.db"
    with pytest.raises(VaultFault, match=r"There is no vault at .*; put it back from a copy"):
        open_vault(url, keys_folder)
    for wrong in ("mysql://somewhere", "sqlite://", "nonsense"):
        with pytest.raises(VaultFault):
            open_vault(wrong, keys_folder)
    make_vault(url, keys_folder)
    assert stat.S_IMODE((tmp_path / "vault.db").stat().st_mode) == 0o600
    (keys_folder / MASTER_KEY).unlink()
    with pytest.raises(StoreFault, match=r"master key .* is missing; put it back"):
        open_vault(url, keys_folder)
    (tmp_path / "vault.db").write_bytes(b"not a database at all, but long enough to be looked at" * 40)
    with pytest.raises(VaultFault, match="The vault failed: The file is not a database"):
        make_vault(url, keys_folder)
    empty = tmp_path / "empty.db"
    sqlite3.connect(empty).close()
    empty.touch()
    with pytest.raises(VaultFault, match="There is no vault"):
        open_vault(f"sqlite:///{empty}", keys_folder)


def test_a_vault_that_has_lost_its_own_table_is_not_said_to_be_elsewhere(
    vault_url: str, folder: Path
) -> None:
    engine = engine_of(parsed(vault_url))
    with engine.execution_options(vault_writing=True).begin() as connection:
        connection.exec_driver_sql("DROP TABLE vault")
    engine.dispose()
    with pytest.raises(VaultFault, match="has lost its table vault"):
        open_vault(vault_url, folder)
