"""What the record knows of services, people and panels, as a choice and a plan need it."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from domain.areas import as_compared
from domain.inspections.state import Inspection
from domain.panels.state import Panel as Meeting
from domain.people.staff.state import Staff
from domain.people.staff.terms import INTERESTS
from domain.programme.choice.rules import SelectionRule
from domain.programme.choice.services import Service
from domain.programme.problem import Conflict, Person, Problem
from domain.programme.weeks import Span, week_of
from domain.programme.year.choice.before import (
    Before,
    ProgrammeYear,
    follow_up_of,
    inspected,
    last_of,
    to_come,
)
from domain.programme.year.choice.visits import booked
from domain.programme.year.plans.other_programmes import booked_elsewhere, elsewhere_in, slots_elsewhere
from domain.programme.year.plans.posts import outside, posts_of
from domain.programme.year.published.started import given_up, pins_of, running_in, tables_as_they_run
from domain.programme.year.state import Programme
from domain.programme.year.terms import Facts
from domain.providers.past import followed, lineage
from domain.providers.provider import Provider
from domain.refusals import Refused

__all__ = ["OnRecord", "filled", "regions_of", "services_of", "year_of"]


@dataclass(frozen=True, slots=True)
class OnRecord:
    """What the record holds besides the programme.

    Attributes:
        providers: every provider, by code.
        inspections: every inspection that was announced, by reference.
        staff: everybody on the staff record, by id.
        panels: every panel's meeting, by reference.
        programmes: every programme, by code; what a published one has planned and not announced is known too.
        tables: the tables of the plan that is published or else accepted in this programme; None while none is, or
            where they are not asked for.
        elsewhere: the tables of the plans of other programmes, by code, as far as they are kept.
    """

    providers: Mapping[str, Provider]
    inspections: Mapping[str, Inspection]
    staff: Mapping[str, Staff]
    panels: Mapping[str, Meeting]
    programmes: Mapping[str, Programme] = field(default_factory=lambda: MappingProxyType({}))
    tables: Problem | None = None
    elsewhere: Mapping[str, Problem] = field(default_factory=lambda: MappingProxyType({}))

    def before(self, provider: str, but: Container[str], state: Programme) -> tuple[Before, ...]:
        """The inspections of a provider, or of whoever it has taken the place of, to the end of a programme's year.

        Args:
            provider: the provider.
            but: inspections that do not count, as they are those that are being planned.
            state: the programme that is chosen or planned; what itself has planned is none that lies before.
        """
        ends_on, others = year_of(state).ends_on, self.others(state)
        found = [
            one
            for code in lineage(self.providers, provider)
            for one in (
                *inspected(code, self.providers.get(code), self.inspections),
                *(planned for _, planned in to_come(code, others, self.inspections)),
            )
        ]
        return tuple(each for each in found if each.inspection not in but and each.ended_on <= ends_on)

    def latest(self, provider: str, but: Container[str], state: Programme) -> Before | None:
        """The latest of these inspections, of whatever kind."""
        return last_of(self.before(provider, but, state))

    def others(self, state: Programme) -> tuple[Programme, ...]:
        """The programmes besides one."""
        mine = state.known.programme
        return tuple(each for code, each in self.programmes.items() if code != mine and each.opened)


def year_of(state: Programme) -> ProgrammeYear:
    """The year of a programme."""
    return ProgrammeYear(state.known.year, state.known.first_monday)


def regions_of(state: Programme) -> Mapping[str, str]:
    """The regions in which the areas of a programme lie, by the areas as they are compared."""
    return {as_compared(each.area): each.region for each in state.known.areas}


def services_of(
    state: Programme, record: OnRecord, kinds: Iterable[str], rule: SelectionRule
) -> tuple[Service, ...]:
    """The providers of some kinds that go on, as a rule chooses among them, by code.

    A follow-up is due where the latest inspection that counts prompted one by the programme's last day, or undated.

    Args:
        state: the programme.
        record: what else the record holds.
        kinds: the kinds of provider.
        rule: the rule that chooses: it says which kinds of inspection count, and what prompts a follow-up.

    Raises:
        Refused: ``unknown-area``, with every provider whose area lies in no region.
    """
    wanted, year = set(kinds), year_of(state)
    regions = regions_of(state)
    found, lost = [], []
    for code, provider in sorted(record.providers.items()):
        registered = provider.registered
        if registered is None or provider.gone or registered.kind not in wanted:
            continue
        if as_compared(registered.area) not in regions:
            lost.append(f"{code} ({registered.area})")
            continue
        before = record.before(code, state.started, state)
        latest, facts = last_of(before, rule.counts), state.facts.get(code, Facts(provider=code))
        found.append(
            Service(
                id=code,
                region=regions[as_compared(registered.area)],
                last=year.of(latest.ended_on) if latest else None,
                ended_on=latest.ended_on if latest else None,
                risk=facts.risk,
                performance=facts.performance,
                size=facts.size,
                density=facts.density,
                follow_up=follow_up_of(before, rule, year.ends_on),
                visits=facts.visits,
                booked=booked(
                    lineage(record.providers, code),
                    state,
                    rule,
                    record.others(state),
                    record.inspections,
                    (*((record.tables,) if record.tables else ()), *record.elsewhere.values()),
                ),
            )
        )
    if lost:
        said = f"The areas of {len(lost)} providers are in no region: {', '.join(lost[:10])}"
        raise Refused.because("unknown-area", f"{said}; the programme was opened without them.")
    return tuple(found)


def filled(problem: Problem, state: Programme, record: OnRecord, today: date) -> Problem:
    """The tables of a year with what the record knows in the place of what they say.

    Providers get their names, areas, regions and the lead of the last inspection; people their roles, leave and
    interests; panels the week in which they meet; inspections whether they have been announced, and the weeks of their
    fieldwork; people and panels, what other programmes have of them. All pins are those on the record, and those of
    what has started, as it runs. What was given up is left out. Planning is done in the week that begins next, if the
    tables name none that is later: what is announced on its Monday can still be. What the record does not know stays
    as the tables have it.

    Args:
        problem: the tables.
        state: the programme.
        record: what else the record holds.
        today: the day on which they are filled.
    """
    week = _Weeks(problem.first_monday)
    running = running_in(state, record.inspections)
    regions = regions_of(state)
    planned = {each.id for each in problem.inspections}
    problem = tables_as_they_run(problem, running)
    providers = []
    for each in problem.providers:
        known = record.providers.get(each.id)
        if known is not None and known.registered is not None:
            latest, area = record.latest(each.id, planned, state), known.registered.area
            each = each.with_(
                name=known.title,
                area=area,
                region=regions.get(as_compared(area), each.region),
                last_lead=latest.lead if latest else None,
            )
        providers.append(each)
    codes = {each.id for each in providers}
    engaged, slots = elsewhere_in(record.others(state), record.inspections, record.elsewhere)
    staff = [
        _person(each.with_(bookings=booked_elsewhere(each, engaged, problem)), record, codes, problem, week)
        for each in problem.staff
    ]
    panels = [
        each.with_(week=week.of(meeting.convened.meets_on)) if meeting and meeting.convened else each
        for each in problem.panels
        for meeting in (record.panels.get(each.id),)
    ]
    to_start = {each.inspection for each in state.plan.slots} if state.plan else set()
    inspections = tuple(
        each.with_(announced=each.id in record.inspections or (each.announced and each.id not in to_start))
        for each in problem.inspections
    )
    gone = given_up(running)
    problem = problem.with_(
        now=max(problem.now, week.coming(today)),
        providers=tuple(providers),
        staff=tuple(each for each in staff if each is not None),
        panels=tuple(slots_elsewhere(each, slots, problem) for each in panels),
        inspections=inspections,
        pins=tuple(each for each in state.pins.values() if each.inspection not in gone),
    )
    return problem.with_(pins=(*problem.pins, *pins_of(problem, state, running)))


@dataclass(frozen=True, slots=True)
class _Weeks:
    first_monday: date

    def of(self, day: date) -> int:
        """The week of a day, as far as weeks are counted."""
        return week_of(self.first_monday, day)

    def coming(self, day: date) -> int:
        """The week that begins on a day, or next after it."""
        return week_of(self.first_monday, day + timedelta(days=6))


def _person(
    person: Person, record: OnRecord, providers: set[str], problem: Problem, week: _Weeks
) -> Person | None:
    """Somebody as the staff record has them; None for somebody who has left, or inspects in no role this year."""
    staff = record.staff.get(person.id)
    if staff is None or staff.registered is None:
        return person
    roles, held, there = posts_of(problem, staff.roles)
    if not staff.here or not roles:
        return None
    leave = tuple(Span(first=week.of(each.since), last=week.of(each.until)) for each in staff.leave)
    conflicts = tuple(
        Conflict(
            provider=provider,
            why=INTERESTS[each.kind].meaning,
            until=week.of(each.bars_until) if each.bars_until else None,
        )
        for each in staff.interests.values()
        if each.provider is not None
        for provider in followed(record.providers, each.provider)
        if provider in providers
    )
    bookings = outside(problem, there, person.bookings)
    return person.with_(roles=roles, leave=leave, bookings=bookings, conflicts=conflicts, held=held)
