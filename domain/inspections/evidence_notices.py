"""The words of the notices about evidence: what is asked for, what is overdue, and whether there is more time."""

from collections.abc import Iterable
from dataclasses import replace
from types import MappingProxyType

from domain.inspections.stages import Stage
from domain.inspections.state import Evidence, Inspection
from domain.languages import Catalogue
from domain.notices.words import in_language
from domain.people.roles import Role

__all__ = ["TAKEN_UP", "evidence_words", "taken_to", "taken_up_words"]

TAKEN_UP = "evidence-taken-up"
"""The kind of a notice to whoever missing evidence was taken to; its code names the role."""


def taken_to(kind: str, code: str) -> Role | None:
    """In which role a notice is read; None for one that goes to the provider or to another body."""
    if kind != TAKEN_UP:
        return None
    return Role(code.removeprefix(f"{TAKEN_UP}-").rpartition("-")[0])


def evidence_words(kind: str, code: str, state: Inspection, provider: str, say: Catalogue) -> tuple[str, str]:
    """Subject and text of a notice about evidence to whoever it is asked of.

    Args:
        kind: what it is about.
        code: the code under which it is owed, which ends with the request, item or extension that it is about.
        state: where the inspection stands.
        provider: which provider reads it; of what is asked of others it says nothing.
        say: the words in a language.
    """
    theirs = {
        each: found for each, found in state.evidence.items() if state.provider_of(found.item) == provider
    }
    state = replace(state, evidence=MappingProxyType(theirs))
    match kind:
        case "evidence-chase":
            missing = _missing(state, state.awaited, say)
        case "evidence-overdue":
            return _overdue(code, state, say)
        case "evidence-escalation":
            late = [each for each in state.awaited if state.evidence[each].escalated]
            items = _listed((state.evidence[each] for each in late), say)
            return say(f"{kind}.subject"), say(f"{kind}.text", items=items)
        case "evidence-wanted":
            item = next(each for each in state.evidence if code[:-11] == f"evidence-wanted-{each}")
            missing = _missing(state, [item], say)
        case "extension-granted" | "extension-refused":
            return _answer(kind, code, state, say)
        case "evidence-moved":
            return _moved(code, state, say)
        case _:
            kind = "evidence-request"
            number = int(code.removeprefix("evidence-request-")) if code != "evidence-request" else 1
            asked = [key for key, each in state.evidence.items() if each.request == number]
            wanted = [each for each in asked if state.evidence[each].outcome != "linked"]
            missing = _missing(state, wanted, say)
    return say(f"{kind}.subject"), say(f"{kind}.text", missing=missing)


def _overdue(code: str, state: Inspection, say: Catalogue) -> tuple[str, str]:
    late = [each for each in state.evidence.values() if each.rising and code.startswith(_since(each))]
    if not late:
        return say("evidence-overdue.over"), say("evidence-overdue.come")
    running = min(state.deadlines[each.rises].due for each in late)
    return say("evidence-overdue.subject"), say(
        "evidence-overdue.text", due=say.day(running), items=_listed(late, say)
    )


def _moved(code: str, state: Inspection, say: Catalogue) -> tuple[str, str]:
    moved = state.moved[int(code.rpartition("-")[2])]
    text = "rising" if moved.rising else "text"
    return say("evidence-moved.subject"), say(
        f"evidence-moved.{text}",
        was=say.day(moved.was),
        due=say.day(moved.due),
        reason=moved.reason,
        items=_listed((state.evidence[each] for each in moved.items if each in state.evidence), say),
    )


def _since(item: Evidence) -> str:
    """How the code of the notice begins that says since when an item is overdue."""
    return f"evidence-overdue-{item.overdue}-"


def taken_up_words(code: str, state: Inspection) -> tuple[str, str]:
    """Subject and text of a notice to whoever missing evidence was taken to; it is read in the inspectorate."""
    role = taken_to(TAKEN_UP, code)
    late = [each for each in state.evidence.values() if each.outcome == "awaited" and each.escalated is role]
    if not late:
        return "Evidence was missing", "What was taken to you has come in, or is not needed any more."
    names = " and ".join(dict.fromkeys(state.name_of(state.provider_of(each.item)) for each in late))
    waits = ", and fieldwork does not begin without it" if state.stage is Stage.EVIDENCE_REQUEST else ""
    reminded = "A reminder was sent." if any(each.chased for each in late) else "Nobody sent a reminder."
    listed = _listed(late, in_language("en"), state, since=True)
    return "Evidence is missing, and is taken to you", (
        f"What was asked of {names} has not come in{waits}. {reminded} See to it with the lead inspector that it comes "
        f"in, or is waived:{listed}"
    )


def _answer(kind: str, code: str, state: Inspection, say: Catalogue) -> tuple[str, str]:
    extension = state.extensions[f"extension-{code.rpartition('-')[2]}"]
    asked = [each for each in extension.asked.items if each in state.evidence]
    if kind == "extension-granted":
        return say(f"{kind}.subject"), say(f"{kind}.text", missing=_missing(state, asked, say))
    return say(f"{kind}.subject"), say(
        f"{kind}.text",
        until=say.day(extension.asked.until),
        reason=extension.reason,
        items=_listed((state.evidence[each] for each in asked), say),
    )


def _missing(state: Inspection, codes: Iterable[str], say: Catalogue) -> str:
    """By when items are needed, and which they are."""
    items = [state.evidence[each] for each in codes]
    dates = {
        state.deadlines[each.deadline].due for each in items if each.runs and each.deadline in state.deadlines
    }
    by = say("item.all_by", due=say.day(min(dates))) if len(dates) == 1 else ""
    return f"{by}:{_listed(items, say, state if len(dates) > 1 else None)}"


def _listed(
    items: Iterable[Evidence], say: Catalogue, dated: Inspection | None = None, *, since: bool = False
) -> str:
    """A line for each item; with its own date where they differ, or since when it is overdue."""
    lines = []
    for each in items:
        serves = say("item.serves", numbers=each.item.serves) if each.item.serves else ""
        if since and dated and dated.known.others:
            serves += say("item.of_provider", provider=dated.name_of(dated.provider_of(each.item)))
        running = dated.deadlines.get(each.deadline) if dated and each.runs else None
        by = say("item.by", due=say.day(running.due)) if running else ""
        if since and each.overdue is not None:
            by = say("item.overdue", day=say.day(each.overdue))
        lines.append(say("item.line", title=each.item.title, serves=serves, by=by))
    return "\n\n" + "\n".join(lines)
