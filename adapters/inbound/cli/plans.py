"""``assay plan``: the action plans of inspections."""

from pathlib import Path
from typing import Any

import typer

from adapters.inbound.cli.building import add_commands, add_options, as_command, help_of
from adapters.inbound.cli.fields import Field, fields_of
from adapters.inbound.cli.inspections import Reference
from adapters.inbound.cli.ordering import Circumstances, give
from adapters.inbound.cli.plan_files import read_plan
from adapters.inbound.cli.services import Summon
from adapters.inbound.cli.speaking import AsJson, say, say_json, table
from domain.action_plans.commands import SubmitActionPlan
from domain.action_plans.plan import ActionPlan
from domain.action_plans.rules import ACTION_PLAN
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``plan``."""
    group = typer.Typer(
        no_args_is_help=True, help="Action plans: the provider's answers, and their follow-up."
    )
    _add_show(group, summon)
    _add_submit(group, summon)
    rules = [rule for rule in ACTION_PLAN.rules.values() if rule.command is not SubmitActionPlan]
    add_commands(group, "plan", rules, summon)
    app.add_typer(group, name="plan")


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(inspection: Reference, as_json: AsJson = False) -> None:
        """Show what was recommended, what the provider answered, and how far each action has come.

        Example: assay plan show nps-nw-2026
        """
        stream = f"action-plan-{inspection}"
        standing = summon().records.read([stream])[stream]
        plan: ActionPlan = standing.state
        if plan.requested is None:
            raise Refused.because(
                "unknown-action-plan", f"No action plan has been asked for after {inspection}."
            )
        if as_json:
            say_json(_as_json(inspection, plan, standing.head.version))
        else:
            _tell(inspection, plan, standing.head.version)


def _as_json(inspection: str, plan: ActionPlan, version: int) -> dict[str, Any]:
    requested = plan.requested
    assert requested is not None
    return {
        "inspection": inspection,
        "version": version,
        "stage": str(plan.stage),
        "due": plan.due,
        "recommendations": [each.model_dump(mode="json") for each in requested.recommendations],
        "actions": [
            {**each.model_dump(mode="json"), "completed": code in plan.completed}
            for code, each in plan.actions.items()
        ],
    }


def _tell(inspection: str, plan: ActionPlan, version: int) -> None:
    due = f", due {plan.due}" if plan.due else ""
    say(f"Action plan of {inspection}: {plan.stage}{due}, version {version}")
    assert plan.requested is not None
    table(("recommendation", "what"), [(each.id, each.text) for each in plan.requested.recommendations])
    if plan.actions:
        table(
            ("action", "what", "owner", "due", "done"),
            [
                (code, each.text, each.owner, each.due, "yes" if code in plan.completed else "")
                for code, each in plan.actions.items()
            ],
        )


def _add_submit(group: typer.Typer, summon: Summon) -> None:
    inspection = fields_of(SubmitActionPlan)[0]
    file = Field("answers", "records", "the plan: a .csv, .json or .toml file", True)

    def do(
        role: str | None, command_id: str | None, if_version: int | None, as_json: bool, **typed: Any
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        values = {"inspection": typed["inspection"], "answers": read_plan(Path(typed["answers"]))}
        give(summon(), as_command(SubmitActionPlan, values, {"inspection": "INSPECTION"}), how)

    text = help_of(ACTION_PLAN.rules[SubmitActionPlan], "assay plan submit", "nps-nw-2026 --answers plan.csv")
    note = (
        "As CSV: recommendation, agreed (agreed, partly-agreed or not-agreed), which_part, reason, action, text, "
        "owner, due. A row for each action; further actions repeat the recommendation and leave its answer empty."
    )
    group.command("submit", help=f"{text}\n\n{note}")(add_options(do, (inspection, file)))
