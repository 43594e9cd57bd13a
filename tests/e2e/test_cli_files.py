"""Files that people hand in: what is wrong is named by file and line, and nothing of the file is recorded."""

from datetime import date
from pathlib import Path

import pytest

from domain.canonical import sha256_hex
from domain.cases.sampling.drawing import draw
from tests.support.command_line import CommandLine
from tests.support.toy_matter import HandClock

ITEMS = "id,title,standard\nplan,The business plan,1.1\n"


def request(assay: CommandLine, name: str, content: str | bytes) -> str:
    """Ask for evidence from a file; the sentence that refuses it."""
    file = assay.file(name, content)
    said = assay("evidence", "request", "nps-nw", "--items", file)
    assert said.status == 2, said.out
    assert str(file) in said.sentence
    assert assay.done("inspection", "show", "nps-nw")["version"] == 1
    return said.sentence


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        (" \n \n", "is empty"),
        ("id,title,standard\n", "no rows"),
        ("id,standard\nplan,1.1\n", "column title is missing"),
        ("id,title,standard,colour\nplan,The plan,1.1,red\n", "no column colour"),
        ("id,title,standard,id\nplan,The plan,1.1,x\n", "column id is there twice"),
        ("id,title,,standard\nplan,The plan,,1.1\n", "a column has no name"),
        (ITEMS + "staff,The staffing plan\n", "line 3: there are 2 cells under 3 columns"),
        (ITEMS + "Staff Plan,The staffing plan,1.2\n", "line 3: id must be a short code"),
        (ITEMS + "staff,,1.2\n", "line 3: title is missing"),
        (ITEMS + "staff,The staffing plan,First\n", "line 3: standard must be the number"),
        (ITEMS + "A,x,1.2\nB,x,1.3\n", "line 3: id must be a short code"),
        (ITEMS + "A,x,1.2\nB,x,1.3\n", "(2 of 3 rows are wrong; nothing was recorded)"),
        (ITEMS + "A,x,1.2\nstaff,,1.3\n", "line 3: id must be a short code"),
        (ITEMS + "A,x,1.2\nstaff,,1.3\n", "; line 4: title is missing (2 of 3 rows"),
        (ITEMS + "A,,1.2\n" * 22, "; line 22: id must be a short code"),
        (ITEMS + "A,,1.2\n" * 22, "; and 2 more (22 of 23 rows are wrong; nothing was recorded)"),
        (ITEMS + 'staff,"never closed,1.2\n', "unexpected end of data"),
        (ITEMS + f"staff,{'x' * 301},1.2\n", "line 3: title is too long"),
        (ITEMS + f"staff,{'x' * 140_000},1.2\n", "field larger than field limit"),
        (ITEMS.encode() + b"staff,The \xe9tat,1.2\n", "line 3: the file is not UTF-8"),
        (ITEMS + "staff,The bell \x07,1.2\n", "line 3: there is a control character (U+0007)"),
        (ITEMS + "staff,The nothing \x00,1.2\n", "line 3: there is a control character (U+0000)"),
        (ITEMS + "staff,Next \x85 line,1.2\n", "line 3: title has a control character (U+0085)"),
        (ITEMS.encode("utf-16"), "not UTF-8"),
        (b"PK\x03\x04 a spreadsheet", "control character"),
    ],
)
def test_a_wrong_table_is_refused_with_its_line(
    announced: CommandLine, content: str | bytes, says: str
) -> None:
    assert says in request(announced, "items.csv", content)


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("items.json", "{", "is no JSON"),
        ("items.json", "[" * 100_000, "is no JSON"),
        ("items.json", "[]", "must hold a list of entries"),
        ("items.json", '["plan"]', "entry 1: it must have named parts"),
        (
            "items.json",
            '[{"id": "plan", "title": "x", "standard": "1.1", "x": 1}]',
            "entry 1: x is not known",
        ),
        ("items.json", '[{"id": "plan", "title": 3, "standard": "1.1"}]', "entry 1: title must be text"),
        ("items.json", '[{"id": "plan", "standard": "1.1"}]', "entry 1: title is missing"),
        ("items.toml", "items = 3", "must hold a list of entries"),
        ("items.toml", "[[items]\nid = 1", "is no TOML"),
        ("items.xlsx", "PK", "must be a .csv, .json or .toml file"),
    ],
)
def test_wrong_records_are_refused_with_their_place(
    announced: CommandLine, name: str, content: str, says: str
) -> None:
    assert says in request(announced, name, content)


def test_a_file_that_is_too_large_is_not_read(announced: CommandLine) -> None:
    sentence = request(announced, "items.csv", ITEMS + "x" * 6_000_000)
    assert "larger than 5 MB" in sentence
    assert "[too-large]" in sentence


