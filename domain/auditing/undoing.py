"""Which decision on the ratings no longer stands, and what undid it."""

from collections.abc import Iterable
from dataclasses import dataclass

from domain.inspections.decider import INSPECTION
from domain.inspections.events import RatingsConfirmed, RatingsDecided
from domain.inspections.state import Inspection
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.storyline.telling import sentence
from domain.text import rating_in_words
from domain.working_days import LONDON

__all__ = ["Undone", "undone_decision"]


@dataclass(frozen=True, slots=True)
class Undone:
    """A decision that was undone, with nothing decided since.

    Attributes:
        decided: the decision.
        by: the event after which it no longer stood.
    """

    decided: RatingsDecided | RatingsConfirmed
    by: Envelope[Event]

    @property
    def words(self) -> str:
        """What was decided and what undid it, in words."""
        overall = rating_in_words(self.decided.overall)
        day = self.by.occurred_at.astimezone(LONDON).date()
        why = sentence(self.by.data) or self.by.name
        return f"The decision of {self.decided.decided_on}, overall {overall}, no longer stands. Undone on {day}: {why}"


def undone_decision(own: Iterable[Envelope[Event]]) -> Undone | None:
    """The last decision on an inspection's ratings, if it no longer stands; None if it does, or if there is none.

    Args:
        own: the events of the inspection's own stream, in order.
    """
    state: Inspection = INSPECTION.initial
    found: Undone | None = None
    for each in own:
        before, state = state.decided, INSPECTION.evolve(state, each.data)
        if state.decided is not None:
            found = None
        elif before is not None:
            found = Undone(before, each)
    return found
