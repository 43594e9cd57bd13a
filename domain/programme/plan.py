"""A plan as data: for each inspection that is placed, when it starts, who is on it, and its panel and publication."""

from functools import cached_property
from typing import Annotated, Self

from pydantic import Field, field_validator, model_validator

from domain.canonical import canonical_plain, sha256_hex
from domain.messages import Message
from domain.programme.problem import MOST_INSPECTIONS, Name, Role
from domain.programme.weeks import Week
from domain.text import Digest

__all__ = ["Member", "Placement", "Plan"]


class Member(Message):
    """Somebody on a team.

    Attributes:
        person: who.
        role: in which role.
    """

    person: Name
    role: Role


class Placement(Message):
    """Where an inspection stands in a plan.

    Attributes:
        inspection: which inspection.
        start: the week in which its fieldwork starts.
        team: who is on it, by role and then by code.
        panel: the panel its report goes to; None where it has no report.
        publication: the week in which its report is published; None where it has no report.
    """

    inspection: Name
    start: Week
    team: Annotated[tuple[Member, ...], Field(max_length=200)]
    panel: Name | None = None
    publication: Week | None = None

    @property
    def spoken_team(self) -> str:
        """The team as it is said to people, its lead first."""
        team = sorted(self.team, key=lambda each: (each.role != "lead", each.role, each.person))
        return ", ".join(f"{each.person} ({each.role})" for each in team)

    @field_validator("team")
    @classmethod
    def _by_role(cls, team: tuple[Member, ...]) -> tuple[Member, ...]:
        return tuple(sorted(team, key=lambda each: (each.role, each.person)))


class Plan(Message):
    """A plan of a year. What it does not place is not in it.

    Attributes:
        problem: the digest of the problem it is a plan of.
        placements: by inspection, each at most once.
    """

    problem: Digest
    placements: Annotated[tuple[Placement, ...], Field(max_length=MOST_INSPECTIONS)]

    @model_validator(mode="after")
    def _each_once_in_order(self) -> Self:
        ids = [each.inspection for each in self.placements]
        if ids != sorted(set(ids)):
            raise ValueError("a plan names its inspections in the order of their codes, each once")
        return self

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the plan's canonical bytes: by it people say which plan they mean."""
        return sha256_hex(canonical_plain(self.model_dump(mode="json")))
