"""Export, import, back-up and restore as an operator types them, at three in the morning."""

import json
import shutil
import sqlite3
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.moving import administer, forged
from tests.support.toy_matter import HandClock


@pytest.fixture
def refused(announced: CommandLine) -> CommandLine:
    """An installation with an announced inspection, a document, and a command that was refused."""
    assert announced("inspection", "close", "nps-nw", "--command-id", "too-early").status == 2
    document = announced.home / "documents" / "ba"
    document.mkdir(parents=True)
    digest = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    (document / digest).write_bytes(b"abc")
    return announced


def moved(line: CommandLine, home: Path) -> CommandLine:
    """A command line in another home, to which the keys have been brought."""
    shutil.copytree(line.home / "keys", home / "keys")
    shutil.copy(line.home / "vault.db", home / "vault.db")
    return CommandLine(home, line.clock)


def test_a_back_up_is_restored_elsewhere_and_everything_is_as_it_was(
    refused: CommandLine, tmp_path: Path
) -> None:
    place = tmp_path / "backup"
    said = refused("backup", place)
    assert said.status == 0
    assert "not in it" in said.out
    assert "assay keys backup" in said.out
    before = [refused("inspection", "list", "--json").out, refused("audit", "replay", "nps-nw", "--json").out]

    there = moved(refused, tmp_path / "there")
    said = there("restore", place)
    assert (said.status, said.err) == (0, "")
    assert "Everything in it holds." in said.out
    assert "What was recorded after that is lost" in said.out
    assert "command key" not in said.out
    assert [
        there("inspection", "list", "--json").out,
        there("audit", "replay", "nps-nw", "--json").out,
    ] == before
    again = there("inspection", "close", "nps-nw", "--command-id", "too-early")
    assert (again.status, again.code) == (
        2,
        refused("inspection", "close", "nps-nw", "--command-id", "too-early").code,
    )
    assert there.done("doctor")["healthy"]
    assert there("audit", "verify").status == 0
    assert [each.read_bytes() for each in (there.home / "documents").rglob("ba78*")] == [b"abc"]


def test_an_export_is_counted_and_its_root_is_that_of_the_import(
    refused: CommandLine, tmp_path: Path
) -> None:
    out = refused.done("export", tmp_path / "export.tar")
    assert out["after"] == 0
    assert out["counts"]["refusals"] == 1
    into = moved(refused, tmp_path / "there").done("import", tmp_path / "export.tar")
    assert (into["root"], into["last"], into["files"]) == (out["root"], out["last"], 0)
    assert (into["command_key_fits"], into["erasures_made_good"]) == (True, True)
    assert into["signed_up_to"] == 1


def test_what_is_missing_afterwards_is_said_with_what_to_do(refused: CommandLine, tmp_path: Path) -> None:
    refused.done("export", tmp_path / "export")
    there = CommandLine(tmp_path / "bare", refused.clock)
    said = there("import", tmp_path / "export")
    assert said.status == 0
    assert "assay keys restore" in said.out
    assert "assay audit verify --key" in said.out
    assert "destroyed again" in said.out


def test_no_new_keys_get_in_the_way_of_those_that_are_still_to_come(
    refused: CommandLine, tmp_path: Path
) -> None:
    phrase = refused.file("phrase", "correct horse battery staple\n")
    copied = refused("keys", "backup", tmp_path / "keys.copy", "--passphrase-file", phrase)
    assert copied.status == 0, copied.err
    refused("backup", tmp_path / "backup", "--vault", tmp_path / "vault.copy")
    there = CommandLine(tmp_path / "bare", refused.clock)
    assert there("restore", tmp_path / "backup").status == 0
    assert there("db", "migrate").status == 0
    assert not (there.home / "keys").exists()
    put_back = there("keys", "restore", tmp_path / "keys.copy", "--passphrase-file", phrase)
    assert put_back.status == 0, put_back.err
    assert there("audit", "verify").status == 0


def test_mistakes_end_with_2_and_say_in_one_sentence_what_to_do(refused: CommandLine, tmp_path: Path) -> None:
    place = tmp_path / "export"
    assert refused("export", place).status == 0
    there = moved(refused, tmp_path / "there")
    for words, code in (
        (("export", place), "already-there"),
        (("export", tmp_path / "other", "--from", "999"), "beyond-the-record"),
        (("import", place), "store-exists"),
        (("restore", place), "store-exists"),
        (("import", tmp_path / "nowhere"), "bad-export"),
        (("import", place, "--key", "nonsense+key"), "bad-value"),
        (("export", tmp_path / "export.zip"), "bad-value"),
        (("backup", tmp_path / "export.tar.GZ"), "bad-value"),
    ):
        line = refused
        said = line(*words)
        assert (said.status, said.code) == (2, code), said.err
    last = refused.done("export", tmp_path / "whole.tar")["last"]
    assert refused("export", tmp_path / "since.tar", "--from", str(last)).status == 0
    said = there("restore", tmp_path / "since.tar")
    assert (said.status, said.code) == (2, "not-whole")
    said = there("import", tmp_path / "since.tar")
    assert said.status == 1
    assert "There is no record" in said.sentence
    assert not (tmp_path / "other").exists()


