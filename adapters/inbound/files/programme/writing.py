"""Writing a programme as CSV files, and a plan as CSV or JSON."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.inbound.files.named import write_file
from adapters.inbound.files.programme.cells import WHOLE
from adapters.inbound.files.programme.sheets import PLAN_COLUMNS, SETTINGS, SHEETS, YEAR, Sheet
from adapters.inbound.files.spreadsheets import Grid, as_workbook, is_workbook, unguarded
from domain.messages import Message
from domain.programme.checker.checker import Verdict
from domain.programme.plan import Plan
from domain.programme.problem import ROLES, Problem
from domain.refusals import Refused

__all__ = ["plan_as_csv", "plan_as_data", "plan_as_workbook", "verdict_as_data", "write_sheets", "write_year"]

_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
"""What a workbook has as a number. A code such as 007 is none."""


def problem_as_sheets(problem: Problem) -> Mapping[str, str]:
    """The text of each CSV file of a problem, by its name; tables without rows are left out where none are meant."""
    settings = [[name, cell.write(getattr(problem, name))] for name, cell in SETTINGS.items()]
    for group in ("reporting", "weights"):
        values = getattr(problem, group)
        settings += [
            [f"{group}.{name}", WHOLE.write(getattr(values, name))] for name in type(values).model_fields
        ]
    found = {YEAR: _table(["setting", "value"], settings)}
    for sheet in SHEETS:
        rows = list(_rows(sheet, problem))
        if rows or sheet.must_be or sheet.part == "apart":  # without it, neighbours are worked out anew
            found[sheet.file] = _table(list(sheet.columns), rows)
    return found


def write_sheets(problem: Problem, folder: Path) -> None:
    """Write a problem's CSV files into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in problem_as_sheets(problem).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


def write_year(problem: Problem, out: Path) -> None:
    """Write the tables of a year: as a JSON file, as a workbook, or else as CSV files into a new folder.

    Raises:
        Refused: ``file-exists``, ``unwritable-file``.
    """
    if out.suffix.lower() == ".json":
        write_file(out, problem.model_dump_json(indent=1) + "\n")
    elif is_workbook(out):
        sheets = (
            (name, list(csv.reader(io.StringIO(text)))) for name, text in problem_as_sheets(problem).items()
        )
        grids = [
            Grid(name.removesuffix(".csv"), rows[0], [[_typed(cell) for cell in row] for row in rows[1:]])
            for name, rows in sheets
        ]
        write_file(out, as_workbook(grids))
    elif out.exists():
        raise Refused.because("file-exists", f"There is {out} already; it is not written over.")
    else:
        write_sheets(problem, out)


def plan_as_workbook(problem: Problem, plan: Plan) -> bytes:
    """A plan as a workbook with one sheet, which has the columns and rows of the table."""
    columns, *rows = csv.reader(io.StringIO(plan_as_csv(problem, plan)))
    return as_workbook([Grid("plan", columns, [[_typed(cell) for cell in row] for row in rows])])


def _typed(cell: str) -> str | int:
    return int(cell) if _WHOLE.fullmatch(cell) else unguarded(cell)


def plan_as_csv(problem: Problem, plan: Plan) -> str:
    """A plan as a table: a row for each inspection that is placed."""
    rows = []
    for placement in plan.placements:
        begins = problem.first_monday + timedelta(weeks=placement.start)
        team = [" ".join(each.person for each in placement.team if each.role == role) for role in ROLES]
        panel = [_or_empty(placement.panel), _or_empty(placement.publication)]
        rows.append([placement.inspection, str(placement.start), begins.isoformat(), *team, *panel])
    return _table(PLAN_COLUMNS, rows)


def plan_as_data(problem: Problem, plan: Plan, verdict: Verdict) -> dict[str, Any]:
    """A plan with what it was made under and what the checker says of it, for JSON."""
    return {
        "problem": plan.problem,
        "weights": problem.weights.model_dump(mode="json"),
        "placements": plan.model_dump(mode="json")["placements"],
        **verdict_as_data(verdict),
    }


def verdict_as_data(verdict: Verdict) -> dict[str, Any]:
    """What the checker found, for JSON."""
    return {
        "holds": verdict.holds,
        "cost": verdict.cost,
        "terms": dict(verdict.terms),
        "unplaced": list(verdict.unplaced),
        "mandatory_unplaced": verdict.mandatory_unplaced,
        "without_panel": list(verdict.without_panel),
        "violations": [
            {"rule": each.rule, "about": each.about, "sentence": each.sentence} for each in verdict.violations
        ],
    }


def _rows(sheet: Sheet, problem: Problem) -> Iterable[list[str]]:
    if sheet.of is None:
        for record in getattr(problem, sheet.part):
            yield _row(sheet, record, {})
        return
    whole, inner = sheet.of
    for owner in getattr(problem, whole):
        for record in getattr(owner, inner):
            yield _row(sheet, record, {next(iter(sheet.columns)): owner.id})


def _row(sheet: Sheet, record: Message, more: Mapping[str, Any]) -> list[str]:
    values = {name: more[name] if name in more else getattr(record, name) for name in sheet.columns}
    return ["" if values[name] is None else cell.write(values[name]) for name, cell in sheet.columns.items()]


def _or_empty(value: object) -> str:
    return "" if value is None else str(value)


def _table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
