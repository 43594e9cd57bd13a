"""The minutes, bound to what they tell of; and what the machinery notes about a meeting."""

from collections.abc import Mapping
from typing import Any

from domain.decider import Decided, rule
from domain.given import Given
from domain.panels.commands import (
    ApproveMinutes,
    CorrectMinutes,
    DraftMinutes,
    RecordPanelDeadlinePassed,
    RecordPanelNoticeSent,
)
from domain.panels.events import (
    MinutesApproved,
    MinutesCorrected,
    MinutesDrafted,
    MinutesOverdue,
    PanelNoticeSent,
    PapersOverdue,
)
from domain.panels.react import MINUTES, papers_deadline
from domain.panels.rules.common import must_have_the_chair
from domain.panels.state import Panel, minutes_digest
from domain.refusals import Refusal
from domain.replacing import NOTHING_STANDS, Standing
from domain.working_days import end_of_day

__all__ = ["RULES"]

_NO_PANEL = Refusal("unknown-panel", "There is no such meeting of the panel.")


def _written(state: Panel, _asked: Mapping[str, Any]) -> Standing:
    return {"text": state.written.text} if state.written else NOTHING_STANDS


@rule(
    DraftMinutes,
    events=[MinutesDrafted],
    refusals=["panel-not-over", "minutes-approved"],
    replaces=_written,
)
def draft_minutes(state: Panel, command: DraftMinutes, _given: Given) -> Decided:
    """Drafts the minutes of a meeting that is over, in place of an earlier draft."""
    if not state.closed:
        return Refusal("panel-not-over", f"The panel {command.panel} is not over yet.")
    if state.written is not None and state.written.approved_by is not None:
        return Refusal("minutes-approved", "The minutes are approved; correct them, with a reason.")
    digest = minutes_digest(command.text, state.proceedings)
    if state.written is not None and state.written.digest == digest:
        return ()
    return (MinutesDrafted(text=command.text, minutes=digest),)


@rule(CorrectMinutes, events=[MinutesCorrected], refusals=["no-minutes"], replaces=_written)
def correct_minutes(state: Panel, command: CorrectMinutes, _given: Given) -> Decided:
    """Corrects the minutes, with the reason; they must then be approved, or approved again."""
    if not state.closed or state.written is None:
        return Refusal("no-minutes", "No minutes have been drafted yet.")
    digest = minutes_digest(command.text, state.proceedings)
    if state.written.digest == digest:
        return ()
    return (MinutesCorrected(text=command.text, reason=command.reason, minutes=digest),)


@rule(
    ApproveMinutes,
    events=[MinutesApproved],
    refusals=["no-minutes", "not-the-chair", "stale-minutes", "minutes-incomplete"],
)
def approve_minutes(state: Panel, command: ApproveMinutes, given: Given) -> Decided:
    """Approves exactly these minutes of exactly these proceedings; whoever had the chair at the end does so."""
    written = state.written
    if not state.closed or written is None:
        return Refusal("no-minutes", "No minutes have been drafted yet.")
    must_have_the_chair(state, given, "Minutes are")
    if written.digest != command.minutes:
        return Refusal("stale-minutes", "The minutes have changed since the ones you mean; read them again.")
    if written.digest != minutes_digest(written.text, state.proceedings):
        return Refusal(
            "minutes-incomplete", "Something has been recorded since they were drafted; draft them again."
        )
    if written.approved_by is not None:
        return ()
    return (MinutesApproved(minutes=written.digest, chair=state.chair),)


@rule(
    RecordPanelDeadlinePassed,
    events=[PapersOverdue, MinutesOverdue],
    refusals=["unknown-panel", "not-yet"],
)
def record_panel_deadline_passed(state: Panel, command: RecordPanelDeadlinePassed, given: Given) -> Decided:
    """Notes that the date for the papers of an item, or for the minutes, has passed."""
    if state.convened is None:
        return _NO_PANEL
    item = None
    if command.deadline == MINUTES:
        running = state.minutes_due
    else:
        item = state.items.get(command.deadline.removeprefix(papers_deadline("")))
        running = item.papers_due if item else None
    if running != command.due:
        return ()
    if given.at < end_of_day(command.due):
        return Refusal(
            "not-yet", f"The deadline {command.deadline} passes at the end of {command.due}, not before."
        )
    if item is None:
        return (MinutesOverdue(due=command.due),)
    return (PapersOverdue(inspection=item.inspection, due=command.due),)


@rule(RecordPanelNoticeSent, events=[PanelNoticeSent], refusals=["unknown-panel"])
def record_panel_notice_sent(state: Panel, command: RecordPanelNoticeSent, _given: Given) -> Decided:
    """Notes that a notice about the meeting has gone out; each is recorded once."""
    if state.convened is None:
        return _NO_PANEL
    if command.notice not in state.notices:
        return ()
    return (PanelNoticeSent(notice=command.notice, document=command.document, to=command.to),)


RULES = (
    draft_minutes,
    correct_minutes,
    approve_minutes,
    record_panel_deadline_passed,
    record_panel_notice_sent,
)
