import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.support.blind import Blind, read
from tests.support.command_line import CommandLine
from tests.support.first_version import stay_with_first_version
from tests.support.toy_matter import HandClock

MONDAY = date(2018, 5, 14)


def at_monday(home: Path) -> CommandLine:
    line = CommandLine(home, HandClock())
    line.on(MONDAY)
    return line


@pytest.fixture(scope="session")
def homes(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two installations to copy: one with a new record, one with an inspection that has been announced."""
    folder = tmp_path_factory.mktemp("homes")
    assay = at_monday(folder / "new")
    assert assay("db", "migrate").status == 0
    shutil.copytree(folder / "new", folder / "announced")
    stay_with_first_version(folder / "announced")
    assay = at_monday(folder / "announced")
    assay.done(
        "provider", "register", "nps-north-west", "--title", "NPS North West", "--kind", "nps-division",
        "--area", "North West",
    )  # fmt: skip
    assay.done(
        "inspection", "announce", "nps-nw", "--provider", "nps-north-west", "--protocol", "nps-division-2018",
        "--lead", "os-7", "--fieldwork-from", "2018-06-18", "--fieldwork-to", "2018-06-29",
    )  # fmt: skip
    return folder


@pytest.fixture
def assay(homes: Path, tmp_path: Path) -> CommandLine:
    """A command line on a new record, at noon on Monday, 14 May 2018."""
    shutil.copytree(homes / "new", tmp_path / "home")
    return at_monday(tmp_path / "home")


@pytest.fixture
def announced(homes: Path, tmp_path: Path) -> CommandLine:
    """The same, with an NPS division whose inspection has been announced."""
    shutil.copytree(homes / "announced", tmp_path / "home")
    return at_monday(tmp_path / "home")


@pytest.fixture(scope="session")
def read_by_two(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> Blind:
    """An installation in which a case is read twice, one way and another. To be copied, not used."""
    return read(homes, tmp_path_factory.mktemp("read"), "first")["first"]


@pytest.fixture
def blind(read_by_two: Blind, tmp_path: Path) -> Blind:
    """The same, of the test's own: neither reader has finished."""
    return read_by_two.copied(tmp_path)
