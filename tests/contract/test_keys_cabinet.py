"""The keys of an installation: shown and never told, made once, copied and put back, never written over."""

import json
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.ports import StoreFault
from activities.privacy.vault import Destroyed
from adapters.outbound.keys import FolderSealingKeys
from adapters.outbound.keys.cabinet import KINDS, Cabinet
from adapters.outbound.keys.files import read_key
from adapters.outbound.settings.page import markdown
from adapters.outbound.vault.journal import JOURNAL, Journal
from domain.refusals import Refused

PHRASE = "correct horse battery staple"
AT = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> Path:
    """A folder with one key of every kind, and the public half of the sealing key."""
    folder = tmp_path / "keys"
    Cabinet(folder, folder / "command.key").make_missing()
    FolderSealingKeys(folder).make("assay/record", 1)
    return folder


def cabinet(folder: Path) -> Cabinet:
    return Cabinet(folder, folder / "command.key")


def contents(folder: Path) -> dict[str, bytes]:
    return {each.name: each.read_bytes() for each in folder.iterdir()}


def refused(code: str) -> "pytest.RaisesExc[Refused]":
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


def test_every_kind_of_key_is_made_once_for_its_owner_alone(keys: Path) -> None:
    before = contents(keys)
    assert cabinet(keys).make_missing() == []
    assert contents(keys) == before
    assert stat.S_IMODE(keys.stat().st_mode) == 0o700
    assert all(stat.S_IMODE(each.stat().st_mode) == 0o600 for each in keys.iterdir())
    assert {each.kind for each in cabinet(keys).shown()} == {kind.name for kind in KINDS}


def test_keys_are_shown_with_a_mark_and_never_themselves(keys: Path) -> None:
    shown = cabinet(keys).shown()
    assert {each.state for each in shown} == {"good"}
    assert len({each.mark for each in shown}) == len(shown)
    for each in shown:
        assert read_key(each.file, "key", "").hex() not in repr(shown)


def test_a_key_that_is_missing_damaged_or_open_to_others_is_shown_as_that(keys: Path) -> None:
    (keys / "command.key").unlink()
    (keys / "payload-0001.key").chmod(0o600)
    (keys / "payload-0001.key").write_text("no key")
    (keys / "sealing-0001.key").chmod(0o640)
    states = {each.kind: each.state for each in cabinet(keys).shown()}
    assert (states["command"], states["payload"], states["sealing"]) == ("missing", "damaged", "open")


def test_a_sealing_key_that_others_can_read_does_not_sign(keys: Path) -> None:
    sealing = FolderSealingKeys(keys)
    key = sealing.first("assay/record")
    assert key is not None
    (keys / "sealing-0001.key").chmod(0o644)
    with pytest.raises(StoreFault, match="chmod 600"):
        FolderSealingKeys(keys).signer(key)


def test_a_public_half_of_another_record_is_refused(keys: Path) -> None:
    with pytest.raises(StoreFault, match="is of assay/record, and this record is assay/another"):
        FolderSealingKeys(keys).first("assay/another")
    (keys / "sealing-0001.pub").write_text("no key")
    with pytest.raises(StoreFault, match="is damaged"):
        FolderSealingKeys(keys).first("assay/record")


def test_what_another_key_has_signed_is_not_ours(keys: Path, tmp_path: Path) -> None:
    ours, theirs = FolderSealingKeys(keys), FolderSealingKeys(tmp_path / "theirs").make("assay/record", 1)
    mine = ours.make("assay/record", 1)
    assert ours.verify(mine.key.public, b"text", mine.sign(b"text"))
    assert not ours.verify(mine.key.public, b"text", theirs.sign(b"text"))
    assert not ours.verify(b"short", b"text", mine.sign(b"text"))
    assert ours.signer(theirs.key) is None


@pytest.mark.parametrize("phrase", [PHRASE, None], ids=["encrypted", "in the clear"])
def test_a_copy_brings_every_key_back(keys: Path, tmp_path: Path, phrase: str | None) -> None:
    before, copy = contents(keys), tmp_path / "copy.json"
    names = cabinet(keys).back_up(copy, "assay/record", AT, phrase)
    assert set(names) == set(before)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    for each in keys.iterdir():
        each.unlink()
    put_back = cabinet(keys).put_back(copy, phrase)
    assert {each.name for each in put_back} == {*before, JOURNAL}
    assert contents(keys) == before | {JOURNAL: b""}
    assert cabinet(keys).put_back(copy, phrase) == []


