"""Follow-ups, action plans by agreement and what has improved, from the command line."""

import json
from datetime import date
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.toy_matter import HandClock

EXAMPLE = Path(__file__).parents[2] / "examples" / "follow-up" / "staffordshire-2005.toml"


@pytest.fixture(scope="module")
def in_2005(tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A record of 2005, with a follow-up that has been announced."""
    assay = CommandLine(tmp_path_factory.mktemp("follow-up") / "home", HandClock())
    assay.on(date(2005, 1, 10))
    assert assay("db", "migrate").status == 0
    assay.done(
        "provider", "register", "staffordshire", "--title", "Staffordshire Probation Area",
        "--kind", "probation-area", "--area", "West Midlands",
    )  # fmt: skip
    assay.done(
        "inspection", "announce", "staffs-2005", "--provider", "staffordshire", "--lead", "os-7",
        "--protocol", "effective-supervision-follow-up-2004",
        "--fieldwork-from", "2005-03-07", "--fieldwork-to", "2005-03-11",
    )  # fmt: skip
    return assay


def set_up(assay: CommandLine) -> None:
    periods = assay.file(
        "periods.csv",
        "id,title,minimum_weeks,stratum\nearlier,The earlier period,20,1\nnewer,New procedures,10,2\n",
    )
    assay.done(
        "follow-up", "set-up", "staffs-2005", "--earlier", "Inspection of June 2004", "--standard", "B1",
        "--standard", "C5", "--recommendation", "r1", "--wording", "r1=Assess risk of harm better.",
        "--population", "supervised-cases", "--only", "High risk of harm cases.", "--periods", periods,
    )  # fmt: skip


def test_a_published_follow_up_is_printed_with_every_criterion(assay: CommandLine) -> None:
    shown = assay("follow-up", "compare", EXAMPLE).out
    for line in (
        "+25 points; numbers not published: first and follow-up",
        "not compared: the follow-up's focus",
    ):
        assert line in shown
    assert "58% (11 of 19)" in shown
    found = json.loads(assay("follow-up", "compare", EXAMPLE, "--json").out)
    rescored = [each for each in found["criteria"] if each["outcome"] == "numbers-not-published"]
    assert [(each["criterion"], each["difference"]["points"]) for each in rescored] == [
        ("B1", "25"), ("B2", "16"), ("B3", "23"), ("B4", "26"),
        ("C1", "19"), ("C2", "15"), ("C3", "10"), ("C4", "19"), ("C5", "26"),
    ]  # fmt: skip
    assert {each["criterion"] for each in found["criteria"] if each["outcome"] == "not-compared"} == {
        "A1", "A2", "A3", "A4", "A5",
    }  # fmt: skip


def test_numbers_that_are_known_give_an_interval(assay: CommandLine) -> None:
    text = EXAMPLE.read_text(encoding="utf-8").replace("{ percent = 23 }", "{ met = 3, of = 13 }")
    shown = assay("follow-up", "compare", assay.file("known.toml", text)).out
    assert "may be chance" in shown
    assert "Newcombe 1998" in shown


def test_what_is_wrong_with_a_file_is_said_in_one_sentence(assay: CommandLine) -> None:
    bad = assay.file("bad.toml", EXAMPLE.read_text(encoding="utf-8").replace("percent = 46", "percent = 460"))
    said = assay("follow-up", "compare", bad)
    assert (said.status, said.code) == (2, "bad-file")
    assert "criteria 6, first, percent" in said.sentence
    assert assay("follow-up", "compare", "nowhere.toml").code == "unreadable-file"


def test_a_follow_up_is_set_up_told_and_listed(in_2005: CommandLine) -> None:
    assay = in_2005
    assert assay("follow-up", "show", "staffs-2005").code == "unknown-follow-up"
    assert assay("follow-up", "results", "staffs-2005").code == "unknown-follow-up"
    tasks = assay("inspection", "tasks", "staffs-2005").out
    assert "Lay down which inspection is followed" in tasks
    set_up(assay)
    assert "Lay down which inspection is followed" not in assay("inspection", "tasks", "staffs-2005").out
    figures = assay.file("figures.csv", "standard,percent,met,of\nB1,46,,\nC5,53,,\nB1.1,,3,8\n")
    assay.done(
        "follow-up", "record-opening-figures", "staffs-2005", "--figures", figures,
        "--source", "The report of June 2004", "--recut", "yes",
    )  # fmt: skip
    slip = assay.file(
        "figures-slip.csv", "standard,percent,met,of,not_met,sample\nB1,46,24,32,8,40\nC5,53,,,,\n"
    )
    said = assay(
        "follow-up", "record-opening-figures", "staffs-2005", "--figures", slip, "--source", "X", "--recut", "yes"
    )  # fmt: skip
    assert said.code == "bad-figure"
    assert "B1: 24 of 32 is 75.0 per cent, and not 46." in said.sentence
    bad = assay.file("figures-bad.csv", "standard,percent\nB1,460\n")
    said = assay(
        "follow-up",
        "record-opening-figures",
        "staffs-2005",
        "--figures",
        bad,
        "--source",
        "X",
        "--recut",
        "no",
    )
    assert (said.code, "line 2" in said.sentence) == ("bad-file", True)
    assay.done(
        "follow-up", "conclude-criterion", "staffs-2005", "--standard", "B1", "--conclusion", "It is better."
    )
    assert assay("follow-up", "results", "staffs-2005").code == "reads-open"
    found = assay.done("follow-up", "show", "staffs-2005")
    assert (found["stage"], found["not_rescored"]) == ("set-up", ["A1", "A2", "A3", "A4", "A5"])
    assert [each["minimum_weeks"] for each in found["periods"]] == [20, 10]
    assert found["conclusions"] == {"B1": "It is better."}
    told = assay("follow-up", "show", "staffs-2005").out
    assert "First figures from: The report of June 2004" in told
    assert "look again at B1, C5" in assay("inspection", "timeline", "staffs-2005").out


def test_an_ordinary_inspection_follows_none(announced: CommandLine) -> None:
    said = announced(
        "follow-up", "set-up", "nps-nw", "--earlier", "An inspection of 2017", "--standard", "2.1",
        "--recommendation", "r1", "--wording", "r1=Do better.", "--population", "supervised-cases",
        "--only", "All.",
    )  # fmt: skip
    assert said.code == "not-a-follow-up"


def test_what_has_improved_says_where_there_is_nothing_to_compare(announced: CommandLine) -> None:
    assert "there is nothing to compare" in announced("follow-up", "improved", "nps-north-west").out
    found = announced.done("follow-up", "measure", "--from", "2018-04-01", "--to", "2019-03-31")
    assert (found["measure"], found["improved"], found["of"]) == ("2.1", 0, 0)
    assert (
        announced("follow-up", "measure", "--from", "2019-04-01", "--to", "2018-03-31").code
        == "dates-reversed"
    )
    assert announced("follow-up", "measure", "--from", "soon", "--to", "2018-03-31").code == "bad-value"
