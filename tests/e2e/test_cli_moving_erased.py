"""Erased persons stay erased, whichever old copy is put back: of the record, or of the vault."""

import json
import shutil
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

import pytest

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
    assert (said.status, said.err) == (0, "")
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
