"""What there is to do for a programme, in order: each step with its page, and with what keeps it from being taken."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from adapters.inbound.shown.words import day
from adapters.inbound.visiting.visitors import Visitor
from domain.programme.year.state import Programme, ProgrammeStage
from domain.text import counted

__all__ = ["Step", "steps_for"]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do.

    Attributes:
        title: what.
        href: where; empty where it cannot be done yet, or not by whoever looks.
        status: ``to-do``, ``done``, ``optional``, or ``locked``.
        hint: what there is to say about it: why it is locked, or what was done.
        due: the day on which it was to be done; None where it has none.
        mine: whether it is for whoever looks.
    """

    title: str
    href: str
    status: str
    hint: str = ""
    due: date | None = None
    mine: bool = True


def steps_for(visitor: Visitor, state: Programme, today: date) -> tuple[Step, ...]:
    """The steps of a programme where it stands; those that are another's lead nowhere.

    Args:
        visitor: who looks.
        state: the programme.
        today: the day.
    """
    at = f"/programme/{state.known.programme}"
    match state.stage:
        case ProgrammeStage.PREPARATION | ProgrammeStage.CONSULTATION:
            found = [*_choosing(state, at, today), *_planning(state, at)]
        case ProgrammeStage.PUBLISHED:
            found = [*_running(state, at)]
        case _:
            found = []
    return tuple(
        step if visitor.role_for(verb) else replace(step, href="", mine=False) for verb, step in found
    )


_Found = Iterator[tuple[str, Step]]


def _choosing(state: Programme, at: str, today: date) -> _Found:
    noted = f"{counted(len(state.facts), 'service')} noted" if state.facts else "If a rule asks for them"
    yield (
        "load-history",
        Step(
            "Load inspections from before", f"{at}/do/load-history", "optional", "Without them nobody is due"
        ),
    )
    yield (
        "note-services",
        Step("Note risk scores, performance and size", f"{at}/do/note-services", "optional", noted),
    )
    chosen = {each for choice in state.selections.values() for each in choice.selected}
    yield (
        "propose-selection",
        Step(
            "Select services by a rule",
            f"{at}/do/propose-selection",
            "done" if state.selections else "to-do",
            f"{counted(len(chosen), 'service')} selected" if state.selections else "",
        ),
    )
    for code, choice in sorted(state.selections.items()):
        if choice.proposed.frame is None:
            continue
        if choice.frozen is None:
            freeze = f"{at}/do/freeze-frame?rule={code}"
            yield "freeze-frame", Step(f"Freeze the frame of {code}", freeze, "to-do")
        elif choice.drawn is None:
            ahead = today < choice.frozen.value_on
            hint = f"{choice.frozen.beacon} becomes known on {day(choice.frozen.value_on)}" if ahead else ""
            seen = choice.noted
            if choice.frozen.numbers is not None:
                note = "" if ahead else f"{at}/do/note-beacon-value?rule={code}"
                status = "locked" if ahead else "done" if seen else "to-do"
                title = f"Note what the public draw gave for {code}"
                yield "note-beacon-value", Step(title, note, status, hint)
                hint = hint or (
                    f"Somebody else than {seen.by}" if seen else "First: what it gave to be noted"
                )
                ahead = ahead or seen is None
            draw = "" if ahead else f"{at}/do/draw-lots?rule={code}"
            yield "draw-lots", Step(f"Draw the lots of {code}", draw, "locked" if ahead else "to-do", hint)
        else:
            yield "draw-lots", Step(f"Draw the lots of {code}", f"{at}/lots/{code}", "done")


def _planning(state: Programme, at: str) -> _Found:
    waits = [code for code, each in state.selections.items() if each.to_be_drawn]
    lots = f"First: the lots of {', '.join(waits)} to be drawn" if waits else ""
    yield (
        "propose-plan",
        Step(
            "Plan the year",
            "" if waits else f"{at}/plan",
            "locked" if waits else "done" if state.plans else "to-do",
            lots or (f"{counted(len(state.plans), 'plan')} put forward" if state.plans else ""),
        ),
    )
    yield (
        "accept-plan",
        Step(
            "Accept a plan",
            f"{at}/plans" if state.plans else "",
            "done" if state.accepted else "to-do" if state.plans else "locked",
            f"{state.accepted[:12]} is accepted"
            if state.accepted
            else "First: a plan to be put forward"
            if not state.plans
            else "",
        ),
    )
    open_ = state.draft is not None and not state.consulted
    yield (
        "issue-draft",
        Step(
            "Issue the draft programme",
            f"{at}/do/issue-draft" if state.accepted and not open_ else "",
            "done" if state.draft else "to-do" if state.accepted else "locked",
            f"Responses until {day(state.draft.closes_on)}"
            if state.draft
            else ""
            if state.accepted
            else "First: a plan to be accepted",
        ),
    )
    if state.draft is not None:
        left = len(state.undecided)
        yield (
            "decide-on-response",
            Step(
                "Decide on each response",
                f"{at}/responses",
                "to-do" if left else "done",
                f"{counted(left, 'response')} left"
                if left
                else f"{counted(len(state.responses), 'response')} came",
            ),
        )
        blocked = _not_to_publish(state)
        publish = f"{at}/do/publish-programme?plan={state.accepted}"
        yield (
            "publish-programme",
            Step(
                "Publish the programme", "" if blocked else publish, "locked" if blocked else "to-do", blocked
            ),
        )


def _not_to_publish(state: Programme) -> str:
    if state.accepted is None:
        return "First: a plan to be accepted"
    if state.undecided:
        return f"First: a decision on {counted(len(state.undecided), 'response')}"
    return ""


def _running(state: Programme, at: str) -> _Found:
    slots = state.plan.slots if state.plan else ()
    days = {each.inspection: each.announce_on for each in slots}
    for code, failed in state.failed.items():
        start = f"{at}/do/start-inspection?inspection={code}"
        yield "start-inspection", Step(f"Start {code}", start, "to-do", failed.why, days.get(code))
    yield (
        "replan-programme",
        Step(
            "Something has happened: plan anew", f"{at}/changes", "optional", "The difference is shown first"
        ),
    )
    yield (
        "withdraw-programme",
        Step("Withdraw the programme", f"{at}/do/withdraw-programme", "optional", "Nothing more starts then"),
    )
    left = sum(each.inspection not in state.started for each in slots)
    yield (
        "close-programme",
        Step(
            "Close the programme",
            "" if left else f"{at}/do/close-programme",
            "locked" if left else "to-do",
            f"{counted(left, 'inspection')} still to start" if left else "",
        ),
    )
