"""What is different in what an inspection has beside its cases: its evidence room, its lists of cases, its alerts.

Nothing is told of what somebody said, of a row of a list, or of what a case shows: that is sealed, and no state has it.
"""

from collections.abc import Iterator

from domain.auditing.change import Change, changed, changed_each
from domain.cases.alerts.alert import Alert, Alerts
from domain.cases.lists.rules import CaseList
from domain.cases.streams import case_of
from domain.evidence.state import Enquiry, EvidenceRoom, Registered, Session
from domain.text import counted
from domain.working_days import LONDON, in_words, london_date

__all__ = ["changes_in_alerts", "changes_in_list", "changes_in_room"]


def changes_in_room(before: EvidenceRoom, after: EvidenceRoom) -> Iterator[Change]:
    """What is different in an evidence room: register, timetable, what was heard, findings and lines of enquiry."""
    if before.register is not after.register:
        yield from changed_each("evidence", _register(before), _register(after))
    if before.sessions is not after.sessions:
        yield from changed_each("evidence", _sessions(before), _sessions(after))
    yield from changed_each("evidence", _heard(before), _heard(after))
    if before.findings is not after.findings:
        yield from changed_each("evidence", _findings(before), _findings(after))
    if before.enquiries is not after.enquiries:
        yield from changed_each("evidence", _enquiries(before), _enquiries(after))


def changes_in_list(before: CaseList, after: CaseList, of: str) -> Iterator[Change]:
    """What is different of a list of cases that was handed in.

    Args:
        before: the list at the earlier point.
        after: at the later one.
        of: its stream.
    """
    handed_in = after.handed_in or before.handed_in
    name = f"list of {_spaced(handed_in.population)} {of}" if handed_in else of
    yield from changed("sample", name, _list(before), _list(after))
    yield from changed("sample", f"not to be drawn from {of}", _excluded(before), _excluded(after))


def changes_in_alerts(before: Alerts, after: Alerts, of: str) -> Iterator[Change]:
    """What is different of the alerts that a case gave rise to.

    Args:
        before: the alerts at the earlier point.
        after: at the later one.
        of: their stream.
    """
    case = case_of(of)
    yield from changed_each("alert", _alerts(before, case), _alerts(after, case))
    yield from changed_each("alert", _told(before, case), _told(after, case))


def _register(room: EvidenceRoom) -> dict[str, str]:
    return {f"entry {code} of the register": _entry(each) for code, each in room.register.items()}


def _entry(entry: Registered) -> str:
    content = entry.content
    days = [in_words(each) for each in (content.true_from, content.true_to) if each]
    parts = [
        f"{content.title} ({_spaced(content.kind)}, from {content.source})",
        f"of {' to '.join(days)}" if days else "",
        f"on {', '.join(content.bears_on)}" if content.bears_on else "",
        f"file {content.document[:12]}…" if content.document else "",
        f"put right {counted(entry.corrected, 'time')}" if entry.corrected else "",
        f"withdrawn: {entry.withdrawn}" if entry.withdrawn is not None else "",
    ]
    return "; ".join(filter(None, parts))


def _sessions(room: EvidenceRoom) -> dict[str, str]:
    return {f"session {code}": _session(each) for code, each in room.sessions.items()}


def _session(session: Session) -> str:
    plan = session.plan
    who = f", by {', '.join(plan.inspectors)}" if plan.inspectors else ""
    when = f"{in_words(plan.on)}, {plan.begins} to {plan.ends}"
    return f"{session.outcome}, {_spaced(plan.kind)}, {when}, at {plan.place}{who}"


def _heard(room: EvidenceRoom) -> dict[str, str]:
    """Surveys with small numbers hidden, what was summed up, who was not heard, and feedback."""
    number = {
        code: "few" if each.answered is None else str(each.answered) for code, each in room.surveys.items()
    }
    return {
        **{f"survey {code}": f"{each} answered" for code, each in number.items()},
        **{f"experience of {_spaced(voice)}": each.summary for voice, each in room.summaries.items()},
        **{f"why {_spaced(voice)} were not heard": each.reason for voice, each in room.unheard.items()},
        **{
            f"feedback {place} to the provider": f"given on {in_words(each.given_on)}"
            for place, each in enumerate(room.feedback, start=1)
        },
    }


def _findings(room: EvidenceRoom) -> dict[str, str]:
    return {
        f"what the evidence says of {place}": _spaced(each.finding)
        + (f", by {', '.join(each.evidence)}" if each.evidence else "")
        for place, each in room.findings.items()
    }


def _enquiries(room: EvidenceRoom) -> dict[str, str]:
    return {f"line of enquiry {code}": _enquiry(each) for code, each in room.enquiries.items()}


def _enquiry(enquiry: Enquiry) -> str:
    outcome = "carried to the panel" if enquiry.outcome == "carried" else enquiry.outcome
    looked_at = f", looked at {', '.join(enquiry.looked_at)}" if enquiry.work else ""
    return f"{outcome}{looked_at}{f': {enquiry.words}' if enquiry.words else ''}"


def _list(listed: CaseList) -> str | None:
    if listed.handed_in is None:
        return None
    if listed.replaced is not None:
        return f"replaced by {listed.replaced.by}"
    if listed.closed is not None:
        return f"closed for its draw, from {counted(listed.closed.eligible, 'case')}"
    return f"handed in, {counted(listed.rows, 'case')}, file {listed.handed_in.list_digest[:12]}…"


def _excluded(listed: CaseList) -> str | None:
    if not listed.exclusions:
        return None
    why = (
        f"{each.cases} {_spaced(each.code)}{f' ({each.rule})' if each.rule else ''}"
        for each in listed.exclusions
    )
    return f"{counted(len(listed.excluded), 'case')}: {', '.join(why)}"


def _alerts(alerts: Alerts, case: str) -> dict[str, str]:
    return {f"alert {number} in {case}": _alert(each) for number, each in alerts.all.items()}


def _alert(alert: Alert) -> str:
    raised = f"raised on {in_words(alert.raised.due)}"
    if alert.acknowledged:
        late = ", after its day had ended" if alert.escalated else ""
        return f"{raised}, taken up{late}"
    return (
        f"{raised}, {'not taken up by the end of its day' if alert.escalated else 'to be taken up that day'}"
    )


def _told(alerts: Alerts, case: str) -> dict[str, str]:
    """Who was told of each alert, and when: the first time, if somebody was told more than once."""
    told: dict[str, str] = {}
    for number, alert in alerts.all.items():
        for each in alert.told:
            when = f"{in_words(london_date(each.at))}, {each.at.astimezone(LONDON):%H:%M}"
            told.setdefault(f"{each.who} told of alert {number} in {case}", when)
    return told


def _spaced(code: str) -> str:
    return code.replace("-", " ")
