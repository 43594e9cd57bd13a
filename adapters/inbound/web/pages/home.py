"""Home: what somebody has to do, what is due, and what waits for others."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import islice

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.words import dated, day, words
from adapters.inbound.visiting.guarding import SignedIn, inspections_for
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.agreement import agreement_to_look_into
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.navigating import TaskPages
from adapters.inbound.web.pages.calendars import on_staff
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.pages.to_do import WAITING_SHOWN, BesideInspections, ToDo, Turn, Waiting, turn
from adapters.inbound.web.pages.tokens import draws_tokens
from adapters.inbound.web.programme.conflicting import Conflicting
from adapters.inbound.web.rendering import Pages
from domain.cases.alerts.commands import AcknowledgeAlert, TellOfAlert
from domain.inspections.tasks import Task
from domain.people.roles import Role
from domain.streams import inspection_stream

__all__ = ["MyTask", "add_to", "my_tasks"]

ON_A_PAGE, LOCKED_SHOWN = 40, 20
"""Tasks that can be done, which go on from page to page, and tasks that cannot, of which some are enough."""
INSPECTIONS_SHOWN = 10
"""Inspections of which it is said what they wait for, and what is due, those whose date is next first."""
_OF_ALL = (
    *(Role.OPERATIONS_MANAGER, Role.CHIEF_INSPECTOR, Role.QUALITY_LEAD, Role.ASSISTANT),
    *(Role.PANEL_CHAIR, Role.AUDITOR),
)
"""Those whose work is every inspection."""
_IN_DANGER = frozenset({AcknowledgeAlert.verb, TellOfAlert.verb})


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

    @property
    def why(self) -> str:
        """Why it cannot be done yet; empty for what can."""
        return self.task.why if self.task.status == "locked" else ""

    @property
    def turn(self) -> Turn:
        """Where it stands among others."""
        return turn(self.due, first=self.task.verb in _IN_DANGER)

    def shown(self, places: TaskPages) -> ToDo:
        """The task as the list has it.

        Args:
            places: the pages of tasks.
        """
        title = dated(self.task.title)
        if self.why:
            return ToDo(title, "", self.provider, why=dated(self.why))
        due = f", next date {day(self.due)}" if self.due else ""
        hint = f"{self.provider} ({self.inspection}){due}"
        return ToDo(title, places.of(self.task, self.inspection), hint, self.due)


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the home page."""
    conflicts = Conflicting(house)

    @app.get("/")
    def start(request: Request) -> Response:
        return RedirectResponse("/home" if request.state.visitor else "/results", 303)

    @app.get("/home")
    def home(request: Request, visitor: SignedIn, page: int = 1) -> Response:
        if visitor.provider is not None:
            return RedirectResponse("/provider", 303)
        seen = tuple(inspections_for(house, visitor))
        theirs = tuple(own_inspections(house, visitor, seen))
        mine = my_tasks(visitor, seen, {each.reference for each in theirs})
        places = TaskPages(house.services)
        beside = BesideInspections(house, visitor, conflicts)
        listed: list[MyTask | ToDo] = [*mine, *beside.to_do()]
        can, cannot = ([each for each in listed if bool(each.why) is locked] for locked in (False, True))
        busy = {each.inspection for each in mine if each.task.status == "to-do"}
        waits = (each for row in _by_date(theirs) if (each := _waits(visitor, row, row.reference in busy)))

        def shown(each: MyTask | ToDo) -> ToDo:
            return each.shown(places) if isinstance(each, MyTask) else each

        return pages.page(
            request,
            "home.html",
            to_do=paged(sorted(can, key=lambda each: each.turn), page, ON_A_PAGE).as_shown(shown),
            agreement=agreement_to_look_into(house, visitor),
            calendar=on_staff(house, visitor) is not None,
            tokens=draws_tokens(visitor),
            locked=paged(cannot, 1, LOCKED_SHOWN).as_shown(shown),
            waiting=[*beside.waiting(), *islice(waits, INSPECTIONS_SHOWN)],
            due=[each for each in _by_date(theirs) if each.next_due][:INSPECTIONS_SHOWN],
        )


def own_inspections(house: House, visitor: Visitor, rows: Iterable[InspectionRow]) -> Iterator[InspectionRow]:
    """The inspections that somebody has to do with: for those who arrange or oversee inspections, all of them.

    For whoever inspects: those that they lead, in whose team they are, or in whose cases they have a hand.
    """
    if visitor.has(*_OF_ALL):
        yield from rows
        return
    kept = tuple(rows)
    states = house.services.records.read([inspection_stream(each.reference) for each in kept])
    for each in kept:
        team = states[inspection_stream(each.reference)].state.team
        if visitor.id in (each.lead, *each.readers, *(one.person for one in team)):
            yield each


def my_tasks(visitor: Visitor, rows: Iterable[InspectionRow], own: Container[str]) -> tuple[MyTask, ...]:
    """The tasks of somebody that are not done: of whoever inspects, those of their own inspections.

    Of what is locked, only what is left of the present stage: the whole way stands on the inspection's own page.

    Args:
        visitor: whose.
        rows: the inspections that are there for them.
        own: the references of those that they have to do with.
    """
    return tuple(
        MyTask(task, each.reference, each.provider_name, each.next_due)
        for each in rows
        for task in each.tasks
        if task.status == "to-do" or (task.status == "locked" and task.stage == each.stage)
        if _is_mine(visitor, each, task, own)
    )


def _by_date(rows: Iterable[InspectionRow]) -> list[InspectionRow]:
    return sorted(rows, key=lambda each: (each.next_due or date.max, each.reference))


def _waits(visitor: Visitor, row: InspectionRow, busy: bool) -> Waiting | None:
    """What of an inspection waits for others; None where nothing does.

    What an inspection waits for as a whole is somebody else's where nothing in it is the visitor's to do, and what the
    provider is to hand in always is.
    """
    mine = {role.value for role in visitor.roles}
    others = [
        (each.title, tuple(words(role) for role in each.roles))
        for each in row.tasks
        if each.status == "to-do" and not mine & set(each.roles)
    ]
    whole = [(each, ()) for each in row.waiting_for if each.startswith("evidence: ") or not (busy or others)]
    found = (*others, *whole)
    if not found:
        return None
    said = tuple((dated(what), who) for what, who in found[:WAITING_SHOWN])
    href = f"/inspections/{row.reference}"
    return Waiting(row.provider_name, href, said, len(found[WAITING_SHOWN:]))


def _is_mine(visitor: Visitor, row: InspectionRow, task: Task, own: Container[str]) -> bool:
    mine = {role for role in visitor.roles if role.value in task.roles}
    if task.whose:
        return visitor.id in task.whose and bool(mine)
    if mine - {Role.LEAD_INSPECTOR, Role.INSPECTOR}:
        return True
    return (Role.LEAD_INSPECTOR in mine and row.lead == visitor.id) or (
        Role.INSPECTOR in mine and row.reference in own
    )
