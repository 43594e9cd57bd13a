"""docs/samples.md and docs/follow-up.md, run from their first commands to their last."""

from pathlib import Path

import pytest

from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine
from tests.support.pages import run_page

pytestmark = pytest.mark.long

OF = ("nps-nw", "--population", "supervised-cases")


def test_the_page_on_lists_and_samples_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    last = run_page(assay, (ROOT / "docs" / "samples.md").read_text(encoding="utf-8"), tmp_path)
    assert "NO" not in last
    sample = assay.done("samples", "show", *OF)
    assert len(sample["rows"]) == 8
    assert not {4, 10} & set(sample["rows"])
    assert sample["seed"].endswith(":3 8 17 21 40 59")
    assert sample["cases"][0]["replaced_because"] == "file-missing"
    assert assay("samples", "show", *OF, "--place", "9").code == "not-in-sample"
    findings = {each["what"]: each["good"] for each in assay.done("samples", "check", *OF)["findings"]}
    assert (findings["the public draw"], findings["replacements"]) == (True, True)


def test_the_page_on_follow_ups_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    last = run_page(assay, (ROOT / "docs" / "follow-up.md").read_text(encoding="utf-8"), tmp_path)
    assert last.count("numbers not published: first") == 9
    rows = {each["subject"]: each for each in assay.done("follow-up", "show", "staffs-2005")["rows"]}
    printed = {"B1": 46, "B2": 75, "B3": 53, "B4": 58, "C1": 68, "C2": 67, "C3": 75, "C4": 73, "C5": 53}
    assert {
        each: (row["first"]["percent"], row["difference"]["low"])
        for each, row in rows.items()
        if row["outcome"] == "numbers-not-published"
    } == {each: (percent, None) for each, percent in printed.items()}
    assert (rows["B1"]["again"]["met"], rows["B1"]["again"]["of"]) == (21, 24)
    assert (rows["B2.1"]["outcome"], rows["B2.1"]["difference"]["beyond_chance"]) == ("compared", False)
    assert {code: each["of"] for code, each in rows["B2"]["periods"].items()} == {"earlier": 2, "newer": 2}
