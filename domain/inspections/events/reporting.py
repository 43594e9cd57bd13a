"""What the draft of a report is made of, and what becomes of a report that is out."""

from datetime import date
from typing import ClassVar

from domain.inspections.report.parts import Place, Practice, Welsh
from domain.messages import Event
from domain.text import Digest, Line, Prose, Reference

__all__ = [
    "CorrectionGivenUp",
    "CorrectionOpened",
    "EmbargoedCopySent",
    "PracticeNoted",
    "PracticeWithdrawn",
    "ReportAnswered",
    "ReportWithdrawn",
    "ReportingEvent",
    "SectionStruck",
    "SectionWritten",
    "TextTranslated",
]


class SectionWritten(Event):
    """A text of the draft was written; a later one at the same place takes its place.

    Attributes:
        place: the section, standard or key question.
        text: the text.
        report: the digest of the report with it.
    """

    name: ClassVar[str] = "inspection.section-written.v1"
    place: Place
    text: Prose
    report: Digest


class SectionStruck(Event):
    """A text was taken out of the draft, and why."""

    name: ClassVar[str] = "inspection.section-struck.v1"
    place: Place
    reason: Prose
    report: Digest


class PracticeNoted(Event):
    """Good practice was taken into the draft, with the provider's consent."""

    name: ClassVar[str] = "inspection.practice-noted.v1"
    practice: Practice
    report: Digest


class PracticeWithdrawn(Event):
    """Good practice was taken out of the draft again, and why."""

    name: ClassVar[str] = "inspection.practice-withdrawn.v1"
    practice: Reference
    reason: Prose
    report: Digest


class TextTranslated(Event):
    """The translation of one text of the report was recorded.

    Attributes:
        place: which text.
        language: into which language.
        text: the translation.
        of: the digest of the text that was translated.
        report: the digest of the report with it.
    """

    name: ClassVar[str] = "inspection.text-translated.v1"
    place: Place
    language: Welsh
    text: Prose
    of: Digest
    report: Digest


class EmbargoedCopySent(Event):
    """An embargoed copy went to somebody some days before publication.

    Attributes:
        edition: of which edition.
        recipient: the recipient, by a code.
        title: the post or body that it is; never a person's name.
        report: the digest of what was sent.
        publish_on: until when nothing of it may be made known.
    """

    name: ClassVar[str] = "inspection.embargoed-copy-sent.v1"
    edition: int
    recipient: Reference
    title: Line
    report: Digest
    publish_on: date


class CorrectionOpened(Event):
    """Something in a published report was found wrong: another edition is made, which must be signed again.

    Attributes:
        edition: the number of the new edition.
        reason: why.
        changed: what is changed.
        report: the digest of the report, with the correction said in it.
        opened_on: the day.
    """

    name: ClassVar[str] = "inspection.correction-opened.v1"
    edition: int
    reason: Prose
    changed: Prose
    report: Digest
    opened_on: date


class ReportWithdrawn(Event):
    """The published report was withdrawn, and why; it can still be read as what it was."""

    name: ClassVar[str] = "inspection.report-withdrawn.v1"
    reason: Prose
    withdrawn_on: date


class CorrectionGivenUp(Event):
    """The edition that was being made is made no further, as the report that it corrects was withdrawn.

    Attributes:
        edition: the number that the edition would have had.
        given_up_on: the day.
    """

    name: ClassVar[str] = "inspection.correction-given-up.v1"
    edition: int
    given_up_on: date


class ReportAnswered(Event):
    """The provider, or a national body, responded to the published report.

    Attributes:
        response: its code.
        by: ``provider``, or the code of the body.
        title: who that is.
        text: what it said.
        received_on: when it came.
    """

    name: ClassVar[str] = "inspection.report-answered.v1"
    response: Reference
    by: Reference
    title: Line
    text: Prose
    received_on: date


ReportingEvent = (
    SectionWritten
    | SectionStruck
    | PracticeNoted
    | PracticeWithdrawn
    | TextTranslated
    | EmbargoedCopySent
    | CorrectionOpened
    | CorrectionGivenUp
    | ReportWithdrawn
    | ReportAnswered
)
