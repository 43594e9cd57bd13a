"""Looking after an installation: doctor, db migrate, settings."""

import shutil
import socket
import sqlite3
from pathlib import Path
from typing import Any

import pytest

from tests.support.command_line import CommandLine


def checks(line: CommandLine) -> dict[str, dict[str, Any]]:
    said = line("doctor", "--json")
    assert said.status == (1 if any(each["verdict"] == "wrong" for each in said.json["checks"]) else 0)
    return {each["name"]: each for each in said.json["checks"]}


def test_a_healthy_installation_is_said_to_be_one_check_after_another(assay: CommandLine) -> None:
    said = assay("doctor")
    assert said.status == 0
    assert said.out.endswith("Nothing is wrong.\n")
    assert {name: each["verdict"] for name, each in checks(assay).items()} == {
        "settings": "good",
        "home folder": "good",
        "record": "good",
        "keys": "good",
        "vault": "good",
        "documents": "good",
        "checkpoints": "good",
        "workflows": "good",
        "notices": "good",
        "views": "good",
        "dated rules": "good",
        "pages": "good",
        "Temporal server": "note",
    }


def test_the_doctor_counts_the_keys_that_are_shown(assay: CommandLine) -> None:
    shown = assay.done("keys", "show")["keys"]
    assert checks(assay)["keys"]["found"] == f"{len(shown)} keys, each readable by its owner only."
    assert {each["key"] for each in shown} == {"sealing", "command", "payload", "vault"}


def test_whatever_is_wrong_has_a_remedy(assay: CommandLine, tmp_path: Path) -> None:
    found = checks(CommandLine(tmp_path / "new"))["record"]
    assert (found["verdict"], "assay db migrate" in found["remedy"]) == ("wrong", True)
    (assay.home / "keys" / "command.key").chmod(0o644)
    assert "chmod 600" in checks(assay)["keys"]["remedy"]
    (assay.home / "keys" / "command.key").unlink()
    lost = checks(assay)["keys"]
    assert (lost["verdict"], "ASSAY_COMMAND_KEY_FILE" in lost["remedy"]) == ("wrong", True)
    (assay.home / "assay.db").write_bytes(b"x" * 4096)
    assert checks(assay)["record"]["verdict"] == "wrong"
    assert "1 of" in assay("doctor").out


def test_a_slip_of_the_pen_in_a_variable_is_noticed(assay: CommandLine) -> None:
    assay.environment["ASSAY_TEMPORAL_TAGRET"] = "127.0.0.1:7233"
    found = checks(assay)["settings"]
    assert found["verdict"] == "wrong"
    assert "ASSAY_TEMPORAL_TAGRET" in found["found"]


def test_a_wrong_setting_is_refused_by_every_command_that_needs_one(assay: CommandLine) -> None:
    assay.environment["ASSAY_TEMPORAL_PORT"] = "many"
    for words in (["doctor"], ["inspection", "list"], ["settings", "show"], ["run"]):
        said = assay(*words)
        assert said.status == 2
        assert said.code == "bad-setting"


def test_a_port_that_is_taken_is_found_before_the_server_is_started(assay: CommandLine) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assay.environment["ASSAY_TEMPORAL_PORT"] = str(taken.getsockname()[1])
        found = checks(assay)["Temporal server"]
    assert found["verdict"] == "wrong"
    assert "ASSAY_TEMPORAL_PORT" in found["remedy"]


def test_a_full_disk_is_found(assay: CommandLine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("adapters.outbound.doctor.checks.LEAST_FREE_BYTES", 10**15)
    assert "Make room" in checks(assay)["home folder"]["remedy"]


def test_a_record_is_made_once_and_its_first_event_says_that_its_time_is_real(tmp_path: Path) -> None:
    line = CommandLine(tmp_path / "home")
    assert line.done("db", "migrate")["before"] is None
    again = line.done("db", "migrate")
    assert again["before"] == again["after"]
    assert "up to date" in line("db", "migrate").out
    connection = sqlite3.connect(line.home / "assay.db")
    (name, body), *more = connection.execute("SELECT name, body FROM events").fetchall()
    connection.close()
    assert (name, more) == ("record.opened.v1", [])
    assert b'"time":"real"' in body


def test_a_migration_that_stopped_before_the_first_event_is_made_whole(tmp_path: Path) -> None:
    from adapters.outbound.running.founding import found
    from worker import settings_of

    line = CommandLine(tmp_path / "home")
    found(settings_of(line.environment))
    line.done("db", "migrate")
    connection = sqlite3.connect(line.home / "assay.db")
    count = connection.execute("SELECT count(*) FROM events").fetchone()[0]
    connection.close()
    assert count == 1


def test_a_record_of_a_newer_version_is_left_alone(assay: CommandLine) -> None:
    connection = sqlite3.connect(assay.home / "assay.db")
    with connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for words in (["db", "migrate"], ["inspection", "list"], ["run"]):
        said = assay(*words)
        assert said.status == 1
        assert "newer version" in said.sentence


def test_production_runs_on_postgresql_with_a_key_that_was_handed_over(
    assay: CommandLine, postgres_url: str, tmp_path: Path
) -> None:
    key = tmp_path / "secrets" / "command_key"
    key.parent.mkdir()
    shutil.copy(assay.home / "keys" / "command.key", key)
    key.parent.chmod(0o500)
    line = CommandLine(
        tmp_path / "elsewhere",
        assay.clock,
        {
            "ASSAY_DATABASE_URL": postgres_url,
            "ASSAY_COMMAND_KEY_FILE": str(key),
            "ASSAY_KEYS_FOLDER": str(tmp_path / "keys"),
        },
    )
    line.done("db", "migrate")
    words = ("--title", "NPS East", "--kind", "nps-division", "--area", "East")
    line.done("provider", "register", "nps-east", *words)
    assert [each["provider"] for each in line.done("provider", "list")["providers"]] == ["nps-east"]
    assert checks(line)["record"]["verdict"] == "good"
    assert not (tmp_path / "elsewhere" / "keys").exists()


def test_settings_are_shown_with_their_origin_and_without_their_secrets(assay: CommandLine) -> None:
    assay.environment["ASSAY_TEMPORAL_API_KEY"] = "hunter2"
    (assay.home / "assay.toml").write_text('log_level = "warning"\n')
    shown = {each["name"]: each for each in assay.done("settings", "show")["settings"]}
    assert shown["temporal_api_key"]["value"] == "•••"
    assert shown["log_level"]["origin"] == str(assay.home / "assay.toml")
    assert "hunter2" not in assay("settings", "show").out
