"""What happened at a meeting of the ratings panel, one sentence per event, for people to read."""

from domain.messages import Event
from domain.panels import events as e
from domain.text import counted
from domain.working_days import in_words

__all__ = ["told_of_panel"]

_GROUNDS = {
    "declared-interest": "a declared interest in the provider",
    "interest": "an interest in the provider",
    "worked-there": "having worked there",
    "knows-somebody-there": "knowing somebody there",
    "took-part": "having taken part in the inspection",
    "other": "a ground of their own",
    "leads-it": "leading the inspection",
    "read-its-cases": "having read its cases",
}
_NOTICES = (
    ("meeting", "when it meets and what it considers"),
    ("called-off", "that the meeting was called off"),
    ("papers-overdue", "that papers were overdue"),
    ("minutes-overdue", "that the minutes were overdue"),
)


def told_of_panel(event: Event) -> str | None:
    """One sentence about an event of a panel; None for any other."""
    if isinstance(event, e.ConveningEvent):
        return _convening(event)
    if isinstance(event, e.MeetingEvent):
        return _meeting(event)
    if isinstance(event, e.ItemEvent):
        return _item(event)
    return _minutes(event) if isinstance(event, e.MinutesEvent) else None


def _convening(event: e.ConveningEvent) -> str:
    match event:
        case e.PanelConvened():
            return f"A ratings panel was convened for {in_words(event.meets_on)}."
        case e.MemberInvited():
            return f"{event.member} was invited to the ratings panel."
        case e.ItemTabled():
            before = f", put off by the panel {event.item.deferred_from}" if event.item.deferred_from else ""
            return f"{event.item.inspection} came onto the panel's agenda{before}: {event.reason}"
        case e.ItemRemoved():
            return f"{event.inspection} was taken off the panel's agenda: {event.reason}"
        case e.AgendaArranged():
            return f"The panel's agenda was arranged: {', '.join(_timed(each) for each in event.items)}."
        case e.PackIssued():
            late = (
                f", later than members are to have them: {event.late_because}" if event.late_because else "."
            )
            return f"The panel's papers on {event.inspection} were issued{late}"
        case e.PapersOverdue():
            return f"No papers on {event.inspection} were issued by {in_words(event.due)}."
        case e.PanelCalledOff():
            return f"The ratings panel was called off: {event.reason}"
        case e.PanelNoticeSent():
            said = next((words for code, words in _NOTICES if event.notice.startswith(code)), event.notice)
            return f"The members of the panel were told {said}."


def _timed(item: e.AgendaTime) -> str:
    return f"{item.inspection} at {item.starts_at}" if item.starts_at else item.inspection


def _meeting(event: e.MeetingEvent) -> str:
    match event:
        case e.PanelOpened():
            return f"The ratings panel opened with {len(event.present)} present."
        case e.MemberArrived():
            return f"{event.member} came into the meeting."
        case e.MemberLeft():
            return f"{event.member} left the meeting."
        case e.ChairTaken() if event.deputising is not None:
            return f"{event.chair} took the chair in the place of {event.deputising.place_of}."
        case e.ChairTaken():
            return f"{event.chair} took the chair."
        case e.PanelClosed():
            due = f"; its minutes are due on {in_words(event.minutes_due)}" if event.minutes_due else ""
            return f"The ratings panel closed{due}."


def _item(event: e.ItemEvent) -> str:
    match event:
        case e.MemberRecused():
            return f"{event.member} takes no part in {event.inspection}, for {_GROUNDS[event.ground]}."
        case e.InspectionConsidered():
            return f"The ratings panel decided on {event.inspection}."
        case e.ItemDeferred():
            to = f" to the panel {event.to}" if event.to else ""
            there = counted(len(event.present), "member")
            return f"{event.inspection} was put off{to}, with {there} present: {event.reason}"
        case e.ItemRetabled():
            return f"{event.inspection} was taken up again: {event.reason}"
        case e.DissentRecorded():
            return f"{event.member} does not agree with the decision on {event.inspection}: {event.reason}"


def _minutes(event: e.MinutesEvent) -> str:
    match event:
        case e.MinutesDrafted():
            return "The minutes were drafted."
        case e.MinutesCorrected():
            return f"The minutes were corrected: {event.reason}"
        case e.MinutesApproved():
            return f"{event.chair} approved the minutes."
        case e.MinutesOverdue():
            return f"The minutes were not approved by {in_words(event.due)}."
