"""Somebody in danger: told the same day, acknowledged by somebody else, escalated where nobody does."""

from datetime import UTC, datetime

from domain.agenda import Deadline, Duty
from domain.cases.alerts.alert import react
from domain.cases.alerts.commands import (
    AcknowledgeAlert,
    RaiseAlert,
    RecordAlertNotice,
    RecordAlertUnacknowledged,
    TellOfAlert,
)
from domain.cases.alerts.events import (
    AlertAcknowledged,
    AlertNoticeSent,
    AlertRaised,
    AlertTold,
    AlertUnacknowledged,
    Told,
)
from domain.cases.alerts.notices import alert_notice
from domain.cases.events import ReadsShown
from domain.cases.streams import alerts_on
from domain.decider import On
from domain.inspections.commands import CancelInspection, ReplaceCase
from domain.inspections.events import InspectionCancelled, InspectionDeferred
from domain.inspections.tasks.reads import Reads, alerts_open
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from tests.support.example import (
    AT_FIELDWORK_WITH_SAMPLES,
    AT_PANEL_REVIEW,
    CASE,
    INSPECTION,
    day,
    read_to_the_end,
)
from tests.support.read_twice import (
    ALLOCATED,
    FIRST,
    NEVER,
    SECOND,
    TWICE,
    TWICE_READ,
    drawn,
    first_read,
    second_read,
    story,
)
from tests.support.specification import Story, given

DAY = "2018-07-11"
TEN = datetime(2018, 7, 11, 9, tzinfo=UTC)
STREAM = alerts_on(CASE)
RAISE = RaiseAlert(case=CASE, what="A child is left with somebody named as a danger.", told=("duty-manager",))
TELL = TellOfAlert(case=CASE, number=1, told=("police",), told_at=datetime(2018, 7, 11, 8, 30, tzinfo=UTC))
ACKNOWLEDGE = AcknowledgeAlert(case=CASE, number=1, action="The head of service has moved the child.")
LAPSE = RecordAlertUnacknowledged(case=CASE, number=1, due=day(DAY))


def noted(text: str) -> Plain:
    return Plain(text, CASE, "case-note")


RAISED = AlertRaised(
    inspection=INSPECTION,
    case=CASE,
    number=1,
    what=noted("A child is left with somebody named as a danger."),
    by="inspector-1",
    told=(Told(who="duty-manager", at=TEN),),
    due=day(DAY),
)


def at_fieldwork(*more: On) -> Story:
    return given(*AT_FIELDWORK_WITH_SAMPLES, *more)


def test_an_alert_says_what_the_case_shows_who_was_told_and_when_and_is_due_the_same_day() -> None:
    at_fieldwork().when(RAISE, on=DAY, who="inspector-1").then(On(STREAM, RAISED))


def test_nothing_stands_in_the_way_of_an_alert() -> None:
    deferred = InspectionDeferred(reason="A flood came.", until=day("2018-09-03"), deferred_on=day(DAY))
    for before in (
        at_fieldwork(*read_to_the_end(CASE)),
        at_fieldwork().and_(deferred),
        at_fieldwork().and_(InspectionCancelled(reason="They have merged.")),
        given(*AT_PANEL_REVIEW),
    ):
        before.when(RAISE, on=DAY, who="inspector-1").then(On(STREAM, RAISED))


def test_a_case_that_was_taken_out_of_its_sample_gives_rise_to_an_alert_as_well() -> None:
    cancelled = at_fieldwork().when(
        CancelInspection(inspection=INSPECTION, reason="They have merged."), on=DAY
    )
    assert cancelled.story.state(CASE).sampled is None
    replaced = at_fieldwork().when(ReplaceCase(inspection=INSPECTION, case=CASE, code="file-missing"), on=DAY)
    assert replaced.story.state(CASE).sampled is None
    for after in (cancelled, replaced):
        after.story.when(RAISE, on=DAY, who="inspector-1").then(On(STREAM, RAISED))


