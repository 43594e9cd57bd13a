"""Comments and complaints: anyone may comment; they are acknowledged and answered in time (003 L372)."""

from datetime import UTC, datetime, timedelta

from domain.comments.commands import (
    AcknowledgeComment,
    AnswerComment,
    AssignComment,
    ReceiveComment,
    RecordCommentOverdue,
)
from domain.comments.comment import Comment, concerned, react
from domain.comments.events import (
    CommentAcknowledged,
    CommentAnswered,
    CommentAssigned,
    CommentOverdue,
    CommentReceived,
)
from domain.dated_rules.library import Library, OfficeDays
from domain.inspections.events import LeadChanged
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.privacy.boxes import Plain
from tests.support.example import AT_ANNOUNCEMENT, AT_PUBLICATION, INSPECTION, SHORT_CALENDAR, day
from tests.support.specification import COMMENT_STREAM, Story, given

RECEIVE = ReceiveComment(
    comment=COMMENT_STREAM,
    sort="complaint",
    about="inspection",
    inspection=INSPECTION,
    said="We were not told.",
    whom="A. Person",
    received_on=day("2018-10-01"),
)
# Monday 1 October; three working days on is Thursday 4, twenty are Monday 29.
CAME = CommentReceived(
    sort="complaint",
    about="inspection",
    inspection=INSPECTION,
    received_on=day("2018-10-01"),
    said=Plain("We were not told.", COMMENT_STREAM, "comment"),
    whom=Plain("A. Person", COMMENT_STREAM, "comment"),
    acknowledge_by=day("2018-10-04"),
    answer_by=day("2018-10-29"),
)
ACKNOWLEDGE = AcknowledgeComment(comment=COMMENT_STREAM, acknowledged_on=day("2018-10-02"))
ACKNOWLEDGED = CommentAcknowledged(acknowledged_on=day("2018-10-02"))
ASSIGN = AssignComment(comment=COMMENT_STREAM, reviewer="quality-lead-1")
ASSIGNED = CommentAssigned(reviewer="quality-lead-1")
ANSWER = AnswerComment(comment=COMMENT_STREAM, outcome="upheld", answer="You should have been told.")
ANSWERED = CommentAnswered(
    outcome="upheld",
    answer=Plain("You should have been told.", COMMENT_STREAM, "comment"),
    answered_on=day("2018-10-20"),
)
LATE = RecordCommentOverdue(comment=COMMENT_STREAM, awaited="answer", due=day("2018-10-29"))


def state_of(story: Story) -> Comment:
    state = story.state(COMMENT_STREAM)
    assert isinstance(state, Comment)
    return state


def test_anyone_may_comment_and_it_has_dates_from_the_day_it_came() -> None:
    story = given(*AT_PUBLICATION).when(RECEIVE, on="2018-10-02").then(CAME)
    story.when(RECEIVE, on="2018-10-02").then_refused("comment-exists")
    agenda = react(state_of(story))
    assert [(each.id, each.due.isoformat()) for each in agenda.deadlines] == [
        ("acknowledgement", "2018-10-04"),
        ("answer", "2018-10-29"),
    ]


def test_it_may_be_about_any_matter_and_from_somebody_who_does_not_say_who_they_are() -> None:
    other = RECEIVE.with_(sort="comment", about="other", inspection=None, whom=None)
    given().when(other, on="2018-10-02").then(
        CAME.with_(sort="comment", about="other", inspection=None, whom=None)
    )


def test_what_is_about_an_inspection_says_about_which() -> None:
    given().when(RECEIVE.with_(inspection=None), on="2018-10-02").then_refused("inspection-missing")
    given().when(RECEIVE, on="2018-10-02").then_refused("unknown-inspection")
    given(*AT_PUBLICATION).when(RECEIVE, on="2018-09-30").then_refused("date-ahead")
    story = given(*AT_PUBLICATION).under(calendar=SHORT_CALENDAR)
    story.when(RECEIVE, on="2018-10-02").then_refused("calendar-exhausted")


def test_within_how_many_days_is_a_setting() -> None:
    hurried = Library.of(office=OfficeDays(acknowledged_within=1, answered_within=5))
    found = given(*AT_PUBLICATION).under(library=hurried).when(RECEIVE, on="2018-10-02")
    dates = found.then_one(CommentReceived)
    assert (dates.acknowledge_by, dates.answer_by) == (day("2018-10-02"), day("2018-10-08"))


