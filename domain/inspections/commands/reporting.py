"""What the draft of a report is made of, and what becomes of a report that is out."""

from datetime import date
from typing import ClassVar

from domain.inspections.commands.order import InspectionOrder
from domain.inspections.report.parts import Place, Welsh
from domain.text import Line, Prose, Reference, StandardId

__all__ = [
    "AnswerReport",
    "CorrectReport",
    "NotePractice",
    "SendEmbargoedCopy",
    "StrikeSection",
    "TranslateText",
    "WithdrawPractice",
    "WithdrawReport",
    "WriteSection",
]


class WriteSection(InspectionOrder):
    """Write a text of the draft: of a section, or of what was found for a standard or key question.

    Attributes:
        place: the section, such as why-and-how, or the number of a standard or key question.
        text: the text, naming nobody; paragraphs are parted by an empty line.
    """

    verb: ClassVar[str] = "write-section"
    place: Place
    text: Prose


class StrikeSection(InspectionOrder):
    """Take a text out of the draft.

    Attributes:
        place: the section, or the number of a standard or key question.
        reason: why.
    """

    verb: ClassVar[str] = "strike-section"
    place: Place
    reason: Prose


class NotePractice(InspectionOrder):
    """Take good practice into the draft, with the provider's consent.

    Attributes:
        practice: its code.
        title: what it is, in one line.
        text: how it is done and what it achieves, naming nobody.
        consented_by: the post at the provider that agreed to its being published.
        consented_on: the day on which it did.
        standard: the standard that it is an example of, by its number.
    """

    verb: ClassVar[str] = "note-practice"
    practice: Reference
    title: Line
    text: Prose
    consented_by: Line
    consented_on: date
    standard: StandardId | None = None


class WithdrawPractice(InspectionOrder):
    """Take good practice out of the draft again.

    Attributes:
        practice: its code.
        reason: why, such as that the provider no longer agrees.
    """

    verb: ClassVar[str] = "withdraw-practice"
    practice: Reference
    reason: Prose


class TranslateText(InspectionOrder):
    """Record the translation of one text of the report.

    Attributes:
        place: which text, as `assay report places` lists them.
        text: the translation.
        language: into which language.
    """

    verb: ClassVar[str] = "translate-text"
    place: Place
    text: Prose
    language: Welsh = "cy"


class SendEmbargoedCopy(InspectionOrder):
    """Send an embargoed copy to somebody, some days before publication.

    Attributes:
        recipient: the recipient, by a code of your own: press-desk.
        title: the post or body that it is; never a person's name.
    """

    verb: ClassVar[str] = "send-embargoed-copy"
    recipient: Reference
    title: Line


class CorrectReport(InspectionOrder):
    """Open a new edition of a published report, in which something is put right.

    Attributes:
        reason: why it is corrected; it is printed.
        changed: what is changed; it is printed.
    """

    verb: ClassVar[str] = "correct-report"
    reason: Prose
    changed: Prose


class WithdrawReport(InspectionOrder):
    """Withdraw a published report.

    Attributes:
        reason: why; it is shown wherever the report is.
    """

    verb: ClassVar[str] = "withdraw-report"
    reason: Prose


class AnswerReport(InspectionOrder):
    """Record what the provider, or a national body, said to the published report.

    Attributes:
        response: the response, by a code of its own.
        by: provider, or the code of the body.
        title: who that is; a post or body.
        text: what it said, naming nobody.
        received_on: when it came.
    """

    verb: ClassVar[str] = "answer-report"
    response: Reference
    by: Reference
    title: Line
    text: Prose
    received_on: date
