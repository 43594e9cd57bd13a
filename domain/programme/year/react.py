"""What the machinery has to see to for a programme: the end of the consultation, starts on their days, notices."""

from itertools import islice

from domain.agenda import Agenda, Deadline, Duty
from domain.programme.year.state import Programme, ProgrammeStage
from domain.programme.year.terms import Slot
from domain.text import counted

__all__ = ["CONSULTATION", "react"]

CONSULTATION = "consultation"
"""The code of the deadline for responses."""

_AHEAD = 40
"""So many starts, and so many notices, are on the agenda at once: those that come first. What follows gets there when
they are done, so that the agenda of a year with hundreds of inspections stays small."""


def react(state: Programme) -> Agenda:
    """The dates, starts and notices of a programme, and what people still have to do."""
    notices = tuple(
        Duty(id=f"notice-{code}", kind="send-notice", about=code) for code in islice(state.notices, _AHEAD)
    )
    match state.stage:
        case None:
            return Agenda(stage="not-opened")
        case ProgrammeStage.PREPARATION:
            return Agenda(stage=state.stage, waiting_for=_preparing(state), duties=notices)
        case ProgrammeStage.CONSULTATION:
            draft = state.draft
            runs = draft is not None and not state.consulted
            return Agenda(
                stage=state.stage,
                waiting_for=_consulting(state),
                deadlines=(
                    (Deadline(id=CONSULTATION, due=draft.closes_on, awaits="responses to the draft"),)
                    if draft is not None and runs
                    else ()
                ),
                duties=notices,
            )
        case ProgrammeStage.PUBLISHED:
            starts = tuple(_start(each) for each in islice(_to_start(state), _AHEAD))
            return Agenda(stage=state.stage, waiting_for=_running(state), duties=(*notices, *starts))
        case ProgrammeStage.CLOSED:
            return Agenda(stage=state.stage, duties=notices, over=not notices)


def _start(slot: Slot) -> Duty:
    return Duty(
        id=f"start-{slot.inspection}-{slot.announce_on.isoformat()}",
        kind="start-inspection",
        about=slot.inspection,
        not_before=slot.announce_on,
    )


def _to_start(state: Programme) -> list[Slot]:
    left = [
        each
        for each in (state.plan.slots if state.plan else ())
        if each.inspection not in state.started and each.inspection not in state.failed
    ]
    return sorted(left, key=lambda each: (each.announce_on, each.inspection))


def _preparing(state: Programme) -> tuple[str, ...]:
    lots = tuple(
        f"the lots of {code} to be drawn" for code, each in state.selections.items() if each.to_be_drawn
    )
    plan = "a draft to be issued" if state.accepted else "a plan to be accepted"
    return (*(lots or (() if state.selections else ("services to be selected",))), plan)


def _consulting(state: Programme) -> tuple[str, ...]:
    left = len(state.undecided)
    undecided = (f"a decision on {counted(left, 'response')}",) if left else ()
    return (
        *undecided,
        "a plan to be accepted" if state.accepted is None else "the programme to be published",
    )


def _running(state: Programme) -> tuple[str, ...]:
    failed = tuple(f"{each.inspection} to be started: {each.why}" for each in state.failed.values())
    left = len(_to_start(state))
    if failed or left:
        return (*failed, *((f"the days of {counted(left, 'inspection')}",) if left else ()))
    return ("the programme to be closed",)
