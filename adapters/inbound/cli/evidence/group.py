"""``assay evidence``: what is asked for and held, and the register of what judgements rest on."""

import typer

from adapters.inbound.cli.evidence.asking import add_asking
from adapters.inbound.cli.evidence.coming_in import add_coming_in
from adapters.inbound.cli.evidence.held import add_held
from adapters.inbound.cli.evidence.register import add_register
from adapters.inbound.services import Summon

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``evidence``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Evidence: what is asked for and held, and the register of what judgements rest on.",
    )
    add_asking(group, summon)
    add_held(group, summon)
    add_coming_in(group, summon)
    add_register(group, summon)
    app.add_typer(group, name="evidence")
