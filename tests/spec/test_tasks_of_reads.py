"""What second reads, agreement, dip samples and alerts give people to do, and what waits for it."""

from datetime import UTC, datetime

from domain.cases.alerts.events import AlertAcknowledged, AlertRaised, AlertTold, AlertUnacknowledged, Told
from domain.cases.events import SecondReadGivenUp
from domain.cases.offline.messages import EditSettled, FileBroughtBack, HeldEdit
from domain.cases.quality import AgreementReviewed, DipSampleDrawn
from domain.cases.second_reads.state import SecondReadAbandoned
from domain.cases.streams import alerts_on, hold_on, second_read_of
from domain.decider import On
from domain.inspections.events import InspectionCancelled, InspectionDeferred, SampleDrawn, SecondReadsWaived
from domain.inspections.tasks import Task, told_to
from domain.privacy.boxes import Plain
from tests.support.example import (
    ALL_READ,
    CASE,
    INSPECTION,
    PROTOCOL,
    QUESTIONS,
    day,
    read_to_the_end,
)
from tests.support.looking_around import tasks_in
from tests.support.read_twice import (
    ALLOCATED,
    FIRST,
    LEAD,
    NEVER,
    SECOND,
    SECOND_STREAM,
    TWICE_READ,
    UNDER,
    drawn,
    first_read,
    second_read,
    story,
    under,
)
from tests.support.read_twice import QUALITY as QUALITY_LEAD
from tests.support.specification import Story, given

STREAM, QUALITY = f"inspection-{INSPECTION}", f"quality-{INSPECTION}"
NOTE = Plain("Seen.", CASE, "case-note")
RAISED = AlertRaised(
    inspection=INSPECTION, case=CASE, number=1, what=NOTE, by="reader-1", told=(), due=day("2018-07-16")
)


def listed(told: Story) -> dict[str, Task]:
    return {each.title: each for each in tasks_in(told, STREAM)}


def to_do(told: Story) -> list[str]:
    return [
        title
        for title, each in listed(told).items()
        if each.status == "to-do" and each.verb not in ("record-answers", "propose-rating")
    ]


def test_second_reads_are_drawn_or_it_is_recorded_why_there_are_none() -> None:
    assert "Draw 50 % of the cases to be read twice, or do without" in to_do(story())
    for once in (NEVER, PROTOCOL):
        assert "Record why no case is read twice" in to_do(story(once))
        read = story(once).and_(*ALL_READ)
        assert listed(read)["Close the case reads"].why == "it is not recorded why no case is read twice"
    waived = story().and_(SecondReadsWaived(reason="One inspector."))
    assert not [each for each in to_do(waived) if "twice" in each]


def test_second_reads_and_differences_are_work_until_none_is_left() -> None:
    assert listed(drawn())["Finish the second reads: 3 of 3 left"].why == "nobody has been given any of them"
    assert {
        "Give 3 cases that are read twice to whoever reads first",
        "Give 3 second reads to whoever reads second",
    } <= set(to_do(drawn()))
    assert {
        "Finish the second reads: 3 of 3 left",
        "Give 2 second reads to whoever reads second",
    } <= set(to_do(drawn().and_(*ALLOCATED)))
    both = drawn().and_(*ALLOCATED, *first_read(), *second_read("2.1.1", "2.1.2"))
    assert "Finish the second reads: 2 of 3 left" in listed(both)
    decide = listed(both)["Decide on 2 answers that two readers gave differently"]
    assert (decide.status, decide.roles) == ("to-do", ("quality-lead",))


def test_the_gate_says_that_it_waits_for_them() -> None:
    every = drawn().and_(*ALLOCATED, *first_read())
    rest = [case for case in every.state(STREAM).sampled if case != TWICE_READ]
    every = every.and_(*(fact for case in rest for fact in read_to_the_end(case)))
    close = listed(every)["Close the case reads"]
    assert (close.status, close.why) == ("locked", "3 of 3 second reads are not finished")


def test_the_share_is_drawn_once_every_list_has_its_sample() -> None:
    early = given(
        *(each for each in under() if not isinstance(each, SampleDrawn) or each.population != "victims")
    )
    draw = listed(early.under(library=UNDER))["Draw 50 % of the cases to be read twice, or do without"]
    assert (draw.status, draw.why) == ("locked", "no sample has been drawn of victims")


def brought_back(read: str, number: int = 1) -> On:
    held = tuple(
        HeldEdit(number=each + 1, question="2.1.1", answer="yes", why="changed") for each in range(number)
    )
    return On(
        hold_on(read),
        FileBroughtBack(file="f" * 64, taken_on=day("2018-07-11"), recorded=0, held=held),
    )


def held_told(told: Story, person: str) -> dict[str, Task]:
    shown = told_to(person, tuple(listed(told).values()))
    return {each.title: each for each in shown if each.verb == "settle-edit"}


def test_what_was_written_offline_is_a_task_of_whoever_reads_the_case_and_told_to_nobody_else() -> None:
    story = drawn().and_(*ALLOCATED, brought_back(TWICE_READ, 2), brought_back(SECOND_STREAM))
    first, second = held_told(story, FIRST), held_told(story, SECOND)
    (mine,), (theirs,) = first.values(), second.values()
    assert (mine.read, mine.whose, mine.status) == (TWICE_READ, (FIRST,), "to-do")
    assert (theirs.read, theirs.whose, theirs.status) == (SECOND_STREAM, (SECOND,), "to-do")
    assert mine.title.endswith("of supervised cases: 2 things written without a connection wait")
    assert theirs.title.startswith("Choose what stands in the second read of case ")
    assert "quality-lead" not in mine.roles
    for other in (LEAD, QUALITY_LEAD, "reader-3"):
        assert held_told(story, other) == {}
    # Nobody is told how much is held in reads that are kept apart, whoever they are.
    assert not [
        each for each in listed(story).values() if each.verb != "settle-edit" and "connection" in each.why
    ]


def test_once_all_is_read_the_gate_says_how_much_waits_for_a_choice_and_by_whom() -> None:
    both = drawn().and_(*ALLOCATED, *first_read(), *second_read())
    rest = [case for case in both.state(STREAM).sampled if case != TWICE_READ]
    both = both.and_(*(fact for case in rest for fact in read_to_the_end(case)))
    given_up = [case for case in both.state(STREAM).twice if case != TWICE_READ]
    both = both.and_(
        *(On(second_read_of(case), SecondReadAbandoned(reason=NOTE)) for case in given_up),
        *(On(case, SecondReadGivenUp()) for case in given_up),
    )
    assert listed(both)["Close the case reads"].status == "to-do"
    held = both.and_(
        brought_back(TWICE_READ), brought_back(SECOND_STREAM), brought_back(second_read_of(given_up[0]))
    )
    close = listed(held)["Close the case reads"]
    assert close.status == "locked"
    assert close.why == (
        "2 things written without a connection in 2 case reads wait for a choice by reader-1 and reader-2"
    )
    settled = [
        On(hold_on(each), EditSettled(number=1, kept="theirs")) for each in (TWICE_READ, SECOND_STREAM)
    ]
    assert listed(held.and_(*settled))["Close the case reads"].status == "to-do"


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
    unread = story(PROTOCOL).and_(On(QUALITY, dip))
    assert listed(unread)["Read 1 case of the dip sample again"].why == "their reads are not all finished"
    assert "Read 1 case of the dip sample again" in to_do(unread.and_(*ALL_READ))


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
