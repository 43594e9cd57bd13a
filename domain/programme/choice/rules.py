"""Selection rules as data: how each programme of inspections says which services it visits in a year."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from domain.messages import Message
from domain.programme.catalogue import texts
from domain.programme.problem import Name
from domain.text import LevelId, Line, Reference
from domain.toml_files import read_toml

__all__ = ["By", "FollowUps", "SelectionRule", "Step", "parse_selection_rule", "shipped_selection_rules"]

By = Literal[
    "everyone",
    "cycle",
    "follow-up",
    "risk",
    "lowest-performance",
    "highest-performance",
    "spread-of-performance",
    "alike",
    "lot",
]


class Step(Message):
    """One way in which services are chosen; a rule takes its steps in order.

    Attributes:
        by: what the choice goes by. ``everyone``: all; ``cycle``: those whose time has come; ``follow-up``: those whose
            follow-up is due; ``risk``: the highest scores; the lowest or highest published performance, or a spread
            over its whole range; ``alike``: the share of a cycle whose turn it is, services of similar size and density
            together; ``lot``: drawn.
        number: how many at most; None: as many as the year's number still allows.
    """

    by: By
    number: Annotated[int, Field(ge=0, le=5_000)] | None = None


class FollowUps(Message):
    """Which inspections a later one follows, where nobody has recorded that one is due.

    Attributes:
        rated: the overall ratings that prompt one, once the report is out.
        months: how many months after the last day of fieldwork it is due; "about a year" in the sources.
        kinds: the kinds of inspection that are follow-ups; once there is one, none is due any more.
    """

    rated: Annotated[tuple[LevelId, ...], Field(max_length=20)] = ()
    months: Annotated[int, Field(ge=1, le=60)] = 12
    kinds: Annotated[tuple[Reference, ...], Field(max_length=50)] = ()


class SelectionRule(Message):
    """How a programme chooses.

    Attributes:
        id: its code.
        version: which version of it.
        title: what it is called.
        citation: where it is laid down.
        notes: what the source leaves open, and how it is read here.
        in_force_from: the day it comes into force.
        in_force_to: its last day, once it has one.
        cycle: in how many years everybody is inspected at least once; None: there is no cycle.
        number: how many services a year; None: as the other fields say.
        percent: how many of a hundred services a year, broken ones rounded up.
        regions: how many more than its share of the year a region may have; None: regions do not matter.
        again: points off the risk score of a service that was inspected the year before.
        visits: how often a provider may be visited in a year, all programmes and kinds together.
        counts: the kinds of inspection by which a service counts as inspected; none means every kind.
        follow_ups: which inspections prompt a follow-up; None: those of which it is recorded.
        steps: the choices, in order.
    """

    id: Name
    version: Name
    title: Line
    citation: Line
    notes: tuple[Line, ...] = ()
    in_force_from: date
    in_force_to: date | None = None
    cycle: Annotated[int, Field(ge=1, le=20)] | None = None
    number: Annotated[int, Field(ge=1, le=5_000)] | None = None
    percent: Annotated[int, Field(ge=1, le=100)] | None = None
    regions: Annotated[int, Field(ge=0, le=100)] | None = None
    again: Annotated[int, Field(ge=0, le=1_000)] = 0
    visits: Annotated[int, Field(ge=1, le=52)] | None = None
    counts: Annotated[tuple[Reference, ...], Field(max_length=50)] = ()
    follow_ups: FollowUps | None = None
    steps: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]

    @model_validator(mode="after")
    def _makes_sense(self) -> Self:
        ways = [step.by for step in self.steps]
        if self.number is not None and self.percent is not None:
            raise ValueError("a rule has a number or a percent, not both")
        if self.cycle is None and {"cycle", "alike"} & set(ways):
            raise ValueError("a step by cycle or alike needs the length of the cycle")
        if "lot" in ways and ways.index("lot") != len(ways) - 1:
            raise ValueError("lots are drawn last, from everybody who has not been chosen")
        return self

    def in_a_year(self, services: int) -> int:
        """How many of so many services are inspected in a year."""
        if self.number is not None:
            return min(self.number, services)
        if self.percent is not None:
            return -(-services * self.percent // 100)
        return services if self.cycle is None else -(-services // self.cycle)


def parse_selection_rule(text: bytes, *, where: str) -> SelectionRule:
    """Read a selection rule from the bytes of its TOML file.

    Args:
        text: the file's bytes.
        where: the file's name, for what is said about its mistakes.

    Raises:
        Refused: ``bad-selection-rule`` with a sentence for each entry that is wrong, and its line.
    """
    return read_toml(text, SelectionRule, where=where, code="bad-selection-rule")


@cache
def shipped_selection_rules() -> Mapping[str, SelectionRule]:
    """The rules that come with Assay, by id."""
    rules = [parse_selection_rule(text, where=name) for name, text in sorted(texts().items())]
    return MappingProxyType({rule.id: rule for rule in rules})
