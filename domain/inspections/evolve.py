"""How each event changes where an inspection stands. Nothing is decided here and nothing is refused."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from types import MappingProxyType
from typing import Any, TypeVar, assert_never

from domain.agenda import Deadline
from domain.canonical import canonical, sha256_hex
from domain.inspections import events as e
from domain.inspections.stages import Stage
from domain.inspections.state import Challenge, Evidence, Inspection, Report

__all__ = ["decision_digest", "evolve"]

V = TypeVar("V")


def evolve(state: Inspection, event: e.InspectionEvent) -> Inspection:
    """Fold one event into the state."""
    return _folded(replace(state, version=state.version + 1), event)


def _folded(state: Inspection, event: e.InspectionEvent) -> Inspection:
    match event:
        case (
            e.InspectionAnnounced()
            | e.InspectionDeferred()
            | e.InspectionResumed()
            | e.InspectionCancelled()
            | e.InspectionClosed()
            | e.StageOverdue()
            | e.DeadlineMoved()
            | e.NoticeSent()
        ):
            return _course(state, event)
        case (
            e.EvidenceRequested()
            | e.EvidenceReceived()
            | e.EvidenceOverdue()
            | e.EvidenceChased()
            | e.EvidenceWaived()
        ):
            return _evidence(state, event)
        case (
            e.FieldworkBegun()
            | e.SampleDrawn()
            | e.FieldworkEnded()
            | e.RatingProposed()
            | e.CaseReadsClosed()
            | e.CaseReadsReopened()
            | e.RatingsDerived()
            | e.RatingsDecided()
        ):
            return _judgement(state, event)
        case (
            e.ReportDrafted()
            | e.ReportSignedOff()
            | e.DraftSent()
            | e.ChallengeRaised()
            | e.ChallengeAccepted()
            | e.ChallengeRejected()
            | e.FactualAccuracyConfirmed()
            | e.FactualAccuracyWindowLapsed()
            | e.PublicationScheduled()
            | e.ReportPublished()
        ):
            return _publication(state, event)
        case _:
            assert_never(event)


def decision_digest(event: e.RatingsDecided) -> str:
    """The digest by which a report is bound to the panel's decision."""
    return sha256_hex(canonical(event.model_dump(mode="json")))


def _course(state: Inspection, event: Any) -> Inspection:
    match event:
        case e.InspectionAnnounced():
            return replace(
                state,
                stage=Stage.ANNOUNCEMENT,
                announced=event,
                deadlines=_running({}, Stage.ANNOUNCEMENT, event.request_due, "the evidence request"),
                notices=_put(state.notices, "announcement", "announcement"),
            )
        case e.InspectionDeferred():
            return replace(
                state,
                deferred=event.until,
                deferred_on=event.deferred_on,
                notices=_put(state.notices, f"deferral-{event.deferred_on.isoformat()}", "deferral"),
            )
        case e.InspectionResumed():
            moved = dict(event.deadlines)
            return replace(
                state,
                deferred=None,
                deferred_on=None,
                notices=_put(state.notices, f"resumption-{state.deferred_on}", "resumption"),
                deadlines=MappingProxyType(
                    {
                        code: each.with_(due=moved[code]) if code in moved else each
                        for code, each in state.deadlines.items()
                    }
                ),
            )
        case e.InspectionCancelled():
            return replace(
                state,
                cancelled=True,
                deadlines=MappingProxyType({}),
                notices=_put(state.notices, "cancellation", "cancellation"),
            )
        case e.InspectionClosed():
            return replace(state, stage=Stage.CLOSED, deadlines=MappingProxyType({}))
        case e.StageOverdue():
            return replace(state, deadlines=_without(state.deadlines, event.stage.value))
        case e.DeadlineMoved():
            running = state.deadlines[event.deadline]
            return replace(
                state, deadlines=_put(state.deadlines, event.deadline, running.with_(due=event.due))
            )
        case e.NoticeSent():
            return replace(state, notices=_without(state.notices, event.notice))
        case _:
            raise AssertionError(event)


def _evidence(state: Inspection, event: Any) -> Inspection:
    match event:
        case e.EvidenceRequested():
            return replace(
                state,
                stage=Stage.EVIDENCE_REQUEST,
                evidence=MappingProxyType({item.id: Evidence(item) for item in event.items}),
                deadlines=_running(
                    _without(state.deadlines, Stage.ANNOUNCEMENT.value),
                    "evidence",
                    event.due,
                    "the evidence asked for",
                ),
                notices=_put(state.notices, "evidence-request", "evidence-request"),
            )
        case e.EvidenceReceived() | e.EvidenceWaived():
            received = isinstance(event, e.EvidenceReceived)
            item = replace(state.evidence[event.item], outcome="received" if received else "waived")
            after = replace(state, evidence=_put(state.evidence, event.item, item))
            return after if after.awaited else replace(after, deadlines=_without(after.deadlines, "evidence"))
        case e.EvidenceOverdue():
            return replace(state, evidence_overdue=event.due, deadlines=_without(state.deadlines, "evidence"))
        case e.EvidenceChased():
            code = f"evidence-chase-{event.due.isoformat()}"
            return replace(
                state,
                evidence_overdue=None,
                deadlines=_running(state.deadlines, "evidence", event.due, "the evidence asked for"),
                notices=_put(state.notices, code, "evidence-chase"),
            )
        case _:
            raise AssertionError(event)


