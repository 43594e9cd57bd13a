"""The ratings as derived, and as the panel decides them."""

from datetime import date
from typing import Any, ClassVar

from pydantic import SerializerFunctionWrapHandler, model_serializer

from domain.inspections.events.case_reads import CaseUsed
from domain.messages import Event, Message
from domain.panels.terms import Ground
from domain.people.deputising import Deputising
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
    "Barred",
    "Bound",
    "ConditionLifted",
    "ConditionMet",
    "ConditionOverdue",
    "ConditionSet",
    "Departure",
    "PanelReviewEvent",
    "RatingsDecided",
    "RatingsDerived",
    "Sitting",
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


class Bound(Message):
    """What a pack is about and a decision rests on, by digest: if one of them changes, it is stale.

    Attributes:
        derivation: the digest of the trace of the derivation.
        proposals: the digest of the latest proposal for each judged standard.
        cases: the digest of the list of cases, as the gate behind the case reads closed on it.
        correlation: the digest of the last look at the proposals beside the case results; None if there was none.
        carried: each line of enquiry that was carried to the panel, with the digest of what is known of it.
        beside: each other inspection whose ratings are set beside these, with the digest of its decision.
    """

    derivation: Digest
    proposals: tuple[tuple[StandardId, Digest], ...]
    cases: Digest
    correlation: Digest | None = None
    carried: tuple[tuple[Reference, Digest], ...] = ()
    beside: tuple[tuple[Reference, Digest], ...] = ()

    @model_serializer(mode="wrap")
    def _as_it_always_was(self, usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Leaves out empty fields, so that decisions recorded before these fields existed keep their bytes."""
        written: dict[str, Any] = usual(self)
        return {name: value for name, value in written.items() if value or name == "proposals"}


class Barred(Message):
    """A member who was there and took no part in deciding.

    Attributes:
        member: who, opaque.
        ground: why: found on the record, or declared by the member.
    """

    member: Opaque
    ground: Ground


class Sitting(Message):
    """The panel as it sat on an item (004 §4.17).

    Attributes:
        chair: who had the chair.
        deputising: for a deputy in the chair, for whom and why; else None.
        deciding: the members who decided.
        barred: those who were there and took no part.
        under: what was decided on.
        pack: the digest of the pack that was before the panel; None where none was issued.
        consistency: how the ratings stand beside those of other inspections, in the panel's words; may be left out.
    """

    chair: Opaque
    deputising: Deputising | None
    deciding: tuple[Opaque, ...]
    barred: tuple[Barred, ...]
    under: Bound
    pack: Digest | None
    consistency: Prose | None


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
        sitting: how the panel sat; None in decisions of before that was kept.
    """

    name: ClassVar[str] = "inspection.ratings-decided.v2"
    panel: Reference
    decided_on: date
    present: tuple[Opaque, ...]
    derivation: Digest
    ratings: tuple[StandardRating, ...]
    overall: LevelId | None
    departures: tuple[Departure, ...]
    sitting: Sitting | None = None

    @model_serializer(mode="wrap")
    def _as_it_always_was(self, usual: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Without a sitting it is written as before there were any: reports are bound to it by its digest."""
        written: dict[str, Any] = usual(self)
        if self.sitting is None:
            del written["sitting"]
        return written


class ConditionSet(Event):
    """The panel decided on condition that something is done before publication.

    Attributes:
        condition: its code.
        panel: the meeting.
        what: what must be done.
        by: the post that must do it, not a person's name.
        due: by when.
    """

    name: ClassVar[str] = "inspection.condition-set.v1"
    condition: Reference
    panel: Reference
    what: Prose
    by: Line
    due: date


class ConditionMet(Event):
    """What a condition asks for was done, and how."""

    name: ClassVar[str] = "inspection.condition-met.v1"
    condition: Reference
    how: Prose


class ConditionLifted(Event):
    """A condition was lifted, and why."""

    name: ClassVar[str] = "inspection.condition-lifted.v1"
    condition: Reference
    reason: Prose


class ConditionOverdue(Event):
    """The date of a condition passed before it was met; publication goes on waiting."""

    name: ClassVar[str] = "inspection.condition-overdue.v1"
    condition: Reference
    due: date


PanelReviewEvent = (
    RatingsDerived | RatingsDecided | ConditionSet | ConditionMet | ConditionLifted | ConditionOverdue
)
