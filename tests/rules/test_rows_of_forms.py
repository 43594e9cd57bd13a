"""Tables in forms: every row that is wrong is named at once, typed or in a file, and each beside its own input."""

import io
import json
from pathlib import Path

import pytest
from starlette.datastructures import UploadFile

from adapters.inbound.files.handed_in import read_records
from adapters.inbound.web.forms.forms import Problem, command_of, shown
from domain.inspections.commands import QuestionWanted, SetQuestions
from domain.refusals import Refused

GIVEN = {"inspection": "topic-18"}


def problems_of(entered: dict[str, str], file: bytes | None = None) -> tuple[Problem, ...]:
    files = {} if file is None else {"questions": UploadFile(io.BytesIO(file), filename="questions.csv")}
    found = command_of(SetQuestions, entered, GIVEN, files)
    assert isinstance(found, tuple)
    return found


def test_every_row_that_was_typed_wrong_is_named_under_its_number_beside_its_input() -> None:
    entered = {
        "questions-rows": "5",
        "questions-1-prompts": "Was it asked?",
        "questions-2-text": "Why?",
        "questions-4-text": "x" * 1501,
        "questions-5-text": "When?",
        "questions-5-population": "The Cases",
    }
    found = problems_of(entered)
    assert [(each.field, each.text.partition(":")[0]) for each in found] == [
        ("questions-1-text", "In row 1"),
        ("questions-4-text", "In row 4"),
        ("questions-5-population", "In row 5"),
    ]
    assert "at most 1500 characters" in found[1].text
    [table] = [each for each in shown(SetQuestions, entered, found) if each.name == "questions"]
    wrong = {each.name: each.error for row in table.rows for each in row if each.error}
    assert wrong == {each.field: each.text for each in found}


def test_every_wrong_row_of_a_file_is_named_by_its_line() -> None:
    file = b"text,guidance,population\nWhy?,,\n,Look twice.,\n\n,,cases\nWhen?,,The Cases\n"
    [found] = problems_of({}, file)
    assert found.field == "questions"
    for words in ("line 3: text is missing", "line 5: text is missing", "line 6: population must be"):
        assert words in found.text
    assert "(3 of 4 rows are wrong; nothing was recorded)" in found.text


@pytest.mark.parametrize(
    ("file", "says"),
    [
        (b"", "is empty"),
        (b"text\n", "no rows"),
        (b"text,answer\nWhy?,yes\n", "no column answer"),
        (b"text\nWhy \xe9?\n", "line 2: the file is not UTF-8"),
        (b"text\nWhy?,No\n", "line 2: there are 2 cells under 1 columns"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_a_sentence(file: bytes, says: str) -> None:
    [found] = problems_of({}, file)
    assert says in found.text


def test_a_file_that_is_right_becomes_the_command_with_several_things_in_one_cell() -> None:
    file = UploadFile(io.BytesIO(b"text,prompts\nWhy?,Was it seen?;Was it told?\n"), filename="questions.csv")
    made = command_of(SetQuestions, {}, GIVEN, {"questions": file})
    asked = QuestionWanted(text="Why?", prompts=("Was it seen?", "Was it told?"))
    assert made == SetQuestions(inspection="topic-18", questions=(asked,))


def test_every_wrong_entry_of_a_file_of_json_is_named(tmp_path: Path) -> None:
    path = tmp_path / "questions.json"
    path.write_text(json.dumps([{"text": "Why?"}, {"guidance": "Look."}, "When?", {"text": ""}]))
    with pytest.raises(Refused) as refused:
        read_records(path, QuestionWanted)
    said = refused.value.refusal.sentence
    for words in ("entry 2: text is missing", "entry 3: it must have named parts", "entry 4: text must not"):
        assert words in said
    assert "(3 of 4 entries are wrong; nothing was recorded)" in said
