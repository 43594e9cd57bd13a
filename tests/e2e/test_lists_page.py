"""docs/samples.md, run from its first command to its last."""

from pathlib import Path

import pytest

from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine
from tests.support.pages import run_page

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
