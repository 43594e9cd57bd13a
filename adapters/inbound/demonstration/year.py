"""The example's coming year, as those who make it live it: opened, chosen, drawn, planned, and out as a draft."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from activities.commanding.desk import Accepted, Order
from activities.programme.ports import Question, SolverOrder
from activities.programme.record import tables_of
from adapters.inbound.commands.ids import response_of
from adapters.inbound.demonstration.life import Life
from adapters.inbound.demonstration.material import People
from adapters.inbound.demonstration.world import ScriptFault, World
from adapters.inbound.demonstration.year_tables import (
    ResponseStory,
    Yearly,
    YearStory,
    begins_on,
    tables,
)
from domain.canonical import sha256_hex
from domain.given import Actor
from domain.messages import Command
from domain.people.roles import Role
from domain.programme.choice.rules import SelectionRule, shipped_selection_rules
from domain.programme.choice.services import Risk
from domain.programme.plan import Plan
from domain.programme.problem import Inspection, Problem
from domain.programme.year.commands import (
    DrawLots,
    FreezeFrame,
    LoadHistory,
    NoteBeaconValue,
    NoteServices,
    OpenProgramme,
    ProposeSelection,
    SetPin,
)
from domain.programme.year.plan_commands import AcceptPlan, IssueDraft, ProposePlan
from domain.programme.year.published.responses import DecideOnResponse, ReceiveResponse
from domain.programme.year.state import Programme
from domain.programme.year.terms import Facts
from domain.providers.past import PastInspection, Source
from domain.providers.provider import RegisterProvider
from domain.streams import person_stream, programme_stream
from domain.working_days import LONDON, in_words, london_date

__all__ = ["year_life"]

WORK = 100
"""How much work goes into the plan, in thousandths of the solver's deterministic second: it is a draft, and is to be
there in some tenths of a second."""

_HISTORY = "history.csv"
_SCORES = "scores.csv"


@dataclass(frozen=True, slots=True)
class _Year:
    """One year in the making.

    Attributes:
        world: in which it is made.
        story: what is to happen.
        people: who does it.
        yearly: who is inspected every year.
        today: the day from which working days are counted back.
    """

    world: World
    story: YearStory
    people: People
    yearly: Sequence[Yearly]
    today: date

    @property
    def state(self) -> Programme:
        """Where it stands."""
        found: Programme = self.world.state(programme_stream(self.story.code))
        return found

    @property
    def first_monday(self) -> date:
        """The Monday of its first week."""
        return begins_on(self.story, self.today)

    def ago(self, days: int, hour: int) -> datetime:
        """A time of day in London, so many working days ago."""
        day = self.world.calendar.before(self.today, days)
        return datetime.combine(day, time(hour), tzinfo=LONDON)

    def by(self, who: str, role: Role) -> Callable[[str, Command], None]:
        """Somebody who gives commands that are to be accepted, each under a name of its own."""
        actor = Actor(who, role, self.world.authenticated_by)
        return lambda name, command: self.world.give(_id(name), command, actor)

    def manager(self, name: str, command: Command) -> None:
        """The operations manager gives a command that is to be accepted."""
        self.by(self.people.manager, Role.OPERATIONS_MANAGER)(name, command)


def _id(name: str) -> str:
    return f"example/year/{name}"


def year_life(world: World, story: YearStory, people: People, yearly: Sequence[Yearly], today: date) -> Life:
    """A year's programme, from its opening to what is decided on the responses to its draft.

    Args:
        world: in which it is made.
        story: what is to happen.
        people: who does it.
        yearly: who is inspected every year; registered by then.
        today: the day from which working days are counted back.
    """
    year = _Year(world, story, people, yearly, today)
    yield year.ago(story.days.opened, 9)
    _open(year)
    yield year.ago(story.days.noted, 9)
    _note(year)
    yield from _choose(year)
    yield from _plan(year)
    yield from _consult(year)


def _open(year: _Year) -> None:
    for each in year.story.services:
        command = RegisterProvider(provider=each.id, title=each.title, kind="yot", area=each.area)
        year.manager(f"register-{each.id}", command)
    opened = OpenProgramme(
        programme=year.story.code,
        title=f"The year from {in_words(year.first_monday)}",
        year=year.first_monday.year,
        first_monday=year.first_monday,
        areas=year.story.areas,
        source=_source("areas.csv"),
    )
    year.manager("open", opened)


def _source(title: str) -> Source:
    return Source(title=title, digest=sha256_hex(title.encode()))


def _note(year: _Year) -> None:
    """What lies behind the youth services, and their risk scores."""
    on = london_date(year.world.clock.now())
    past = tuple(
        PastInspection(
            provider=each.id,
            inspection=f"{each.id}-{ended.year}",
            kind=year.story.youth_kind,
            ended_on=ended,
        )
        for each in year.story.services
        for ended in (_ended(year, each.years_ago, on),)
    )
    lines = tuple(range(2, len(past) + 2))
    year.manager(
        "history",
        LoadHistory(programme=year.story.code, past=past, lines=lines, source=_source(_HISTORY)),
    )
    scores = tuple(
        Facts(
            provider=each.id,
            risk=Risk(score=each.risk, evidence="Published data of last year", on=on, by="Intelligence team"),
        )
        for each in year.story.services
    )
    noted = NoteServices(programme=year.story.code, services=scores, source=_source(_SCORES))
    year.manager("scores", noted)


def _ended(year: _Year, years_ago: int, on: date) -> date:
    """When a service was last inspected: early in a year's programme; a year earlier where that is still ahead."""
    ended = year.first_monday - timedelta(weeks=52 * years_ago - 4)
    return ended if ended <= on else ended - timedelta(weeks=52)


