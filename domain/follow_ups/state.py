"""Where a follow-up stands: the fold of its events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import assert_never

from domain.canonical import canonical, sha256_hex
from domain.follow_ups.events import (
    CriterionConcluded,
    FollowUpConcluded,
    FollowUpEvent,
    FollowUpSetUp,
    OpeningFigure,
    OpeningFiguresRecorded,
    ResultsCompared,
)
from domain.inspections.events import CaseUsed
from domain.inspections.folding.tables import put

__all__ = ["FollowUp", "FollowUpStage", "Opening", "evolve", "gate_of"]


def gate_of(cases: Iterable[CaseUsed]) -> str:
    """The digest of an inspection's cases as its closed gate lists them."""
    return sha256_hex(canonical([[each.stream, each.version, each.digest] for each in cases]))


class FollowUpStage(StrEnum):
    """Where a follow-up stands."""

    SET_UP = "set-up"
    COMPARED = "compared"
    CONCLUDED = "concluded"


@dataclass(frozen=True, slots=True)
class Opening:
    """An opening figure, with where it comes from and whether it is of the same cases."""

    figure: OpeningFigure
    source: str
    recut: bool


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A follow-up.

    Attributes:
        stage: where it stands; None while it has not been set up.
        set_up: what it looks at again.
        opening: the figures of a first inspection that is not on the record, by standard or key question.
        compared: both results beside each other, while that stands.
        conclusions: what the lead concluded, by standard.
        concluded: the conclusion as a whole.
    """

    stage: FollowUpStage | None = None
    set_up: FollowUpSetUp | None = None
    opening: Mapping[str, Opening] = field(default_factory=lambda: MappingProxyType({}))
    compared: ResultsCompared | None = None
    conclusions: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    concluded: FollowUpConcluded | None = None

    @property
    def known(self) -> FollowUpSetUp:
        """What it looks at again, of one that has been set up.

        Raises:
            LookupError: it has not; no rule that needs it is reached then.
        """
        if self.set_up is None:
            raise LookupError("the follow-up has not been set up")
        return self.set_up

    @property
    def unconcluded(self) -> tuple[str, ...]:
        """The standards that are scored again and on which nothing has been concluded."""
        return tuple(each for each in self.known.standards if each not in self.conclusions)

    def read_again_since(self, cases: Iterable[CaseUsed]) -> bool:
        """Whether the follow-up's cases were read again after the results were compared.

        Args:
            cases: its cases as the closed gate lists them now.
        """
        done = self.compared
        return done is not None and done.gate is not None and done.gate != gate_of(cases)

    def unready(self, cases: Iterable[CaseUsed]) -> str:
        """What is missing before a report can tell of it, in a few words; nothing when it can.

        Args:
            cases: the follow-up's cases as the closed gate lists them now.
        """
        if self.set_up is None:
            return "nobody has laid down what is looked at again"
        if self.compared is None:
            return "its results have not been put beside the first ones"
        if self.read_again_since(cases):
            return "cases were read again since its results were put beside the first ones"
        if self.unconcluded:
            return f"nothing is concluded on {', '.join(self.unconcluded)}"
        return "" if self.concluded else "it is not concluded as a whole"


def evolve(state: FollowUp, event: FollowUpEvent) -> FollowUp:
    """Fold one event into the state."""
    match event:
        case FollowUpSetUp():
            return FollowUp(stage=FollowUpStage.SET_UP, set_up=event)
        case OpeningFiguresRecorded():
            more = {each.standard: Opening(each, event.source, event.recut) for each in event.figures}
            opening = MappingProxyType({**state.opening, **more})
            return replace(state, stage=FollowUpStage.SET_UP, opening=opening, compared=None)
        case ResultsCompared():
            return replace(state, stage=FollowUpStage.COMPARED, compared=event, concluded=None)
        case CriterionConcluded():
            return replace(state, conclusions=put(state.conclusions, event.standard, event.conclusion))
        case FollowUpConcluded():
            return replace(state, stage=FollowUpStage.CONCLUDED, concluded=event)
        case _:
            assert_never(event)
