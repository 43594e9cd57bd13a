"""Releasing a dossier, as somebody types it who has read it: this very file, of this record, with nothing new since."""

import json
import shutil
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from tests.support.command_line import CommandLine
from tests.support.example_home import example_programme

EAST = "division-east"


@pytest.fixture
def line(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> CommandLine:
    """The example programme, in which no dossier of the division is released."""
    home = shutil.copytree(example_programme(tmp_path_factory), tmp_path / "home")
    line = CommandLine(home)
    line.done("audit", "withdraw-dossier", EAST, "--reason", "Somebody wants to read it again.")
    return line


def test_the_file_that_was_read_is_released_under_its_digest_and_says_what_it_names(
    line: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "read.zip"
    made = line.done("audit", "dossier", EAST, "-o", file)
    told = line("audit", "release-dossier", file, "--read-by", "os-1004")
    assert (told.status, "division-capital, which is published" in told.out) == (0, True)
    assert f"{made['sha256'][:16]}… was released to everybody, read by os-1004" in told.out
    assert "Nothing was left to do." in line("audit", "release-dossier", file).out
    gone = line.done("audit", "withdraw-dossier", EAST, "--reason", "It names somebody after all.")
    (event,) = gone["events"]
    assert event["data"]["dossier"] == made["sha256"]
    again = line("audit", "withdraw-dossier", EAST, "--reason", "It names somebody after all.")
    assert (again.status, again.code) == (2, "not-released")


def test_what_is_no_dossier_of_this_record_is_not_released(line: CommandLine, tmp_path: Path) -> None:
    file, packed, bent = tmp_path / "made.zip", tmp_path / "packed.zip", tmp_path / "bent.zip"
    line.done("audit", "dossier", EAST, "-o", file)
    with ZipFile(file) as made, ZipFile(packed, "w") as again:
        for name in made.namelist():
            again.writestr(name, made.read(name))
    bent.write_bytes(file.read_bytes() + b"\n")
    (tmp_path / "empty.zip").write_bytes(b"")
    (tmp_path / "text.zip").write_text("no zip at all")
    other = CommandLine(shutil.copytree(line.home, tmp_path / "other"))
    for name in ("packed", "bent", "empty", "text"):
        said = other("audit", "release-dossier", tmp_path / f"{name}.zip")
        assert (said.status, said.code) == (2, "not-a-dossier"), name


def test_a_dossier_of_what_is_not_out_is_not_released(line: CommandLine, tmp_path: Path) -> None:
    file = tmp_path / "midlands.zip"
    line.done("audit", "dossier", "division-midlands", "-o", file)
    said = line("audit", "release-dossier", file)
    assert said.status == 2
    assert said.err.rstrip().endswith("[not-published]")


def test_a_dossier_that_was_read_before_more_was_recorded_is_read_anew(
    line: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "early.zip"
    line.done("audit", "dossier", EAST, "-o", file)
    with ZipFile(BytesIO(file.read_bytes())) as made:
        number = len(made.read("events.jsonl").splitlines())
    line.done(
        "report", "respond", EAST, "--response", "first", "--by", "hmpps", "--title", "HM Prison and Probation Service",
        "--text", "The recommendations are accepted.", "--received-on", _announced(line),
    )  # fmt: skip
    said = line("audit", "release-dossier", file)
    assert (said.status, said.code) == (2, "dossier-outdated")
    anew = line.done("audit", "dossier", EAST, "-o", tmp_path / "anew.zip")
    assert anew["events"] == number + 1
    assert line("audit", "release-dossier", tmp_path / "anew.zip").status == 0


def _announced(line: CommandLine) -> str:
    shown = line.done("inspection", "show", EAST)
    return str(json.loads(json.dumps(shown))["announced_on"])
