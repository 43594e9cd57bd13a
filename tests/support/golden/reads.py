"""Golden events of case reads: allocation, second reads, alerts, work without a connection, quality, exercises."""

from datetime import UTC, datetime

from domain.cases.agreement.reviewing import AgreementOverPeriodReviewed
from domain.cases.alerts.events import (
    AlertAcknowledged,
    AlertNoticeSent,
    AlertRaised,
    AlertTold,
    AlertUnacknowledged,
    Told,
)
from domain.cases.benchmarking import BenchmarkAnswered, BenchmarkClosed, BenchmarkOpened
from domain.cases.events import (
    CaseAllocated,
    CaseSetForSecondRead,
    ClassificationRecorded,
    PromptsAnswered,
    ReaderStoodIn,
    ReadsShown,
    SecondReadCalledBack,
    SecondReaderNamed,
    SecondReadGivenUp,
    SecondReadReceived,
)
from domain.cases.offline.messages import EditSettled, FileBroughtBack, HeldEdit
from domain.cases.quality import AgreementReviewed, DipReadRecorded, DipSampleDrawn
from domain.cases.second_reads.state import (
    DifferenceDecided,
    SecondAnswerNoted,
    SecondAnswersRecorded,
    SecondReadAbandoned,
    SecondReadAllocated,
    SecondReadCompleted,
    SecondReadDrawn,
    SecondReadReopened,
    SecondReadSetAside,
)
from domain.inspections.events import SecondReadsDrawn, SecondReadsWaived
from domain.messages import Event
from domain.privacy.boxes import Sealed
from tests.support.example import CASE, INSPECTION, day

__all__ = ["READS", "READS_VARIANTS"]


def _note(field: str) -> Sealed:
    return Sealed(
        algorithm="aes-256-gcm-1",
        category="case-note",
        ciphertext="A" * 64,
        commitment="c" * 64,
        field=field,
        nonce="0" * 24,
        subject=CASE,
    )


_TOLD = Told(who="duty-manager", at=datetime(2018, 7, 11, 8, 30, tzinfo=UTC))

READS: tuple[Event, ...] = (
    SecondReadsDrawn(percent=20, seed="said beforehand", cases=(CASE,)),
    SecondReadsWaived(reason="Only one inspector is trained for this."),
    CaseAllocated(reader="os-1002", proposed="os-1001", reason=_note("reason")),
    ReaderStoodIn(reader="os-1000", reason=_note("reason")),
    PromptsAnswered(prompts=(("2.1.1.a", "yes"), ("2.3.1.d", "not_applicable"))),
    ClassificationRecorded(aspect="risk-of-serious-harm", provider="medium", inspector="high"),
    CaseSetForSecondRead(),
    SecondReaderNamed(reader="os-1003"),
    SecondReadReceived(),
    SecondReadCalledBack(),
    SecondReadGivenUp(),
    ReadsShown(to="os-1008", first=True, second=False),
    SecondReadDrawn(
        inspection=INSPECTION, case=CASE, population="supervised-cases", key_questions=("2.1.1", "2.1.2")
    ),
    SecondReadAllocated(reader="os-1003", proposed="os-1003"),
    SecondAnswersRecorded(answers=(("2.1.1", "yes"), ("2.1.2", "not_applicable"))),
    SecondAnswerNoted(question="2.1.1", note=_note("note")),
    SecondReadCompleted(),
    SecondReadReopened(reason=_note("reason")),
    SecondReadAbandoned(reason=_note("reason")),
    SecondReadSetAside(code="inspection-cancelled"),
    DifferenceDecided(question="2.1.1", answer="no", reason=_note("reason")),
    AlertRaised(
        inspection=INSPECTION,
        case=CASE,
        number=1,
        what=_note("what"),
        by="os-1002",
        told=(_TOLD,),
        due=day("2018-07-11"),
    ),
    AlertTold(number=1, told=(_TOLD,)),
    AlertAcknowledged(number=1, action=_note("action")),
    AlertUnacknowledged(number=1, due=day("2018-07-11")),
    AlertNoticeSent(number=1, occasion="raised", told=(_TOLD,), on_duty=True, document="d" * 64),
    FileBroughtBack(
        file="f" * 64,
        taken_on=day("2018-07-10"),
        recorded=2,
        held=(
            HeldEdit(number=1, question="2.1.1", answer="yes", was="no", why="changed"),
            HeldEdit(number=2, question="2.1.1", note=_note("held.1.note"), why="read-complete"),
            HeldEdit(number=3, question=None, held_on=day("2018-07-10"), why="changed"),
            HeldEdit(number=4, question=None, prompt="2.1.1.a", answer="yes", why="changed"),
            HeldEdit(
                number=5,
                question=None,
                aspect="risk-of-harm",
                provider="low",
                inspector="high",
                why="unknown-class",
            ),
        ),
        taken="e" * 64,
        dealt_with=(("2.1.1", "yes"), ("note 2.1.2", "1"), ("interview", "held 2018-07-10")),
    ),
    EditSettled(number=1, kept="theirs", reason=_note("reason")),
    AgreementReviewed(group="reader:os-1002", conclusion="Reads too kindly; trained again.", pairs=12),
    AgreementOverPeriodReviewed(
        reader="os-1002",
        question="2.1.1",
        first=day("2026-01-01"),
        last=day("2026-12-31"),
        inspections=("north-2026", "south-2026"),
        pairs=14,
        agreed=9,
        lowest=80,
        fewest=10,
        conclusion="The word “review” was read differently; the guidance says now which is meant.",
    ),
    DipSampleDrawn(pool="5" * 64, finished=60, seed="said beforehand", cases=(CASE,)),
    DipReadRecorded(
        case=CASE, by="os-1004", answers=(("2.1.1", "no"),), differing=("2.1.1",), finding=_note("finding")
    ),
    BenchmarkOpened(
        title="A case of many risks",
        document="d" * 64,
        key_questions=("2.1.1",),
        readers=("os-1002", "os-1003"),
    ),
    BenchmarkAnswered(reader="os-1002", answers=(("2.1.1", "yes"),)),
    BenchmarkClosed(learning=("Look at the date of the plan.",)),
)

READS_VARIANTS: dict[str, Event] = {"taken-up": CaseAllocated(reader="os-1002")}
