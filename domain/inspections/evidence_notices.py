"""The words of the notices about evidence: what is asked for, what is overdue, and whether there is more time."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from domain.inspections.stages import Stage
from domain.inspections.state import Evidence, Inspection
from domain.people.roles import Role
from domain.working_days import in_words

__all__ = ["TAKEN_UP", "evidence_words", "taken_to"]

TAKEN_UP = "evidence-taken-up"
"""The kind of a notice to whoever missing evidence was taken to; its code names the role."""


def taken_to(kind: str, code: str) -> Role | None:
    """In which role a notice is read; None for one that goes to the provider or to another body."""
    if kind != TAKEN_UP:
        return None
    return Role(code.removeprefix(f"{TAKEN_UP}-").rpartition("-")[0])


def evidence_words(kind: str, code: str, state: Inspection, provider: str) -> tuple[str, str]:
    """Subject and body of a notice.

    Args:
        kind: what it is about.
        code: the code under which it is owed, which ends with the request, item or extension that it is about.
        state: where the inspection stands.
        provider: which provider reads it; of what is asked of others it says nothing.
    """
    if kind == TAKEN_UP:
        return _taken_up(code, state)
    theirs = {
        each: found for each, found in state.evidence.items() if state.provider_of(found.item) == provider
    }
    state = replace(state, evidence=MappingProxyType(theirs))
    match kind:
        case "evidence-chase":
            return "Evidence is overdue", f"Still missing, and now needed{_missing(state, state.awaited)}"
        case "evidence-overdue":
            return _overdue(code, state)
        case "evidence-escalation":
            late = [each for each in state.awaited if state.evidence[each].escalated]
            taken = "This has still not come in, and has been taken to those above the lead inspector:"
            return "Evidence is still missing", taken + _listed(state.evidence[each] for each in late)
        case "evidence-wanted":
            item = next(each for each in state.evidence if code[:-11] == f"evidence-wanted-{each}")
            return "Evidence is needed after all", f"Please hand in{_missing(state, [item])}"
        case "extension-granted" | "extension-refused":
            return _answer(kind, code, state)
        case _:
            number = int(code.removeprefix("evidence-request-")) if code != "evidence-request" else 1
            asked = [key for key, each in state.evidence.items() if each.request == number]
            wanted = [each for each in asked if state.evidence[each].outcome != "linked"]
            return "Evidence for your inspection", f"Please hand in{_missing(state, wanted)}"


def _overdue(code: str, state: Inspection) -> tuple[str, str]:
    late = [each for each in state.evidence.values() if each.rising and code.startswith(_since(each))]
    if not late:
        return "Evidence was overdue", "What was overdue has come in, or is not needed any more."
    running = min(state.deadlines[each.rises].due for each in late)
    return "Evidence is overdue", (
        "What was asked of you has not come in. Please hand it in at once, or ask for more time. What is not here by "
        f"the end of {in_words(running)} is taken to those above the lead inspector:{_listed(late)}"
    )


def _since(item: Evidence) -> str:
    """How the code of the notice begins that says since when an item is overdue."""
    return f"evidence-overdue-{item.overdue}-"


def _taken_up(code: str, state: Inspection) -> tuple[str, str]:
    role = taken_to(TAKEN_UP, code)
    late = [each for each in state.evidence.values() if each.outcome == "awaited" and each.escalated is role]
    if not late:
        return "Evidence was missing", "What was taken to you has come in, or is not needed any more."
    names = " and ".join(dict.fromkeys(state.name_of(state.provider_of(each.item)) for each in late))
    waits = ", and fieldwork does not begin without it" if state.stage is Stage.EVIDENCE_REQUEST else ""
    reminded = "A reminder was sent." if any(each.chased for each in late) else "Nobody sent a reminder."
    return "Evidence is missing, and is taken to you", (
        f"What was asked of {names} has not come in{waits}. {reminded} See to it with the lead inspector that it comes "
        f"in, or is waived:{_listed(late, state, since=True)}"
    )


def _answer(kind: str, code: str, state: Inspection) -> tuple[str, str]:
    extension = state.extensions[f"extension-{code.rpartition('-')[2]}"]
    asked = [each for each in extension.asked.items if each in state.evidence]
    items = _listed(state.evidence[each] for each in asked)
    if kind == "extension-refused":
        return (
            "There is no more time for evidence",
            f"You asked for time until {in_words(extension.asked.until)}. The date stands: {extension.reason}{items}",
        )
    return "More time for evidence", f"Please hand in{_missing(state, asked)}"


def _missing(state: Inspection, codes: Iterable[str]) -> str:
    """By when items are needed, and which they are."""
    items = [state.evidence[each] for each in codes]
    dates = {
        state.deadlines[each.deadline].due for each in items if each.runs and each.deadline in state.deadlines
    }
    by = f" by the end of {in_words(min(dates))}" if len(dates) == 1 else ""
    return f"{by}:{_listed(items, state if len(dates) > 1 else None)}"


def _listed(items: Iterable[Evidence], dated: Inspection | None = None, *, since: bool = False) -> str:
    """A line for each item; with its own date where they differ, or since when it is overdue."""
    lines = []
    for each in items:
        serves = f" ({each.item.serves})" if each.item.serves else ""
        if since and dated and dated.known.others:
            serves += f", of {dated.name_of(dated.provider_of(each.item))}"
        running = dated.deadlines.get(each.deadline) if dated and each.runs else None
        by = f", by the end of {in_words(running.due)}" if running else ""
        if since and each.overdue is not None:
            by = f", overdue since {in_words(each.overdue)}"
        lines.append(f"- {each.item.title}{serves}{by}")
    return "\n\n" + "\n".join(lines)
