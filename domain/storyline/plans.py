"""What happened to an action plan, one sentence per event."""

from domain.action_plans import events as plan
from domain.action_plans import national
from domain.inspections.told import plan_clause
from domain.messages import Event
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_plans"]

_ANSWERS = {"agreed": "agreed", "partly-agreed": "partly agreed", "not-agreed": "not agreed"}


def told_of_plans(event: Event) -> str | None:
    """One sentence about an event of an action plan or of a national body's answer; None for any other."""
    return _plan(event) or _notices(event) or _actions(event) or _agreed(event)


def _plan(event: Event) -> str | None:
    match event:
        case plan.ActionPlanRequested():
            return f"An action plan was asked for by {in_words(event.due)}."
        case plan.ActionPlanSubmitted():
            return f"The provider submitted its action plan, with {counted(len(event.answers), 'answer')}."
        case plan.ActionPlanOverdue():
            return f"The date for the action plan, {in_words(event.due)}, passed without one."
        case plan.ActionPlanReturned():
            points = f", with {counted(len(event.points), 'point')}" if event.points else ""
            return f"The action plan was returned{points}, to come again by {in_words(event.due)}: {event.reason}"
        case plan.ActionPlanAccepted():
            return "The action plan was accepted."
        case plan.ActionPlanFollowedUp():
            return f"The action plan was followed to its end: {event.conclusion}"
        case plan.PlanProviderFollowed():
            later = "".join(
                f"; {_what(each.deadline)} is due by {in_words(each.due)}" for each in event.moved
            )
            return f"The action plan goes on with {event.provider}{later}."
        case plan.ActionPlanNotReceived():
            return f"The action plan was never handed in, and is awaited no longer: {event.reason}"
        case national.RecommendationAnswered():
            return (
                f"{event.answered_by} answered the recommendation {event.recommendation} to {event.body}: "
                f"{_ANSWERS[event.agreed]}."
            )
        case _:
            return None


def _notices(event: Event) -> str | None:
    match event:
        case plan.PlanNoticeSent():
            told = "The provider was told" if event.to else "The provider has no contact who could be told"
            return f"{told} {plan_clause(event.notice)}."
        case plan.PlanNoticeUndelivered():
            return f"The notice that told {plan_clause(event.notice)} did not reach {event.reader}."
        case plan.PlanToldOtherwise():
            return (
                f"What no notice could tell was told by other means ({', '.join(event.notices)}): {event.how}"
            )
        case plan.ReminderSent():
            if not event.to:
                return (
                    f"The provider has no contact who could be reminded of {_what(event.deadline)}, "
                    f"due on {in_words(event.due)}."
                )
            return f"The provider was reminded of {_what(event.deadline)}, due on {in_words(event.due)}."
        case _:
            return None


def _actions(event: Event) -> str | None:
    match event:
        case plan.ActionProgressed():
            shown = ", with a file that shows it" if event.document else ""
            return f"The provider reported progress on the action {event.action}{shown}: {event.progress}"
        case plan.ActionOverdue():
            return f"The action {event.action} was not completed by {in_words(event.due)}."
        case plan.ActionCompleted():
            how = f": {event.achieved}" if event.achieved else "."
            return f"The action {event.action} was completed{how}"
        case plan.ActionGivenUp(becomes="next-inspection"):
            return f"The action {event.action} was left to the next inspection: {event.reason}"
        case plan.ActionGivenUp():
            return f"The action {event.action} was given up: {event.reason}"
        case _:
            return None


def _agreed(event: Event) -> str | None:
    match event:
        case plan.PlanExtensionAsked():
            what = _what(f"action-{event.action}" if event.action else "plan")
            return (
                f"The provider asked for more time for {what}, until {in_words(event.until)}: {event.reason}"
            )
        case plan.PlanExtensionGranted():
            what = _what(f"action-{event.action}" if event.action else "plan")
            return f"More time was given for {what}, until {in_words(event.due)}."
        case plan.PlanExtensionRefused():
            return f"More time ({event.extension}) was refused: {event.reason}"
        case plan.ActionChangeProposed():
            becomes = "to be changed" if event.becomes.id == event.action else f"to become {event.becomes.id}"
            return f"The provider proposed the action {event.action} {becomes}: {event.reason}"
        case plan.ActionChangeAgreed():
            return f"The change of an action ({event.change}) was agreed."
        case plan.ActionChangeDeclined():
            return f"The change of an action ({event.change}) was not agreed: {event.reason}"
        case _:
            return None


def _what(deadline: str) -> str:
    return "the action plan" if deadline == "plan" else f"the action {deadline.removeprefix('action-')}"
