"""docs/by-hand.md, run from its first command to its last."""

import re
import shlex
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

import worker
from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine

PIECES = re.compile(
    r"<!-- today: (?P<today>[\d-]+) -->|<!-- (?P<machinery>the machinery works) -->"
    r"|^`(?P<file>[\w.]+)`[^`]*?:\n\n```csv\n(?P<content>.*?)```|^```sh\n(?P<commands>.*?)```",
    re.DOTALL | re.MULTILINE,
)
ASKED_FOR = re.compile(r"\$\((assay [^)]+)\)")


def commands(block: str) -> Iterator[str]:
    for line in block.replace("\\\n", " ").splitlines():
        assert line.startswith("assay "), line
        yield line


def typed(assay: CommandLine, line: str) -> list[str]:
    """The words of a command, what it asks for of another command put in."""
    return shlex.split(ASKED_FOR.sub(lambda found: assay(*shlex.split(found[1])[1:]).out.strip(), line))[1:]


def test_the_page_on_an_inspection_by_hand_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    page = (ROOT / "docs" / "by-hand.md").read_text(encoding="utf-8")
    run, last = 0, ""
    for piece in PIECES.finditer(page):
        if piece["today"]:
            assay.on(date.fromisoformat(piece["today"]))
        elif piece["machinery"]:
            machinery_works(assay)
        elif piece["file"]:
            (tmp_path / piece["file"]).write_text(piece["content"])
        else:
            for line in commands(piece["commands"]):
                said = assay(*typed(assay, line))
                assert (said.status, said.err) == (0, ""), line
                run, last = run + 1, said.out
    assert run == page.count("\nassay "), "every command of the page has been run"
    assert assay.done("inspection", "show", "nps-nw")["stage"] == "closed"
    assert last.endswith("Replay: verified.\n")


def machinery_works(assay: CommandLine) -> None:
    """Do what a worker would do now."""
    with worker.compose(worker.settings_of(assay.environment), clock=assay.clock) as house:
        for moment in house.attending.look("inspection-nps-nw").moments:
            if moment.kind == "duty":
                house.attending.carry_out("inspection-nps-nw", moment.id)
