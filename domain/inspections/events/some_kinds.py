"""What happens in some kinds of inspection only: a partner signs, or ratings are decided without a panel."""

from datetime import date
from typing import ClassVar

from domain.inspections.events.panel_review import Departure, StandardRating
from domain.inspections.events.questions import AnswersCounted, QuestionsSet
from domain.messages import Event
from domain.people.roles import Role
from domain.text import Digest, LevelId, Line, Opaque, Prose, Reference, StandardId

__all__ = ["CriterionScored", "PartnerSigned", "RatingsConfirmed", "SomeKindsEvent", "StandardLeftUnrated"]


class PartnerSigned(Event):
    """A body that carried out the inspection too signed the report as it stood.

    Attributes:
        partner: its code, as the kind of inspection has it.
        report: the digest of the report that it signed.
        signed_by: the post of whoever signed for it, such as HM Chief Inspector of Prisons; never a name.
        signed_on: the day.
    """

    name: ClassVar[str] = "inspection.partner-signed.v1"
    partner: Reference
    report: Digest
    signed_by: Line
    signed_on: date


class RatingsConfirmed(Event):
    """The ratings were decided as the scheme gives them, in a kind of inspection that has no panel.

    Attributes:
        decided_on: the day.
        role: the role that decides in this kind of inspection.
        derivation: the digest of the trace that was before it.
        ratings: the rating of every standard.
        overall: the overall rating; None where the scheme gives none.
        departures: none: without a panel there is nobody to depart from the rule.
    """

    name: ClassVar[str] = "inspection.ratings-confirmed.v1"
    decided_on: date
    role: Role
    derivation: Digest
    ratings: tuple[StandardRating, ...]
    overall: LevelId | None
    departures: tuple[Departure, ...] = ()


class CriterionScored(Event):
    """A criterion that rests on all evidence was given a percentage, in a scheme of percentages (003).

    Attributes:
        standard: the criterion.
        percent: how far it is met, in whole per cent.
        reason: what that rests on.
        by: who gave it, opaque, and so takes no part in verifying it; None where it was not kept.
    """

    name: ClassVar[str] = "inspection.criterion-scored.v2"
    standard: StandardId
    percent: int
    reason: Prose
    by: Opaque | None = None


class StandardLeftUnrated(Event):
    """A standard that this inspection did not look at closely enough to rate was left without a rating, and why."""

    name: ClassVar[str] = "inspection.standard-left-unrated.v1"
    standard: StandardId
    reason: Line


SomeKindsEvent = (
    PartnerSigned | RatingsConfirmed | CriterionScored | StandardLeftUnrated | QuestionsSet | AnswersCounted
)
"""What happens in some kinds of inspection only."""
