"""The model of a neighbourhood: some inspections are placed anew, and everything else stays where it is.

A literal for each week an inspection may start in, one for each way to report it then, and one for each person in
each post. Costs are on the literals. Whoever could be on two of the inspections has an interval for each.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from ortools.sat.python import cp_model

from adapters.outbound.solver.possible import Job, Post, Publication
from adapters.outbound.solver.standing import Place, Standing, far_apart

__all__ = ["Model", "build"]

Literal = cp_model.IntVar
Spell = tuple[Literal, int | None, cp_model.LinearExpr, int]
"""Whether somebody is in a post, its first week if only one is possible, that week in any case, and how many weeks."""


@dataclass
class Piece:
    """One inspection in a model.

    Attributes:
        at: which inspection.
        placed: whether it has a place.
        starts: for each week, whether it starts then.
        begin: the week in which it starts, whatever it is where it has no place.
        reports: for each week and way to report it then, whether it is that.
        people: for each post, and each person who could hold it, whether they do.
        was: where it stood before.
    """

    at: int
    placed: Literal
    starts: dict[int, Literal]
    begin: cp_model.IntVar
    reports: dict[tuple[int, Publication], Literal] = field(default_factory=dict)
    people: list[dict[int, Literal]] = field(default_factory=list)
    was: Place | None = None


@dataclass
class Model:
    """A model, with what its literals mean.

    Attributes:
        model: for the solver.
        pieces: the inspections in it.
        complete: whether everybody who could be on a team is in it, so that what is proved of it holds.
    """

    model: cp_model.CpModel
    pieces: list[Piece]
    complete: bool

    def places(self, solver: cp_model.CpSolver) -> list[tuple[int, Place | None]]:
        """Where the solver has put each inspection."""
        return [(piece.at, _read(piece, solver)) for piece in self.pieces]


def build(
    standing: Standing,
    ats: Sequence[int],
    was: Sequence[Place | None],
    chance: Random,
    most: int,
    reach: int | None = None,
) -> Model:
    """Build the model of a neighbourhood.

    Args:
        standing: the plan without the neighbourhood's inspections.
        ats: these inspections.
        was: where each of them stood.
        chance: chooses whom to leave out where there are too many.
        most: how many people to consider for a post.
        reach: how many weeks an inspection that had a place may move from it; None: to wherever it may start.
    """
    return _Building(standing, chance, most, reach).build(ats, was)


def _read(piece: Piece, solver: cp_model.CpSolver) -> Place | None:
    if not solver.boolean_value(piece.placed):
        return None
    start = next(week for week, literal in piece.starts.items() if solver.boolean_value(literal))
    out = next((way for (_, way), literal in piece.reports.items() if solver.boolean_value(literal)), None)
    team = tuple(
        tuple(sorted(person for person, literal in people.items() if solver.boolean_value(literal)))
        for people in piece.people
    )
    return Place(start, team, out)


def _leading(job: Job, piece: Piece) -> Iterator[tuple[int, Literal]]:
    """Everybody who could lead an inspection, and whether they do."""
    for post, people in zip(job.posts, piece.people, strict=True):
        if post.role == "lead":
            yield from people.items()


class _Building:
    def __init__(self, standing: Standing, chance: Random, most: int, reach: int | None) -> None:
        self.standing = standing
        self.chance = chance
        self.most = most
        self.reach = reach
        self.model = cp_model.CpModel()
        self.costs: list[tuple[cp_model.IntVar, int]] = []
        self.constant = 0
        self.complete = True
        self.spells: dict[int, list[Spell]] = defaultdict(list)
        self.work: dict[int, list[tuple[Literal, int, bool]]] = defaultdict(list)

    def build(self, ats: Sequence[int], was: Sequence[Place | None]) -> Model:
        teams = {person for place in was if place is not None for people in place.team for person in people}
        pieces = [self._piece(at, old, teams) for at, old in zip(ats, was, strict=True)]
        self._regions(pieces)
        self._neighbours(pieces)
        self._leads(pieces)
        self._slots(pieces)
        for person in self.spells:
            self._once(person)
        self._loads()
        self.model.minimize(
            cp_model.LinearExpr.weighted_sum([var for var, _ in self.costs], [cost for _, cost in self.costs])
            + self.constant
        )
        return Model(self.model, pieces, self.complete)

    def _once(self, person: int) -> None:
        """Somebody is in one place at a time; where all starts are given, week by week, which relaxes better."""
        spells = self.spells[person]
        if len(spells) < 2:
            return
        if any(only is None for _, only, _, _ in spells):
            self.model.add_no_overlap(
                self.model.new_optional_fixed_size_interval_var(first, work, literal, "")
                for literal, _, first, work in spells
            )
            return
        for begin in sorted({only for _, only, _, _ in spells if only is not None}):
            here = [
                literal
                for literal, only, _, work in spells
                if only is not None and only <= begin < only + work
            ]
            if len(here) > 1:
                self.model.add_at_most_one(here)

    def _literal(self, hint: bool, cost: int = 0) -> Literal:
        literal = self.model.new_bool_var("")
        self.model.add_hint(literal, hint)
        if cost:
            self.costs.append((literal, cost))
        return literal

    def _piece(self, at: int, was: Place | None, teams: set[int]) -> Piece:
        job = self.standing.possible.jobs[at]
        open_ = dict(self._open_starts(at, was))
        placed = self._literal(was is not None, -job.missing)
        self.constant += job.missing
        starts = {
            week: self._literal(was is not None and was.start == week, cost)
            for week, cost in open_.items()
            if not job.reported or self._ways(at, week)
        }
        low, high = (min(starts), max(starts)) if starts else (0, 0)
        begin = self.model.new_int_var(low, high, "")
        self.model.add_hint(begin, was.start if was is not None else low)
        self.model.add(cp_model.LinearExpr.sum(list(starts.values())) == placed)
        weighted = cp_model.LinearExpr.weighted_sum(list(starts.values()), [week - low for week in starts])
        self.model.add(begin == weighted + low)
        piece = Piece(at, placed, starts, begin, was=was)
        if job.reported:
            self._report(piece)
        for nth, post in enumerate(job.posts):
            self._fill(piece, post, () if was is None else was.team[nth], teams)
        self._team(piece)
        return piece

    def _open_starts(self, at: int, was: Place | None) -> Iterator[tuple[int, int]]:
        """The weeks in which it may start, with their costs, as far as they are within reach."""
        for week, cost in self.standing.open_starts(at):
            if was is None or self.reach is None or abs(week - was.start) <= self.reach:
                yield week, cost

    def _ways(self, at: int, week: int) -> list[Publication]:
        standing = self.standing
        return [
            way
            for way in standing.possible.jobs[at].publications.get(week, ())
            if standing.on_agenda[way.panel] < standing.possible.slots[way.panel]
        ]

    def _report(self, piece: Piece) -> None:
        was = piece.was
        for week, start in piece.starts.items():
            ways = self._ways(piece.at, week)
            literals = [
                self._literal(was is not None and was.start == week and was.publication == way, way.cost)
                for way in ways
            ]
            self.model.add(cp_model.LinearExpr.sum(literals) == start)
            piece.reports.update({(week, way): each for way, each in zip(ways, literals, strict=True)})

    def _fill(self, piece: Piece, post: Post, was: Sequence[int], teams: set[int]) -> None:
        """One post: as many people as it takes, each of whom is there in all its weeks."""
        people: dict[int, Literal] = {}
        first = piece.begin - post.before
        only = next(iter(piece.starts)) - post.before if len(piece.starts) == 1 else None
        fitting = self._fitting(piece, post)
        for person in self._considered(post, list(fitting), teams):
            fits = fitting[person]
            literal = self._literal(person in was, post.price(person))
            if len(fits) < len(piece.starts):
                self.model.add_bool_or([~literal, *(piece.starts[start] for start in fits)])
            self.spells[person].append((literal, only, first, post.work))
            self.work[person].append((literal, post.work, person in was))
            people[person] = literal
        self.model.add(cp_model.LinearExpr.sum(list(people.values())) == post.number * piece.placed)
        for person in post.pinned:
            if person in people:
                self.model.add_implication(piece.placed, people[person])
            else:
                self.model.add(piece.placed == 0)
        self._cheap(piece, post, people, fitting)
        piece.people.append(people)

    def _fitting(self, piece: Piece, post: Post) -> dict[int, list[int]]:
        """Who could hold a post, cheapest first, with the starts from which they are free."""
        standing = self.standing
        weeks = [(start, post.busy(start)) for start in piece.starts]
        elsewhere = standing.kin_leads(piece.at) if post.role == "lead" else ()
        found = {}
        for person in post.fares:
            if (
                person in elsewhere
                or standing.loads[person] + post.work > standing.possible.workers[person].cap
            ):
                continue
            busy = standing.busy[person]
            fits = [start for start, needed in weeks if not busy & needed and post.may(person, start)]
            if fits:
                found[person] = fits
        return found

    def _cheap(
        self, piece: Piece, post: Post, people: Mapping[int, Literal], fitting: Mapping[int, Sequence[int]]
    ) -> None:
        """Redundant constraint: of the people at or below a price, no more can be used than are free in the start week.

        It tightens the relaxation.
        """
        prices = sorted({post.price(person) for person in people})
        for price in prices[:-1]:
            cheap = [person for person in people if post.price(person) <= price]
            free = dict.fromkeys(piece.starts, 0)
            for person in cheap:
                for start in fitting[person]:
                    free[start] += 1
            room = {start: min(post.number, number) for start, number in free.items()}
            if any(number < post.number for number in room.values()):
                self.model.add(
                    cp_model.LinearExpr.sum([people[person] for person in cheap])
                    <= cp_model.LinearExpr.weighted_sum(
                        [piece.starts[start] for start in room], list(room.values())
                    )
                )

    def _considered(self, post: Post, everybody: list[int], teams: set[int]) -> list[int]:
        """Whom to consider for a post: all, or those who matter most and some by chance."""
        if len(everybody) <= self.most:
            return everybody
        self.complete = False
        half = self.most // 2
        wanted = teams | post.pinned | set(everybody[:half])
        rest = [person for person in everybody if person not in wanted]
        wanted.update(self.chance.sample(rest, min(half, len(rest))))
        return [person for person in everybody if person in wanted]

    def _team(self, piece: Piece) -> None:
        """Nobody twice, the mix of skills, the trainees."""
        job = self.standing.possible.jobs[piece.at]
        workers = self.standing.possible.workers
        posts: dict[int, list[Literal]] = defaultdict(list)
        for people in piece.people:
            for person, literal in people.items():
                posts[person].append(literal)
        for literals in posts.values():
            if len(literals) > 1:
                self.model.add_at_most_one(literals)
        for skill, number in job.mix:
            able = [
                each
                for person, literals in posts.items()
                if skill in workers[person].skills
                for each in literals
            ]
            self.model.add(cp_model.LinearExpr.sum(able) >= number * piece.placed)
        trainees = [
            each for person, literals in posts.items() if workers[person].trainee for each in literals
        ]
        if len(trainees) > job.trainees:
            self.model.add(cp_model.LinearExpr.sum(trainees) <= job.trainees)

    def _regions(self, pieces: Sequence[Piece]) -> None:
        possible = self.standing.possible
        covering: dict[tuple[int, int], list[Literal]] = defaultdict(list)
        for piece in pieces:
            job = possible.jobs[piece.at]
            for start, literal in piece.starts.items():
                for week in range(start, start + job.length):
                    covering[job.region, week].append(literal)
        for (region, week), literals in covering.items():
            room = possible.caps[region] - self.standing.in_region[region].get(week, 0)
            if len(literals) > room:
                self.model.add(cp_model.LinearExpr.sum(literals) <= room)

    def _neighbours(self, pieces: Sequence[Piece]) -> None:
        jobs = self.standing.possible.jobs
        here = {piece.at: piece for piece in pieces}
        for piece in pieces:
            for other, gap in jobs[piece.at].apart:
                if other not in here or other < piece.at:
                    continue
                lengths = jobs[piece.at].length, jobs[other].length
                for start, literal in piece.starts.items():
                    near = [
                        each
                        for week, each in here[other].starts.items()
                        if not far_apart(start, lengths[0], week, lengths[1], gap)
                    ]
                    if near:
                        self.model.add_at_most_one([literal, *near])

    def _leads(self, pieces: Sequence[Piece]) -> None:
        """Nobody leads two inspections of one provider."""
        jobs = self.standing.possible.jobs
        leading = {piece.at: dict(_leading(jobs[piece.at], piece)) for piece in pieces}
        for at, people in leading.items():
            for other in jobs[at].kin:
                for person in people.keys() & leading.get(other, {}).keys() if at < other else ():
                    self.model.add_at_most_one([people[person], leading[other][person]])

    def _slots(self, pieces: Sequence[Piece]) -> None:
        agenda: dict[int, list[Literal]] = defaultdict(list)
        for piece in pieces:
            for (_, way), literal in piece.reports.items():
                agenda[way.panel].append(literal)
        for panel, literals in agenda.items():
            room = self.standing.possible.slots[panel] - self.standing.on_agenda[panel]
            if len(literals) > room:
                self.model.add(cp_model.LinearExpr.sum(literals) <= room)

    def _loads(self) -> None:
        """Caps, and what work outside the fair shares costs."""
        standing, price = self.standing, self.standing.possible.load
        for person, parts in self.work.items():
            worker, fixed = standing.possible.workers[person], standing.loads[person]
            most = fixed + sum(weeks for _, weeks, _ in parts)
            was = fixed + sum(weeks for _, weeks, before in parts if before)
            load = cp_model.LinearExpr.weighted_sum(
                [literal for literal, _, _ in parts], [weeks for _, weeks, _ in parts]
            )
            if most > worker.cap:
                self.model.add(load <= worker.cap - fixed)
            if price and fixed < worker.low:
                under = self.model.new_int_var(0, worker.low - fixed, "")
                self.model.add(under >= worker.low - fixed - load)
                self.model.add_hint(under, max(0, worker.low - was))
                self.costs.append((under, price))
            if price and most > worker.high:
                over = self.model.new_int_var(0, most - worker.high, "")
                self.model.add(over >= load + (fixed - worker.high))
                self.model.add_hint(over, max(0, was - worker.high))
                self.costs.append((over, price))
