"""What must hold at the end of a year; every sentence that is checked is counted, and the first that fails is told."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import timedelta
from fractions import Fraction

from activities.ports import EventStore
from benchmarks.year.acting import LATE_ACTIONS
from benchmarks.year.reckoning import Reckoned
from benchmarks.year.walking import YearWalk
from domain.action_plans.events import ActionOverdue, ActionPlanOverdue, ActionPlanReturned
from domain.cases.events import AnswersRecorded
from domain.cases.quality import AgreementReviewed
from domain.cases.second_reads.state import DifferenceDecided, SecondAnswersRecorded
from domain.cases.streams import second_read_of
from domain.follow_ups.commands import follow_up_stream
from domain.follow_ups.events import CriterionConcluded, FollowUpConcluded, ResultsCompared
from domain.inspections.events import (
    AnswersCounted,
    CaseReadsClosed,
    CaseReadsReopened,
    ChallengeAccepted,
    EvidenceEscalated,
    EvidenceOverdue,
    FactualAccuracyWindowLapsed,
    InspectionDeferred,
    InspectionResumed,
    LeadChanged,
    NoticeSent,
    QuestionsSet,
    RatingsConfirmed,
    RatingsDecided,
    RatingsDerived,
    ReportPublished,
    StageOverdue,
)
from domain.inspections.stages import Stage
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.events import PackIssued
from domain.streams import plan_in, plan_stream
from domain.working_days import london_date
from tests.support.kinds.looked_again import MET, OF

__all__ = ["Checks", "NotSo", "check_derivation", "check_year"]


Passed = StageOverdue | FactualAccuracyWindowLapsed | EvidenceOverdue | ActionPlanOverdue | ActionOverdue
"""What tells that a date has passed: time goes from date to date, so it is noted when the next day has begun."""


class NotSo(Exception):
    """Something that must hold does not."""


_PLAN = plan_stream("")


class Checks:
    """Counts what was checked."""

    def __init__(self) -> None:
        self.done: Counter[str] = Counter()

    def that(self, what: str, found: object, wanted: object, where: str) -> None:
        """Check one thing.

        Raises:
            NotSo: it does not hold.
        """
        if found != wanted:
            raise NotSo(f"{where}: {what}: {found!r}, and should be {wanted!r}")
        self.done[what] += 1


def check_year(
    walks: Sequence[YearWalk], store: EventStore, events: Sequence[Envelope[Event]], checks: Checks
) -> None:
    """Check a year that is over.

    Args:
        walks: its inspections.
        store: where its record is.
        events: all of it.
        checks: counts what is checked.

    Raises:
        NotSo: something does not hold.
    """
    by_stream: dict[str, list[Envelope[Event]]] = {}
    for each in events:
        by_stream.setdefault(each.stream, []).append(each)
    for walk in walks:
        _ended(walk, checks)
        _ratings(walk, by_stream[walk.stream], checks)
        _counted(walk, by_stream[walk.stream], checks)
        _decisions(walk, by_stream[walk.stream], checks)
        _reads(walk, by_stream, checks)
        _befell(walk, by_stream[walk.stream], checks)
        _followed(walk, by_stream.get(follow_up_stream(walk.reference), []), checks)
        _planned(walk, by_stream, checks)
    for stream, told in by_stream.items():
        _once(stream, told, checks)
    behind = [each.stream for each in store.lagging() if each.loud]
    checks.that("workflows have acknowledged everything", behind, [], "the record")


def _ended(walk: YearWalk, checks: Checks) -> None:
    cancelled = "cancelled" in walk.part.befalls
    wanted = Stage.CANCELLED if cancelled else Stage.CLOSED
    checks.that("inspections ended as they should", walk.state.standing, wanted, walk.reference)


def _ratings(walk: YearWalk, told: Sequence[Envelope[Event]], checks: Checks) -> None:
    derived = [each.data for each in told if isinstance(each.data, RatingsDerived)]
    checks.that("derivations", len(derived), len(walk.reckoned), walk.reference)
    for found, wanted in zip(derived, walk.reckoned, strict=True):
        check_derivation(found, wanted, walk.reference, checks)


def _counted(walk: YearWalk, told: Sequence[Envelope[Event]], checks: Checks) -> None:
    """Of what nobody rates: the answers to each question that was set, as the reads were last closed."""
    if not walk.protocol.sets_questions:
        return
    events = [each.data for each in told]
    asked = [event for event in events if isinstance(event, QuestionsSet)][-1].questions
    counted = [event for event in events if isinstance(event, AnswersCounted)]
    found = (
        {each.number: (each.yes, each.no, each.not_applicable) for each in counted[-1].counts}
        if counted
        else {}
    )
    closed = any(isinstance(event, CaseReadsClosed) for event in events)
    for question in asked if closed else ():
        said = Counter(answers[question.number] for answers in walk.reading.answers.values())
        wanted = (said["yes"], said["no"], said["not_applicable"])
        where = f"{walk.reference} {question.number}"
        checks.that("answers to questions that were set", found.get(question.number), wanted, where)


def check_derivation(found: RatingsDerived, wanted: Reckoned, where: str, checks: Checks) -> None:
    """Check a derivation against the second reckoning, number by number.

    Raises:
        NotSo: they differ.
    """
    ratings = {each.standard: each.rating for each in found.ratings}
    for standard in sorted({*ratings, *wanted.ratings}):
        rating = wanted.ratings.get(standard, "not in the script")
        checks.that("ratings of standards", ratings.get(standard, "not there"), rating, f"{where} {standard}")
    checks.that("scores", (found.score, found.max_score), (wanted.score, wanted.most), where)
    checks.that("overall ratings by the rule", found.overall, wanted.overall, where)
    shares = _shares(json.loads(found.trace))
    for question in sorted({*shares, *wanted.shares}):
        checks.that(
            "shares of key questions, with yes and no",
            shares.get(question),
            wanted.shares.get(question),
            f"{where} {question}",
        )


def _shares(
    trace: Mapping[str, list[Mapping[str, list[Mapping[str, object]]]]],
) -> dict[str, tuple[object, ...]]:
    """Yes, no and their share, of each key question that has one."""
    return {
        str(each["id"]): (each["yes"], each["no"], Fraction(str(each["share"])))
        for standard in trace["standards"]
        for each in standard["key_questions"]
        if each["share"] is not None
    }


def _decisions(walk: YearWalk, told: Sequence[Envelope[Event]], checks: Checks) -> None:
    decided = [each.data for each in told if isinstance(each.data, RatingsDecided | RatingsConfirmed)]
    checks.that(
        "overall ratings as decided", [each.overall for each in decided], walk.decided, walk.reference
    )
    if decided:
        ratings = {each.standard: each.rating for each in decided[-1].ratings}
        checks.that("ratings as decided", ratings, dict(walk.reckoned[-1].ratings), walk.reference)
    if walk.refused:
        refused = ["stale-pack", "stale-proposal"]
        checks.that(
            "decisions on papers and proposals that were stale, refused",
            walk.refused,
            refused,
            walk.reference,
        )


def _reads(walk: YearWalk, by_stream: Mapping[str, Sequence[Envelope[Event]]], checks: Checks) -> None:
    """What stands on the record of each case is what its readers answered, and the quality lead decided."""
    reading = walk.reading
    for case in walk.state.sampled if walk.reckoned else ():
        first: dict[str, str] = {}
        second: dict[str, str] = {}
        decided: dict[str, str] = {}
        for each in (*by_stream[case], *by_stream.get(second_read_of(case), ())):
            match each.data:
                case AnswersRecorded():
                    first |= dict(each.data.answers)
                case SecondAnswersRecorded():
                    second |= dict(each.data.answers)
                case DifferenceDecided():
                    decided[each.data.question] = each.data.answer
                case _:
                    pass
        checks.that("cases, every answer as given", {**first, **decided}, reading.answers[case], case)
        if case in reading.twice:
            checks.that("second reads, every answer as given", second, reading.again[case], case)
            differing = sorted(each for each in first if first[each] != second[each])
            checks.that("second reads, each difference decided", sorted(decided), differing, case)
    papers = sum(
        isinstance(each.data, PackIssued) and each.data.inspection == walk.reference
        for stream, events in by_stream.items()
        if stream.startswith("panel-")
        for each in events
    )
    wanted = len(walk.decided) + walk.overtaken + len(walk.refused) // 2 if walk.protocol.panel else 0
    checks.that("papers issued, anew where they were stale", papers, wanted, walk.reference)
    told = by_stream.get(f"quality-{walk.reference}", ())
    reviewed = sum(isinstance(each.data, AgreementReviewed) for each in told)
    checks.that("low agreements looked into", reviewed, reading.reviewed, walk.reference)


def _befell(walk: YearWalk, told: Sequence[Envelope[Event]], checks: Checks) -> None:
    names = Counter(type(each.data) for each in told)
    befalls = walk.part.befalls
    if "cancelled" in befalls:
        return
    checks.that("evidence taken higher up", names[EvidenceEscalated], int("late" in befalls), walk.reference)
    put_off = int("deferred" in befalls)
    checks.that(
        "put off", (names[InspectionDeferred], names[InspectionResumed]), (put_off,) * 2, walk.reference
    )
    checks.that("another lead", names[LeadChanged], int("another-lead" in befalls), walk.reference)
    opened = len(befalls & {"stale", "moved"})
    checks.that("case reads opened again", names[CaseReadsReopened], opened, walk.reference)
    touched = sum(
        isinstance(each.data, ChallengeAccepted) and each.data.touches == "judgement" for each in told
    )
    checks.that("points that touched a judgement", touched, int("touched" in befalls), walk.reference)
    checks.that("published once", names[ReportPublished], 1, walk.reference)
    lapsed = int("silent" in befalls)
    checks.that("windows that lapsed", names[FactualAccuracyWindowLapsed], lapsed, walk.reference)


def _followed(walk: YearWalk, told: Sequence[Envelope[Event]], checks: Checks) -> None:
    """Both results of a follow-up stand beside each other, with the shares as reckoned and their difference."""
    compared = [each.data for each in told if isinstance(each.data, ResultsCompared)]
    names = [type(each.data) for each in told]
    if walk.protocol.follow_up is None:
        checks.that("no first results where nothing is followed", names, [], walk.reference)
        return
    standards = walk.protocol.follow_up.standards
    ends = (len(compared), names.count(CriterionConcluded), names.count(FollowUpConcluded))
    checks.that("follow-ups concluded on every standard", ends, (1, len(standards), 1), walk.reference)
    beside = {each.subject: each.beside for each in compared[0].rows if each.beside.difference}
    shares = walk.reckoned[-1].shares
    wanted = sorted(each for each in shares if each.rpartition(".")[0] in standards)
    checks.that("key questions put beside the first time", sorted(beside), wanted, walk.reference)
    for question in wanted:
        yes, no, share = shares[question]
        again, found = beside[question].again, beside[question].difference
        assert again is not None
        assert found is not None
        exact = 1000 * (share - Fraction(MET, OF))
        checks.that(
            "shares beside the first ones, and the difference",
            (again.met, again.of, abs(found.tenths - exact) <= Fraction(1, 2)),
            (yes, yes + no, True),
            f"{walk.reference} {question}",
        )


def _planned(walk: YearWalk, by_stream: Mapping[str, Sequence[Envelope[Event]]], checks: Checks) -> None:
    known, befalls = walk.state.known, walk.part.befalls
    found = sorted(
        each for each in by_stream if plan_in(each)[0] == walk.reference and each.startswith(_PLAN)
    )
    if not walk.protocol.has(Stage.ACTION_PLAN) or "cancelled" in befalls:
        checks.that("no action plan where none is asked for", found, [], walk.reference)
        return
    asked = [plan_stream(walk.reference, each if known.others else None) for each in known.providers]
    checks.that("an action plan of each provider", found, sorted(asked), walk.reference)
    for stream in found:
        names = Counter(type(each.data) for each in by_stream[stream])
        for what, event, wanted in (
            ("plans that were late", ActionPlanOverdue, "plan-late" in befalls),
            ("plans that were returned", ActionPlanReturned, "returned" in befalls),
            ("actions that were late", ActionOverdue, walk.part.number % LATE_ACTIONS == 0),
        ):
            checks.that(what, names[event], int(wanted), stream)


def _once(stream: str, told: Sequence[Envelope[Event]], checks: Checks) -> None:
    """Nothing that the machinery does is there twice, and each date is noted when it is over, not before or later."""
    sent = [each.data.notice for each in told if isinstance(each.data, NoticeSent)]
    checks.that("notices, each once", len(sent), len(set(sent)), stream)
    for each in told:
        if isinstance(each.data, Passed):
            noted, due = london_date(each.occurred_at), each.data.due
            checks.that("dates noted as soon as they were over", noted, due + timedelta(days=1), stream)
    ids = [each.event_id for each in told]
    checks.that("streams without an event twice", len(ids), len(set(ids)), stream)
