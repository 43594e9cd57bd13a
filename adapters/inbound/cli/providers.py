"""``assay provider``: whom the inspectorate inspects."""

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.services import Summon
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.providers.provider import PROVIDER

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``provider``."""
    group = typer.Typer(
        no_args_is_help=True, help="Providers: register and list whom the inspectorate inspects."
    )
    add_commands(group, "provider", PROVIDER.rules.values(), summon)

    @group.command("list")
    def list_(as_json: AsJson = False) -> None:
        """List all providers.

        Example: assay provider list
        """
        found = summon().views.catch_up().providers()
        if as_json:
            say_json({"providers": [each.model_dump(mode="json") for each in found]})
        elif not found:
            say("No provider has been registered yet; `assay provider register --help` shows how.")
        else:
            table(
                ("provider", "title", "kind", "area"),
                [(each.provider, each.title, each.kind, each.area) for each in found],
            )

    app.add_typer(group, name="provider")
