"""`assay programme rules|propose`: which services a rule selects in a year, and why."""

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Final

import typer
from pydantic import ValidationError

from adapters.inbound.cli.fields import explain
from adapters.inbound.cli.files import read_file
from adapters.inbound.cli.handed_in import Row, read_rows
from adapters.inbound.cli.programme_cells import CODE, DAY, TEXT, WHOLE, Cell
from adapters.inbound.cli.programme_reading import BadProgramme
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.programme.faults import place_words
from domain.programme.selection import Selection, select
from domain.programme.selection_rules import SelectionRule, parse_selection_rule, shipped_selection_rules
from domain.programme.services import Service
from domain.refusals import Refused
from domain.text import counted

__all__ = ["SERVICE_COLUMNS", "add_choosing"]

SERVICE_COLUMNS: Final[Mapping[str, Cell]] = {
    "id": CODE,
    "region": CODE,
    "last": WHOLE,
    "risk": WHOLE,
    "risk_evidence": TEXT,
    "risk_on": DAY,
    "risk_by": TEXT,
    "performance": WHOLE,
    "size": WHOLE,
    "density": WHOLE,
    "follow_up": TEXT,
    "visits": WHOLE,
}
"""The columns of a file of services; ``id`` and ``region`` must be filled, and the four of a risk score together."""

_OF_RISK: Final = {"risk": "score", "risk_evidence": "evidence", "risk_on": "on", "risk_by": "by"}
_LARGEST_RULE: Final = 100_000


def add_choosing(group: typer.Typer) -> None:
    """Register the two commands."""
    group.command("rules")(rules)
    group.command("propose")(propose)


def rules(as_json: AsJson = False) -> None:
    """List the selection rules that come with Assay.

    Example: assay programme rules --json
    """
    found = shipped_selection_rules()
    if as_json:
        say_json({"rules": [each.model_dump(mode="json") for each in found.values()]})
        return
    table(["rule", "title", "from"], [(each.id, each.title, each.in_force_from) for each in found.values()])


def propose(
    services: Annotated[
        Path,
        typer.Argument(
            metavar="SERVICES", help="A CSV file of services (docs/programme-data.md says the columns)."
        ),
    ],
    rule: Annotated[str, typer.Option(metavar="RULE", help="A rule by its id, or a .toml file.")],
    year: Annotated[int, typer.Option(metavar="YEAR", min=1900, max=2200, help="The year to select for.")],
    frame: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write here, as JSON, from which services is still to be drawn."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Propose which services to inspect in a year, and say of every service why or why not.

    What a rule leaves to the lot is not chosen here: `assay programme freeze` and `draw` take the frame.

    Example: assay programme propose services.csv --rule youth-cycle-2018 --year 2027 --frame frame.json
    """
    chosen_rule = _rule(rule)
    selection = select(chosen_rule, _read_services(services), year)
    if frame is not None:
        if selection.frame is None:
            raise Refused.because(
                "bad-usage", f"{chosen_rule.id} draws no lots, so there is no frame to write."
            )
        frame.write_text(selection.frame.model_dump_json(indent=1) + "\n", encoding="utf-8")
    if as_json:
        say_json(_as_data(chosen_rule, selection, year))
    else:
        _tell(chosen_rule, selection, year)


def _rule(named: str) -> SelectionRule:
    if named.endswith(".toml"):
        return parse_selection_rule(read_file(Path(named), largest=_LARGEST_RULE), where=named)
    known = shipped_selection_rules()
    if named not in known:
        raise Refused.because(
            "unknown-rule", f"There is no rule {named[:80]!r}; there are {', '.join(known)}."
        )
    return known[named]


def _read_services(path: Path) -> tuple[Service, ...]:
    header, rows = read_rows(path)
    wrong = [
        f"{path}, line 1: there is no column {name}; there are {', '.join(SERVICE_COLUMNS)}"
        for name in header
        if name not in SERVICE_COLUMNS
    ]
    found: dict[str, tuple[int, Service]] = {}
    for row in rows if not wrong else ():
        place = f"{path}, line {row.line}"
        try:
            service = Service.model_validate(_values(row))
        except ValidationError as error:
            wrong += [
                f"{place}, {place_words(each['loc'])}: {explain(each)}"
                for each in error.errors(include_url=False, include_input=False)
            ]
            continue
        except ValueError as error:
            wrong.append(f"{place}, {error}")
            continue
        if service.id in found:
            wrong.append(f"{place}, id: {service.id} is on line {found[service.id][0]} already")
        found.setdefault(service.id, (row.line, service))
    if wrong:
        raise BadProgramme(wrong)
    return tuple(service for _, service in found.values())


def _values(row: Row) -> dict[str, Any]:
    """The values of a row. Raises ValueError with the column and what is wrong in it."""
    found: dict[str, Any] = {}
    for name, cell in SERVICE_COLUMNS.items():
        if name in row.cells:
            try:
                found[name] = cell.read(row.cells[name], date.min)
            except ValueError as error:
                raise ValueError(f"{name}: {error}") from None
    risk = {inner: found.pop(name) for name, inner in _OF_RISK.items() if name in found}
    return {**found, "risk": risk} if risk else found


def _as_data(rule: SelectionRule, selection: Selection, year: int) -> dict[str, Any]:
    return {
        "rule": json.loads(rule.model_dump_json()),
        "year": year,
        "wanted": selection.wanted,
        "chosen": list(selection.chosen),
        "to_be_drawn": selection.frame.draw if selection.frame is not None else 0,
        "choices": [
            {"id": each.id, "chosen": each.chosen, "reason": each.reason} for each in selection.choices
        ],
        "outlook": {str(year + after): number for after, number in enumerate(selection.outlook, start=1)},
        "shortfalls": list(selection.shortfalls),
    }


def _tell(rule: SelectionRule, selection: Selection, year: int) -> None:
    say(f"{rule.title}")
    drawn = f", and {selection.frame.draw} to be drawn" if selection.frame is not None else ""
    say(f"{year}: {counted(len(selection.chosen), 'service')} chosen of {selection.wanted} wanted{drawn}.")
    rows = sorted(selection.choices, key=lambda each: (each.chosen is None, each.id))
    table(
        ["service", "chosen by", "why, or why not"],
        [(each.id, each.chosen or "-", each.reason) for each in rows],
    )
    for after, number in enumerate(selection.outlook, start=1):
        say(f"{year + after}: {number} of those not yet inspected in this cycle, evenly spread.")
    for shortfall in selection.shortfalls:
        say(f"Cannot be had: {shortfall}.")
