"""`assay programme calendar` and `assay people open-calendar`: the year in the calendars that people keep."""

import secrets
from pathlib import Path
from typing import Annotated

import typer

from activities.commanding.desk import Declined
from activities.programme.calendars import TOKEN_BYTES, digest_of_token
from adapters.inbound.acting import my_id
from adapters.inbound.calendars.programme import as_calendar
from adapters.inbound.cli.building import help_of
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, tell_outcome
from adapters.inbound.cli.programme.opening import ProgrammeCode
from adapters.inbound.files.named import write_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.people.calendars import OpenCalendar
from domain.people.staff.decider import STAFF
from domain.refusals import Refused

__all__ = ["add_calendar", "add_open_calendar"]


def add_calendar(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay programme calendar``.

    Args:
        group: the group ``programme``.
        summon: gives the installation.
    """

    @group.command("calendar")
    def calendar(
        programme: ProgrammeCode,
        out: Annotated[
            Path | None, typer.Option("--out", "-o", metavar="FILE", help="A new file, which ends in .ics.")
        ] = None,
        person: Annotated[
            str | None,
            typer.Option(
                metavar="ID", help="What one person is planned for, by the id under which they act."
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Write a published programme as an iCalendar file: announcements, fieldwork, panels and publications.

        Taken into a calendar again after the programme has changed, it moves what has moved, and takes out what is off.
        With `assay people open-calendar` everybody gets a feed of their own that does so by itself.

        Example: assay programme calendar 2027 --person os-1001 -o mine.ics
        """
        if out is None or out.suffix.lower() != ".ics":
            raise Refused.because("bad-usage", "Name a file to write with -o, which ends in .ics.")
        calendars = summon().programme_record.calendars
        whole = calendars.whole(programme)
        found = calendars.of_person(person).get(programme, ()) if person is not None else whole
        if not found:
            raise Refused.because("not-planned", f"{person} is on no team of the programme {programme}.")
        write_file(out, as_calendar(f"Inspections {programme}", {programme: found}))
        if as_json:
            standing = sum(each.stands for each in found)
            say_json({"file": str(out), "entries": len(found), "cancelled": len(found) - standing})
        else:
            say(f"The calendar is in {out}.")


def add_open_calendar(group: typer.Typer, summon: Summon) -> None:
    """Add ``assay people open-calendar``.

    Args:
        group: the group ``people``.
        summon: gives the installation.
    """

    @group.command(
        "open-calendar",
        help=help_of(STAFF.rules[OpenCalendar], "assay people open-calendar")
        .replace("--token", "")
        .rpartition("Example:")[0]
        + "The address is shown once, and is known to nobody else; what the record has of it opens nothing.\n\n"
        "Example: assay people open-calendar",
    )
    def open_calendar(role: AsRole = None, command_id: CommandId = None, as_json: AsJson = False) -> None:
        services, token = summon(), secrets.token_urlsafe(TOKEN_BYTES)
        command = OpenCalendar(staff=my_id(), token=digest_of_token(token))
        order = Circumstances(role, command_id, None, as_json).order(command)
        outcome = services.desk.give(order)
        if isinstance(outcome, Declined) or not as_json:
            tell_outcome(order, outcome, as_json=as_json)
        address = f"{_origin(services)}/calendar/{token}.ics"
        if as_json:
            say_json({"staff": command.staff, "address": address})
            return
        say(f"Subscribe to {address}; it is not shown again.")
        say("Whoever has this address sees your inspections. Open it again for another, or close it.")


def _origin(services: Services) -> str:
    """By what address people reach the pages, as far as that is set."""
    values = {each.name: each.value for each in services.config if each.origin != "default"}
    address = values.get("pages_address")
    return (values.get("pages_origin") or (f"http://{address}" if address else "")).rstrip(
        "/"
    ) or "(the pages)"
