"""Somebody in danger: what a case shows, who was told and when, and that it was acknowledged the same day.

An alert is never kept waiting: no stage, no finished read, no deferral and no allocation stands in its way. So it has a
stream of its own beside the case's. One that nobody has acknowledged by the end of its day is escalated by Assay.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, assert_never

from domain.agenda import Agenda, Deadline, Duty
from domain.cases.alerts.blindness import kept_from, learned
from domain.cases.alerts.commands import (
    AcknowledgeAlert,
    AlertOrder,
    Occasion,
    RaiseAlert,
    RecordAlertNotice,
    RecordAlertUnacknowledged,
    TellOfAlert,
)
from domain.cases.alerts.events import (
    AlertAcknowledged,
    AlertEvent,
    AlertNoticeSent,
    AlertRaised,
    AlertTold,
    AlertUnacknowledged,
    Told,
)
from domain.cases.events import ReadsShown
from domain.cases.streams import NO_CASE
from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.inspections.state import Inspection
from domain.privacy.boxes import Plain
from domain.refusals import Refusal
from domain.streams import inspection_stream
from domain.working_days import end_of_day, london_date

__all__ = ["ALERT", "Alert", "AlertStage", "Alerts", "react"]


UNTOLD = ("time-unclear", "date-in-future", "before-announcement")
"""Why somebody cannot have been told at a time that is given."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One alert.

    Attributes:
        raised: how it was raised.
        told: everybody who was told, and when.
        acknowledged: whether somebody has taken it up.
        escalated: whether its day ended before that.
        noticed: the occasions on which a notice of it was sent, or could not be.
    """

    raised: AlertRaised
    told: tuple[Told, ...] = ()
    acknowledged: bool = False
    escalated: bool = False
    noticed: frozenset[str] = frozenset()

    @property
    def untold(self) -> bool:
        """Whether somebody has yet to be told of it; whoever took it up knows of it."""
        return not self.told and not self.acknowledged

    @property
    def late(self) -> tuple[Told, ...]:
        """Those who were told on another day than that on which it was raised: it is to be the same day."""
        return tuple(each for each in self.told if london_date(each.at) != self.raised.due)

    @property
    def owed(self) -> Occasion | None:
        """On what occasion a notice of it is still to be sent; of an alert that was taken up none is."""
        if self.acknowledged:
            return None
        occasion: Occasion = "unacknowledged" if self.escalated else "raised"
        return None if occasion in self.noticed else occasion


@dataclass(frozen=True, slots=True)
class Alerts:
    """The alerts of one case, by their number."""

    all: Mapping[int, Alert] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def open(self) -> tuple[Alert, ...]:
        """Those that nobody has taken up, oldest first."""
        return tuple(each for each in self.all.values() if not each.acknowledged)


class AlertStage(StrEnum):
    """Where the alerts of a case stand."""

    RAISED = "raised"
    ESCALATED = "escalated"
    ACKNOWLEDGED = "acknowledged"


def _evolve(state: Alerts, event: AlertEvent) -> Alerts:
    match event:
        case AlertRaised():
            return _with(state, event.number, Alert(event, event.told))
        case AlertTold():
            before = state.all[event.number]
            return _with(state, event.number, replace(before, told=(*before.told, *event.told)))
        case AlertAcknowledged():
            return _with(state, event.number, replace(state.all[event.number], acknowledged=True))
        case AlertUnacknowledged():
            return _with(state, event.number, replace(state.all[event.number], escalated=True))
        case AlertNoticeSent():
            before = state.all[event.number]
            now = replace(before, told=(*before.told, *event.told), noticed=before.noticed | {event.occasion})
            return _with(state, event.number, now)
        case _:
            assert_never(event)


def _with(state: Alerts, number: int, alert: Alert) -> Alerts:
    return Alerts(MappingProxyType({**state.all, number: alert}))


def deadline_of(alert: Alert) -> Deadline:
    """The end of the day of an alert that nobody has taken up."""
    return Deadline(
        id=f"alert-{alert.raised.number}", due=alert.raised.due, awaits="that somebody acknowledges the alert"
    )


def react(state: Alerts) -> Agenda:
    """The end of the day of each alert that nobody has taken up; nothing once all are taken up."""
    open_ = state.open
    if not open_:
        return Agenda(stage=AlertStage.ACKNOWLEDGED, over=True)
    escalated = any(each.escalated for each in open_)
    return Agenda(
        stage=AlertStage.ESCALATED if escalated else AlertStage.RAISED,
        waiting_for=tuple(f"alert {each.raised.number} to be acknowledged" for each in open_),
        deadlines=tuple(
            sorted(
                (deadline_of(each) for each in open_ if not each.escalated),
                key=lambda each: (each.due, each.id),
            )
        ),
        duties=tuple(
            Duty(
                id=f"notice-{each.raised.number}-{each.owed}",
                kind="send-notice",
                about=f"{each.raised.number}/{each.owed}",
            )
            for each in open_
            if each.owed
        ),
    )


def _told(
    who: tuple[str, ...], at: datetime | None, inspection: Inspection, given: Given
) -> tuple[Told, ...] | Refusal:
    """Who was told, and when: from the day on which the inspection was announced until now."""
    if at is not None and at.utcoffset() is None:
        return Refusal("time-unclear", "Give the time with its zone, such as 2026-06-03T14:10+01:00.")
    if at is not None and at > given.at:
        return Refusal("date-in-future", "Nobody can have been told at a time that is still to come.")
    announced = inspection.announced
    if at is not None and announced is not None and london_date(at) < announced.announced_on:
        return Refusal(
            "before-announcement",
            f"The inspection was announced on {announced.announced_on}, so nobody was told on {london_date(at)} what a "
            "case of it shows.",
        )
    return tuple(Told(who=each, at=at or given.at) for each in dict.fromkeys(who))


def _case(_state: Alerts, command: AlertOrder, _library: Library) -> tuple[str, ...]:
    return (command.case,)


def _its_inspection(command: AlertOrder, seen: Mapping[str, Any]) -> tuple[str, ...]:
    drawn = seen[command.case].drawn
    return (inspection_stream(drawn.inspection),) if drawn else ()


@rule(
    RaiseAlert,
    events=[AlertRaised, ReadsShown],
    refusals=["unknown-case", *UNTOLD, "reads-apart"],
    reads=_case,
    further=_its_inspection,
)
def raise_alert(state: Alerts, command: RaiseAlert, given: Given) -> Decided:
    """Raises an alert, whatever else stands: somebody must acknowledge it before the day is over.

    Whoever was told what the case shows is not given the other read of it, and whoever has that read is not told.
    """
    # A case that was taken out of its sample shows what it shows all the same.
    drawn = given.seen[command.case].drawn
    if drawn is None:
        return NO_CASE
    told = _told(command.told, command.told_at, given.seen[inspection_stream(drawn.inspection)], given)
    if isinstance(told, Refusal):
        return told
    if refusal := kept_from(command.case, given.actor.id, command.told, given):
        return refusal
    return (
        AlertRaised(
            inspection=drawn.inspection,
            case=command.case,
            number=len(state.all) + 1,
            what=Plain(str(command.what), command.case, "case-note"),
            by=given.actor.id,
            told=told,
            due=given.today,
        ),
        *learned(command.case, given.actor.id, command.told, given),
    )


_NO_ALERT = Refusal("unknown-alert", "There is no alert with this number in the case.")


@rule(
    TellOfAlert,
    events=[AlertTold, ReadsShown],
    refusals=["unknown-alert", *UNTOLD, "reads-apart"],
    reads=_case,
    further=_its_inspection,
)
def tell_of_alert(state: Alerts, command: TellOfAlert, given: Given) -> Decided:
    """Notes who else was told of an alert, and when; they are not given the other read, nor is whoever has it told."""
    alert = state.all.get(command.number)
    if alert is None:
        return _NO_ALERT
    raised = alert.raised
    told = _told(command.told, command.told_at, given.seen[inspection_stream(raised.inspection)], given)
    if isinstance(told, Refusal):
        return told
    return kept_from(raised.case, raised.by, command.told, given) or (
        AlertTold(number=command.number, told=told),
        *learned(raised.case, raised.by, command.told, given),
    )


@rule(
    AcknowledgeAlert,
    events=[AlertAcknowledged, ReadsShown],
    refusals=["unknown-alert", "own-alert"],
    reads=_case,
    further=_its_inspection,
)
def acknowledge_alert(state: Alerts, command: AcknowledgeAlert, given: Given) -> Decided:
    """Notes that somebody else than who raised it has taken up an alert, and what is done about it.

    Whoever acts on it knows what it says, so they are not given the other read of a case that is kept apart.
    """
    alert = state.all.get(command.number)
    if alert is None:
        return _NO_ALERT
    if alert.raised.by == given.actor.id:
        return Refusal("own-alert", "An alert is acknowledged by somebody else than who raised it.")
    if alert.acknowledged:
        return ()
    action = Plain(str(command.action), command.case, "case-note")
    return (
        AlertAcknowledged(number=command.number, action=action),
        *learned(alert.raised.case, alert.raised.by, (given.actor.id,), given),
    )


@rule(
    RecordAlertUnacknowledged,
    events=[AlertUnacknowledged],
    refusals=["unknown-alert", "not-yet"],
)
def record_alert_unacknowledged(state: Alerts, command: RecordAlertUnacknowledged, given: Given) -> Decided:
    """Escalates an alert whose day has ended; one that was taken up meanwhile passes without a word."""
    alert = state.all.get(command.number)
    if alert is None:
        return _NO_ALERT
    if alert.acknowledged or alert.escalated or alert.raised.due != command.due:
        return ()
    if given.at < end_of_day(command.due):
        return Refusal("not-yet", f"The day of the alert ends with {command.due}, not before.")
    return (AlertUnacknowledged(number=command.number, due=command.due),)


@rule(RecordAlertNotice, events=[AlertNoticeSent], refusals=["unknown-alert"])
def record_alert_notice(state: Alerts, command: RecordAlertNotice, given: Given) -> Decided:
    """Notes to whom Assay sent a notice of an alert, and when; each occasion once."""
    alert = state.all.get(command.number)
    if alert is None:
        return _NO_ALERT
    if command.occasion in alert.noticed:
        return ()
    return (
        AlertNoticeSent(
            number=command.number,
            occasion=command.occasion,
            told=tuple(Told(who=each, at=given.at) for each in command.to),
            on_duty=command.on_duty,
            document=command.document,
        ),
    )


ALERT = Decider(
    kind="alert",
    initial=Alerts(),
    rules=rules(
        [raise_alert, tell_of_alert, acknowledge_alert, record_alert_unacknowledged, record_alert_notice]
    ),
    evolve=_evolve,
    silent=(AlertTold,),
)
"""The alerts of one case."""
