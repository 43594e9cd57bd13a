"""``assay people register-body`` and its like: the bodies to which reports go, one by one or from a file."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.privacy.bodies import BodyShown
from activities.staff_import import Planned
from adapters.inbound.cli.building import add_commands, as_command
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId
from adapters.inbound.cli.people.importing import Taken, bring_in
from adapters.inbound.cli.privacy.sights import Sight, may_see
from adapters.inbound.files.handed_in import Row, read_rows
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from adapters.inbound.today import today_in_london
from domain.people.bodies import RegisterBody
from domain.people.body_rules import MAILBOX
from domain.refusals import Refused

__all__ = ["BODY_COLUMNS", "add_bodies"]

BODY_COLUMNS = ("title", "email", "since", "languages", "area")
"""The last three may be left out, or empty: from today on, in English, and for the whole country."""


def add_bodies(group: typer.Typer, summon: Summon) -> None:
    """Add the commands on bodies to the group ``people``."""
    add_commands(group, "people", MAILBOX.rules.values(), summon)
    _add_list(group, summon)
    _add_import(group, summon)


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("bodies")
    def bodies(role: Sight = None, as_json: AsJson = False) -> None:
        """List the bodies to which reports and notices go, and how each is reached today.

        Example: assay people bodies
        """
        may_see(role, "contact")
        services = summon()
        found = services.bodies.all(today_in_london(services))
        if as_json:
            say_json({"bodies": [_as_json(each) for each in found]})
        elif not found:
            say("There is none; `assay people register-body --help` shows how to register one.")
        else:
            table(
                ("body", "name", "address", "since", "in", "notices"),
                [
                    (
                        each.body,
                        each.title,
                        each.email,
                        each.since or "",
                        ", ".join(each.languages),
                        _goes(each),
                    )
                    for each in found
                ],
            )


def _goes(shown: BodyShown) -> str:
    """Whether notices go there, in words."""
    if shown.refused:
        return "came back: give another address"
    if shown.ended is not None:
        return f"none from {shown.ended}"
    return f"elsewhere from {shown.next_since}" if shown.next_since else "go there"


def _as_json(shown: BodyShown) -> dict[str, Any]:
    return {
        "body": shown.body,
        "title": shown.title,
        "email": shown.email,
        "since": shown.since.isoformat() if shown.since else None,
        "languages": list(shown.languages),
        "refused": shown.refused,
        "next_since": shown.next_since.isoformat() if shown.next_since else None,
        "ended": shown.ended.isoformat() if shown.ended else None,
    }


def _add_import(group: typer.Typer, summon: Summon) -> None:
    @group.command("import-bodies")
    def import_bodies(
        file: Annotated[
            Path,
            typer.Argument(
                metavar="FILE",
                help=f"A CSV file with the columns {','.join(BODY_COLUMNS)}, of which the last three may be left out. "
                "Languages are parted by semicolons, the first to be read first: cy;en.",
            ),
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Register bodies to which reports and notices go, from a file with a row for each.

        If one row is wrong, every wrong row is named and nothing is recorded. A body that is registered already is
        left as it is, so a file that was cut short, or that has grown, is given again.

        May be given by: operations-manager, assistant.

        Example: assay people import-bodies bodies.csv
        """
        how = Circumstances(role, command_id, None, as_json)
        bring_in(summon(), file, _read(file), how)


def _read(file: Path) -> Taken:
    """What the rows of a file ask for.

    Raises:
        Refused: ``bad-file`` where the file is none of these.
    """
    header, rows = read_rows(file)
    strange = [each for each in header if each not in BODY_COLUMNS]
    missing = [each for each in BODY_COLUMNS[:2] if each not in header]
    if strange or missing:
        what = f"has a column {strange[0]!r}" if strange else f"lacks the column {missing[0]}"
        raise Refused.because("bad-file", f"{file} {what}; columns may be {', '.join(BODY_COLUMNS)}.")
    found: list[Planned] = []
    faults: list[tuple[int, str]] = []
    seen: dict[str, int] = {}
    for row in rows:
        try:
            command = _registering(row)
            if (above := seen.setdefault(command.stream, row.line)) != row.line:
                raise Refused.because("listed-twice", f"This body is on line {above} already.")
            found.append(Planned(row.line, (command,)))
        except Refused as refused:
            faults.append((row.line, refused.refusal.sentence.rstrip(".")))
    return Taken(found, faults, len(rows))


def _registering(row: Row) -> RegisterBody:
    cells: Mapping[str, str] = row.cells
    languages = [each.strip() for each in cells.get("languages", "").split(";") if each.strip()]
    values = {
        "title": cells.get("title"),
        "email": cells.get("email"),
        "since": cells.get("since") or None,
        "languages": languages or None,
        "area": cells.get("area") or None,
    }
    made: Any = as_command(RegisterBody, values, {each: each for each in BODY_COLUMNS})
    return made  # type: ignore[no-any-return]  # the command that was named
