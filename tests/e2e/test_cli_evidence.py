"""Verifying, receipts, checkpoints and keys, as an auditor and an administrator type them."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

PROVIDER = (
    "provider",
    "register",
    "nps-east",
    "--title",
    "NPS East",
    "--kind",
    "nps-division",
    "--area",
    "East",
)


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A new installation, and a working folder of its own."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    line = CommandLine(tmp_path / "home")
    line.done("db", "migrate")
    return line


def tamper(line: CommandLine, *statements: str) -> None:
    """Do something to the database that only its owner could."""
    connection = sqlite3.connect(line.home / "assay.db")
    for table in ("events", "commands", "refusals", "checkpoints"):
        for when in ("insert", "update", "delete"):
            connection.execute(f"DROP TRIGGER {table}_{when}")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def test_an_answer_names_the_command_for_which_a_receipt_can_be_had(line: CommandLine) -> None:
    said = line(*PROVIDER)
    words = said.out.split("For a signed receipt: assay ")[1].split()
    written = line(*words, "-o", "receipt.json")
    assert written.status == 0
    assert "assay audit receipt --check receipt.json" in written.out
    checked = line("audit", "receipt", "--check", "receipt.json")
    assert checked.status == 0
    assert "provider.registered.v1, version 1 of provider-nps-east" in checked.out
    assert checked.out.endswith("The receipt holds.\n")


def test_a_stranger_with_the_key_checks_a_receipt_without_any_record(
    line: CommandLine, tmp_path: Path
) -> None:
    command = line.done(*PROVIDER)["command_id"]
    line.done("audit", "receipt", command, "--with-events", "-o", "receipt.json")
    key = line.done("keys", "show")["sealing"][0]["key"]
    stranger = CommandLine(tmp_path / "nowhere")
    said = stranger.done("audit", "receipt", "--check", "receipt.json", "--key", key)
    assert (said["verdict"], said["command_id"]) == ("verified", command)
    Path("key.txt").write_text(f"{key}\n", encoding="utf-8")
    assert stranger.done("audit", "receipt", "--check", "receipt.json", "--key", "key.txt")["key"] == key
    without = stranger("audit", "receipt", "--check", "receipt.json")
    assert (without.status, without.code) == (2, "no-key")
    forged = Path("receipt.json").read_text(encoding="utf-8").replace("NPS East", "NPS West")
    Path("forged.json").write_text(forged, encoding="utf-8")
    told = stranger("audit", "receipt", "--check", "forged.json", "--key", key)
    assert told.status == 10
    assert "does not hold" in told.out
    assert not (tmp_path / "nowhere").exists()


def test_a_receipt_of_nothing_is_refused(line: CommandLine) -> None:
    for words, code in (
        (["never-given"], "unknown-command"),
        ([], "bad-usage"),
        (["--check", "missing.json"], "unreadable-file"),
    ):
        said = line("audit", "receipt", *words)
        assert (said.status, said.code) == (2, code)


def test_a_checkpoint_is_handed_out_and_the_record_held_against_it(line: CommandLine) -> None:
    line.done(*PROVIDER)
    published = line("audit", "checkpoint", "publish")
    assert published.status == 0
    assert "Checkpoint 2, over 2 events, was written to checkpoint-2.txt." in published.out
    assert "Notice of it was given to 1 provider, which the record says" in published.out
    (notice,) = (line.home / "notices" / "provider-nps-east").iterdir()
    for handed_out in ("checkpoint-2.txt", str(notice)):
        line.done("provider", "register", f"crc-{len(handed_out)}", *PROVIDER[3:])
        witnessed = line.done("audit", "checkpoint", "witness", handed_out)
        assert witnessed["verdict"] == "verified"
        assert line.done("audit", "verify", "--against", handed_out)["verdict"] == "verified"
    again = line("audit", "checkpoint", "publish", "-o", "checkpoint-2.txt", "--no-notices")
    assert (again.status, again.code) == (2, "file-exists")


def test_to_whom_a_checkpoint_was_handed_out_is_on_the_record(line: CommandLine) -> None:
    line.done(*PROVIDER)
    line.done("provider", "register", "nps-west", *PROVIDER[3:])
    ada = line.file("ada.toml", 'person_name = "Ada Example"\nemail = "ada@example.org"\n')
    person = line.done("person", "register", "--provider", "nps-east", "--details", ada)["events"][0][
        "stream"
    ]
    refused = line("audit", "checkpoint", "publish", "--role", "inspector")
    assert (refused.status, refused.code) == (2, "not-authorised")
    assert not (line.home / "notices").exists()
    told = line.done("audit", "checkpoint", "publish", "-o", "out.txt", "--command-id", "handing-out")
    assert told["handed_out_to"] == [
        {"provider": "nps-east", "persons": [person]},
        {"provider": "nps-west", "persons": []},
    ]
    notices = {each.parent.name: each.read_text() for each in (line.home / "notices").rglob("*.txt")}
    assert set(notices) == {person, "provider-nps-west"}
    assert notices[person].startswith("To: Ada Example <ada@example.org>\n")
    with closing(sqlite3.connect(line.home / "assay.db")) as record:
        handed_out = [
            json.loads(body)
            for (body,) in record.execute(
                "SELECT body FROM events WHERE stream = 'checkpoint-2' ORDER BY position"
            )
        ]
    assert [each["data"]["provider"] for each in handed_out] == ["nps-east", "nps-west"]
    assert {each["name"] for each in handed_out} == {"checkpoint.handed-out.v1"}
    assert {each["acting_role"] for each in handed_out} == {"operations-manager"}
    assert handed_out[0]["data"]["to"] == [person]
    assert handed_out[0]["data"]["root"] == told["root"]
    assert (
        line.done("audit", "receipt", "handing-out/nps-east", "-o", "receipt.json")["sealed"] > told["events"]
    )
    assert line.done("audit", "verify", "--against", "out.txt")["verdict"] == "verified"


def test_what_no_checkpoint_covers_is_said(line: CommandLine) -> None:
    line.done(*PROVIDER)
    assert "changed nothing" not in line("audit", "verify").out
    ada = line.file("ada.toml", 'person_name = "Ada Example"\nemail = "ada@example.org"\n')
    person = line.done("person", "register", "--provider", "nps-east", "--details", ada)["events"][0][
        "stream"
    ]
    for _ in range(2):
        line.done("privacy", "erase", person, "--authority", "Request 17", "--reason", "They asked.", "--yes")
    assert "1 command beside these changed nothing" in line("audit", "verify").out
    assert line.done("audit", "verify")["without_events"] == 1


def test_showing_a_checkpoint_gives_what_was_signed(line: CommandLine) -> None:
    shown = line.done("audit", "checkpoint", "show", "1")
    assert line("audit", "checkpoint", "show").out == shown["note"]
    said = line("audit", "checkpoint", "show", "9")
    assert (said.status, said.code) == (2, "unknown-checkpoint")


@pytest.mark.parametrize(
    ("statement", "verdict", "status"),
    [
        ("UPDATE events SET body = CAST(body || x'20' AS BLOB) WHERE position = 2", "changed", 10),
        ("DELETE FROM events WHERE position = 2", "incomplete", 11),
        (
            "UPDATE checkpoints SET note = replace(note, 'occasion receipt', 'occasion forged')",
            "unsigned",
            13,
        ),
    ],
)
def test_a_record_that_does_not_hold_is_said_in_one_word_a_place_and_an_exit_status(
    line: CommandLine, statement: str, verdict: str, status: int
) -> None:
    line.done("audit", "receipt", line.done(*PROVIDER)["command_id"], "-o", "receipt.json")
    tamper(line, statement)
    said = line("audit", "verify")
    assert said.status == status
    assert f"Verdict: {verdict}, first at position 2" in said.out
    found = json.loads(line("audit", "verify", "--json").out)
    assert (found["verdict"], found["finding"]["position"]) == (verdict, 2)


def test_a_fork_is_found_with_what_was_handed_out(line: CommandLine) -> None:
    line.done(*PROVIDER)
    line.done("audit", "checkpoint", "publish", "-o", "out.txt", "--no-notices")
    tamper(
        line,
        "DELETE FROM checkpoints WHERE number = 2",
        "DELETE FROM commands WHERE first_position = 2",
        "DELETE FROM events WHERE position = 2",
    )
    assert line("audit", "verify").status == 0
    cut = line("audit", "checkpoint", "witness", "out.txt")
    assert (cut.status, cut.out.splitlines()[-1]) == (11, "Verdict: incomplete, first at position 2.")
    line.done("provider", "register", "another", *PROVIDER[3:])
    line.done("audit", "checkpoint", "publish", "-o", "later.txt", "--no-notices")
    for words in (["checkpoint", "witness", "out.txt"], ["verify", "--against", "out.txt"]):
        said = line("audit", *words)
        assert said.status == 12
        assert "they part among the events 1 to 2" in said.out


def test_what_is_no_checkpoint_or_key_is_refused(line: CommandLine) -> None:
    Path("letter.txt").write_text("Dear auditor,\n", encoding="utf-8")
    for words, code in (
        (["verify", "--against", "letter.txt"], "bad-file"),
        (["checkpoint", "witness", "letter.txt"], "bad-file"),
        (["verify", "--key", "letter.txt"], "bad-value"),
        (["verify", "--against", "missing.txt"], "unreadable-file"),
    ):
        said = line("audit", *words)
        assert (said.status, said.code) == (2, code)


def test_keys_are_made_before_there_is_a_record_and_never_for_one_in_use(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "home")
    made = line.done("keys", "create")["made"]
    assert len(made) >= 3
    assert line.done("keys", "create") == {"made": []}
    line.done("db", "migrate")
    assert sorted(str(each) for each in (line.home / "keys").glob("*.key")) == sorted(made)
    (line.home / "keys" / "command.key").unlink()
    said = line("keys", "create")
    assert (said.status, said.code) == (2, "record-in-use")
    assert line("keys", "show").status == 1


def test_a_copy_of_the_keys_is_made_and_put_back(line: CommandLine) -> None:
    Path("phrase").write_text("correct horse battery staple\n", encoding="utf-8")
    line.done("keys", "backup", "keys.json", "--passphrase-file", "phrase")
    (line.home / "keys" / "sealing-0001.key").unlink()
    assert line.done("keys", "restore", "keys.json", "--passphrase-file", "phrase")["put_back"] == [
        str(line.home / "keys" / name) for name in ("erasures.journal", "sealing-0001.key")
    ]
    line.done(*PROVIDER)
    line.done("audit", "checkpoint", "publish", "--no-notices")
    assert line.done("audit", "verify")["verdict"] == "verified"
    said = line("keys", "backup", "other.json")
    assert (said.status, said.code) == (2, "bad-value")


def test_a_receipt_is_followed_through_a_change_of_keys(line: CommandLine, tmp_path: Path) -> None:
    command = line.done(*PROVIDER)["command_id"]
    line.done("keys", "rotate", "sealing")
    line.done("audit", "receipt", command, "-o", "receipt.json")
    first, second = (each["key"] for each in line.done("keys", "show")["sealing"])
    check = ("audit", "receipt", "--check", "receipt.json")
    for words in ((), ("--key", first), ("--key", second)):
        assert line.done(*check, *words)["key"] == second
    stranger = CommandLine(tmp_path / "nowhere")
    assert stranger.done(*check, "--key", second)["verdict"] == "verified"
    told = stranger(*check, "--key", first)
    assert told.status == 10
    assert "is not signed with the key that was given. Has the record's key been changed?" in told.out


def test_what_was_counted_before_a_record_does_not_hold_is_not_said_to_be_all(line: CommandLine) -> None:
    line.done(*PROVIDER)
    assert json.loads(line("audit", "verify", "--json").out)["events"] == 2
    tamper(line, "DELETE FROM events WHERE position = 1")
    found = json.loads(line("audit", "verify", "--json").out)
    assert set(found) == {"verdict", "finding", "origin", "walked"}
    assert found["walked"]["events"] == 0
