"""Texts of a report that come as files: sections, translations, and the provider's points of factual accuracy."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.commanding.desk import Declined
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.cli.terminal.statuses import REFUSED
from adapters.inbound.files.handed_in import bad_rows, read_records, read_rows
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, complain, say, say_json
from domain.inspections.commands import RaiseChallenge, TranslateText, WriteSection
from domain.inspections.report.parts import Place
from domain.messages import Command, Message
from domain.refusals import Refused
from domain.text import Line, Prose, counted
from domain.text import Reference as Code

__all__ = ["add_files"]


class _Text(Message):
    """A text and its place."""

    place: Place
    text: Prose


class _Point(Message):
    """A row of the provider's form."""

    challenge: Code
    place: Place | None = None
    about: Line
    text: Prose
    provider: Code | None = None


def add_files(group: typer.Typer, points: typer.Typer, summon: Summon) -> None:
    """Add what reads files: to the group ``report``, and to its group of points."""
    _add(
        group,
        "sections",
        _Text,
        WriteSection,
        summon,
        "Write several texts of the draft from a file: a .csv, .json or .toml file with place and text.\n\n"
        "Example: assay report sections nps-nw-2026 --file sections.toml",
    )
    _add(
        group,
        "translations",
        _Text,
        TranslateText,
        summon,
        "Record several translations from a file: a .csv, .json or .toml file with place and text.\n\n"
        "Example: assay report translations nps-nw-2026 --file welsh.toml",
    )
    _add(
        points,
        "import",
        _Point,
        RaiseChallenge,
        summon,
        "Take the provider's form: a .csv file with the columns challenge,(place),about,text,(provider).\n\n"
        "Every row is checked before the first is recorded: a code that stands twice, or a cell that is wrong, leaves "
        "nothing recorded.\n\n"
        "Example: assay report points import nps-nw-2026 --file points.csv",
    )


def _add(
    group: typer.Typer,
    name: str,
    record: type[Message],
    command: type[Command],
    summon: Summon,
    text: str,
) -> None:
    def take(
        inspection: Reference,
        file: Annotated[Path, typer.Option("--file", metavar="FILE", help="The file.")],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        how = Circumstances(role, command_id, None, as_json)
        records = read_records(file, record)
        _check_codes(file, records)
        commands = [
            as_command(command, {"inspection": inspection, **each}, {"inspection": "INSPECTION"})
            for each in records
        ]
        _give_all(summon, commands, how, lambda number: _where(file, number))

    group.command(name, help=text)(take)


def _where(file: Path, number: int) -> str:
    """The place of an entry in a file, in words."""
    if file.suffix.lower() == ".csv":
        return f"{file}, line {read_rows(file)[1][number].line}"
    return f"{file}, entry {number + 1}"


def _check_codes(file: Path, records: Sequence[dict[str, Any]]) -> None:
    """What is named twice in a file is wrong, whichever of the two was meant.

    Raises:
        Refused: ``bad-file`` or, for a file that is no CSV, the entry.
    """
    key = "challenge" if "challenge" in records[0] else "place"
    seen: set[str] = set()
    faults = []
    for number, each in enumerate(records):
        if each[key] in seen:
            faults.append((number, f"{key} {each[key]} is there twice"))
        seen.add(each[key])
    if not faults:
        return
    if file.suffix.lower() == ".csv":
        rows = read_rows(file)[1]
        raise bad_rows(file, [(rows[number].line, what) for number, what in faults], len(rows))
    raise Refused.because("bad-file", f"{_where(file, faults[0][0])}: {faults[0][1]}.")


def _give_all(
    summon: Summon, commands: Sequence[Command], how: Circumstances, where: Callable[[int], str]
) -> None:
    """Give one command after another; those that are refused are named with their place, and the rest recorded."""
    services = summon()
    refused: list[tuple[str, str]] = []
    for number, command in enumerate(commands):
        outcome = services.desk.give(how.order(command, suffix=f":{number + 1}"))
        if isinstance(outcome, Declined):
            refused.append((where(number), str(outcome.refusal)))
    done = len(commands) - len(refused)
    if how.as_json:
        told = [{"where": place, "refusal": sentence} for place, sentence in refused]
        say_json({"recorded": done, "refused": told, "command_id": how.command_id})
    else:
        say(f"{counted(done, 'text')} recorded.")
    for place, sentence in refused:
        complain(f"{place}: {sentence}")
    if refused:
        raise typer.Exit(REFUSED)
