"""Bringing back what was written without a connection: what is new, what is there already, and what two people changed.

Three things are held side by side for every answer and every note: what stood when the file was taken, what the file
says now, and what stands now. Only where both have changed, and not to the same, must a person choose.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from domain.cases.state import Beside

__all__ = ["Change", "Fate", "classes_as", "counted_notes", "fate_of", "interview_of"]

Fate = Literal["new", "there", "at-odds"]
"""``new``: it can be recorded; ``there``: nothing is left to do; ``at-odds``: it has changed on both sides."""


@dataclass(frozen=True, slots=True)
class Change:
    """One thing in a file, beside what stands.

    Attributes:
        was: what stood when the file was taken; None for nothing.
        mine: what the file says.
        theirs: what stands now.
    """

    was: str | None
    mine: str | None
    theirs: str | None


def fate_of(change: Change) -> Fate:
    """What becomes of one thing in a file. An answer that the file leaves out is no change: nothing is withdrawn."""
    if change.mine is None or change.mine in (change.was, change.theirs):
        return "there"
    return "new" if change.theirs == change.was else "at-odds"


def counted_notes(notes: Mapping[str, int], question: str) -> str | None:
    """How often something was noted beside an answer, as a thing that can be compared; the words are sealed."""
    times = notes.get(question, 0)
    return str(times) if times else None


def classes_as(provider: str | None, inspector: str | None) -> str | None:
    """Both classes as to one aspect, as a thing that can be compared; None where there is neither."""
    return f"{provider or '-'} {inspector or '-'}" if provider or inspector else None


def interview_of(beside: Beside) -> str | None:
    """What is said about the interview, as a thing to compare; why there was none is sealed, so it is counted.

    Returns:
        ``held 2018-07-11``; or ``not-held 2`` where it has been said twice why there was none; None while nobody said.
    """
    if beside.interview_on is not None:
        return f"held {beside.interview_on.isoformat()}"
    return f"not-held {beside.reasons}" if beside.reasons else None
