"""``assay people import``: many people onto the staff record from a CSV file, all of them or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.staff_import import Planned, StaffImport
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.commands.ids import drawn
from adapters.inbound.files.handed_in import Row, bad_rows, read_rows
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.people.staff.commands import GiveRole, NoteSkills, RecordTraining, RegisterStaff, StaffOrder
from domain.refusals import Refused
from domain.streams import code_in, staff_stream
from domain.text import counted

__all__ = ["COLUMNS", "Taken", "add_import", "bring_in"]

COLUMNS = ("staff", "engagement", "name", "email", "area", "body", "training", "roles", "since", "skills")
"""Of these a file must have the second and third; what is not for everybody is left empty."""


def add_import(group: typer.Typer, summon: Summon) -> None:
    """Add ``import``."""

    @group.command("import")
    def import_(
        file: Annotated[
            Path,
            typer.Argument(
                metavar="FILE",
                help=f"A CSV file with the columns {','.join(COLUMNS)}, of which all but engagement and name may be "
                "left out. Roles, skills and training are parted by semicolons; training is course=YYYY-MM-DD.",
            ),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Put people on the staff record from a file, with their roles, training and skills.

        If one row is wrong, every wrong row is named and nothing is recorded. What is on the record already as a row
        says is left as it is, so a file that was cut short is given again.

        May be given by: operations-manager.

        Example: assay people import staff.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        services = summon()
        bring_in(services, file, _planned(file, services.clock.now().date(), how.command_id), how)


@dataclass(frozen=True, slots=True)
class Taken:
    """What was taken from a file.

    Attributes:
        rows: what each row asks for that can be understood.
        faults: what is wrong with the others, by line.
        read: how many rows there are.
    """

    rows: Sequence[Planned]
    faults: Sequence[tuple[int, str]]
    read: int


def bring_in(services: Services, file: Path, taken: Taken, how: Circumstances) -> None:
    """Try every row of a file out, record them all, and say how many.

    Raises:
        Refused: ``bad-file`` with each wrong row, before anything is recorded; or what something changed meanwhile
            came to, with the line.
    """
    importing = StaffImport(services.desk, services.records, services.calendar)
    rows = taken.rows
    if not rows:
        raise bad_rows(file, taken.faults, taken.read)
    actor = how.order(rows[0].commands[0]).actor
    refused = ((line, each.sentence.rstrip(".")) for line, each in importing.faults(rows, actor))
    if wrong := sorted((*taken.faults, *refused)):
        raise bad_rows(file, wrong, taken.read)
    given = _given(importing, rows, actor, how.command_id, file)
    if how.as_json:
        say_json({"rows": taken.read, "commands": given})
    elif given:
        say(f"{counted(taken.read, 'row')} read; {counted(given, 'command')} recorded.")
    else:
        say(f"{counted(taken.read, 'row')} read; the record says all of it already.")


def _given(importing: StaffImport, rows: Sequence[Planned], actor: Any, command_id: str, file: Path) -> int:
    total = 0
    for line, given, refusal in importing.give(rows, actor, command_id):
        total += given
        if refusal is not None:
            raise Refused.because(
                refusal.code,
                f"{file}, line {line}: {refusal.sentence} Something changed meanwhile; the rows before it are on the "
                "record. Put this right and give the file again.",
            )
    return total


def _planned(file: Path, today: date, command_id: str) -> Taken:
    """What the rows ask for.

    Raises:
        Refused: ``bad-file`` where the file is none of these.
    """
    header, rows = read_rows(file)
    strange = [each for each in header if each not in COLUMNS]
    missing = [each for each in ("engagement", "name") if each not in header]
    if strange or missing:
        what = f"has a column {strange[0]!r}" if strange else f"lacks the column {missing[0]}"
        raise Refused.because("bad-file", f"{file} {what}; columns may be {', '.join(COLUMNS)}.")
    found, faults, seen = [], [], dict[str, int]()
    for row in rows:
        try:
            planned = Planned(row.line, tuple(_commands(row, today, command_id)))
            who = code_in(planned.commands[0].stream, staff_stream)
            if who in seen:
                raise Refused.because("listed-twice", f"{who} is on line {seen[who]} already.")
            seen[who] = row.line
            found.append(planned)
        except Refused as refused:
            faults.append((row.line, refused.refusal.sentence.rstrip(".")))
    return Taken(found, faults, len(rows))


def _commands(row: Row, today: date, command_id: str) -> list[StaffOrder]:
    cells = row.cells
    who = cells.get("staff") or drawn(f"{command_id}:{row.line}")
    since = cells.get("since") or today.isoformat()
    details = {"person_name": cells.get("name"), "email": cells.get("email")}
    registered: Any = as_command(
        RegisterStaff,
        {
            "staff": who,
            "engagement": cells.get("engagement"),
            "details": {name: value for name, value in details.items() if value is not None},
            "area": cells.get("area"),
            "body": cells.get("body"),
        },
        {"staff": "staff", "engagement": "engagement", "details": "name or email"},
    )
    commands: list[Any] = [registered]
    for each in _parts(cells.get("training")):
        course, _, passed = each.partition("=")
        commands.append(
            as_command(RecordTraining, {"staff": who, "course": course, "passed_on": passed}, _TRAINING)
        )
    for each in _parts(cells.get("roles")):
        commands.append(as_command(GiveRole, {"staff": who, "held": each, "since": since}, _ROLES))
    if skills := _parts(cells.get("skills")):
        commands.append(as_command(NoteSkills, {"staff": who, "skills": skills}, {"skills": "skills"}))
    return commands


_TRAINING = {"course": "training", "passed_on": "training"}
_ROLES = {"held": "roles", "since": "since"}


def _parts(cell: str | None) -> list[str]:
    return [each.strip() for each in (cell or "").split(";") if each.strip()]
