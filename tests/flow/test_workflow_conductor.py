"""The conductor on a real Temporal server: it looks, does what is due, and waits."""

from datetime import date, timedelta

from domain.agenda import Agenda, Deadline, Duty
from domain.ledger.envelope import Unreadable
from tests.support.rig import Rig
from tests.support.toy_matter import (
    AgendaSet,
    DeadlinePassed,
    DeedDone,
    HandClock,
    LateDeed,
    NoticedOnly,
    ToyMatter,
)
from tests.support.waiting import PATIENCE_SECONDS, eventually

FAR = date(2999, 1, 4)
LONG_AGO = date(2018, 5, 4)
OVER = Agenda(stage="closed", over=True)


def test_a_command_starts_the_workflow_of_its_stream_which_says_where_it_stands(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    evidence = Deadline(id="evidence", due=FAR, awaits="documents in advance")
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(
            stream,
            Agenda(stage="evidence-request", waiting_for=("2 items of evidence",), deadlines=(evidence,)),
        )
        standing = rig.at_stage(stream, "evidence-request")
        assert standing.next_deadline == evidence.passes_at
        assert standing.awaited == "documents in advance"
        assert standing.waiting_for == ("2 items of evidence",)
        assert standing.trouble == ""
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")


def test_every_stage_is_walked_through_and_the_workflow_ends_with_the_inspection(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    walk = (
        "announcement",
        "evidence-request",
        "fieldwork",
        "case-reads",
        "panel-review",
        "publication",
        "action-plan",
    )
    with rig.worker(rig.attending({"inspection": toy})):
        for stage in walk:
            toy.set_agenda(stream, Agenda(stage=stage))
            rig.at_stage(stream, stage)
        toy.set_agenda(stream, OVER)
        rig.until_over(stream)
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
    assert eventually(lambda: len(rig.runs(stream)), "its run is listed") == 1, "one run all the way"


def test_an_inspection_that_goes_back_or_is_deferred_and_resumed_is_followed(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        for stage in ("publication", "panel-review", "publication", "deferred", "fieldwork"):
            toy.set_agenda(stream, Agenda(stage=stage))
            rig.at_stage(stream, stage)
        toy.set_agenda(stream, Agenda(stage="cancelled", over=True))
        rig.until_over(stream)
    assert eventually(lambda: len(rig.runs(stream)), "its run is listed") == 1, "one run all the way"


def test_a_deadline_that_passed_while_no_worker_ran_is_recorded_once_with_its_due_date(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    late = Deadline(id="evidence", due=LONG_AGO, awaits="documents")
    toy.set_agenda(stream, Agenda(stage="evidence-request", deadlines=(late,)))
    with rig.worker(rig.attending({"inspection": toy})):
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
        eventually(
            lambda: (found := rig.standing(stream)) and found.next_deadline is None, "no deadline runs"
        )
    passed = [each for each in toy.events(stream) if isinstance(each, DeadlinePassed)]
    assert passed == [DeadlinePassed(deadline="evidence", due=LONG_AGO)]


def test_dates_pass_by_our_own_clock_however_far_it_is_from_the_servers(
    rig: Rig, toy: ToyMatter, stream: str, clock: HandClock
) -> None:
    due = Deadline(id="evidence", due=LONG_AGO, awaits="documents")
    clock.set(due.passes_at - timedelta(seconds=2))
    with rig.worker(rig.attending({"inspection": toy})):
        # By the server's clock the date is years past. The workflow sets a timer of two seconds by ours.
        toy.set_agenda(stream, Agenda(stage="evidence-request", deadlines=(due,)))
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
        # It rings while our clock stands still, and is answered "not yet" each time; nothing is recorded.
        eventually(lambda: _count(rig, stream, "record_lapse") > 0, "asked whether the date has passed")
        assert toy.events(stream) == [AgendaSet(agenda=Agenda(stage="evidence-request", deadlines=(due,)))]
        clock.set(due.passes_at)
        eventually(
            lambda: DeadlinePassed(deadline="evidence", due=LONG_AGO) in toy.events(stream),
            "the deadline is recorded",
        )


def test_a_deadline_that_is_moved_while_it_runs_passes_on_its_new_day_only(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    first = Deadline(id="evidence", due=FAR, awaits="documents")
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(stream, Agenda(stage="evidence-request", deadlines=(first,)))
        rig.at_stage(stream, "evidence-request")
        toy.set_agenda(stream, Agenda(stage="evidence-request", deadlines=(first.with_(due=LONG_AGO),)))
        eventually(
            lambda: DeadlinePassed(deadline="evidence", due=LONG_AGO) in toy.events(stream),
            "the deadline is recorded",
        )
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
    assert sum(isinstance(each, DeadlinePassed) for each in toy.events(stream)) == 1


def test_duties_are_carried_out_once_each_and_recorded(rig: Rig, toy: ToyMatter, stream: str) -> None:
    duties = (
        Duty(id="notice-1", kind="send-notice"),
        Duty(id="edition-1", kind="publish-report", not_before=LONG_AGO),
    )
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(stream, Agenda(stage="publication", duties=duties))
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
    assert sorted(toy.deeds) == ["edition-1", "notice-1"]
    assert {each.duty for each in toy.events(stream) if isinstance(each, DeedDone)} == {
        "notice-1",
        "edition-1",
    }


def test_a_duty_whose_day_has_not_come_is_left_until_then(rig: Rig, toy: ToyMatter, stream: str) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        toy.set_agenda(
            stream, Agenda(stage="publication", duties=(Duty(id="e", kind="publish-report", not_before=FAR),))
        )
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
        toy.set_agenda(stream, OVER)
        eventually(lambda: rig.is_over(stream), "the workflow has ended")
    assert toy.deeds == []


def test_a_deed_that_is_recorded_during_the_last_look_is_acknowledged_before_the_workflow_ends(
    rig: Rig, clock: HandClock, stream: str
) -> None:
    late = LateDeed(rig.store, clock, rig.nudger)
    with rig.worker(rig.attending({"inspection": late})):
        late.to_its_end(stream, rig.at_stage)
        rig.until_over(stream)
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")


def test_a_duty_that_cannot_be_carried_out_keeps_no_deadline_from_being_recorded(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    late = Deadline(id="evidence", due=LONG_AGO, awaits="documents")
    agenda = Agenda(
        stage="evidence-request", deadlines=(late,), duties=(Duty(id="notice", kind="send-notice"),)
    )
    with rig.worker(rig.attending({"inspection": toy})):
        with toy.deeds_fail():
            toy.set_agenda(stream, agenda)
            eventually(
                lambda: DeadlinePassed(deadline="evidence", due=LONG_AGO) in toy.events(stream),
                "the deadline is recorded",
            )
            assert not rig.acknowledged(stream)
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
    assert toy.deeds == ["notice"]


def test_a_nudge_that_has_been_seen_costs_no_look(rig: Rig, toy: ToyMatter, stream: str) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        position = toy.set_agenda(stream, Agenda(stage="fieldwork"))
        eventually(lambda: rig.acknowledged(stream), "all acknowledged")
        rig.nudger.nudge(stream, position)
        rig.nudger.nudge(stream, position)
        assert rig.nudger.flush(PATIENCE_SECONDS)
        toy.set_agenda(stream, Agenda(stage="case-reads"))
        rig.at_stage(stream, "case-reads")
    assert _count(rig, stream, "look") == 2


def test_a_stream_that_is_not_on_the_record_leaves_no_workflow_behind(
    rig: Rig, toy: ToyMatter, stream: str
) -> None:
    with rig.worker(rig.attending({"inspection": toy})):
        rig.nudger.nudge(stream, 7)
        rig.until_over(stream)
    assert toy.events(stream) == [], "nor anything on the record"


def test_an_event_of_a_newer_version_is_waited_for_and_said(rig: Rig, toy: ToyMatter, stream: str) -> None:
    class Older(ToyMatter):
        reads = False

        def agenda(self, stream: str) -> Agenda | None:
            if not self.reads:
                raise Unreadable("event 1 is called toy.from-the-future.v9")
            return super().agenda(stream)

    older = Older(rig.store, rig.clock, rig.nudger)
    with rig.worker(rig.attending({"inspection": older})):
        older.set_agenda(stream, Agenda(stage="fieldwork"))
        eventually(
            lambda: (found := rig.standing(stream)) and "newer Assay" in found.trouble,
            "it says what it waits for",
        )
        assert not rig.acknowledged(stream)
        older.reads = True
        older.record(stream, NoticedOnly())
        assert rig.at_stage(stream, "fieldwork").trouble == ""


def _count(rig: Rig, stream: str, activity: str) -> int:
    return sum(
        event.activity_task_scheduled_event_attributes.activity_type.name == activity
        for event in rig.history(stream)
        if event.HasField("activity_task_scheduled_event_attributes")
    )
