"""What an auditor looks for across inspections. Every answer comes from events, and says at which one it was found."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from domain.action_plans.events import (
    ActionChangeAgreed,
    ActionChangeDeclined,
    ActionGivenUp,
    ActionOverdue,
    ActionPlanAccepted,
    ActionPlanFollowedUp,
    ActionPlanOverdue,
    ActionPlanReturned,
)
from domain.cases.agreement.reviewing import AgreementOverPeriodReviewed
from domain.cases.alerts.events import AlertRaised, AlertUnacknowledged
from domain.cases.benchmarking import BenchmarkAnswered
from domain.cases.events import AnswersRecorded, CaseReadReopened, ClassificationRecorded, PromptsAnswered
from domain.cases.lists.events import CasesExcluded
from domain.cases.offline.messages import EditSettled
from domain.cases.quality import AgreementReviewed, DipReadRecorded
from domain.cases.second_reads.state import DifferenceDecided, SecondAnswersRecorded, SecondReadReopened
from domain.comments.events import CommentOverdue
from domain.deciders import DECIDERS, decider_of
from domain.evidence.events import (
    EnquiryCarried,
    EnquiryClosed,
    EvidenceCorrected,
    EvidenceWithdrawn,
    ExperienceSummarised,
    PromptsAssessed,
)
from domain.follow_ups.events import CriterionConcluded, FollowUpConcluded
from domain.holdings.events import HoldingWithdrawn
from domain.inspections.events import (
    CaseReadsReopened,
    CaseReplaced,
    ChallengeAccepted,
    ChallengeRejected,
    ConditionLifted,
    ConditionMet,
    ConditionOverdue,
    ConditionSet,
    CorrectionGivenUp,
    CorrectionOpened,
    CorrelationChecked,
    CriterionScored,
    EvidenceLinked,
    EvidenceOverdue,
    EvidenceReceived,
    EvidenceWaived,
    FactualAccuracyWindowLapsed,
    PartnerSigned,
    PracticeNoted,
    PracticeWithdrawn,
    RatingProposed,
    RatingsConfirmed,
    RatingsDecided,
    ReportDrafted,
    ReportSignedOff,
    ReportWithdrawn,
    SampleWithdrawn,
    SecondReadsWaived,
    SectionWritten,
    StageOverdue,
    StandardLeftUnrated,
    WaiverWithdrawn,
)
from domain.inspections.state import Inspection
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.events import DissentRecorded, MinutesCorrected, MinutesOverdue, PapersOverdue
from domain.panels.state import Panel
from domain.programme.year.events import PlanWithdrawn, ProgrammeWithdrawn
from domain.storyline.telling import sentence
from domain.text import words_of
from domain.working_days import in_words, london_date

__all__ = ["QUESTIONS", "Found", "Question", "find"]

Stream = Sequence[Envelope[Event]]


@dataclass(frozen=True, slots=True)
class Found:
    """One thing that was found.

    Attributes:
        envelope: the event at which it shows, with who, when and in which role.
        words: what it is.
        stands_again: for an approval that went stale, whether one stands now; else None.
    """

    envelope: Envelope[Event]
    words: str
    stands_again: bool | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """Something that can be looked for.

    Attributes:
        meaning: what, as `--help` says it.
        kinds: the kinds of stream in which it is looked for.
        look: what there is of it in a stream.
    """

    meaning: str
    kinds: tuple[str, ...]
    look: Callable[[Stream], Iterable[Found]]


def find(question: Question, stream: Stream, by: str | None = None) -> Iterator[Found]:
    """What there is to be found in one stream.

    Args:
        question: what is looked for.
        stream: its events, in order.
        by: only what this person did, alone or with others; None for anybody.
    """
    for found in question.look(stream):
        if by is None or by in _who(found.envelope):
            yield found


def _who(envelope: Envelope[Event]) -> tuple[str, ...]:
    """Who did it: whoever acted, the panel's members who decided or dissented, and whoever read for a dip sample."""
    event = envelope.data
    match event:
        case RatingsDecided():
            return (envelope.actor, *(event.sitting.deciding if event.sitting else event.present))
        case DissentRecorded():
            return (envelope.actor, event.member)
        case DipReadRecorded():
            return (envelope.actor, event.by)
        case _:
            return (envelope.actor,)


def _told(*events: type[Event]) -> Callable[[Stream], Iterator[Found]]:
    """Every event of some classes, in its own words."""

    def look(stream: Stream) -> Iterator[Found]:
        for envelope in stream:
            if isinstance(envelope.data, events):
                yield Found(envelope, sentence(envelope.data) or envelope.name)

    return look


def _departures(stream: Stream) -> Iterator[Found]:
    for envelope in stream:
        if isinstance(envelope.data, RatingsDecided):
            for each in envelope.data.departures:
                subject = "overall" if each.subject == "overall" else f"standard {each.subject}"
                yield Found(
                    envelope,
                    f"{subject}: {words_of(each.decided)} decided, {words_of(each.derived)} by the rule "
                    f"({each.trigger}): {each.reason}",
                )


def _deputies(stream: Stream) -> Iterator[Found]:
    for envelope in stream:
        if " in the place of " in envelope.acting_role:
            yield Found(envelope, sentence(envelope.data) or envelope.name)


