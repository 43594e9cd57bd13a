"""Looking into an inspector's low agreement on a key question, added up over the inspections of a period (004 §4.13).

The quality lead does, and records what was found. The figures are worked out when it is recorded, from the reads
themselves; nobody tells them. What was looked into once is not a task again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Any, ClassVar

from pydantic import Field

from domain.cases.agreement.adding_up import LookedInto, answered, falls_in, low_of, pairs_of, read_twice
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.inspections.state import Inspection
from domain.messages import Command, Event
from domain.refusals import Refusal
from domain.streams import agreement_stream, inspection_stream
from domain.text import Opaque, Prose, Reference, StandardId

__all__ = ["AGREEMENT", "AgreementOverPeriodReviewed", "AgreementReviews", "ReviewAgreementOverPeriod"]


class ReviewAgreementOverPeriod(Command):
    """Record what was found where an inspector agreed too seldom with others over several inspections.

    Attributes:
        framework: the framework of the key question, by its id.
        reader: the inspector, opaque.
        question: the key question, by its number.
        first: the first day of the period; fieldwork of each inspection was to begin in it.
        last: its last day.
        inspections: those that the low agreement rests on, as the task names them; give it once for each.
        conclusion: what was found and what follows from it; it names nobody.
    """

    verb: ClassVar[str] = "review-agreement-over-period"
    framework: Reference
    reader: Opaque
    question: StandardId
    first: date
    last: date
    inspections: tuple[Reference, ...] = Field(min_length=1, max_length=500)
    conclusion: Prose

    @property
    def stream(self) -> str:
        """How far readers agree on the framework's key questions."""
        return agreement_stream(self.framework)


class AgreementOverPeriodReviewed(Event):
    """A low agreement over several inspections was looked into, what it rested on, and what was found.

    Attributes:
        reader: the inspector.
        question: the key question.
        first: the first day of the period.
        last: its last day.
        inspections: those that it rested on.
        pairs: how many answers given twice there were.
        agreed: in how many both were the same.
        lowest: the lowest share that would have been good enough, in whole per cent.
        fewest: how many answers given twice there had to be at least.
        conclusion: what was found and what follows from it.
    """

    name: ClassVar[str] = "agreement.reviewed.v1"
    reader: Opaque
    question: StandardId
    first: date
    last: date
    inspections: tuple[Reference, ...]
    pairs: int
    agreed: int
    lowest: int
    fewest: int
    conclusion: Prose


@dataclass(frozen=True, slots=True)
class AgreementReviews:
    """What was looked into of one framework.

    Attributes:
        reviews: each review, in order.
        looked_into: the inspections that they rested on, by inspector and key question.
    """

    reviews: tuple[AgreementOverPeriodReviewed, ...] = ()
    looked_into: LookedInto = field(default_factory=lambda: MappingProxyType({}))


def _evolve(state: AgreementReviews, event: AgreementOverPeriodReviewed) -> AgreementReviews:
    about = (event.reader, event.question)
    done = state.looked_into.get(about, frozenset()) | frozenset(event.inspections)
    return AgreementReviews((*state.reviews, event), MappingProxyType({**state.looked_into, about: done}))


def _inspections(
    _state: AgreementReviews, command: ReviewAgreementOverPeriod, _library: Library
) -> tuple[str, ...]:
    return tuple(map(inspection_stream, command.inspections))


def _their_pairs(command: ReviewAgreementOverPeriod, seen: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(pair for each in command.inspections for pair in pairs_of(seen[inspection_stream(each)]))


@rule(
    ReviewAgreementOverPeriod,
    events=[AgreementOverPeriodReviewed],
    refusals=["not-counted", "looked-into", "own-read", "leads-it", "agreement-not-low"],
    reads=_inspections,
    further=_their_pairs,
)
def review_agreement_over_period(
    state: AgreementReviews, command: ReviewAgreementOverPeriod, given: Given
) -> Decided:
    """Records what was found where an inspector agrees too seldom over a period's inspections, and what it rests on."""
    inspections: list[Inspection] = [
        given.seen[inspection_stream(each)] for each in dict.fromkeys(command.inspections)
    ]
    if refusal := _not_to_be_counted(state, command, inspections):
        return refusal
    counted = [
        read_twice(each, given.library.protocol_with(each.known.protocol.digest), given.seen)
        for each in inspections
    ]
    if given.actor.id in answered(counted, command.question) | {command.reader}:
        return Refusal("own-read", "Whoever gave one of these answers does not look into how far they agree.")
    if any(given.actor.id in each.judges for each in counted):
        return Refusal(
            "leads-it",
            "Who leads or led one of these inspections does not answer for how its cases are read.",
        )
    low = low_of(counted, command.reader, command.question)
    if low is None or len(low.inspections) != len(inspections):
        return Refusal(
            "agreement-not-low",
            f"The agreement of {command.reader} on {command.question} over these inspections is not too low, is of too "
            "few answers given twice, or does not rest on each of them.",
        )
    return (
        AgreementOverPeriodReviewed(
            reader=command.reader,
            question=command.question,
            first=command.first,
            last=command.last,
            inspections=low.inspections,
            pairs=low.found.pairs,
            agreed=low.found.agreed,
            lowest=low.lowest,
            fewest=low.fewest,
            conclusion=command.conclusion,
        ),
    )


def _not_to_be_counted(
    state: AgreementReviews, command: ReviewAgreementOverPeriod, inspections: list[Inspection]
) -> Refusal | None:
    for reference, each in zip(dict.fromkeys(command.inspections), inspections, strict=True):
        pinned = each.announced and each.announced.framework
        if not falls_in(each, command.first, command.last) or not pinned or pinned.id != command.framework:
            return Refusal(
                "not-counted",
                f"{reference} is not counted: its case reads are not closed, its fieldwork is not of the period, or it "
                "has another framework.",
            )
    done = state.looked_into.get((command.reader, command.question), frozenset())
    again = [each for each in dict.fromkeys(command.inspections) if each in done]
    if again:
        return Refusal("looked-into", f"That was looked into already of {', '.join(again)}.")
    return None


AGREEMENT = Decider(
    kind="agreement",
    initial=AgreementReviews(),
    rules=rules([review_agreement_over_period]),
    evolve=_evolve,
    silent=(AgreementOverPeriodReviewed,),
)
"""How far readers agree on one framework's key questions, over many inspections."""
