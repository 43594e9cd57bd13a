"""Who works in the year: their roles, training, interests, leave and duty, as the script means them.

The script puts all of it on the staff record, and goes by what stands here: whom it names for work, and in whose place
somebody acts. At the end :mod:`benchmarks.year.staff_checking` holds the record against it.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Literal

from domain.messages import Command
from domain.people.duty import PutOnDuty
from domain.people.roles import Role
from domain.people.roll import BeginRoll, RequireTraining, SetCoolingOff
from domain.people.staff.commands import (
    AcceptInterest,
    DeclareInterest,
    EndRole,
    GiveRole,
    NameDeputy,
    PlanLeave,
    RecordTraining,
    RegisterStaff,
    StaffDetails,
)
from domain.people.staff.terms import Engagement

__all__ = ["ASSISTANTS", "COURSES", "Bar", "Days", "Person", "Staff"]

FOUNDER, SECOND_MANAGER = "os-1001", "os-1002"
ASSISTANTS = ("os-1011", "os-1012")
LEADS = tuple(f"os-{number}" for number in range(1021, 1033))
STANDBY = "os-1039"
"""A lead inspector who leads nothing, has no interests, and takes the place of whichever lead is away."""
INSPECTORS = tuple(f"os-{number}" for number in range(1041, 1071))
LAPSED = INSPECTORS[2]
"""An inspector whose training runs out in the year, and who takes the course again later."""
LEAVING = INSPECTORS[5]
"""An inspector whose role ends in the middle of the year."""
CHAIR, MEMBERS = "os-1071", ("os-1071", "os-1072", "os-1073")
CHIEF, DEPUTY_CHIEF = "os-1081", "os-1082"
QUALITY = "os-1091"

COURSES = {Role.LEAD_INSPECTOR: ("leading-inspections", 36), Role.INSPECTOR: ("reading-cases", 24)}
"""What each role needs, and for how many months it is good."""
COOLING_OFF_MONTHS = 12
DUTY_DAYS, DUTIES = 14, 50
PASSED = date(2018, 3, 3)
LONG_AGO = date(2016, 6, 30)
"""Good until 30 June 2018, a Saturday."""
AGAIN = date(2018, 12, 3)
LAST_DAY = date(2018, 9, 28)


@dataclass(frozen=True)
class Days:
    """Some days, both ends among them; without an end if it is None."""

    since: date
    until: date | None = None

    def __contains__(self, day: date) -> bool:
        return self.since <= day and (self.until is None or day <= self.until)


@dataclass
class Bar:
    """What somebody has to do with a provider.

    Attributes:
        provider: with which.
        days: on which it bars.
        accepted: the inspections for which it was accepted.
    """

    provider: str
    days: Days
    accepted: set[str] = field(default_factory=set)


@dataclass
class Person:
    """Somebody on the staff.

    Attributes:
        who: their id.
        engagement: how they are engaged.
        roles: what they hold, and when.
        passed: the days on which they passed the course that their role needs.
        bars: what keeps them from whom.
        away: when they are.
        places: in whose place they act, in which role and when.
        duty: when they are on duty.
    """

    who: str
    engagement: Engagement = "employee"
    roles: dict[Role, Days] = field(default_factory=dict)
    passed: list[date] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    away: list[Days] = field(default_factory=list)
    places: list[tuple[str, Role, Days]] = field(default_factory=list)
    duty: list[Days] = field(default_factory=list)

    def here(self, day: date) -> bool:
        """Whether they are at work on a day."""
        return not any(day in each for each in self.away)

    def trained(self, role: Role, day: date) -> bool:
        """Whether they have what a role needs on a day, by what had been passed by then."""
        if role not in COURSES:
            return True
        _, months = COURSES[role]
        return any(each <= day < _months_after(each, months) for each in self.passed)

    def able(self, role: Role, day: date) -> bool:
        """Whether they hold a role on a day, are trained for it, and are there."""
        return role in self.roles and day in self.roles[role] and self.trained(role, day) and self.here(day)

    def barred(self, providers: Iterable[str], inspection: str, day: date) -> bool:
        """Whether something keeps them from an inspection on a day."""
        several = set(providers)
        return any(
            each.provider in several and day in each.days and inspection not in each.accepted
            for each in self.bars
        )


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return day.replace(year=year, month=month + 1)


class Staff:
    """Everybody. Nothing here asks Assay; what is said here is given to it as commands besides."""

    def __init__(self) -> None:
        """As they are when the year begins."""
        always = Days(date(2018, 6, 1))
        self.people: dict[str, Person] = {}
        for who in (FOUNDER, SECOND_MANAGER):
            self._join(who, Role.OPERATIONS_MANAGER, always)
        for who in ASSISTANTS:
            self._join(who, Role.ASSISTANT, always)
        for who in (*LEADS, STANDBY):
            self._join(who, Role.LEAD_INSPECTOR, always, [PASSED])
        for number, who in enumerate(INSPECTORS):
            engaged: Engagement = (
                "secondee" if number % 7 == 3 else "contractor" if number % 7 == 6 else "employee"
            )
            days = Days(always.since, LAST_DAY) if who == LEAVING else always
            passed = [LONG_AGO] if who == LAPSED else [PASSED]
            self._join(who, Role.INSPECTOR, days, passed, engaged)
        for who in MEMBERS:
            self._join(who, Role.PANEL_CHAIR, always)
        self._join(CHIEF, Role.CHIEF_INSPECTOR, always)
        self._join(DEPUTY_CHIEF, Role.PANEL_CHAIR, always)
        self._join(QUALITY, Role.QUALITY_LEAD, always)

    def _join(
        self, who: str, role: Role, days: Days, passed: Iterable[date] = (), engaged: Engagement = "employee"
    ) -> None:
        self.people[who] = Person(who, engaged, {role: days}, list(passed))

    def begin(self, start: date) -> Iterator[tuple[Command, str]]:
        """What is given at the beginning to have all of it on the record, each with who gives it.

        Args:
            start: the first day of the year; the rota of duty begins then.
        """
        yield (
            BeginRoll(
                staff=FOUNDER, details=StaffDetails(person_name="Ada Example", email="ada@example.org")
            ),
            FOUNDER,
        )
        self.people[FOUNDER].roles[Role.OPERATIONS_MANAGER] = Days(start)
        yield SetCoolingOff(months=COOLING_OFF_MONTHS), FOUNDER
        for role, (course, months) in COURSES.items():
            yield RequireTraining(held=role, course=course, months=months), FOUNDER
        for each in self.people.values():
            if each.who != FOUNDER:
                yield from ((command, FOUNDER) for command in self._entered(each))
        yield EndRole(staff=LEAVING, held=Role.INSPECTOR, last_day=LAST_DAY), FOUNDER
        managers = (FOUNDER, SECOND_MANAGER)
        for number in range(DUTIES):
            since = start + timedelta(days=number * DUTY_DAYS)
            days = Days(since, since + timedelta(days=DUTY_DAYS - 1))
            who = managers[number % len(managers)]
            self.people[who].duty.append(days)
            yield PutOnDuty(staff=who, since=days.since, until=days.until or days.since), FOUNDER

    def _entered(self, person: Person) -> Iterator[Command]:
        manages = Role.OPERATIONS_MANAGER in person.roles
        yield RegisterStaff(
            staff=person.who,
            engagement=person.engagement,
            details=StaffDetails(
                person_name="Ben Example", email="ben@example.org" if manages else None
            ),  # whoever is on duty must be reached
        )
        for role, days in person.roles.items():
            for passed in person.passed:
                yield RecordTraining(staff=person.who, course=COURSES[role][0], passed_on=passed)
            yield GiveRole(staff=person.who, held=role, since=days.since)

    # What comes up in the year.

    def takes_again(self, day: date) -> Iterator[Command]:
        """The course that had run out is passed again, once it is time."""
        person = self.people[LAPSED]
        if day >= AGAIN and AGAIN not in person.passed:
            person.passed.append(AGAIN)
            yield RecordTraining(staff=LAPSED, course=COURSES[Role.INSPECTOR][0], passed_on=AGAIN)

    def declares(
        self, who: str, provider: str, kind: Literal["secondment", "friendship", "former-employer"], day: date
    ) -> Command:
        """Somebody says what they have to do with a provider: a secondment ended three months ago, others go on."""
        ended = day - timedelta(days=90) if kind == "secondment" else None
        bars = Days(day - timedelta(days=400), _months_after(ended.replace(day=1), 12) if ended else None)
        ended = ended.replace(day=1) if ended else None
        self.people[who].bars.append(Bar(provider, bars))
        return DeclareInterest(
            staff=who,
            interest=f"with-{provider}",
            kind=kind,
            provider=provider,
            since=bars.since,
            until=ended,
        )

    def accepts(self, who: str, provider: str, inspection: str) -> Command:
        """An interest is accepted for one inspection."""
        for each in self.people[who].bars:
            if each.provider == provider:
                each.accepted.add(inspection)
        return AcceptInterest(
            staff=who, interest=f"with-{provider}", inspection=inspection, reason="It was long ago."
        )

    def falls_away(self, who: str, since: date, until: date) -> Iterator[Command]:
        """Somebody is away for some days, and has a deputy where somebody must act in their place.

        Whoever is away already on the first of these days is so from when they would have been back.
        """
        person = self.people[who]
        while (before := next((each for each in person.away if since in each), None)) is not None:
            since = (before.until or until) + timedelta(days=1)
        if any(each.since <= until and since <= (each.until or until) for each in person.away):
            return  # they are to be away later
        if since > until:
            return
        days = Days(since, until)
        person.away.append(days)
        yield PlanLeave(staff=who, since=since, until=until)
        role = next(iter(person.roles))
        deputy = {Role.LEAD_INSPECTOR: STANDBY, Role.CHIEF_INSPECTOR: DEPUTY_CHIEF}.get(role)
        if deputy is not None:
            self.people[deputy].places.append((who, role, days))
            yield NameDeputy(staff=deputy, place_of=who, held=role, since=since, until=until)

    # Who does what.

    def at_work(self, who: str, day: date) -> str:
        """Whoever acts on a day for somebody: they themselves, or their deputy while they are away."""
        if self.people[who].here(day):
            return who
        return next(
            each.who
            for each in self.people.values()
            if any(place == who and day in days for place, _, days in each.places)
        )

    def on_duty(self, day: date) -> str:
        """Who is on duty on a day."""
        return next(each.who for each in self.people.values() if any(day in days for days in each.duty))

    def lead_for(
        self, number: int, providers: Iterable[str], inspection: str, day: date, but: str = ""
    ) -> str:
        """Who leads the inspection of a number from a day on: the first in turn who can, but for one."""
        turns = (LEADS[(number + each) % len(LEADS)] for each in range(len(LEADS)))
        return next(
            who
            for who in turns
            if who != but and self._can(who, Role.LEAD_INSPECTOR, providers, inspection, day)
        )

    def readers_for(
        self, number: int, many: int, providers: Iterable[str], inspection: str, day: date
    ) -> list[str]:
        """So many who can read the cases of the inspection of a number from a day on, the first in turn."""
        turns = (INSPECTORS[(5 * number + each) % len(INSPECTORS)] for each in range(len(INSPECTORS)))
        able = [who for who in turns if self._can(who, Role.INSPECTOR, providers, inspection, day)]
        return able[:many]

    def _can(self, who: str, role: Role, providers: Iterable[str], inspection: str, day: date) -> bool:
        person = self.people[who]
        return person.able(role, day) and not person.barred(providers, inspection, day)
