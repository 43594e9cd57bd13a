"""A second way to see whether an inspection can be placed: CP-SAT is asked what the explainer works out by itself."""

from collections.abc import Iterable

from ortools.sat.python import cp_model

from activities.programme.ports import Question
from adapters.outbound.solver.obstacles import Obstacle, obstacles, ways_of
from domain.programme.plan import Plan
from domain.programme.problem import Problem

__all__ = ["can_be_placed"]


def can_be_placed(problem: Problem, plan: Plan, question: Question, active: Iterable[int]) -> bool:
    """Whether there is a place for an inspection if only some of its obstacles stand."""
    asking = _Asking(problem, question)
    rest = plan.with_(
        placements=tuple(each for each in plan.placements if each.inspection != question.inspection)
    )
    found = obstacles(problem, rest, asking.inspection, asking.weeks)
    for at in active:
        asking.enforce(found[at])
    return asking.answer()


class _Asking:
    def __init__(self, problem: Problem, question: Question) -> None:
        self.problem, self.question = problem, question
        self.inspection = next(each for each in problem.inspections if each.id == question.inspection)
        self.kind = next(each for each in problem.kinds if each.id == self.inspection.kind)
        self.weeks = range(problem.weeks)
        self.model = cp_model.CpModel()
        self.starts = {week: self.model.new_bool_var("") for week in self.weeks}
        reported = ways_of(problem, self.inspection, self.weeks) if self.kind.reported else ()
        self.ways = {way: self.model.new_bool_var("") for way in reported}
        self.people = {
            (need.role, each.id): self.model.new_bool_var("")
            for need in self.kind.needs
            for each in problem.staff
        }
        self._structure()

    def _structure(self) -> None:
        self.model.add_exactly_one(self.starts.values())
        for week, start in self.starts.items():
            if self.kind.reported:
                self.model.add(sum(each for way, each in self.ways.items() if way[0] == week) == start)
        for need in self.kind.needs:
            seats = [each for (role, _), each in self.people.items() if role == need.role]
            self.model.add(sum(seats) == need.number)
        for person in self.problem.staff:
            self.model.add_at_most_one([each for (_, who), each in self.people.items() if who == person.id])
        if self.question.start is not None:
            self.model.add(
                sum(each for week, each in self.starts.items() if week == self.question.start) == 1
            )
        if self.question.person is not None:
            self.model.add(self._number({self.question.person}) == 1)

    def _number(self, people: set[str]) -> cp_model.LinearExprT:
        return sum(each for (_, who), each in self.people.items() if who in people)

    def enforce(self, obstacle: Obstacle) -> None:
        """Add one obstacle."""
        for (role, who), person in self.people.items():
            if role in obstacle.roles and who in obstacle.people:
                for week, start in self.starts.items():
                    if not obstacle.weeks or week in obstacle.weeks:
                        self.model.add_bool_or([~person, ~start])
        for week in obstacle.weeks if not obstacle.people else ():
            self.model.add(self.starts[week] == 0)
        for way in obstacle.ways:
            self.model.add(self.ways[way] == 0)
        if obstacle.must is not None:
            wanted = obstacle.must[::-1]
            self.model.add(sum(each for key, each in self.people.items() if key == wanted) == 1)
        staff = self.problem.staff
        if obstacle.skill is not None:
            skill, number = obstacle.skill
            self.model.add(self._number({each.id for each in staff if skill in each.skills}) >= number)
        if obstacle.trainees is not None:
            self.model.add(self._number({each.id for each in staff if each.trainee}) <= obstacle.trainees)

    def answer(self) -> bool:
        """What CP-SAT says."""
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        status = solver.solve(self.model)
        assert status in (cp_model.OPTIMAL, cp_model.FEASIBLE, cp_model.INFEASIBLE)
        return bool(status != cp_model.INFEASIBLE)
