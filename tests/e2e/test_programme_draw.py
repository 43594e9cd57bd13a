"""The lottery at the command line: freeze, then draw; a frame that has changed since is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from domain.programme.choice.lottery import Frame, draw_lots, seed_from
from tests.support.command_line import CommandLine

NUMBERS = ("--numbers", "3", "--highest", "59")


@pytest.fixture
def assay(tmp_path: Path) -> CommandLine:
    """The command line of an installation without a record: nothing here needs one."""
    return CommandLine(tmp_path / "home")


@pytest.fixture
def frame() -> dict[str, Any]:
    return {
        "title": "Youth services, drawn",
        "draw": 2,
        "entries": [{"id": f"yot-{at}", "region": "north" if at < 3 else "south"} for at in range(6)],
        "shares": [{"region": "north", "most": 1}],
        "excluded": [{"id": "yot-9", "reason": "chosen by risk"}],
    }


@pytest.fixture
def file(tmp_path: Path, frame: dict[str, Any]) -> Path:
    path = tmp_path / "frame.json"
    path.write_text(json.dumps(frame))
    return path


def test_a_frame_is_frozen_and_then_drawn_from(assay: CommandLine, file: Path, tmp_path: Path) -> None:
    kept = assay.done(
        "programme", "freeze", file, "--commitment", "our notice", "--beacon", "the draw of 5 April", *NUMBERS
    )
    receipt = tmp_path / "receipt.json"
    receipt.write_text(json.dumps(kept))
    said = assay.done("programme", "draw", file, "--receipt", receipt, "--value", "27, 3 09")
    whole = Frame.model_validate_json(file.read_bytes())
    assert kept["frame"] == said["frame"] == whole.digest
    assert said["seed"] == seed_from("our notice", "3 9 27")
    assert said["drawn"] == list(draw_lots(whole, said["seed"]).drawn)
    assert said["excluded"] == [{"id": "yot-9", "reason": "chosen by risk"}]
    assert (said["beacon"], said["value"]) == ("the draw of 5 April", "3 9 27")
    assert assay.done("programme", "draw", file, "--seed", said["seed"])["lots"] == said["lots"]
    wrong = assay("programme", "draw", file, "--receipt", receipt, "--value", "3-9-27")
    assert wrong.code == "bad-public-value"
    assert "3 different numbers from 1 to 59 were said to come" in wrong.sentence
    of_before = {each: value for each, value in kept.items() if each not in ("numbers", "highest")}
    receipt.write_text(json.dumps(of_before))
    old = assay.done("programme", "draw", file, "--receipt", receipt, "--value", "27, 3 09")
    assert old["seed"] == seed_from("our notice", "27, 3 09"), (
        "a receipt of before is drawn by as it was agreed"
    )


def test_a_frame_is_frozen_for_a_draw_that_there_can_be(assay: CommandLine, file: Path) -> None:
    said = assay(
        *("programme", "freeze", file, "--commitment", "ours", "--beacon", "theirs"),
        *("--numbers", "6", "--highest", "5"),
    )
    assert said.code == "bad-public-draw"


def test_a_frame_that_has_changed_since_it_was_frozen_is_refused(
    assay: CommandLine, file: Path, frame: dict[str, Any], tmp_path: Path
) -> None:
    kept = assay.done(
        "programme", "freeze", file, "--commitment", "our notice", "--beacon", "the draw of 5 April", *NUMBERS
    )
    (tmp_path / "receipt.json").write_text(json.dumps(kept))
    file.write_text(json.dumps({**frame, "entries": frame["entries"][1:]}))
    said = assay("programme", "draw", file, "--receipt", tmp_path / "receipt.json", "--value", "3 9 27")
    assert (said.status, said.code) == (2, "frame-changed")


def test_people_see_who_was_drawn_and_why_the_others_were_not(assay: CommandLine, file: Path) -> None:
    said = assay("programme", "draw", file, "--seed", "a seed")
    assert said.status == 0
    assert "2 services drawn of 2 wanted" in said.out
    assert "chosen by risk" in said.out
    assert "all 2 had been drawn" in said.out


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ([], "bad-usage"),
        (["--seed", "a", "--value", "b"], "bad-usage"),
        (["--receipt", "nowhere.json"], "bad-usage"),
        (["--receipt", "nowhere.json", "--value", "b"], "unreadable-file"),
    ],
)
def test_what_is_missing_or_too_much_is_refused(
    assay: CommandLine, file: Path, words: list[str], code: str
) -> None:
    said = assay("programme", "draw", file, *words)
    assert (said.status, said.code) == (2, code)


def test_a_frame_that_is_ambiguous_is_refused_with_the_place(
    assay: CommandLine, file: Path, frame: dict[str, Any]
) -> None:
    file.write_text(json.dumps({**frame, "entries": [*frame["entries"], {"id": "yot 7", "region": "north"}]}))
    said = assay("programme", "draw", file, "--seed", "a")
    assert (said.status, said.code) == (2, "bad-programme")
    assert "entries[6].id: must be a short code" in said.sentence
    file.write_text(json.dumps({**frame, "excluded": [{"id": "yot-1", "reason": "overdue"}]}))
    assert (
        "yot-1 is both in the frame and excluded from it"
        in assay("programme", "draw", file, "--seed", "a").sentence
    )
