"""A special inquiry, typed: the lead sets what is asked, the case is read, and the report says what it said."""

import json
import os
from datetime import date
from pathlib import Path

import pytest

from tests.support.blind import QUALITY, acting_as
from tests.support.command_line import CommandLine

REF = "inquiry-18"
QUESTIONS = (
    "text,applies_to,guidance,prompts\n"
    "Was the risk seen?,,Look at the first plan.,Was it written down?;Was it reviewed?\n"
    "Was anybody told?,cases with partners,,\n"
)
SHOWN = ("inspection", "show", REF)


@pytest.fixture
def inquiry(assay: CommandLine) -> CommandLine:
    """A special inquiry in its fieldwork, with nothing drawn."""
    assay.done("provider", "register", "leeds", "--title", "Leeds", "--kind", "yot", "--area", "North")
    assay.done(
        "inspection", "announce", REF, "--provider", "leeds", "--protocol", "special-inquiry", "--lead", "os-1000",
        "--requested-by", "The Secretary of State", "--fieldwork-from", "2018-05-15", "--fieldwork-to", "2018-05-18",
    )  # fmt: skip
    assay.on(date(2018, 5, 15))
    assay.done("inspection", "begin-fieldwork", REF)
    return assay


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("", "is empty"),
        ("text\n", "no rows"),
        ("population\ncase\n", "column text is missing"),
        ("text,answer\nWhy?,yes\n", "no column answer; there are text, population, applies_to, guidance"),
        ("text,guidance\nWas it seen?,\n,Look twice.\n", "line 3: text is missing"),
        ("text,population\n,case\nWhy?,The Case\n", "line 2: text is missing; line 3: population must be"),
        ("text,population\n,case\nWhy?,The Case\n", "(2 of 2 rows are wrong; nothing was recorded)"),
        (f"text\n{'x' * 1501}\n", "line 2: text is too long"),
        ("text,prompts\nWhy?," + ";".join(["How?"] * 27) + "\n", "line 2: prompts"),
        (b"text\nWhy \xe9?\n", "line 2: the file is not UTF-8"),
    ],
)
def test_a_wrong_file_of_questions_is_refused_with_each_line_and_sets_nothing(
    inquiry: CommandLine, content: str | bytes, says: str
) -> None:
    file = inquiry.file("questions.csv", content)
    said = inquiry("inspection", "set-questions", REF, "--questions", file)
    assert said.status == 2
    assert says in said.sentence
    assert inquiry.done(*SHOWN)["questions"] == []


def test_a_hundred_questions_are_too_many_for_numbers_of_two_digits(inquiry: CommandLine) -> None:
    file = inquiry.file("many.csv", "text\n" + "".join(f"Question {each}?\n" for each in range(100)))
    assert inquiry("inspection", "set-questions", REF, "--questions", file).code == "bad-value"


def test_an_inquiry_asks_what_its_lead_has_set_and_reports_what_the_case_said(
    inquiry: CommandLine, tmp_path: Path
) -> None:
    cases = inquiry.file("cases.csv", "reference\nLE/1\n")
    draw = (
        "inspection",
        "draw-sample",
        REF,
        "--population",
        "case",
        "--list",
        cases,
        "--seed",
        "the one case",
    )
    refused = inquiry(*draw)
    assert (refused.status, refused.code) == (2, "questions-unset")
    locked = {each["verb"]: each["status"] for each in inquiry.done("inspection", "tasks", REF)["tasks"]}
    assert locked["set-questions"] == "to-do"
    for name, content in (
        ("questions.csv", QUESTIONS),
        ("again.toml", '[[questions]]\ntext = "Was the risk seen?"\nprompts = ["Was it written down?"]\n'),
    ):
        reason = (
            () if name == "questions.csv" else ("--reason", "Fewer will do: nobody else was in the case.")
        )
        file = inquiry.file(name, content)
        inquiry.done("inspection", "set-questions", REF, "--questions", file, *reason)
    back = ("--reason", "Partners were in the case after all.")
    file = inquiry.file("questions.csv", QUESTIONS)
    inquiry.done("inspection", "set-questions", REF, "--questions", file, *back)
    inquiry.done(*draw)
    assert inquiry("inspection", "set-questions", REF, "--questions", file).code == "sample-drawn"
    [case] = [each["case"] for each in inquiry.done("case", "list", REF)["cases"]]
    left = inquiry.done("case", "left", case)["unanswered"]
    assert [(each["number"], each["text"]) for each in left] == [
        ("Q1.1", "Was the risk seen?"),
        ("Q1.2", "Was anybody told?"),
    ]
    inquiry.done("case", "allocate", case, "--reader", f"os-{os.getuid()}")
    taken = tmp_path / "case.json"
    assert inquiry("case", "take-away", case, "--to", taken).status == 0
    asked = json.loads(taken.read_text())["taken"]["questions"]
    assert [(each["number"], each["guidance"]) for each in asked] == [
        ("Q1.1", "Look at the first plan."),
        ("Q1.2", None),
    ]
    assert asked[0]["prompts"] == ["a) Was it written down?", "b) Was it reviewed?"]
    _read(inquiry, case)
    assert inquiry.done(*SHOWN)["questions"][0]["yes"] is None, "not before the reads are closed"
    inquiry.on(date(2018, 5, 18))
    with acting_as(QUALITY):
        inquiry.done("case", "waive-second", REF, "--reason", "There is one case, and one reader.")
    inquiry.done("inspection", "end-fieldwork", REF)
    inquiry.done("inspection", "close-case-reads", REF)
    told = [
        (each["number"], each["yes"], each["no"], each["share"]) for each in inquiry.done(*SHOWN)["questions"]
    ]
    assert told == [("Q1.1", 0, 1, "0"), ("Q1.2", 0, 0, None)]
    inquiry.done("inspection", "draft-report", REF, "--findings", "The risk was not seen.")
    inquiry.done("report", "section", REF, "--place", "Q1.1", "--text", "Nobody wrote it down.")
    text = inquiry("report", "preview", REF).out
    assert "Questions set for this inspection" in text
    assert "Q1.1 Was the risk seen?" in text
    assert "Nobody wrote it down." in text
    assert "were set for this inspection on 15 May 2018" in " ".join(text.split())
    assert "inspected against" not in text
    line = inquiry("inspection", "timeline", REF).out
    assert "in place of others: Partners were in the case after all." in " ".join(line.split())


def _read(line: CommandLine, case: str) -> None:
    line.done("case", "record-interview", case, "--reason", "The officer has left.")
    line.done("case", "record-answers", case, "--answer", "Q1.1=no", "--answer", "Q1.2=not_applicable")
    line.done("case", "record-prompts", case, "--prompt", "Q1.1.a=no", "--prompt", "Q1.1.b=no")
    applies = line("case", "record-prompts", case, "--prompt", "Q1.1.a=not_applicable")
    assert applies.code == "prompt-applies"
    line.done("case", "note-answer", case, "--question", "Q1.1", "--note", "The plan is blank.")
    line.done("case", "complete", case)
