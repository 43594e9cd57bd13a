"""What the example's coming year is made of: ``examples/year.toml``, read and checked, and the tables of the year."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from pydantic import Field, ValidationError

from adapters.inbound.demonstration.material import ExampleProvider, read_toml
from domain.messages import Message
from domain.programme.problem import (
    Conflict,
    Inspection,
    Kind,
    Name,
    Panel,
    Person,
    Problem,
    Provider,
    Region,
    Role,
)
from domain.programme.shares import with_usual
from domain.programme.weeks import Span
from domain.programme.year.terms import Area, ResponseOutcome
from domain.refusals import Refused
from domain.text import Line, Prose, Reference
from domain.working_days import in_words

__all__ = ["ResponseStory", "YearStory", "Yearly", "begins_on", "read_year", "tables"]

_CAP = 3
"""Inspections that may have fieldwork in one region in one and the same week."""
_APRIL = 4


class Days(Message):
    """How many working days ago each thing was done; the responses and the decisions on them, one after another."""

    opened: int
    noted: int
    selected: int
    frozen: int
    drawn: int
    pinned: int
    planned: int
    issued: int
    responded: tuple[int, ...]
    decided: tuple[int, ...]


class Lottery(Message):
    """What was committed to, which public draw was named, and what it gave."""

    commitment: Line
    beacon: Line
    numbers: int
    highest: int
    value: Line


class Meetings(Message):
    """The meetings of the panel: one every few weeks, but for the weeks left out."""

    first: int
    last: int
    every: int
    slots: int
    without: tuple[int, ...]


class Further(Message):
    """An inspection that is not mandatory; its risk says what leaving it out costs."""

    inspection: Reference
    kind: Name
    services: tuple[Reference, ...]
    length: int
    window: Span
    preferred: int
    risk: int


class Fixed(Message):
    """Somebody who is on the team of the inspection of a provider, whatever is planned."""

    like: Reference
    person: Name
    post: Role
    why: Line


class Moves(Message):
    """By how many weeks a start is fixed later than planned, or earlier where there is no room."""

    like: Reference
    weeks: int
    why: Line


class ResponseStory(Message):
    """What somebody says to the draft, and what is decided on it; nothing yet, where there is no outcome."""

    said: Prose
    by_contact_of: Reference | None = None
    whom: Line | None = None
    confidential: bool = False
    outcome: ResponseOutcome | None = None
    reasons: Prose | None = None
    moves: Moves | None = None


class Member(Message):
    """Somebody who inspects, and when they are away besides Christmas."""

    id: Name
    roles: tuple[Role, ...]
    skills: tuple[Name, ...] = ()
    home: Name
    trainee: bool = False
    fte: int = 100
    away: tuple[Span, ...] = ()
    conflicts: tuple[Conflict, ...] = ()


class YouthService(Message):
    """A youth service, how many years before this one it was last inspected, and its risk score."""

    id: Reference
    title: Line
    area: Line
    years_ago: int
    risk: int


class YearStory(Message):
    """The file as a whole; see ``examples/year.toml``."""

    code: Reference
    ahead: int
    length: int
    spread: int
    window: int
    yearly_rule: Name
    youth_rule: Name
    youth_kind: Name
    closes_in_days: int
    blackouts: tuple[Span, ...]
    days: Days
    lottery: Lottery
    panels: Meetings
    thematic: Further
    pilot: Further
    pin: Fixed
    responses: tuple[ResponseStory, ...]
    areas: tuple[Area, ...] = Field(min_length=1)
    kinds: tuple[Kind, ...]
    staff: tuple[Member, ...]
    services: tuple[YouthService, ...]


@dataclass(frozen=True, slots=True)
class Yearly:
    """A division or company, which is inspected every year.

    Attributes:
        like: its inspection of this year, by reference.
        provider: the provider.
    """

    like: str
    provider: ExampleProvider

    def in_year(self, year: int) -> str:
        """The code of its inspection in a year."""
        return f"{self.like}-{year}"


def read_year(examples: Path) -> YearStory:
    """The example's coming year.

    Raises:
        Refused: ``example-missing`` or ``bad-example``.
    """
    path = examples / "year.toml"
    try:
        return YearStory.model_validate_json(json.dumps(read_toml(path)))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        raise Refused.because(
            "bad-example", f"{path}: {'.'.join(map(str, first['loc']))}: {first['msg']}."
        ) from None


def begins_on(story: YearStory, today: date) -> date:
    """The first Monday of April that is far enough ahead for everything in the year to be announced in time."""
    year = today.year
    while (monday := _first_monday(year)) < today + timedelta(weeks=story.ahead):
        year += 1
    return monday


def _first_monday(year: int) -> date:
    april = date(year, _APRIL, 1)
    return april + timedelta(days=-april.weekday() % 7)


def tables(
    story: YearStory, first_monday: date, yearly: Sequence[Yearly], selected: Sequence[str]
) -> Problem:
    """The tables of the year, before the record fills them with what it knows.

    Args:
        story: the year.
        first_monday: the Monday of its first week.
        yearly: who is inspected every year.
        selected: the youth services that were selected, by code.
    """
    regions = {each.area: each.region for each in story.areas}
    services = {each.id: each for each in story.services}
    providers = [
        *((each.provider.id, each.provider.title, each.provider.area) for each in yearly),
        *((each.id, each.title, each.area) for each in story.services),
    ]
    inspections = (
        *_every_year(story, first_monday.year, yearly, regions),
        *_youth(story, first_monday.year, [services[each] for each in selected], regions),
        *(_further(each, regions[services[each.services[0]].area]) for each in (story.thematic, story.pilot)),
    )
    staff = tuple(_person(each, story.blackouts[-1]) for each in story.staff)
    problem = Problem(
        title=f"The year from {in_words(first_monday)}",
        first_monday=first_monday,
        blackouts=story.blackouts,
        regions=tuple(Region(id=each.region, cap=_CAP) for each in story.areas),
        providers=tuple(
            Provider(id=code, name=title, region=regions[area], area=area) for code, title, area in providers
        ),
        kinds=story.kinds,
        inspections=inspections,
        staff=staff,
        panels=tuple(
            Panel(id=f"week-{week:02}", week=week, slots=story.panels.slots)
            for week in range(story.panels.first, story.panels.last + 1, story.panels.every)
            if week not in story.panels.without
        ),
    )
    everybody = {each.id for each in staff}
    return with_usual(problem, everybody, everybody)


def _person(each: Member, closed: Span) -> Person:
    """Somebody as the tables have them, but for the work that they may and should do."""
    return Person(
        id=each.id,
        roles=each.roles,
        skills=each.skills,
        home=each.home,
        trainee=each.trainee,
        fte=each.fte,
        leave=(*each.away, closed),
        conflicts=each.conflicts,
        cap=0,
        target=0,
    )


def _every_year(
    story: YearStory, year: int, yearly: Sequence[Yearly], regions: Mapping[str, str]
) -> Iterator[Inspection]:
    for at, each in enumerate(yearly):
        yield Inspection(
            id=each.in_year(year),
            kind=f"{each.provider.kind}-2018",
            providers=(each.provider.id,),
            region=regions[each.provider.area],
            mandatory=True,
            length=story.length,
            windows=(_around(story, 4 + at * story.spread),),
            preferred=4 + at * story.spread,
        )


def _youth(
    story: YearStory, year: int, selected: Sequence[YouthService], regions: Mapping[str, str]
) -> Iterator[Inspection]:
    for at, each in enumerate(selected):
        preferred = 6 + at * 2 * story.spread
        yield Inspection(
            id=f"{each.id.removeprefix('example-')}-{year}",
            kind=story.youth_kind,
            providers=(each.id,),
            region=regions[each.area],
            mandatory=True,
            risk=each.risk,
            length=1,
            windows=(_around(story, preferred),),
            preferred=preferred,
        )


def _around(story: YearStory, preferred: int) -> Span:
    return Span(first=max(0, preferred - story.window), last=min(51, preferred + story.window))


def _further(each: Further, region: str) -> Inspection:
    return Inspection(
        id=each.inspection,
        kind=each.kind,
        providers=each.services,
        region=region,
        mandatory=False,
        risk=each.risk,
        length=each.length,
        windows=(each.window,),
        preferred=each.preferred,
    )
