"""Erased persons stay erased, whichever old copy is put back: of the record, or of the vault."""

import json
import shutil
import sqlite3
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

from adapters.outbound.moving import vault_copy
from tests.support.command_line import CommandLine

PERSON = f"person-{uuid5(NAMESPACE_URL, 'assay:person:ada').hex}"
"""Follows from the id of the command that registers her."""


@pytest.fixture
def known(announced: CommandLine, tmp_path: Path) -> CommandLine:
    """A provider's contact is known; the record, the vault and the keys have been backed up, each to its own place."""
    details = announced.file("ada.toml", 'person_name = "Ada Example"\nemail = "ada@example.org"\n')
    announced.done(
        "person", "register", "--provider", "nps-north-west", "--details", details, "--command-id", "ada"
    )  # fmt: skip
    said = announced("backup", tmp_path / "backup", "--vault", tmp_path / "vault.copy")
    assert said.status == 0, said.err
    shutil.copytree(announced.home / "keys", tmp_path / "old-keys")
    return announced


def erase(line: CommandLine) -> None:
    why = ("--authority", "request 2026-17", "--reason", "It was asked for.")
    line.done("privacy", "erase", PERSON, *why, "--yes")


def there(line: CommandLine, keys: Path) -> CommandLine:
    """A new home with keys in it."""
    home = line.home.parent / "there"
    shutil.copytree(keys, home / "keys")
    return CommandLine(home, line.clock)


def test_without_an_erasure_everything_that_was_private_can_be_read_again(
    known: CommandLine, tmp_path: Path
) -> None:
    new = there(known, known.home / "keys")
    said = new("restore", tmp_path / "backup", "--vault", tmp_path / "vault.copy")
    assert said.status == 0
    assert "There is NO journal of erasures" in said.sentence
    assert "The vault is here again" in said.out
    assert "Ada Example" in new("privacy", "export", PERSON).out
    assert new("audit", "verify").status == 0


def test_an_old_record_and_an_old_vault_bring_nobody_back_while_the_journal_is_there(
    known: CommandLine, tmp_path: Path
) -> None:
    erase(known)
    new = there(known, known.home / "keys")
    assert new("restore", tmp_path / "backup", "--vault", tmp_path / "vault.copy").status == 0
    said = new("privacy", "export", PERSON)
    assert "Ada" not in said.out
    assert "erased" in said.out
    assert new("audit", "verify").status == 0


def test_the_procedure_of_a_restore_brings_nobody_back_who_was_erased_after_the_back_up(
    known: CommandLine, tmp_path: Path
) -> None:
    phrase = known.file("phrase", "correct horse battery staple\n")
    erase(known)
    assert known("keys", "backup", tmp_path / "keys.copy", "--passphrase-file", phrase).status == 0
    new = CommandLine(tmp_path / "there", known.clock)
    said = new("keys", "restore", tmp_path / "keys.copy", "--passphrase-file", phrase)
    assert "erasures.journal" in said.out
    said = new("restore", tmp_path / "backup", "--vault", tmp_path / "vault.copy")
    assert (said.status, said.err) == (0, "")
    assert "The journal of erasures ends with an erasure of" in said.out
    said = new("privacy", "export", PERSON)
    assert "erased" in said.out
    assert "Ada" not in said.out
    assert new("audit", "verify").status == 0


def test_an_old_vault_and_old_keys_bring_nobody_back_whom_the_record_says_was_erased(
    known: CommandLine, tmp_path: Path
) -> None:
    erase(known)
    known.done("export", tmp_path / "afterwards")
    new = there(known, tmp_path / "old-keys")
    done = new.done("import", tmp_path / "afterwards", "--vault", tmp_path / "vault.copy")
    assert done["erasures_made_good"] is True
    assert "Ada" not in new("privacy", "export", PERSON).out


def test_a_follower_erases_what_comes_to_be_erased(known: CommandLine, tmp_path: Path) -> None:
    new = there(known, tmp_path / "old-keys")
    last = new.done("import", tmp_path / "backup", "--vault", tmp_path / "vault.copy")["last"]
    assert "Ada Example" in new("privacy", "export", PERSON, "--json").out
    last = new.done("export", tmp_path / "count", "--from", "0")["last"]
    shutil.rmtree(new.home)  # looking at it is recorded, and a follower must not go on by itself
    new = there(known, tmp_path / "old-keys")
    last = new.done("import", tmp_path / "backup", "--vault", tmp_path / "vault.copy")["last"]
    erase(known)
    known.done("export", tmp_path / "since", "--from", str(last))
    new.done("import", tmp_path / "since")
    assert "Ada" not in new("privacy", "export", PERSON).out


