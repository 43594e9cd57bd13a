"""``assay lists exclude`` and ``close``: settling, before there is a seed, which cases of a list can be drawn."""

from datetime import datetime
from typing import Annotated

import typer

from activities.cases.lists import PublicDraw
from activities.cases.lists_kept import StandingList
from activities.commanding.desk import Declined
from adapters.inbound.cli.building import as_command
from adapters.inbound.cli.lists.giving import (
    InspectionArgument,
    PopulationOption,
    checked,
    give_about_lists,
    held_list,
)
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give, tell_outcome
from adapters.inbound.services import Services, Summon
from adapters.inbound.speaking import AsJson
from domain.cases.lists.commands import ExcludeCases
from domain.cases.lists.where import condition
from domain.inspections.kinds.parts import Population
from domain.refusals import Refused

__all__ = ["add_close", "add_exclude"]


def add_exclude(group: typer.Typer, summon: Summon) -> None:
    """Add the command that excludes cases from a draw."""

    @group.command("exclude")
    def exclude(
        inspection: InspectionArgument,
        population: PopulationOption,
        code: Annotated[
            str,
            typer.Option(
                metavar="CODE",
                help="Why: not-in-population, too-short, duplicate, conflict, restricted or other.",
            ),
        ],
        reason: Annotated[str, typer.Option(metavar="TEXT", help="Why, in words that name nobody.")],
        rows: Annotated[
            str | None, typer.Option(metavar="ROWS", help="Their rows, as numbers and ranges: 3,7-9.")
        ] = None,
        where: Annotated[
            list[str] | None,
            typer.Option(
                metavar="RULE", help="A rule instead, such as 'weeks < 12'; of several, all must be met."
            ),
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Exclude cases of a list from its draw, by their rows or by a rule. Row 1 is the first under the first line.

        It is on the record which rows, how many, why, by whom and when.

        May be given by: lead-inspector, assistant.

        Example: assay lists exclude nps-nw-2026 --population victims --code conflict --reason 'We know.' --rows 3,7-9
        """
        if (rows is None) == (not where):
            raise Refused.because(
                "bad-usage", "Give either --rows, or --where, once for each part of a rule."
            )
        services = summon()
        held, _ = held_list(services.case_lists, inspection, population)
        conditions = [condition(each) for each in where or ()]
        named = "".join((rows or "").split()) or services.case_lists.rows_where(held, conditions)
        if not named:
            raise Refused.because(
                "no-such-rows", "No case of the list meets the rule, so nothing is excluded."
            )
        values = {
            "list": held.stream,
            "rows": named,
            "code": code,
            "rule": " and ".join(map(str, conditions)) or None,
            "reason": reason,
        }
        command = as_command(ExcludeCases, values)
        give(services, command, Circumstances(role, command_id, None, as_json))


def add_close(group: typer.Typer, summon: Summon) -> None:
    """Add the command that closes a list for its draw."""

    @group.command("close")
    def close(
        inspection: InspectionArgument,
        population: PopulationOption,
        size: Annotated[
            int | None,
            typer.Option(
                min=1, max=5000, metavar="N", help="How many to draw instead of what the kind asks for."
            ),
        ] = None,
        reason: Annotated[
            str | None, typer.Option(metavar="TEXT", help="Why another number, in words that name nobody.")
        ] = None,
        public_source: Annotated[
            str | None,
            typer.Option(
                metavar="TEXT",
                help="A public draw yet to come, such as a lottery's, whose numbers are to add to the seed.",
            ),
        ] = None,
        public_day: Annotated[
            datetime | None,
            typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="The day of that draw."),
        ] = None,
        public_numbers: Annotated[
            int | None, typer.Option(min=1, max=20, metavar="N", help="How many numbers it gives.")
        ] = None,
        public_highest: Annotated[
            int | None, typer.Option(min=2, metavar="N", help="The highest number that it can give.")
        ] = None,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Close a list for its draw; the seed is the digest of the entry that the record makes of this.

        Cases that are none of those that the kind of inspection means, or were not under supervision for as long as
        it asks, are excluded first. Nothing about the list changes afterwards, so nobody can choose cases by what the
        seed turned out to be.

        May be given by: lead-inspector, assistant.

        Another number than the kind asks for is settled here, with a reason, before there is a seed. Of a public draw
        say its name, its day, how many different numbers it gives and the highest.

        Example: assay lists close nps-nw-2026 --population supervised-cases
        """
        services, how = summon(), Circumstances(role, command_id, None, as_json)
        held, asked = _without_others(services, inspection, population, how)
        day = public_day.date() if public_day else None
        public = PublicDraw(public_source, day, public_numbers, public_highest)
        with checked():
            closing = services.case_lists.close(held, asked, size, reason, public)
        give_about_lists(services, closing.command, how, closing.content)


def _without_others(
    services: Services, inspection: str, population: str, how: Circumstances
) -> tuple[StandingList, Population]:
    """A list without those whom the kind of inspection does not mean: they are excluded first, rule by rule."""
    lists = services.case_lists
    held, asked = held_list(lists, inspection, population)
    rules = lists.not_meant(held, asked) if held.state.closed is None else {}
    for number, excluding in rules.items():
        order = how.order(excluding, suffix=f":not-meant-{number}")
        outcome = services.desk.give(order)
        if isinstance(outcome, Declined):
            raise Refused(outcome.refusal)
        if not how.as_json:
            tell_outcome(order, outcome, as_json=False)
    return held_list(lists, inspection, population) if rules else (held, asked)
