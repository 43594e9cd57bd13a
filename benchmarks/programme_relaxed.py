"""A year as a mixed-integer programme in the LP format, for a solver that shares nothing with ours.

Somebody in a post from a week on is one variable, so that weeks, teams and loads are tied together without any big
constant, and the relaxation bounds well. Costs are those of :mod:`domain.programme.costing`.
"""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

from adapters.outbound.solver.possible import Job, Possible
from adapters.outbound.solver.standing import far_apart

__all__ = ["write_programme"]

Terms = list[tuple[int, str]]


def write_programme(possible: Possible, path: Path) -> None:
    """Write the programme of a year whose plan replaces no other."""
    _Writing(possible).write(path)


class _Writing:
    def __init__(self, possible: Possible) -> None:
        self.possible = possible
        self.costs: Terms = []
        self.rows: list[str] = []
        self.binary: list[str] = []
        self.above: list[str] = []
        self.constant = 0
        self.busy: dict[tuple[int, int], Terms] = defaultdict(list)
        self.work: dict[int, Terms] = defaultdict(list)
        self.regions: dict[tuple[int, int], Terms] = defaultdict(list)
        self.agenda: dict[int, Terms] = defaultdict(list)

    def write(self, path: Path) -> None:
        jobs = self.possible.jobs
        for at, job in enumerate(jobs):
            self._job(at, job)
        for at, job in enumerate(jobs):
            for other, gap in job.apart:
                if at < other:
                    self._apart(at, other, gap)
        for terms in self.busy.values():
            self._most(terms, 1)
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
            file.write("Binaries\n")
            file.writelines(f" {name}\n" for name in self.binary)
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

    def _team(self, at: int, job: Job, week: int, start: str) -> None:
        workers = self.possible.workers
        able: dict[str, Terms] = defaultdict(list)
        trainees: Terms = []
        for nth, post in enumerate(job.posts):
            needed, seats = post.busy(week), []
            for person in post.fares:
                worker = workers[person]
                if worker.away & needed or not post.may(person, week) or post.work > worker.cap:
                    continue
                name = self._new(f"w_{at}_{nth}_{_w(week)}_{person}", post.price(person))
                seats.append((1, name))
                for each in range(week - post.before, week - post.before + post.work):
                    self.busy[person, each].append((1, name))
                self.work[person].append((post.work, name))
                for skill in worker.skills:
                    able[skill].append((1, name))
                if worker.trainee:
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
        for person, worker in enumerate(self.possible.workers):
            work = self.work[person]
            self._most(work, worker.cap)
            if not price:
                continue
            if worker.low > 0:
                self.above.append(under := f"u_{person}")
                self.costs.append((price, under))
                self._row([(1, under), *work], ">=", worker.low)
            if work:
                self.above.append(over := f"o_{person}")
                self.costs.append((price, over))
                self._row([*work, (-1, over)], "<=", worker.high)


def _w(week: int) -> str:
    return f"m{-week}" if week < 0 else str(week)


def _sum(terms: Iterable[tuple[int, str]]) -> str:
    """A sum, with a line's end now and then: some readers take no long lines."""
    return "".join(
        f"{'+' if weight >= 0 else '-'} {abs(weight)} {name}{chr(10) if at % 8 == 7 else ' '}"
        for at, (weight, name) in enumerate(terms)
    )
