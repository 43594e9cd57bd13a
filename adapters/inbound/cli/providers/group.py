"""``assay provider``: whom the inspectorate inspects."""

from typing import Annotated

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.providers.importing import add_import
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.providers.provider import PROVIDER, Provider
from domain.refusals import Refused
from domain.streams import provider_stream

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``provider``."""
    group = typer.Typer(
        no_args_is_help=True, help="Providers: register and list whom the inspectorate inspects."
    )
    add_commands(group, "provider", PROVIDER.rules.values(), summon)
    add_import(group, summon)

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

    @group.command("show")
    def show(
        provider: Annotated[str, typer.Argument(metavar="PROVIDER", help="The provider's short code.")],
        as_json: AsJson = False,
    ) -> None:
        """Show a provider with every name that it has had, and what became of it.

        Example: assay provider show nps-north-west
        """
        found = _found(summon(), provider)
        assert found.registered is not None
        if as_json:
            say_json(
                {
                    **found.registered.model_dump(mode="json"),
                    "title": found.title,
                    "names": list(found.names),
                    "contacts": list(found.contacts),
                    "successors": list(found.successors),
                    "since": found.since.isoformat() if found.since else None,
                }
            )
            return
        say(f"{provider}: {found.title} ({found.registered.kind}, {found.registered.area})")
        for name in found.names[-2::-1]:
            say(f"Before: {name}")
        if found.gone:
            say(f"It is inspected no more: {found.gone}.")
        say(f"{len(found.contacts)} contacts")

    app.add_typer(group, name="provider")


def _found(services: Services, provider: str) -> Provider:
    stream = provider_stream(provider)
    found: Provider = services.records.read([stream])[stream].state
    if found.registered is None:
        raise Refused.because(
            "unknown-provider", f"There is no provider {provider[:80]!r}; `assay provider list` shows all."
        )
    return found
