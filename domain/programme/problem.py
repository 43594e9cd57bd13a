"""The programme of a year as data: what must be planned, with whom, and within which limits.

Everything is a whole number: weeks, weeks of work, points of cost. What must hold between the parts (every name known,
no name twice) is said by :mod:`domain.programme.faults`.
"""

from datetime import date
from functools import cached_property
from typing import Annotated, ClassVar, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from domain.canonical import canonical_plain, sha256_hex
from domain.messages import Message
from domain.programme.sparse import Sparse
from domain.programme.weeks import Span, Week
from domain.programme.weights import Points, Reporting, Weeks, Weights
from domain.text import Line

__all__ = [
    "MOST_INSPECTIONS",
    "ROLES",
    "Apart",
    "Booking",
    "Conflict",
    "Held",
    "Inspection",
    "Kind",
    "Mix",
    "Name",
    "Need",
    "Panel",
    "Person",
    "Pin",
    "PreElection",
    "Problem",
    "Provider",
    "Region",
    "Role",
    "Travel",
    "Visit",
]

MOST_INSPECTIONS = 5_000
"""In one year; the inspectorate's own years have some hundreds. A longer list is a mistake, and refused at once."""

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$", max_length=60)]
"""A short code, as other planning tools write it too: ``yot-017``, ``NPS.NW``."""

Role = Literal["lead", "inspector", "assistant"]
ROLES: tuple[Role, ...] = ("lead", "inspector", "assistant")


class Region(Message):
    """A region.

    Attributes:
        id: its code.
        cap: how many inspections may have fieldwork in it in one and the same week.
    """

    id: Name
    cap: Annotated[int, Field(ge=0, le=1_000)]


class Travel(Message):
    """What it costs to work away from home.

    Attributes:
        home: the region a person lives in.
        to: the region of the fieldwork.
        cost: points for one person on one inspection; the same in the other direction unless that is given too.
    """

    home: Name
    to: Name
    cost: Points


class Provider(Message):
    """Somebody who is inspected.

    Attributes:
        id: its code.
        name: its name, which no other provider has.
        region: where it is.
        area: its area or local authority, shared by neighbours; None where it does not matter.
        last_lead: who led its last inspection, and therefore does not lead the next.
    """

    id: Name
    name: Line
    region: Name
    area: Line | None = None
    last_lead: Name | None = None


class Need(Message):
    """How many people of one role a kind of inspection takes, and for how long.

    Attributes:
        role: their role.
        number: how many of them.
        before: weeks of work before fieldwork: to prepare.
        after: weeks of work after fieldwork: to write.
        skills: what each of them must be able to do.
    """

    role: Role
    number: Annotated[int, Field(ge=1, le=30)]
    before: Weeks = 0
    after: Weeks = 0
    skills: tuple[Name, ...] = ()


class Mix(Message):
    """A skill that some of a team must have, whatever their roles.

    Attributes:
        skill: the skill.
        at_least: how many of the team must have it.
    """

    skill: Name
    at_least: Annotated[int, Field(ge=1, le=30)]


class Kind(Message):
    """A kind of inspection, as far as planning is concerned.

    Attributes:
        id: its code.
        notice: weeks between announcement and fieldwork.
        needs: the team.
        mix: skills that some of the team must have.
        trainees: how many of the team may be trainees.
        reported: whether its report goes to a panel and is published; a pilot's is not.
    """

    id: Name
    notice: Weeks
    needs: Annotated[tuple[Need, ...], Field(min_length=1, max_length=10)]
    mix: tuple[Mix, ...] = ()
    trainees: Annotated[int, Field(ge=0, le=30)] = 1
    reported: bool = True


class Inspection(Message):
    """One inspection of the year.

    Attributes:
        id: its code.
        kind: its kind.
        providers: whom it inspects: one, or all of an area.
        region: where its fieldwork is.
        mandatory: whether it must take place this year.
        risk: its risk score, which says what leaving it out costs where it is not mandatory.
        length: weeks of fieldwork.
        windows: the weeks in which fieldwork may start.
        partners: for each inspectorate that joins, the weeks in which it can start.
        preferred: the week in which it would best start, a year after the last one for example.
        announced: whether it has been announced or has begun: notice has been given, and a change costs more.
    """

    id: Name
    kind: Name
    providers: Annotated[tuple[Name, ...], Field(min_length=1, max_length=200)]
    region: Name
    mandatory: bool
    risk: Annotated[int, Field(ge=0, le=1_000)] = 0
    length: Annotated[int, Field(ge=1, le=26)]
    windows: Annotated[tuple[Span, ...], Field(max_length=60)]
    partners: Annotated[tuple[tuple[Span, ...], ...], Field(max_length=20)] = ()
    preferred: Week
    announced: bool = False


class Conflict(Message):
    """Why somebody does not inspect a provider: they work there or did, a relative does, they have advised it.

    Attributes:
        provider: the provider.
        why: the reason.
        until: the last week in which it holds; None: for good.
    """

    provider: Name
    why: Line
    until: Week | None = None


class Booking(Message):
    """Other work that somebody is booked for.

    Attributes:
        weeks: when.
        what: what it is.
    """

    weeks: Span
    what: Line


class Held(Message):
    """When somebody holds a role that they do not hold all year: they take it up in it, give it up, or both.

    Attributes:
        role: the role; it is among theirs.
        weeks: weeks on end in which they hold it.
    """

    role: Role
    weeks: Span


