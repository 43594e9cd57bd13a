"""The words of a rating: the four-point scale and the three answers to a key question."""

from enum import StrEnum

__all__ = ["Answer", "Rating"]


class Answer(StrEnum):
    """What an inspector answers to a key question in one case (004 §3.2, §4.7).

    The source knows yes and no; real cases also know questions that do not apply.
    """

    YES = "yes"
    NO = "no"
    NOT_APPLICABLE = "not_applicable"


class Rating(StrEnum):
    """The four-point scale, lowest first (004 §4.1, §4.22).

    Other regimes have other scales, so a scheme lists its own levels and the engine works with their ids;
    these are the ids of this one.
    """

    INADEQUATE = "inadequate"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    GOOD = "good"
    OUTSTANDING = "outstanding"

    @property
    def score(self) -> int:
        """The points of this rating in the sum over standards: 0 to 3 (004 §4.22)."""
        return list(Rating).index(self)
