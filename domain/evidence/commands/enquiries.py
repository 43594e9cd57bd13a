"""Holding prompts against the evidence, and following lines of enquiry."""

from typing import ClassVar

from pydantic import Field

from domain.evidence.commands.order import RoomOrder
from domain.evidence.events import PromptAssessed
from domain.evidence.terms import FrameworkPlace
from domain.text import Prose, Reference

__all__ = [
    "AssessPrompts",
    "CarryEnquiry",
    "CloseEnquiry",
    "OpenEnquiry",
    "WorkOnEnquiry",
]


class AssessPrompts(RoomOrder):
    """Hold prompts and key questions against the evidence; what it leaves open becomes a line of enquiry.

    Attributes:
        assessments: what the evidence says about each.
    """

    verb: ClassVar[str] = "assess-prompts"
    assessments: tuple[PromptAssessed, ...] = Field(min_length=1, max_length=500)


class _EnquiryOrder(RoomOrder):
    """A command about one line of enquiry.

    Attributes:
        enquiry: the line of enquiry, by its code.
    """

    enquiry: Reference


class OpenEnquiry(_EnquiryOrder):
    """Open a line of enquiry.

    Attributes:
        question: what is to be found out, naming nobody.
        bears_on: the standards, key questions and prompts that it is about; give it once for each.
    """

    verb: ClassVar[str] = "open-enquiry"
    question: Prose
    bears_on: tuple[FrameworkPlace, ...] = Field(default=(), max_length=100)


class WorkOnEnquiry(_EnquiryOrder):
    """Note what was looked at for a line of enquiry, and what it showed.

    Attributes:
        evidence: the entries of the register that were looked at; give it once for each.
        showed: what they showed, naming nobody.
    """

    verb: ClassVar[str] = "work-on-enquiry"
    evidence: tuple[Reference, ...] = Field(min_length=1, max_length=100)
    showed: Prose


class CloseEnquiry(_EnquiryOrder):
    """Close a line of enquiry.

    Attributes:
        conclusion: what was found out, naming nobody.
    """

    verb: ClassVar[str] = "close-enquiry"
    conclusion: Prose


class CarryEnquiry(_EnquiryOrder):
    """Carry a line of enquiry to the panel, open as it is.

    Attributes:
        reason: why it cannot be closed, naming nobody.
    """

    verb: ClassVar[str] = "carry-enquiry"
    reason: Prose
