"""``assay audit dossier``: one file with which a stranger checks how an inspection was rated."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.acting import my_id
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.files.named import refuse_taken, write_file
from adapters.inbound.looks import note_shown
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.refusals import Refused
from domain.text import counted

__all__ = ["add_dossier"]


def add_dossier(group: typer.Typer, summon: Summon) -> None:
    """Add ``dossier`` to the group ``audit``."""

    @group.command("dossier")
    def dossier(
        inspection: Reference,
        output: Annotated[
            Path | None,
            typer.Option(
                "-o", "--output", metavar="FILE", help="Where to write it; never over another file."
            ),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Write a dossier: everything on which the ratings of an inspection rest, in one file that proves itself.

        Whoever has it and the record's public key checks it without Assay, with the single file
        verify/assay_verify.py, or in a browser with the page verify/assay_verify.html: that every event is on the
        record, that no case was left out, and that the ratings follow from the answers. What was written about the
        people in the cases is sealed in it; reasons, the report and the points on it can be read, so read it before you
        pass it on; `assay audit release-dossier` offers it to everybody. If the record is not sealed up to there, it is
        sealed first. The same record always gives the same file.
        docs/dossier.md has every field.

        Example: assay audit dossier nps-nw-2026 -o nps-nw-2026.dossier.zip
        """
        services = summon()
        streams = services.dossiers.streams(inspection)
        if refusal := services.apart.refusal_of_streams(streams, my_id()):
            raise Refused(refusal)
        file = output or Path(f"{inspection}.dossier.zip")
        refuse_taken(file)
        note_shown(services, "audit dossier", (inspection, *streams))
        made = services.dossiers.make(inspection)
        write_file(file, made.content)
        if as_json:
            say_json(
                {
                    "file": str(file),
                    "inspection": inspection,
                    "bytes": len(made.content),
                    "sha256": made.digest,
                    "events": made.events,
                    "streams": list(made.streams),
                    "sealed": made.sealed,
                    "sealed_at": made.sealed_at,
                }
            )
            return
        say(
            f"{file} has {counted(made.events, 'event')} of {counted(len(made.streams), 'stream')}, under a checkpoint "
            f"over {counted(made.sealed, 'event')}, signed {made.sealed_at}."
        )
        say(f"Anybody checks it with: python verify/assay_verify.py {file} --key KEY")
        say("Or in a browser, offline, with the page verify/assay_verify.html.")
