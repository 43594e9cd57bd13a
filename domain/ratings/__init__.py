"""The scale, the schemes, and the derivation of a rating with its trace."""

from domain.ratings.departures import Departure, Outcome, check_departure, outcome_of
from domain.ratings.derivation import Derivation, derive
from domain.ratings.inputs import CaseAnswers, Counts, Inputs, Judgement, Narrative, NotRated, Percentage
from domain.ratings.parsing import parse_scheme
from domain.ratings.scale import Answer, Rating
from domain.ratings.scheme import Scheme
from domain.ratings.shipped import shipped_schemes
from domain.ratings.standards import StandardResult

__all__ = [
    "Answer",
    "CaseAnswers",
    "Counts",
    "Departure",
    "Derivation",
    "Inputs",
    "Judgement",
    "Narrative",
    "NotRated",
    "Outcome",
    "Percentage",
    "Rating",
    "Scheme",
    "StandardResult",
    "check_departure",
    "derive",
    "outcome_of",
    "parse_scheme",
    "shipped_schemes",
]
