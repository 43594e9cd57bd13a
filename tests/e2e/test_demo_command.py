"""``assay demo`` as a person or a program runs it: what it prints, how it ends, and what it leaves behind."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

import worker
from adapters.inbound.cli.application import run as run_typed
from tests.arch.tree import ROOT
from tests.support.waiting import eventually
from worker import run_cli

pytestmark = [pytest.mark.slow, pytest.mark.timeout(180)]

FIRST = "example-division-2018"
WORDS = [sys.executable, "-m", "worker", "demo"]


@pytest.fixture
def place(tmp_path: Path) -> Iterator[dict[str, str]]:
    """An environment whose temporary files, and whose own record if it made one, all lie in one folder."""
    scratch, home = tmp_path / "scratch", tmp_path / "home"
    scratch.mkdir()
    yield {**os.environ, "TMPDIR": str(scratch), "ASSAY_HOME": str(home)}
    assert list(scratch.iterdir()) == [], "nothing is left in the temporary folder"
    assert not home.exists(), "the installation's own record is not touched"


@pytest.mark.long
def test_it_ends_with_one_json_object_on_standard_output_and_keeps_the_record_if_asked(
    place: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    words = [*WORDS, "--json", "--keep", str(kept)]
    run = subprocess.run(words, cwd=ROOT, env=place, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    told = json.loads(run.stdout)
    assert list(told) == ["inspections"]
    for each in told["inspections"]:
        assert list(each) == [
            "reference",
            "provider",
            "kind",
            "ratings",
            "score",
            "max_score",
            "derived_overall",
            "overall",
            "stages",
            "replay",
        ]
        assert len(each["ratings"]) == 10
        assert each["replay"] == "verified"
        assert each["stages"][0] == "announcement"
        assert each["stages"][-1] == "closed"
    division, company = told["inspections"]
    assert (division["kind"], division["score"], division["overall"]) == ("nps-division-2018", 20, "good")
    assert (company["kind"], company["derived_overall"], company["overall"]) == (
        "crc-2018",
        "good",
        "requires_improvement",
    )
    assert "by itself: The report was published." in run.stderr
    assert "Traceback" not in run.stderr
    # What was kept can be looked at like any record.
    assert f"ASSAY_HOME={kept} assay inspection list" in run.stderr
    assert run_cli(["audit", "replay", "example-crc-2018"], {"ASSAY_HOME": str(kept)}) == 0
    assert "verified" in capsys.readouterr().out


@pytest.mark.long
@pytest.mark.timeout(400)
def test_a_follow_up_stands_beside_the_first_results_cut_to_the_same_cases(
    place: dict[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    kept = tmp_path / "kept"
    words = [*WORDS, "--follow-up", "--json", "--keep", str(kept)]
    played = subprocess.run(words, cwd=ROOT, env=place, capture_output=True, text=True)
    assert played.returncode == 0, played.stderr
    told = json.loads(played.stdout)["follow_up"]
    assert (told["reference"], told["follows"]) == ("example-division-2019", "example-division-2018")
    compared = [each["subject"] for each in told["rows"] if each["outcome"] == "compared"]
    assert compared == [f"2.{standard}.{question}" for standard in (1, 2, 3, 4) for question in (1, 2, 3)]
    assert told["again_cases"] == 30
    # The same once more from what was kept: the first cases of high risk, and what was answered in them.
    with worker.compose(worker.settings_of({"ASSAY_HOME": str(kept)})) as house:

        def typed(*words: str) -> Any:
            assert run_typed(lambda: house, worker.faults, [*words, "--json"]) == 0
            return json.loads(capsys.readouterr().out)

        listed = typed("case", "list", FIRST, "--population", "supervised-cases")["cases"]
        cases = [typed("case", "show", each["case"]) for each in listed]
    meant = [each["answers"] for each in cases if each["classified"]["risk-of-harm"]["provider"] == "high"]
    assert len(meant) == told["first_cases"]
    for row in told["rows"]:
        if row["outcome"] == "compared":
            answers = [each[row["subject"]] for each in meant]
            assert row["first"]["met"] == answers.count("yes")
            assert row["first"]["of"] == len(answers) - answers.count("not_applicable")


def test_an_interrupt_stops_it_in_the_middle_and_leaves_nothing_running(place: dict[str, str]) -> None:
    with subprocess.Popen(WORDS, cwd=ROOT, env=place, stderr=subprocess.PIPE, text=True) as run:
        assert run.stderr is not None
        for line in run.stderr:
            if "Fieldwork began" in line:
                break
        begun = psutil.Process(run.pid).children(recursive=True)
        assert any("temporal" in each.name() for each in begun)
        run.send_signal(signal.SIGINT)
        rest = run.stderr.read()
        assert run.wait(60) == 130
    assert "Traceback" not in rest
    eventually(lambda: not any(each.is_running() for each in begun), "all that was started has ended")


def test_a_folder_that_is_not_empty_is_not_written_to(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "mine.txt").write_text("keep me")
    assert run_cli(["demo", "--keep", str(tmp_path)], {"ASSAY_HOME": str(tmp_path / "home")}) == 2
    said = capsys.readouterr()
    assert re.fullmatch(r"The folder \S+ is not empty; .* \[folder-not-empty\]\n", said.err)
    assert said.out == ""
    assert [each.name for each in tmp_path.iterdir()] == ["mine.txt"]


def test_a_folder_that_cannot_be_made_is_said_in_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert run_cli(["demo", "--keep", str(tmp_path / "file" / "x")], {"ASSAY_HOME": str(tmp_path)}) == 2
    assert "[folder-unusable]" in capsys.readouterr().err
