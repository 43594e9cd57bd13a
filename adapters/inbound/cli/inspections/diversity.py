"""``assay inspection report-diversity`` and ``diversity``: protected characteristics, in the aggregate only."""

from typing import Annotated

import typer

from activities.inspections import inspection_in
from adapters.inbound.cli.lists.giving import checked
from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give
from adapters.inbound.cli.terminal.days import as_day
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, complain, say, say_json, table
from domain.cases.diversity.characteristics import CHARACTERISTICS
from domain.cases.diversity.counting import SMALLEST_SHOWN
from domain.cases.diversity.period import (
    STREAM,
    DiversityOverPeriodReported,
    DiversityPeriods,
)
from domain.cases.diversity.report import DiversityReported
from domain.refusals import Refused
from domain.streams import diversity_stream

__all__ = ["add_diversity"]

Reference = Annotated[str, typer.Argument(metavar="INSPECTION", help="The reference of the inspection.")]


def add_diversity(group: typer.Typer, summon: Summon) -> None:
    """Add both commands."""

    @group.command("report-diversity")
    def report_diversity(
        inspection: Reference,
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Count the sampled cases by protected characteristic, hide small numbers, and record the counts.

        Counts below five are hidden, and as many more as it takes so that no hidden one can be worked out from the
        others and the total. It is done once, when the case reads are closed: a second count, after something was
        erased, would show together with the first what was erased (004 §5.6-5.9).

        May be given by: lead-inspector.

        Example: assay inspection report-diversity nps-nw-2026
        """
        services = summon()
        command = services.diversity_periods.counted(inspection)
        give(services, command, Circumstances(role, command_id, None, as_json))

    @group.command("diversity")
    def diversity(inspection: Reference, as_json: AsJson = False) -> None:
        """Show the sampled cases by protected characteristic, as they were counted, small numbers hidden.

        Example: assay inspection diversity nps-nw-2026
        """
        services = summon()
        inspection_in(services.records, inspection)
        stream = diversity_stream(inspection)
        reported: DiversityReported | None = services.records.read([stream])[stream].state.reported
        if reported is None:
            raise Refused.because(
                "not-reported",
                f"It has not been counted yet; `assay inspection report-diversity {inspection}` does, once the case "
                "reads are closed.",
            )
        if as_json:
            say_json(
                {
                    "inspection": inspection,
                    "hidden_below": SMALLEST_SHOWN,
                    **reported.model_dump(mode="json"),
                }
            )
        else:
            _tell(inspection, reported)

    _add_periods(group, summon)


def _add_periods(group: typer.Typer, summon: Summon) -> None:
    @group.command("report-diversity-over-period")
    def report_over_period(
        period: Annotated[str, typer.Argument(metavar="PERIOD", help="A code for the period.")],
        first: Annotated[str, typer.Option("--from", metavar="YYYY-MM-DD", help="Its first day.")],
        last: Annotated[str, typer.Option("--to", metavar="YYYY-MM-DD", help="Its last day.")],
        role: AsRole = None,
        command_id: CommandId = None,
        as_json: AsJson = False,
    ) -> None:
        """Add up the counts of all inspections that were reported on in a period, by sub-group, and record them.

        A total is hidden if it is small, or if somebody could work out from it, from the other totals and from what
        the inspections show, a count that one of them hides. Each inspection is in one period only; one of whose
        cases something was erased since its own report is left out, and named (004 §5.9).

        May be given by: operations-manager.

        Example: assay inspection report-diversity-over-period 2026 --from 2026-01-01 --to 2026-12-31
        """
        services, how = summon(), Circumstances(role, command_id, None, as_json)
        days = as_day(first, "--from"), as_day(last, "--to")
        with checked():
            command, left_out = services.diversity_periods.over_period(period, *days)
        for each in left_out:
            complain(
                f"{each} is left out: something about its cases was erased or changed since its own report."
            )
        give(services, command, how)

    @group.command("diversity-over-period")
    def over_period(
        period: Annotated[str, typer.Argument(metavar="PERIOD", help="The code of the period.")],
        as_json: AsJson = False,
    ) -> None:
        """Show the cases of a period's inspections by protected characteristic, as they were added up.

        Example: assay inspection diversity-over-period 2026
        """
        services = summon()
        state: DiversityPeriods = services.records.read([STREAM])[STREAM].state
        reported = state.reported.get(period)
        if reported is None:
            known = ", ".join(state.reported) or "none"
            raise Refused.because("not-reported", f"{period} was not reported on; there is {known}.")
        if as_json:
            say_json({"hidden_below": SMALLEST_SHOWN, **reported.model_dump(mode="json")})
        else:
            _tell(f"{period}, {len(reported.inspections)} inspections", reported)


def _tell(inspection: str, reported: DiversityReported | DiversityOverPeriodReported) -> None:
    say(f"{inspection}: {reported.cases} cases. A dash stands for a count that is hidden.")
    table(
        ("characteristic", "group", "cases"),
        [
            (CHARACTERISTICS[each.characteristic].title, one.group, "-" if one.cases is None else one.cases)
            for each in reported.characteristics
            for one in each.groups
        ],
    )
