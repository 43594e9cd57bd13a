"""Why an inspection cannot be placed: obstacles that together leave no place, none of which could be left out.

For one inspection the question is small enough to be answered exactly, week by week, without a solver: nobody has to
believe a set of reasons that somebody else's program has called sufficient. From all obstacles, more and more are left
out while there is still no place; what remains is tried once more without each.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from activities.programme.ports import Explanation, Question, Reason
from adapters.outbound.solver.obstacles import Obstacle, Sort, Way, obstacles, ways_of
from adapters.outbound.solver.teams import Seat, team_of
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Problem

__all__ = ["Case", "ExactExplainer"]


class ExactExplainer:
    """Says why not."""

    def explain(self, problem: Problem, plan: Plan, question: Question) -> Explanation:
        """Say why not; see :class:`activities.programme.ports.Explainer`."""
        case = Case(problem, plan, question)
        everything = list(range(len(case.obstacles)))
        if case.place(()) is None:
            return Explanation(None, (case.without_remedy(problem),))
        possible = case.place(everything)
        if possible is not None:
            return Explanation(possible, ())
        reasons = []
        for group in case.grouped(case.irreducible(everything)):
            own = set(group)
            others = [other for other in everything if other not in own]
            instead = case.place(others)
            reason = reason_of([case.obstacles[at] for at in group], question.inspection, instead)
            reasons.append(reason if instead is not None else replace(reason, besides=case.besides(others)))
        return Explanation(None, tuple(reasons))


class Case:
    """One question: an inspection against a plan as it stands.

    Attributes:
        obstacles: everything that stands in its way.
    """

    def __init__(self, problem: Problem, plan: Plan, question: Question) -> None:
        """Gather the obstacles.

        Args:
            problem: the problem.
            plan: a plan of it.
            question: what is asked.
        """
        self.inspection = next(each for each in problem.inspections if each.id == question.inspection)
        self.kind = next(each for each in problem.kinds if each.id == self.inspection.kind)
        self.question = question
        others = tuple(each for each in plan.placements if each.inspection != question.inspection)
        self.weeks = range(problem.weeks)
        self.obstacles: Sequence[Obstacle] = obstacles(
            problem, plan.with_(placements=others), self.inspection, self.weeks
        )
        self.asked = [week for week in self.weeks if question.start in (None, week)]
        self.ways: dict[int, list[Way]] = {week: [] for week in self.weeks}
        if self.kind.reported:
            for way in ways_of(problem, self.inspection, self.weeks):
                self.ways[way[0]].append(way)
        self.staff = problem.staff
        self.order = {each.id: at for at, each in enumerate(self.staff)}
        self.far = [self._bits(each.weeks) for each in self.obstacles]
        self.posts = [self._posts(each) for each in self.obstacles]
        self.personal = {
            at
            for at, each in enumerate(self.obstacles)
            if each.people and not each.ways and (each.skill, each.trainees, each.must) == (None, None, None)
        }

    def _bits(self, weeks: Iterable[int]) -> int:
        return sum(1 << (week - self.weeks.start) for week in weeks)

    def _posts(self, obstacle: Obstacle) -> tuple[int, ...]:
        """The posts that an obstacle keeps its people from: each role has one for everybody on the staff."""
        return tuple(
            role * len(self.staff) + self.order[person]
            for role, need in enumerate(self.kind.needs)
            if need.role in obstacle.roles
            for person in obstacle.people
            if person in self.order
        )

    def place(self, active: Iterable[int]) -> Placement | None:
        """Where the inspection can be placed if only some obstacles stand; None: nowhere."""
        closed = 0
        shut: set[Way] = set()
        barred = [0] * (len(self.kind.needs) * len(self.staff))
        must, mix, trainees = [], [], []
        for at in active:
            for post in self.posts[at]:
                barred[post] |= self.far[at] or -1
            if at in self.personal:
                continue
            obstacle = self.obstacles[at]
            if not obstacle.people:
                closed |= self.far[at]
            shut |= obstacle.ways
            must += [] if obstacle.must is None else [obstacle.must]
            mix += [] if obstacle.skill is None else [obstacle.skill]
            trainees += [] if obstacle.trainees is None else [obstacle.trainees]
        for week in self.asked:
            if closed >> (week - self.weeks.start) & 1:
                continue
            way = next((each for each in self.ways[week] if each not in shut), None)
            if self.kind.reported and way is None:
                continue
            seats = self._seats(week, barred)
            if seats is None:
                continue
            team = team_of(seats, mix, min(trainees, default=None), must, self.question.person)
            if team is not None:
                return self._placement(week, team, way)
        return None

    def _seats(self, week: int, barred: Sequence[int]) -> list[Seat] | None:
        """Who is free for each role in a week; None if they are too few for one."""
        bit = 1 << (week - self.weeks.start)
        seats = []
        for role, need in enumerate(self.kind.needs):
            first = role * len(self.staff)
            here = barred[first : first + len(self.staff)]
            free = {each.id: each for each, weeks in zip(self.staff, here, strict=True) if not weeks & bit}
            if len(free) < need.number:
                return None
            seats.append(Seat(need.role, need.number, free))
        return seats

    def _placement(self, week: int, team: Sequence[Member], way: Way | None) -> Placement:
        return Placement(
            inspection=self.inspection.id,
            start=week,
            team=tuple(team),
            panel=None if way is None else way[1],
            publication=None if way is None else way[2],
        )

    def irreducible(self, enough: Sequence[int]) -> list[int]:
        """Of obstacles that leave no place, some that still leave none, and leave one without any of them.

        Most are beside the point, so they are left out by the hundred at first, and one by one at last. People's own
        go first, so that a broad reason is kept where there is one.
        """
        left = sorted(enough, key=lambda at: (len(self.obstacles[at].people) != 1, at))
        size = max(1, len(left) // 2)
        at = 0
        while True:
            without = left[:at] + left[at + size :]
            if self.place(without) is None:
                left = without
            else:
                at += size
            if at >= len(left):
                if size == 1:
                    return sorted(left)
                size, at = max(1, size // 2), 0

    def grouped(self, core: Sequence[int]) -> list[list[int]]:
        """Reasons of one sort together, those of people by role: some that can be read, of very many.

        Of obstacles none of which could be left out, no group can be left out either.
        """
        groups: dict[tuple[object, ...], list[int]] = {}
        for at in core:
            obstacle = self.obstacles[at]
            alone = at if obstacle.sort == "" else None
            groups.setdefault((alone, obstacle.rule, obstacle.sort, obstacle.roles), []).append(at)
        return list(groups.values())

    def besides(self, others: Sequence[int]) -> tuple[str, ...]:
        """What some obstacles that leave no place come to, in words."""
        groups = self.grouped(self.irreducible(others))
        return tuple(
            reason_of([self.obstacles[at] for at in group], self.inspection.id, None).sentence
            for group in groups
        )

    def without_remedy(self, problem: Problem) -> Reason:
        """Why not, where no rule could give way."""
        id_, start = self.inspection.id, self.question.start
        if start is not None and start not in self.weeks:
            return Reason("H1", id_, f"week {start} is not in this year")
        if self.kind.reported and not any(self.ways[week] for week in self.asked):
            return Reason("H8", id_, "no panel meets after its fieldwork")
        people = sum(need.number for need in self.kind.needs)
        return Reason("H2", id_, f"its team takes {people}, and the staff has {len(problem.staff)}")


_SUMMED: Mapping[Sort, tuple[str, str]] = {
    "apart": ("neighbour has its fieldwork", "neighbours have their fieldwork"),
    "visit": ("visit of another inspectorate is too near", "visits of other inspectorates are too near"),
    "panel": ("panel has no slot left", "panels have no slot left"),
    "leave": ("person is on leave", "people are on leave"),
    "booking": ("person is booked for something else", "people are booked for something else"),
    "work": ("person works on other inspections", "people work on other inspections"),
    "conflict": ("person has a conflict of interest", "people have conflicts of interest"),
    "term": ("person does not hold the role then", "people do not hold the role then"),
    "led": ("person led the last inspection", "people led the last inspection"),
    "leads": (
        "person leads another inspection of the provider",
        "people lead other inspections of the provider",
    ),
    "cap": ("person would work more than their cap", "people would work more than their cap"),
}
"""What several of a sort come to: of one person or thing, and of several."""


def reason_of(group: Sequence[Obstacle], inspection: str, instead: Placement | None) -> Reason:
    """One reason for some obstacles of one sort.

    Args:
        group: the obstacles.
        inspection: the inspection that has no place.
        instead: where it could be placed without them.
    """
    first = group[0]
    if len(group) == 1:
        return Reason(first.rule, first.about, first.sentence, instead)
    parts = tuple(sorted((each.about, each.sentence) for each in group))
    number = len({about for about, _ in parts})
    role = f"for the role of {min(first.roles)}, " if first.roles else ""
    sentence = f"{role}{number} {_SUMMED[first.sort][number != 1]}"
    return Reason(first.rule, inspection, sentence, instead, parts)
