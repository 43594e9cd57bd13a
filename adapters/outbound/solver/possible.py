"""What is possible at all: for each inspection the weeks, panels and people that could serve, with what each costs.

Made once from a problem. It is written afresh from the problem's words and shares nothing with the checker, which
judges what comes of it. Weeks that somebody is busy are bits of a whole number, so that two of them meet in one step.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.programme.plan import Plan
from domain.programme.problem import Problem, Role

__all__ = ["EARLIEST", "Job", "Possible", "Post", "Publication", "Worker", "bits"]

EARLIEST = 300
"""Added to a week to count bits from: the earliest week that can be written, and work before it."""


def bits(first: int, last: int) -> int:
    """The weeks from ``first`` to ``last``, as bits."""
    return ((1 << (last - first + 1)) - 1) << (first + EARLIEST)


@dataclass(frozen=True, slots=True)
class Publication:
    """One way to report an inspection that starts in a certain week.

    Attributes:
        panel: the panel, by its place in the problem; the place after the last stands for none, where an announced
            inspection keeps its dates and waits for one.
        week: when it is published; None where it waits.
        cost: what that costs, in points.
    """

    panel: int
    week: int | None
    cost: int


@dataclass(frozen=True, slots=True)
class Post:
    """What an inspection needs of one role.

    Attributes:
        role: the role.
        number: how many people.
        before: weeks of work before fieldwork.
        work: weeks of work in all.
        fares: who could hold it, cheapest first, with what their journey costs. Shared by all posts of the same role,
            skills and region, of which there are few.
        barred: those of them who may not, with the week from which they may.
        pinned: who must hold it.
        known: who was on the team before; None where changes cost nothing.
        change: what somebody else costs.
        terms: those who hold the role for part of the year alone, with the starts at which they do, as bits.
    """

    role: Role
    number: int
    before: int
    work: int
    fares: Mapping[int, int]
    barred: Mapping[int, int]
    pinned: frozenset[int]
    known: frozenset[int] | None
    change: int
    terms: Mapping[int, int] = field(default_factory=dict)

    def may(self, person: int, start: int) -> bool:
        """Whether nothing but time keeps somebody from holding the post if fieldwork starts in a week."""
        if person in self.terms and not self.terms[person] >> (start + EARLIEST) & 1:
            return False
        return person not in self.barred or start >= self.barred[person]

    def price(self, person: int) -> int:
        """What somebody costs: the journey, and the change if they were not on the team before."""
        return self.fares[person] + (0 if self.known is None or person in self.known else self.change)

    def busy(self, start: int) -> int:
        """The weeks somebody in this post works if fieldwork starts in a week, as bits."""
        return bits(start - self.before, start - self.before + self.work - 1)


@dataclass(frozen=True, slots=True)
class Job:
    """An inspection as the solver sees it.

    Attributes:
        id: its code.
        region: its region, by its place in the problem.
        length: weeks of fieldwork.
        missing: what leaving it out costs.
        mandatory: whether it must take place.
        starts: for each week it may start in, what that costs.
        publications: for each of these weeks, how it may be reported; nothing for one that is not.
        reported: whether it is reported.
        posts: the team.
        mix: skills, with how many of the team must have each.
        trainees: how many trainees the team may have.
        apart: other jobs, with how many clear weeks must lie between.
        kin: other jobs with the same provider, which somebody else leads.
    """

    id: str
    region: int
    length: int
    missing: int
    mandatory: bool
    starts: Mapping[int, int]
    publications: Mapping[int, tuple[Publication, ...]]
    reported: bool
    posts: tuple[Post, ...]
    mix: tuple[tuple[str, int], ...]
    trainees: int
    apart: tuple[tuple[int, int], ...]
    kin: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody as the solver sees them.

    Attributes:
        id: their code.
        away: the weeks of leave and other bookings, as bits.
        skills: what they can do.
        trainee: whether they are in training.
        roles: how many roles they hold.
        cap: the most weeks of work.
        low: the least that counts as a fair share.
        high: the most that does.
    """

    id: str
    away: int
    skills: frozenset[str]
    trainee: bool
    roles: int
    cap: int
    low: int
    high: int

    def unfair(self, load: int) -> int:
        """How many weeks of work are outside the fair share."""
        return max(0, self.low - load, load - self.high)


@dataclass(frozen=True, slots=True)
class Possible:
    """A problem, made ready to be solved.

    Attributes:
        problem: the problem.
        jobs: its inspections, in its order.
        workers: its staff, in its order.
        caps: the cap of each region, in its order.
        slots: the slots of each panel, in its order; where something waits, the room for that after them.
        load: what a week outside the fair share costs.
        before: the plan that is to be replaced, where changes cost.
    """

    problem: Problem
    jobs: tuple[Job, ...]
    workers: tuple[Worker, ...]
    caps: tuple[int, ...]
    slots: tuple[int, ...]
    load: int
    before: Plan | None
