"""What may be asked in some kinds of inspection only."""

from datetime import date
from typing import ClassVar

from pydantic import Field

from domain.inspections.commands.order import InspectionOrder
from domain.text import Digest, Line, Prose, Reference, StandardId

__all__ = ["ConfirmRatings", "LeaveUnrated", "ScoreCriterion", "SignForPartner"]


class SignForPartner(InspectionOrder):
    """Record that a partner has signed the report.

    Attributes:
        partner: its code, as the kind of inspection has it: hmi-prisons.
        report: the digest of the report as it was signed.
        signed_by: the post of whoever signed for it.
        signed_on: the day; today if none is given.
    """

    verb: ClassVar[str] = "sign-for-partner"
    partner: Reference
    report: Digest
    signed_by: Line
    signed_on: date | None = None


class ConfirmRatings(InspectionOrder):
    """Decide the ratings as derived, in a kind of inspection that has no panel.

    Attributes:
        derivation: the digest of the trace that is decided on.
    """

    verb: ClassVar[str] = "confirm-ratings"
    derivation: Digest


class ScoreCriterion(InspectionOrder):
    """Give a criterion that rests on all evidence its percentage, in a scheme of percentages.

    Attributes:
        standard: the criterion.
        percent: how far it is met, in whole per cent.
        reason: what that rests on.
    """

    verb: ClassVar[str] = "score-criterion"
    standard: StandardId
    percent: int = Field(ge=0, le=100)
    reason: Prose


class LeaveUnrated(InspectionOrder):
    """Leave a standard without a rating that this inspection does not look at closely enough.

    Attributes:
        standard: the standard.
        reason: why it is not rated.
    """

    verb: ClassVar[str] = "leave-unrated"
    standard: StandardId
    reason: Line
