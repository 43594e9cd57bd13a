"""What happens to the report, and where the inspection stands after it."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.gates import passed
from domain.inspections.folding.tables import awaiting, put, without
from domain.inspections.folding.undoing import undecided
from domain.inspections.stages import Stage
from domain.inspections.state import Challenge, Inspection, Report

__all__ = ["fold"]


def fold(state: Inspection, event: e.PublicationEvent) -> Inspection:
    """Fold what happens to the report."""
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
                deadlines=without(state.deadlines, "factual-accuracy"),
            )
        case e.ReportSignedOff():
            signed = replace(
                report_of(state),
                signed=event.report,
                foreword=event.foreword,
                deputising=event.deputising,
            )
            return replace(state, report=signed)
        case e.ReportSubmitted():
            submitted = replace(report_of(state), submitted=event.report, submitted_on=event.submitted_on)
            return replace(state, report=submitted)
        case e.DraftSent():
            return replace(
                state,
                report=replace(report_of(state), sent=event.report, checked=False),
                deadlines=awaiting(
                    state.deadlines,
                    "factual-accuracy",
                    event.due,
                    "the provider's points of factual accuracy",
                ),
                notices=put(
                    state.notices, f"draft-{report_of(state).edition}-{event.due.isoformat()}", "draft"
                ),
            )
        case e.ChallengeRaised():
            return replace(
                state, challenges=put(state.challenges, event.challenge, Challenge(event.about, event.text))
            )
        case e.ChallengeAccepted():
            return _accepted(state, event)
        case e.ChallengeRejected():
            answered = replace(state.challenges[event.challenge], outcome="rejected")
            return replace(state, challenges=put(state.challenges, event.challenge, answered))
        case e.FactualAccuracyConfirmed() | e.FactualAccuracyWindowLapsed():
            return replace(
                state,
                report=replace(report_of(state), checked=True),
                deadlines=without(state.deadlines, "factual-accuracy"),
            )
        case e.PublicationScheduled():
            return replace(state, publish_on=event.publish_on, publish=event.report)
        case e.ReportPublished():
            published = replace(
                state,
                published=event.document,
                plan=event.plan,
                notices=put(state.notices, f"publication-{event.edition}", "publication"),
            )
            return passed(published, Stage.PUBLICATION, event)
        case _:
            assert_never(event)


def _accepted(state: Inspection, event: e.ChallengeAccepted) -> Inspection:
    report = report_of(state)
    answered = replace(state.challenges[event.challenge], outcome="accepted")
    amended = replace(
        state,
        challenges=put(state.challenges, event.challenge, answered),
        report=replace(
            report, amendments=(*report.amendments, (event.challenge, event.amendment)), digest=event.report
        ),
        publish_on=None,
        publish=None,
    )
    if event.due is None:
        return amended
    back = undecided(amended)
    return replace(
        back,
        stage=Stage.PANEL_REVIEW,
        deadlines=awaiting(back.deadlines, Stage.PANEL_REVIEW, event.due, "the panel's decision"),
    )


def report_of(state: Inspection) -> Report:
    assert state.report is not None, "the record has a report's event before its draft"
    return state.report
