"""Writing a dossier, as an auditor types it."""

from pathlib import Path
from random import Random

import pytest

from adapters.outbound.running.founding import found
from domain.ledger.opening import SIMULATED
from tests.support.audited import lived
from tests.support.command_line import CommandLine
from tests.support.dossiers.drawn import DossierHouse, kinds_to_draw, verifier
from tests.support.dossiers.walks import RandomWalk
from worker import settings_of


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CommandLine:
    """A new installation, and a working folder of its own."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    line = CommandLine(tmp_path / "home")
    line.done("db", "migrate")
    return line


def test_an_inspection_that_nobody_knows_has_none(line: CommandLine) -> None:
    said = line("audit", "dossier", "nobody-knows", "-o", "dossier.zip")
    assert said.status == 2
    assert "unknown-inspection" in said.err
    assert not Path("dossier.zip").exists()


def test_what_is_written_is_verified_by_anybody_with_the_key(line: CommandLine, tmp_path: Path) -> None:
    house = DossierHouse(tmp_path, url=f"sqlite:///{line.home}/assay.db")
    RandomWalk(kinds_to_draw()["adult-nps-2018"][0], house, "nps-nw", Random(3)).to_a_decision()
    house.close()
    said = line("audit", "dossier", "nps-nw", "-o", "dossier.zip")
    assert (said.status, said.err) == (0, "")
    assert "python verify/assay_verify.py dossier.zip --key KEY" in said.out
    (key,) = (each["key"] for each in line.done("keys", "show")["sealing"])
    found = verifier().verify(Path("dossier.zip").read_bytes(), key)
    assert (found["verdict"], found["inspection"]) == ("verified", "nps-nw")
    again = line("audit", "dossier", "nps-nw", "-o", "dossier.zip")
    assert (again.status, "file-exists" in again.err) == (2, True)
    told = line.done("audit", "dossier", "nps-nw", "-o", "again.zip")
    assert Path("again.zip").read_bytes() == Path("dossier.zip").read_bytes()
    assert told["events"] == found["events"]


def test_a_file_that_is_there_is_refused_before_anything_is_looked_at(
    line: CommandLine, tmp_path: Path
) -> None:
    house = DossierHouse(tmp_path, url=f"sqlite:///{line.home}/assay.db")
    RandomWalk(kinds_to_draw()["youth-2018"][0], house, "yot", Random(5)).to_a_decision()
    house.close()
    Path("taken.zip").write_text("somebody's own")

    def noted() -> list[list[str]]:
        looks = line.done("audit", "looks", "yot")["looks"]
        return [each["about"] for each in looks if each["what"] == "audit dossier"]

    for file, code in (("taken.zip", "file-exists"), ("no-folder/a.zip", "unwritable-file")):
        said = line("audit", "dossier", "yot", "-o", file)
        assert (said.status, said.code) == (2, code)
    assert Path("taken.zip").read_text() == "somebody's own"
    assert not any(one.startswith("case-") for each in noted() for one in each), "nothing came to be shown"
    before = line("audit", "checkpoint", "show").out
    line.done("audit", "dossier", "yot", "-o", "free.zip")
    assert line("audit", "checkpoint", "show").out != before, (
        "nothing had been sealed for a file that was not written"
    )
    assert any(one.startswith("case-") for each in noted() for one in each)


def test_whatever_is_told_of_a_record_whose_time_is_simulated_says_so(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    settings = settings_of({"ASSAY_HOME": str(home)})
    found(settings, simulated=True)
    line = CommandLine(home)
    line.done("db", "migrate")
    lived(home)
    for words in (
        ("replay", "nps-nw"),
        ("replay", "nps-nw", "--steps"),
        ("replay", "nps-nw", "--between", "v1", "v3"),
        ("explain", "nps-nw"),
        ("what-if", "nps-nw"),
    ):
        said = line("audit", *words)
        assert (said.status, SIMULATED in said.out) == (0, True), words
        assert line.done("audit", *words)["simulated"] is True
    line.done("audit", "explain", "nps-nw", "--html", str(tmp_path / "why.html"))
    page = (tmp_path / "why.html").read_text(encoding="utf-8")
    position = line.done("audit", "explain", "nps-nw")["position"]
    assert SIMULATED in page
    assert f"This is nps-nw as it stood at position {position} of the record " in page