def test_a_file_that_is_not_there_and_a_folder_are_said(announced: CommandLine) -> None:
    for path in (announced.home / "nothing.csv", announced.home):
        said = announced(
            "inspection", "draw-sample", "nps-nw", "--population", "x", "--list", path, "--seed", "s"
        )
        assert said.status == 2
        assert said.code == "unreadable-file"
        assert str(path) in said.sentence


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("items.csv", "\ufeff" + ITEMS.replace("\n", "\r\n")),
        ("items.csv", "standard,id,title\n\n 1.1 , plan ,The business plan\n,,\n"),
        ("items.json", '[{"id": "plan", "title": "The business plan", "standard": "1.1"}]'),
        ("items.json", '{"items": [{"id": "plan", "title": "The business plan", "standard": "1.1"}]}'),
        ("items.toml", '[[items]]\nid = "plan"\ntitle = "The business plan"\nstandard = "1.1"\n'),
    ],
)
def test_what_spreadsheets_write_is_read(announced: CommandLine, name: str, content: str) -> None:
    file = announced.file(name, content)
    told = announced.done("evidence", "request", "nps-nw", "--items", file)
    assert told["events"][0]["data"]["items"] == [
        {
            "id": "plan",
            "title": "The business plan",
            "standard": "1.1",
            "key_questions": [],
            "prompts": [],
            "provider": None,
            "about": None,
        }
    ]


@pytest.fixture
def sampled(announced: CommandLine) -> CommandLine:
    """An inspection in fieldwork with a sample of three of four supervised cases."""
    announced.done("evidence", "request", "nps-nw", "--items", announced.file("items.csv", ITEMS))
    announced.done("evidence", "submit", "nps-nw", "--item", "plan")
    announced.on(date(2018, 6, 18))
    announced.done("inspection", "begin-fieldwork", "nps-nw")
    rows = announced.file("list.csv", "row,office\n1,a\n2,b\n3,c\n4,d\n")
    announced.done(
        "inspection", "draw-sample", "nps-nw", "--population", "court-reports", "--list", rows, "--seed", "lot",
        "--size", "3", "--reason", "Few readers.",
    )  # fmt: skip
    return announced


def reads(assay: CommandLine, content: str, *more: str) -> tuple[Path, list[str | Path]]:
    file = assay.file("answers.csv", content)
    return file, ["case", "record-reads", "nps-nw", "--file", file, *more]


def drawn(assay: CommandLine) -> list[int]:
    return [each["row"] for each in assay.done("case", "list", "nps-nw")["cases"]]


def test_a_sample_is_bound_to_the_very_list_and_anyone_can_draw_it_again(sampled: CommandLine) -> None:
    digest = sha256_hex((sampled.home.parent / "list.csv").read_bytes())
    assert drawn(sampled) == sorted(draw(digest, 4, "lot", 3))
    assert (
        "office" not in (sampled.home / "assay.db").read_bytes().decode("latin-1").split("case.sampled")[-1]
    )


def test_a_list_without_a_case_draws_an_empty_sample(sampled: CommandLine) -> None:
    empty = sampled.file("none.csv", "row,office\n")
    told = sampled.done(
        "inspection", "draw-sample", "nps-nw", "--population", "victims", "--list", empty, "--seed", "lot"
    )
    assert told["events"][0]["data"]["cases"] == []


@pytest.mark.parametrize(
    ("header", "cell", "says"),
    [
        ("row,3.1.1", "{row},maybe", "3.1.1 must be yes, no or not_applicable"),
        ("row,9.9.9", "{row},yes", "Key question 9.9.9 is not asked of this case"),
        ("row,interviewed_on", "{row},2018-07-01", "cannot have been held yet"),
        ("row,interviewed_on", "{row},soon", "interviewed_on must be a date"),
        (
            "row,interviewed_on,no_interview_because",
            "{row},2018-06-18,They were ill.",
            "either the day of the interview",
        ),
        ("row,3.1.1", "99,yes", "no such case in the samples"),
        ("case,3.1.1", "case-0,yes", "no such case in the samples"),
    ],
)
def test_one_wrong_row_keeps_all_rows_out(sampled: CommandLine, header: str, cell: str, says: str) -> None:
    first, second, *_ = drawn(sampled)
    right = {"3.1.1": "yes", "9.9.9": "", "interviewed_on": "2018-06-18", "no_interview_because": ""}
    cells = [
        str(first) if column == "row" else _case(sampled, first) if column == "case" else right[column]
        for column in header.split(",")
    ]
    file, words = reads(
        sampled,
        f"{header}\n{','.join(cells)}\n{cell.format(row=second)}\n",
        "--population",
        "court-reports",
    )
    said = sampled(*words)
    assert said.status == 2
    assert f"{file}, line 3: " in said.sentence
    assert says in said.sentence
    assert {each["status"] for each in sampled.done("case", "list", "nps-nw")["cases"]} == {"to-read"}


def _case(assay: CommandLine, row: int) -> str:
    cases = assay.done("case", "list", "nps-nw")["cases"]
    found: str = next(each["case"] for each in cases if each["row"] == row)
    return found