def _choose(year: _Year) -> Life:
    """Everybody who is inspected every year; youth services by cycle and risk, and some by lot."""
    story, lottery, record = year.story, year.story.lottery, year.world.programme_record
    yield year.ago(story.days.selected, 10)
    youth = _rule(story.youth_rule)
    for rule, kinds in (
        (_rule(story.yearly_rule), sorted({each.provider.kind for each in year.yearly})),
        (youth, ["yot"]),
    ):
        if year.state.selections.get(rule.id) is None:
            services = record.services(story.code, kinds, rule)
            year.manager(
                f"select-{rule.id}", ProposeSelection(programme=story.code, rule=rule, services=services)
            )
    yield year.ago(story.days.frozen, 10)
    frozen = FreezeFrame(
        programme=story.code,
        rule=youth.id,
        commitment=lottery.commitment,
        beacon=lottery.beacon,
        value_on=london_date(year.ago(story.days.drawn, 10)),
        numbers=lottery.numbers,
        highest=lottery.highest,
    )
    year.manager("freeze", frozen)
    yield year.ago(story.days.drawn, 10)
    noted = NoteBeaconValue(programme=story.code, rule=youth.id, value=lottery.value)
    year.by(year.people.assistant, Role.ASSISTANT)("note-value", noted)
    yield year.ago(story.days.drawn, 11)
    year.manager("draw", DrawLots(programme=story.code, rule=youth.id, value=lottery.value))


def _rule(code: str) -> SelectionRule:
    return shipped_selection_rules()[code]


def _plan(year: _Year) -> Life:
    """Something is fixed; then the year is planned around it, accepted, and issued as a draft."""
    story, pin = year.story, year.story.pin
    yield year.ago(story.days.pinned, 14)
    fixed = SetPin(
        programme=story.code,
        inspection=_again(year, pin.like),
        person=pin.person,
        post=pin.post,
        why=pin.why,
    )
    year.manager("pin", fixed)
    yield year.ago(story.days.planned, 11)
    if not year.state.plans:
        _propose(year)
    plan = next(iter(year.state.plans))
    yield year.ago(story.days.planned, 15)
    accept = AcceptPlan(programme=story.code, plan=plan)
    year.by(year.people.chief, Role.CHIEF_INSPECTOR)("accept", accept)
    yield year.ago(story.days.issued, 9)
    closes_on = year.world.calendar.after(year.today, story.closes_in_days)
    year.manager("issue", IssueDraft(programme=story.code, closes_on=closes_on))


