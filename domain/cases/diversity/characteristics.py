"""The protected characteristics of the person that a case is about, and the groups that are counted (004 §5.6-5.9).

The nine are those of the Equality Act 2010, section 4. The Act names no groups: those here are coarse on purpose, so
that a count says something and a person is not found by it. Where a population census asks, its broad groups are taken.
Every answer is the person's own to give, and each may be withheld.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["CHARACTERISTICS", "NOT_RECORDED", "WITHHELD", "Characteristic"]

WITHHELD = "prefer-not-to-say"
"""The answer of a person who would rather not give one."""

NOT_RECORDED = "not-recorded"
"""What is counted where nobody has asked, or where the answer was erased."""


@dataclass(frozen=True, slots=True)
class Characteristic:
    """One protected characteristic.

    Attributes:
        title: what it is called.
        section: the section of the Equality Act 2010 that defines it.
        groups: the codes of the groups that are told apart, in the order in which they are shown.
    """

    title: str
    section: int
    groups: tuple[str, ...]

    @property
    def answers(self) -> tuple[str, ...]:
        """What may be answered: a group, or that the person prefers not to say."""
        return (*self.groups, WITHHELD)


CHARACTERISTICS: Mapping[str, Characteristic] = MappingProxyType(
    {
        "age": Characteristic(
            "Age", 5, ("10-14", "15-17", "18-20", "21-24", "25-29", "30-39", "40-49", "50-59", "60-and-over")
        ),
        "disability": Characteristic("Disability", 6, ("disabled", "not-disabled")),
        "gender-reassignment": Characteristic("Gender reassignment", 7, ("yes", "no")),
        "marriage-and-civil-partnership": Characteristic(
            "Marriage and civil partnership", 8, ("married", "in-a-civil-partnership", "neither")
        ),
        "race": Characteristic("Race", 9, ("asian", "black", "mixed", "white", "other")),
        "religion-or-belief": Characteristic(
            "Religion or belief",
            10,
            ("none", "buddhist", "christian", "hindu", "jewish", "muslim", "sikh", "other"),
        ),
        "sex": Characteristic("Sex", 11, ("female", "male")),
        "sexual-orientation": Characteristic(
            "Sexual orientation", 12, ("heterosexual", "gay-or-lesbian", "bisexual", "other")
        ),
        "pregnancy-and-maternity": Characteristic(
            "Pregnancy and maternity", 17, ("pregnant-or-recently", "neither")
        ),
    }
)
"""Every protected characteristic by its code."""
