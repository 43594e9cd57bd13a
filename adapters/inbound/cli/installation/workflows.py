"""``assay workflow``: what Temporal keeps of a workflow, decrypted for whoever looks after it."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say, say_json
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``workflow``."""
    group = typer.Typer(
        no_args_is_help=True, help="Workflows: what Temporal keeps of them, which it keeps encrypted."
    )

    _add_history(group, summon)
    _add_decode_page(group, summon)
    app.add_typer(group, name="workflow")


def _add_history(group: typer.Typer, summon: Summon) -> None:
    @group.command("history")
    def history(
        stream: Annotated[
            str, typer.Argument(metavar="STREAM", help="The stream, such as inspection-nps-nw-2026.")
        ],
        to: Annotated[
            Path | None,
            typer.Option("--to", metavar="FILE", help="Write it to a new file, not to the terminal."),
        ] = None,
        as_json: AsJson = False,
    ) -> None:
        """Show the history of a workflow, decrypted, as Temporal's own tools show and replay one.

        What Temporal keeps is encrypted under the payload key, so its own pages show only which steps there were. There
        is nothing about a person in it in either form: only ids, positions, dates and what is awaited.

        Example: assay workflow history inspection-nps-nw-2026 --to history.json
        """
        told = summon().workflow_history(stream)
        if to is not None:
            try:
                with to.open("x", encoding="utf-8") as file:
                    file.write(told.history)
            except FileExistsError:
                raise Refused.because(
                    "file-exists", f"{to} is there already, and is left as it is."
                ) from None
            if not as_json:
                say(f"{told.events} events were written to {to}.")
        if as_json:
            say_json({"stream": stream, "events": told.events, "file": str(to) if to else None})
        elif to is None:
            typer.echo(told.history)


def _add_decode_page(group: typer.Typer, summon: Summon) -> None:
    @group.command("decode-page")
    def decode_page(
        page: Annotated[
            str | None,
            typer.Option(
                metavar="URL",
                help="The address of Temporal's pages, as the browser shows it; those of a running `assay run` if not "
                "given.",
            ),
        ] = None,
        port: Annotated[
            int, typer.Option(metavar="N", min=0, max=65_535, help="Where to listen; 0 for any free port.")
        ] = 0,
    ) -> None:
        """Let Temporal's own pages show what they keep encrypted, in a browser on this machine, until Ctrl-C.

        It decrypts for that page alone, at an address that is another each time and is a secret: enter it there, under
        the glasses at the top right, as the remote codec endpoint. It listens on this machine only, and never encrypts.

        Example: assay workflow decode-page
        """

        def ready(endpoint: str) -> None:
            say(
                "Enter this on Temporal's pages, under the glasses at the top right, as the remote codec endpoint:"
            )
            say(f"  {endpoint}")
            say("Keep it to yourself. Ctrl-C ends it.")

        summon().decode_page(page, port, ready)
        say("Stopped; the address is of no use any more.")
