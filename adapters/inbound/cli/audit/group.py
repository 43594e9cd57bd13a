"""``assay audit``: how a rating was reached, checked from the record alone, and whether the record is what it was."""

import typer

from adapters.inbound.cli.audit.checkpoints import add_checkpoints
from adapters.inbound.cli.audit.dossier import add_dossier
from adapters.inbound.cli.audit.explain import add_explain, add_what_if
from adapters.inbound.cli.audit.find import add_find
from adapters.inbound.cli.audit.looks import add_looks
from adapters.inbound.cli.audit.releasing import add_releasing
from adapters.inbound.cli.audit.replay import add_replay
from adapters.inbound.cli.audit.verifying import add_ledger
from adapters.inbound.cli.audit.watch import add_watch
from adapters.inbound.services import Summon

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``audit``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="For auditors: how a rating was reached, and proof that nothing was changed.",
    )
    add_replay(group, summon)
    add_explain(group, summon)
    add_what_if(group, summon)
    add_find(group, summon)
    add_looks(group, summon)
    add_dossier(group, summon)
    add_releasing(group, summon)
    add_ledger(group, summon)
    add_checkpoints(group, summon)
    add_watch(group, summon)
    app.add_typer(group, name="audit")
