"""docs/by-hand.md, and the pages whose commands belong to it, run from the first command to the last."""

from pathlib import Path

import pytest

import worker
from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine
from tests.support.pages import run_page


def test_the_page_on_an_inspection_by_hand_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "by-hand.md").read_text(encoding="utf-8")
    last = run_page(assay, page, tmp_path, machinery_works)
    assert assay.done("inspection", "show", "nps-nw")["stage"] == "closed"
    assert last.endswith("Replay: verified.\n")


def test_the_page_on_evidence_and_fieldwork_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(assay, (ROOT / "docs" / "fieldwork.md").read_text(encoding="utf-8"), tmp_path)
    shown = assay.done("correlation", "show", "nps-nw")
    assert shown["judged"][0]["proposed"] == "outstanding"
    assert dict(shown["judged"][0]["steps"]) == {"2.1": 0, "2.2": 0, "2.3": 3, "2.4": 0}
    assert shown["checked"] is True
    assert assay.done("fieldwork", "timetable", "nps-nw")["conflicts"] == []


def machinery_works(assay: CommandLine) -> None:
    """Do what a worker would do now."""
    with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
        for moment in house.attending.look("inspection-nps-nw").moments:
            if moment.kind == "duty":
                house.attending.carry_out("inspection-nps-nw", moment.id)
