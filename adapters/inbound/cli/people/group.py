"""``assay people``: the staff record: roles, deputies, interests, training, and who may do what."""

from pathlib import Path
from typing import Annotated, Any

import typer

from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import add_commands, as_command, help_of
from adapters.inbound.cli.cases.duty import add_on_duty
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give
from adapters.inbound.cli.people.bodies import add_bodies
from adapters.inbound.cli.people.importing import add_import
from adapters.inbound.cli.people.importing_more import add_more_imports
from adapters.inbound.cli.people.shown import add_shown
from adapters.inbound.cli.people.tables import add_tables
from adapters.inbound.cli.places import named_in
from adapters.inbound.cli.programme.calendars import add_open_calendar
from adapters.inbound.cli.providers.contacts import details_from
from adapters.inbound.commands.ids import drawn
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say
from domain.decider import Rule
from domain.messages import Command
from domain.people.calendars import OpenCalendar
from domain.people.postings import POSTING, ReportBounce, posting_stream
from domain.people.roll import ROLL, BeginRoll
from domain.people.staff.commands import ChangeStaff, RegisterStaff
from domain.people.staff.decider import STAFF

__all__ = ["add_to"]

_BY_HAND = (BeginRoll, RegisterStaff, ChangeStaff, OpenCalendar, ReportBounce)

Details = Annotated[
    Path,
    typer.Option(
        "--details", metavar="FILE", help="A .toml file with person_name and, if there is one, email."
    ),
]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``people``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Staff: who works on inspections, in which role and in whose place, and who may do what.",
    )
    _add_begin(group, summon)
    _add_register(group, summon)
    _add_change(group, summon)
    add_import(group, summon)
    add_more_imports(group, summon)
    rules = [*STAFF.rules.values(), *ROLL.rules.values()]
    made = [each for each in rules if each.command not in _BY_HAND]
    add_commands(group, "people", made, summon, named_in("people"))
    _add_bounced(group, summon)
    add_open_calendar(group, summon)
    add_bodies(group, summon)
    add_on_duty(group, summon)
    add_shown(group, summon)
    add_tables(group)
    app.add_typer(group, name="people")


def _add_begin(group: typer.Typer, summon: Summon) -> None:
    @group.command("begin", help=_help(ROLL.rules[BeginRoll], "assay people begin --details me.toml"))
    def begin(
        details: Details,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        how = Circumstances(role, command_id, None, as_json)
        values = {"staff": my_id(), "details": details_from(details)}
        give(summon(), _command(BeginRoll, values, details), how)
        if not as_json:
            say(
                f"You are {my_id()} on the staff record, and an operations manager. Put the others on it next."
            )


def _add_register(group: typer.Typer, summon: Summon) -> None:
    example = "assay people register --staff os-1001 --engagement employee --details ada.toml"

    @group.command("register", help=_help(STAFF.rules[RegisterStaff], example))
    def register(
        engagement: Annotated[
            str,
            typer.Option(
                metavar="employee|secondee|contractor|local-assessor|partner-inspector",
                help="How they are engaged.",
            ),
        ],
        details: Details,
        staff: Annotated[
            str | None,
            typer.Option(
                "--staff",
                metavar="ID",
                help="The id under which they act, such as os-1001; one is drawn, if it is not given.",
            ),
        ] = None,
        area: Annotated[str | None, typer.Option(metavar="TEXT", help="A local assessor's area.")] = None,
        body: Annotated[
            str | None, typer.Option(metavar="CODE", help="The body that a partner's inspector is from.")
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        how = Circumstances(role, command_id, None, as_json)
        who = staff or drawn(command_id)
        values = {
            "staff": who,
            "engagement": engagement,
            "details": details_from(details),
            "area": area,
            "body": body,
        }
        give(summon(), _command(RegisterStaff, values, details), how)
        if not as_json:
            say(f"They are known as {who}. They hold no role yet; see `assay people give-role --help`.")


def _add_change(group: typer.Typer, summon: Summon) -> None:
    example = "assay people change os-1001 --details ada.toml"

    @group.command("change", help=_help(STAFF.rules[ChangeStaff], example))
    def change(
        staff: Annotated[str, typer.Argument(metavar="STAFF", help="Who, by the id under which they act.")],
        details: Details,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        values = {"staff": staff, "details": details_from(details)}
        give(summon(), _command(ChangeStaff, values, details), how)


def _add_bounced(group: typer.Typer, summon: Summon) -> None:
    example = (
        "assay people bounced inspection-nps-nw-2026/draft --reader person-0a1b2c3d4e5f60718293a4b5c6d7e8f9"
    )

    @group.command("bounced", help=_help(POSTING.rules[ReportBounce], example))
    def bounced(
        notice: Annotated[
            str, typer.Argument(metavar="NOTICE", help="The notice: its stream and its code, with a slash.")
        ],
        reader: Annotated[
            str, typer.Option(metavar="STREAM", help="Whom it did not reach: person-… or staff-….")
        ],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        how = Circumstances(role, command_id, None, as_json)
        give(summon(), as_command(ReportBounce, {"posting": posting_stream(notice), "reader": reader}), how)


def _command(command: type[Command], values: dict[str, Any], path: Path) -> Any:
    return as_command(command, values, {"details": str(path), "staff": "--staff"})


def _help(rule: Rule, example: str) -> str:
    said, _, _ = help_of(rule, "assay people", "").rpartition("\n\n")
    return f"{said}\n\nExample: {example}"
