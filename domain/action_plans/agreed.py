"""What a plan agrees on besides its actions: more time, changed actions; and the reminders that are still to go out."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from domain.action_plans.events import ActionChangeProposed, PlanExtensionAsked

__all__ = ["REMINDER", "Change", "Extension", "Reminder", "reminder_code"]


@dataclass(frozen=True, slots=True)
class Extension:
    """More time that the provider asked for, and the answer."""

    asked: PlanExtensionAsked
    outcome: Literal["open", "granted", "refused"] = "open"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A change of an action that the provider proposed, and the answer.

    Attributes:
        proposed: what was proposed.
        due: until when the action was due by then; it may have been given more time since.
        outcome: what was answered.
        reason: why it was declined.
    """

    proposed: ActionChangeProposed
    due: date
    outcome: Literal["open", "agreed", "declined"] = "open"
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Reminder:
    """A reminder that is still to go out: of what is due, when, and on which day it goes."""

    deadline: str
    due: date
    on: date


REMINDER = "due-soon-"
"""How the codes of reminders begin."""


def reminder_code(deadline: str, due: date) -> str:
    """The code of the notice that is a reminder of a date: another one when the date has moved."""
    return f"{REMINDER}{deadline}-{due.isoformat()}"
