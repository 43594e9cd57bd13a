"""``assay correlation``: the proposed ratings beside the case results, before the panel meets (004 §4.14)."""

from typing import Annotated

import typer

from adapters.inbound.cli.building import add_commands
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.places import named_in
from adapters.inbound.services import Summon
from adapters.inbound.shown.correlation import compared_in
from adapters.inbound.shown.evidence.room import inspection_and_room
from adapters.inbound.speaking import AsJson, say, say_json, table
from domain.evidence.correlation import JudgedStandard
from domain.inspections.decider import INSPECTION
from domain.text import words_of

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``correlation``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="The proposed ratings beside the case results, before the panel meets.",
    )
    names = named_in("correlation")
    rules = [rule for rule in INSPECTION.rules.values() if rule.command.verb in names]
    add_commands(group, "correlation", rules, summon, names)
    _add_show(group, summon)
    app.add_typer(group, name="correlation")


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(
        inspection: Reference,
        digest: Annotated[bool, typer.Option("--digest", help="Print the digest of it alone.")] = False,
        as_json: AsJson = False,
    ) -> None:
        """Show the proposal for each judged standard beside the case standards, as far as cases have been read.

        A proposal that lies as many steps from a case standard as the protocol says is marked: look further there,
        then give `assay correlation check` the digest that is printed, and what looking further showed.

        Example: assay correlation show nps-nw-2026
        """
        services = summon()
        state, _ = inspection_and_room(services, inspection)
        compared = compared_in(services, state)
        checked = state.correlation
        stands = checked is not None and checked.compared == compared.digest
        if digest:
            say(compared.digest)
            return
        if as_json:
            said = compared.model_dump(mode="json")
            say_json({"inspection": inspection, **said, "compared": compared.digest, "checked": stands})
            return
        table(
            ("judged standard", "title", "proposed", "steps above the case standards", "look further"),
            [
                (
                    each.standard,
                    each.title,
                    words_of(each.proposed) or "none yet",
                    _steps(each),
                    "yes" if each.diverges else "",
                )
                for each in compared.judged
            ],
        )
        table(
            ("case standard", "title", "so far", "yes and no by key question"),
            [
                (
                    each.standard,
                    each.title,
                    words_of(each.rating) or "none yet",
                    ", ".join(f"{question} {yes}/{no}" for question, yes, no in each.questions),
                )
                for each in compared.cases
            ],
        )
        say(f"Compared: {compared.digest}")
        looked = (
            "Somebody has looked at exactly this." if stands else "Nobody has looked at exactly this yet."
        )
        say(looked)


def _steps(judged: JudgedStandard) -> str:
    return ", ".join(f"{standard} {steps:+d}" for standard, steps in judged.steps)
