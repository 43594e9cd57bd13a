"""What the evidence says so far, what it leaves open, and how that was closed before the panel (004 §4.15)."""

from typing import ClassVar

from domain.evidence.terms import Finding, FrameworkPlace
from domain.messages import Event, Message
from domain.text import Line, Prose, Reference

__all__ = [
    "EnquiriesEvent",
    "EnquiryCarried",
    "EnquiryClosed",
    "EnquiryOpened",
    "EnquiryWorkedOn",
    "PromptAssessed",
    "PromptsAssessed",
]


class PromptAssessed(Message):
    """What the evidence says about one prompt, or about a key question as a whole.

    Attributes:
        prompt: the prompt, such as "1.1.2 b", or the key question.
        finding: what the evidence says so far.
        evidence: the entries of the register that say so.
        note: why, in words that name nobody.
    """

    prompt: FrameworkPlace
    finding: Finding
    evidence: tuple[Reference, ...] = ()
    note: Line | None = None


class PromptsAssessed(Event):
    """Prompts were held against the evidence; a later finding about the same one replaces an earlier."""

    name: ClassVar[str] = "evidence.prompts-assessed.v1"
    findings: tuple[PromptAssessed, ...]


class EnquiryOpened(Event):
    """A line of enquiry was opened.

    Attributes:
        enquiry: its code.
        question: what is to be found out.
        bears_on: the standards, key questions and prompts that it is about.
        from_gap: whether it is there because the evidence in advance leaves a prompt open.
    """

    name: ClassVar[str] = "enquiry.opened.v1"
    enquiry: Reference
    question: Prose
    bears_on: tuple[FrameworkPlace, ...]
    from_gap: bool


class EnquiryWorkedOn(Event):
    """A line of enquiry was followed: what was looked at, and what it showed."""

    name: ClassVar[str] = "enquiry.worked-on.v1"
    enquiry: Reference
    evidence: tuple[Reference, ...]
    showed: Prose


class EnquiryClosed(Event):
    """A line of enquiry was closed with a conclusion."""

    name: ClassVar[str] = "enquiry.closed.v1"
    enquiry: Reference
    conclusion: Prose


class EnquiryCarried(Event):
    """A line of enquiry could not be closed and was carried to the panel, which is told so."""

    name: ClassVar[str] = "enquiry.carried.v1"
    enquiry: Reference
    reason: Prose


EnquiriesEvent = PromptsAssessed | EnquiryOpened | EnquiryWorkedOn | EnquiryClosed | EnquiryCarried
