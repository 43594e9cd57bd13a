"""What the machinery must see to for a meeting, given where it stands."""

from enum import StrEnum

from domain.agenda import Agenda, Deadline, Duty
from domain.panels.state import Panel
from domain.text import counted

__all__ = ["MINUTES", "PanelStage", "papers_deadline", "react", "stage_of"]

MINUTES = "minutes"
"""The id of the deadline by which the minutes are awaited."""


class PanelStage(StrEnum):
    """Where a meeting stands."""

    CONVENED = "convened"
    SITTING = "sitting"
    MINUTES = "minutes"
    OVER = "over"


def papers_deadline(inspection: str) -> str:
    """The id of the deadline by which the papers of an item are awaited."""
    return f"papers-{inspection}"


def react(state: Panel) -> Agenda:
    """The dates of papers and minutes, the notices that are owed, and what people still have to do."""
    duties = tuple(Duty(id=f"notice-{code}", kind="send-notice", about=code) for code in state.notices)
    if state.convened is None:
        return Agenda(stage="not-convened")
    stage = stage_of(state)
    return Agenda(
        stage=stage,
        waiting_for=_waiting_for(state, stage),
        deadlines=_deadlines(state),
        duties=duties,
        over=stage is PanelStage.OVER and not duties,
    )


def stage_of(state: Panel) -> PanelStage:
    """Where a meeting stands: convened, sitting, waiting for its minutes, or over."""
    if state.called_off:
        return PanelStage.OVER
    if not state.closed:
        return PanelStage.SITTING if state.opened else PanelStage.CONVENED
    asked = state.convened is not None and state.convened.minutes_days is not None
    approved = state.written is not None and state.written.approved_by is not None
    return PanelStage.MINUTES if asked and not approved else PanelStage.OVER


def _deadlines(state: Panel) -> tuple[Deadline, ...]:
    found = [
        Deadline(
            id=papers_deadline(each.inspection),
            due=each.papers_due,
            awaits=f"the papers on {each.inspection}",
        )
        for each in state.items.values()
        if each.papers_due is not None
    ]
    if state.minutes_due is not None:
        found.append(Deadline(id=MINUTES, due=state.minutes_due, awaits="the minutes"))
    return tuple(sorted(found, key=lambda each: (each.due, each.id)))


def _waiting_for(state: Panel, stage: PanelStage) -> tuple[str, ...]:
    match stage:
        case PanelStage.CONVENED:
            meets = state.convened.meets_on if state.convened else ""
            return (f"the panel to meet on {meets}",)
        case PanelStage.SITTING:
            left = len(state.listed)
            return (f"{counted(left, 'item')} to be considered" if left else "the panel to close",)
        case PanelStage.MINUTES:
            return ("the minutes to be approved" if state.written else "the minutes to be drafted",)
        case PanelStage.OVER:
            return ()
