"""The words of the notices about a programme: each tells its reader of what touches them, and of nothing else.

They name inspections and days, never persons.
"""

from collections.abc import Sequence
from datetime import timedelta

from domain.inspections.notices import Notice
from domain.languages import Catalogue, Language
from domain.notices.words import ENGLISH, in_language, said_in
from domain.programme.year.state import Owed, Programme
from domain.programme.year.terms import Change, Slot
from domain.streams import code_in, programme_stream, provider_stream, staff_stream

__all__ = ["programme_notice", "weeks_of"]


def programme_notice(
    programme: str, state: Programme, code: str, languages: Sequence[Language] = ENGLISH
) -> Notice:
    """The notice with this code.

    Args:
        programme: the programme, by its code.
        state: where it stands.
        code: the code under which the notice is owed.
        languages: in which languages its reader is written to; whoever is on the staff, in English.
    """
    owed = state.notices[code]
    if not owed.to.startswith("provider-"):
        return _to_staff(programme, state, code, owed)

    def words(say: Catalogue) -> tuple[str, str]:
        kind = "programme.moved" if owed.closes_on is None else "programme.draft"
        if owed.closes_on is None:
            told = "\n".join(_moved(each, say) for each in owed.changes)
            return say(f"{kind}.subject"), say("head.programme", title=state.known.title, text=told)
        text = say(f"{kind}.text", planned=_planned(owed, say), closes=say.day(owed.closes_on))
        return say(f"{kind}.subject"), say("head.draft_programme", title=state.known.title, text=text)

    subject, body = said_in(languages, words)
    return Notice(
        id=f"programme-{programme}/{code}",
        to=code_in(owed.to, provider_stream),
        subject=f"{subject} ({programme})",
        body=body,
        languages=tuple(languages),
    )


def _planned(owed: Owed, say: Catalogue) -> str:
    """What the draft has for one provider."""
    return "\n".join(
        say("programme.draft.line", inspection=each.inspection, weeks=weeks_of(each.now, say))
        for each in owed.changes
        if each.now is not None
    )


def _moved(change: Change, say: Catalogue) -> str:
    if change.now is None:
        return say("programme.moved.gone", inspection=change.inspection)
    now, was = _days(change.now, say), _days(change.was, say) if change.was else ""
    before = say("programme.moved.before", days=was) if was and was != now else ""
    return say("programme.moved.line", inspection=change.inspection, days=now, before=before)


def _to_staff(programme: str, state: Programme, code: str, owed: Owed) -> Notice:
    subject = "Your inspections of the year" if owed.first else "Your inspections of the year have changed"
    told = "\n".join(f"- {_told(each, owed)}" for each in owed.changes)
    return Notice(
        id=f"programme-{programme}/{code}",
        to=programme_stream(programme),
        subject=f"{subject} ({programme})",
        body=f"Programme: {state.known.title}\n\n{told}\n",
    )


def weeks_of(slot: Slot, say: Catalogue | None = None) -> str:
    """The weeks of an inspection's fieldwork, as they are told before it is announced; in English, unless said."""
    say = say or in_language("en")
    first = slot.fieldwork_from - timedelta(days=slot.fieldwork_from.weekday())
    last = slot.fieldwork_to - timedelta(days=slot.fieldwork_to.weekday())
    if first == last:
        return say("programme.part.week", first=say.day(first))
    return say("programme.part.weeks", first=say.day(first), last=say.day(last))


def _told(change: Change, owed: Owed) -> str:
    was, now = change.was, change.now
    if now is None:
        return f"{change.inspection}: no longer yours" if was else change.inspection
    role = next((each.role for each in now.team if staff_stream(each.person) == owed.to), None)
    as_role = f", as {role}" if role else ""
    say = in_language("en")
    if was is None:
        return f"{change.inspection}{as_role}: {_days(now, say)}"
    before = f" (before: {_days(was, say)})" if _days(was, say) != _days(now, say) else ""
    return f"{change.inspection}{as_role}: {_days(now, say)}{before}"


def _days(slot: Slot, say: Catalogue) -> str:
    said = say("programme.part.days", first=say.day(slot.fieldwork_from), last=say.day(slot.fieldwork_to))
    if slot.panel_week is not None:
        said += say("programme.part.panel", panel=slot.panel, week=say.day(slot.panel_week))
    return said + (say("programme.part.published", day=say.day(slot.publish_on)) if slot.publish_on else "")
