"""What a rating scheme is made of: levels, bands, standards, rules for the overall rating, departures."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

__all__ = [
    "Aggregator",
    "Band",
    "Condition",
    "DepartureRules",
    "Fact",
    "Level",
    "Limiter",
    "LookCloser",
    "NoAnswers",
    "OverallAggregator",
    "OverallBand",
    "OverallRules",
    "Place",
    "Rounding",
    "Rule",
    "RuleSource",
    "ShareRules",
    "Standard",
    "Status",
]

Status = Literal["proposed", "piloted", "in-force", "retired"]
Aggregator = Literal["judgement", "lowest_band", "percentage", "narrative"]
Rounding = Literal["exact", "half_up"]
Place = Literal["out", "in"]
NoAnswers = Literal["left_out", "not_rated", "lowest", "refused"]
RuleSource = Literal["published", "ours"]
OverallAggregator = Literal["sum_and_band", "count_rules", "judgement", "none", "narrative"]


@dataclass(frozen=True, slots=True)
class Level:
    """One step of the scheme's scale, with the points it scores."""

    id: str
    title: str
    score: int


@dataclass(frozen=True, slots=True)
class Band:
    """A range of shares, from ``at_least`` per cent up to the next band (004 §4.8), and the rating it gives."""

    id: str
    title: str
    at_least: Fraction
    rating: str | None


@dataclass(frozen=True, slots=True)
class ShareRules:
    """How the answers to one key question become a share of yes.

    Attributes:
        rounding: ``exact`` compares the fraction itself with a band's edge, ``half_up`` first rounds to whole per cent.
        not_applicable: whether "not applicable" is ``out`` of the denominator or ``in`` it.
        no_answers: what a key question means that has an empty denominator: it is ``left_out`` of its standard, makes
            the whole standard ``not_rated``, counts as the ``lowest`` band, or is ``refused`` as a mistake.
    """

    rounding: Rounding
    not_applicable: Place
    no_answers: NoAnswers


@dataclass(frozen=True, slots=True)
class Fact:
    """A named yes-or-no input that is no answer to a key question, such as a breach of regulations."""

    id: str
    title: str
    default: bool | None


@dataclass(frozen=True, slots=True)
class Standard:
    """How one standard is rated.

    Attributes:
        counted: whether it counts towards the overall rating; one that is not counted is still rated.
        weight: how many times its points count (004 §4.25: one, unless a scheme says otherwise).
        population: which case list answers its key questions; ``None`` where no case does.
        key_questions: the ids of its key questions with the weight of each, used by ``percentage`` alone.
    """

    id: str
    title: str
    aggregator: Aggregator
    counted: bool
    weight: int
    population: str | None
    key_questions: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Condition:
    """So many of the rated, counted standards are at one of these levels."""

    levels: tuple[str, ...]
    at_least: int
    at_most: int | None

    def holds(self, counts: Mapping[str, int]) -> bool:
        """Whether the condition holds for these numbers of standards by level."""
        found = sum(counts.get(level, 0) for level in self.levels)
        return found >= self.at_least and (self.at_most is None or found <= self.at_most)


@dataclass(frozen=True, slots=True)
class Rule:
    """Gives an overall rating when all its conditions hold; rules are read from the top and the first one decides."""

    id: str
    rating: str
    conditions: tuple[Condition, ...]
    source: RuleSource
    note: str | None


@dataclass(frozen=True, slots=True)
class Limiter:
    """Caps the overall rating when its fact is true and all its conditions hold."""

    id: str
    at_most: str
    fact: str | None
    conditions: tuple[Condition, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class OverallBand:
    """An overall rating given up to and including a mean score per counted standard; the last has no upper edge."""

    rating: str
    up_to: Fraction | None


@dataclass(frozen=True, slots=True)
class OverallRules:
    """How the standards' ratings become an overall rating, if there is one."""

    aggregator: OverallAggregator
    bands: tuple[OverallBand, ...] = ()
    rules: tuple[Rule, ...] = ()
    limiters: tuple[Limiter, ...] = ()


@dataclass(frozen=True, slots=True)
class DepartureRules:
    """What may be departed from, by whom, and the published examples of when (004 §4.24).

    Attributes:
        overall: whether the overall rating may be.
        standards: the standards whose rating may be.
        by: who decides, ``panel``.
        triggers: the examples of when, by id; with ``other_triggers`` the list is not closed.
    """

    overall: bool
    standards: tuple[str, ...]
    by: str
    triggers: Mapping[str, str]
    other_triggers: bool


@dataclass(frozen=True, slots=True)
class LookCloser:
    """When a panel is advised to look closer: points from an edge, changes from another rating, cases in a sample."""

    points: Fraction | None
    changes: int | None
    cases: int | None
