"""``assay case propose-readers`` and ``allocate-readers``: who reads what, proposed by rule and settled by a person."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.commanding.desk import Declined
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.cases.shared import Inspectors, Most, Second
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.files.handed_in import Row, bad_rows, read_rows
from adapters.inbound.files.named import write_file
from adapters.inbound.files.readers import Readers, readers_for
from adapters.inbound.services import Services, Summon
from adapters.inbound.shown.cases.reads import to_read
from adapters.inbound.shown.inspections import inspection_of
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.cases.allocation import Inspector, Proposed, propose
from domain.cases.commands import AllocateCase
from domain.cases.second_reads.commands import AllocateSecondRead
from domain.cases.streams import second_read_of
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_allocating"]

_COLUMNS = ("case", "reader", "proposed", "reason")


def add_allocating(group: typer.Typer, summon: Summon) -> None:
    """Add ``propose-readers`` and ``allocate-readers``."""
    _add_propose(group, summon)
    _add_allocate(group, summon)


def _add_propose(group: typer.Typer, summon: Summon) -> None:
    @group.command("propose-readers")
    def propose_readers(
        inspection: Reference,
        inspectors: Inspectors = None,
        most: Most = None,
        second: Second = False,
        output: Annotated[
            Path | None,
            typer.Option("-o", "--output", metavar="FILE", help="Write it to a file for allocate-readers."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Propose who reads which case, by skill, load and declared conflict, and say why. Nothing is recorded.

        Skills and interests are those of the staff record. The load is what somebody has open by the record, in this
        inspection and in others that are read in the same days. The file of inspectors only adds to all three. The same
        record and files give the same proposal. Change the column reader where another is meant, with the reason, and
        give the file to assay case allocate-readers. With --second second reads are proposed, to others than the first.

        Example: assay case propose-readers nps-nw-2026 --most 12 -o readers.csv
        """
        services = summon()
        readers = readers_for(services, inspection_of(services, inspection), inspectors, most)
        found = propose(to_read(services, inspection, second=second), readers.people.values())
        if output is not None:
            write_file(output, _written(found))
        if as_json:
            rows = [{"case": each.case, "reader": each.reader, "why": each.why} for each in found]
            say_json(
                {
                    "inspection": inspection,
                    "second": second,
                    "proposed": rows,
                    "inspectors": [_as_json(each, readers) for each in readers.people.values()],
                }
            )
            return
        table(("case", "reader", "why"), [(each.case, each.reader or "nobody", each.why) for each in found])
        without = sum(each.reader is None for each in found)
        table(
            ("inspector", "has", "at most", "what is open in these days"),
            [(each.id, each.load, each.most, readers.load_of(each.id)) for each in readers.people.values()],
        )
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
        inspectors: Inspectors = None,
        second: Second = False,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Allocate cases from a file: each to the inspector in the column reader, with a reason where not as proposed.

        Nobody is given a case of a provider with whom they have a declared conflict. Every row is held against the
        rules first: if one is wrong, nothing is recorded. What was allocated so before is left as it is, and counted.

        May be given by: lead-inspector, operations-manager; of second reads lead-inspector, quality-lead.

        Example: assay case allocate-readers nps-nw-2026 --file readers.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        services = summon()
        orders, before = _orders(services, inspection, file, inspectors, how, second=second)
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
            say_json({"inspection": inspection, "second": second, "allocated": done, "as_before": before})
        else:
            say(
                f"{counted(done + before, 'case')} {'is' if done + before == 1 else 'are'} allocated as the file says."
            )
            if before:
                say(
                    f"{before} of them {'was' if before == 1 else 'were'} so before: nothing was recorded of those."
                )


def _as_json(inspector: Inspector, readers: Readers) -> dict[str, Any]:
    return {
        "inspector": inspector.id,
        "populations": sorted(inspector.populations),
        "load": inspector.load,
        "most": inspector.most,
        "conflicts": sorted(inspector.conflicts),
        "open": [
            {
                "inspection": each.inspection,
                "reads": each.reads,
                "since": each.since.isoformat(),
                "until": each.until.isoformat(),
            }
            for each in readers.open.get(inspector.id, ())
        ],
    }


def _written(found: tuple[Proposed, ...]) -> str:
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(_COLUMNS)
    rows.writerows((each.case, each.reader or "", each.reader or "", "") for each in found)
    return text.getvalue()


def _orders(
    services: Services,
    inspection: str,
    file: Path,
    inspectors: Path | None,
    how: Circumstances,
    *,
    second: bool,
) -> tuple[list[tuple[int, Any]], int]:
    """What is to be given for a file, by line; and how many of its rows stand so already."""
    state = inspection_of(services, inspection)
    people = readers_for(services, state, inspectors, _ANY).people
    known = set(state.twice if second else state.sampled)
    has = _readers_now(services, known, second=second)
    before = 0
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
        elif not reader:
            if row.cells.get("reason"):
                faults.append((row.line, "a reason is given, but nobody is named"))
        elif reader not in people:
            faults.append((row.line, f"{reader} is not among the inspectors"))
        elif state.known.provider in people[reader].conflicts:
            faults.append((row.line, f"{reader} has a declared conflict with {state.known.provider}"))
        else:
            given.add(case)
            if has[case] == reader:
                faults += _reason_lost(services, row, second=second)
                before += 1
                continue
            values = {name: row.cells[name] for name in _COLUMNS if name in row.cells}
            command = as_command(AllocateSecondRead if second else AllocateCase, values)
            orders.append((row.line, how.order(command, suffix=f":{row.line}")))
    if faults:
        raise bad_rows(file, faults, len(rows))
    return orders, before


_ANY = 500
"""How many cases somebody has at most is a matter of the proposal; a person may allocate more."""


def _readers_now(services: Services, cases: Iterable[str], *, second: bool) -> dict[str, str | None]:
    """To whom some cases, or their second reads, are allocated now."""
    streams = {case: second_read_of(case) if second else case for case in cases}
    seen = services.records.read(list(streams.values())) if streams else {}
    return {
        case: seen[stream].state.reader if second else seen[stream].state.readers.reader
        for case, stream in streams.items()
    }


def _reason_lost(services: Services, row: Row, *, second: bool) -> list[tuple[int, str]]:
    """The fault of a row that gives a case to whoever has it, with a reason that is not on the record.

    With one that is, the file was given before and cut off; it is simply given again.
    """
    case, reason = row.cells["case"], row.cells.get("reason")
    if not reason:
        return []
    texts = services.personal.texts(second_read_of(case) if second else case)
    if reason in {text for (_, field), text in texts.items() if field == "reason"}:
        return []
    return [(row.line, f"{row.cells['reader']} has the case already; take the reason out, or it is lost")]
