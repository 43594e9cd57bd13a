"""A provider's action plan in a file: a row for each action, or nested as JSON or TOML."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from adapters.inbound.files.handed_in import Row, bad_rows, read_records, read_rows, wrong
from domain.action_plans.events import Action, Answer
from domain.refusals import Refused

__all__ = ["read_plan"]

_OF_ANSWER = ("agreed", "which_part", "reason")
_OF_ACTION = {"action": "id", "text": "text", "owner": "owner", "due": "due", "measure": "measure"}
_COLUMNS = ("recommendation", *_OF_ANSWER, *_OF_ACTION)


def read_plan(path: Path) -> list[dict[str, Any]]:
    """The answers in a plan's file, as they are to be submitted.

    Raises:
        Refused: ``bad-file`` with the line and what is wrong with it, ``too-large``.
    """
    if path.suffix.lower() != ".csv":
        return read_records(path, Answer)
    header, rows = read_rows(path)
    for column in header:
        if column not in _COLUMNS:
            raise Refused.because(
                "bad-file", f"{path}, line 1: there is no column {column}; there are {', '.join(_COLUMNS)}."
            )
    for column in ("recommendation", "agreed"):
        if column not in header:
            raise Refused.because("bad-file", f"{path}, line 1: the column {column} is missing.")
    return _answers(path, rows)


def _answers(path: Path, rows: Sequence[Row]) -> list[dict[str, Any]]:
    answers: dict[str, dict[str, Any]] = {}
    faults: list[tuple[int, str]] = []
    for row in rows:
        code = row.cells.get("recommendation")
        if code is None:
            faults.append((row.line, "recommendation is missing"))
            continue
        said = {name: row.cells[name] for name in _OF_ANSWER if name in row.cells}
        if code not in answers:
            answers[code] = {"recommendation": code, **said, "actions": []}
            what = wrong({"recommendation": code, **said}, Answer)
        else:
            what = _differs(answers[code], said)
        action = {name: row.cells[column] for column, name in _OF_ACTION.items() if column in row.cells}
        if action:
            answers[code]["actions"].append(action)
            what = what or wrong(action, Action)
        if what is not None:
            faults.append((row.line, what))
    if faults:
        raise bad_rows(path, faults, len(rows))
    return list(answers.values())


def _differs(answer: dict[str, Any], said: dict[str, str]) -> str | None:
    """What a further row says of an answer that its first row does not, or None."""
    for name, value in said.items():
        if answer.get(name) != value:
            return f"{name} is not what an earlier row says of {answer['recommendation']}"
    return None
