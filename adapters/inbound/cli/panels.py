"""``assay panel``: the meetings of the ratings panel."""

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.services import Summon
from domain.panels.panel import PANEL

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``panel``."""
    group = typer.Typer(no_args_is_help=True, help="Ratings panels: call, open and close their meetings.")
    add_commands(group, "panel", PANEL.rules.values(), summon)
    app.add_typer(group, name="panel")