def test_it_is_acknowledged_once() -> None:
    story = given(*AT_PUBLICATION, CAME)
    done = story.when(ACKNOWLEDGE, on="2018-10-02").then(ACKNOWLEDGED)
    done.when(ACKNOWLEDGE, on="2018-10-03").then_nothing()
    story.when(ACKNOWLEDGE, on="2018-10-01").then_refused("date-ahead")
    assert [each.id for each in react(state_of(done)).deadlines] == ["answer"]


def test_nobody_looks_into_a_matter_in_which_they_took_a_part() -> None:
    story = given(*AT_PUBLICATION, CAME)
    for who in ("lead-inspector-1", "panel-chair-1", "member-1"):
        story.when(ASSIGN.with_(reviewer=who), on="2018-10-02").then_refused("reviewer-concerned", who)
    handed_over = LeadChanged(
        was="lead-inspector-1", lead="os-2", why="unavailable", changed_on=day("2018-10-01"), deadlines=()
    )
    led = story.and_(handed_over).when(ASSIGN.with_(reviewer="lead-inspector-1"), on="2018-10-02")
    led.then_refused("reviewer-concerned")
    done = story.when(ASSIGN, on="2018-10-02").then(ASSIGNED)
    done.when(ASSIGN, on="2018-10-02").then_nothing()
    again = done.when(ASSIGN.with_(reviewer="chief-inspector-1"), on="2018-10-03").story
    assert state_of(again).reviewer == "chief-inspector-1"


def test_before_a_decision_only_who_leads_is_concerned() -> None:
    inspection = given(*AT_ANNOUNCEMENT).state(f"inspection-{INSPECTION}")
    assert concerned(inspection) == {"lead-inspector-1"}
    assert concerned(Inspection()) == frozenset()


def test_it_is_answered_by_who_looked_into_it() -> None:
    story = given(*AT_PUBLICATION, CAME, ACKNOWLEDGED)
    story.when(ANSWER, on="2018-10-20", by=Role.QUALITY_LEAD).then_refused("not-assigned")
    story = story.and_(ASSIGNED)
    story.when(ANSWER, on="2018-10-20", by=Role.CHIEF_INSPECTOR).then_refused("not-the-reviewer")
    done = story.when(ANSWER, on="2018-10-20", by=Role.QUALITY_LEAD).then(ANSWERED)
    assert react(state_of(done)).over
    for command in (ACKNOWLEDGE, ASSIGN, ANSWER):
        done.when(command, on="2018-10-21").then_refused("wrong-stage", "answered")


def test_a_complaint_is_upheld_or_not_and_a_comment_is_noted() -> None:
    story = given(*AT_PUBLICATION, CAME, ASSIGNED)
    noted = ANSWER.with_(outcome="noted")
    story.when(noted, on="2018-10-20", by=Role.QUALITY_LEAD).then_refused("wrong-outcome", "partly-upheld")
    comment = given(*AT_PUBLICATION, CAME.with_(sort="comment"), ASSIGNED)
    comment.when(ANSWER, on="2018-10-20", by=Role.QUALITY_LEAD).then_refused("wrong-outcome", "noted")
    comment.when(noted, on="2018-10-20", by=Role.QUALITY_LEAD).then(ANSWERED.with_(outcome="noted"))


def test_what_was_not_done_by_its_date_is_named_once() -> None:
    story = given(*AT_PUBLICATION, CAME)
    story.when(LATE, on="2018-10-29").then_refused("not-yet")
    given().when(LATE, on="2018-10-29").then_refused("unknown-comment")
    midnight = datetime(2018, 10, 30, tzinfo=UTC)
    story.when(LATE, on=midnight - timedelta(microseconds=1)).then_refused("not-yet")
    overdue = story.when(LATE, on=midnight).then(CommentOverdue(awaited="answer", due=day("2018-10-29")))
    overdue.when(LATE, on="2018-10-31").then_nothing()
    assert state_of(overdue).overdue == ("answer",)
    done = given(*AT_PUBLICATION, CAME, ACKNOWLEDGED)
    early = LATE.with_(awaited="acknowledgement", due=day("2018-10-04"))
    done.when(early, on="2018-10-05").then_nothing()
    assert react(Comment()).stage == "not-received"
