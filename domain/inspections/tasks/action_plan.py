"""What there is to do until the action plan has been followed to its end."""

from collections.abc import Mapping
from dataclasses import replace

from domain.action_plans.plan import ActionPlan, PlanStage
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks.listing import Item, Listed, Surroundings
from domain.inspections.whose import title_of
from domain.streams import plan_in
from domain.text import counted
from domain.working_days import in_words

__all__ = ["action_plan", "correcting"]


def action_plan(state: Inspection, around: Surroundings) -> Listed:
    """Until the action plan, or that of each of several providers, has been followed to its end."""
    yield from correcting(state)
    if state.reopened_from is not None and not state.plans:
        return
    if state.standing is Stage.ACTION_PLAN and not state.plans:
        yield Item("close-inspection", "Close the inspection")
        return
    plans: Mapping[str, ActionPlan] = around.plans or {"": ActionPlan()}
    for stream, plan in plans.items():
        provider = plan_in(stream)[1]
        of = f" ({title_of(state, plan.provider)})" if provider else ""
        for each in (*_answering(plan), *_asked_for(plan), *_carrying_out(plan)):
            yield replace(each, title=f"{each.title}{of}", provider=provider)
    left = sum(not each.followed_up for each in plans.values())
    which = (
        "the action plan has"
        if len(plans) == 1
        else f"{counted(left, 'action plan')} {'has' if left == 1 else 'have'}"
    )
    if state.reopened_from is None:
        yield Item(
            "close-inspection",
            "Close the inspection",
            f"{which} not been followed to its end" if left else "",
        )


def correcting(state: Inspection) -> Listed:
    """What there is to do until an edition that corrects the published report is out."""
    if not state.corrects_words or state.correction is None or state.withdrawn is not None:
        return
    number = state.correction.edition
    signed = state.report is not None and state.report.signature_stands
    yield Item("sign-off-report", f"Sign edition {number}, which corrects the report", done=signed)
    yield Item(
        "schedule-publication",
        f"Set the day on which edition {number} is published",
        "" if signed else "it is not signed",
        state.publish_on is not None,
    )
    if not signed and Stage.CASE_READS in state.known.stages:
        yield Item(
            "reopen-case-reads", "Or open the case reads again, where a judgement or a case read was wrong"
        )


def _answering(plan: ActionPlan) -> Listed:
    handed_in = plan.stage not in (None, PlanStage.REQUESTED)
    waiting = "" if handed_in else "the provider has not handed it in"
    accepted = plan.stage in (PlanStage.CARRYING_OUT, PlanStage.FOLLOWED_UP)
    yield Item("submit-action-plan", "Hand in the action plan", done=handed_in)
    if plan.stage is PlanStage.REQUESTED and plan.due is None:
        yield Item("note-plan-not-received", "Or note that the action plan never came, with the reason")
    yield Item("accept-action-plan", "Accept the action plan", waiting, accepted)
    if not accepted:
        yield Item("return-action-plan", "Or return it to be made better", waiting)


def _asked_for(plan: ActionPlan) -> Listed:
    """What the provider asked for and nobody has answered."""
    for code in plan.open_extensions:
        asked = plan.extensions[code].asked
        what = f"the action {asked.action}" if asked.action else "the action plan"
        yield Item("grant-plan-extension", f"Give more time ({code}) for {what}, or refuse it")
    for code in plan.open_changes:
        proposed = plan.changes[code].proposed
        yield Item("agree-action-change", f"Agree to the change ({code}) of {proposed.action}, or decline it")


def _carrying_out(plan: ActionPlan) -> Listed:
    left = plan.outstanding
    if plan.stage is not PlanStage.CARRYING_OUT:
        over = plan.followed_up
        early = "the action plan has not been accepted"
        yield Item("report-progress", "Report progress on the actions", early, over)
        yield Item("complete-action", "Complete the actions", early, over)
        yield Item("follow-up-action-plan", "Conclude the follow-up of the action plan", early, over)
        return
    for code in left:
        by = in_words(plan.actions[code].due)
        yield Item("report-progress", f"Report progress on the action {code}")
        yield Item("complete-action", f"Complete the action {code}, due on {by}")
        if code not in plan.running:
            yield Item("give-up-action", f"Or give up the action {code}, or leave it to the next inspection")
    open_ = f"{counted(len(left), 'action')} {'is' if len(left) == 1 else 'are'} not completed"
    yield Item("follow-up-action-plan", "Conclude the follow-up of the action plan", open_ if left else "")
