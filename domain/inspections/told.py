"""What notices told, in a clause for people; and which of them have not reached whom they were for."""

import re
from collections.abc import Mapping
from typing import Protocol

from domain.inspections.evidence_notices import TAKEN_UP
from domain.streams import plan_in

__all__ = ["not_told", "of_the_plan", "plan_clause", "told_clause"]

_OF_THE_PLAN = "action-plan-"
_LATER_EDITION = re.compile(r"publication-(?!1(?:-|$))")

_NOTICES = (
    ("announcement", "that it would be inspected"),
    ("evidence-moved", "to which day evidence was moved"),
    ("evidence-request", "which evidence to hand in"),
    ("evidence-overdue", "that evidence was overdue, and when it is taken higher up"),
    (TAKEN_UP, "that evidence was missing, and taken there"),
    ("evidence-escalation", "that evidence was still missing, and to whom that was taken"),
    ("evidence-wanted", "that evidence was needed after all"),
    ("extension-granted", "that there was more time for evidence"),
    ("extension-refused", "that there was no more time for evidence"),
    ("evidence-chase", "that evidence was overdue, and by when it was needed"),
    ("draft-moved", "to which day points of factual accuracy were moved"),
    ("draft", "that the draft report was ready to be checked for factual accuracy"),
    ("publication", "that the report was published"),
    ("distribution", "that the report was published"),
    ("embargo-put-off", "that the report is put off, and is still under embargo"),
    ("embargo", "what the report says, under embargo"),
    ("withdrawal", "that the report was withdrawn"),
    ("deferral", "that the inspection was put off"),
    ("resumption", "that the inspection went on"),
    ("cancellation", "that the inspection was cancelled"),
    ("fieldwork-moved", "to which days fieldwork was moved"),
    ("succession", "that the inspection goes on under its present name"),
)
"""What a notice said, by the beginning of its code; the rest of the code only tells it from another one."""

_PLAN_NOTICES = (
    ("requested", "that an action plan was asked for"),
    ("plan-overdue", "that its action plan was overdue"),
    ("returned", "that its action plan was returned"),
    ("accepted", "that its action plan was accepted"),
    ("not-received", "that its action plan was awaited no longer"),
    ("given-up", "that an action was followed no further"),
    ("extension-granted", "that there was more time"),
    ("extension-refused", "that there was no more time"),
    ("change-agreed", "that the change of an action was agreed"),
    ("change-declined", "that the change of an action was not agreed"),
    ("due-soon-plan-", "that its action plan is due soon"),
    ("due-soon-action-", "that an action is due soon"),
)
"""The same of a notice about an action plan."""


class _Telling(Protocol):
    """What has notices: an inspection, or its action plan."""

    @property
    def untold(self) -> tuple[str, ...]: ...

    @property
    def undelivered(self) -> Mapping[str, tuple[str, ...]]: ...


def told_clause(code: str) -> str:
    """What a notice about an inspection told, as a clause: ``that the report was published``."""
    if _LATER_EDITION.match(code):
        return "that the report was corrected"
    return next((said for kind, said in _NOTICES if code.startswith(kind)), f"by the notice {code}")


def plan_clause(code: str) -> str:
    """What a notice about an action plan told, as a clause."""
    action = code.removeprefix("action-overdue-")
    if action != code:
        return f"that the action {action} was overdue"
    return next((said for kind, said in _PLAN_NOTICES if code.startswith(kind)), f"by the notice {code}")


def not_told(state: _Telling) -> tuple[str, ...]:
    """The notices that reached nobody, or not everybody they were for, by their codes, until that is seen to."""
    return tuple(dict.fromkeys((*state.untold, *state.undelivered)))


def of_the_plan(stream: str, code: str) -> str:
    """The code of a notice about an action plan, as it is called beside those about its inspection.

    Args:
        stream: the plan's; where several providers have one each, it says whose it is.
        code: the notice's code in the plan.
    """
    provider = plan_in(stream)[1]
    return f"{_OF_THE_PLAN}{code}" + (f"-to-{provider}" if provider else "")
