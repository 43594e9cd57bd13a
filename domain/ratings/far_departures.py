"""Departures that go far: by two steps of the scale or more, or from a standard so that the overall rating moves too.

The proposals of 2017 say when a panel departs (near a boundary, very diverse ratings: 004 §4.24), and nothing of how
far. That a departure which goes far rests on more than any other is a setting of ours.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Protocol

from domain.ratings.scheme import Scheme
from domain.text import counted

__all__ = ["far", "names_some"]

FAR_STEPS = 2
"""From so many steps of the scale on a departure goes far."""

_OVERALL = "overall"
_CODE = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*", re.IGNORECASE)


class _Departed(Protocol):
    @property
    def subject(self) -> str: ...

    @property
    def derived(self) -> str: ...

    @property
    def decided(self) -> str: ...


def steps_of(rank: Mapping[str, int], derived: str, decided: str) -> int:
    """By how many steps of a scale a rating was departed from; 0 where the scale lacks one of the two."""
    if derived not in rank or decided not in rank:
        return 0
    return abs(rank[decided] - rank[derived])


def far(
    scheme: Scheme, departed: Iterable[_Departed], *, derived: str | None, overall: str | None
) -> Mapping[str, str]:
    """Which departures go far, each by its subject with in what way, in words.

    Args:
        scheme: the scheme that the ratings were derived under.
        departed: the panel's departures, each with the rating by the rule.
        derived: the overall rating by the rule, before any departure.
        overall: the overall rating as decided.
    """
    made = {each.subject: each for each in departed}
    by_rule = made[_OVERALL].derived if _OVERALL in made else overall
    found: dict[str, str] = {}
    for subject, each in made.items():
        steps = steps_of(scheme.rank, each.derived, each.decided)
        if steps >= FAR_STEPS:
            found[subject] = f"by {counted(steps, 'step')} of the scale"
        elif subject != _OVERALL and by_rule != derived:
            found[subject] = "so that the overall rating moves too"
    return found


def names_some(reason: str, codes: Collection[str]) -> bool:
    """Whether a reason names one of some codes: an entry of the register, a key question, a standard."""
    return any(each in codes for each in _CODE.findall(reason))
