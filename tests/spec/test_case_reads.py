"""Reading cases, one stream each, and the gate behind all of them (004 §4.6-4.7)."""

from domain.cases.commands import CompleteCaseRead, RecordAnswers, RecordInterview, ReopenCaseRead
from domain.cases.events import (
    AnswersRecorded,
    CaseAllocated,
    CaseReadCompleted,
    CaseReadReopened,
    InterviewHeld,
    InterviewNotHeld,
)
from domain.decider import On
from domain.inspections.commands import CloseCaseReads, ReopenCaseReads
from domain.inspections.events import CaseReadsReopened, InspectionDeferred
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from tests.support.example import (
    ALL_READ,
    AT_CASE_READS,
    AT_FIELDWORK_WITH_SAMPLES,
    AT_PANEL_REVIEW,
    AT_PUBLICATION,
    CASE,
    CASE_READS_CLOSED,
    CASES,
    INSPECTION,
    QUESTIONS,
    SHORT_CALENDAR,
    day,
    read_to_the_end,
)
from tests.support.specification import Story, given


def noted(text: str) -> Plain:
    return Plain(text, CASE, "case-note")


INTERVIEW = RecordInterview(case=CASE, held_on=day("2018-07-11"))
HELD = On(CASE, InterviewHeld(held_on=day("2018-07-11")))
ANSWER = RecordAnswers(case=CASE, answers=(("2.1.1", "yes"), ("2.1.2", "not_applicable")))
ANSWERED = On(CASE, AnswersRecorded(answers=(("2.1.1", "yes"), ("2.1.2", "not_applicable"))))
COMPLETE = CompleteCaseRead(case=CASE)
COMPLETED = On(CASE, CaseReadCompleted())
REOPEN = ReopenCaseRead(case=CASE, reason="A question was misread.")
REOPENED = On(CASE, CaseReadReopened(reason=noted("A question was misread.")))
CLOSE = CloseCaseReads(inspection=INSPECTION)
ALL_ANSWERS = On(CASE, AnswersRecorded(answers=tuple((each, "yes") for each in QUESTIONS)))


def reading(*more: On) -> Story:
    return given(*AT_FIELDWORK_WITH_SAMPLES, On(CASE, CaseAllocated(reader="lead-inspector-1")), *more)


# The interview with the responsible officer


def test_the_interview_is_noted_with_its_day() -> None:
    reading().when(INTERVIEW, on="2018-07-11").then(HELD)


def test_why_there_was_no_interview_is_noted() -> None:
    none = RecordInterview(case=CASE, reason="The officer has left.")
    reading().when(none, on="2018-07-11").then(
        On(CASE, InterviewNotHeld(reason=noted("The officer has left.")))
    )


def test_an_interview_that_came_about_after_all_replaces_the_reason_for_none() -> None:
    story = (
        reading(On(CASE, InterviewNotHeld(reason=noted("On leave."))))
        .when(INTERVIEW, on="2018-07-12")
        .then(HELD)
    )
    assert story.state(CASE).interviewed is True


def test_an_interview_has_a_day_or_a_reason_and_not_both() -> None:
    for unclear in (
        RecordInterview(case=CASE),
        RecordInterview(case=CASE, held_on=day("2018-07-11"), reason="Half of it."),
    ):
        reading().when(unclear, on="2018-07-11").then_refused("interview-unclear", "either")


def test_an_interview_is_not_noted_before_it_was_held() -> None:
    reading().when(INTERVIEW, on="2018-07-10").then_refused("date-in-future", "2018-07-11")


def test_an_interview_lies_within_the_life_of_the_inspection() -> None:
    first = INTERVIEW.with_(held_on=day("2018-06-04"))
    reading().when(first, on="2018-07-11").then(On(CASE, InterviewHeld(held_on=day("2018-06-04"))))
    before = INTERVIEW.with_(held_on=day("2018-06-03"))
    reading().when(before, on="2018-07-11").then_refused(
        "before-announcement", "announced on 2018-06-04, so an interview on 2018-06-03 was not for it"
    )


# Answers


def test_answers_are_recorded_all_or_some() -> None:
    reading().when(ANSWER, on="2018-07-11").then(ANSWERED)


def test_answers_are_recorded_as_they_are_given_whatever_stood_there() -> None:
    """What were left out, of a case that may yet be drawn to be read twice, would tell what stood there before."""
    changed = ANSWER.with_(answers=(("2.1.1", "no"), ("2.1.2", "not_applicable")))
    for given_ in (changed, ANSWER):
        reading(ANSWERED).when(given_, on="2018-07-11").then(
            On(CASE, AnswersRecorded(answers=given_.answers))
        )


def test_only_the_questions_of_its_list_are_asked_of_a_case() -> None:
    other = ANSWER.with_(answers=(("3.2.1", "yes"),))
    reading().when(other, on="2018-07-11").then_refused("unknown-key-question", "3.2.1")


def test_no_question_is_answered_twice_at_once() -> None:
    twice = ANSWER.with_(answers=(("2.1.1", "yes"), ("2.1.1", "no")))
    reading().when(twice, on="2018-07-11").then_refused("answered-twice", "2.1.1")


# The end of a read


