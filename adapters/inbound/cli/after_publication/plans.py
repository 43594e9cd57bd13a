"""``assay plan``: the action plans of inspections."""

from pathlib import Path
from typing import Annotated, Any

import typer

from activities.commanding.records import Standing
from adapters.inbound.cli.after_publication.plans_shown import PlanShown, plans_as_json, tell_plans
from adapters.inbound.cli.building import add_commands, add_options, as_command, help_of
from adapters.inbound.cli.inspections.group import Reference
from adapters.inbound.cli.ordering import Circumstances, give
from adapters.inbound.commands.fields import Field, fields_of
from adapters.inbound.files.action_plans import read_plan
from adapters.inbound.services import Summon
from adapters.inbound.speaking import AsJson, say_json
from domain.action_plans.commands import SubmitActionPlan
from domain.action_plans.national import BODY_ANSWERS, BodyAnswers, answers_stream
from domain.action_plans.plan import ActionPlan
from domain.action_plans.rules import ACTION_PLAN
from domain.inspections.state import Inspection
from domain.inspections.whose import title_of
from domain.refusals import Refused
from domain.streams import inspection_stream, plan_in, plan_stream

__all__ = ["CALLED", "add_to"]

OfProvider = Annotated[
    str | None, typer.Option("--provider", help="Whose plan, where each of several providers has one.")
]

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
    def show(inspection: Reference, provider: OfProvider = None, as_json: AsJson = False) -> None:
        """Show what was recommended, what was answered, how far each action has come, and what is to be decided.

        Where each of several providers has an action plan, it shows them all, or the one of a provider.

        Example: assay plan show nps-nw-2026
        """
        records = summon().records
        own, bodies = inspection_stream(inspection), answers_stream(inspection)
        first = records.read([own, bodies])
        state: Inspection = first[own].state
        national: BodyAnswers = first[bodies].state
        asked = [each for each in state.plans if provider in (None, plan_in(each)[1])]
        if not asked and (provider is not None or not national.answers):
            of = f" of {provider}" if provider else ""
            raise Refused.because(
                "unknown-action-plan", f"No action plan{of} has been asked for after {inspection}."
            )
        streams = asked or [plan_stream(inspection)]
        found = records.read(streams)
        plans = [PlanShown(inspection, *_whose(state, each), *_standing(found[each])) for each in streams]
        if as_json:
            say_json(plans_as_json(plans, national))
        else:
            tell_plans(plans, national)


def _whose(state: Inspection, stream: str) -> tuple[str | None, str]:
    """Whose plan it is, of several: as it was called when it was asked, and by name."""
    provider = plan_in(stream)[1]
    return provider, title_of(state, provider) if provider else ""


def _standing(found: Standing) -> tuple[ActionPlan, int]:
    return found.state, found.head.version


def _add_submit(group: typer.Typer, summon: Summon) -> None:
    inspection, provider, *_ = fields_of(SubmitActionPlan)
    file = Field("answers", "records", "the plan: a .csv, .json or .toml file", True)

    def do(
        role: str | None, command_id: str | None, if_version: int | None, as_json: bool, **typed: Any
    ) -> None:
        how = Circumstances(role, command_id, if_version, as_json)
        values = {**typed, "answers": read_plan(Path(typed["answers"]))}
        give(summon(), as_command(SubmitActionPlan, values, {"inspection": "INSPECTION"}), how)

    text = help_of(ACTION_PLAN.rules[SubmitActionPlan], "assay plan submit", "nps-nw-2026 --answers plan.csv")
    note = (
        "As CSV: recommendation, agreed (agreed, partly-agreed or not-agreed), which_part, reason, action, text, "
        "owner, due, measure. A row for each action; further actions repeat the recommendation and leave its answer "
        "empty."
    )
    group.command("submit", help=f"{text}\n\n{note}")(add_options(do, (inspection, file, provider)))
