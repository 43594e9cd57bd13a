"""A year as a mixed-integer programme in the LP format, for a solver that shares nothing with ours.

Somebody in a post from a week on is one variable, so that weeks, teams and loads are tied together without any big
constant, and the relaxation bounds well. Costs are those of :mod:`domain.programme.checker.costing`.

For a large year that is a million variables. People can therefore be pooled: those of one home and the same roles are
one that can be in several places at once. Every plan is still a solution, at no higher cost, so what bounds that
programme bounds every plan.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from adapters.outbound.solver.possible import EARLIEST, Job, Possible, Post, Worker
from adapters.outbound.solver.standing import far_apart

__all__ = ["write_programme"]

Terms = list[tuple[int, str]]


def write_programme(possible: Possible, path: Path, *, pooled: bool = False) -> None:
    """Write the programme of a year whose plan replaces no other.

    Args:
        possible: the year, made ready.
        path: the file.
        pooled: whether to take people of one home and the same roles together.
    """
    _Writing(possible, pooled=pooled).write(path)


class _Writing:
    def __init__(self, possible: Possible, *, pooled: bool) -> None:
        self.possible = possible
        self.pools = _pools(possible) if pooled else [[person] for person in range(len(possible.workers))]
        self.integer: list[str] = []
        self.at_most: list[tuple[str, int]] = []
        self.costs: Terms = []
        self.rows: list[str] = []
        self.binary: list[str] = []
        self.above: list[str] = []
        self.constant = 0
        self.busy: dict[tuple[int, int], Terms] = defaultdict(list)
        self.work: dict[int, Terms] = defaultdict(list)
        self.regions: dict[tuple[int, int], Terms] = defaultdict(list)
        self.agenda: dict[int, Terms] = defaultdict(list)
        self.leads: dict[tuple[int, int], Terms] = defaultdict(list)

    def write(self, path: Path) -> None:
        jobs = self.possible.jobs
        for at, job in enumerate(jobs):
            self._job(at, job)
        for at, job in enumerate(jobs):
            for other, gap in job.apart:
                if at < other:
                    self._apart(at, other, gap)
        for (at, pool), terms in self.leads.items():
            for other in jobs[at].kin:
                if at < other and (others := self.leads.get((other, pool))):
                    self._most([*terms, *others], len(self.pools[pool]))
        for (pool, week), terms in self.busy.items():
            self._most(terms, sum(not worker.away >> (week + EARLIEST) & 1 for worker in self._workers(pool)))
        for (region, _), terms in self.regions.items():
            self._most(terms, self.possible.caps[region])
        for panel, terms in self.agenda.items():
            self._most(terms, self.possible.slots[panel])
        self._loads()
        with path.open("w", encoding="ascii") as file:
            file.write("Minimize\n obj: ")
            file.write(_sum([*self.costs, (self.constant, "one")]))
            file.write("\nSubject To\n")
            file.writelines(f" r{at}: {row}\n" for at, row in enumerate(self.rows))
            file.write("Bounds\n one = 1\n")
            file.writelines(f" 0 <= {name}\n" for name in self.above)
            file.writelines(f" 0 <= {name} <= {number}\n" for name, number in self.at_most)
            file.write("Binaries\n")
            file.writelines(f" {name}\n" for name in self.binary)
            file.write("Generals\n" if self.integer else "")
            file.writelines(f" {name}\n" for name in self.integer)
            file.write("End\n")

    def _row(self, terms: Terms, sign: str, number: int) -> None:
        if terms:
            self.rows.append(f"{_sum(terms)} {sign} {number}")
        elif (sign == "=" and number) or (sign == ">=" and number > 0):
            raise ValueError("a row without terms cannot be kept")

    def _most(self, terms: Terms, number: int) -> None:
        if sum(weight for weight, _ in terms) > number:
            self._row(terms, "<=", number)

    def _new(self, name: str, cost: int = 0) -> str:
        self.binary.append(name)
        if cost:
            self.costs.append((cost, name))
        return name

    def _job(self, at: int, job: Job) -> None:
        """One inspection: at most one start, and for each start a way to report it and a whole team."""
        self.constant += job.missing
        starts = {
            week: self._new(f"z_{at}_{_w(week)}", cost - job.missing) for week, cost in job.starts.items()
        }
        self._row([(1, name) for name in starts.values()], "<=", 1)
        for week, start in starts.items():
            for each in range(week, week + job.length):
                self.regions[job.region, each].append((1, start))
            if job.reported:
                ways = []
                for nth, way in enumerate(job.publications[week]):
                    name = self._new(f"q_{at}_{_w(week)}_{nth}", way.cost)
                    self.agenda[way.panel].append((1, name))
                    ways.append((1, name))
                self._row([*ways, (-1, start)], "=", 0)
            self._team(at, job, week, start)

    def _workers(self, pool: int) -> list[Worker]:
        return [self.possible.workers[person] for person in self.pools[pool]]

    def _free(self, post: Post, week: int, pool: int) -> list[Worker]:
        """Who of a pool could hold a post from a week on, were it not for other inspections."""
        workers, needed = self.possible.workers, post.busy(week)
        return [
            workers[person]
            for person in self.pools[pool]
            if person in post.fares
            and not workers[person].away & needed
            and post.may(person, week)
            and post.work <= workers[person].cap
        ]

    def _team(self, at: int, job: Job, week: int, start: str) -> None:
        able: dict[str, Terms] = defaultdict(list)
        trainees: Terms = []
        for nth, post in enumerate(job.posts):
            seats = []
            for pool, people in enumerate(self.pools):
                free = self._free(post, week, pool)
                if not free:
                    continue
                name, price = f"w_{at}_{nth}_{_w(week)}_{pool}", post.price(people[0])
                if len(people) == 1:
                    self._new(name, price)
                else:
                    self.integer.append(name)
                    self.at_most.append((name, min(post.number, len(free))))
                    if price:
                        self.costs.append((price, name))
                seats.append((1, name))
                if post.role == "lead":
                    self.leads[at, pool].append((1, name))
                for each in range(week - post.before, week - post.before + post.work):
                    self.busy[pool, each].append((1, name))
                self.work[pool].append((post.work, name))
                for skill in {skill for worker in free for skill in worker.skills}:
                    able[skill].append((1, name))
                if all(worker.trainee for worker in free):
                    trainees.append((1, name))
            self._row([*seats, (-post.number, start)], "=", 0)
        for skill, number in job.mix:
            self._row([*able[skill], (-number, start)], ">=", 0)
        self._most(trainees, job.trainees)

    def _apart(self, at: int, other: int, gap: int) -> None:
        one, two = self.possible.jobs[at], self.possible.jobs[other]
        for week in one.starts:
            near = [each for each in two.starts if not far_apart(week, one.length, each, two.length, gap)]
            self._most([(1, f"z_{at}_{_w(week)}"), *((1, f"z_{other}_{_w(each)}") for each in near)], 1)

    def _loads(self) -> None:
        price = self.possible.load
        for pool in range(len(self.pools)):
            work, workers = self.work[pool], self._workers(pool)
            self._most(work, sum(worker.cap for worker in workers))
            if not price:
                continue
            if low := sum(worker.low for worker in workers):
                self.above.append(under := f"u_{pool}")
                self.costs.append((price, under))
                self._row([(1, under), *work], ">=", low)
            if work:
                self.above.append(over := f"o_{pool}")
                self.costs.append((price, over))
                self._row([*work, (-1, over)], "<=", sum(worker.high for worker in workers))


def _pools(possible: Possible) -> list[list[int]]:
    """The people of each home who have the same roles."""
    found: dict[tuple[str, tuple[str, ...]], list[int]] = defaultdict(list)
    for at, person in enumerate(possible.problem.staff):
        found[person.home, tuple(sorted(person.roles))].append(at)
    return list(found.values())


def _w(week: int) -> str:
    return f"m{-week}" if week < 0 else str(week)


def _sum(terms: Iterable[tuple[int, str]]) -> str:
    """A sum, with a line's end now and then: some readers take no long lines."""
    return "".join(
        f"{'+' if weight >= 0 else '-'} {abs(weight)} {name}{chr(10) if at % 8 == 7 else ' '}"
        for at, (weight, name) in enumerate(terms)
    )
