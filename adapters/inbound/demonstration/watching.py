"""What there is to see of examples while they are played: read from the record as it grows, like everything shown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from activities.ports import EventStore
from domain.cases.events import CaseReadCompleted, InterviewNotHeld
from domain.cases.lists.events import CaseListHandedIn
from domain.cases.second_reads.state import DifferenceDecided, SecondReadCompleted
from domain.deciders import EVENT_NAMES, kind_of
from domain.evidence.account import AccountGiven
from domain.evidence.events import EnquiryOpened, EvidenceRegistered, PromptsAssessed
from domain.holdings.document import DocumentKept
from domain.holdings.events import ItemHeld, RequestNoted
from domain.inspections.decider import INSPECTION
from domain.inspections.events import (
    EvidenceReceived,
    EvidenceRequested,
    InspectionAnnounced,
    SampleDrawn,
    SectionWritten,
)
from domain.inspections.state import Inspection
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.events import InspectionConsidered, PanelConvened
from domain.people.roles import Role
from domain.privacy.subjects import SubjectErased
from domain.storyline.telling import sentence
from domain.streams import inspection_stream
from domain.text import counted
from domain.working_days import in_words

__all__ = ["Picture", "Told", "Watching", "reads_in_words"]

BATCH = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that happened, for people.

    Attributes:
        at: when.
        role: in which role somebody acted; the machinery is one of them.
        sentence: what, in an inspector's words.
    """

    at: datetime
    role: str
    sentence: str

    @property
    def by_itself(self) -> bool:
        """Whether nobody did it: the machinery recorded it."""
        return self.role == Role.MACHINERY.value


@dataclass(slots=True)
class Picture:
    """One inspection as far as it has come.

    Attributes:
        reference: of the inspection.
        state: where it stands.
        stages: the stages it has been at, in order, with the moment it came to each.
        drawn: how many cases were drawn, by population.
        read: how many of them have been read.
        finished: the ends of case reads that have not been told yet: they are told by the day, not one by one.
        alone: how many of these cases had no interview.
        again: how many second reads were finished, and not told yet.
        settled: how many answers on which two readers differed have been decided on.
        prompts: how many prompts were held against the evidence.
        enquiries: how many lines of enquiry came of that, or were opened otherwise.
        several: what is told by its number, and has not been told yet.
        told: what happened, oldest first, without the single steps of the case reads.
    """

    reference: str
    state: Inspection = INSPECTION.initial
    stages: list[tuple[str, datetime]] = field(default_factory=list)
    drawn: dict[str, int] = field(default_factory=dict)
    read: dict[str, int] = field(default_factory=dict)
    finished: list[Envelope[Event]] = field(default_factory=list)
    alone: int = 0
    again: int = 0
    settled: int = 0
    prompts: int = 0
    enquiries: int = 0
    several: list[Envelope[Event]] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)


_News = list[tuple[Picture, Told]]

_TOLD_ELSEWHERE = (
    AccountGiven,
    CaseListHandedIn,
    DocumentKept,
    InspectionConsidered,
    ItemHeld,
    RequestNoted,
    SubjectErased,
)
"""What goes with another event, and has been told with that one."""

_TOLD_TOGETHER: Mapping[type[Event], str] = MappingProxyType(
    {
        EvidenceReceived: "items of evidence came in",
        EvidenceRegistered: "items were taken into the register of evidence",
        SectionWritten: "texts were written into the draft",
    }
)
"""What is told by its number where there are several in a row."""


