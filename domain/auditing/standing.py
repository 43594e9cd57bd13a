"""How what belongs to an inspection beside its cases stands: evidence, lists and alerts, in a few words each."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from domain.cases.alerts.alert import Alert, Alerts
from domain.cases.lists.rules import CaseList
from domain.evidence.state import EvidenceRoom
from domain.inspections.state import Inspection
from domain.text import counted

__all__ = ["standing_beside"]


def standing_beside(inspection: Inspection, states: Iterable[Any]) -> Mapping[str, str]:
    """What stands beside an inspection's cases, by what it is called; nothing is said of what there is not.

    Args:
        inspection: as it stood, with the items that it asked for.
        states: as they then stood, its evidence room, its lists of cases, and the alerts of its cases; others are
            passed over.
    """
    rooms: list[EvidenceRoom] = []
    lists: list[CaseList] = []
    alerts: list[Alert] = []
    for each in states:
        match each:
            case EvidenceRoom():
                rooms.append(each)
            case CaseList() if each.handed_in is not None and each.replaced is None:
                lists.append(each)
            case Alerts():
                alerts += each.all.values()
    said = {
        "evidence asked for": _items(inspection),
        "evidence room": "; ".join(part for room in rooms for part in _room(room)),
        **dict(map(_list, lists)),
        "alerts": _counts(
            (len(alerts), "raised"),
            (sum(each.acknowledged for each in alerts), "taken up"),
            (sum(each.escalated for each in alerts), "not taken up by the end of the day"),
            (sum(each.untold for each in alerts), "of which nobody was told"),
        ),
    }
    return {what: words for what, words in said.items() if words}


def _items(inspection: Inspection) -> str:
    items = inspection.evidence.values()
    outcomes = Counter(
        "overdue" if each.overdue and each.outcome == "awaited" else each.outcome for each in items
    )
    late = sum(each.overdue is not None and each.outcome == "received" for each in items)
    return _counts(
        (counted(len(items), "item") if items else 0, ""),
        *((number, what) for what, number in sorted(outcomes.items())),
        (late, "of which came in late"),
    )


def _room(room: EvidenceRoom) -> Iterator[str]:
    register, sessions, enquiries = room.register.values(), room.sessions.values(), room.enquiries.values()
    if register:
        gone = sum(each.withdrawn is not None for each in register)
        entries = f"{len(register)} {'entry' if len(register) == 1 else 'entries'} in the register"
        yield _counts(
            (entries, ""), (gone, "withdrawn"), (sum(each.corrected > 0 for each in register), "put right")
        )
    if sessions:
        held = Counter(each.outcome for each in sessions)
        yield _counts((counted(len(sessions), "session"), ""), *((held[each], each) for each in sorted(held)))
    if room.findings:
        yield f"findings on {counted(len(room.findings), 'place')} of the framework"
    if enquiries:
        yield _counts(
            (counted(len(enquiries), "line") + " of enquiry", ""),
            *((number, what) for what, number in sorted(Counter(each.outcome for each in enquiries).items())),
        )


def _list(listed: CaseList) -> tuple[str, str]:
    assert listed.handed_in is not None
    state = "closed for its draw" if listed.closed else "open"
    words = _counts((counted(listed.rows, "case"), ""), (len(listed.excluded), "not to be drawn"))
    return f"list of {listed.handed_in.population.replace('-', ' ')}", f"{words}; {state}"


def _counts(first: tuple[int | str, str], *others: tuple[int, str]) -> str:
    """What there is, and of that how many are what; empty where there is none."""
    if not first[0]:
        return ""
    parts = [" ".join(filter(None, map(str, each))) for each in (first, *others) if each[0]]
    return ", ".join(parts)
