"""Home: what somebody has to do, what is due, and what waits for others."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.rows import InspectionRow
from adapters.inbound.visiting.guarding import SignedIn, inspections_for
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.pages.calendars import on_staff
from adapters.inbound.web.pages.comments import comments_for
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.pages.tokens import draws_tokens
from adapters.inbound.web.rendering import Pages
from domain.inspections.tasks import Task
from domain.people.roles import Role

__all__ = ["MyTask", "add_to", "my_tasks"]


ON_A_PAGE, LOCKED_SHOWN = 40, 20
"""Tasks that can be done, which go on from page to page, and tasks that cannot, of which some are enough."""


@dataclass(frozen=True, slots=True)
class MyTask:
    """A task on somebody's list.

    Attributes:
        task: the task.
        inspection: whose it is, by reference.
        provider: the name of whom it inspects.
        due: the inspection's next date; None where none runs.
    """

    task: Task
    inspection: str
    provider: str
    due: date | None


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the home page."""

    @app.get("/")
    def start(request: Request) -> Response:
        return RedirectResponse("/home" if request.state.visitor else "/results", 303)

    @app.get("/home")
    def home(request: Request, visitor: SignedIn, page: int = 1) -> Response:
        if visitor.provider is not None:
            return RedirectResponse("/provider", 303)
        seen = tuple(inspections_for(house, visitor))
        mine = my_tasks(visitor, seen)
        locked = [each for each in mine if each.task.status == "locked"]
        return pages.page(
            request,
            "home.html",
            to_do=paged([each for each in mine if each.task.status == "to-do"], page, ON_A_PAGE),
            comments=[
                each
                for each in comments_for(house, visitor)
                if each.state.reviewer == visitor.id and each.state.outcome is None
            ],
            calendar=on_staff(house, visitor) is not None,
            tokens=draws_tokens(visitor),
            locked=paged(locked, 1, LOCKED_SHOWN),
            due=sorted((each for each in seen if each.next_due), key=lambda each: each.next_due or date.max)[
                :10
            ],
        )


def my_tasks(visitor: Visitor, rows: Iterable[InspectionRow]) -> tuple[MyTask, ...]:
    """The tasks of somebody that are not done: for a lead inspector, those of the inspections that they lead.

    Of what is locked, only what is left of the present stage: the whole way stands on the inspection's own page.
    """
    return tuple(
        MyTask(task, each.reference, each.provider_name, each.next_due)
        for each in rows
        for task in each.tasks
        if task.status == "to-do" or (task.status == "locked" and task.stage == each.stage)
        if _is_mine(visitor, each, task)
    )


def _is_mine(visitor: Visitor, row: InspectionRow, task: Task) -> bool:
    mine = {role.value for role in visitor.roles} & set(task.roles)
    return bool(mine - {Role.LEAD_INSPECTOR}) or (Role.LEAD_INSPECTOR in mine and row.lead == visitor.id)
