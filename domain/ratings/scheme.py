"""A rating scheme: a dated, cited statement of how answers and judgements become ratings."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from domain.canonical import Json, canonical, sha256_hex
from domain.ratings.document import document_of
from domain.ratings.parts import (
    Band,
    DepartureRules,
    Fact,
    Level,
    LookCloser,
    OverallRules,
    ShareRules,
    Standard,
    Status,
)

__all__ = ["Scheme"]


@dataclass(frozen=True)
class Scheme:
    """A rating scheme as an inspection pins it: by id, version and the digest of its canonical form.

    Attributes:
        id: for example ``adult-nps-2018``.
        version: of the file; a published version is never changed.
        status: proposed, piloted, in force or retired.
        in_force_from: the day it came into force.
        in_force_to: the last day; always there when it is retired.
        citation: where the rules are published.
        framework: the standards framework it rates, where there is one.
        levels: the scale, lowest first.
        bands: the bands of shares, lowest first.
        document: the canonical form with every default written out; its digest is the scheme's identity.
    """

    id: str
    version: str
    title: str
    status: Status
    in_force_from: date
    in_force_to: date | None
    citation: str
    notes: tuple[str, ...]
    framework: str | None
    levels: tuple[Level, ...]
    shares: ShareRules
    bands: tuple[Band, ...]
    facts: tuple[Fact, ...]
    standards: tuple[Standard, ...]
    overall: OverallRules
    departures: DepartureRules
    look_closer: LookCloser

    def applies_on(self, day: date) -> bool:
        """Whether an inspection announced on that day may be rated under it: begun, not over, and not just proposed."""
        if self.status == "proposed" or day < self.in_force_from:
            return False
        return self.status != "retired" if self.in_force_to is None else day <= self.in_force_to

    @cached_property
    def document(self) -> Mapping[str, Json]:
        """The scheme as plain JSON, every default written out (docs/trace.md, "The scheme")."""
        return document_of(self)

    @cached_property
    def canonical_bytes(self) -> bytes:
        """The bytes that ``digest`` is the digest of."""
        return canonical(self.document)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of ``canonical_bytes``, in hexadecimal."""
        return sha256_hex(self.canonical_bytes)

    @cached_property
    def by_id(self) -> Mapping[str, Standard]:
        """The standards by id."""
        return {standard.id: standard for standard in self.standards}

    @cached_property
    def populations(self) -> Mapping[str, tuple[str, ...]]:
        """For each case list, the key questions that its cases answer, in the scheme's order."""
        found: dict[str, list[str]] = {}
        for standard in self.standards:
            if standard.population is not None:
                found.setdefault(standard.population, []).extend(standard.key_questions)
        return {population: tuple(questions) for population, questions in found.items()}

    @cached_property
    def rank(self) -> Mapping[str, int]:
        """The position of each level on the scale, lowest 0."""
        return {level.id: position for position, level in enumerate(self.levels)}

    @cached_property
    def score(self) -> Mapping[str, int]:
        """The points of each level."""
        return {level.id: level.score for level in self.levels}

    @cached_property
    def max_level_score(self) -> int:
        """The points of the best level."""
        return max(level.score for level in self.levels) if self.levels else 0