def test_another_installations_key_is_refused(refused: CommandLine, tmp_path: Path) -> None:
    refused.done("export", tmp_path / "export")
    other = CommandLine(tmp_path / "other", refused.clock)
    other.done("db", "migrate")
    (other.home / "assay.db").unlink()
    said = other("import", tmp_path / "export")
    assert (said.status, said.code) == (2, "wrong-command-key")


def test_a_record_that_does_not_hold_ends_with_the_verdict_of_an_audit(
    refused: CommandLine, tmp_path: Path
) -> None:
    refused.done("export", tmp_path / "export")
    spoilt = tmp_path / "spoilt"
    shutil.copytree(tmp_path / "export", spoilt)
    forged(spoilt, lambda parts: parts.put("events", parts.lines("events")[:-1]))
    there = moved(refused, tmp_path / "there")
    said = there("import", spoilt)
    assert (said.status, said.code) == (11, "incomplete")
    # Somebody rewrites the last event and everything that could tell, but cannot sign.
    shutil.rmtree(spoilt)
    shutil.copytree(tmp_path / "export", spoilt)
    checkpoint = json.loads((spoilt / "checkpoints" / "000000001.jsonl").read_bytes())
    checkpoint["note"] = checkpoint["note"].replace("\n\n", "\nextra\n\n")
    forged(spoilt, lambda parts: parts.put("checkpoints", [json.dumps(checkpoint).encode() + b"\n"]))
    said = there("import", spoilt)
    assert said.status in (10, 13)
    assert "checkpoint" in said.sentence.lower()
    assert there("inspection", "list").status == 1
    assert there("import", tmp_path / "export").status == 0

    administer(f"sqlite:///{refused.home}/assay.db", "DELETE FROM events WHERE position = 2")
    said = refused("export", tmp_path / "damaged")
    assert (said.status, said.code) == (11, "incomplete")
    assert not (tmp_path / "damaged").exists()


def test_a_lost_tail_shows_against_a_checkpoint_that_was_handed_out(
    refused: CommandLine, tmp_path: Path
) -> None:
    assert refused("backup", tmp_path / "backup").status == 0
    words = ("--title", "NPS East", "--kind", "nps-division", "--area", "East")
    refused.done("provider", "register", "nps-east", *words)
    handed_out = tmp_path / "checkpoint.txt"
    assert refused("audit", "checkpoint", "publish", "-o", handed_out).status == 0
    there = moved(refused, tmp_path / "there")
    assert there("restore", tmp_path / "backup").status == 0
    assert there("audit", "verify").status == 0
    assert there("audit", "verify", "--against", handed_out).status == 11


def test_a_follower_is_kept_up_to_date_with_what_is_new(refused: CommandLine, tmp_path: Path) -> None:
    first = refused.done("export", tmp_path / "whole")
    there = moved(refused, tmp_path / "there")
    there.done("import", tmp_path / "whole")
    words = ("--title", "NPS East", "--kind", "nps-division", "--area", "East")
    refused.done("provider", "register", "nps-east", *words)
    assert isinstance(there.clock, HandClock)
    assert "nps-east" not in there("provider", "list").out
    refused.done("export", tmp_path / "since", "--from", str(first["last"]))
    assert there.done("import", tmp_path / "since")["counts"]["events"] == 1
    assert "nps-east" in there("provider", "list").out
    said = there("import", tmp_path / "since")
    assert (said.status, said.code) == (2, "already-here")
    assert f"--from {first['last'] + 1}" in said.sentence
    refused.done("provider", "register", "nps-west", *words)
    refused.done("export", tmp_path / "longer", "--from", str(first["last"]))
    said = there("import", tmp_path / "longer")
    assert (said.status, said.code) == (2, "does-not-follow")
    assert f"--from {first['last'] + 1}" in said.sentence


def test_nothing_secret_is_in_an_export(refused: CommandLine, tmp_path: Path) -> None:
    place = tmp_path / "backup"
    refused.done("backup", place)
    everything = b"".join(each.read_bytes() for each in place.rglob("*") if each.is_file())
    secrets = [each.read_bytes().strip() for each in (refused.home / "keys").glob("*.key")]
    connection = sqlite3.connect(refused.home / "vault.db")
    secrets += [row[0] for row in connection.execute("SELECT locked FROM subject_keys")]
    connection.close()
    assert len(secrets) >= 3
    for secret in secrets:
        assert secret not in everything
        assert secret.hex().encode() not in everything


def test_who_turns_the_master_key_is_told_to_copy_the_vault_anew(refused: CommandLine) -> None:
    said = refused("keys", "rotate", "vault", "--role", "operations-manager")
    assert (said.status, said.code) == (2, "bad-value")
    said = refused("keys", "rotate", "vault")
    assert said.status == 0
    assert "a new copy of the vault" in said.out
    assert "a new copy of the vault" not in refused("keys", "rotate", "payload").out
