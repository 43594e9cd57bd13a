"""Case reads as files, from the command line: taken away, filled in without a connection, brought back."""

import json
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from activities.cases.offline_format import seal_of
from tests.support.blind import FIRST, LEAD, SECOND, Blind, question_numbers

REF = "nps-nw"


def taken(blind: Blind, tmp_path: Path, name: str = "case.json", person: int = FIRST) -> dict[str, Any]:
    with_second = ["--second"] if person == SECOND else []
    said = blind.typed(person, "case", "take-away", blind.case, "--to", tmp_path / name, *with_second)
    assert said.status == 0, said.err
    assert "is not encrypted" in said.err
    found: dict[str, Any] = json.loads((tmp_path / name).read_text())
    return found


def put(tmp_path: Path, content: object, name: str = "filled.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(content))
    return path


def test_a_read_is_taken_away_filled_in_and_brought_back_once(blind: Blind, tmp_path: Path) -> None:
    file = taken(blind, tmp_path)
    assert stat.S_IMODE((tmp_path / "case.json").stat().st_mode) == 0o600
    assert file["answers"]["2.1.1"] == {"answer": "no", "note": "Zq7Canary-first-otherwise"}
    assert [each["number"] for each in file["taken"]["questions"]] == list(question_numbers())
    assert any("post-custody" in each for each in file["taken"]["questions"][6]["prompts"])
    file["answers"]["2.1.1"] = {"answer": "yes", "note": "Seen again."}
    file["answers"]["2.1.2"]["note"] = "New."
    filled = put(tmp_path, file)
    assert blind.done(FIRST, "case", "bring-back", filled)["recorded"] == 3
    shown = blind.done(FIRST, "case", "left", blind.case)
    assert shown["held"] == 0
    again = blind.done(FIRST, "case", "bring-back", filled)
    assert (again["before"], again["recorded"]) == (True, 0)
    text = blind.typed(FIRST, "case", "bring-back", filled)
    assert "was brought back before; nothing was done twice" in text.out


def test_a_file_has_places_for_prompts_classes_the_interview_and_an_alert(
    blind: Blind, tmp_path: Path
) -> None:
    blind.done(FIRST, "case", "record-prompts", blind.case, "--prompt", "2.1.1.b=no")
    file = taken(blind, tmp_path)
    assert (file["prompts"]["2.1.1.a"], file["prompts"]["2.1.1.b"]) == (None, "no")
    assert file["taken"]["classes"]["risk-of-harm"]["classes"] == ["low", "medium", "high", "very-high"]
    file["prompts"]["2.1.1.a"] = "yes"
    file["classification"]["risk-of-harm"] = {"provider": "low", "inspector": "high"}
    file["interview"] = {"held_on": "2018-06-28", "no_interview_because": None}
    file["alert"] = {"what": "Zq7Canary-danger", "told": ["police"], "told_at": "2018-06-29T09:10+01:00"}
    # Meanwhile the same prompt was answered otherwise, and the case was classified.
    blind.done(FIRST, "case", "record-prompts", blind.case, "--prompt", "2.1.1.a=no")
    classify = ("case", "record-classification", blind.case, "--aspect", "risk-of-harm", "--inspector", "low")
    blind.done(FIRST, *classify)
    brought = blind.typed(FIRST, "case", "bring-back", put(tmp_path, file))
    assert "The alert in it was raised." in brought.out
    assert "NOBODY CAN BE TOLD" in brought.err, "there is no staff record here"
    assert "1 recorded, 2 held" in brought.out
    held: Any = blind.done(FIRST, "case", "held", blind.case)["held"]
    assert [(each["about"], each["mine"], each["theirs"]) for each in held] == [
        ("prompt 2.1.1.a", "yes", "no"),
        (
            "class risk-of-harm",
            "low by the provider, high by the inspector",
            "- by the provider, low by the inspector",
        ),
    ]
    file["answers"]["2.1.2"]["note"] = "Later."
    assert "alert" not in blind.typed(FIRST, "case", "bring-back", put(tmp_path, file, "on.json")).out
    (alert,) = blind.done(LEAD, "case", "alerts", REF)["alerts"]
    assert (alert["what"], alert["told"][0]["who"]) == ("Zq7Canary-danger", "police")
    blind.done(FIRST, "case", "settle", blind.case, "1", "--keep", "mine")
    blind.done(FIRST, "case", "settle", blind.case, "2", "--keep", "mine")
    shown: Any = blind.done(FIRST, "case", "show", blind.case)
    assert shown["prompts"] == {"2.1.1.a": "yes", "2.1.1.b": "no"}
    assert shown["classified"]["risk-of-harm"] == {"provider": "low", "inspector": "high"}
    file["alert"] = {"what": None, "told": ["police"], "told_at": None}
    said = blind.typed(FIRST, "case", "bring-back", put(tmp_path, file, "no-what.json"))
    assert (said.code, "alert.what" in said.err) == ("bad-file", True)


def test_what_changed_on_both_sides_is_held_shown_and_settled_and_no_note_is_lost(
    blind: Blind, tmp_path: Path
) -> None:
    file = taken(blind, tmp_path)
    blind.done(FIRST, "case", "record-answers", blind.case, "--answer", "2.1.1=not_applicable")
    blind.done(FIRST, "case", "note-answer", blind.case, "--question", "2.1.1", "--note", "At the office.")
    file["answers"]["2.1.1"] = {"answer": "yes", "note": "On the train."}
    told = blind.done(FIRST, "case", "bring-back", put(tmp_path, file))
    assert (told["recorded"], told["held"]) == (0, [1, 2])
    held: Any = blind.done(FIRST, "case", "held", blind.case)["held"]
    assert [(each["about"], each["mine"], each["theirs"]) for each in held] == [
        ("2.1.1", "yes", "not_applicable"),
        ("note 2.1.1", "On the train.", "At the office."),
    ]
    assert blind.typed(FIRST, "case", "complete", blind.case).code == "edits-held"
    assert blind.typed(FIRST, "case", "settle", blind.case, "2", "--keep", "mine").code == "out-of-order"
    assert blind.typed(FIRST, "case", "settle", blind.case, "1", "--keep", "both").code == "bad-value"
    blind.done(FIRST, "case", "settle", blind.case, "1", "--keep", "mine")
    blind.done(FIRST, "case", "settle", blind.case, "2", "--keep", "both")
    blind.done(FIRST, "case", "complete", blind.case)
    blind.done(SECOND, "case", "complete-second", blind.case)
    found: Any = blind.done(FIRST, "case", "show", blind.case)
    assert found["answers"]["2.1.1"] == "yes"
    assert found["notes"]["2.1.1"] == "At the office.\n\nOn the train."


def test_a_file_is_carried_on_with_after_it_was_brought_back(blind: Blind, tmp_path: Path) -> None:
    file = taken(blind, tmp_path)
    assert file["interview"]["no_interview_because"] == file["taken"]["interview"]["no_interview_because"]
    file["answers"]["2.1.1"] = {"answer": "yes", "note": "Seen again."}
    file["interview"] = {"held_on": None, "no_interview_because": "They were Zq7Canary-afraid"}
    assert blind.done(FIRST, "case", "bring-back", put(tmp_path, file))["recorded"] == 3
    file["answers"]["2.1.2"] = {"answer": "not_applicable", "note": None}
    told = blind.done(FIRST, "case", "bring-back", put(tmp_path, file, "more.json"))
    assert (told["recorded"], told["held"]) == (1, [])
    file["answers"]["2.1.1"] = {"answer": "no", "note": "Seen a third time."}
    told = blind.done(FIRST, "case", "bring-back", put(tmp_path, file, "yet-more.json"))
    assert (told["recorded"], told["held"]) == (2, [])


def test_what_was_held_is_read_again_after_it_was_settled(blind: Blind, tmp_path: Path) -> None:
    file = taken(blind, tmp_path)
    blind.done(FIRST, "case", "note-answer", blind.case, "--question", "2.1.1", "--note", "At the office.")
    blind.done(FIRST, "case", "record-interview", blind.case, "--held-on", "2018-06-20")
    file["answers"]["2.1.1"]["note"] = "On the train."
    file["interview"] = {"held_on": None, "no_interview_because": "Afraid of the manager."}
    blind.done(FIRST, "case", "bring-back", put(tmp_path, file))
    for number in ("1", "2"):
        blind.done(FIRST, "case", "settle", blind.case, number, "--keep", "theirs")
    assert blind.done(FIRST, "case", "held", blind.case)["held"] == []
    found: Any = blind.done(FIRST, "case", "held", blind.case, "--all")["held"]
    assert [(each["about"], each["mine"], each["theirs"], each["kept"]) for each in found] == [
        ("interview", "Afraid of the manager.", "2018-06-20", "theirs"),
        ("note 2.1.1", "On the train.", "At the office.", "theirs"),
    ]


def test_a_file_of_the_version_before_is_brought_back_too(blind: Blind, tmp_path: Path) -> None:
    file = taken(blind, tmp_path)
    file["format"] = "assay.case-file.v1"
    del file["taken"]["interview"]
    file["seal"] = seal_of(file["taken"])
    file["interview"] = {"held_on": None, "no_interview_because": None}
    file["answers"]["2.1.1"]["answer"] = "yes"
    assert blind.done(FIRST, "case", "bring-back", put(tmp_path, file))["recorded"] == 1


def test_a_second_read_is_taken_away_with_its_own_answers_alone(blind: Blind, tmp_path: Path) -> None:
    file = taken(blind, tmp_path, person=SECOND)
    assert "Zq7Canary-first" not in json.dumps(file)
    assert file["answers"]["2.1.1"]["note"] == "Zq7Canary-second-as-it-is"
    for person, words in ((FIRST, ["--second"]), (SECOND, []), (LEAD, [])):
        said = blind.typed(person, "case", "take-away", blind.case, "--to", tmp_path / "no.json", *words)
        assert said.code == "not-reader"
    file["answers"]["2.1.1"]["answer"] = "no"
    assert blind.done(SECOND, "case", "bring-back", put(tmp_path, file))["recorded"] == 1


def changed(path: list[str], value: object) -> Callable[[dict[str, Any]], object]:
    def change(file: dict[str, Any]) -> object:
        place = file
        for each in path[:-1]:
            place = place[each]
        place[path[-1]] = value
        return file

    return change


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (changed(["taken", "version"], 1), "damaged-file"),
        (changed(["taken", "was", "2.1.1", "answer"], "yes"), "damaged-file"),
        (changed(["answers", "2.1.1", "answer"], "perhaps"), "bad-file"),
        (changed(["answers", "9.9.9"], {"answer": "yes", "note": None}), "bad-file"),
        (changed(["answers", "2.1.1", "colour"], "red"), "bad-file"),
        (changed(["interview"], {"held_on": "2018-06-28", "no_interview_because": "Left."}), "bad-file"),
        (changed(["format"], "assay.case-file.v0"), "other-version"),
        (changed(["format"], "another"), "bad-file"),
        (lambda _file: [1, 2], "bad-file"),
    ],
)
def test_a_file_that_is_damaged_or_of_another_version_is_refused_in_one_sentence(
    blind: Blind, tmp_path: Path, damage: Callable[[dict[str, Any]], object], code: str
) -> None:
    said = blind.typed(FIRST, "case", "bring-back", put(tmp_path, damage(taken(blind, tmp_path))))
    assert said.status == 2
    assert said.code == code


def test_a_file_that_is_no_case_file_is_refused(blind: Blind, tmp_path: Path) -> None:
    for number, content in enumerate((b"", b"\xff\xfe\x00", b"{" * 100_000, b'{"format": 3}')):
        path = tmp_path / f"odd-{number}.json"
        path.write_bytes(content)
        assert blind.typed(FIRST, "case", "bring-back", path).code == "bad-file"


def test_a_file_of_somebody_else_or_of_another_installation_is_refused(blind: Blind, tmp_path: Path) -> None:
    file = taken(blind, tmp_path)
    assert blind.typed(SECOND, "case", "bring-back", put(tmp_path, file)).code == "not-reader"
    file["taken"]["record"] = "another-record"
    file["seal"] = seal_of(file["taken"])
    assert blind.typed(FIRST, "case", "bring-back", put(tmp_path, file)).code == "foreign-file"
