"""Publication: its day and time, embargoed copies before it, and what follows from it (001 L24; 003 L114-118)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from domain.action_plans.events import ActionPlanRequested
from domain.agenda import begins_at
from domain.dated_rules.library import Library
from domain.decider import Decided, On, rule
from domain.elections.periods import next_day_to_publish
from domain.given import Given
from domain.inspections.commands import RecordPublication, SchedulePublication, SendEmbargoedCopy
from domain.inspections.events import (
    EmbargoedCopySent,
    InspectionClosed,
    PublicationScheduled,
    Recommendation,
    ReportPublished,
)
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.report.recipients import recipients_of, streams_of_areas, streams_of_posts
from domain.inspections.report.texts import untranslated
from domain.inspections.rules.common import protocol_of
from domain.inspections.rules.gates import closing
from domain.inspections.rules.report.sign_off import NO_REPORT, signed_report
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.whose import recommended_to
from domain.people.body_state import Body
from domain.refusals import Refusal
from domain.streams import inspection_stream, mailbox_stream, plan_stream
from domain.text import slug

__all__ = ["PUBLISHED", "RULES"]

PUBLISHED = (Stage.ACTION_PLAN, Stage.CLOSED)
"""The stages of an inspection whose report is out; another edition of it may be made in them."""

_WITHDRAWN = Refusal("report-withdrawn", "The report was withdrawn; no other edition of it is published.")


@rule(
    SchedulePublication,
    stages=[Stage.PUBLICATION, *PUBLISHED],
    events=[PublicationScheduled],
    refusals=[
        "no-report",
        "stale-decision",
        "not-signed",
        "draft-not-sent",
        "window-open",
        "challenges-open",
        "conditions-open",
        "partners-unsigned",
        "untranslated",
        "report-withdrawn",
        "already-published",
        "date-in-past",
        "not-a-working-day",
        "pre-election",
        "calendar-exhausted",
    ],
)
def schedule_publication(state: Inspection, command: SchedulePublication, given: Given) -> Decided:
    """Sets the day of publication, once everything that must come before it is done; of a correction as well."""
    protocol = protocol_of(state, given)
    refusal = _not_ready(state, protocol) or _not_that_day(command, protocol, given)
    if refusal is not None:
        return refusal
    report = signed_report(state)
    return (PublicationScheduled(report=report.digest, publish_on=command.publish_on, at=command.at),)


def _not_ready(state: Inspection, protocol: Protocol) -> Refusal | None:
    """What must come before publication and has not; a correction of words was not sent to the provider before."""
    if state.withdrawn is not None:
        return _WITHDRAWN
    if state.correction is None and state.editions:
        return Refusal("already-published", "The report is published; open a correction to publish another.")
    report = signed_report(state)
    if not state.corrects_words:
        if report.sent is None:
            return Refusal("draft-not-sent", "The provider has not been sent the draft.")
        if not report.checked:
            running = state.deadlines.get("factual-accuracy")
            until = f" until the end of {running.due}" if running else ""
            who = " and ".join(map(state.name_of, state.still_checking))
            return Refusal(
                "window-open",
                f"{who if state.known.others else 'The provider'} may still raise points of factual accuracy{until}.",
            )
        if state.open_challenges:
            return Refusal("challenges-open", f"Answer first: {', '.join(state.open_challenges)}.")
        if state.open_conditions:
            return Refusal(
                "conditions-open", f"The panel's conditions are not met: {', '.join(state.open_conditions)}."
            )
    if state.unsigned_partners:
        return Refusal("partners-unsigned", f"Still to sign: {', '.join(state.unsigned_partners)}.")
    left = untranslated(state, protocol) if protocol.published else ()
    if left:
        return Refusal(
            "untranslated", f"{protocol.title} is published in Welsh too; not translated: {', '.join(left)}."
        )
    return None


def _not_that_day(command: SchedulePublication, protocol: Protocol, given: Given) -> Refusal | None:
    if command.publish_on < given.today:
        return Refusal(
            "date-in-past", f"The report cannot be published on {command.publish_on}: that day is over."
        )
    if not given.calendar.is_working(command.publish_on):
        return Refusal("not-a-working-day", f"{command.publish_on} is not a working day.")
    if not protocol.published:
        return None
    periods = given.library.pre_election
    day, why = next_day_to_publish(periods, command.publish_on, given.calendar)
    if why:
        return Refusal("pre-election", f"{why}; the next day on which it can be published is {day}.")
    return None


def _mailbox(_state: Inspection, command: SendEmbargoedCopy, _library: Library) -> tuple[str, ...]:
    body = slug(command.title)
    return (mailbox_stream(body),) if body else ()


def _lost(state: Inspection, command: SendEmbargoedCopy, report: str, given: Given) -> bool:
    """Whether a body can open no copy of a report that it was sent: they were closed, or its address has changed."""
    if any(
        kind == "embargo" and state.recipients[code] == command.title for code, kind in state.notices.items()
    ):
        return False  # another is on its way
    body: Body
    for body in (given.seen[each] for each in _mailbox(state, command, given.library)):
        if body.place_on(given.today) is not None:
            sent = [
                each
                for each in body.copies.values()
                if (each.inspection, each.report) == (command.inspection, report)
            ]
            return bool(sent) and not any(body.may_read(each, given.today) for each in sent)
    return False


@rule(
    SendEmbargoedCopy,
    stages=[Stage.PUBLICATION, *PUBLISHED],
    events=[EmbargoedCopySent],
    refusals=[
        "no-report",
        "stale-decision",
        "not-signed",
        "not-scheduled",
        "no-embargo",
        "too-early",
        "too-late",
        "copy-sent",
        "calendar-exhausted",
    ],
    reads=_mailbox,
)
def send_embargoed_copy(state: Inspection, command: SendEmbargoedCopy, given: Given) -> Decided:
    """Sends one recipient an embargoed copy of what is cleared for publication, once, some days before its day.

    A body has another where it can open none that it was sent: its copies were closed, or its address has changed.
    """
    report = signed_report(state)
    if state.publish_on is None or state.publish != report.digest:
        return Refusal("not-scheduled", "No day of publication has been set.")
    protocol = protocol_of(state, given)
    if not protocol.published:
        return Refusal("no-embargo", f"{protocol.title} is not published, so nothing of it is embargoed.")
    sent = state.embargoed.get(command.recipient) == report.edition
    if sent and not _lost(state, command, report.digest, given):
        return Refusal("copy-sent", f"{command.recipient} has been sent a copy of this edition already.")
    embargo = protocol.periods.get("embargo")
    days = embargo.working_days if embargo else given.library.office.embargo
    first = given.calendar.before(state.publish_on, days)
    if given.today < first:
        return Refusal("too-early", f"Embargoed copies go out from {first} on, and not before.")
    if given.today > state.publish_on - timedelta(days=1):
        return Refusal("too-late", "The report is published today; there is nothing left to embargo.")
    return (
        EmbargoedCopySent(
            edition=report.edition,
            recipient=command.recipient,
            title=command.title,
            report=report.digest,
            publish_on=state.publish_on,
        ),
    )


def _asked_and_told(state: Inspection, command: RecordPublication, library: Library) -> tuple[str, ...]:
    """Where a plan would stand, one or one of each of several providers; and who is on the distribution list."""
    protocol = library.protocol_with(state.announced.protocol.digest) if state.announced else None
    told = streams_of_posts(state, protocol) if protocol else ()
    return (*_whose(state, command.inspection), *told)


def _told_by_area(command: RecordPublication, seen: Mapping[str, Any]) -> tuple[str, ...]:
    return streams_of_areas(seen[inspection_stream(command.inspection)], seen)


def _whose(state: Inspection, inspection: str) -> dict[str, str | None]:
    """The provider that would be asked for the plan in each stream; of one that is inspected alone, its only one."""
    if state.announced is None or not state.known.others:
        return {plan_stream(inspection): state.known.provider if state.announced else None}
    return {plan_stream(inspection, each): each for each in state.known.providers}


@rule(
    RecordPublication,
    stages=[Stage.PUBLICATION, *PUBLISHED],
    events=[ReportPublished, ActionPlanRequested, InspectionClosed],
    refusals=[
        "no-report",
        "not-scheduled",
        "report-withdrawn",
        "already-published",
        "stale-report",
        "too-early",
        "not-a-working-day",
        "pre-election",
        "calendar-exhausted",
    ],
    reads=_asked_and_told,
    further=_told_by_area,
)
def record_publication(state: Inspection, command: RecordPublication, given: Given) -> Decided:
    """Notes that the report is out, and asks for an action plan: each provider to which it recommends something.

    A correction asks for none.
    """
    refusal = _not_to_be_published(state, command, given)
    report = state.report
    if refusal is not None or report is None:
        return refusal or NO_REPORT
    protocol = protocol_of(state, given)
    asked = _asked(state, protocol, given) if state.correction is None else ()
    published = ReportPublished(
        edition=report.edition,
        report=command.report,
        document=command.document,
        published_on=given.today,
        plans=tuple(each.stream for each in asked),
        files=command.files,
        public=protocol.published,
        distribution=tuple(each.title for each in recipients_of(state, protocol, given.seen, given.today)),
    )
    over = (
        _closed_again(state, given)
        if state.correction
        else ()
        if asked
        else closing(state, Stage.PUBLICATION, given)
    )
    return (published, *asked, *over)


def _asked(state: Inspection, protocol: Protocol, given: Given) -> tuple[On, ...]:
    """The requests for action plans, one to each provider to which something is recommended."""
    if not protocol.has(Stage.ACTION_PLAN) or state.report is None:
        return ()
    made = state.report.recommendations
    found = []
    for stream, provider in _whose(state, state.known.inspection).items():
        its = tuple(each for each in made if provider in recommended_to(state, each.to))
        if provider is not None and its:
            found.append(On(stream, _request(state, provider, its, protocol, given)))
    return tuple(found)


def _request(
    state: Inspection, provider: str, asked: tuple[Recommendation, ...], protocol: Protocol, given: Given
) -> ActionPlanRequested:
    """The request for an action plan, with a reminder before its date where the kind of inspection has one."""
    due = given.calendar.after(given.today, protocol.days("action-plan"))
    reminder = protocol.periods.get("plan-reminder")
    days = reminder.working_days if reminder else None
    remind_on = given.calendar.before(due, days) if days is not None else None
    return ActionPlanRequested(
        inspection=state.known.inspection,
        recommendations=asked,
        requested_on=given.today,
        due=due,
        days_when_returned=protocol.days("action-plan-return"),
        provider=provider,
        remind_days=days,
        remind_on=remind_on if remind_on and remind_on > given.today else None,
    )


def _closed_again(state: Inspection, given: Given) -> tuple[InspectionClosed, ...]:
    """The end of an inspection that was closed before its case reads were opened again for a correction."""
    return (InspectionClosed(closed_on=given.today),) if state.reopened_from is Stage.CLOSED else ()


def _not_to_be_published(state: Inspection, command: RecordPublication, given: Given) -> Refusal | None:
    report = state.report
    if report is None:
        return NO_REPORT
    if state.withdrawn is not None:
        return _WITHDRAWN
    if state.correction is None and state.editions:
        return Refusal("already-published", "The report is published, and no correction of it is open.")
    if state.publish_on is None or state.publish is None:
        return Refusal("not-scheduled", "No day of publication has been set.")
    if command.report != state.publish or report.digest != state.publish:
        return Refusal("stale-report", "What was published is not what was cleared for publication.")
    if given.at < begins_at(state.publish_on, state.publish_at):
        at = f" at {state.publish_at}" if state.publish_at else ""
        return Refusal("too-early", f"The report is to be published on {state.publish_on}{at}, not before.")
    if not given.calendar.is_working(given.today):
        return Refusal("not-a-working-day", f"{given.today} is not a working day: nothing is published.")
    if protocol_of(state, given).published:
        _, why = next_day_to_publish(given.library.pre_election, given.today, given.calendar)
        if why:
            return Refusal("pre-election", f"{why}: nothing is published; set another day.")
    return None


RULES = (schedule_publication, send_embargoed_copy, record_publication)
