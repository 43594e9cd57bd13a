"""Reading a plan that somebody made, by hand or with another tool, from CSV or JSON."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from adapters.inbound.commands.fields import explain
from adapters.inbound.files.handed_in import Row, read_rows
from adapters.inbound.files.programme.cells import CODE, NAMES, WEEK
from adapters.inbound.files.programme.reading import BadProgramme, parsed, strict_json
from adapters.inbound.files.programme.sheets import PLAN_COLUMNS
from adapters.inbound.files.spreadsheets import ENDINGS
from domain.programme.fault import place_words
from domain.programme.plan import Placement, Plan
from domain.programme.problem import ROLES, Problem

__all__ = ["read_plan"]

_CELLS = {"inspection": CODE, "start": WEEK, "panel": CODE, "publication": WEEK}


def read_plan(path: Path, problem: Problem) -> Plan:
    """Read a plan of a problem.

    A table says nothing about the problem it is of, and is taken for one of this; JSON says so, and the checker
    compares.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong, or ``bad-file``, ``unreadable-file``, ``too-large``.
    """
    return _of_table(path, problem) if path.suffix.lower() in ENDINGS else _of_json(path)


def _of_json(path: Path) -> Plan:
    data = json.loads(strict_json(path))
    if not isinstance(data, dict):
        raise BadProgramme([f"{path}: must be one JSON object"])
    own = {name: data[name] for name in Plan.model_fields if name in data}  # the rest is what was said of it
    return parsed(json.dumps(own), Plan, path)


def _of_table(path: Path, problem: Problem) -> Plan:
    header, rows = read_rows(path, may_be_empty=True)
    wrong = [
        f"{path}, line 1: there is no column {name}; there are {', '.join(PLAN_COLUMNS)}"
        for name in header
        if name not in PLAN_COLUMNS
    ]
    wrong += [
        f"{path}, line 1: the column {name} is missing"
        for name in ("inspection", "start")
        if name not in header
    ]
    if wrong:
        raise BadProgramme(wrong)
    found: dict[str, Placement] = {}
    for row in rows:
        place = f"{path}, line {row.line}"
        try:
            placement = Placement.model_validate(_values(row, problem))
        except ValidationError as error:
            wrong += [
                f"{place}, {place_words(each['loc'])}: {explain(each)}"
                for each in error.errors(include_url=False, include_input=False)
            ]
            continue
        except ValueError as error:
            wrong.append(f"{place}: {error}")
            continue
        if placement.inspection in found:
            wrong.append(f"{place}: {placement.inspection} is placed a second time")
        found[placement.inspection] = placement
    if wrong:
        raise BadProgramme(wrong)
    return Plan(problem=problem.digest, placements=tuple(found[each] for each in sorted(found)))


def _values(row: Row, problem: Problem) -> dict[str, Any]:
    """The values of a row. Raises ValueError with the column and what is wrong in it."""
    found: dict[str, Any] = {}
    for name, cell in _CELLS.items():
        if name in row.cells:
            try:
                found[name] = cell.read(row.cells[name], problem.first_monday)
            except ValueError as error:
                raise ValueError(f"{name} {error}") from None
    found["team"] = tuple(
        {"person": person, "role": role}
        for role in ROLES
        if role in row.cells
        for person in NAMES.read(row.cells[role], problem.first_monday)
    )
    return found