class Person(Sparse):
    """Somebody who inspects.

    Attributes:
        id: their code; never a name.
        roles: the roles they may take.
        skills: what they can do: ``adult``, ``youth`` and so on.
        home: the region they live in.
        trainee: whether they are in training.
        fte: their working time, in per cent.
        leave: when they are away.
        bookings: other work they are booked for.
        cap: the most weeks of inspection work that they do this year.
        target: the weeks of inspection work that would be their fair share.
        conflicts: whom they do not inspect.
        held: when they hold those of their roles that they do not hold all year.
    """

    id: Name
    roles: Annotated[tuple[Role, ...], Field(min_length=1, max_length=3)]
    skills: tuple[Name, ...] = ()
    home: Name
    trainee: bool = False
    fte: Annotated[int, Field(ge=1, le=100)] = 100
    leave: Annotated[tuple[Span, ...], Field(max_length=200)] = ()
    bookings: Annotated[tuple[Booking, ...], Field(max_length=200)] = ()
    cap: Weeks
    target: Weeks
    conflicts: Annotated[tuple[Conflict, ...], Field(max_length=200)] = ()
    held: Annotated[tuple[Held, ...], Field(max_length=60)] = ()
    later: ClassVar[tuple[str, ...]] = ("held",)


class Panel(Sparse):
    """A meeting of the ratings panel.

    Attributes:
        id: its code.
        week: when it meets.
        slots: how many inspections it can consider.
        taken: how many of these slots inspections of other programmes have.
    """

    id: Name
    week: Week
    slots: Annotated[int, Field(ge=0, le=1_000)]
    taken: Annotated[int, Field(ge=0, le=5_000)] = 0
    later: ClassVar[tuple[str, ...]] = ("taken",)

    @property
    def room(self) -> int:
        """How many inspections of this programme it can consider."""
        return max(0, self.slots - self.taken)


class PreElection(Message):
    """Weeks before an election, in which nothing is published.

    Attributes:
        weeks: the weeks.
        regions: where; empty: everywhere.
        what: which election.
    """

    weeks: Span
    regions: tuple[Name, ...] = ()
    what: Line


class Apart(Message):
    """Two inspections of neighbours, which must not come one upon the other.

    Attributes:
        first: one of them.
        second: the other.
        gap: how many clear weeks there must be between one's fieldwork and the other's.
        why: the reason: the same area, for example.
    """

    first: Name
    second: Name
    gap: Weeks
    why: Line


class Visit(Message):
    """Another inspectorate's announced visit to a provider.

    Attributes:
        provider: whom it visits.
        weeks: when.
        gap: how many clear weeks there must be between it and our fieldwork.
        who: which inspectorate.
    """

    provider: Name
    weeks: Span
    gap: Weeks
    who: Line


class Pin(Message):
    """What a planner has fixed. One of ``start``, ``person`` (with ``role``) and ``panel`` is given.

    Attributes:
        inspection: of which inspection.
        start: the week in which its fieldwork starts.
        person: somebody who is on its team.
        role: in which role.
        panel: the panel it goes to.
        by: who has fixed it.
        why: why.
    """

    inspection: Name
    start: Week | None = None
    person: Name | None = None
    role: Role | None = None
    panel: Name | None = None
    by: Line
    why: Line

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        if sum(each is not None for each in (self.start, self.person, self.panel)) != 1:
            raise ValueError("a pin fixes one thing: a start, a person or a panel")
        if (self.person is None) != (self.role is None):
            raise ValueError("a pin of a person says the role, and only such a pin does")
        return self


class Problem(Message):
    """All that a year's plan depends on.

    Attributes:
        title: what it is of.
        first_monday: the Monday of week 0.
        weeks: how many weeks fieldwork may start in: 52, or 53 in a long year.
        tail: how many weeks follow in which panels meet and reports are published.
        now: the week in which planning is done; notice counts from it.
        blackouts: weeks without fieldwork: Christmas, Easter.
        other_travel: what a journey costs between two regions for which nothing is said; within one it costs nothing.
    """

    title: Line
    first_monday: date
    weeks: Annotated[int, Field(ge=1, le=53)] = 52
    tail: Annotated[int, Field(ge=0, le=52)] = 13
    now: Week = 0
    blackouts: Annotated[tuple[Span, ...], Field(max_length=60)] = ()
    reporting: Reporting = Reporting()
    weights: Weights = Weights()
    other_travel: Points = 2
    regions: Annotated[tuple[Region, ...], Field(min_length=1, max_length=200)]
    travel: tuple[Travel, ...] = ()
    providers: Annotated[tuple[Provider, ...], Field(max_length=5_000)]
    kinds: Annotated[tuple[Kind, ...], Field(max_length=200)]
    inspections: Annotated[tuple[Inspection, ...], Field(max_length=MOST_INSPECTIONS)]
    staff: Annotated[tuple[Person, ...], Field(max_length=5_000)]
    panels: Annotated[tuple[Panel, ...], Field(max_length=1_000)] = ()
    pre_election: Annotated[tuple[PreElection, ...], Field(max_length=100)] = ()
    apart: Annotated[tuple[Apart, ...], Field(max_length=50_000)] = ()
    visits: Annotated[tuple[Visit, ...], Field(max_length=10_000)] = ()
    pins: Annotated[tuple[Pin, ...], Field(max_length=50_000)] = ()

    @model_validator(mode="after")
    def _on_a_monday(self) -> Self:
        if self.first_monday.weekday() != 0:
            raise ValueError(f"first_monday, {self.first_monday.isoformat()}, is not a Monday")
        return self

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the problem's canonical bytes: a plan says by it what it is a plan of."""
        return sha256_hex(canonical_plain(self.model_dump(mode="json")))

    @property
    def last_week(self) -> int:
        """The last week in which anything may be published."""
        return self.weeks + self.tail - 1
