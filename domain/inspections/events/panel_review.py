"""The ratings as derived, and as the panel decides them."""

from datetime import date
from typing import ClassVar

from domain.inspections.events.case_reads import CaseUsed
from domain.messages import Event, Message
from domain.text import (
    Digest,
    LevelId,
    Line,
    Opaque,
    Prose,
    Reference,
    StandardId,
    Subject,
)

__all__ = [
    "Departure",
    "PanelReviewEvent",
    "RatingsDecided",
    "RatingsDerived",
    "StandardRating",
]


class StandardRating(Message):
    """A standard and its rating; None where it is not rated or only told in words."""

    standard: StandardId
    rating: LevelId | None


class RatingsDerived(Event):
    """The pinned scheme derived every rating from what was on the record (004 §4.8-4.10, §4.22).

    Attributes:
        cases: every case stream used, as it stood; leaving one out shows.
        ratings: the rating of every standard, in order.
        score: points of the counted standards; None where the scheme gives none.
        max_score: the most they could have.
        overall: the overall rating by the scoring rules; None where the scheme has none.
        trace: the trace of the derivation, as its canonical text.
        trace_digest: SHA-256 of that text.
    """

    name: ClassVar[str] = "inspection.ratings-derived.v1"
    cases: tuple[CaseUsed, ...]
    ratings: tuple[StandardRating, ...]
    score: int | None
    max_score: int | None
    overall: LevelId | None
    trace: str
    trace_digest: Digest


class Departure(Message):
    """The panel's departure from what the rule gives; both ratings are kept and shown (004 §4.24).

    Attributes:
        subject: ``overall`` or the number of a standard.
        derived: the rating by the rule; for ``overall``, on the standards' ratings as decided.
        decided: the rating that the panel decided.
        trigger: what prompted it, one of the scheme's examples or in the panel's words.
        reason: the reasons, set out in full.
    """

    subject: Subject
    derived: LevelId
    decided: LevelId
    trigger: Line
    reason: Prose


class RatingsDecided(Event):
    """The ratings panel decided, on exactly what it saw (004 §4.16-4.17).

    Attributes:
        panel: the meeting.
        decided_on: its day.
        present: who was there.
        derivation: the digest of the trace that the panel had before it.
        ratings: the rating of every standard as decided.
        overall: the overall rating as decided.
        departures: where the panel departed from the rule; both ratings stand in each.
    """

    name: ClassVar[str] = "inspection.ratings-decided.v1"
    panel: Reference
    decided_on: date
    present: tuple[Opaque, ...]
    derivation: Digest
    ratings: tuple[StandardRating, ...]
    overall: LevelId | None
    departures: tuple[Departure, ...]


PanelReviewEvent = RatingsDerived | RatingsDecided