def test_a_case_may_stand_in_a_file_once(sampled: CommandLine) -> None:
    row = drawn(sampled)[0]
    _, words = reads(sampled, f"row,3.1.1\n{row},yes\n{row},no\n", "--population", "court-reports")
    assert "line 3: the case is there twice, first in line 2" in sampled(*words).sentence


def test_a_read_is_completed_only_when_it_is_whole(sampled: CommandLine) -> None:
    row = drawn(sampled)[0]
    population = ("--population", "court-reports", "--complete")
    _, words = reads(sampled, f"row,3.1.1\n{row},yes\n", *population)
    assert "line 2: Still to be answered: 3.1.2" in sampled(*words).sentence
    _, words = reads(sampled, f"row,3.1.1,3.1.2\n{row},yes,no\n", *population)
    assert "line 2: Record the interview" in sampled(*words).sentence
    _, words = reads(sampled, f"row,interviewed_on,3.1.1,3.1.2\n{row},2018-06-18,Yes,N/A\n", *population)
    assert sampled.done(*words)["commands"] == 3


def test_a_file_that_was_interrupted_is_given_again_and_a_changed_one_only_changes_what_it_changes(
    sampled: CommandLine,
) -> None:
    one, two, _ = drawn(sampled)
    _, words = reads(sampled, f"row,3.1.1,3.1.2\n{one},yes,no\n", "--population", "court-reports")
    assert sampled.done(*words)["commands"] == 1
    _, words = reads(sampled, f"row,3.1.1,3.1.2\n{one},yes,no\n{two},yes,\n", "--population", "court-reports")
    assert sampled.done(*words)["commands"] == 1
    _, words = reads(sampled, f"row,3.1.1,3.1.2\n{one},no,no\n{two},yes,\n", "--population", "court-reports")
    assert sampled.done(*words)["commands"] == 1
    left = {each["row"]: each["unanswered"] for each in sampled.done("case", "list", "nps-nw")["cases"]}
    assert (left[one], left[two]) == (0, 1)


def test_a_finished_read_is_not_changed_by_a_file(sampled: CommandLine) -> None:
    row = drawn(sampled)[0]
    whole = f"row,interviewed_on,3.1.1,3.1.2\n{row},2018-06-18,yes,%s\n"
    population = ("--population", "court-reports", "--complete")
    sampled.done(*reads(sampled, whole % "yes", *population)[1])
    said = sampled(*reads(sampled, whole % "no", *population)[1])
    assert "line 2: The read of this case is finished" in said.sentence


def test_which_list_a_row_is_of_must_be_said(sampled: CommandLine) -> None:
    row = drawn(sampled)[0]
    assert "say which list" in sampled(*reads(sampled, f"row,3.1.1\n{row},yes\n")[1]).sentence
    _, words = reads(sampled, f"row,population,3.1.1\n{row},court-reports,yes\n")
    assert sampled.done(*words)["commands"] == 1


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("recommendation\nr1\n", "column agreed is missing"),
        ("recommendation,agreed,whim\nr1,agreed,x\n", "no column whim"),
        ("recommendation,agreed\nr1,perhaps\n", "line 2: agreed must be agreed, partly-agreed or not-agreed"),
        ("recommendation,agreed\n,agreed\n", "line 2: recommendation is missing"),
        (
            "recommendation,agreed\nr1,agreed\nr1,not-agreed\n",
            "line 3: agreed is not what an earlier row says",
        ),
        (
            "recommendation,agreed,action,text,owner,due\nr1,agreed,a1,Do,Head,soon\n",
            "line 2: due must be a date",
        ),
        (
            "recommendation,agreed,action,text,owner,due\nr1,agreed,a1,Do,,2019-01-01\n",
            "line 2: owner is missing",
        ),
    ],
)
def test_a_wrong_plan_is_refused_with_its_line(announced: CommandLine, content: str, says: str) -> None:
    said = announced("plan", "submit", "nps-nw", "--answers", announced.file("plan.csv", content))
    assert said.status == 2
    assert said.code == "bad-file"
    assert says in said.sentence


def test_every_wrong_row_of_a_plan_is_named(announced: CommandLine) -> None:
    rows = "recommendation,agreed\n,agreed\nr1,agreed\nr1,not-agreed\n"
    said = announced("plan", "submit", "nps-nw", "--answers", announced.file("plan.csv", rows))
    assert (
        "line 2: recommendation is missing; line 4: agreed is not what an earlier row says of r1 "
        "(2 of 3 rows are wrong; nothing was recorded)"
    ) in said.sentence


def test_a_published_follow_up_is_compared_without_a_record(tmp_path: Path) -> None:
    example = Path(__file__).parents[2] / "examples" / "follow-up" / "staffordshire-2005.toml"
    nowhere = CommandLine(tmp_path / "none", HandClock())
    said = nowhere("follow-up", "compare", example)
    assert said.status == 0
    assert "of 19" in said.out
    assert not (tmp_path / "none" / "assay.db").exists()
