"""Who works on what in which weeks, and how a plan uses everybody: too much, too little, or nothing."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from domain.programme.checker.costing import fair_band
from domain.programme.plan import Plan
from domain.programme.problem import Person, Problem, Role
from domain.programme.weeks import Span, covered

__all__ = ["LONG_STRETCH_WEEKS", "Band", "Stint", "Use", "joined", "stints", "uses"]

LONG_STRETCH_WEEKS = 8
"""As many weeks on end without a free one are worth a second look; no rule forbids them."""

Band = Literal["below", "within", "above"]
_PER_CENT = 100


@dataclass(frozen=True, slots=True)
class Stint:
    """Somebody's work on one inspection.

    Attributes:
        person: who, by their code.
        inspection: on which inspection.
        role: in which role.
        fieldwork: the weeks of its fieldwork.
        whole: these with the weeks of preparing before and writing after.
    """

    person: str
    inspection: str
    role: Role
    fieldwork: Span
    whole: Span


@dataclass(frozen=True, slots=True)
class Use:
    """How a plan uses somebody.

    Attributes:
        person: who, by their code.
        inspections: on how many inspections they work.
        leads: how many of them they lead.
        load: their weeks of inspection work, a week of each inspection counted by itself.
        cap: the most that they work in the year.
        low: the least that is a fair share.
        high: the most that is.
        away: the weeks of the year on leave or booked for something else.
        too_much: weeks in which they work on two inspections, or while away; a plan that keeps the rules has none.
        nothing: weeks of the year in which they are there and no inspection needs them.
        longest: the most weeks on end without one that is free of inspection work; 0 if they work in none.
    """

    person: str
    inspections: int
    leads: int
    load: int
    cap: int
    low: int
    high: int
    away: tuple[Span, ...]
    too_much: tuple[Span, ...]
    nothing: tuple[Span, ...]
    longest: int

    @property
    def per_cent(self) -> int | None:
        """Their work in per cent of their cap, a broken one dropped; None for a cap of 0."""
        return self.load * _PER_CENT // self.cap if self.cap else None

    @property
    def band(self) -> Band:
        """Whether it is less than their fair share, that, or more."""
        if self.load < self.low:
            return "below"
        return "above" if self.load > self.high else "within"


def stints(problem: Problem, plan: Plan) -> tuple[Stint, ...]:
    """Everybody's work, by person and then by week; of what the problem knows.

    Args:
        problem: the year.
        plan: a plan of it.
    """
    inspections = {each.id: each for each in problem.inspections}
    needs = {(kind.id, need.role): need for kind in problem.kinds for need in kind.needs}
    found = []
    for placement in plan.placements:
        if (inspection := inspections.get(placement.inspection)) is None:
            continue
        fieldwork = Span.on_end(placement.start, inspection.length)
        for member in placement.team:
            if (need := needs.get((inspection.kind, member.role))) is None:
                continue
            whole = Span.on_end(placement.start - need.before, need.before + inspection.length + need.after)
            found.append(Stint(member.person, inspection.id, member.role, fieldwork, whole))
    return tuple(sorted(found, key=lambda each: (each.person, each.whole.first, each.inspection)))


def uses(problem: Problem, plan: Plan) -> tuple[Use, ...]:
    """How a plan uses everybody on the staff, in the problem's order.

    Args:
        problem: the year.
        plan: a plan of it.
    """
    mine: dict[str, list[Stint]] = {each.id: [] for each in problem.staff}
    for stint in stints(problem, plan):
        if stint.person in mine:
            mine[stint.person].append(stint)
    return tuple(_use(problem, each, mine[each.id]) for each in problem.staff)


def _use(problem: Problem, person: Person, work: list[Stint]) -> Use:
    busy = Counter(week for each in work for week in _weeks(each.whole))
    spans = (*person.leave, *(each.weeks for each in person.bookings))
    away = covered(spans, min([0, *busy]), max([problem.weeks - 1, *busy]))
    year = range(problem.weeks)
    low, high = fair_band(person.target, person.cap, problem.weights.margin)
    return Use(
        person=person.id,
        inspections=len(work),
        leads=sum(each.role == "lead" for each in work),
        load=sum(busy.values()),
        cap=person.cap,
        low=low,
        high=high,
        away=tuple(joined(away.intersection(year))),
        too_much=tuple(joined(week for week, times in busy.items() if times > 1 or week in away)),
        nothing=tuple(joined(week for week in year if week not in busy and week not in away)),
        longest=max((each.last - each.first + 1 for each in joined(busy)), default=0),
    )


def joined(weeks: Iterable[int]) -> Iterator[Span]:
    """Weeks as spans, those that follow upon each other in one."""
    first = last = None
    for week in sorted(set(weeks)):
        if first is not None and last is not None and week != last + 1:
            yield Span(first=first, last=last)
            first = None
        first, last = week if first is None else first, week
    if first is not None and last is not None:
        yield Span(first=first, last=last)


def _weeks(span: Span) -> range:
    return range(span.first, span.last + 1)
