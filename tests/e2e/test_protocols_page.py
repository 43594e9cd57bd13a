"""docs/protocols.md, run from its first command to its last: a new kind of inspection is a new file, and no code."""

import re
from pathlib import Path

import pytest

from domain.inspections.kinds.protocol import Protocol
from domain.inspections.protocols import texts
from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine
from tests.support.pages import machinery_of, run_page

PAGE = (ROOT / "docs" / "protocols.md").read_text(encoding="utf-8")


def test_the_page_on_a_new_kind_works_as_it_says(
    assay: CommandLine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    run_page(assay, PAGE, tmp_path, machinery_of("visit-1"))
    validated = assay("protocols", "validate", tmp_path / "short-joint-visit.toml").out
    assert "short-joint-visit.toml is a kind of inspection" in validated
    standing = assay.done("inspection", "show", "visit-1")
    assert (standing["stage"], standing["kind"]) == ("closed", "short-joint-visit")
    told = [each["sentence"] for each in assay.done("inspection", "timeline", "visit-1")["timeline"]]
    assert any("signed the report for ofsted" in each for each in told)
    assert not any("evidence" in each.lower() for each in told)


def test_the_page_names_every_kind_that_ships() -> None:
    kinds = {re.sub(r"(-\d+\.\d+)?\.toml$", "", name) for name in texts()}
    assert {each for each in kinds if f"| `{each}`" not in PAGE and f", `{each}`" not in PAGE} == set()


# What the commands of the group say.


def test_every_kind_is_listed_and_shown_with_where_it_is_written(assay: CommandLine) -> None:
    listed = assay.done("protocols", "list")["protocols"]
    assert [each["id"] for each in listed] == sorted(
        {re.sub(r"(-\d+\.\d+)?\.toml$", "", name) for name in texts()}
    )
    for each in listed:
        shown = assay.done("protocols", "show", each["id"])
        assert shown["digest"] == each["digest"]
        assert shown["title"] in assay("protocols", "show", each["id"]).out
    assert "HM Inspectorate of Prisons" in assay("protocols", "show", "offender-management-in-prisons").out
    assert assay("protocols", "show", "unheard-of").code == "unknown-protocol"
    adult = assay("protocols", "show", "nps-division-2018").out
    assert "110 cases, for 80 % and 5 points, in proportion by gender and risk-level" in adult
    assert (
        "evidence named, characteristics weighed, looked into from 2 steps beside a case standard on" in adult
    )
    for said in (
        "chaired by   panel-chair",
        "sat on by    panel-chair, operations-manager, lead-inspector, quality-lead, inspector, chief-inspector",
        "papers       3 working days before the panel, or later with a reason",
        "minutes      within 10 working days after it",
    ):
        assert " ".join(said.split()) in " ".join(adult.split())
    first = assay.done("protocols", "show", "nps-division-2018", "--version", "1.0")
    assert (first["version"], "judgements" in first) == ("1.0", False)
    assert assay("protocols", "show", "nps-division-2018", "--version", "9").code == "unknown-protocol"


KIND = texts()["yot-2021.toml"].decode()


@pytest.mark.parametrize(
    ("before", "after", "code", "said"),
    [
        ("stages = [", "stages = 3\nx = [", "bad-protocol", "stages"),
        (
            'scheme = "youth-2021"',
            'scheme = "none-such"',
            "bad-protocol",
            "no rating scheme called none-such",
        ),
        (
            'framework = "youth-2021"',
            'framework = "crc"',
            "bad-protocol",
            "no standards framework called crc",
        ),
        ('id = "court-disposals"', 'id = "disposals"', "bad-protocol", "no list court-disposals, on which"),
        (
            'framework = "youth-2021"',
            'framework = "youth-2018"',
            "bad-protocol",
            "rates youth-2021, not youth-2018",
        ),
        ('title = "Court disposals"', 'title = "Others"', "same-version-twice", "another version"),
        (
            'inspects = ["yot"]',
            'inspects = ["zebra"]',
            "bad-protocol",
            "No other kind of inspection is for a zebra",
        ),
        ('version = "1.0"', 'version = "\\ud800"', "bad-protocol", "file"),
    ],
)
def test_what_does_not_fit_is_said_in_one_sentence(
    assay: CommandLine, before: str, after: str, code: str, said: str
) -> None:
    assert before in KIND
    file = assay.file("file.toml", KIND.replace(before, after, 1))
    told = assay("protocols", "validate", file)
    assert (told.status, told.out, told.code) == (2, "", code)
    assert said in told.sentence


def test_a_kind_for_a_new_sort_of_provider_comes_in_once_there_is_one(assay: CommandLine) -> None:
    file = assay.file("own.toml", KIND.replace('id = "yot-2021"', 'id = "own"').replace('"yot"', '"hostel"'))
    assert assay("protocols", "validate", file).code == "bad-protocol"
    assay.done(
        "provider", "register", "north", "--title", "North House", "--kind", "hostel", "--area", "North"
    )
    assert assay("protocols", "validate", file).status == 0


def test_a_file_that_is_not_there_or_no_text_is_refused(assay: CommandLine, tmp_path: Path) -> None:
    assert assay("protocols", "validate", tmp_path / "nowhere.toml").code == "unreadable-file"
    assert assay("protocols", "validate", tmp_path).code == "unreadable-file"
    assert assay("protocols", "validate", assay.file("x.toml", b"\xff\xfe")).code == "bad-protocol"
    assert assay("protocols", "validate", assay.file("y.toml", b"#" * 1_000_001)).code == "too-large"


def test_a_malformed_file_is_left_out_alone_and_comes_in_once_it_is_put_right(assay: CommandLine) -> None:
    (assay.home / "protocols").mkdir(exist_ok=True)
    own = assay.home / "protocols" / "own.toml"
    right = KIND.replace('id = "yot-2021"', 'id = "own"')
    own.write_text(right.replace("stages = [", "stages = 3\nx = ["))
    listed = assay("protocols", "list", "--json")
    assert "own" not in {each["id"] for each in listed.json["protocols"]}
    assert "protocols/own.toml, line 12, stages must be a list" in listed.sentence
    assert "The file is left out." in listed.sentence
    assert "protocols/own.toml, line 12, stages must be a list" in assay("doctor").out
    announce = ("inspection", "announce", "x", "--provider", "x", "--lead", "os-1", "--fieldwork-from")
    days = ("2018-07-02", "--fieldwork-to", "2018-07-06")
    assert assay(*announce, *days, "--protocol", "own").code == "unknown-protocol"
    own.write_text(right)
    assert "own" in {each["id"] for each in assay.done("protocols", "list")["protocols"]}


def test_the_page_says_what_each_field_of_a_file_is() -> None:
    named = {each for each in Protocol.model_fields if re.search(rf"`\[*{each}(\]|`|\.)", PAGE)}
    assert set(Protocol.model_fields) - named == set()
