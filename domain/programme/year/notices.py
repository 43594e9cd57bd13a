"""The words of the notices about a programme: each tells its reader of what touches them, and of nothing else.

They name inspections and days, never persons.
"""

from datetime import date, timedelta

from domain.inspections.notices import Notice
from domain.programme.year.state import Owed, Programme
from domain.programme.year.terms import Change, Slot
from domain.streams import programme_stream, staff_stream
from domain.working_days import in_words

__all__ = ["programme_notice", "weeks_of"]


def programme_notice(programme: str, state: Programme, code: str) -> Notice:
    """The notice with this code.

    Args:
        programme: the programme, by its code.
        state: where it stands.
        code: the code under which the notice is owed.
    """
    owed = state.notices[code]
    subject = "Your inspections of the year" if owed.first else "Your inspections of the year have changed"
    to_provider = owed.to.startswith("provider-")
    if to_provider:
        subject = "Your inspection has been moved"
    if owed.closes_on is not None:
        return _of_a_draft(programme, state, code, owed, owed.closes_on)
    told = "\n".join(f"- {_told(each, owed)}" for each in owed.changes)
    return Notice(
        id=f"programme-{programme}/{code}",
        to=owed.to.removeprefix("provider-") if to_provider else programme_stream(programme),
        subject=f"{subject} ({programme})",
        body=f"Programme: {state.known.title}\n\n{told}\n",
    )


def _of_a_draft(programme: str, state: Programme, code: str, owed: Owed, closes_on: date) -> Notice:
    """What the draft has for one provider, and until when it may say something to it."""
    planned = "\n".join(
        f"- {each.inspection}: {weeks_of(each.now)}" for each in owed.changes if each.now is not None
    )
    return Notice(
        id=f"programme-{programme}/{code}",
        to=owed.to.removeprefix("provider-"),
        subject=f"The draft programme, for you to respond to ({programme})",
        body=(
            f"Programme: {state.known.title}, a draft\n\n{planned}\n\n"
            f"Until {in_words(closes_on)} you may say what you think of it, in confidence if you wish: on the page "
            "Planned inspections, or in a letter. Nothing has been announced by this.\n"
        ),
    )


def weeks_of(slot: Slot) -> str:
    """The weeks of an inspection's fieldwork, as they are told before it is announced."""
    first = slot.fieldwork_from - timedelta(days=slot.fieldwork_from.weekday())
    last = slot.fieldwork_to - timedelta(days=slot.fieldwork_to.weekday())
    if first == last:
        return f"fieldwork in the week of {in_words(first)}"
    return f"fieldwork from the week of {in_words(first)} to that of {in_words(last)}"


def _told(change: Change, owed: Owed) -> str:
    was, now = change.was, change.now
    if now is None:
        return f"{change.inspection}: no longer yours" if was else change.inspection
    role = next((each.role for each in now.team if staff_stream(each.person) == owed.to), None)
    as_role = f", as {role}" if role else ""
    if was is None:
        return f"{change.inspection}{as_role}: {_days(now)}"
    before = f" (before: {_days(was)})" if _days(was) != _days(now) else ""
    return f"{change.inspection}{as_role}: {_days(now)}{before}"


def _days(slot: Slot) -> str:
    said = f"fieldwork from {in_words(slot.fieldwork_from)} to {in_words(slot.fieldwork_to)}"
    if slot.panel_week is not None:
        said += f", panel {slot.panel} in the week of {in_words(slot.panel_week)}"
    return said + (f", published on {in_words(slot.publish_on)}" if slot.publish_on is not None else "")
