"""A small year on the record: three divisions, two inspections, three people; and what has happened to it by when."""

from typing import Any

from domain.decider import On
from domain.programme.checker.checker import check
from domain.programme.choice.rules import SelectionRule, Step
from domain.programme.choice.services import Risk, Service
from domain.programme.plan import Plan
from domain.programme.problem import Inspection, Kind, Need, Panel, Problem, Provider
from domain.programme.weeks import Span
from domain.programme.year.events import (
    ConsultationClosed,
    DraftIssued,
    PlanAccepted,
    PlanProposed,
    ProgrammeOpened,
    ProgrammePublished,
    ServicesNoted,
)
from domain.programme.year.plan_commands import ProposePlan
from domain.programme.year.plans.days import slot_of
from domain.programme.year.plans.fitness import panel_slots
from domain.programme.year.terms import Area, Facts, Found, PlanContent
from domain.providers.past import PastInspection, Source
from domain.providers.provider import ProviderRegistered
from tests.support.example import CALENDAR, PROTOCOL, day
from tests.support.example import Facts as Happened
from tests.support.programmes import person, placed, plan_of, small_year

__all__ = [
    "ACCEPTED",
    "AT_CONSULTATION",
    "AT_PUBLISHED",
    "FACTS",
    "OPENED",
    "PAST",
    "PLAN",
    "PROPOSE",
    "PROPOSED",
    "PROVIDERS",
    "RISK",
    "RULE",
    "SERVICES",
    "SOURCE",
    "YEAR",
    "content_of",
    "opened",
]

PROGRAMME = "programme-2018"
SOURCE = Source(title="past.csv", digest="a" * 64)
AREAS = (Area(area="The North", region="north"), Area(area="The South", region="south"))
PROVIDERS = tuple(
    On(
        f"provider-{code}",
        ProviderRegistered(provider=code, title=title, kind="nps-division", area=area),
    )
    for code, title, area in (
        ("north", "Northern Division", "The North"),
        ("south", "Southern Division", "The South"),
        ("east", "Eastern Division", "The South"),
    )
)
OPENED = ProgrammeOpened(
    programme="2018",
    title="The year 2018-19",
    year=2018,
    first_monday=day("2018-04-02"),
    areas=AREAS,
    source=SOURCE.with_(title="areas.csv"),
)
PAST = PastInspection(
    provider="north",
    inspection="north-2014",
    kind="small-2018",
    ended_on=day("2014-06-13"),
    rating="good",
    lead="os-9",
)
RISK = Risk(score=60, evidence="Published data", on=day("2018-01-10"), by="The intelligence team")
FACTS = (Facts(provider="south", risk=RISK), Facts(provider="east", risk=RISK.with_(score=20)))
NOTED = ServicesNoted(services=FACTS, source=SOURCE.with_(title="scores.csv"))
SERVICES = (
    Service(id="north", region="north", last=2014),
    Service(id="south", region="south", risk=RISK),
    Service(id="east", region="south", risk=RISK.with_(score=20)),
)
RULE = SelectionRule(
    id="two-of-three",
    version="1",
    title="One by risk, one by lot",
    citation="a test",
    in_force_from=day("2018-01-01"),
    number=2,
    steps=(Step(by="risk", number=1), Step(by="lot", number=1)),
)


def opened(*more: Any) -> Happened:
    """The programme as it was opened, with its providers and what is known of them."""
    return (*PROVIDERS, OPENED, NOTED, *more)


def _inspection(code: str, region: str, preferred: int) -> Inspection:
    return Inspection(
        id=f"{code}-2018",
        kind=PROTOCOL.id,
        providers=(code,),
        region=region,
        mandatory=True,
        length=1,
        windows=(Span(first=6, last=45),),
        preferred=preferred,
    )


YEAR: Problem = small_year(
    title="The year 2018-19",
    first_monday=day("2018-04-02"),
    providers=(
        Provider(id="north", name="Northern Division", region="north", area="The North"),
        Provider(id="south", name="Southern Division", region="south", area="The South"),
        Provider(id="east", name="Eastern Division", region="south", area="The South"),
    ),
    kinds=(
        Kind(
            id=PROTOCOL.id,
            notice=4,
            needs=(Need(role="lead", number=1, before=1, after=2), Need(role="inspector", number=1)),
        ),
    ),
    inspections=(_inspection("north", "north", 14), _inspection("south", "south", 24)),
    staff=(
        person("os-1001", "lead", "inspector"),
        person("os-1002", "lead", "inspector"),
        person("os-1003", "inspector"),
    ),
    panels=(Panel(id="p1", week=20, slots=1), Panel(id="p2", week=30, slots=1)),
)
NORTH = placed("north-2018", 14, "lead:os-1001 inspector:os-1003", panel="p1", publication=23)
SOUTH = placed("south-2018", 24, "lead:os-1002 inspector:os-1003", panel="p2", publication=33)
PLAN: Plan = plan_of(YEAR, NORTH, SOUTH)
PROPOSE = ProposePlan(programme="2018", problem=YEAR, plan=PLAN, document="d" * 64)


def content_of(problem: Problem = YEAR, plan: Plan = PLAN, before: Plan | None = None) -> PlanContent:
    """A plan as it stands on the record."""
    verdict = check(problem, plan, before)
    assert verdict.holds, verdict.violations
    return PlanContent(
        digest=plan.digest,
        plan=plan,
        document="d" * 64,
        slots=tuple(slot_of(problem, each, PROTOCOL, CALENDAR) for each in plan.placements),
        found=Found(
            cost=verdict.cost,
            terms=tuple((term, points) for term, points in verdict.terms.items() if points),
            unplaced=verdict.unplaced,
            mandatory_unplaced=verdict.mandatory_unplaced,
        ),
        panels=panel_slots(problem, plan),
    )


PROPOSED = PlanProposed(content=content_of())
ACCEPTED = PlanAccepted(plan=PLAN.digest)
DRAFTED = DraftIssued(plan=PLAN.digest, closes_on=day("2018-03-09"), providers=("north", "south"))
AT_CONSULTATION: Happened = (*opened(), PROPOSED, ACCEPTED, DRAFTED)
CLOSED = ConsultationClosed(due=day("2018-03-09"))
PUBLISHED = ProgrammePublished(plan=PLAN.digest, published_on=day("2018-03-12"))
AT_PUBLISHED: Happened = (*AT_CONSULTATION, CLOSED, PUBLISHED)
