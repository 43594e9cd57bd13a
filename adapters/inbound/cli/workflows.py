"""``assay workflow``: what Temporal keeps of a workflow, decrypted for whoever looks after it."""

from pathlib import Path
from typing import Annotated

import typer

from adapters.inbound.cli.services import Summon
from adapters.inbound.cli.speaking import AsJson, say, say_json
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``workflow``."""
    group = typer.Typer(
        no_args_is_help=True, help="Workflows: what Temporal keeps of them, which it keeps encrypted."
    )

    @group.callback()
    def workflow() -> None:
        """Keep the group a group, though it has one command."""

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

    app.add_typer(group, name="workflow")
