"""What can happen to one case that was drawn for reading."""

from datetime import date
from typing import ClassVar, Literal

from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import Digest, Opaque, PromptId, Reference, StandardId

__all__ = [
    "AnswerNoted",
    "Answered",
    "AnswersRecorded",
    "CaseAllocated",
    "CaseEvent",
    "CaseReadCompleted",
    "CaseReadReopened",
    "CaseReferenceNoted",
    "CaseSampled",
    "CaseSetAside",
    "CaseSetForSecondRead",
    "CharacteristicsRecorded",
    "ClassificationRecorded",
    "InterviewHeld",
    "InterviewNotHeld",
    "PromptsAnswered",
    "ReaderStoodIn",
    "ReadsShown",
    "SecondReadCalledBack",
    "SecondReadGivenUp",
    "SecondReadReceived",
    "SecondReaderNamed",
]

Answered = Literal["yes", "no", "not_applicable"]
"""An inspector's answer to a key question in one case (004 §4.7); real cases also know "not applicable"."""


class CaseSampled(Event):
    """The case was drawn for reading.

    Attributes:
        inspection: the inspection it was drawn for.
        population: which list it stands in.
        list_digest: the digest of that list.
        row: its row in the list, from 1; who it is about is in the list, never here.
        key_questions: the questions that are asked of it, in order: those of everybody, and of its sub-samples.
        list: the stream of the list; None where it was not handed in.
        stratum: the number of its stratum; None where the draw had none, or strata that tell of persons.
        sort: the words of its stratum, such as ``office: North``; they are about a person, and so private.
        sub_samples: the sub-samples it is in, counted from 1.
        replaces: the case whose place it takes; None if it was drawn at first.
    """

    name: ClassVar[str] = "case.sampled.v2"
    inspection: Reference
    population: Reference
    list_digest: Digest
    row: int
    key_questions: tuple[StandardId, ...]
    list: Opaque | None = None
    stratum: int | None = None
    sort: Private | None = None
    sub_samples: tuple[int, ...] = ()
    replaces: Opaque | None = None


class CaseSetAside(Event):
    """The case is not going to be read after all: another takes its place, or its list was replaced.

    Attributes:
        code: why, by one of the codes of the rule for replacements, or ``list-replaced``.
        note: what there is to say about it, of the case.
    """

    name: ClassVar[str] = "case.set-aside.v1"
    code: Reference
    note: Private | None = None


class InterviewHeld(Event):
    """The responsible officer was interviewed about the case (004 §4.6)."""

    name: ClassVar[str] = "case.interview-held.v1"
    held_on: date


class InterviewNotHeld(Event):
    """The responsible officer could not be interviewed, and why; None where an old event has that in plain."""

    name: ClassVar[str] = "case.interview-not-held.v2"
    reason: Private | None


class AnswersRecorded(Event):
    """The inspector answered some of the key questions; a later answer to the same question replaces an earlier one."""

    name: ClassVar[str] = "case.answers-recorded.v1"
    answers: tuple[tuple[StandardId, Answered], ...]


class CaseReadCompleted(Event):
    """The read was finished: every question answered, the interview held or its absence explained."""

    name: ClassVar[str] = "case.read-completed.v1"


class CaseReadReopened(Event):
    """A finished read was opened again, and why; None where an old event has that in plain."""

    name: ClassVar[str] = "case.read-reopened.v2"
    reason: Private | None


class CaseReferenceNoted(Event):
    """The reference was noted under which the provider knows the case; a later one replaces an earlier one."""

    name: ClassVar[str] = "case.reference-noted.v1"
    reference: Private


class AnswerNoted(Event):
    """The inspector noted something beside the answer to a key question; a later note replaces an earlier one."""

    name: ClassVar[str] = "case.answer-noted.v1"
    question: StandardId
    note: Private


class CharacteristicsRecorded(Event):
    """Protected characteristics were recorded, in place of any that were before.

    Attributes:
        answers: the answer by characteristic, as canonical JSON; which were given is private too.
    """

    name: ClassVar[str] = "case.characteristics-recorded.v1"
    answers: Private


class CaseAllocated(Event):
    """The case was given to an inspector to read, in place of whoever had it before.

    Attributes:
        reader: the inspector, opaque.
        proposed: whom the allocation by skill, load and conflict proposed; None if nothing was proposed.
        reason: why it is another than proposed, or than before; None where it is neither.
    """

    name: ClassVar[str] = "case.allocated.v1"
    reader: Opaque
    proposed: Opaque | None = None
    reason: Private | None = None


class ReaderStoodIn(Event):
    """The lead inspector took up the case beside the inspector who has it, and why."""

    name: ClassVar[str] = "case.reader-stood-in.v1"
    reader: Opaque
    reason: Private


class PromptsAnswered(Event):
    """The inspector answered some of the prompts under the key questions; a later answer replaces an earlier one."""

    name: ClassVar[str] = "case.prompts-answered.v1"
    prompts: tuple[tuple[PromptId, Answered], ...]


class ClassificationRecorded(Event):
    """How the provider, the inspector, or both classify the case; neither takes the other's place (003 L224).

    Attributes:
        aspect: what is classified: ``risk-of-serious-harm``.
        provider: the class that the provider gave; None where nothing is said of it here.
        inspector: the class that the inspector would give; None likewise.
    """

    name: ClassVar[str] = "case.classification-recorded.v1"
    aspect: Reference
    provider: Reference | None = None
    inspector: Reference | None = None


class CaseSetForSecondRead(Event):
    """The case was drawn to be read a second time: from now on each reader sees only their own answers."""

    name: ClassVar[str] = "case.set-for-second-read.v1"


class SecondReaderNamed(Event):
    """Somebody was given the second read of the case, in place of whoever had it before."""

    name: ClassVar[str] = "case.second-reader-named.v1"
    reader: Opaque


class SecondReadReceived(Event):
    """The second read of the case is in."""

    name: ClassVar[str] = "case.second-read-received.v1"


class SecondReadCalledBack(Event):
    """The second read of the case was opened again."""

    name: ClassVar[str] = "case.second-read-called-back.v1"


class SecondReadGivenUp(Event):
    """The case is not going to be read a second time after all; why is on the record of the second read."""

    name: ClassVar[str] = "case.second-read-given-up.v1"


class ReadsShown(Event):
    """What was said in reads of the case, which are kept apart, came into the hands of somebody who reads neither.

    It came with the whole record, with everything that is held about the person, or with the words of an alert.

    Attributes:
        to: to whom.
        first: whether anything had been said in the first read by then; or an alert may tell what it says.
        second: whether anything had been said in the second; or an alert may tell what it says.
    """

    name: ClassVar[str] = "case.reads-shown.v1"
    to: Opaque
    first: bool
    second: bool


CaseEvent = (
    CaseSampled
    | CaseSetAside
    | InterviewHeld
    | InterviewNotHeld
    | AnswersRecorded
    | CaseReadCompleted
    | CaseReadReopened
    | CaseReferenceNoted
    | AnswerNoted
    | CharacteristicsRecorded
    | CaseAllocated
    | ReaderStoodIn
    | PromptsAnswered
    | ClassificationRecorded
    | CaseSetForSecondRead
    | SecondReaderNamed
    | SecondReadReceived
    | SecondReadCalledBack
    | SecondReadGivenUp
    | ReadsShown
)
