"""A plan as it stands while it is being made: who is busy when, and what room regions and panels have left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from adapters.outbound.solver.possible import Job, Possible, Publication
from domain.programme.plan import Member, Placement, Plan

__all__ = ["Place", "Standing"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where one inspection stands.

    Attributes:
        start: the week in which its fieldwork starts.
        team: for each of its posts, the people.
        publication: its panel and publication; None where it is not reported.
    """

    start: int
    team: tuple[tuple[int, ...], ...]
    publication: Publication | None


class Standing:
    """A plan that keeps every hard rule, and can be changed one inspection at a time."""

    def __init__(self, possible: Possible) -> None:
        """Begin with nothing placed; ``total`` is at any time what the plan costs, as the solver counts it."""
        self.possible = possible
        self.places: list[Place | None] = [None] * len(possible.jobs)
        self.busy = [worker.away for worker in possible.workers]
        self.loads = [0] * len(possible.workers)
        self.in_region: list[dict[int, int]] = [{} for _ in possible.caps]
        self.on_agenda = [0] * len(possible.slots)
        self.total = sum(job.missing for job in possible.jobs) + sum(
            possible.load * worker.low for worker in possible.workers
        )

    def put(self, at: int, place: Place) -> None:
        """Place an inspection that has no place."""
        job = self.possible.jobs[at]
        self.places[at] = place
        self.total += self._cost_of(job, place) - job.missing
        for post, people in zip(job.posts, place.team, strict=True):
            for person in people:
                self.busy[person] |= post.busy(place.start)
                self._load(person, post.work)
        self._count(job, place, 1)

    def take(self, at: int) -> Place | None:
        """Take an inspection out of the plan; where it stood."""
        place, job = self.places[at], self.possible.jobs[at]
        if place is None:
            return None
        self.places[at] = None
        self.total += job.missing - self._cost_of(job, place)
        for post, people in zip(job.posts, place.team, strict=True):
            for person in people:
                self.busy[person] &= ~post.busy(place.start)
                self._load(person, -post.work)
        self._count(job, place, -1)
        return place

    def _load(self, person: int, weeks: int) -> None:
        worker, load = self.possible.workers[person], self.loads[person]
        self.loads[person] = load + weeks
        self.total += self.possible.load * (worker.unfair(load + weeks) - worker.unfair(load))

    def _count(self, job: Job, place: Place, by: int) -> None:
        weeks = self.in_region[job.region]
        for week in range(place.start, place.start + job.length):
            weeks[week] = weeks.get(week, 0) + by
        if place.publication is not None:
            self.on_agenda[place.publication.panel] += by

    def open_starts(self, at: int) -> Iterator[tuple[int, int]]:
        """The weeks, with their costs, in which region and neighbours let an inspection start."""
        job = self.possible.jobs[at]
        cap, weeks = self.possible.caps[job.region], self.in_region[job.region]
        for start, cost in job.starts.items():
            if all(weeks.get(week, 0) < cap for week in range(start, start + job.length)) and all(
                self._far(job, start, other, gap) for other, gap in job.apart
            ):
                yield start, cost

    def _far(self, job: Job, start: int, other: int, gap: int) -> bool:
        place = self.places[other]
        return place is None or far_apart(
            start, job.length, place.start, self.possible.jobs[other].length, gap
        )

    def publication(self, at: int, start: int) -> Publication | None:
        """The cheapest way to report an inspection that starts in a week, of those with a slot left."""
        for each in self.possible.jobs[at].publications.get(start, ()):
            if self.on_agenda[each.panel] < self.possible.slots[each.panel]:
                return each
        return None

    def fits(self, at: int, place: Place) -> bool:
        """Whether an inspection that has no place can be put there."""
        job = self.possible.jobs[at]
        if place.start not in dict(self.open_starts(at)):
            return False
        if place.publication is not None:
            panel = place.publication.panel
            if self.on_agenda[panel] >= self.possible.slots[panel]:
                return False
        if not self.kin_leads(at).isdisjoint(_leads(job, place)):
            return False
        return all(
            not self.busy[person] & post.busy(place.start)
            and self.loads[person] + post.work <= self.possible.workers[person].cap
            for post, people in zip(job.posts, place.team, strict=True)
            for person in people
        )

    def kin_leads(self, at: int) -> set[int]:
        """Those who lead another inspection of a provider that an inspection is of, and so do not lead this one."""
        jobs = self.possible.jobs
        found: set[int] = set()
        for other in jobs[at].kin:
            if (place := self.places[other]) is not None:
                found.update(_leads(jobs[other], place))
        return found

    def cost_of(self, at: int) -> int:
        """What one inspection costs by itself."""
        place, job = self.places[at], self.possible.jobs[at]
        return job.missing if place is None else self._cost_of(job, place)

    def _cost_of(self, job: Job, place: Place) -> int:
        cost = job.starts[place.start] + (place.publication.cost if place.publication is not None else 0)
        for post, people in zip(job.posts, place.team, strict=True):
            cost += sum(post.price(person) for person in people)
        return cost

    def unplaced(self) -> Sequence[int]:
        """The inspections without a place."""
        return [at for at, place in enumerate(self.places) if place is None]

    def plan(self) -> Plan:
        """The plan as data."""
        jobs, workers = self.possible.jobs, self.possible.workers
        found = []
        for job, place in zip(jobs, self.places, strict=True):
            if place is None:
                continue
            team = [
                Member(person=workers[person].id, role=post.role)
                for post, people in zip(job.posts, place.team, strict=True)
                for person in people
            ]
            out = (
                place.publication if place.publication is None or place.publication.week is not None else None
            )
            found.append(
                Placement(
                    inspection=job.id,
                    start=place.start,
                    team=tuple(team),
                    panel=None if out is None else self.possible.problem.panels[out.panel].id,
                    publication=None if out is None else out.week,
                )
            )
        placements = tuple(sorted(found, key=lambda each: each.inspection))
        return Plan(problem=self.possible.problem.digest, placements=placements)


def _leads(job: Job, place: Place) -> Iterator[int]:
    """Who leads an inspection that stands in a place."""
    for post, people in zip(job.posts, place.team, strict=True):
        if post.role == "lead":
            yield from people


def far_apart(start: int, length: int, other: int, other_length: int, gap: int) -> bool:
    """Whether two pieces of fieldwork leave so many clear weeks between them."""
    return other - (start + length) >= gap or start - (other + other_length) >= gap
