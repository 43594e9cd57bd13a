"""What the inspections of a year do not need and its pages show: contacts of providers, and next year's programme."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from uuid import uuid4

from activities.commanding.desk import Accepted, Order
from activities.programme.record import tables_of
from adapters.outbound.solver.greedy import fill
from adapters.outbound.solver.preparing import possible
from adapters.outbound.solver.standing import Standing
from benchmarks.programme_instances import SIZES, year
from benchmarks.year.staff import COURSES, FOUNDER
from domain.canonical import sha256_hex
from domain.given import Actor
from domain.messages import Command
from domain.people.contacts import ContactDetails, RegisterPerson
from domain.people.roles import Role
from domain.people.staff.commands import GiveRole, RecordTraining, RegisterStaff, StaffDetails
from domain.programme.problem import Problem
from domain.programme.year.commands import OpenProgramme
from domain.programme.year.plan_commands import AcceptPlan, ProposePlan
from domain.programme.year.terms import Area
from domain.providers.past import Source
from domain.providers.provider import RegisterProvider
from domain.working_days import in_words
from worker import Assay

__all__ = ["PROGRAMME", "furnish"]

PROGRAMME = "coming-year"
KINDS = {
    "crc": "crc-2018",
    "nps-division": "nps-division-2018",
    "youth-screening": "iyow-short-screening-2012",
    "youth-joint": "iyow-full-joint-2012",
    "thematic": "thematic",
    "quality-and-impact": "quality-and-impact-2017",
    "pilot": "pilot-2017",
}
ROLE_OF = {"lead": Role.LEAD_INSPECTOR, "inspector": Role.INSPECTOR, "assistant": Role.ASSISTANT}
CONTACTS = 12
AUDITOR = "os-3001"
MANAGER = Actor(FOUNDER, Role.OPERATIONS_MANAGER, "year")


def furnish(assay: Assay, at: datetime) -> None:
    """Put them on the record."""
    _name_contacts(assay)
    _take_on(assay, AUDITOR, [Role.AUDITOR], at.date())
    _plan_a_year(assay, at)


def _name_contacts(assay: Assay) -> None:
    views = assay.views.catch_up()
    running = [each for each in views.inspections() if each.stage not in ("closed", "cancelled")]
    codes = sorted({code for each in running for code in _providers(assay, each.reference)})
    for number, code in enumerate(codes[:CONTACTS], 1):
        details = ContactDetails(person_name=f"Contact {number}", email=f"contact-{number}@example.org")
        _give(assay, RegisterPerson(person=f"person-{number:032x}", provider=code, details=details))


def _plan_a_year(assay: Assay, at: datetime) -> None:
    """Put a made-up year of 70 inspections on the record, with a plan that is accepted.

    Args:
        assay: the installation.
        at: the year is that which begins in the April after it.
    """
    problem = _year_from(at.date())
    for person in problem.staff:
        _take_on(assay, person.id, [ROLE_OF[each] for each in person.roles], at.date())
    for each in problem.providers:
        kind = {"nps": "nps-division"}.get(each.id.split("-")[0], each.id.split("-")[0])
        _give(
            assay,
            RegisterProvider(provider=each.id, title=each.name, kind=kind, area=each.area or each.region),
        )
    areas = sorted({(each.area or each.region, each.region) for each in problem.providers})
    opened = OpenProgramme(
        programme=PROGRAMME,
        title=problem.title,
        year=problem.first_monday.year,
        first_monday=problem.first_monday,
        areas=tuple(Area(area=area, region=region) for area, region in areas),
        source=Source(title="areas.csv", digest=sha256_hex(b"areas")),
    )
    _give(assay, opened)
    standing = Standing(possible(problem))
    fill(standing)
    plan = standing.plan()
    document = sha256_hex(tables_of(problem))
    order = _order(ProposePlan(programme=PROGRAMME, problem=problem, plan=plan, document=document))
    outcome = assay.programme_record.give(order, problem)
    assert isinstance(outcome, Accepted), outcome
    _give(assay, AcceptPlan(programme=PROGRAMME, plan=plan.digest))


def _take_on(assay: Assay, staff: str, roles: Iterable[Role], today: date) -> None:
    """Put somebody on the staff record, trained for what they do."""
    details = StaffDetails(person_name="Ben Example", email=None)
    _give(assay, RegisterStaff(staff=staff, engagement="employee", details=details))
    for role in roles:
        if role in COURSES:
            _give(assay, RecordTraining(staff=staff, course=COURSES[role][0], passed_on=today))
        _give(assay, GiveRole(staff=staff, held=role, since=today))


def _providers(assay: Assay, reference: str) -> tuple[str, ...]:
    stream = f"inspection-{reference}"
    found: tuple[str, ...] = assay.records.read([stream])[stream].state.announced.providers
    return found


def _year_from(today: date) -> Problem:
    """A made-up year of 70 inspections and 45 people, of kinds that ship, under codes as a record has them."""
    made = year(1, SIZES["medium"])
    renamed = Problem.model_validate_json(re.sub(r'"p-(\d{3})"', r'"os-2\1"', made.model_dump_json()))
    read = renamed.with_(
        kinds=tuple(each.with_(id=KINDS[each.id]) for each in renamed.kinds),
        inspections=tuple(each.with_(kind=KINDS[each.kind]) for each in renamed.inspections),
    )
    april = date(today.year, 4, 1)
    monday = april if today < april else april.replace(year=today.year + 1)
    while monday.weekday():
        monday = monday.replace(day=monday.day + 1)
    return read.with_(first_monday=monday, title=f"The year from {in_words(monday)}")


def _order(command: Command) -> Order:
    return Order(uuid4().hex, command, MANAGER)


def _give(assay: Assay, command: Command) -> None:
    outcome = assay.desk.give(_order(command))
    assert isinstance(outcome, Accepted), outcome
