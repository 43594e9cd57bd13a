"""`assay schemes` and `assay rate` find the installation's own schemes, without a record or a home folder."""

import json
from pathlib import Path

import pytest

from domain.ratings.schemes import texts
from tests.support.command_line import CommandLine


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    return CommandLine(tmp_path / "home", more={"ASSAY_DATABASE_URL": "mongodb://nowhere"})


def put(assay: CommandLine, name: str, *changes: tuple[str, str]) -> Path:
    """Put a scheme made from a shipped one into the installation's own folder."""
    text = texts()["criteria-2003.toml"].decode()
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    file = assay.home / "schemes" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


ID = 'id = "criteria-2003"\nversion'


def test_a_home_that_is_not_there_has_the_shipped_schemes(assay: CommandLine) -> None:
    listed = assay.done("schemes", "list")["schemes"]
    assert [f"{each['id']}.toml" for each in listed] == sorted(texts())
    assert not assay.home.exists()


def test_a_scheme_of_our_own_is_listed_shown_and_rated_under_by_its_id(
    assay: CommandLine, tmp_path: Path
) -> None:
    put(assay, "ours.toml", (ID, 'id = "ours-2026"\nversion'))
    assert "ours-2026" in {each["id"] for each in assay.done("schemes", "list")["schemes"]}
    assert "ours-2026" in assay("schemes", "list").out
    shown = assay.done("schemes", "show", "ours-2026")
    assert shown["id"] == "ours-2026"
    answers = tmp_path / "answers.json"
    standards = {each["id"]: {"not_rated": "not looked at again"} for each in shown["standards"]}
    answers.write_text(json.dumps({"standards": standards}))
    for scheme, other in (("ours-2026", "criteria-2003"), ("criteria-2003", "ours-2026")):
        rated = assay.done("rate", answers, "--scheme", scheme, "--compare", other)
        assert (rated["scheme"], rated["compare"]["scheme"]) == (scheme, other)


def test_schemes_are_found_whatever_is_wrong_with_other_files(assay: CommandLine) -> None:
    for folder in ("frameworks", "protocols"):
        (assay.home / folder).mkdir(parents=True)
        (assay.home / folder / "broken.toml").write_text("id = ")
    assert assay.done("schemes", "show", "youth-2018")["id"] == "youth-2018"
    for group in ("frameworks", "protocols"):
        listed = assay(group, "list")
        assert listed.status == 0, "what is right is there"
        assert "frameworks/broken.toml line 1 is not TOML" in listed.err
        assert "protocols/broken.toml, line 1: this is no TOML" in listed.err
        assert listed.err.count("The file is left out.") == 2


def test_each_version_of_a_scheme_is_shown_by_its_number(assay: CommandLine) -> None:
    later = (('version = "1.0"', 'version = "1.1"'), ("2003-06-01", "2005-06-01"))
    put(assay, "later.toml", *later)
    first, second = (assay.done("schemes", "show", f"criteria-2003@{each}") for each in ("1.0", "1.1"))
    assert (first["version"], second["version"]) == ("1.0", "1.1")
    assert first["digest"] != second["digest"]
    assert assay.done("schemes", "show", "criteria-2003")["version"] == "1.1"
    said = assay("schemes", "show", "criteria-2003@3")
    assert (said.status, said.code) == (2, "unknown-scheme")
    assert "there are criteria-2003@1.0, criteria-2003@1.1" in said.sentence
    assert assay("schemes", "show", "nobody@1.0").code == "unknown-scheme"


def test_only_a_file_that_says_otherwise_under_a_known_version_is_left_out(assay: CommandLine) -> None:
    put(assay, "ours.toml", (ID, 'id = "ours-2026"\nversion'))
    file = put(
        assay, "wrong.toml", ('title = "Effective Supervision', 'title = "Another effective supervision')
    )
    listed = assay("schemes", "list", "--json")
    assert listed.status == 0
    assert str(file) in listed.sentence
    assert listed.code == "same-version-twice"
    titles = {each["id"]: each["title"] for each in listed.json["schemes"]}
    assert not titles["criteria-2003"].startswith("Another")
    assert "ours-2026" in titles
    doctor = assay("doctor")
    assert str(file) in doctor.out.replace("\n", "")
