"""The solver behind the port: a whole year, or what changes in one."""

from activities.programme.ports import Replanned, Solved, SolverOrder, Watch
from adapters.outbound.solver.preparing import possible
from adapters.outbound.solver.replanning import Replanning
from adapters.outbound.solver.searching import Search
from domain.programme.problem import Problem

__all__ = ["CpSatSolver"]


class CpSatSolver:
    """Makes plans with CP-SAT."""

    def solve(self, problem: Problem, order: SolverOrder, watch: Watch) -> Solved:
        """Make a plan; see :class:`activities.programme.ports.Solver`."""
        return Search(possible(problem, order.before), order, watch).run()

    def replan(self, problem: Problem, order: SolverOrder, watch: Watch) -> Replanned:
        """Change a plan as little as can be; see :class:`activities.programme.ports.Solver`."""
        return Replanning(problem, order, watch).run()
