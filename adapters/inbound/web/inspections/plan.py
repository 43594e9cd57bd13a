"""The action plan of an inspection for those who follow it: answers, actions, requests, and what was reported."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.shown.evidence.documents import DocumentShown, of_actions
from adapters.inbound.shown.plans import plans_of
from adapters.inbound.visiting.guarding import WorksHere, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.inspections.documents import opens_documents
from adapters.inbound.web.rendering import Pages
from domain.action_plans.events import Action, Answer
from domain.action_plans.plan import ActionPlan, PlanStage
from domain.inspections.events import Recommendation
from domain.inspections.stages import Stage
from domain.inspections.whose import title_of
from domain.storyline.once import told_once
from domain.streams import inspection_stream, plan_in, plan_stream

__all__ = ["add_to"]

_DEEDS: Mapping[PlanStage, Mapping[str, str]] = MappingProxyType(
    {
        PlanStage.REQUESTED: {"note-plan-not-received": "Note that the plan never came"},
        PlanStage.SUBMITTED: {
            "accept-action-plan": "Accept the plan",
            "return-action-plan": "Return it to be made better",
        },
        PlanStage.CARRYING_OUT: {
            "give-up-action": "Give up an action, or leave it to the next inspection",
            "follow-up-action-plan": "Conclude the follow-up of the plan",
        },
        PlanStage.FOLLOWED_UP: {"close-inspection": "Close the inspection"},
    }
)


@dataclass(frozen=True, slots=True)
class ActionShown:
    """An action, how it stands, and the files that show it, for whoever may open them."""

    code: str
    action: Action
    stands: str
    files: tuple[DocumentShown, ...] = ()


@dataclass(frozen=True, slots=True)
class Answered:
    """A recommendation, what the provider answered, and the actions that follow from it."""

    recommendation: Recommendation
    answer: Answer | None
    actions: tuple[ActionShown, ...]


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add ``/inspections/{reference}/plan``: an action plan for those who follow it; of several, the one asked for."""

    @app.get("/inspections/{reference}/plan")
    def plan(request: Request, reference: str, visitor: WorksHere, provider: str | None = None) -> Response:
        row, state = inspection_for(house, visitor, reference)
        plans = plans_of(house.services, state)
        stream = plan_stream(reference, provider) if provider else next(iter(plans), "")
        standing = plans.get(stream)
        if standing is None or standing.stage is None:
            if provider or state.stage is not Stage.CLOSED:
                not_there()
            return pages.page(request, "inspection_without_plan.html", row=row)
        everything = house.services.views.catch_up().timeline(inspection_stream(reference))
        moments = sorted(
            (each for each in everything if each.stream == stream), key=lambda each: each.position
        )
        deeds = [(verb, text) for verb, text in _DEEDS[standing.stage].items() if visitor.role_for(verb)]
        opens = opens_documents(house, visitor, reference)
        files = of_actions(house.services, stream) if opens else {}
        return pages.page(
            request,
            "inspection_plan.html",
            row=row,
            state=state,
            plan=standing,
            whose=plan_in(stream)[1],
            each_of={of: title_of(state, of) for of in (plan_in(one)[1] for one in plans) if of},
            answers=tuple(_answers(standing, files)),
            deeds=deeds if state.stage is not Stage.CLOSED else [],
            moments=list(told_once(moments))[::-1],
        )


def _answers(plan: ActionPlan, files: Mapping[str, tuple[DocumentShown, ...]]) -> Iterator[Answered]:
    given = {each.recommendation: each for each in (plan.submitted.answers if plan.submitted else ())}
    for each in plan.known.recommendations:
        actions = tuple(
            ActionShown(code, action, _stands(plan, code), files.get(code, ()))
            for code, action in plan.actions.items()
            if plan.answering[code] == each.id
        )
        yield Answered(each, given.get(each.id), actions or tuple(_proposed(given.get(each.id))))


def _proposed(answer: Answer | None) -> Iterator[ActionShown]:
    """What a plan that is not accepted yet says will be done."""
    for each in answer.actions if answer else ():
        yield ActionShown(each.id, each, "Not accepted yet")


def _stands(plan: ActionPlan, code: str) -> str:
    if code in plan.completed:
        return "Completed"
    if over := plan.given_up.get(code):
        said = "Left to the next inspection" if over.becomes == "next-inspection" else "Given up"
        return f"{said}: {over.reason}"
    if plan.stage is PlanStage.SUBMITTED:
        return "Not accepted yet"
    return "Overdue" if code in plan.late and code not in plan.running else "Under way"
