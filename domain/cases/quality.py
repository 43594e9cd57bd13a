"""How consistently the cases of an inspection were read: agreement, and dip samples (004 §4.13).

Where two readers of the same cases agree less often than the kind of inspection sets, the quality lead looks into it
and records what was found. A dip sample is a few finished cases, drawn by lot, that the quality lead reads again.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Annotated, ClassVar, assert_never

from pydantic import Field, StringConstraints

from domain.cases.answering import MISANSWERED, misanswered
from domain.cases.events import Answered
from domain.cases.second_reads.state import SecondRead, answers_that_count
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.privacy.boxes import Plain, Private
from domain.privacy.confidence import CaseNote
from domain.ratings.consistency import Agreement, DoubleRead, by_key_question, by_reader
from domain.refusals import Refusal
from domain.streams import code_in, inspection_stream, quality_stream
from domain.text import STANDARD, CaseStream, Digest, Opaque, Prose, Reference, StandardId

__all__ = [
    "QUALITY",
    "AgreementReviewed",
    "DipReadRecorded",
    "DipSampleDrawn",
    "Group",
    "Quality",
    "QualityEvent",
    "RecordDipRead",
    "answered_in",
    "double_reads",
    "low_agreement",
]


Group = Annotated[
    str,
    StringConstraints(
        pattern=rf"^(question:{STANDARD}|reader:[a-z0-9][a-z0-9:.-]*)$",
        max_length=120,
    ),
]
"""A group of answers given twice: those to a key question, ``question:2.1.1``, or of a reader, ``reader:os-1001``."""


class _QualityOrder(Command):
    """A command about how consistently an inspection's cases were read.

    Attributes:
        inspection: the reference of the inspection.
    """

    inspection: Reference

    @property
    def stream(self) -> str:
        """How consistently the inspection's cases are read."""
        return quality_stream(self.inspection)


class RecordDipRead(_QualityOrder):
    """Record what the quality lead found in a case of the dip sample.

    Attributes:
        case: the case.
        answers: the quality lead's own answers, as pairs of key question and answer.
        finding: what was found.
    """

    verb: ClassVar[str] = "record-dip-read"
    case: CaseStream
    answers: tuple[tuple[StandardId, Answered], ...] = Field(min_length=1, max_length=200)
    finding: CaseNote

    @property
    def subject(self) -> str:
        """Whom the finding is about."""
        return self.case


class AgreementReviewed(Event):
    """The quality lead looked into an agreement that was low, and what was found.

    Attributes:
        group: the key question or the reader.
        conclusion: what was found and what follows from it.
        pairs: how many answers given twice were looked at; None where that was not noted.
    """

    name: ClassVar[str] = "quality.agreement-reviewed.v2"
    group: Group
    conclusion: Prose
    pairs: int | None


class DipSampleDrawn(Event):
    """Some finished cases were drawn to be read again by the quality lead.

    Attributes:
        pool: the digest of the finished cases that could be drawn.
        finished: how many they were.
        seed: the seed of the draw.
        cases: the drawn cases, in order of drawing.
    """

    name: ClassVar[str] = "quality.dip-sample-drawn.v1"
    pool: Digest
    finished: int
    seed: str
    cases: tuple[CaseStream, ...]


class DipReadRecorded(Event):
    """The quality lead read a finished case again.

    Attributes:
        case: the case.
        by: who read it.
        answers: the quality lead's own answers; they change no rating.
        differing: the key questions on which the case's answers that count are others.
        finding: what was found.
    """

    name: ClassVar[str] = "quality.dip-read-recorded.v1"
    case: CaseStream
    by: Opaque
    answers: tuple[tuple[StandardId, Answered], ...]
    differing: tuple[StandardId, ...]
    finding: Private


QualityEvent = AgreementReviewed | DipSampleDrawn | DipReadRecorded


@dataclass(frozen=True, slots=True)
class Quality:
    """How consistently the cases of an inspection were read, as far as the quality lead has looked.

    Attributes:
        reviewed: the groups that were looked into, with how many answers given twice were looked at.
        to_dip: the cases drawn to be read again, in order.
        dipped: those that were.
    """

    reviewed: Mapping[str, int | None] = field(default_factory=lambda: MappingProxyType({}))
    to_dip: tuple[str, ...] = ()
    dipped: frozenset[str] = frozenset()

    def looked_into(self, group: str, found: Agreement) -> bool:
        """Whether a low agreement was looked into as it stands: with more answers given twice it is to be again."""
        if group not in self.reviewed:
            return False
        pairs = self.reviewed[group]
        return pairs is None or pairs >= found.pairs

    @property
    def left(self) -> tuple[str, ...]:
        """The drawn cases that are still to be read again."""
        return tuple(each for each in self.to_dip if each not in self.dipped)


