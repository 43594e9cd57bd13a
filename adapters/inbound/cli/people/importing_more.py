"""``assay people import-leave|import-interests``: when people are away, and with whom they are bound up, from files."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.staff_import import Planned
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.cli.people.importing import Taken, bring_in
from adapters.inbound.files.handed_in import read_rows
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson
from domain.people.staff.commands import DeclareInterest, PlanLeave, StaffOrder
from domain.refusals import Refused

__all__ = ["INTEREST_COLUMNS", "LEAVE_COLUMNS", "add_more_imports"]

LEAVE_COLUMNS = ("staff", "since", "until")
INTEREST_COLUMNS = ("staff", "interest", "kind", "provider", "since", "until")
"""The last of them may be left out, or empty: an interest whose end is not known."""


def add_more_imports(group: typer.Typer, summon: Summon) -> None:
    """Add the two commands to the group ``people``.

    Args:
        group: the group.
        summon: gives the installation.
    """

    @group.command("import-leave")
    def import_leave(
        file: Annotated[
            Path,
            typer.Argument(metavar="FILE", help=f"A CSV file with the columns {','.join(LEAVE_COLUMNS)}."),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Note when people are away, from a file with a row for each leave.

        If one row is wrong, every wrong row is named and nothing is recorded. A leave that is on the record already is
        left as it is, so a file that was cut short, or that has grown, is given again.

        May be given by: operations-manager, assistant.

        Example: assay people import-leave leave.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        rows = _read(file, LEAVE_COLUMNS, LEAVE_COLUMNS, _leave, _overlapping)
        bring_in(summon(), file, rows, how)

    @group.command("import-interests")
    def import_interests(
        file: Annotated[
            Path,
            typer.Argument(
                metavar="FILE",
                help=f"A CSV file with the columns {','.join(INTEREST_COLUMNS)}, of which the last may be left out.",
            ),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Declare interests in providers on behalf of people, from a file with a row for each interest.

        If one row is wrong, every wrong row is named and nothing is recorded. An interest that is on the record
        already is left as it is. What there is to say about one is told by `assay people declare-interest`.

        May be given by: operations-manager.

        Example: assay people import-interests interests.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        rows = _read(file, INTEREST_COLUMNS, INTEREST_COLUMNS[:-1], _interest, _twice)
        bring_in(summon(), file, rows, how)


_Known = dict[str, list[tuple[int, Any]]]
"""What the rows above say of each person, with their lines."""


def _read(
    file: Path,
    columns: Sequence[str],
    needed: Sequence[str],
    command_of: Callable[[Mapping[str, str]], StaffOrder],
    clash: Callable[[Any, Any], str],
) -> Taken:
    """What the rows of a file ask for.

    Raises:
        Refused: ``bad-file`` where the file is none of these.
    """
    header, rows = read_rows(file)
    strange = [each for each in header if each not in columns]
    missing = [each for each in needed if each not in header]
    if strange or missing:
        what = f"has a column {strange[0]!r}" if strange else f"lacks the column {missing[0]}"
        raise Refused.because("bad-file", f"{file} {what}; columns may be {', '.join(columns)}.")
    found: list[Planned] = []
    faults: list[tuple[int, str]] = []
    known: _Known = {}
    for row in rows:
        try:
            command = command_of(row.cells)
        except Refused as refused:
            faults.append((row.line, refused.refusal.sentence.rstrip(".")))
            continue
        above = known.setdefault(command.staff, [])
        said = next(
            (f"{text}, as line {line} has it" for line, other in above if (text := clash(command, other))), ""
        )
        if said:
            faults.append((row.line, said))
        above.append((row.line, command))
        found.append(Planned(row.line, (command,)))
    return Taken(found, faults, len(rows))


def _leave(cells: Mapping[str, str]) -> StaffOrder:
    made: Any = as_command(PlanLeave, dict(cells), {each: each for each in LEAVE_COLUMNS})
    return made  # type: ignore[no-any-return]  # the command that was named


def _interest(cells: Mapping[str, str]) -> StaffOrder:
    made: Any = as_command(DeclareInterest, dict(cells), {each: each for each in INTEREST_COLUMNS})
    return made  # type: ignore[no-any-return]  # the command that was named


def _overlapping(one: PlanLeave, other: PlanLeave) -> str:
    if one.since <= other.until and other.since <= one.until:
        return f"{one.staff} is away on some of these days already"
    return ""


def _twice(one: DeclareInterest, other: DeclareInterest) -> str:
    return f"{one.staff} has an interest {one.interest} already" if one.interest == other.interest else ""
