"""The solver: a quick first plan, made cheaper piece by piece by OR-Tools CP-SAT, always with a plan in hand.

It also says why an inspection has no place.
"""

from adapters.outbound.solver.explaining import ExactExplainer
from adapters.outbound.solver.solving import CpSatSolver

__all__ = ["CpSatSolver", "ExactExplainer"]
