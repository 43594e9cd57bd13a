"""``assay case propose-readers`` and ``allocate-readers``: who reads what, proposed by rule and settled by a person."""

import csv
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.desk import Declined
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.files import write_file
from adapters.inbound.cli.handed_in import bad_rows, read_rows
from adapters.inbound.cli.inspections import Reference
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.cli.reads_shared import Second, inspection_of
from adapters.inbound.cli.services import Services, Summon
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.cases.allocation import Inspector, Proposed, Reading, propose
from domain.cases.commands import AllocateCase
from domain.cases.second_commands import AllocateSecondRead
from domain.cases.streams import second_read_of
from domain.refusals import Refused

__all__ = ["add_allocating"]

_COLUMNS = ("case", "reader", "proposed", "reason")
_OF_INSPECTORS = ("inspector", "populations", "most", "load", "conflicts")

Inspectors = Annotated[
    Path,
    typer.Option(
        "--inspectors",
        metavar="FILE",
        help="A CSV file with the columns inspector,populations,most,(load),(conflicts); populations and the "
        "providers of conflicts are parted by semicolons.",
    ),
]


def add_allocating(group: typer.Typer, summon: Summon) -> None:
    """Add ``propose-readers`` and ``allocate-readers``."""
    _add_propose(group, summon)
    _add_allocate(group, summon)


