"""``assay follow-up``: what a follow-up looks at again, its results beside the first ones, and what has improved."""

from pathlib import Path
from typing import Annotated

import typer

from activities.follow_ups import with_all_reads
from adapters.inbound.cli.after_publication.follow_ups_shown import (
    follow_up_as_json,
    measure_as_json,
    pair_as_json,
    published_as_json,
    tell_follow_up,
    tell_measure,
    tell_pair,
    tell_published,
)
from adapters.inbound.cli.building import add_commands, as_command
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, IfVersion, give
from adapters.inbound.cli.terminal.days import as_day
from adapters.inbound.files.named import read_file
from adapters.inbound.services import Summon
from adapters.inbound.shown.inspections import row_of
from adapters.inbound.speaking import AsJson, say, say_json
from domain.follow_ups.commands import CompareResults, follow_up_stream
from domain.follow_ups.improvement import improvement, measure
from domain.follow_ups.published import parse_published
from domain.follow_ups.rules import FOLLOW_UP
from domain.follow_ups.state import FollowUp
from domain.refusals import Refused

__all__ = ["CALLED", "add_to"]

CALLED = {
    "set-up-follow-up": "set-up",
    "compare-results": "results",
    "conclude-follow-up": "conclude",
}
"""What the commands of a follow-up are called here."""

_LARGEST = 1024 * 1024


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``follow-up``."""
    group = typer.Typer(
        no_args_is_help=True,
        help="Follow-ups: look at criteria again, beside the first results cut to the same cases.",
    )
    _add_published(group)
    _add_show(group, summon)
    rules = [rule for rule in FOLLOW_UP.rules.values() if rule.command is not CompareResults]
    add_commands(group, "follow-up", rules, summon, CALLED)
    _add_results(group, summon)
    _add_improved(group, summon)
    _add_measure(group, summon)
    app.add_typer(group, name="follow-up")


def _add_published(group: typer.Typer) -> None:
    @group.command("compare")
    def compare(
        file: Annotated[Path, typer.Argument(metavar="FILE", help="A published follow-up, as TOML.")],
        as_json: AsJson = False,
    ) -> None:
        """Print the figures of a published follow-up beside those of the first inspection.

        Where numbers of cases are known, the difference has its 95 per cent interval; where they are not, it says so;
        where method or focus differs, nothing is compared.

        Example: assay follow-up compare examples/follow-up/staffordshire-2005.toml
        """
        found = parse_published(read_file(file, largest=_LARGEST), where=str(file))
        if as_json:
            say_json(published_as_json(found))
        else:
            tell_published(found)


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(inspection: Reference, as_json: AsJson = False) -> None:
        """Show what a follow-up looks at again, both results beside each other, and what was concluded.

        Example: assay follow-up show staffs-2005
        """
        stream = follow_up_stream(inspection)
        standing = summon().records.read([stream])[stream]
        state: FollowUp = standing.state
        if state.set_up is None:
            raise Refused.because(
                "unknown-follow-up", f"Nobody has laid down what {inspection} looks at again."
            )
        if as_json:
            say_json(follow_up_as_json(state, standing.head.version))
        else:
            tell_follow_up(state, standing.head.version)


def _add_results(group: typer.Typer, summon: Summon) -> None:
    @group.command("results")
    def results(
        inspection: Reference,
        role: AsRole = None,
        command_id: CommandId = None,
        if_version: IfVersion = None,
        as_json: AsJson = False,
    ) -> None:
        """Put the results of a follow-up beside the first ones, recomputed from the cases that are looked at again.

        All cases of both inspections are read from the record; `assay follow-up show` prints what comes of them.

        May be given by: lead-inspector.

        Stage: set-up, compared, concluded (once cases were read again).

        Example: assay follow-up results staffs-2005
        """
        services = summon()
        row_of(services, inspection)
        how = Circumstances(role, command_id, if_version, as_json)
        command = as_command(CompareResults, {"inspection": inspection}, {"inspection": "INSPECTION"})
        assert isinstance(command, CompareResults), "it is made of that class"
        give(services, with_all_reads(services.records, command), how)


def _add_improved(group: typer.Typer, summon: Summon) -> None:
    @group.command("improved")
    def improved(
        provider: Annotated[str, typer.Argument(metavar="PROVIDER", help="The provider, by its short code.")],
        as_json: AsJson = False,
    ) -> None:
        """Show what has improved at a provider since it was inspected before, rating by rating.

        What was found at a provider that was merged or split stands beside what was found at whoever took its place.

        Example: assay follow-up improved nps-north-west
        """
        services = summon()
        rows = services.views.catch_up().inspections()
        rated = services.improvements.rated(each.reference for each in rows)
        every = improvement(rated, services.improvements.successions(rated))
        pairs = [each for each in every if provider in (each.first.provider, each.again.provider)]
        if as_json:
            say_json({"provider": provider, "pairs": [pair_as_json(each) for each in pairs]})
        elif not pairs:
            times = sum(each.provider == provider for each in rated)
            seen = "once" if times else "not yet"
            say(
                f"{provider} has been inspected {seen} with ratings that were published: there is nothing to compare."
            )
        else:
            for each in pairs:
                tell_pair(each)


def _add_measure(group: typer.Typer, summon: Summon) -> None:
    @group.command("measure")
    def measured(
        begins: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="The first day.")],
        ends: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="The last day.")],
        as_json: AsJson = False,
    ) -> None:
        """Reckon measure 2.1: of services rated inadequate or requires improvement, how many improved when seen again.

        What counts is the day on which the next ratings were decided. What is not comparable is named.

        Example: assay follow-up measure --from 2026-04-01 --to 2027-03-31
        """
        first, last = as_day(begins, "--from"), as_day(ends, "--to")
        if last < first:
            raise Refused.because(
                "dates-reversed", f"The period cannot end on {last}, before it begins on {first}."
            )
        services = summon()
        rows = services.views.catch_up().inspections()
        rated = services.improvements.rated(each.reference for each in rows)
        found = measure(rated, first, last, services.improvements.successions(rated))
        if as_json:
            say_json({"from": first, "to": last, **measure_as_json(found)})
        else:
            tell_measure(found, first, last)
