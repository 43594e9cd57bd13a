"""Two inspections of one provider under way at once: nobody is to be visited several times by different programmes.

That is a principle of the inspectorates (004 §1.10, §5.5) and no bar: a concern may need an inquiry beside a routine
inspection. So it is said to whoever announces the second, and stays a task until one of them is over.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["AtOnce", "at_once"]

_UNDER_WAY = (
    Stage.ANNOUNCEMENT,
    Stage.EVIDENCE_REQUEST,
    Stage.FIELDWORK,
    Stage.CASE_READS,
    Stage.PANEL_REVIEW,
    Stage.DEFERRED,
)
"""From the announcement until the ratings are decided: the time in which a provider is asked for things and visited."""


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Two inspections of one provider that are under way at the same time.

    Attributes:
        provider: its short code.
        inspections: both, the one that was announced first in front.
    """

    provider: str
    inspections: tuple[str, str]

    @property
    def sentence(self) -> str:
        """It, in words for whoever plans inspections."""
        first, second = self.inspections
        return (
            f"{self.provider} is inspected by {first} and by {second} at the same time, and nobody is to be visited "
            "several times by different programmes (004 §1.10)"
        )


def under_way(state: Inspection) -> bool:
    """Whether an inspection still asks its provider for things, or will."""
    return state.announced is not None and state.standing in _UNDER_WAY


def at_once(states: Iterable[Inspection]) -> tuple[AtOnce, ...]:
    """Every two inspections of one provider that are under way at the same time."""
    running = sorted(
        (each for each in states if under_way(each)),
        key=lambda each: (each.known.announced_on, each.known.inspection),
    )
    return tuple(
        AtOnce(provider, (first.known.inspection, second.known.inspection))
        for first, second in combinations(running, 2)
        for provider in first.known.providers
        if provider in second.known.providers
    )
