"""What happens to the inspection as a whole, and where the inspection stands after it."""

from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.moving import deadline_moved
from domain.inspections.folding.tables import awaiting, later, missed, put, still_untold, without
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.CourseEvent) -> Inspection:
    """Fold what happens to the inspection as a whole."""
    match event:
        case e.InspectionAnnounced():
            announced = replace(
                state,
                stage=Stage.ANNOUNCEMENT,
                announced=event,
                notices=put(state.notices, "announcement", "announcement"),
            )
            if event.request_due is None:
                return announced
            due = awaiting({}, Stage.ANNOUNCEMENT, event.request_due, "the evidence request")
            return replace(announced, deadlines=due)
        case e.InspectionDeferred():
            return _deferred(state, event)
        case e.InspectionResumed():
            return replace(
                state,
                deferred=None,
                deferred_on=None,
                notices=put(state.notices, f"resumption-{state.deferred_on}", "resumption"),
                deadlines=later(state.deadlines, event.deadlines),
            )
        case e.InspectionCancelled():
            return replace(
                state,
                cancelled=True,
                deadlines=MappingProxyType({}),
                notices=put(state.notices, "cancellation", "cancellation"),
            )
        case e.InspectionClosed():
            return replace(state, stage=Stage.CLOSED, deadlines=MappingProxyType({}))
        case e.StageOverdue():
            return replace(state, deadlines=without(state.deadlines, event.stage.value))
        case e.DeadlineMoved():
            return deadline_moved(state, event)
        case e.NoticeSent():
            untold = state.untold if event.to else (*state.untold, event.notice)
            return replace(state, notices=without(state.notices, event.notice), untold=untold)
        case e.ToldOtherwise():
            untold, missing = still_untold(state.untold, state.undelivered, event.notices, event.reader)
            return replace(state, untold=untold, undelivered=missing)
        case e.NoticeUndelivered():
            return replace(state, undelivered=missed(state.undelivered, event.notice, event.reader))
        case _:
            assert_never(event)


def _deferred(state: Inspection, event: e.InspectionDeferred) -> Inspection:
    """The inspection put off, and its publication with it: whoever has a copy under embargo is told.

    The day that was set would be past when the inspection goes on. Another is set then, and copies go out anew.
    """
    notices = put(state.notices, f"deferral-{event.deferred_on.isoformat()}", "deferral")
    recipients = state.recipients
    for recipient, edition in state.embargoed.items():
        code = f"embargo-put-off-{state.version}-{recipient}"
        notices = put(notices, code, "embargo-put-off")
        recipients = put(recipients, code, state.recipients[f"embargo-{edition}-{recipient}"])
    return replace(
        state,
        deferred=event.until,
        deferred_on=event.deferred_on,
        publish_on=None,
        publish_at=None,
        publish=None,
        embargoed=MappingProxyType({}),
        notices=notices,
        recipients=recipients,
    )
