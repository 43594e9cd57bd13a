"""A recorded programme at the command line: what is wrong in a table is said row by row, and nothing is half taken."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from tests.support.command_line import CommandLine
from tests.support.toy_matter import HandClock

AREAS = "area,region\nNorthshire,north\n"
PAST = "provider,inspection,kind,ended_on,rating,lead,follow_up,follow_up_due\n"


@pytest.fixture(scope="module")
def opened(homes: Path, tmp_path_factory: pytest.TempPathFactory) -> CommandLine:
    """A programme with two providers, of which one lies in no area of it; nothing here is accepted by it."""
    home = tmp_path_factory.mktemp("programme") / "home"
    shutil.copytree(homes / "new", home)
    assay = CommandLine(home, HandClock())
    assay.on(date(2018, 5, 14))
    areas = assay.file("areas.csv", AREAS)
    for code, area in (("yot-alder", "Northshire"), ("yot-birch", "Southshire")):
        assay.done("provider", "register", code, "--title", code, "--kind", "yot", "--area", area)
    assay.done(*_open(areas))
    return assay


def _open(areas: Path) -> tuple[str | Path, ...]:
    return (
        *("programme", "open", "2018", "--title", "The year", "--year", "2018"),
        *("--first-monday", "2018-04-02", "--areas", areas),
    )


WRONG = [
    ("yot-alder,a-1,yot-2018,soon,,,,\n", "line 2, ended_on: must be a date"),
    ("yot-alder,a-1,yot-2018,2014-05-02,Quite good,,,\n", "line 2, rating: must be the name of a rating"),
    ("yot-alder,a-1,yot-2018,2014-05-02,,Ann,,\n", "line 2, lead: must be an id of somebody on the staff"),
    ("yot-alder,,yot-2018,2014-05-02,,,,\n", "line 2, inspection: is missing"),
    (
        "yot-alder,a-1,yot-2018,2014-05-02,,,,\n" * 2,
        "line 3, provider: a-1 of yot-alder is on line 2 already",
    ),
]


@pytest.mark.parametrize(("rows", "sentence"), WRONG)
def test_what_is_wrong_with_what_was_before_is_said_with_its_line_and_column(
    opened: CommandLine, rows: str, sentence: str
) -> None:
    said = opened("programme", "load", "2018", "--past", opened.file("past.csv", PAST + rows))
    assert (said.status, said.code) == (2, "bad-programme")
    assert sentence in said.sentence


def test_every_wrong_row_is_named_and_none_of_the_others_is_taken(opened: CommandLine) -> None:
    rows = "yot-alder,a-1,yot-2018,2014-05-02,,,,\nyot-alder,a-2,yot-2018,soon,,,,\nyot-birch,b-1,,2014-05-02,,,,\n"
    said = opened("programme", "load", "2018", "--past", opened.file("past.csv", PAST + rows))
    assert said.status == 2
    assert [line.split(": ")[0].rsplit("/", 1)[-1] for line in said.err.splitlines()] == [
        "past.csv, line 4, kind",
        "past.csv, line 3, ended_on",
    ]
    strange = opened.file(
        "past.csv", PAST + "yot-alder,a-1,yot-2018,2014-05-02,,,,\nyot-elm,e-1,yot-2018,2014-05-02,,,,\n"
    )
    refused = opened("programme", "load", "2018", "--past", strange)
    assert refused.code == "unknown-provider"
    assert "past.csv, line 3" in refused.sentence
    assert "a-1" not in opened("provider", "show", "yot-alder", "--json").out


def test_a_table_with_a_strange_column_or_another_form_is_refused(opened: CommandLine) -> None:
    strange = opened.file("scores.csv", "provider,luck\nyot-alder,7\n")
    said = opened("programme", "note", "2018", "--services", strange)
    assert "line 1: there is no column luck; there are provider, risk, " in said.sentence
    half = opened.file("scores.csv", "provider,risk\nyot-alder,7\n")
    assert "line 2, risk_evidence: is missing" in opened("programme", "note", "2018", "--services", half).err
    twice = opened.file("areas.csv", AREAS + "Northshire,south\n")
    again = opened(*_open(twice))
    assert "line 3, area: Northshire is on line 2 already" in again.sentence
    assert opened(*_open(opened.file("areas.csv", AREAS))).code == "programme-exists"


def test_a_provider_whose_area_lies_in_no_region_is_named(opened: CommandLine) -> None:
    said = opened("programme", "propose", "2018", "--rule", "youth-cycle-2018", "--of", "yot")
    assert said.code == "unknown-area"
    assert "yot-birch (Southshire)" in said.sentence


NUMBERS = ("--numbers", "6", "--highest", "59")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("show", "2019"), "unknown-programme"),
        (("timeline", "2019"), "unknown-programme"),
        (("propose", "2018", "--rule", "youth-cycle-2018", "--of", "crc"), "no-services"),
        (("propose", "2018", "--rule", "youth-cycle-2018"), "bad-usage"),
        (("propose", "2018", "--rule", "youth-cycle-2018", "--of", "yot", "--year", "2018"), "bad-usage"),
        (("freeze", "2018", "--commitment", "ours", "--beacon", "theirs", *NUMBERS), "bad-usage"),
        (("draw", "2018", "--value", "7"), "bad-usage"),
        (("draw", "2018", "--rule", "youth-cycle-2018", "--seed", "7"), "bad-usage"),
        (("draw", "2018", "--rule", "youth-cycle-2018", "--value", "7"), "no-selection"),
        (("show", "2018", "--field", "plan"), "nothing-yet"),
        (("show", "2018", "--field", "weather"), "unknown-field"),
        (("pin", "2018", "--inspection", "a-1", "--why", "So it is."), "pin-of-what"),
        (("accept", "2018", "--plan", "f" * 64), "unknown-plan"),
        (("start", "2018", "--inspection", "a-1"), "wrong-stage"),
    ],
)
def test_what_cannot_be_done_is_said_in_one_sentence(
    opened: CommandLine, words: tuple[str, ...], code: str
) -> None:
    said = opened("programme", *words)
    assert (said.status, said.code) == (2, code)


def test_the_programmes_are_listed_with_where_they_stand(opened: CommandLine) -> None:
    assert opened.done("programme", "list")["programmes"] == [
        {"programme": "2018", "title": "The year", "stage": "preparation", "inspections": None, "started": 0}
    ]
    assert "The year" in opened("programme", "list").out
    told = [each["sentence"] for each in opened.done("programme", "timeline", "2018")["timeline"]]
    assert told == ["The programme 2018 was opened: The year."]


def test_providers_are_registered_from_a_file_all_of_them_or_none(opened: CommandLine) -> None:
    heading = "provider,title,kind,area\n"
    wrong = opened.file(
        "p.csv", heading + "yot-cedar,Cedar,yot,Northshire\nyot-alder,Another,yot,Northshire\n"
    )
    said = opened("provider", "import", wrong)
    assert (said.status, said.code) == (2, "bad-file")
    assert "line 3: The provider yot-alder is registered already." in said.sentence
    assert opened("provider", "show", "yot-cedar").code == "unknown-provider"
    bad = opened("provider", "import", opened.file("p.csv", heading + "Yot Cedar,Cedar,yot,Northshire\n"))
    assert "line 2, provider: must be a short code" in bad.sentence
    right = opened.file("p.csv", heading + "yot-cedar,Cedar,yot,Northshire\n")
    assert opened.done("provider", "import", right) == {"rows": 1, "registered": 1}
    assert opened("provider", "import", right).out == "1 row read; 0 providers registered.\n"