class Watching:
    """Follows a record from its beginning."""

    def __init__(self, store: EventStore) -> None:
        """Follow a record as it grows."""
        self._store = store
        self._position = 0
        self._refusal = 0
        self._populations: dict[str, str] = {}
        self._panels: dict[str, str] = {}
        self.pictures: dict[str, Picture] = {}

    def catch_up(self) -> Sequence[tuple[Picture, Told]]:
        """Take in what is new; what there is to tell of it, oldest first."""
        news: _News = []
        while batch := self._store.scan(self._position, BATCH):
            for recorded in batch:
                self._take_in(EVENT_NAMES.read(recorded), news)
            self._position = batch[-1].position
        for picture in self.pictures.values():
            _tell_reads(picture, news)
            _tell_several(picture, news)
        self._take_in_refusals(news)
        for picture, told in news:
            picture.told.append(told)
        return news

    def _take_in(self, envelope: Envelope[Event], news: _News) -> None:
        picture = self._picture(envelope)
        if picture is None:
            return
        match kind_of(envelope.stream):
            case "case" | "second-read":
                self._count(picture, envelope, news)
                return
            case "inspection":
                self._fold(picture, envelope)
        match envelope.data:
            case PromptsAssessed():
                picture.prompts += len(envelope.data.findings)
            case EnquiryOpened():
                picture.enquiries += 1
        _tell_reads(picture, news)
        if isinstance(envelope.data, _TOLD_ELSEWHERE):
            return
        if picture.several and type(picture.several[0].data) is not type(envelope.data):
            _tell_several(picture, news)
        if type(envelope.data) in _TOLD_TOGETHER:
            picture.several.append(envelope)
            return
        words = _in_words(envelope.data) or envelope.name
        news.append((picture, Told(envelope.occurred_at, envelope.acting_role, words)))

    def _count(self, picture: Picture, envelope: Envelope[Event], news: _News) -> None:
        match envelope.data:
            case SecondReadCompleted():
                picture.again += 1
                picture.finished.append(envelope)
            case DifferenceDecided():
                picture.settled += 1
                _tell_reads(picture, news)
                told = "Two readers differed on an answer; the quality lead decided, with a reason, which one counts."
                news.append((picture, Told(envelope.occurred_at, envelope.acting_role, told)))
            case InterviewNotHeld():
                picture.alone += 1
            case CaseReadCompleted():
                picture.read[self._populations[envelope.stream]] += 1
                picture.finished.append(envelope)

    def _take_in_refusals(self, news: _News) -> None:
        while batch := self._store.refusals(self._refusal, BATCH):
            for _, note in batch:
                picture = self.pictures.get(note.stream)
                if picture is not None:
                    words = f"To {note.verb.replace('-', ' ')} was refused: {note.refusal.sentence}"
                    news.append((picture, Told(note.at, note.acting_role, words)))
            self._refusal = batch[-1][0]

    def _picture(self, envelope: Envelope[Event]) -> Picture | None:
        """Which inspection an event belongs to; a panel's belong to the first on its agenda, a provider's to none."""
        event = envelope.data
        if isinstance(event, InspectionAnnounced):
            self.pictures[envelope.stream] = Picture(event.inspection)
        if isinstance(event, PanelConvened):
            self._panels[envelope.stream] = inspection_stream(event.agenda[0].inspection)
        return self.pictures.get(self._panels.get(envelope.stream, envelope.correlation_id))

    def _fold(self, picture: Picture, envelope: Envelope[Event]) -> None:
        event = envelope.data
        picture.state = INSPECTION.evolve(picture.state, event)
        standing = str(picture.state.standing)
        if not picture.stages or picture.stages[-1][0] != standing:
            picture.stages.append((standing, envelope.occurred_at))
        if isinstance(event, SampleDrawn):
            picture.read[event.population] = 0
            picture.drawn[event.population] = len(event.cases)
            self._populations.update(dict.fromkeys(event.cases, event.population))


def _in_words(event: Event) -> str | None:
    if isinstance(event, EvidenceRequested):
        return f"{len(event.items)} items of evidence were requested, due on {in_words(event.due)}."
    return sentence(event)


def _tell_several(picture: Picture, news: _News) -> None:
    if not picture.several:
        return
    last = picture.several[-1]
    words = sentence(last.data) or last.name
    if len(picture.several) > 1:
        words = f"{len(picture.several)} {_TOLD_TOGETHER[type(last.data)]}."
    news.append((picture, Told(last.occurred_at, last.acting_role, words)))
    picture.several = []


def _tell_reads(picture: Picture, news: _News) -> None:
    if not picture.finished:
        return
    last = picture.finished[-1]
    words = reads_in_words(len(picture.finished) - picture.again, picture.alone, picture.again)
    news.append((picture, Told(last.occurred_at, last.acting_role, words)))
    picture.finished, picture.alone, picture.again = [], 0, 0


def reads_in_words(finished: int, alone: int, again: int = 0) -> str:
    """How many case reads were finished, how many of them without an interview, and how many cases were read again."""
    told = []
    if finished:
        which = "" if finished == 1 else f"{alone} of them "
        without = f", {which}without an interview of the responsible officer" if alone else ""
        told.append(f"{counted(finished, 'case')} {'was' if finished == 1 else 'were'} read{without}.")
    if again:
        told.append(f"{counted(again, 'case')} {'was' if again == 1 else 'were'} read a second time, blind.")
    return " ".join(told)
