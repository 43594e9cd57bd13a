"""Selection at the command line: from a file of services to a proposal, and from its frame to the draw."""

from pathlib import Path

import pytest

from adapters.inbound.cli.programme.choosing import SERVICE_COLUMNS
from tests.arch.tree import ROOT
from tests.support.command_line import CommandLine

HEADING = "id,region,last,risk,risk_evidence,risk_on,risk_by\n"


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    """The command line of an installation without a record: nothing here needs one."""
    return CommandLine(tmp_path / "home")


@pytest.fixture
def services(tmp_path: Path) -> Path:
    file = tmp_path / "services.csv"
    rows = [f"y{at:02},north,{2023 + at % 4},{at},published data,2027-01-10,operations" for at in range(40)]
    file.write_text(HEADING + "\n".join(rows))
    return file


def test_a_proposal_says_why_of_every_service_and_its_frame_is_drawn_from(
    assay: CommandLine, services: Path, tmp_path: Path
) -> None:
    frame = tmp_path / "frame.json"
    words: list[str | Path] = [
        "programme",
        "propose",
        services,
        "--rule",
        "youth-cycle-2018",
        "--year",
        "2027",
        "--frame",
        frame,
    ]
    said = assay.done(*words)
    assert (said["wanted"], len(said["chosen"]), said["to_be_drawn"]) == (10, 10, 0)
    assert all(each["reason"] for each in said["choices"])
    assert said["outlook"] == {"2028": 10, "2029": 10, "2030": 10}
    own = tmp_path / "own.toml"
    own.write_text(
        (ROOT / "domain/programme/catalogue/youth-cycle-2018.toml")
        .read_text()
        .replace("cycle = 4", "cycle = 5")
    )
    with_lots = assay.done(
        "programme", "propose", services, "--rule", own, "--year", "2027", "--frame", frame
    )
    assert with_lots["to_be_drawn"] == 4
    drawn = assay.done("programme", "draw", frame, "--seed", "a seed")["drawn"]
    assert len(drawn) == 4
    assert not set(drawn) & set(with_lots["chosen"])
    shown = assay(*words)
    assert "10 services chosen of 10 wanted, and 0 to be drawn" in shown.out
    assert "was last inspected in 2023" in shown.out
    assert "allow: 10 in 2028, 10 in 2029, 10 in 2030.\n" in shown.out


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (HEADING + "a,north,soon,,,,\n", "line 2, last: must be a whole number, not 'soon'"),
        (HEADING + "a,north,,5,data,,operations\n", "line 2, risk_on: is missing"),
        (HEADING + "a,north,,,,,\na,south,,,,,\n", "line 3, id: a is on line 2 already"),
        ("id,place\na,b\n", "line 1: there is no column place"),
    ],
)
def test_what_is_wrong_with_the_services_is_said_with_its_line(
    assay: CommandLine, text: str, sentence: str, tmp_path: Path
) -> None:
    file = tmp_path / "services.csv"
    file.write_text(text)
    said = assay("programme", "propose", file, "--rule", "quality-and-impact-2017", "--year", "2017")
    assert (said.status, said.code) == (2, "bad-programme")
    assert sentence in said.sentence


def test_all_that_is_wrong_is_said_at_once_in_the_words_of_the_table(
    assay: CommandLine, tmp_path: Path
) -> None:
    file = tmp_path / "services.csv"
    file.write_text(HEADING + "a,north,soon,high,data,,\nb,,2024,,,,\n")
    said = assay("programme", "propose", file, "--rule", "quality-and-impact-2017", "--year", "2017")
    wrong = [line.split("services.csv, ")[1] for line in said.err.splitlines() if "services.csv, " in line]
    assert len(wrong) == 5
    for column in ("last", "risk", "risk_on", "risk_by"):
        assert len([each for each in wrong if each.startswith(f"line 2, {column}: ")]) == 1
    assert [each for each in wrong if each.startswith("line 3, ")] == ["line 3, region: is missing."]
    assert "(and 4 more)" in said.err


def test_a_rule_that_does_not_exist_or_draws_no_lots_is_said(
    assay: CommandLine, services: Path, tmp_path: Path
) -> None:
    assert assay("programme", "propose", services, "--rule", "taste", "--year", "2027").code == "unknown-rule"
    said = assay(
        "programme",
        "propose",
        services,
        "--rule",
        "quality-and-impact-2017",
        "--year",
        "2027",
        "--frame",
        tmp_path / "f",
    )
    assert said.code == "bad-usage"
    assert not (tmp_path / "f").exists()


def test_the_rules_are_listed(assay: CommandLine) -> None:
    assert [each["id"] for each in assay.done("programme", "rules")["rules"]] == [
        "effective-supervision-2003",
        "full-joint-inspection-2012",
        "probation-yearly-2018",
        "quality-and-impact-2017",
        "short-quality-screening-2012",
        "youth-cycle-2018",
    ]
    assert "Quality & Impact" in assay("programme", "rules").out


def test_the_page_names_every_column_of_a_service() -> None:
    page = (
        (ROOT / "docs" / "programme-data.md")
        .read_text(encoding="utf-8")
        .split("## Services to select from")[1]
    )
    assert [name for name in SERVICE_COLUMNS if f"| `{name}`" not in page] == []


def test_an_inspectorate_that_joins_is_not_asked_too_often(
    assay: CommandLine, services: Path, tmp_path: Path
) -> None:
    joint = tmp_path / "joint.csv"
    joint.write_text("partner,most,services\nhealth,1,y39 y38 y37 y35\n")
    own = tmp_path / "own.toml"
    own.write_text(
        'id = "own"\nversion = "1"\ntitle = "By risk"\ncitation = "Ours"\nin_force_from = 2026-01-01\n'
        'number = 4\nsteps = [{ by = "risk" }]\n'
    )
    words = ("programme", "propose", services, "--rule", own, "--year", "2027", "--joint", joint)
    said = assay.done(*words)
    assert said["chosen"] == ["y33", "y34", "y36", "y39"]
    joint.write_text("partner,most,services\nhealth,1,y39 y99\n")
    wrong = assay(*words)
    assert (wrong.status, wrong.code) == (2, "bad-programme")
    assert "joint.csv, line 2, services: there is no service y99" in wrong.err


def test_what_is_wrong_in_two_tables_is_said_of_both_at_once(assay: CommandLine, tmp_path: Path) -> None:
    listed, joint = tmp_path / "listed.csv", tmp_path / "joint.csv"
    listed.write_text("id,region,last\ny01,north,soon\n")
    joint.write_text("partner,most,services\nhealth,many,y01\n")
    words = ("programme", "propose", listed, "--rule", "youth-cycle-2018", "--year", "2027", "--joint", joint)
    wrong = assay(*words)
    assert wrong.status == 2
    assert "joint.csv, line 2, most: " in wrong.err
    assert "listed.csv, line 2, last: " in wrong.err
