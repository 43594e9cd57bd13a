"""docs/by-hand.md, and the pages whose commands belong to it, run from the first command to the last."""

from pathlib import Path

import pytest

from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine
from tests.support.pages import machinery_of, run_page

pytestmark = pytest.mark.long


def test_the_page_on_an_inspection_by_hand_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "by-hand.md").read_text(encoding="utf-8")
    last = run_page(assay, page, tmp_path, machinery_of("nps-nw"))
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


def test_the_page_on_what_is_asked_for_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "evidence.md").read_text(encoding="utf-8")
    run_page(assay, page, tmp_path, machinery_of("nps-nw"))
    stands = {each["item"]: each for each in assay.done("evidence", "status", "nps-nw")["items"]}
    assert (stands["plan"]["outcome"], stands["staff"]["outcome"]) == ("received", "linked")
    assert (tmp_path / "copy.csv").read_text() == (tmp_path / "better.csv").read_text()
    assert stands["vacancies"]["escalated_to"] == "chief-inspector"
    told = [each["sentence"] for each in assay.done("inspection", "timeline", "nps-nw")["timeline"]]
    assert any(
        each.startswith("Missing evidence (vacancies) was taken to the operations manager") for each in told
    )
    assert assay.done("evidence", "saved")["total"] == {"asked": 4, "saved": 1, "again": 0}