def test_a_read_is_finished_when_all_is_answered_and_the_interview_accounted_for() -> None:
    reading(HELD, ALL_ANSWERS).when(COMPLETE, on="2018-07-12").then(COMPLETED)
    reading(On(CASE, InterviewNotHeld(reason=noted("Left."))), ALL_ANSWERS).when(
        COMPLETE, on="2018-07-12"
    ).then(COMPLETED)


def test_a_finished_read_is_finished_once() -> None:
    reading(*read_to_the_end(CASE)).when(COMPLETE, on="2018-07-12").then_nothing()


def test_a_read_with_open_questions_is_not_finished() -> None:
    reading(HELD, ANSWERED).when(COMPLETE, on="2018-07-12").then_refused("questions-unanswered", "2.1.3")


def test_a_read_without_a_word_on_the_interview_is_not_finished() -> None:
    reading(ALL_ANSWERS).when(COMPLETE, on="2018-07-12").then_refused("interview-missing")


def test_a_finished_read_is_not_changed() -> None:
    for command in (INTERVIEW, ANSWER):
        reading(*read_to_the_end(CASE)).when(command, on="2018-07-12").then_refused(
            "read-complete", "re-open"
        )


def test_a_case_that_is_in_no_sample_is_nobodys_to_read() -> None:
    for command in (INTERVIEW, ANSWER, COMPLETE, REOPEN):
        given().when(command, on="2018-07-12").then_refused("unknown-case")


def test_whoever_supports_an_inspection_does_not_read_cases() -> None:
    reading().when(ANSWER, on="2018-07-11", by=Role.ASSISTANT).then_refused("not-authorised")


# Opening a read again


def test_a_finished_read_is_opened_again_while_the_gate_is_open() -> None:
    story = reading(*read_to_the_end(CASE)).when(REOPEN, on="2018-07-12").then(REOPENED)
    assert story.state(CASE).answers["2.1.1"] == "yes"  # what was answered stands until it is answered anew
    given(*AT_CASE_READS, *ALL_READ).when(REOPEN, on="2018-07-20").then(REOPENED)


def test_an_unfinished_read_need_not_be_opened_again() -> None:
    reading(HELD).when(REOPEN, on="2018-07-12").then_refused("read-not-complete")


def test_behind_the_closed_gate_no_read_is_opened_again() -> None:
    for later in (AT_PANEL_REVIEW, AT_PUBLICATION):
        given(*later).when(REOPEN, on="2018-08-08").then_refused("gate-closed")


def test_while_an_inspection_is_put_off_no_read_is_opened_again() -> None:
    put_off = InspectionDeferred(reason="A strike.", deferred_on=day("2018-07-20"), until=day("2018-08-01"))
    given(*AT_CASE_READS, *ALL_READ, put_off).when(REOPEN, on="2018-07-23").then_refused(
        "gate-closed", "deferred"
    )


# The gate


def test_the_gate_closes_on_every_sampled_case_as_it_stands() -> None:
    given(*AT_CASE_READS, *ALL_READ).when(CLOSE, on="2018-07-27").then(CASE_READS_CLOSED)


def test_the_gate_lists_versions_and_digests_at_the_moment_of_closing() -> None:
    again = (REOPENED, On(CASE, AnswersRecorded(answers=(("2.1.1", "no"),))), COMPLETED)
    story = given(*AT_CASE_READS, *ALL_READ, *again).when(CLOSE, on="2018-07-27")
    closed = story.events[0][1]
    assert type(closed) is type(CASE_READS_CLOSED)
    assert [(used.stream, used.version) for used in closed.cases] == [
        (CASE, 7),
        *((each, 4) for each in CASES[1:]),
    ]


def test_the_gate_stays_open_while_a_case_is_unread_or_opened_again() -> None:
    unread = tuple(fact for case in CASES[:-1] for fact in read_to_the_end(case))
    given(*AT_CASE_READS, *unread).when(CLOSE, on="2018-07-27").then_refused("reads-incomplete", "1 of 4")
    given(*AT_CASE_READS, *ALL_READ, REOPENED).when(CLOSE, on="2018-07-27").then_refused("reads-incomplete")


def test_the_gate_does_not_close_during_fieldwork() -> None:
    given(*AT_FIELDWORK_WITH_SAMPLES, *ALL_READ).when(CLOSE, on="2018-07-12").then_refused("wrong-stage")


def test_the_gate_cannot_set_a_date_beyond_the_calendar() -> None:
    story = given(*AT_CASE_READS, *ALL_READ).under(calendar=SHORT_CALENDAR)
    story.when(CLOSE, on="2018-07-27").then_refused("calendar-exhausted")


def test_the_gate_is_opened_again_with_a_reason_and_a_new_date() -> None:
    command = ReopenCaseReads(inspection=INSPECTION, reason="A list was wrong.")
    reopened = CaseReadsReopened(reason="A list was wrong.", due=day("2018-08-22"))
    story = given(*AT_PANEL_REVIEW).when(command, on="2018-08-08").then(reopened)
    assert set(story.state(f"inspection-{INSPECTION}").deadlines) == {"case-reads", "publication"}
    story.when(REOPEN, on="2018-08-09").then(REOPENED)
    given(*AT_PANEL_REVIEW).under(calendar=SHORT_CALENDAR).when(command, on="2018-08-08").then_refused(
        "calendar-exhausted"
    )