def test_only_a_case_of_some_sample_gives_rise_to_an_alert() -> None:
    given().when(RAISE, on=DAY).then_refused("unknown-case")


def test_who_was_told_is_a_person_at_a_time_that_has_come_and_is_clear() -> None:
    later = datetime(2018, 7, 11, 12, tzinfo=UTC)
    at_fieldwork().when(RAISE.with_(told_at=later), on=DAY).then_refused("date-in-future")
    unclear = datetime(2018, 7, 11, 8)  # noqa: DTZ001 - a time without a zone is what is refused
    at_fieldwork().when(RAISE.with_(told_at=unclear), on=DAY).then_refused("time-unclear")
    raised = at_fieldwork(On(STREAM, RAISED))
    raised.when(TELL.with_(told_at=later), on=DAY).then_refused("date-in-future")
    raised.when(TELL.with_(told_at=unclear), on=DAY).then_refused("time-unclear")


def test_nobody_was_told_before_the_inspection_was_announced() -> None:
    """A slip of the pen, such as 1990, would make an alert look as if it had been told in time."""
    first = datetime(2018, 6, 4, 8, tzinfo=UTC)
    at_fieldwork().when(RAISE.with_(told_at=first), on=DAY).then_one(AlertRaised)
    for before in (datetime(1990, 1, 1, 8, tzinfo=UTC), datetime(2018, 6, 3, 22, tzinfo=UTC)):
        refused = ("before-announcement", "announced on 2018-06-04")
        at_fieldwork().when(RAISE.with_(told_at=before), on=DAY).then_refused(*refused)
        raised = at_fieldwork(On(STREAM, RAISED))
        raised.when(TELL.with_(told_at=before), on=DAY).then_refused(*refused)


def test_whoever_was_told_on_another_day_was_told_late() -> None:
    later = AlertTold(number=1, told=(Told(who="police", at=datetime(2018, 7, 11, 23, tzinfo=UTC)),))
    alert = at_fieldwork(On(STREAM, RAISED), On(STREAM, later)).state(STREAM).all[1]
    assert [each.who for each in alert.late] == ["police"], "midnight has passed in London"


def test_somebody_is_told_as_long_as_nobody_was_and_nobody_has_taken_the_alert_up() -> None:
    quiet = RAISED.with_(told=())
    untold = at_fieldwork(On(STREAM, quiet))
    assert untold.state(STREAM).all[1].untold
    for then in (
        AlertTold(number=1, told=(Told(who="police", at=TEN),)),
        AlertAcknowledged(number=1, action=noted("Done.")),
    ):
        assert not untold.and_(On(STREAM, then)).state(STREAM).all[1].untold
    asked = [each.verb for each in alerts_open(Reads(alerts=(untold.state(STREAM),)))]
    assert asked == ["acknowledge-alert", "tell-of-alert"]
    told = at_fieldwork(On(STREAM, RAISED)).state(STREAM)
    assert [each.verb for each in alerts_open(Reads(alerts=(told,)))] == ["acknowledge-alert"]


def test_who_else_was_told_is_added() -> None:
    told = (Told(who="police", at=datetime(2018, 7, 11, 8, 30, tzinfo=UTC)),)
    after = at_fieldwork(On(STREAM, RAISED)).when(TELL, on=DAY)
    after.then(On(STREAM, AlertTold(number=1, told=told)))
    assert [each.who for each in after.story.state(STREAM).all[1].told] == ["duty-manager", "police"]
    at_fieldwork().when(TELL, on=DAY).then_refused("unknown-alert")


def test_somebody_else_than_who_raised_it_acknowledges_it() -> None:
    raised = at_fieldwork(On(STREAM, RAISED))
    raised.when(ACKNOWLEDGE, on=DAY, who="inspector-1").then_refused("own-alert")
    after = raised.when(ACKNOWLEDGE, on=DAY, by=Role.LEAD_INSPECTOR)
    after.then(
        On(STREAM, AlertAcknowledged(number=1, action=noted("The head of service has moved the child.")))
    )
    after.story.when(ACKNOWLEDGE, on=DAY).then_nothing()
    at_fieldwork().when(ACKNOWLEDGE, on=DAY).then_refused("unknown-alert")