def _judgement(state: Inspection, event: Any) -> Inspection:
    match event:
        case e.FieldworkBegun():
            return replace(
                state,
                stage=Stage.FIELDWORK,
                begun_on=event.begun_on,
                deadlines=_running(
                    _without(state.deadlines, "evidence"), Stage.FIELDWORK, event.due, "the end of fieldwork"
                ),
            )
        case e.SampleDrawn():
            return replace(state, samples=_put(state.samples, event.population, event))
        case e.FieldworkEnded():
            running = _running(
                _without(state.deadlines, Stage.FIELDWORK.value),
                Stage.CASE_READS,
                event.due,
                "the last case reads",
            )
            return replace(
                state,
                stage=Stage.CASE_READS,
                deadlines=_running(
                    running, Stage.PUBLICATION, event.publication_due, "publication of the report"
                ),
            )
        case e.RatingProposed():
            return replace(
                state,
                proposals=_put(state.proposals, event.standard, event),
                proposed_at=_put(state.proposed_at, event.standard, state.version),
                derived=None,
                decided=None,
                decision=None,
            )
        case e.CaseReadsClosed():
            return replace(
                state,
                stage=Stage.PANEL_REVIEW,
                cases=event.cases,
                deadlines=_running(
                    _without(state.deadlines, Stage.CASE_READS.value),
                    Stage.PANEL_REVIEW,
                    event.due,
                    "the panel's decision",
                ),
            )
        case e.CaseReadsReopened():
            back = _undecided(state)
            return replace(
                back,
                stage=Stage.CASE_READS,
                cases=(),
                derived=None,
                deadlines=_running(
                    _without(back.deadlines, Stage.PANEL_REVIEW.value),
                    Stage.CASE_READS,
                    event.due,
                    "the last case reads",
                ),
            )
        case e.RatingsDerived():
            return replace(state, derived=event, decided=None, decision=None)
        case e.RatingsDecided():
            return replace(
                state,
                stage=Stage.PUBLICATION,
                decided=event,
                decision=decision_digest(event),
                deadlines=_without(state.deadlines, Stage.PANEL_REVIEW.value),
            )
        case _:
            raise AssertionError(event)


def _publication(state: Inspection, event: Any) -> Inspection:
    match event:
        case e.ReportDrafted():
            report = Report(
                event.edition, event.findings, event.recommendations, event.decision, (), event.report
            )
            return replace(
                state,
                report=report,
                challenges=MappingProxyType({}),
                publish_on=None,
                publish=None,
                deadlines=_without(state.deadlines, "factual-accuracy"),
            )
        case e.ReportSignedOff():
            return replace(state, report=replace(_report(state), signed=event.report))
        case e.DraftSent():
            return replace(
                state,
                report=replace(_report(state), sent=event.report, checked=False),
                deadlines=_running(
                    state.deadlines,
                    "factual-accuracy",
                    event.due,
                    "the provider's points of factual accuracy",
                ),
                notices=_put(
                    state.notices, f"draft-{_report(state).edition}-{event.due.isoformat()}", "draft"
                ),
            )
        case e.ChallengeRaised():
            return replace(
                state, challenges=_put(state.challenges, event.challenge, Challenge(event.about, event.text))
            )
        case e.ChallengeAccepted():
            return _accepted(state, event)
        case e.ChallengeRejected():
            answered = replace(state.challenges[event.challenge], outcome="rejected")
            return replace(state, challenges=_put(state.challenges, event.challenge, answered))
        case e.FactualAccuracyConfirmed() | e.FactualAccuracyWindowLapsed():
            return replace(
                state,
                report=replace(_report(state), checked=True),
                deadlines=_without(state.deadlines, "factual-accuracy"),
            )
        case e.PublicationScheduled():
            return replace(state, publish_on=event.publish_on, publish=event.report)
        case e.ReportPublished():
            return replace(
                state,
                stage=Stage.ACTION_PLAN,
                published=event.document,
                plan=event.plan,
                deadlines=_without(state.deadlines, Stage.PUBLICATION.value),
                notices=_put(state.notices, f"publication-{event.edition}", "publication"),
            )
        case _:
            raise AssertionError(event)


def _accepted(state: Inspection, event: e.ChallengeAccepted) -> Inspection:
    report = _report(state)
    answered = replace(state.challenges[event.challenge], outcome="accepted")
    amended = replace(
        state,
        challenges=_put(state.challenges, event.challenge, answered),
        report=replace(
            report, amendments=(*report.amendments, (event.challenge, event.amendment)), digest=event.report
        ),
        publish_on=None,
        publish=None,
    )
    if event.due is None:
        return amended
    back = _undecided(amended)
    return replace(
        back,
        stage=Stage.PANEL_REVIEW,
        deadlines=_running(back.deadlines, Stage.PANEL_REVIEW, event.due, "the panel's decision"),
    )


def _undecided(state: Inspection) -> Inspection:
    """The panel's decision no longer stands, nor does anything that was bound to it, the provider's check included."""
    report = state.report
    return replace(
        state,
        decided=None,
        decision=None,
        report=replace(report, sent=None, checked=False) if report else None,
        publish_on=None,
        publish=None,
        deadlines=_without(state.deadlines, "factual-accuracy"),
    )


def _report(state: Inspection) -> Report:
    assert state.report is not None, "the record has a report's event before its draft"
    return state.report


def _put(table: Mapping[str, V], key: str, value: V) -> Mapping[str, V]:
    return MappingProxyType({**table, key: value})


def _without(table: Mapping[str, V], key: str) -> Mapping[str, V]:
    return MappingProxyType({each: value for each, value in table.items() if each != key})


def _running(table: Mapping[str, Deadline], code: str, due: date, awaits: str) -> Mapping[str, Deadline]:
    return _put(table, str(code), Deadline(id=str(code), due=due, awaits=awaits))
