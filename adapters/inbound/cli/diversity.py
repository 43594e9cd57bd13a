"""``assay inspection report-diversity`` and ``diversity``: protected characteristics, in the aggregate only."""

from typing import Annotated

import typer

from adapters.inbound.cli.ordering import AsRole, Circumstances, CommandId, give
from adapters.inbound.cli.services import Services, Summon
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.cases.characteristics import CHARACTERISTICS
from domain.cases.diversity import SMALLEST_SHOWN
from domain.cases.diversity_report import DiversityReported, ReportDiversity
from domain.inspections.state import Inspection
from domain.refusals import Refused

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
        state = _state(services, inspection)
        command = ReportDiversity(
            inspection=inspection,
            cases=len(state.sampled),
            characteristics=services.personal.diversity(state.sampled),
        )
        give(services, command, Circumstances(role, command_id, None, as_json))

    @group.command("diversity")
    def diversity(inspection: Reference, as_json: AsJson = False) -> None:
        """Show the sampled cases by protected characteristic, as they were counted, small numbers hidden.

        Example: assay inspection diversity nps-nw-2026
        """
        services = summon()
        _state(services, inspection)
        stream = f"diversity-{inspection}"
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


def _state(services: Services, inspection: str) -> Inspection:
    stream = f"inspection-{inspection}"
    state: Inspection = services.records.read([stream])[stream].state
    if state.announced is None:
        raise Refused.because(
            "unknown-inspection", f"There is no inspection {inspection}; `assay inspection list` shows all."
        )
    return state


def _tell(inspection: str, reported: DiversityReported) -> None:
    say(f"{inspection}: {reported.cases} cases. A dash stands for a count that is hidden.")
    table(
        ("characteristic", "group", "cases"),
        [
            (CHARACTERISTICS[each.characteristic].title, one.group, "-" if one.cases is None else one.cases)
            for each in reported.characteristics
            for one in each.groups
        ],
    )