def _overdue(stream: Stream) -> Iterator[Found]:
    """What passed its date; of evidence each item by itself, with what became of it since."""
    for place, envelope in enumerate(stream):
        event = envelope.data
        if isinstance(event, EvidenceOverdue):
            for item in event.items:
                since = _became_of(item, stream[place + 1 :])
                yield Found(
                    envelope, f"{item} was missing when its date, {in_words(event.due)}, passed; {since}"
                )
        elif isinstance(event, _PASSED):
            yield Found(envelope, sentence(event) or envelope.name)


def _became_of(item: str, later: Stream) -> str:
    said = "it is still missing."
    for envelope in later:
        day = in_words(london_date(envelope.occurred_at))
        match envelope.data:
            case EvidenceReceived(item=code) if code == item:
                said = f"it was received on {day}."
            case EvidenceWaived(item=code) if code == item:
                said = f"it was waived on {day}."
            case EvidenceLinked(item=asked) if asked.id == item:
                said = f"on {day} what was held already was taken for it."
            case WaiverWithdrawn(item=code) if code == item:
                said = "it is still missing."
            case _:
                pass
    return said


_PASSED = (
    StageOverdue | ConditionOverdue | FactualAccuracyWindowLapsed | ActionPlanOverdue | ActionOverdue
    | PapersOverdue | MinutesOverdue | AlertUnacknowledged | CommentOverdue
)  # fmt: skip


def _stale(stream: Stream) -> Iterator[Found]:
    """Approvals that stood before an event and no longer stood after it, because of what it changed."""
    if not stream:
        return
    decider = decider_of(stream[0].stream)
    state, found = decider.initial, []
    for envelope in stream:
        before, state = state, decider.evolve(state, envelope.data)
        stood, stands = _approvals(before), _approvals(state)
        for what in stood:
            if what not in stands:
                why = sentence(envelope.data) or envelope.name
                found.append((what, Found(envelope, f"{what} went stale: {why}")))
    now = _approvals(state)
    for what, each in found:
        yield replace(each, stands_again=what in now)


def _approvals(state: Any) -> Sequence[str]:
    match state:
        case Panel() if state.written and state.written.approved_by:
            return ("the approval of the minutes",)
        case Inspection():
            return tuple(_of_inspection(state))
        case _:
            return ()


def _of_inspection(state: Inspection) -> Iterator[str]:
    report = state.report
    if state.decided is not None:
        yield "the decision on the ratings"
    if report is not None and report.signature_stands:
        yield "the Chief Inspector's signature"
    if report is not None and report.submission_stands:
        yield "the submission to the Secretary of State"
    for partner, digest in state.partners.items():
        if report is not None and digest == report.digest:
            yield f"the signature for {partner}"


QUESTIONS: Mapping[str, Question] = MappingProxyType(
    {
        "departures": Question("every departure from the rule, with its reason", ("inspection",), _departures),
        "stale-approvals": Question(
            "every approval that went stale, because of what, and whether one stands again",
            ("inspection", "panel"),
            _stale,
        ),
        "judgements": Question(
            "every judgement: proposals, reads, alerts, what is counted, decisions of panels, texts, signatures",
            (
                "inspection", "case", "second-read", "hold", "quality", "agreement", "benchmark", "evidence", "panel",
                "action-plan", "follow-up", "alert", "list",
            ),
            _told(
                RatingProposed, CorrelationChecked, CriterionScored, StandardLeftUnrated, RatingsDecided,
                RatingsConfirmed, ConditionSet, ConditionMet, ConditionLifted, ChallengeAccepted, ChallengeRejected,
                ReportSignedOff, PartnerSigned, AnswersRecorded, PromptsAnswered, ClassificationRecorded,
                SecondAnswersRecorded, DifferenceDecided, EditSettled, AgreementReviewed,
                AgreementOverPeriodReviewed, DipReadRecorded, BenchmarkAnswered, PromptsAssessed,
                ExperienceSummarised, EnquiryClosed, EnquiryCarried,
                PracticeNoted, ReportDrafted, SectionWritten, SecondReadsWaived, CaseReplaced, CasesExcluded,
                AlertRaised,
                DissentRecorded, ActionPlanAccepted, ActionPlanReturned, ActionChangeAgreed, ActionChangeDeclined,
                ActionPlanFollowedUp, ActionGivenUp, CriterionConcluded, FollowUpConcluded,
            ),
        ),
        "overdue": Question(
            "everything that passed its date; of evidence each item, and what became of it",
            ("inspection", "action-plan", "panel", "alert", "comment"),
            _overdue,
        ),
        "reopened": Question(
            "everything that was opened again, withdrawn or corrected",
            ("inspection", "case", "second-read", "evidence", "holdings", "panel", "programme"),
            _told(
                CaseReadsReopened, CaseReadReopened, SecondReadReopened, SampleWithdrawn, WaiverWithdrawn,
                PracticeWithdrawn, CorrectionOpened, CorrectionGivenUp, ReportWithdrawn, EvidenceCorrected,
                EvidenceWithdrawn, HoldingWithdrawn, MinutesCorrected, PlanWithdrawn, ProgrammeWithdrawn,
            ),
        ),
        "deputies": Question("everything that was done in somebody's place", tuple(DECIDERS), _deputies),
    }
)  # fmt: skip
"""What can be looked for, by name."""
