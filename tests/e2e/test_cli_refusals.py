"""What is wrong is said in one sentence with a code, with exit status 2, and nothing is recorded of it."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine

ANNOUNCE = {
    "--provider": "nps-north-west",
    "--protocol": "nps-division-2018",
    "--lead": "os-1000",
    "--fieldwork-from": "2018-06-18",
    "--fieldwork-to": "2018-06-29",
}


def announce(**changes: str) -> list[str]:
    """An announcement, with some options otherwise."""
    options = {**ANNOUNCE, **{f"--{name.replace('_', '-')}": value for name, value in changes.items()}}
    return ["inspection", "announce", "nps-nw-2", *(word for pair in options.items() for word in pair)]


def events(line: CommandLine) -> int:
    with sqlite3.connect(line.home / "assay.db") as connection:
        count: int = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    connection.close()
    return count


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (announce(provider="nobody"), "unknown-provider", "nobody"),
        (announce(fieldwork_from="2018-05-11"), "date-in-past", "2018-05-11"),
        (announce(fieldwork_from="2018-05-21"), "notice-too-short", "working days of notice"),
        (announce(fieldwork_to="2018-06-11"), "dates-reversed", "2018-06-11"),
        (announce(protocol="no-such-kind"), "unknown-protocol", "no-such-kind; there are: "),
        (announce(fieldwork_from="tomorrow"), "bad-value", "--fieldwork-from must be a date like"),
        (announce(provider="NPS North West"), "bad-value", "--provider must be a short code"),
        (announce(lead="Ann\x07"), "bad-value", "--lead must be an opaque id"),
        (announce(lead="x" * 101), "bad-value", "--lead is too long"),
        ([*announce(), "--role", "chief-inspector"], "not-authorised", "chief-inspector"),
        ([*announce(), "--role", "machinery"], "not-authorised", "machinery"),
        ([*announce(), "--role", "emperor"], "unknown-role", "emperor"),
        ([*announce(), "--command-id", "inspection/1"], "bad-value", "--command-id"),
        ([*announce(), "--if-version", "7"], "stale-version", "version 0"),
        (["inspection", "begin-fieldwork", "nps-nw"], "wrong-stage", "announcement"),
        (["inspection", "begin-fieldwork", "nobody"], "unknown-inspection", "no such inspection"),
        (["inspection", "show", "nobody"], "unknown-inspection", "nobody"),
        (["inspection", "cancel", "nps-nw", "--reason", "bell \x07"], "bad-value", "control character"),
        (["inspection", "cancel", "nps-nw", "--reason", "  "], "bad-value", "--reason must not be empty"),
        (["inspection", "cancel", "nps-nw", "--reason", "x" * 9000], "bad-value", "too long"),
        (["inspection", "cancel", "nps-nw", "--reason", "half \udc80"], "bad-value", "not text"),
        (["inspection", "cancel", "nps-nw"], "bad-usage", "--reason"),
        (["inspection", "abandon", "nps-nw"], "bad-usage", "abandon"),
        (["inspection", "announce"], "bad-usage", "INSPECTION"),
        (["--nonsense"], "bad-usage", "--nonsense"),
        (["audit", "replay", "nobody"], "unknown-inspection", "nobody"),
        (["audit", "replay", "nps-nw", "--as-of", "last week"], "bad-value", "--as-of"),
        (["plan", "show", "nps-nw"], "unknown-action-plan", "nps-nw"),
        (["case", "complete", "nps-nw"], "bad-value", "CASE must be a case"),
        (["case", "complete", "case-0"], "unknown-case", "no such case"),
        (["case", "list", "nobody"], "unknown-inspection", "nobody"),
        (["case", "list", "nps-nw", "--status", "lost"], "unknown-status", "to-read, begun, complete"),
        (["inspection", "list", "--stage", "limbo"], "unknown-stage", "announcement"),
    ],
)  # fmt: skip
def test_bad_input_is_refused_in_one_sentence_and_changes_nothing(
    announced: CommandLine, words: list[str], code: str, says: str
) -> None:
    before = events(announced)
    said = announced(*words)
    assert (said.status, said.out) == (2, "")
    assert said.code == code
    assert says in said.sentence
    assert events(announced) == before


def test_an_unknown_framework_is_said_when_a_kind_of_inspection_asks_for_it(announced: CommandLine) -> None:
    shipped = Path("domain/inspections/protocols/nps-division-2018.toml").read_text()
    own = shipped.replace('id = "nps-division-2018"', 'id = "own-kind"').replace(
        'framework = "adult-nps-2018"', 'framework = "no-such-framework"'
    )
    (announced.home / "protocols").mkdir(exist_ok=True)
    (announced.home / "protocols" / "own-kind.toml").write_text(own)
    said = announced(*announce(protocol="own-kind"))
    assert said.status == 2
    assert said.code == "unknown-framework"
    assert "no-such-framework" in said.sentence


def test_a_wrong_file_of_the_installations_own_is_named(announced: CommandLine) -> None:
    (announced.home / "protocols").mkdir(exist_ok=True)
    (announced.home / "protocols" / "half.toml").write_text("id = ")
    said = announced("protocols", "list")
    assert "half.toml" in said.sentence
    assert announced("doctor").status == 1
    assert announced(*announce()).status == 0, "it is left out by itself; what is right is there"


@pytest.mark.parametrize("reason", [".", "-", "n/a", "Snow"])
def test_a_reason_that_says_nothing_is_refused(announced: CommandLine, reason: str) -> None:
    count = events(announced)
    said = announced("inspection", "cancel", "nps-nw", f"--reason={reason}")
    assert (said.status, said.code) == (2, "reason-says-nothing")
    assert said.sentence.startswith(
        "The reason says nothing: give it in words that whoever reads the record later"
    )
    assert events(announced) == count


def test_the_same_command_twice_is_done_once(announced: CommandLine) -> None:
    words = ["inspection", "cancel", "nps-nw", "--reason", "They have merged.", "--command-id", "cancel-1"]
    first = announced.done(*words)
    count = events(announced)
    again = announced.done(*words)
    assert (first["repeated"], again["repeated"]) == (False, True)
    assert (again["first"], again["last"]) == (first["first"], first["last"])
    assert events(announced) == count
    assert "nothing was done twice" in announced(*words).out


def test_the_same_id_with_other_content_is_refused(announced: CommandLine) -> None:
    announced.done(
        "inspection", "cancel", "nps-nw", "--reason", "They have merged.", "--command-id", "cancel-1"
    )
    said = announced(
        "inspection", "cancel", "nps-nw", "--reason", "Another reason.", "--command-id", "cancel-1"
    )
    assert said.status == 2
    assert said.code == "command-id-reused"


def test_the_same_id_in_another_role_is_another_command(announced: CommandLine) -> None:
    words = ["inspection", "close", "nps-nw", "--command-id", "close-1"]
    assert announced(*words, "--role", "lead-inspector").code == "wrong-stage"
    assert announced(*words, "--role", "operations-manager").code == "command-id-reused"


def test_a_refusal_given_again_is_the_same_refusal_even_when_it_would_now_be_accepted(
    announced: CommandLine,
) -> None:
    words = ["inspection", "resume", "nps-nw", "--command-id", "resume-1"]
    assert announced(*words).code == "wrong-stage"
    announced.done("inspection", "defer", "nps-nw", "--reason", "It was flooded.", "--until", "2018-07-02")
    assert announced(*words).code == "wrong-stage"
    announced.done("inspection", "resume", "nps-nw")


def test_a_version_that_has_passed_is_stale_and_the_present_one_is_not(announced: CommandLine) -> None:
    defer = ["inspection", "defer", "nps-nw", "--reason", "It was flooded.", "--until", "2018-07-02"]
    resume = ["inspection", "resume", "nps-nw"]
    announced.done(*defer, "--if-version", "1")
    said = announced(*resume, "--if-version", "1")
    assert said.code == "stale-version"
    assert "at version 2" in said.sentence
    announced.done(*resume, "--if-version", "2")


def test_a_refusal_is_one_object_on_standard_output_too_where_json_is_asked_for(
    announced: CommandLine,
) -> None:
    said = announced("inspection", "begin-fieldwork", "nps-nw", "--json")
    told = json.loads(said.out)
    assert said.status == 2
    assert (told["outcome"], told["code"]) == ("refused", "wrong-stage")
    assert told["sentence"] in said.sentence


def test_a_refusal_is_kept_in_the_log_of_refusals_with_who_and_why(announced: CommandLine) -> None:
    announced("inspection", "begin-fieldwork", "nps-nw", "--command-id", "too-early")
    with sqlite3.connect(announced.home / "assay.db") as connection:
        kept = connection.execute("SELECT * FROM refusals").fetchall()
    connection.close()
    assert any("too-early" in map(str, row) and "wrong-stage" in map(str, row) for row in kept)


def test_without_a_record_a_command_says_how_to_make_one(tmp_path: Path) -> None:
    said = CommandLine(tmp_path / "nowhere")("inspection", "list")
    assert said.status == 1
    assert "assay db migrate" in said.sentence
    assert not (tmp_path / "nowhere").exists()


def test_a_record_without_its_command_key_takes_no_commands(announced: CommandLine) -> None:
    (announced.home / "keys" / "command.key").unlink()
    said = announced("inspection", "cancel", "nps-nw", "--reason", "They have merged.")
    assert said.status == 1
    assert "put it back from a copy" in said.sentence
    assert announced("inspection", "list").status == 0


def test_a_damaged_record_is_a_fault_and_no_traceback(announced: CommandLine) -> None:
    (announced.home / "assay.db").write_bytes(b"not a database at all, " * 100)
    said = announced("inspection", "list")
    assert said.status == 1
    assert said.sentence
    assert "Traceback" not in said.err


def test_a_fault_of_our_own_is_a_sentence_too_and_a_traceback_only_on_request(
    announced: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.inbound.cli.inspections.group.say", lambda _: 1 / 0)
    announced.done("inspection", "cancel", "nps-nw", "--reason", "They have merged.")
    said = announced("inspection", "tasks", "nps-nw")
    assert said.status == 1
    assert "ZeroDivisionError" in said.sentence
    monkeypatch.setenv("ASSAY_DEBUG", "1")
    assert "Traceback" in announced("inspection", "tasks", "nps-nw").err


def test_who_acts_is_the_operating_systems_user_by_number(announced: CommandLine) -> None:
    told = announced.done("inspection", "cancel", "nps-nw", "--reason", "They have merged.")
    assert told["actor"].startswith("os-")
    assert told["actor"][3:].isdigit()
    replayed = announced.done("audit", "replay", "nps-nw")
    assert {step["authenticated_by"] for step in replayed["steps"]} == {"operating-system"}


def test_a_name_that_is_no_text_and_a_terminal_that_lacks_characters_end_in_a_sentence(
    announced: CommandLine,
) -> None:
    words = [b"evidence", b"request", b"nps-nw", b"--items", b"/tmp/\xff\xfe.csv", b"--json"]
    came = subprocess.run(
        [sys.executable, "worker.py", *words],
        env={**os.environ, **announced.environment, "PYTHONIOENCODING": "ascii"},
        capture_output=True,
        check=False,
    )
    assert came.returncode == 2
    assert came.stderr.count(b"\n") == 1
    assert came.stderr.endswith(b"[unreadable-file]\n")