def test_whoever_takes_up_an_alert_of_a_case_that_is_or_may_be_read_twice_has_learned_what_was_found() -> (
    None
):
    acknowledge = ACKNOWLEDGE.with_(case=TWICE_READ)
    raised = On(
        alerts_on(TWICE_READ),
        RAISED.with_(case=TWICE_READ, by=FIRST, what=Plain("It.", TWICE_READ, "case-note")),
    )
    taken = On(
        alerts_on(TWICE_READ),
        AlertAcknowledged(number=1, action=Plain(str(ACKNOWLEDGE.action), TWICE_READ, "case-note")),
    )

    def shown(*, second: bool) -> On:
        return On(TWICE_READ, ReadsShown(to="os-8", first=True, second=second))

    apart = drawn().and_(*ALLOCATED, raised)
    apart.when(acknowledge, on="2018-07-16", who="os-8").then(taken, shown(second=False))
    apart.when(acknowledge, on="2018-07-16", who=SECOND).then(taken)
    story(TWICE).and_(raised).when(acknowledge, on="2018-07-16", who="os-8").then(taken, shown(second=True))
    story(NEVER).and_(raised).when(acknowledge, on="2018-07-16", who="os-8").then(taken)
    both_in = apart.and_(*first_read(), *second_read())
    both_in.when(acknowledge, on="2018-07-16", who="os-8").then(taken)


def test_whoever_was_told_of_an_alert_by_word_of_mouth_has_learned_what_was_found() -> None:
    raise_ = RAISE.with_(case=TWICE_READ, told=("os-8", "os-9"))
    tell = TELL.with_(case=TWICE_READ, told=("os-8",), told_at=None)

    def learned(who: str) -> On:
        return On(TWICE_READ, ReadsShown(to=who, first=True, second=False))

    apart = drawn().and_(*ALLOCATED)
    raised = apart.when(raise_, on="2018-07-16", who=FIRST)
    alert = On(alerts_on(TWICE_READ), raised.events[0][1])
    assert isinstance(alert.event, AlertRaised)
    raised.then(alert, learned("os-8"), learned("os-9"))
    untold = apart.when(raise_.with_(told=()), on="2018-07-16", who=FIRST).story
    told = untold.when(tell, on="2018-07-16", who="quality-1")
    by_telephone = AlertTold(number=1, told=(Told(who="os-8", at=TEN.replace(day=16)),))
    told.then(On(alerts_on(TWICE_READ), by_telephone), learned("os-8"))
    again = told.story.when(tell, on="2018-07-16", who="quality-1")
    assert [type(each) for _, each in again.events] == [AlertTold], "it is noted once"
    never = story(NEVER).when(raise_, on="2018-07-16", who=FIRST)
    assert [type(each) for _, each in never.events] == [AlertRaised]


def test_the_other_reader_is_not_told_of_an_alert_by_word_of_mouth_until_their_read_is_anothers() -> None:
    apart = drawn().and_(*ALLOCATED)
    for raises, other in ((FIRST, SECOND), (SECOND, FIRST), ("os-8", FIRST), ("os-8", SECOND)):
        to_other = RAISE.with_(case=TWICE_READ, told=("duty-manager", other))
        apart.when(to_other, on="2018-07-16", who=raises).then_refused("reads-apart", other)
        raised = apart.when(to_other.with_(told=()), on="2018-07-16", who=raises).story
        tell = TELL.with_(case=TWICE_READ, told=(other,), told_at=None)
        raised.when(tell, on="2018-07-16", who="quality-1").then_refused("reads-apart", other)
    both_in = apart.and_(*first_read(), *second_read())
    to_second = RAISE.with_(case=TWICE_READ, told=(SECOND,))
    assert both_in.when(to_second, on="2018-07-16", who=FIRST).refusal is None


