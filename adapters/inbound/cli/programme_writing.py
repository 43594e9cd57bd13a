"""Writing a programme as CSV files, and a plan as CSV or JSON."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from adapters.inbound.cli.programme_cells import WHOLE
from adapters.inbound.cli.programme_sheets import PLAN_COLUMNS, SETTINGS, SHEETS, YEAR, Sheet
from domain.messages import Message
from domain.programme.checking import Verdict
from domain.programme.plan import Plan
from domain.programme.problem import ROLES, Problem

__all__ = ["plan_as_csv", "plan_as_data", "problem_as_sheets", "verdict_as_data", "write_sheets"]


def problem_as_sheets(problem: Problem) -> Mapping[str, str]:
    """The text of each CSV file of a problem, by its name; tables without rows are left out."""
    settings = [[name, cell.write(getattr(problem, name))] for name, cell in SETTINGS.items()]
    for group in ("reporting", "weights"):
        values = getattr(problem, group)
        settings += [
            [f"{group}.{name}", WHOLE.write(getattr(values, name))] for name in type(values).model_fields
        ]
    found = {YEAR: _table(["setting", "value"], settings)}
    for sheet in SHEETS:
        rows = list(_rows(sheet, problem))
        if rows or sheet.must_be:
            found[sheet.file] = _table(list(sheet.columns), rows)
    return found


def write_sheets(problem: Problem, folder: Path) -> None:
    """Write a problem's CSV files into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in problem_as_sheets(problem).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")


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
