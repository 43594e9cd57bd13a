"""What the draft is made of and what becomes of a report that is out, and where the inspection stands after it."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.tables import put, without
from domain.inspections.folding.undoing import undecided
from domain.inspections.report.parts import Correction, Parts, Translation
from domain.inspections.report.state import Report, Response
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.ReportingEvent) -> Inspection:
    """Fold what happens to the parts of a report, and after its publication."""
    report = state.report
    assert report is not None, "the record has a report's event before its draft"
    parts = report.parts
    match event:
        case e.SectionWritten():
            return _changed(state, report, parts.writing(event.place, event.text), event.report)
        case e.SectionStruck():
            return _changed(state, report, parts.writing(event.place, None), event.report)
        case e.PracticeNoted():
            return _changed(state, report, parts.noting(event.practice), event.report)
        case e.PracticeWithdrawn():
            return _changed(state, report, parts.without_practice(event.practice), event.report)
        case e.TextTranslated():
            translation = Translation(
                place=event.place, language=event.language, text=event.text, of=event.of
            )
            return _changed(state, report, parts.translating(translation), event.report)
        case e.EmbargoedCopySent():
            return _embargoed(state, event)
        case e.CorrectionOpened():
            correction = Correction(edition=event.edition, reason=event.reason, changed=event.changed)
            corrected = parts.with_(corrections=(*parts.corrections, correction))
            opened = _changed(state, replace(report, edition=event.edition), corrected, event.report)
            return replace(opened, correction=correction)
        case e.ReportWithdrawn():
            told = {f"withdrawal-{code}": title for code, title in state.recipients.items() if _told(code)}
            notices, recipients = state.notices, state.recipients
            for code, title in told.items():
                notices, recipients = put(notices, code, "withdrawal"), put(recipients, code, title)
            return replace(
                state,
                withdrawn=event.reason,
                notices=put(notices, f"withdrawal-{event.withdrawn_on.isoformat()}", "withdrawal"),
                recipients=recipients,
            )
        case e.CorrectionGivenUp():
            return _given_up(state, event.edition)
        case e.ReportAnswered():
            said = Response(event.by, event.title, event.text, event.received_on)
            return replace(state, responses=put(state.responses, event.response, said))
        case _:
            assert_never(event)


def _given_up(state: Inspection, edition: int) -> Inspection:
    """The inspection without its correction: where it stood before, if its case reads were opened again for that.

    Whoever has a copy of the correction under embargo, and is not told already as one of those who were told that the
    report was out, is told that it was withdrawn.
    """
    notices, recipients = state.notices, state.recipients
    told = {title for code, title in recipients.items() if _told(code)}
    for recipient, copied in state.embargoed.items():
        title = state.recipients[f"embargo-{copied}-{recipient}"]
        if copied == edition and title not in told:
            code = f"withdrawal-embargo-{edition}-{recipient}"
            notices, recipients = put(notices, code, "withdrawal"), put(recipients, code, title)
    left = replace(
        state, correction=None, publish_on=None, publish=None, notices=notices, recipients=recipients
    )
    if state.reopened_from is None:
        return left
    back = undecided(left)
    deadlines = back.deadlines if state.reopened_from is not Stage.CLOSED else MappingProxyType({})
    for stage in (Stage.CASE_READS, Stage.PANEL_REVIEW, Stage.PUBLICATION):
        deadlines = without(deadlines, stage.value)
    return replace(back, stage=state.reopened_from, reopened_from=None, deadlines=deadlines)


def _embargoed(state: Inspection, event: e.EmbargoedCopySent) -> Inspection:
    """A copy owed to somebody; one that comes again is a notice of its own.

    It does after publication was put off, and where the address of the one before shows nothing any more.
    """
    first = f"embargo-{event.edition}-{event.recipient}"
    code = first if first not in state.recipients else f"embargo-again-{state.version}-{event.recipient}"
    recipients = put(state.recipients, first, event.title)
    return replace(
        state,
        embargoed=put(state.embargoed, event.recipient, event.edition),
        notices=put(state.notices, code, "embargo"),
        recipients=put(recipients, code, event.title),
    )


def _told(code: str) -> bool:
    """Whether a notice told somebody that the report is out."""
    return code.startswith("distribution-")


def _changed(state: Inspection, report: Report, parts: Parts, digest: str) -> Inspection:
    """The report with other parts: a signature on what it was no longer covers it, and no day is set for it."""
    return replace(
        state,
        report=replace(report, parts=parts, digest=digest),
        publish_on=None,
        publish_at=None,
        publish=None,
    )
