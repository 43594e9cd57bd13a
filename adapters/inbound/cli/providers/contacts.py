"""``assay person``: the contacts of providers. What is private comes from a file, never from what is typed."""

import tomllib
from pathlib import Path
from typing import Annotated, Any

import typer

from activities.privacy.reached import ContactShown
from adapters.inbound.cli.building import add_commands, as_command, help_of
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give
from adapters.inbound.cli.privacy.sights import Sight, may_see
from adapters.inbound.commands.ids import drawn
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.people.contacts import PERSON, ChangePerson, ContactDetails, LeavePerson, RegisterPerson
from domain.refusals import Refused
from domain.streams import person_stream

__all__ = ["add_to", "details_from"]

LARGEST_BYTES = 10_000
"""A name, an address and a number."""

_NAMES = {name: f"details: {name}" for name in ContactDetails.model_fields}

Details = Annotated[
    Path,
    typer.Option(
        "--details",
        metavar="FILE",
        help="A .toml file with person_name, email and, if there is one, telephone.",
    ),
]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``person``."""
    group = typer.Typer(no_args_is_help=True, help="Persons: the contacts of providers, to whom notices go.")
    _add_register(group, summon)
    _add_change(group, summon)
    add_commands(group, "person", [PERSON.rules[LeavePerson]], summon)
    _add_list(group, summon)
    app.add_typer(group, name="person")


def _add_register(group: typer.Typer, summon: Summon) -> None:
    @group.command(
        "register",
        help=_help(RegisterPerson, "assay person register --provider nps-north-west --details ada.toml"),
    )
    def register(
        provider: Annotated[str, typer.Option(metavar="TEXT", help="Which provider.")],
        details: Details,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        how = Circumstances(role, command_id, None, as_json)
        # The same command id names the same person, so that a command given again is the same command.
        person = person_stream(drawn(command_id))
        values = {"person": person, "provider": provider, "details": details_from(details)}
        give(summon(), _command(RegisterPerson, values, details), how)
        if not as_json:
            say(f"The person is known as {person}.")


def _add_change(group: typer.Typer, summon: Summon) -> None:
    example = "assay person change person-0a1b2c3d4e5f60718293a4b5c6d7e8f9 --details ada.toml"

    @group.command("change", help=_help(ChangePerson, example))
    def change(
        person: Annotated[str, typer.Argument(metavar="PERSON", help="The person, by id.")],
        details: Details,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        give(
            summon(),
            _command(ChangePerson, {"person": person, "details": details_from(details)}, details),
            how,
        )


def _add_list(group: typer.Typer, summon: Summon) -> None:
    @group.command("list")
    def list_(
        provider: Annotated[
            str | None, typer.Option(metavar="PROVIDER", help="Only contacts of this provider.")
        ] = None,
        everybody: Annotated[bool, typer.Option("--all", help="Also those who have left.")] = False,
        role: Sight = None,
        as_json: AsJson = False,
    ) -> None:
        """List the contacts of providers, and how each is reached; what was erased says so.

        Example: assay person list --provider nps-north-west
        """
        may_see(role, "contact")
        found = [
            each
            for each in _contacts(summon())
            if provider in (None, each.provider) and (everybody or not each.left)
        ]
        if as_json:
            say_json({"persons": [_as_json(each) for each in found]})
        elif not found:
            say("There is none; `assay person register --help` shows how to register one.")
        else:
            table(
                ("person", "provider", "name", "e-mail", "telephone", "left"),
                [
                    (
                        each.person,
                        each.provider,
                        each.name,
                        each.email,
                        each.telephone,
                        "yes" if each.left else "",
                    )
                    for each in found
                ],
            )


def _contacts(services: Services) -> tuple[ContactShown, ...]:
    return services.personal.contacts(services.store.streams("person-"))


def _as_json(shown: ContactShown) -> dict[str, Any]:
    return {
        "person": shown.person,
        "provider": shown.provider,
        "left": shown.left,
        "person_name": shown.name,
        "email": shown.email,
        "telephone": shown.telephone,
    }


def details_from(path: Path) -> Any:
    """The name and addresses in a file.

    Raises:
        Refused: ``bad-file``, without a word of what stands there.
    """
    try:
        return tomllib.loads(read_file(path, largest=LARGEST_BYTES).decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise Refused.because("bad-file", f"{path} is not UTF-8; save it as UTF-8 and try again.") from None
    except tomllib.TOMLDecodeError:
        # What exactly is wrong would repeat what stands there.
        raise Refused.because(
            "bad-file", f'{path} is no TOML: it must have lines like email = "name@example.org".'
        ) from None


def _command(command: type[RegisterPerson | ChangePerson], values: dict[str, Any], path: Path) -> Any:
    return as_command(command, values, {"details": str(path), "person": "PERSON"})


def _help(command: type[RegisterPerson | ChangePerson], example: str) -> str:
    text = help_of(PERSON.rules[command], "assay person", "")
    said, _, _ = text.rpartition("\n\n")
    return f"{said}\n\nWhat is private is kept encrypted, under a key that can be destroyed.\n\nExample: {example}"
