"""The solver: a quick first plan, made cheaper piece by piece by OR-Tools CP-SAT, always with a plan in hand."""

from adapters.outbound.solver.searching import CpSatSolver

__all__ = ["CpSatSolver"]
