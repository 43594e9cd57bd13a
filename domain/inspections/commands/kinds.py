"""What may be asked in some kinds of inspection only."""

from datetime import date
from typing import ClassVar

from domain.inspections.commands.order import InspectionOrder
from domain.text import Digest, Line, Reference

__all__ = ["ConfirmRatings", "SignForPartner"]


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
