"""Where the evidence room of an inspection stands: the fold of its events."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from domain.evidence.events import (
    EnquiryWorkedOn,
    Entry,
    ExperienceMissing,
    ExperienceSummarised,
    FeedbackGiven,
    PromptAssessed,
    SessionPlan,
    SurveyRecorded,
)

__all__ = ["Enquiry", "EvidenceRoom", "Registered", "Session"]


@dataclass(frozen=True, slots=True)
class Registered:
    """An entry of the register.

    Attributes:
        content: what it is, as last put right.
        recorded_on: the day on which it was first recorded.
        version: the version of the room at which it was last recorded or put right: what rests on it names this.
        told: the version since which it tells what it tells: another document, other days or other words came then.
        account: the stream of what people said, sealed; None where nothing is kept.
        corrected: how often it was put right.
        withdrawn: why nothing may rest on it any more; None as long as something may.
    """

    content: Entry
    recorded_on: date
    version: int
    account: str | None = None
    corrected: int = 0
    withdrawn: str | None = None
    told: int = 0


@dataclass(frozen=True, slots=True)
class Session:
    """A session of the timetable, as it was last planned or as it was held."""

    plan: SessionPlan
    outcome: Literal["planned", "held", "cancelled"] = "planned"


@dataclass(frozen=True, slots=True)
class Enquiry:
    """A line of enquiry.

    Attributes:
        question: what is to be found out.
        bears_on: what it is about.
        from_gap: whether it is there because the evidence in advance leaves a prompt open.
        work: what was looked at, and what it showed.
        outcome: where it stands.
        words: its conclusion, or why it was carried to the panel.
        version: the version of the room at which it was last worked on, closed or carried.
    """

    question: str
    bears_on: tuple[str, ...]
    from_gap: bool
    work: tuple[EnquiryWorkedOn, ...] = ()
    outcome: Literal["open", "closed", "carried"] = "open"
    words: str | None = None
    version: int = 0

    @property
    def looked_at(self) -> tuple[str, ...]:
        """The entries of the register that were looked at for it."""
        return tuple(dict.fromkeys(entry for each in self.work for entry in each.evidence))


@dataclass(frozen=True, slots=True)
class EvidenceRoom:
    """The evidence room of one inspection.

    Attributes:
        version: how many events it has.
        register: the entries by their code, in the order of recording.
        sessions: the timetable by the code of each session.
        surveys: the surveys by the code of their entries.
        summaries: what was summed up of each group's experience.
        unheard: why groups were not heard, by voice.
        feedback: the feedback that the provider was given.
        findings: what the evidence says about prompts and key questions, by place.
        found_at: the version of the room at which each of them was recorded.
        enquiries: the lines of enquiry by their code.
    """

    version: int = 0
    register: Mapping[str, Registered] = field(default_factory=lambda: MappingProxyType({}))
    sessions: Mapping[str, Session] = field(default_factory=lambda: MappingProxyType({}))
    surveys: Mapping[str, SurveyRecorded] = field(default_factory=lambda: MappingProxyType({}))
    summaries: Mapping[str, ExperienceSummarised] = field(default_factory=lambda: MappingProxyType({}))
    unheard: Mapping[str, ExperienceMissing] = field(default_factory=lambda: MappingProxyType({}))
    feedback: tuple[FeedbackGiven, ...] = ()
    findings: Mapping[str, PromptAssessed] = field(default_factory=lambda: MappingProxyType({}))
    found_at: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))
    enquiries: Mapping[str, Enquiry] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def open_enquiries(self) -> tuple[str, ...]:
        """The codes of the lines of enquiry that are neither closed nor carried to the panel."""
        return tuple(code for code, each in self.enquiries.items() if each.outcome == "open")

    def stands(self, entry: str) -> bool:
        """Whether something may rest on an entry: it is in the register, and was not withdrawn."""
        found = self.register.get(entry)
        return found is not None and found.withdrawn is None