def test_an_alert_whose_day_ends_is_escalated_once() -> None:
    raised = at_fieldwork(On(STREAM, RAISED))
    assert react(raised.state(STREAM)).deadlines == (
        Deadline(id="alert-1", due=day(DAY), awaits="that somebody acknowledges the alert"),
    )
    raised.when(LAPSE, on=DAY).then_refused("not-yet")
    after = raised.when(LAPSE, on="2018-07-12")
    after.then(On(STREAM, AlertUnacknowledged(number=1, due=day(DAY))))
    after.story.when(LAPSE, on="2018-07-12").then_nothing()
    agenda = react(after.story.state(STREAM))
    assert (agenda.stage, agenda.deadlines, agenda.over) == ("escalated", (), False)
    at_fieldwork().when(LAPSE, on="2018-07-12").then_refused("unknown-alert")


def test_an_alert_that_was_taken_up_in_time_is_not_escalated_and_is_over() -> None:
    taken = at_fieldwork(On(STREAM, RAISED), On(STREAM, AlertAcknowledged(number=1, action=noted("Done."))))
    taken.when(LAPSE, on="2018-07-12").then_nothing()
    assert react(taken.state(STREAM)).over


def notice(occasion: str, *to: str) -> RecordAlertNotice:
    said = {"case": CASE, "number": 1, "occasion": occasion, "to": to, "on_duty": bool(to)}
    return RecordAlertNotice.model_validate({**said, "document": "d" * 64})


def test_a_notice_is_owed_when_an_alert_is_raised_and_again_when_its_day_has_ended() -> None:
    raised = at_fieldwork(On(STREAM, RAISED))
    owed = Duty(id="notice-1-raised", kind="send-notice", about="1/raised")
    assert react(raised.state(STREAM)).duties == (owed,)
    sent = raised.when(notice("raised", "os-1002"), on=DAY)
    told = (Told(who="os-1002", at=TEN),)
    sent.then(
        On(
            STREAM,
            AlertNoticeSent(number=1, occasion="raised", told=told, on_duty=True, document="d" * 64),
        )
    )
    assert react(sent.story.state(STREAM)).duties == ()
    assert [each.who for each in sent.story.state(STREAM).all[1].told] == ["duty-manager", "os-1002"]
    sent.story.when(notice("raised", "os-1002"), on=DAY).then_nothing()
    late = sent.story.when(LAPSE, on="2018-07-12").story
    assert [each.about for each in react(late.state(STREAM)).duties] == ["1/unacknowledged"]
    nobody = late.when(notice("unacknowledged"), on="2018-07-12").story
    assert react(nobody.state(STREAM)).duties == ()
    taken = late.when(ACKNOWLEDGE, on="2018-07-12", by=Role.LEAD_INSPECTOR).story
    assert react(taken.state(STREAM)).duties == ()
    at_fieldwork().when(notice("raised"), on=DAY).then_refused("unknown-alert")


def test_the_notice_names_the_case_and_the_alert_and_nothing_that_it_shows() -> None:
    alert = at_fieldwork(On(STREAM, RAISED)).state(STREAM).all[1]
    for occasion in ("raised", "unacknowledged"):
        words = alert_notice(STREAM, alert, occasion)
        assert CASE in words.subject
        assert "Alert 1" in words.subject
        assert "child" not in words.subject + words.body


def test_a_second_alert_in_a_case_has_a_number_and_a_day_of_its_own() -> None:
    raised = at_fieldwork(On(STREAM, RAISED), On(STREAM, AlertAcknowledged(number=1, action=noted("Done."))))
    again = raised.when(RAISE, on="2018-07-12").then_one(AlertRaised)
    assert (again.number, again.due) == (2, day("2018-07-12"))
