"""What happens to the evidence asked for, and where the inspection stands after it."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import assert_never

from domain.agenda import Deadline
from domain.inspections import events as e
from domain.inspections.evidence_notices import TAKEN_UP
from domain.inspections.folding.sharing import told_to
from domain.inspections.folding.tables import awaiting, put, without
from domain.inspections.stages import Stage
from domain.inspections.state import Evidence, Extension, Inspection

__all__ = ["fold"]


def fold(state: Inspection, event: e.EvidenceEvent) -> Inspection:
    """Fold what happens to the evidence asked for."""
    match event:
        case e.EvidenceRequested() | e.FurtherEvidenceRequested():
            return _asked(state, event)
        case e.EvidenceLinked():
            known = state.evidence.get(event.item.id)
            linked = replace(
                known or Evidence(event.item, request=max(1, state.requests)),
                outcome="linked",
                document=event.document,
                true_from=event.true_from,
                true_to=event.true_to,
                holding=event.holding,
                shelf=event.shelf or state.provider_of(event.item),
            )
            return _settled(state, {event.item.id: linked})
        case e.EvidenceReceived() | e.EvidenceReplaced():
            came = replace(
                state.evidence[event.item],
                outcome="received",
                document=event.document,
                true_from=event.true_from,
                true_to=event.true_to,
                shelf=state.asked_of(event.item),
            )
            return _settled(state, {event.item: came})
        case e.EvidenceWaived():
            return _settled(state, {event.item: replace(state.evidence[event.item], outcome="waived")})
        case e.EvidenceOverdue():
            return _overdue(state, event)
        case e.EvidenceChased():
            notice = (f"evidence-chase-{event.due.isoformat()}", "evidence-chase")
            chased = {code: replace(state.evidence[code], chased=True) for code in event.items}
            return _due_again(_with(state, chased, notice), event.items, event)
        case e.EvidenceEscalated():
            return _higher_up(state, event)
        case e.WaiverWithdrawn():
            wanted = {event.item: replace(state.evidence[event.item], outcome="awaited")}
            notice = (f"evidence-wanted-{event.item}-{event.due.isoformat()}", "evidence-wanted")
            return _due_again(_with(state, wanted, notice), (event.item,), event)
        case e.ExtensionAsked() | e.ExtensionGranted() | e.ExtensionRefused():
            return _extension(state, event)
        case _:
            assert_never(event)


def _asked(state: Inspection, event: e.EvidenceRequested | e.FurtherEvidenceRequested) -> Inspection:
    first = isinstance(event, e.EvidenceRequested)
    number = 1 if first else state.requests + 1
    new = {item.id: Evidence(item, request=number) for item in event.items}
    after = replace(
        state,
        stage=Stage.EVIDENCE_REQUEST if first else state.stage,
        requests=number,
        deadlines=without(state.deadlines, Stage.ANNOUNCEMENT.value) if first else state.deadlines,
    )
    if not new:
        return after
    code = "evidence-request" if first else f"evidence-request-{number}"
    return _due_again(_with(after, new, (code, code)), tuple(new), event)


def _overdue(state: Inspection, event: e.EvidenceOverdue) -> Inspection:
    late = {code: replace(state.evidence[code], overdue=event.due, rises="") for code in event.items}
    after = _settled(state, late)
    if event.until is None:
        return after
    deadline = _free("escalation", after.deadlines)
    rising = {code: replace(each, rises=deadline) for code, each in late.items() if not each.chased}
    notice = (f"evidence-overdue-{event.due.isoformat()}-{state.version}", "evidence-overdue")
    waiting = _with(after, rising, notice)
    return replace(
        waiting, deadlines=awaiting(waiting.deadlines, deadline, event.until, "the evidence that is overdue")
    )


def _higher_up(state: Inspection, event: e.EvidenceEscalated) -> Inspection:
    above = {code: replace(state.evidence[code], escalated=event.to, rises="") for code in event.items}
    code = f"evidence-escalation-{event.escalated_on.isoformat()}"
    if not event.told:
        return _with(_settled(state, above), above, (code, "evidence-escalation"))
    after = _with(_settled(state, above), above, (f"{code}-{state.version}", "evidence-escalation"))
    taken_up = f"{TAKEN_UP}-{event.to.value}-{state.version}"
    return replace(after, notices=put(after.notices, taken_up, TAKEN_UP))


def _free(name: str, running: Mapping[str, Deadline]) -> str:
    """The first code of this name under which nothing runs: ``evidence``, ``evidence-2`` and so on."""
    numbers = (name if n == 1 else f"{name}-{n}" for n in range(1, len(running) + 2))
    return next(each for each in numbers if each not in running)


def _extension(
    state: Inspection, event: e.ExtensionAsked | e.ExtensionGranted | e.ExtensionRefused
) -> Inspection:
    if isinstance(event, e.ExtensionAsked):
        return replace(state, extensions=put(state.extensions, event.extension, Extension(event)))
    granted = isinstance(event, e.ExtensionGranted)
    answered = replace(
        state.extensions[event.extension],
        outcome="granted" if granted else "refused",
        reason="" if isinstance(event, e.ExtensionGranted) else event.reason,
    )
    kind = f"extension-{answered.outcome}"
    after = _telling(
        replace(state, extensions=put(state.extensions, event.extension, answered)),
        answered.asked.items,
        (f"{kind}-{event.extension.removeprefix('extension-')}", kind),
    )
    return _due_again(after, event.items, event) if isinstance(event, e.ExtensionGranted) else after


def _with(state: Inspection, changed: Mapping[str, Evidence], notice: tuple[str, str]) -> Inspection:
    """The state with some items as they are now, and a notice about them owed: its code, and its kind."""
    after = replace(state, evidence=MappingProxyType({**state.evidence, **changed}))
    return _telling(after, changed, notice)


def _telling(state: Inspection, items: Iterable[str], notice: tuple[str, str]) -> Inspection:
    """The state with a notice owed to each provider that one of these items is asked of."""
    asked = {state.asked_of(code) for code in items}
    notices = {
        told_to(state.known, notice[0], provider): notice[1]
        for provider in state.known.providers
        if provider in asked
    }
    return replace(state, notices=MappingProxyType({**state.notices, **notices}))


def _due_again(
    state: Inspection,
    codes: Iterable[str],
    event: e.EvidenceRequested
    | e.FurtherEvidenceRequested
    | e.EvidenceChased
    | e.WaiverWithdrawn
    | e.ExtensionGranted,
) -> Inspection:
    """Items that are awaited until a date from now on: those that leave a date together share one deadline."""
    moved = frozenset(codes)
    freed = _running(state, state.evidence, moved)
    deadline = _free("evidence", freed)
    items = {
        code: replace(state.evidence[code], deadline=deadline, overdue=None, rises="")
        for code in state.evidence
        if code in moved
    }
    return replace(
        state,
        evidence=MappingProxyType({**state.evidence, **items}),
        deadlines=awaiting(freed, deadline, event.due, "the evidence asked for"),
    )


def _settled(state: Inspection, changed: Mapping[str, Evidence]) -> Inspection:
    """The state with some items as they are now; a date for which nothing is awaited any more runs no longer."""
    evidence = MappingProxyType({**state.evidence, **changed})
    return replace(state, evidence=evidence, deadlines=_running(state, evidence))


def _running(
    state: Inspection, evidence: Mapping[str, Evidence], leaving: frozenset[str] = frozenset()
) -> Mapping[str, Deadline]:
    """The deadlines without those by which nothing is awaited any more, some items set aside."""
    ours = {code for each in state.evidence.values() for code in (each.deadline, each.rises)}
    staying = [each for code, each in evidence.items() if code not in leaving]
    kept = {each.deadline for each in staying if each.runs} | {each.rises for each in staying if each.rising}
    return MappingProxyType(
        {code: each for code, each in state.deadlines.items() if code not in ours or code in kept}
    )
