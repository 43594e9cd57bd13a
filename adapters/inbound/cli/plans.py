"""``assay plan``: the action plans of inspections."""

from pathlib import Path
from typing import Any

import typer

from adapters.inbound.cli.building import add_commands, add_options, as_command, help_of
from adapters.inbound.cli.inspections import Reference
from adapters.inbound.cli.ordering import Circumstances, give
from adapters.inbound.cli.plans_shown import plan_as_json, tell_plan
from adapters.inbound.commands.fields import Field, fields_of
from adapters.inbound.files.action_plans import read_plan
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say_json
from domain.action_plans.commands import SubmitActionPlan
from domain.action_plans.national import BODY_ANSWERS, BodyAnswers, answers_stream
from domain.action_plans.plan import ActionPlan
from domain.action_plans.rules import ACTION_PLAN
from domain.refusals import Refused
from domain.streams import plan_stream

__all__ = ["CALLED", "add_to"]


CALLED = {
    "ask-for-plan-extension": "ask-for-extension",
    "grant-plan-extension": "grant-extension",
    "refuse-plan-extension": "refuse-extension",
    "propose-action-change": "propose-change",
    "agree-action-change": "agree-change",
    "decline-action-change": "decline-change",
    "note-plan-not-received": "not-received",
}
"""What the commands of a plan are called whose verbs say more than they need to here."""


def add_to(app: typer.Typer, summon: Summon) -> None:
    """Add the group ``plan``."""
    group = typer.Typer(
        no_args_is_help=True, help="Action plans: the provider's answers, and their follow-up."
    )
    _add_show(group, summon)
    _add_submit(group, summon)
    rules = [rule for rule in ACTION_PLAN.rules.values() if rule.command is not SubmitActionPlan]
    add_commands(group, "plan", [*rules, *BODY_ANSWERS.rules.values()], summon, CALLED)
    app.add_typer(group, name="plan")


def _add_show(group: typer.Typer, summon: Summon) -> None:
    @group.command("show")
    def show(inspection: Reference, as_json: AsJson = False) -> None:
        """Show what was recommended, what was answered, how far each action has come, and what is to be decided.

        Example: assay plan show nps-nw-2026
        """
        stream, bodies = plan_stream(inspection), answers_stream(inspection)
        found = summon().records.read([stream, bodies])
        plan: ActionPlan = found[stream].state
        national: BodyAnswers = found[bodies].state
        if plan.requested is None and not national.answers:
            raise Refused.because(
                "unknown-action-plan", f"No action plan has been asked for after {inspection}."
            )
        version = found[stream].head.version
        if as_json:
            say_json(plan_as_json(inspection, plan, national, version))
        else:
            tell_plan(inspection, plan, national, version)


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
        "owner, due, measure. A row for each action; further actions repeat the recommendation and leave its answer "
        "empty."
    )
    group.command("submit", help=f"{text}\n\n{note}")(add_options(do, (inspection, file)))