def _evolve(state: Quality, event: QualityEvent) -> Quality:
    match event:
        case AgreementReviewed():
            reviewed = {**state.reviewed, event.group: event.pairs}
            return replace(state, reviewed=MappingProxyType(reviewed))
        case DipSampleDrawn():
            return replace(state, to_dip=(*state.to_dip, *event.cases))
        case DipReadRecorded():
            return replace(state, dipped=state.dipped | {event.case})
        case _:
            assert_never(event)


def double_reads(pairs: Iterable[tuple[CaseRead, SecondRead]]) -> Iterator[DoubleRead]:
    """Every answer that was given twice, by readers who had not seen each other's; none while a read is open."""
    for first, second in pairs:
        if not first.both_in or second.drawn is None or first.readers.reader is None or not second.reader:
            continue
        for question in second.drawn.key_questions:
            yield DoubleRead(
                question,
                first.had_by.get(question) or first.readers.reader,
                second.reader,
                first.answers[question],
                second.answers[question],
            )


def answered_in(reads: Iterable[DoubleRead], group: str) -> frozenset[str]:
    """Whoever gave one of the answers of a group: of a reader, that reader and whoever read the same cases."""
    return frozenset(
        who
        for each in reads
        if group
        in (f"question:{each.key_question}", f"reader:{each.first_reader}", f"reader:{each.second_reader}")
        for who in (each.first_reader, each.second_reader)
    )


def low_agreement(reads: Sequence[DoubleRead], lowest: int | None, fewest: int) -> Mapping[str, Agreement]:
    """The groups of answers given twice that agree less often than they should.

    Args:
        reads: the answers given twice.
        lowest: the lowest share that is good enough, in whole per cent; None where the kind of inspection sets none.
        fewest: with fewer answers given twice, a group is left alone: so few say little.
    """
    if lowest is None:
        return {}
    groups = {f"question:{each}": found for each, found in by_key_question(reads).items()}
    groups |= {f"reader:{each}": found for each, found in by_reader(reads).items()}
    return {
        group: found
        for group, found in groups.items()
        if found.pairs >= fewest and found.agreed * 100 < lowest * found.pairs
    }


def _its_reads(_state: Quality, command: RecordDipRead, _library: Library) -> tuple[str, ...]:
    return (command.case, second_read_of(command.case))


@rule(
    RecordDipRead,
    events=[DipReadRecorded],
    refusals=[
        "not-drawn",
        "dipped",
        "own-read",
        "read-not-complete",
        *MISANSWERED,
    ],
    reads=_its_reads,
)
def record_dip_read(state: Quality, command: RecordDipRead, given: Given) -> Decided:
    """Records a finished case as the quality lead read it again; its answers stay what they were."""
    if command.case not in state.to_dip:
        return Refusal("not-drawn", "This case is not in the dip sample.")
    if command.case in state.dipped:
        return Refusal("dipped", "This case has been read again already.")
    first: CaseRead = given.seen[command.case]
    second: SecondRead = given.seen[second_read_of(command.case)]
    if given.actor.id in (*first.readers.first, second.reader):
        return Refusal("own-read", "Whoever read the case does not read it again for the dip sample.")
    if not first.complete or first.blind:
        return Refusal("read-not-complete", "The reads of this case are not all finished.")
    if refusal := misanswered(command.answers, first.answers):
        return refusal
    counted = answers_that_count(first, second)
    return (
        DipReadRecorded(
            case=command.case,
            by=given.actor.id,
            answers=command.answers,
            differing=tuple(question for question, answer in command.answers if counted[question] != answer),
            finding=Plain(str(command.finding), command.case, "case-note"),
        ),
    )


QUALITY = Decider(
    kind="quality",
    initial=Quality(),
    rules=rules([record_dip_read]),
    evolve=_evolve,
    matter=lambda stream, _state: inspection_stream(code_in(stream, quality_stream)),
    silent=(AgreementReviewed, DipSampleDrawn, DipReadRecorded),
)
"""How consistently the cases of one inspection were read."""
