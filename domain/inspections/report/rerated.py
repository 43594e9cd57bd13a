"""What a further edition of a report rates otherwise than the one before it: both ratings, beside each other."""

from collections.abc import Iterator
from itertools import pairwise

from domain.inspections.events import RatingsConfirmed, RatingsDecided
from domain.inspections.state import Inspection
from domain.messages import Message

__all__ = ["Rerated", "ratings_of", "rerated"]


class Rerated(Message):
    """A rating that a further edition has otherwise.

    Attributes:
        edition: the edition that corrects.
        subject: ``overall`` or the number of a standard.
        was: the code of the rating in the edition before it; None where it had none.
        now: the code of its rating in this one; None where it has none.
    """

    edition: int
    subject: str
    was: str | None
    now: str | None


def ratings_of(decided: RatingsDecided | RatingsConfirmed | None) -> tuple[tuple[str, str | None], ...]:
    """The ratings of a decision, overall first and then by standard; none without one."""
    if decided is None:
        return ()
    return (("overall", decided.overall), *((each.standard, each.rating) for each in decided.ratings))


def rerated(state: Inspection) -> Iterator[Rerated]:
    """What each edition rates otherwise than the one before it, the edition that is being made among them.

    Args:
        state: the inspection, with a report on the decision that stands.
    """
    told = {each.number: dict(each.ratings) for each in state.editions}
    if state.report is not None:
        told.setdefault(state.report.edition, dict(ratings_of(state.decided)))
    for (_, before), (number, after) in pairwise(told.items()):
        for subject in dict.fromkeys((*after, *before)):
            was, now = before.get(subject), after.get(subject)
            if was != now:
                yield Rerated(edition=number, subject=subject, was=was, now=now)
