"""A small year that is published and of which an inspection has started, with its pages and its command line."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from uuid import uuid4

from activities.commanding.desk import Accepted, Order
from activities.programme.record import tables_of
from domain.canonical import sha256_hex
from domain.given import Actor
from domain.inspections.commands import (
    CancelInspection,
    ChangeLead,
    MoveFieldwork,
    SetTeam,
)
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.people.roles import Role
from domain.people.staff.commands import GiveRole, RegisterStaff, StaffDetails
from domain.programme.plan import Plan
from domain.programme.year.commands import OpenProgramme
from domain.programme.year.plan_commands import (
    AcceptPlan,
    IssueDraft,
    ProposePlan,
    PublishProgramme,
    StartInspection,
)
from domain.streams import inspection_stream
from tests.support.programme_on_record import NORTH, OPENED, SOUTH
from tests.support.programme_pages import MANAGER, TABLES, Pages, programme_pages
from tests.support.programmes import plan_of

__all__ = [
    "CANCELLED",
    "LEAD_CHANGED",
    "MOVED",
    "PLAN_OF_TABLES",
    "STARTED",
    "TEAM_SET",
    "draft_issued",
    "inspection_in",
    "running_year",
]

PLAN_OF_TABLES: Plan = plan_of(TABLES, NORTH, SOUTH)
STARTED = "north-2018"
MOVED = MoveFieldwork(
    inspection=STARTED,
    fieldwork_from=date(2018, 7, 24),
    fieldwork_to=date(2018, 7, 26),
    reason="The division has a new chief executive.",
)
LEAD_CHANGED = ChangeLead(inspection=STARTED, lead="os-1002", why="other-work")
TEAM_SET = SetTeam(inspection=STARTED, inspectors=("os-1002",), reason="Somebody else is free.")
CANCELLED = CancelInspection(inspection=STARTED, reason="The division is abolished.")


def inspection_in(pages: Pages, code: str = STARTED) -> Inspection:
    """Where an inspection stands."""
    stream = inspection_stream(code)
    state: Inspection = pages.served.assay.records.read([stream])[stream].state
    return state


def give_tables(pages: Pages, command: ProposePlan) -> None:
    """Put a plan forward, so that its tables are kept."""
    order = Order(uuid4().hex, command, Actor(MANAGER, Role.OPERATIONS_MANAGER, "test"))
    outcome = pages.served.assay.programme_record.give(order, command.problem)
    assert isinstance(outcome, Accepted), outcome


def draft_issued(pages: Pages) -> None:
    """Plan the year, and issue its draft for responses until 9 March 2018."""
    pages.give(OpenProgramme.model_validate(OPENED.model_dump()))
    kept = sha256_hex(tables_of(TABLES))
    give_tables(pages, ProposePlan(programme="2018", problem=TABLES, plan=PLAN_OF_TABLES, document=kept))
    pages.give(AcceptPlan(programme="2018", plan=PLAN_OF_TABLES.digest))
    pages.give(IssueDraft(programme="2018", closes_on=date(2018, 3, 9)))


@contextmanager
def running_year(folder: Path, *since: Command) -> Iterator[Pages]:
    """Serve a published year on 19 June 2018: its first inspection has started, the second has not.

    Args:
        folder: for the record and for files.
        since: what happened on that day.
    """
    with programme_pages(folder) as pages:
        typist = f"os-{os.getuid()}"
        pages.give(
            RegisterStaff(
                staff=typist, engagement="employee", details=StaffDetails(person_name="At a terminal")
            )
        )
        pages.give(GiveRole(staff=typist, held=Role.OPERATIONS_MANAGER, since=date(2018, 1, 8)))
        draft_issued(pages)
        pages.on("2018-03-12")
        pages.give(PublishProgramme(programme="2018", plan=PLAN_OF_TABLES.digest))
        pages.on("2018-06-11")
        pages.give(StartInspection(programme="2018", inspection=STARTED))
        pages.on("2018-06-19")
        for command in since:
            pages.give(command)
        yield pages