def test_the_journals_of_a_copy_and_of_the_folder_become_one(keys: Path, tmp_path: Path) -> None:
    ada, bob, cy = (Destroyed(f"person-{each}", None, AT) for each in ("ada", "bob", "cy"))
    Journal(keys).note([ada, bob])
    cabinet(keys).back_up(tmp_path / "copy.json", "assay/record", AT, PHRASE)
    (keys / JOURNAL).unlink()
    Journal(keys).note([bob, cy])
    assert cabinet(keys).put_back(tmp_path / "copy.json", PHRASE) == [keys / JOURNAL]
    assert set(Journal(keys).entries()) == {ada, bob, cy}
    assert cabinet(keys).put_back(tmp_path / "copy.json", PHRASE) == []


def test_a_copy_whose_journal_is_damaged_puts_nothing_back(keys: Path, tmp_path: Path) -> None:
    cabinet(keys).back_up(tmp_path / "copy.json", "assay/record", AT, None)
    copy = json.loads((tmp_path / "copy.json").read_text())
    copy["keys"][JOURNAL] = "nonsense\n"
    (tmp_path / "copy.json").write_text(json.dumps(copy))
    (keys / "command.key").unlink()
    before = contents(keys)
    with refused("bad-file"):
        cabinet(keys).put_back(tmp_path / "copy.json", None)
    assert contents(keys) == before


def test_an_encrypted_copy_has_no_key_in_it_and_a_plain_one_says_that_it_is_secret(
    keys: Path, tmp_path: Path
) -> None:
    cabinet(keys).back_up(tmp_path / "encrypted.json", "assay/record", AT, PHRASE)
    cabinet(keys).back_up(tmp_path / "plain.json", "assay/record", AT, None)
    encrypted, plain = ((tmp_path / f"{each}.json").read_text() for each in ("encrypted", "plain"))
    for file in keys.glob("*.key"):
        key = file.read_text().strip()
        assert key not in encrypted
        assert key in plain
    assert json.loads(plain)["what"].startswith("SECRET")
    for copy in (encrypted, plain):
        assert "assay keys restore" in json.loads(copy)["what"]
    assert cabinet(keys).is_encrypted(tmp_path / "encrypted.json")
    assert not cabinet(keys).is_encrypted(tmp_path / "plain.json")


def test_a_copy_is_never_written_over_another_file(keys: Path, tmp_path: Path) -> None:
    (tmp_path / "copy.json").write_text("something else")
    with refused("file-exists"):
        cabinet(keys).back_up(tmp_path / "copy.json", "assay/record", AT, None)
    assert (tmp_path / "copy.json").read_text() == "something else"


def test_a_key_that_differs_stops_it_before_anything_is_put_back(keys: Path, tmp_path: Path) -> None:
    cabinet(keys).back_up(tmp_path / "copy.json", "assay/record", AT, None)
    other = tmp_path / "other"
    Cabinet(other, other / "command.key").make_missing()
    (other / "payload-0001.key").unlink()
    before = contents(other)
    with refused("file-exists"):
        cabinet(other).put_back(tmp_path / "copy.json", None)
    assert contents(other) == before


def test_the_wrong_pass_phrase_opens_nothing(keys: Path, tmp_path: Path) -> None:
    cabinet(keys).back_up(tmp_path / "copy.json", "assay/record", AT, PHRASE)
    (keys / "command.key").unlink()
    before = contents(keys)
    with refused("bad-pass-phrase"):
        cabinet(keys).put_back(tmp_path / "copy.json", "correct horse battery stable")
    assert contents(keys) == before


def test_a_short_pass_phrase_is_refused(keys: Path, tmp_path: Path) -> None:
    with refused("bad-value"):
        cabinet(keys).back_up(tmp_path / "copy.json", "assay/record", AT, "too short")
    assert not (tmp_path / "copy.json").exists()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "{}",
        '{"format": "assay-keys-1"}',
        '{"format": "assay-keys-1", "keys": {"../command.key": "00"}}',
        '{"format": "assay-keys-1", "keys": {"passwd": "00"}}',
        '{"format": "assay-keys-1", "keys": [1]}',
        '{"format": "assay-keys-1", "encrypted": {}}',
    ],
)
def test_what_is_no_copy_of_keys_puts_nothing_back(keys: Path, tmp_path: Path, text: str) -> None:
    (tmp_path / "copy.json").write_text(text)
    before = contents(keys)
    with refused("bad-file"):
        cabinet(keys).put_back(tmp_path / "copy.json", PHRASE)
    assert contents(keys) == before


def test_the_command_key_is_never_changed_and_an_unknown_one_is_named(keys: Path) -> None:
    with refused("cannot-be-rotated"):
        cabinet(keys).add("command")
    with refused("unknown-key"):
        cabinet(keys).add("front-door")
    assert cabinet(keys).add("payload") == keys / "payload-0002.key"


def test_the_page_of_settings_says_that_each_kind_of_key_and_the_journal_must_be_backed_up() -> None:
    said = " ".join(markdown().split("What must be backed up", 1)[1].split())
    for kind in KINDS:
        assert f"{kind.name} key" in said or kind.pattern in said
    assert JOURNAL in said
    assert "--vault FILE" in said
