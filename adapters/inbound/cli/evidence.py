"""``assay evidence``: what is asked for and held, and the register of what judgements rest on."""

import typer

from adapters.inbound.cli.evidence_register import add_register
from adapters.inbound.cli.services import Summon

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``evidence``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Evidence: what is asked for and held, and the register of what judgements rest on.",
    )
    add_register(group, summon)
    app.add_typer(group, name="evidence")