def _propose(year: _Year) -> None:
    selected = year.state.selections[year.story.youth_rule].selected
    problem = tables(year.story, year.first_monday, year.yearly, sorted(selected))
    filled = year.world.programme_record.filled(year.story.code, problem)
    made = year.world.scheduling.schedule(filled, SolverOrder(work=WORK))
    command = ProposePlan(
        programme=year.story.code,
        problem=filled,
        plan=made.solved.plan,
        document=sha256_hex(tables_of(filled)),
    )
    manager = Actor(year.people.manager, Role.OPERATIONS_MANAGER, year.world.authenticated_by)
    outcome = year.world.programme_record.give(Order(_id("propose"), command, manager), filled)
    if not isinstance(outcome, Accepted):
        raise ScriptFault(f"{command.verb}: {outcome.refusal}")


def _again(year: _Year, like: str) -> str:
    """The inspection of the year that follows one of the example's."""
    return next(each for each in year.yearly if each.like == like).in_year(year.first_monday.year)


def _consult(year: _Year) -> Life:
    """Responses come in, and are decided on, each at its time; the last is left to whoever looks around."""
    responses, days = year.story.responses, year.story.days
    done = [
        *((year.ago(days.responded[at], 10), at, _receive) for at in range(len(responses))),
        *((year.ago(ago, 16), at, _decide) for at, ago in enumerate(days.decided)),
    ]
    for moment, at, do in sorted(done, key=lambda each: each[0]):
        yield moment
        do(year, at, responses[at])


def _receive(year: _Year, at: int, response: ResponseStory) -> None:
    name = f"said-{at + 1}"
    contact = response.by_contact_of
    who = (
        year.by(person_stream(sha256_hex(contact.encode())[:32]), Role.PROVIDER_CONTACT)
        if contact
        else year.by(year.people.assistant, Role.ASSISTANT)
    )
    providers = {each.like: each.provider.id for each in year.yearly}
    who(
        name,
        ReceiveResponse(
            response=response_of(_id(name)),
            programme=year.story.code,
            said=response.said,
            whom=f"A contact of {providers[contact]}" if contact else response.whom,
            received_on=london_date(year.world.clock.now()),
            confidential=response.confidential,
        ),
    )


def _decide(year: _Year, at: int, response: ResponseStory) -> None:
    assert response.outcome is not None
    name = f"said-{at + 1}"
    command = DecideOnResponse(
        response=response_of(_id(name)), outcome=response.outcome, reasons=response.reasons or ""
    )
    year.manager(f"{name}-decided", command)
    if response.moves is None:
        return
    inspection = _again(year, response.moves.like)
    starts_on = _elsewhere(year, inspection, response.moves.weeks)
    year.manager(
        f"{name}-pin",
        SetPin(
            programme=year.story.code,
            inspection=inspection,
            starts_on=starts_on,
            why=response.moves.why,
        ),
    )


def _elsewhere(year: _Year, code: str, weeks: int) -> date:
    """The Monday of a week so many weeks after the planned start, or before it where there is no room."""
    problem, plan = year.world.programme_record.planned(year.story.code)
    inspection = next(each for each in problem.inspections if each.id == code)
    start = next(each.start for each in plan.placements if each.inspection == code)
    later = range(start + weeks, start + 3 * weeks)
    earlier = range(start - weeks, start - 3 * weeks, -1)
    week = next(
        each
        for each in (*later, *earlier)
        if _may_start(problem, inspection, each) and _has_room(year, problem, plan, Question(code, each))
    )
    return problem.first_monday + timedelta(weeks=week)


def _may_start(problem: Problem, inspection: Inspection, week: int) -> bool:
    last = week + inspection.length - 1
    closed = any(span.touches(week, last) for span in problem.blackouts)
    return not closed and any(span.holds(week) for span in inspection.windows)


def _has_room(year: _Year, problem: Problem, plan: Plan, asked: Question) -> bool:
    """Whether the inspection can be placed in a week, all others staying where they are: a new plan is possible."""
    return year.world.scheduling.explain(problem, plan, asked).possible is not None
