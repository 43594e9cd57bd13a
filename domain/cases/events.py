"""What can happen to one case that was drawn for reading."""

from datetime import date
from typing import ClassVar, Literal

from domain.messages import Event
from domain.privacy.boxes import Private
from domain.text import Digest, Reference, StandardId

__all__ = [
    "AnswerNoted",
    "Answered",
    "AnswersRecorded",
    "CaseEvent",
    "CaseReadCompleted",
    "CaseReadReopened",
    "CaseReferenceNoted",
    "CaseSampled",
    "CharacteristicsRecorded",
    "InterviewHeld",
    "InterviewNotHeld",
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
        key_questions: the questions that are asked of it, in order.
    """

    name: ClassVar[str] = "case.sampled.v1"
    inspection: Reference
    population: Reference
    list_digest: Digest
    row: int
    key_questions: tuple[StandardId, ...]


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


CaseEvent = (
    CaseSampled
    | InterviewHeld
    | InterviewNotHeld
    | AnswersRecorded
    | CaseReadCompleted
    | CaseReadReopened
    | CaseReferenceNoted
    | AnswerNoted
    | CharacteristicsRecorded
)
