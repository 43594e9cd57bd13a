"""The words of the notices about evidence: what is asked for, what is overdue, and whether there is more time."""

from collections.abc import Iterable

from domain.inspections.state import Evidence, Inspection
from domain.working_days import in_words

__all__ = ["evidence_words"]


def evidence_words(kind: str, code: str, state: Inspection) -> tuple[str, str]:
    """Subject and body of a notice.

    Args:
        kind: what it is about.
        code: the code under which it is owed, which ends with the request, item or extension that it is about.
        state: where the inspection stands.
    """
    match kind:
        case "evidence-chase":
            return "Evidence is overdue", f"Still missing, and now needed{_missing(state, state.awaited)}"
        case "evidence-escalation":
            late = [each for each in state.awaited if state.evidence[each].escalated]
            taken = "What you were reminded of has not come in, and has been taken to those above the lead inspector:"
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


def _answer(kind: str, code: str, state: Inspection) -> tuple[str, str]:
    extension = state.extensions[f"extension-{code.rpartition('-')[2]}"]
    items = _listed(state.evidence[each] for each in extension.asked.items)
    if kind == "extension-refused":
        return (
            "There is no more time for evidence",
            f"You asked for time until {in_words(extension.asked.until)}. The date stands: {extension.reason}{items}",
        )
    return "More time for evidence", f"Please hand in{_missing(state, extension.asked.items)}"


def _missing(state: Inspection, codes: Iterable[str]) -> str:
    """By when items are needed, and which they are."""
    items = [state.evidence[each] for each in codes]
    dates = {
        state.deadlines[each.deadline].due for each in items if each.runs and each.deadline in state.deadlines
    }
    by = f" by the end of {in_words(min(dates))}" if len(dates) == 1 else ""
    return f"{by}:{_listed(items, state if len(dates) > 1 else None)}"


def _listed(items: Iterable[Evidence], dated: Inspection | None = None) -> str:
    """A line for each item; with its own date where they differ."""
    lines = []
    for each in items:
        serves = f" ({each.item.serves})" if each.item.serves else ""
        running = dated.deadlines.get(each.deadline) if dated and each.runs else None
        by = f", by the end of {in_words(running.due)}" if running else ""
        lines.append(f"- {each.item.title}{serves}{by}")
    return "\n\n" + "\n".join(lines)
