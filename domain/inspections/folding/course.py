"""What happens to the inspection as a whole, and where the inspection stands after it."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.inspections import events as e
from domain.inspections.folding.tables import awaiting, later, put, without
from domain.inspections.stages import Stage
from domain.inspections.state import Evidence, Inspection

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
            return replace(
                state,
                deferred=event.until,
                deferred_on=event.deferred_on,
                notices=put(state.notices, f"deferral-{event.deferred_on.isoformat()}", "deferral"),
            )
        case e.InspectionResumed():
            return replace(
                state,
                deferred=None,
                deferred_on=None,
                notices=put(state.notices, f"resumption-{state.deferred_on}", "resumption"),
                deadlines=later(state.deadlines, event.deadlines),
            )
        case e.LeadChanged():
            return replace(
                state,
                announced=state.known.with_(lead=event.lead),
                deadlines=later(state.deadlines, event.deadlines),
            )
        case e.ProviderFollowed():
            code = f"succession-{event.provider}-{event.followed_on.isoformat()}"
            return replace(
                state,
                announced=_followed(state.known, event),
                evidence=_asked_of_now(state, event),
                deadlines=later(state.deadlines, event.deadlines),
                notices=put(state.notices, code, "succession"),
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
            running = state.deadlines[event.deadline]
            return replace(
                state, deadlines=put(state.deadlines, event.deadline, running.with_(due=event.due))
            )
        case e.NoticeSent():
            return replace(state, notices=without(state.notices, event.notice))
        case _:
            assert_never(event)


def _asked_of_now(state: Inspection, event: e.ProviderFollowed) -> Mapping[str, Evidence]:
    """What was asked of the provider that was is asked of the one that it is now."""
    items = {
        code: replace(each, item=each.item.with_(provider=event.provider))
        for code, each in state.evidence.items()
        if each.item.provider == event.was
    }
    return MappingProxyType({**state.evidence, **items})


def _followed(known: e.InspectionAnnounced, event: e.ProviderFollowed) -> e.InspectionAnnounced:
    """The announcement with the provider as it is now in the place of the one that it was."""
    if event.was == known.provider:
        return known.with_(provider=event.provider, provider_name=event.provider_name)
    return known.with_(
        others=tuple(
            e.Inspected(provider=event.provider, provider_name=event.provider_name)
            if each.provider == event.was
            else each
            for each in known.others
        )
    )
