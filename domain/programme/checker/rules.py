"""The hard rules that a plan keeps, each with its code and what it says. A plan that breaks one is not used."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

__all__ = ["RULES", "TERMS", "Rule", "Term"]

Rule = Literal["H1", "H2", "H3", "H4", "H5", "H6", "H7", "H8", "H9", "H10", "H11"]

RULES: Mapping[Rule, str] = MappingProxyType(
    {
        "H1": "An inspection that is placed starts in one week in which it may start, and, if it is reported, goes to "
        "one panel and is published once; one that has been announced keeps its dates where no panel is left.",
        "H2": "A team has as many people in each role as its kind asks for, and nobody is on it twice.",
        "H3": "Whoever is on a team holds the role and its skills, has no conflict of interest that is still in force, "
        "and does not lead an inspection of a provider whose last inspection, or another of this year, they led.",
        "H4": "Nobody works on two inspections in one week, or while on leave or booked for something else.",
        "H5": "Nobody works more weeks in the year than their cap.",
        "H6": "No region has more inspections in fieldwork in one week than its cap.",
        "H7": "Between the fieldwork of two neighbours, and between fieldwork and another inspectorate's visit to the "
        "same provider, there are as many clear weeks as are asked for; where none are, they may follow each other at "
        "once, and do not overlap.",
        "H8": "A report goes to a panel soon enough after fieldwork, and no sooner than it can be ready; no panel "
        "considers more than it has slots for.",
        "H9": "A report is published in the first week that leaves time after fieldwork and panel, and that is in no "
        "pre-election period of its region.",
        "H10": "What a planner has fixed stays as it was fixed.",
        "H11": "A team has the mix of skills that its kind asks for, and no more trainees than that allows.",
    }
)

Term = Literal[
    "unplaced-mandatory",
    "unplaced-optional",
    "no-panel",
    "date",
    "travel",
    "late",
    "load",
    "moved",
    "swapped",
]

TERMS: tuple[Term, ...] = get_args(Term)
"""What a plan is charged for: first what is not placed, then everything else."""
