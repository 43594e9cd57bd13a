"""Whom notices did not reach, and who is to be told by other means until it is noted how."""

from collections.abc import Callable, Iterable, Mapping

from domain.action_plans.plan import ActionPlan
from domain.inspections.evidence_notices import TAKEN_UP, taken_to
from domain.inspections.folding.sharing import addressed
from domain.inspections.state import Inspection
from domain.inspections.tasks.item import Item, Listed
from domain.inspections.told import not_told, of_the_plan, plan_clause, told_clause
from domain.inspections.whose import title_of

__all__ = ["untold"]

_VERB = "note-told"


def untold(state: Inspection, plans: Mapping[str, ActionPlan]) -> Listed:
    """Whom Assay could not tell what it had to tell them: a task for each body, and for each reader whom it missed.

    Args:
        state: the inspection.
        plans: its action plans by their streams; none while none is asked for.
    """
    for code in state.untold:
        if code not in state.undelivered:
            yield _item(code, told_clause(code), _whom(state, code))
    yield from _missed(state.undelivered.items(), str, told_clause, lambda code: _whom(state, code))
    for stream, plan in plans.items():
        yield from _of_plan(stream, plan, title_of(state, plan.provider))


def _of_plan(stream: str, plan: ActionPlan, provider: str) -> Listed:
    for code in not_told(plan):
        if code not in plan.undelivered:
            yield _item(of_the_plan(stream, code), plan_clause(code), provider)
    yield from _missed(
        plan.undelivered.items(), lambda code: of_the_plan(stream, code), plan_clause, lambda _: provider
    )


def _missed(
    missed: Iterable[tuple[str, tuple[str, ...]]],
    called: Callable[[str], str],
    clause: Callable[[str], str],
    whom: Callable[[str], str],
) -> Listed:
    for code, readers in missed:
        for reader in readers:
            yield _item(called(code), clause(code), _reader(reader, whom(code)), reader)


def _reader(reader: str, whom: str) -> str:
    """Who a reader is, without a name: whoever may be shown that sees it beside the task."""
    if reader.startswith("person-"):
        return f"a contact of {whom}"
    return f"somebody who is {whom}" if reader.startswith("staff-") else whom


def _whom(state: Inspection, code: str) -> str:
    """To whom a notice goes, in words."""
    elsewhere = state.recipients.get(code)
    if elsewhere is not None:
        return elsewhere
    role = taken_to(TAKEN_UP, code) if code.startswith(f"{TAKEN_UP}-") else None
    if role is not None:
        return f"the {role.value.replace('-', ' ')}"
    return state.name_of(addressed(state, code)[1])


def _item(notice: str, clause: str, whom: str, *readers: str) -> Item:
    title = f"Tell {whom} by other means {clause}, and note how"
    return Item(_VERB, title, readers=readers, notice=notice)
