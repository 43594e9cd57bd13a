"""``assay audit release-dossier`` and ``withdraw-dossier``: whether everybody may have the dossier of an inspection."""

from pathlib import Path
from typing import Annotated

import typer

from activities.reporting.releasing import LARGEST
from adapters.inbound.acting import my_id
from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say
from domain.dossiers.release import RELEASE, WithdrawDossier

__all__ = ["add_releasing"]


def add_releasing(group: typer.Typer, summon: Summon) -> None:
    """Add the commands of the release to the group ``audit``."""

    @group.command("release-dossier")
    def release(
        file: Annotated[
            Path,
            typer.Argument(
                metavar="FILE", help="The dossier that was read, as `assay audit dossier` wrote it."
            ),
        ],
        read_by: Annotated[
            str | None,
            typer.Option("--read-by", metavar="PERSON", help="Who read it; you, if nobody is named."),
        ] = None,
        reason: Annotated[
            str | None,
            typer.Option(
                "--reason", metavar="TEXT", help="Why it goes out although it names what is not published."
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Release the dossier of a published inspection, once somebody has read it: everybody may have this very file.

        What is about people is sealed in a dossier, but no program can tell whether a reason or a draft names somebody.
        So read its first page and events.jsonl, and release the file that you read. It names every inspection that was
        on the agenda of the same meeting, which is one event and cannot be taken apart; while one of them is not
        published, it is released for a reason only. A release holds for the edition of the report that is out.

        May be given by: operations-manager.

        Example: assay audit release-dossier nps-nw-2026.dossier.zip --read-by os-1004
        """
        how = Circumstances(role, command_id, if_version, as_json)
        services = summon()
        read = services.releasing.read(read_file(file, largest=LARGEST))
        if not as_json:
            for name, published in read.names:
                say(
                    f"It names the inspection {name}, which is {'published' if published else 'not published'}."
                )
        give(services, services.releasing.command(read, read_by or my_id(), reason), how)

    withdraw = [each for each in RELEASE.rules.values() if each.command is WithdrawDossier]
    add_commands(group, "audit", withdraw, summon, {WithdrawDossier.verb: WithdrawDossier.verb})
