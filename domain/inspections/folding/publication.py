"""What happens to the report, and where the inspection stands after it."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.gates import passed
from domain.inspections.folding.tables import awaiting, put, without
from domain.inspections.folding.undoing import undecided
from domain.inspections.report.parts import Parts, is_standard
from domain.inspections.report.rerated import ratings_of
from domain.inspections.report.state import Challenge, Edition, Report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.text import slug

__all__ = ["checked", "fold"]


def fold(state: Inspection, event: e.PublicationEvent) -> Inspection:
    """Fold what happens to the report."""
    match event:
        case e.ReportDrafted():
            return _drafted(state, event)
        case e.ReportSignedOff() | e.ReportSubmitted():
            return replace(state, report=_signed(report_of(state), event))
        case e.DraftSent():
            return _sent(state, event)
        case e.ChallengeRaised():
            raised = Challenge(event.about, event.text, place=event.place, provider=event.provider)
            return replace(state, challenges=put(state.challenges, event.challenge, raised))
        case e.ChallengeAccepted():
            return _accepted(state, event)
        case e.ChallengeRejected():
            answered = replace(state.challenges[event.challenge], outcome="rejected", reason=event.reason)
            return replace(state, challenges=put(state.challenges, event.challenge, answered))
        case e.FactualAccuracyConfirmed():
            return _confirmed(state, event)
        case e.FactualAccuracyWindowLapsed():
            return checked(state)
        case e.PublicationScheduled():
            return replace(state, publish_on=event.publish_on, publish_at=event.at, publish=event.report)
        case e.ReportPublished():
            return _published(state, event)
        case _:
            assert_never(event)


def _drafted(state: Inspection, event: e.ReportDrafted) -> Inspection:
    before = state.report.parts if state.report else Parts()
    report = Report(
        event.edition,
        event.findings,
        event.recommendations,
        event.decision,
        (),
        event.report,
        parts=before.drafted(event.experience, event.characteristics, event.looked_again),
    )
    return replace(
        state,
        report=report,
        challenges=MappingProxyType({}),
        publish_on=None,
        publish=None,
        deadlines=without(state.deadlines, "factual-accuracy"),
    )


def _signed(report: Report, event: e.ReportSignedOff | e.ReportSubmitted) -> Report:
    if isinstance(event, e.ReportSubmitted):
        return replace(report, submitted=event.report, submitted_on=event.submitted_on)
    return replace(
        report,
        signed=event.report,
        foreword=event.foreword,
        deputising=event.deputising,
        signed_on=event.signed_on,
    )


def _sent(state: Inspection, event: e.DraftSent) -> Inspection:
    report = report_of(state)
    awaited = "the provider's points of factual accuracy"
    return replace(
        state,
        report=replace(report, sent=event.report, checked=False, no_more=frozenset()),
        deadlines=awaiting(state.deadlines, "factual-accuracy", event.due, awaited),
        notices=put(state.notices, _code_of_draft(state, report, event), "draft"),
    )


def _code_of_draft(state: Inspection, report: Report, event: e.DraftSent) -> str:
    """The code under which a draft is sent; an edition that corrects may be drafted, and sent, more than once."""
    code = f"draft-{report.edition}-{event.due.isoformat()}"
    return code if state.correction is None else f"{code}-{state.version}"


def _confirmed(state: Inspection, event: e.FactualAccuracyConfirmed) -> Inspection:
    """A provider has no further points; the window is over once that goes for every one of them."""
    report = report_of(state)
    said = frozenset(state.known.providers) if event.provider is None else report.no_more | {event.provider}
    told = replace(state, report=replace(report, no_more=said))
    return checked(told) if said.issuperset(state.known.providers) else told


def checked(state: Inspection) -> Inspection:
    """The inspection with the window for points of factual accuracy over."""
    return replace(
        state,
        report=replace(report_of(state), checked=True),
        deadlines=without(state.deadlines, "factual-accuracy"),
    )


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
    back = _judged_anew(undecided(amended), state.challenges[event.challenge].place)
    return replace(
        back,
        stage=Stage.PANEL_REVIEW,
        deadlines=awaiting(back.deadlines, Stage.PANEL_REVIEW, event.due, "the panel's decision"),
    )


def _judged_anew(state: Inspection, place: str | None) -> Inspection:
    """Where the point is about a standard that somebody judged, that judgement must be proposed anew."""
    standard = ".".join(place.split(".")[:2]) if place and is_standard(place) else None
    if standard is None or standard not in state.proposals:
        return state
    return replace(state, proposals=without(state.proposals, standard), derived=None)


def _published(state: Inspection, event: e.ReportPublished) -> Inspection:
    corrects = state.correction is not None
    told = "correction" if corrects else "publication"
    # That it was put off is no news any more once it is out.
    owed = {code: kind for code, kind in state.notices.items() if kind != "embargo-put-off"}
    notices, recipients = put(owed, f"publication-{event.edition}", told), state.recipients
    for title in event.distribution:
        code = f"distribution-{event.edition}-{slug(title)}"
        notices, recipients = put(notices, code, "distribution"), put(recipients, code, title)
    edition = Edition(
        event.edition,
        event.report,
        event.document,
        event.files,
        event.published_on,
        event.public,
        ratings_of(state.decided),
    )
    out = replace(
        state,
        published=event.document,
        plans=state.plans if corrects else event.plans,
        notices=notices,
        recipients=recipients,
        editions=(*state.editions, edition),
        correction=None,
    )
    return _as_before(out) if corrects else passed(out, Stage.PUBLICATION, event)


def _as_before(state: Inspection) -> Inspection:
    """The inspection with its correction out: where it stood before, if its case reads were opened again for that."""
    back = state.reopened_from
    if back is None:
        return state
    left = without(state.deadlines, Stage.PUBLICATION.value)
    running = MappingProxyType({}) if back is Stage.CLOSED else left
    return replace(state, stage=back, reopened_from=None, deadlines=running)


def report_of(state: Inspection) -> Report:
    assert state.report is not None, "the record has a report's event before its draft"
    return state.report
