"""What the machinery must see to for a meeting, given where it stands."""

from domain.agenda import Agenda, Deadline, Duty
from domain.panels.state import Panel
from domain.text import counted

__all__ = ["MINUTES", "STAGES", "papers_deadline", "react", "stage_of"]

MINUTES = "minutes"
"""The id of the deadline by which the minutes are awaited."""

STAGES = ("convened", "sitting", "minutes", "over")
"""Where a meeting stands, in order."""


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
        over=stage == "over" and not duties,
    )


def stage_of(state: Panel) -> str:
    """Where a meeting stands: convened, sitting, waiting for its minutes, or over."""
    if state.called_off:
        return "over"
    if not state.closed:
        return "sitting" if state.opened else "convened"
    asked = state.convened is not None and state.convened.minutes_days is not None
    approved = state.written is not None and state.written.approved_by is not None
    return "minutes" if asked and not approved else "over"


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


def _waiting_for(state: Panel, stage: str) -> tuple[str, ...]:
    match stage:
        case "convened":
            meets = state.convened.meets_on if state.convened else ""
            return (f"the panel to meet on {meets}",)
        case "sitting":
            left = len(state.listed)
            return (f"{counted(left, 'item')} to be considered" if left else "the panel to close",)
        case "minutes":
            return ("the minutes to be approved" if state.written else "the minutes to be drafted",)
        case _:
            return ()
