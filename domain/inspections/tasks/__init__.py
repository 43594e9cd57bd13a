"""What people have to do for an inspection next, by whom; and for what cannot be done yet, why."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from domain.cases.second_reads.commands import DecideDifference
from domain.cases.second_reads.rules import DECIDING
from domain.evidence.commands import (
    AssessPrompts,
    CarryEnquiry,
    CloseEnquiry,
    GiveFeedback,
    NoteNoExperience,
)
from domain.evidence.rules.enquiries import ASSESSING, ENQUIRING
from domain.evidence.rules.voices import CLOSING, UNHEARD
from domain.inspections.decider import INSPECTION
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks.action_plan import action_plan, correcting
from domain.inspections.tasks.fieldwork import case_reads, fieldwork
from domain.inspections.tasks.listing import Item, Surroundings, Task, told_to
from domain.inspections.tasks.panel_review import panel_review
from domain.inspections.tasks.preparation import announcement, evidence_request
from domain.inspections.tasks.publication import publication, submission
from domain.inspections.tasks.reads import alerts_open
from domain.inspections.tasks.untold import untold
from domain.people.authority import AUTHORITY

__all__ = ["Surroundings", "Task", "tasks", "told_to"]

_ITS_STAGES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {command.verb: rule.stages for command, rule in INSPECTION.rules.items()}
    | {AssessPrompts.verb: ASSESSING, CloseEnquiry.verb: ENQUIRING, CarryEnquiry.verb: ENQUIRING}
    | {GiveFeedback.verb: CLOSING, NoteNoExperience.verb: UNHEARD, DecideDifference.verb: DECIDING}
)
"""The stages in which a command may be given, from the very rules that refuse it in others."""

_ANY_TIME = frozenset(
    {
        "record-answers",
        "record-second-answers",
        "record-dip-read",
        "settle-edit",
        "allocate-case",
        "allocate-second-read",
        "close-case-list",
        "set-up-follow-up",
        "record-opening-figures",
        "compare-results",
        "conclude-criterion",
        "conclude-follow-up",
    }
)
"""Commands to other streams that do not ask where the inspection stands."""


def tasks(state: Inspection, around: Surroundings) -> tuple[Task, ...]:
    """The tasks of an inspection, in the order of its life.

    Of one that is over, alerts, what is still to be told, and what is left to do for its report.

    A task is locked, and says why, where its command would be refused as things stand, whatever it says and whoever
    gives it. The list does not know the day, nor who is on the staff record on it: what depends on the day alone, such
    as the first day of fieldwork, is said in the title, and a task that is offered may still be refused for either, or
    for what the command itself says. Two are locked although they are accepted with a reason, for they would be too
    early: deriving ratings without a proposal, and looking at proposals of which one is missing.

    Some tasks are one person's alone, and are told to nobody else (:func:`told_to`).
    """
    now = state.standing
    if now is None:
        return ()
    # Somebody in danger comes first, whatever has become of the inspection.
    alerts = tuple(_task(item, now, "to-do") for item in alerts_open(around.reads))
    told = tuple(_task(item, now, "to-do") for item in untold(state, around.plans))
    if now is Stage.DEFERRED:
        resuming = _task(Item("resume-inspection", "Resume the inspection"), Stage.DEFERRED, "to-do")
        return (*alerts, resuming, *told)
    if now not in IN_PROGRESS:
        of_report = _of_what_is_out(state) if now is Stage.CLOSED else ()
        return (*alerts, *(_placed(item, Stage.PUBLICATION, now) for item in of_report), *told)
    return (
        alerts
        + tuple(
            _placed(item, stage, _where(stage, state, now))
            for stage, listed in zip(IN_PROGRESS, _LISTS, strict=True)
            if stage in state.known.stages
            for item in listed(state, around)
        )
        + told
    )


def _where(stage: Stage, state: Inspection, now: Stage) -> Stage:
    """Where the inspection stands for the tasks of a stage: action plans run on while a correction is judged anew."""
    return stage if stage is Stage.ACTION_PLAN and state.reopened_from is not None else now


def _of_what_is_out(state: Inspection) -> Iterator[Item]:
    """What is left to do for the report of a closed inspection: an edition that corrects it, and its submission."""
    if state.editions and state.withdrawn is None:
        yield from (each for each in (*correcting(state), submission(state)) if not each.done)


def _placed(item: Item, stage: Stage, now: Stage) -> Task:
    if item.done:
        return _task(item, stage, "done")
    if now in _ITS_STAGES.get(item.verb, (stage,)) or item.verb in _ANY_TIME:
        return _task(item, stage, "locked" if item.why else "to-do", item.why)
    if IN_PROGRESS.index(stage) < IN_PROGRESS.index(now):
        return _task(item, stage, "done")
    return _task(item, stage, "locked", f"the inspection is still at {now.replace('-', ' ')}")


_LISTS = (
    announcement,
    evidence_request,
    fieldwork,
    case_reads,
    panel_review,
    publication,
    action_plan,
)
"""What there is to do, by stage, in the order of :data:`IN_PROGRESS`."""


def _task(item: Item, stage: Stage, status: Literal["to-do", "done", "locked"], why: str = "") -> Task:
    return Task(
        verb=item.verb,
        title=item.title,
        stage=stage,
        status=status,
        why=why,
        readers=item.readers,
        notice=item.notice,
        provider=item.provider,
        roles=tuple(sorted(role.value for role in item.roles or AUTHORITY[item.verb])),
        read=item.read,
        whose=item.whose,
    )
