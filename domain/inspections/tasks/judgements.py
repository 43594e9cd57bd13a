"""What there is to do so that judgements rest on evidence, and why they are not ready for the panel (004 §4.15)."""

from domain.evidence.assessment import unassessed
from domain.evidence.commands import NoteNoExperience
from domain.evidence.experience import still_due, whom_and_how
from domain.evidence.resting import at_odds, outdated, unsettled
from domain.inspections.kinds.parts import JudgementRule
from domain.inspections.rules.judging.judgements import judged_standards
from domain.inspections.state import Inspection
from domain.inspections.tasks.listing import NO_RULES, Item, Listed, Surroundings
from domain.text import counted

__all__ = [
    "assessment",
    "correlation",
    "enquiries",
    "experience",
    "feedback",
    "not_assessed",
    "not_ready",
    "not_standing",
    "not_told",
    "shaken",
]


def _asked(around: Surroundings) -> JudgementRule | None:
    return around.protocol.judgements if around.protocol else None


def assessment(state: Inspection, around: Surroundings) -> Listed:
    """To hold the prompts of the judged standards against the evidence in advance, where that is asked."""
    asked = _asked(around)
    if asked is None or not asked.preliminary:
        return
    left = _left(around)
    yield Item(
        "assess-prompts",
        f"Hold {counted(left, 'prompt')} against the evidence in advance" if left else "Assess the prompts",
        done=not left and bool(around.framework),
    )


def not_assessed(_state: Inspection, around: Surroundings) -> str:
    """Why fieldwork cannot begin yet."""
    asked = _asked(around)
    if asked is None or not asked.preliminary:
        return ""
    if around.framework is None or around.scheme is None:
        return NO_RULES
    left = _left(around)
    return f"{counted(left, 'prompt')} {'is' if left == 1 else 'are'} not assessed" if left else ""


def _left(around: Surroundings) -> int:
    if around.framework is None or around.scheme is None:
        return 0
    return len(unassessed(around.framework, judged_standards(around.scheme), around.room))


def shaken(state: Inspection, around: Surroundings) -> Listed:
    """To look again at what was assessed or closed on evidence that has changed since."""
    for place, entry in outdated(state, around.room, around.held):
        yield Item("assess-prompts", f"Assess {place} again: {entry} has changed since")
    for code, entry in unsettled(state, around.room, around.held):
        yield Item("work-on-enquiry", f"Look again for the line of enquiry {code}: {entry} has changed since")


def enquiries(around: Surroundings) -> Listed:
    """To follow every line of enquiry that is open."""
    for code in around.room.open_enquiries:
        if any(map(around.room.stands, around.room.enquiries[code].looked_at)):
            yield Item("close-enquiry", f"Close the line of enquiry {code}, or carry it to the panel")
        else:
            yield Item("carry-enquiry", f"Follow the line of enquiry {code}, or carry it to the panel")


def experience(around: Surroundings) -> Listed:
    """To hear those whose experience the kind asks for, or to record why they were not heard (002 L341-343)."""
    wanted = around.protocol.experience if around.protocol else ()
    due = still_due(around.room, wanted)
    for each in wanted:
        yield Item(
            NoteNoExperience.verb,
            f"Hear {whom_and_how(each)}, or record why they were not heard",
            done=each not in due,
        )


def feedback(around: Surroundings) -> Listed:
    """To tell the provider what was found, where that is asked."""
    if around.protocol and around.protocol.fieldwork and around.protocol.fieldwork.closing_feedback:
        yield Item("give-feedback", "Give the provider closing feedback", done=bool(around.room.feedback))


def not_told(around: Surroundings) -> str:
    """Why fieldwork cannot end yet."""
    waits = any(not each.done for each in feedback(around))
    return "the provider has not been given closing feedback" if waits else ""


def correlation(state: Inspection, around: Surroundings, missing: str) -> Listed:
    """To look at the proposals beside the case results, where that is asked."""
    asked = _asked(around)
    if asked is not None and asked.correlation_steps is not None:
        yield Item(
            "check-correlation",
            "Look at the proposals beside the case results",
            missing,
            _looked_at(state, around),
        )


def _looked_at(state: Inspection, around: Surroundings) -> bool:
    return state.correlation is not None and state.correlation.compared == around.compared


def not_standing(state: Inspection, around: Surroundings) -> str:
    """Why judgements do not stand as they are."""
    for found, was in (
        (at_odds(state, around.room, around.held), "proposed"),
        (outdated(state, around.room, around.held), "assessed"),
        (unsettled(state, around.room, around.held), "closed"),
    ):
        if found:
            return f"the evidence {found[0][1]} has changed since {found[0][0]} was {was} on it"
    open_ = around.room.open_enquiries
    if open_:
        return f"the lines of enquiry {', '.join(open_)} are open"
    return ""


def not_ready(state: Inspection, around: Surroundings) -> str:
    """Why the proposals cannot go to the panel yet."""
    if why := not_standing(state, around):
        return why
    asked = _asked(around)
    if asked is None or asked.correlation_steps is None or _looked_at(state, around):
        return ""
    return "the proposals have not been looked at beside the case results, as both now stand"