def _add_propose(group: typer.Typer, summon: Summon) -> None:
    @group.command("propose-readers")
    def propose_readers(
        inspection: Reference,
        inspectors: Inspectors,
        second: Second = False,
        output: Annotated[
            Path | None,
            typer.Option("-o", "--output", metavar="FILE", help="Write it to a file for allocate-readers."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Propose who reads which case, by skill, load and declared conflict, and say why. Nothing is recorded.

        The same files give the same proposal. Change the column reader where another is meant, with the reason, and
        give the file to assay case allocate-readers. With --second second reads are proposed, to others than the first.

        Example: assay case propose-readers nps-nw-2026 --inspectors inspectors.csv -o readers.csv
        """
        services = summon()
        found = _proposed(services, inspection, inspectors, second=second)
        if output is not None:
            write_file(output, _written(found))
        if as_json:
            rows = [{"case": each.case, "reader": each.reader, "why": each.why} for each in found]
            say_json({"inspection": inspection, "second": second, "proposed": rows})
            return
        table(("case", "reader", "why"), [(each.case, each.reader or "nobody", each.why) for each in found])
        without = sum(each.reader is None for each in found)
        say(f"{len(found) - without} of {len(found)} cases have a reader in this proposal.")


def _add_allocate(group: typer.Typer, summon: Summon) -> None:
    @group.command("allocate-readers")
    def allocate_readers(
        inspection: Reference,
        file: Annotated[
            Path,
            typer.Option(
                "--file",
                metavar="FILE",
                help="A CSV file with the columns case,reader,(proposed),(reason), as propose-readers writes it.",
            ),
        ],
        inspectors: Inspectors,
        second: Second = False,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Allocate cases from a file: each to the inspector in the column reader, with a reason where not as proposed.

        Nobody is given a case of a provider with whom they have a declared conflict. If one row is wrong, nothing is
        recorded; what was allocated so before is left as it is.

        May be given by: lead-inspector, operations-manager; of second reads lead-inspector, quality-lead.

        Example: assay case allocate-readers nps-nw-2026 --file readers.csv --inspectors inspectors.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        services = summon()
        orders = _orders(services, inspection, file, inspectors, how, second=second)
        # The rows are about different cases, so none of them changes what becomes of another.
        refused = [(line, found) for line, each in orders if (found := services.desk.rehearse(each))]
        if refused:
            raise bad_rows(file, [(line, found.sentence.rstrip(".")) for line, found in refused], len(orders))
        done = 0
        for line, order in orders:
            outcome = services.desk.give(order)
            if isinstance(outcome, Declined):
                raise Refused.because(
                    outcome.refusal.code,
                    f"{file}, line {line}: {outcome.refusal.sentence} {done} rows before it were recorded; give the "
                    "file again when this is put right.",
                )
            done += 1
        if as_json:
            say_json({"inspection": inspection, "second": second, "allocated": done})
        else:
            say(f"{done} cases are allocated as the file says.")


def _people(path: Path) -> dict[str, Inspector]:
    """The inspectors in a file.

    Raises:
        Refused: ``bad-file`` with the line.
    """
    header, rows = read_rows(path)
    for column in header:
        if column not in _OF_INSPECTORS:
            raise Refused.because("bad-file", f"{path}, line 1: there is no column {column}.")
    found: dict[str, Inspector] = {}
    faults = []
    for row in rows:
        cells = row.cells
        if wrong := _wrong_inspector(cells):
            faults.append((row.line, wrong))
        elif cells["inspector"] in found:
            faults.append((row.line, "the inspector is there twice"))
        else:
            found[cells["inspector"]] = Inspector(
                id=cells["inspector"],
                populations=_several(cells["populations"]),
                most=int(cells["most"]),
                load=int(cells.get("load", "0")),
                conflicts=_several(cells.get("conflicts", "")),
            )
    if faults:
        raise bad_rows(path, faults, len(rows))
    return found


def _wrong_inspector(cells: Mapping[str, str]) -> str:
    for needed in ("inspector", "populations", "most"):
        if not cells.get(needed):
            return f"{needed} is missing"
    numbers = {name: cells.get(name, "0") for name in ("most", "load")}
    for name, value in numbers.items():
        if not (value.isascii() and value.isdigit() and len(value) <= 4):
            return f"{name} must be a whole number"
    return "" if int(numbers["most"]) else "most must be at least 1"


def _several(cell: str) -> frozenset[str]:
    return frozenset(each.strip() for each in cell.split(";") if each.strip())


def _to_read(services: Services, inspection: str, *, second: bool) -> list[Reading]:
    """The reads that nobody has begun and nobody has been given."""
    state = inspection_of(services, inspection)
    cases = state.twice if second else state.sampled
    seen = services.records.read([*cases, *(second_read_of(each) for each in cases)])
    found = []
    for case in cases:
        first, again = seen[case].state, seen[second_read_of(case)].state
        free = again.reader is None and not again.given_up if second else first.readers.reader is None
        if free and not (first.complete and not second):
            barred = first.readers.first if second else frozenset({first.readers.second} - {None})
            found.append(Reading(case, first.sampled.population, state.known.provider or "", barred))
    return found


def _proposed(services: Services, inspection: str, inspectors: Path, *, second: bool) -> tuple[Proposed, ...]:
    people = _people(inspectors)
    return propose(_to_read(services, inspection, second=second), people.values())


def _written(found: tuple[Proposed, ...]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    rows.writerows((each.case, each.reader or "", each.reader or "", "") for each in found)
    return text.getvalue()


def _orders(
    services: Services, inspection: str, file: Path, inspectors: Path, how: Circumstances, *, second: bool
) -> list[tuple[int, Any]]:
    people = _people(inspectors)
    state = inspection_of(services, inspection)
    known = set(state.twice if second else state.sampled)
    header, rows = read_rows(file)
    for column in header:
        if column not in _COLUMNS:
            raise Refused.because("bad-file", f"{file}, line 1: there is no column {column}.")
    faults: list[tuple[int, str]] = []
    orders: list[tuple[int, Any]] = []
    given: set[str] = set()
    for row in rows:
        case, reader = row.cells.get("case", ""), row.cells.get("reader")
        if case not in known:
            faults.append((row.line, "there is no such case to be read in this inspection"))
        elif case in given:
            faults.append((row.line, "the case is there twice"))
        elif reader is None:
            continue
        elif reader not in people:
            faults.append((row.line, f"{reader} is not among the inspectors"))
        elif state.known.provider in people[reader].conflicts:
            faults.append((row.line, f"{reader} has a declared conflict with {state.known.provider}"))
        else:
            given.add(case)
            values = {name: row.cells[name] for name in _COLUMNS if name in row.cells}
            command = as_command(AllocateSecondRead if second else AllocateCase, values)
            orders.append((row.line, how.order(command, suffix=f":{row.line}")))
    if faults:
        raise bad_rows(file, faults, len(rows))
    return orders