def test_a_copy_of_the_vault_is_private_and_holds_no_key_in_the_clear(
    known: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "vault.copy"
    assert file.stat().st_mode & 0o777 == 0o600
    header, *lines = [json.loads(line) for line in file.read_text().splitlines()]
    assert header["format"] == "assay-vault"
    assert {each["subject"] for each in lines} >= {PERSON}
    assert (known.home / "keys" / "vault.key").read_text().strip() not in file.read_text()
    said = known("export", tmp_path / "other", "--vault", file)
    assert (said.status, said.code) == (2, "already-there")
    assert not (tmp_path / "other").exists()


def test_a_restore_that_is_cut_short_before_the_vault_is_filled_is_finished_beside_the_record(
    known: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(*_: object) -> None:
        raise KeyboardInterrupt

    new = there(known, known.home / "keys")
    with monkeypatch.context() as patch:
        patch.setattr(vault_copy, "_fill", kill)
        assert new("restore", tmp_path / "backup", "--vault", tmp_path / "vault.copy").status > 0
    assert new("audit", "verify").status == 0
    said = new("restore", tmp_path / "backup", "--vault", tmp_path / "vault.copy")
    assert (said.status, said.code) == (2, "store-exists")
    done = new.done("restore", "--vault", tmp_path / "vault.copy")
    assert done["erasures_made_good"] is True
    assert "Ada Example" in new("privacy", "export", PERSON).out
    said = new("import", "--vault", tmp_path / "vault.copy")
    assert (said.status, said.code) == (2, "vault-exists")


def test_a_vault_alone_is_put_back_beside_its_record_only(known: CommandLine, tmp_path: Path) -> None:
    erase(known)
    (known.home / "vault.db").unlink()
    assert known("restore").code == "bad-value"
    done = known.done("restore", "--vault", tmp_path / "vault.copy")
    assert (done["vault"]["journal"], done["erasures_made_good"]) == ("there", True)
    assert done["vault"]["last_erasure_in_journal"]
    assert "Ada" not in known("privacy", "export", PERSON).out
    assert there(known, known.home / "keys")("restore", "--vault", tmp_path / "vault.copy").status == 1


def test_a_journal_that_is_older_than_the_copy_of_the_vault_is_told_aloud(
    known: CommandLine, tmp_path: Path
) -> None:
    (tmp_path / "old-keys" / "erasures.journal").touch()
    erase(known)
    known.done("backup", tmp_path / "newer", "--vault", tmp_path / "newer.copy")
    new = there(known, tmp_path / "old-keys")
    said = new("restore", tmp_path / "newer", "--vault", tmp_path / "newer.copy")
    assert said.status == 0
    assert "OLDER than the copy of the vault" in said.sentence


@pytest.mark.parametrize("member", ["locked", "commitment"])
def test_a_copy_with_a_damaged_key_is_found_before_the_record_is_made(
    known: CommandLine, tmp_path: Path, member: str
) -> None:
    file = tmp_path / "vault.copy"
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    found = next(each for each in lines if each.get("subject") == PERSON)
    found[member] = found[member][:-1] + ("0" if found[member][-1] != "0" else "1")
    file.write_text("".join(f"{json.dumps(each)}\n" for each in lines))
    new = there(known, known.home / "keys")
    said = new("restore", tmp_path / "backup", "--vault", file)
    assert (said.status, said.code) == (2, "bad-copy")
    assert not (new.home / "assay.db").exists()


def test_a_key_that_is_marked_as_destroyed_does_not_come_back_from_a_copy(
    known: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "vault.copy"
    mark = {"subject": PERSON, "category": "", "at": "2018-05-14T12:00:00.000000+00:00"}
    file.write_text(file.read_text() + json.dumps(mark) + "\n")
    new = there(known, tmp_path / "old-keys")
    new.done("restore", tmp_path / "backup", "--vault", file)
    assert "Ada" not in new("privacy", "export", PERSON).out
    vault = sqlite3.connect(new.home / "vault.db")
    assert vault.execute("SELECT * FROM subject_keys WHERE subject = ?", (PERSON,)).fetchall() == []
    vault.close()


def test_a_vault_is_put_back_only_where_it_fits(known: CommandLine, tmp_path: Path) -> None:
    copy = tmp_path / "vault.copy"
    bare = CommandLine(tmp_path / "bare", known.clock)
    spoilt = tmp_path / "spoilt.copy"
    spoilt.write_text(copy.read_text()[:-30])
    for line, file, code in (
        (bare, copy, "wrong-vault-key"),
        (there(known, known.home / "keys"), spoilt, "bad-copy"),
    ):
        said = line("restore", tmp_path / "backup", "--vault", file)
        assert (said.status, said.code) == (2, code)
        assert not (line.home / "vault.db").exists()
        # Nothing is half restored: what is wrong with the vault is found before the record is made.
        assert not (line.home / "assay.db").exists()
