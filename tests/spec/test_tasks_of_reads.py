"""What second reads, agreement, dip samples and alerts give people to do, and what waits for it."""

from dataclasses import replace
from datetime import UTC, datetime

from domain.cases.alerts.events import AlertAcknowledged, AlertRaised, AlertTold, AlertUnacknowledged, Told
from domain.cases.quality import AgreementReviewed, DipSampleDrawn
from domain.cases.streams import alerts_on, second_read_of
from domain.decider import On
from domain.inspections.events import InspectionCancelled, InspectionDeferred, SecondReadsWaived
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.tasks import Surroundings, Task, tasks
from domain.inspections.tasks.reads import reads_of
from domain.privacy.boxes import Plain
from tests.support.example import (
    ALL_READ,
    CASE,
    INSPECTION,
    PROTOCOL,
    QUESTIONS,
    SCHEME,
    day,
    read_to_the_end,
)
from tests.support.read_twice import (
    ALLOCATED,
    NEVER,
    TWICE,
    TWICE_READ,
    drawn,
    first_read,
    second_read,
    story,
)
from tests.support.specification import Story

STREAM, QUALITY = f"inspection-{INSPECTION}", f"quality-{INSPECTION}"
NOTE = Plain("Seen.", CASE, "case-note")
RAISED = AlertRaised(
    inspection=INSPECTION, case=CASE, number=1, what=NOTE, by="reader-1", told=(), due=day("2018-07-16")
)


def listed(told: Story, protocol: Protocol = TWICE) -> dict[str, Task]:
    state = told.state(STREAM)
    pairs = {case: (told.state(case), told.state(second_read_of(case))) for case in state.twice}
    reads = reads_of(state, protocol, pairs, told.state(QUALITY), (told.state(alerts_on(CASE)),))
    unread = sum(not told.state(case).complete for case in state.sampled)
    around = Surroundings(unread=unread, protocol=protocol, scheme=SCHEME)
    return {each.title: each for each in tasks(state, replace(around, reads=reads))}


def to_do(told: Story, protocol: Protocol = TWICE) -> list[str]:
    return [
        title
        for title, each in listed(told, protocol).items()
        if each.status == "to-do" and each.verb not in ("record-answers", "propose-rating")
    ]


def test_second_reads_are_drawn_or_it_is_recorded_why_there_are_none() -> None:
    assert "Draw 50 % of the cases to be read twice, or do without" in to_do(story())
    for once in (NEVER, PROTOCOL):
        assert "Record why no case is read twice" in to_do(story(once), once)
        read = story(once).and_(*ALL_READ)
        assert (
            listed(read, once)["Close the case reads"].why == "it is not recorded why no case is read twice"
        )
    waived = story().and_(SecondReadsWaived(reason="One inspector."))
    assert not [each for each in to_do(waived) if "twice" in each]


def test_second_reads_and_differences_are_work_until_none_is_left() -> None:
    assert "Finish the second reads: 3 of 3 left" in to_do(drawn())
    both = drawn().and_(*ALLOCATED, *first_read(), *second_read("2.1.1", "2.1.2"))
    assert "Finish the second reads: 2 of 3 left" in to_do(both)
    decide = listed(both)["Decide on 2 answers that two readers gave differently"]
    assert (decide.status, decide.roles) == ("to-do", ("quality-lead",))


def test_the_gate_says_that_it_waits_for_them() -> None:
    every = drawn().and_(*ALLOCATED, *first_read())
    rest = [case for case in every.state(STREAM).sampled if case != TWICE_READ]
    every = every.and_(*(fact for case in rest for fact in read_to_the_end(case)))
    close = listed(every)["Close the case reads"]
    assert (close.status, close.why) == ("locked", "3 of 3 second reads are not finished")


def test_low_agreement_is_looked_into_once() -> None:
    low = drawn().and_(*ALLOCATED, *first_read(), *second_read(*QUESTIONS[:6]))
    assert "Look into the low agreement on the reads of reader-1" in to_do(low)
    looked = AgreementReviewed(group="reader:reader-1", conclusion="Trained again.", pairs=12)
    reviewed = low.and_(On(QUALITY, looked))
    assert "Look into the low agreement on the reads of reader-1" not in to_do(reviewed)
    assert "Look into the low agreement on the reads of reader-2" in to_do(reviewed)


def test_low_agreement_is_looked_into_again_once_there_are_more_answers_given_twice() -> None:
    low = drawn().and_(*ALLOCATED, *first_read(), *second_read(*QUESTIONS[:6]))
    fewer = AgreementReviewed(group="reader:reader-1", conclusion="Trained again.", pairs=11)
    assert "Look into the low agreement on the reads of reader-1" in to_do(low.and_(On(QUALITY, fewer)))
    before = AgreementReviewed(group="reader:reader-1", conclusion="Trained again.", pairs=None)
    assert "Look into the low agreement on the reads of reader-1" not in to_do(low.and_(On(QUALITY, before)))


def test_a_dip_sample_is_work_until_it_was_read() -> None:
    dip = DipSampleDrawn(pool="0" * 64, finished=1, seed="s", cases=(CASE,))
    assert "Read 1 case of the dip sample again" in to_do(story().and_(On(QUALITY, dip)))


def test_an_alert_comes_first_whatever_has_become_of_the_inspection() -> None:
    raised = On(alerts_on(CASE), RAISED)
    for more in (
        (),
        (InspectionDeferred(reason="A flood came.", until=day("2018-09-03"), deferred_on=day("2018-07-16")),),
        (InspectionCancelled(reason="They have merged."),),
    ):
        first, second, *_ = listed(story().and_(*more, raised)).values()
        assert (first.verb, first.status) == ("acknowledge-alert", "to-do")
        assert (second.verb, second.status) == ("tell-of-alert", "to-do")
        assert "NOBODY HAS BEEN TOLD of it" in second.title
    told = AlertTold(number=1, told=(Told(who="police", at=datetime(2018, 7, 16, tzinfo=UTC)),))
    assert "told" not in next(iter(listed(story().and_(raised, On(alerts_on(CASE), told)))))
    escalated = On(alerts_on(CASE), AlertUnacknowledged(number=1, due=day("2018-07-16")))
    assert "operations manager" in next(iter(listed(story().and_(raised, escalated))))
    taken_up = On(alerts_on(CASE), AlertAcknowledged(number=1, action=NOTE))
    assert "acknowledge-alert" not in {each.verb for each in listed(story().and_(raised, taken_up)).values()}
