"""Inspections: the list, and one of them with its stages and gates, its dates, its tasks and its timeline."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.evidence.titled import titled
from adapters.inbound.shown.plans import plans_of
from adapters.inbound.visiting.guarding import SignedIn, WorksHere, inspection_for, inspections_for
from adapters.inbound.visiting.house import House
from adapters.inbound.web.contacted import names_of_readers
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.commands_at import commands_at
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from domain.action_plans.plan import ActionPlan
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Task
from domain.inspections.whose import title_of
from domain.storyline.once import told_once
from domain.streams import inspection_stream, plan_in

__all__ = ["add_to"]

ON_A_PAGE = 100

_OFTEN = 100
"""Moments on one page of the timeline."""


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage of an inspection, as its page shows it.

    Attributes:
        stage: which.
        status: behind it, at it, or to come.
        tasks: what there is to do at it.
    """

    stage: Stage
    status: str
    tasks: tuple[Task, ...]

    @property
    def open(self) -> tuple[Task, ...]:
        """What is left to do before its gate."""
        return tuple(each for each in self.tasks if each.status != "done")


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the pages of inspections."""

    @app.get("/inspections")
    def list_(request: Request, visitor: WorksHere, page: int = 1) -> Response:
        found = tuple(inspections_for(house, visitor))
        return pages.page(request, "inspections.html", part=paged(found, page, ON_A_PAGE))

    @app.get("/inspections/{reference}")
    def one(request: Request, reference: str, visitor: SignedIn) -> Response:
        if visitor.provider is not None:
            return RedirectResponse(f"/provider/{reference}", 303)
        row, state = inspection_for(house, visitor, reference)
        known = state.known.stages
        return pages.page(
            request,
            "inspection.html",
            row=row,
            state=state,
            stages=tuple(_stages(row, state)),
            over=tuple(each for each in row.tasks if each.verb == "note-told" and each.stage not in known),
            readers=names_of_readers(house, visitor, row.tasks),
            dates=sorted(_dates(state, plans_of(house.services, state)), key=lambda each: each[1]),
            protocol=house.services.library().protocol_with(state.known.protocol.digest),
            commands=commands_at(visitor, "inspection.html", state),
        )

    @app.get("/inspections/{reference}/time-line")
    def time_line(request: Request, reference: str, visitor: SignedIn, page: int = 1) -> Response:
        if visitor.provider is not None:
            return RedirectResponse(f"/provider/{reference}/time-line", 303)
        row, state = inspection_for(house, visitor, reference)
        kept = house.services.views.catch_up()
        recorded = sorted(kept.timeline(inspection_stream(reference)), key=lambda each: each.position)
        moments = list(told_once(recorded))[::-1]
        last = max(1, -(-len(moments) // _OFTEN))
        page = min(max(page, 1), last)
        return pages.page(
            request,
            "time_line.html",
            row=row,
            moments=titled(moments[(page - 1) * _OFTEN : page * _OFTEN], state),
            number=page,
            last=last,
        )


def _stages(row: InspectionRow, state: Inspection) -> Iterator[StageShown]:
    """The stages that this kind of inspection has, in order, each with its tasks."""
    stages = state.known.stages
    at = state.stage
    over = at is Stage.CLOSED
    for number, stage in enumerate(stages):
        behind = over or (at in stages and number < stages.index(at))
        status = "done" if behind else "here" if stage is at else "to come"
        yield StageShown(stage, status, tuple(each for each in row.tasks if each.stage == stage))


def _dates(state: Inspection, plans: Mapping[str, ActionPlan]) -> Iterator[tuple[str, date]]:
    """The dates that run: what is awaited, and by when; of several action plans, whose it is."""
    for each in state.deadlines.values():
        yield each.awaits, each.due
    for stream, plan in plans.items():
        whose = f" ({title_of(state, plan.provider)})" if plan_in(stream)[1] else ""
        if plan.due is not None:
            yield f"the action plan{whose}", plan.due
        for code, due in plan.running.items():
            yield f"the action {code}: {plan.actions[code].text}{whose}", due
