"""What there is to do until the report is out."""

from domain.evidence.experience import still_due, whom_and_how
from domain.inspections.report.state import Report
from domain.inspections.report.texts import untranslated
from domain.inspections.state import Inspection
from domain.inspections.tasks.follow_up import comparing
from domain.inspections.tasks.judgements import experience
from domain.inspections.tasks.listing import Item, Listed, Surroundings

__all__ = ["publication", "submission"]


def publication(state: Inspection, around: Surroundings) -> Listed:
    """Until the report is out; of one that was withdrawn, what had been done."""
    for each in _until_out(state, around):
        if each.done or state.withdrawn is None:
            yield each


def _until_out(state: Inspection, around: Surroundings) -> Listed:
    report = _current(state)
    signed = report is not None and report.signature_stands
    sent = report is not None and report.sent is not None
    unanswered = "a point of factual accuracy is not answered" if state.open_challenges else ""
    unmet = "a condition of the panel is not met" if state.open_conditions else ""
    undrafted = "" if report else "no report has been drafted on the panel's decision"
    unsigned = f"{', '.join(state.unsigned_partners)} must sign too" if state.unsigned_partners else ""
    left = _untranslated(state, around)
    english = f"not in Welsh yet: {', '.join(left)}" if left else ""
    due = still_due(around.room, around.protocol.experience if around.protocol else ())
    unheard = f"nobody has heard {' and '.join(map(whom_and_how, due))}, or said why not" if due else ""
    if due and report is None:
        yield from experience(around)
    unready = _follow_up_unready(state, around)
    if unready and report is None:
        yield from comparing(state, around.follow_up)
    yield Item("draft-report", "Draft the report", unanswered or unheard or unready, report is not None)
    if around.protocol and len(around.protocol.languages) > 1:
        yield Item("translate-text", "Translate the report into Welsh", undrafted, bool(report) and not left)
    yield Item("sign-off-report", "Sign the report", undrafted, signed)
    yield Item(
        "send-draft", "Send the draft to the provider", "" if signed else "the report is not signed", sent
    )
    yield Item(
        "confirm-factual-accuracy",
        "Check the draft for factual accuracy",
        "" if sent else "it has not been sent",
        report is not None and report.checked,
    )
    for partner in state.known.signatories:
        signed_too = partner not in state.unsigned_partners
        yield Item("sign-for-partner", f"Note that {partner} has signed the report", undrafted, signed_too)
    for code in state.open_challenges:
        yield Item("accept-challenge", f"Accept or reject the point {code}")
    for code in state.open_conditions:
        yield Item("meet-condition", f"Meet the panel's condition {code}: {state.conditions[code].what}")
    yield Item(
        "schedule-publication",
        "Set the day of publication",
        _not_publishable(report, signed) or unanswered or unmet or unsigned or english,
        state.publish_on is not None,
    )
    yield submission(state)


def submission(state: Inspection) -> Item:
    """To note that the Secretary of State was given the report, or the edition that corrects it, as it now stands."""
    report = _current(state)
    corrections = report.parts.corrections if report else ()
    what = f"edition {corrections[-1].edition} of the report" if corrections else "the report"
    unanswered = "a point of factual accuracy is not answered" if state.open_challenges else ""
    return Item(
        "submit-report",
        f"Submit {what} to the Secretary of State",
        _not_publishable(report, report is not None and report.signature_stands) or unanswered,
        report is not None and report.submission_stands,
    )


def _current(state: Inspection) -> Report | None:
    """The report, if it tells of the decision that stands."""
    return state.report if state.report and state.report.decision == state.decision else None


def _follow_up_unready(state: Inspection, around: Surroundings) -> str:
    """What a follow-up lacks before its report can tell of it."""
    if around.protocol is None or not around.protocol.compares or around.follow_up is None:
        return ""
    return around.follow_up.unready(state.cases)


def _untranslated(state: Inspection, around: Surroundings) -> tuple[str, ...]:
    """The places of the report that have no translation yet, where it is published in another language too."""
    if around.protocol is None or not around.protocol.published:
        return ()
    return untranslated(state, around.protocol)


def _not_publishable(report: Report | None, signed: bool) -> str:
    if report is None or report.sent is None or not report.checked:
        return "the provider's check of factual accuracy is not over"
    return "" if signed else "the report was changed after it was signed"
