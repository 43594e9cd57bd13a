"""Comments and complaints: anyone may comment; they are acknowledged and answered in time (003 L372)."""

from datetime import UTC, datetime, timedelta
from typing import get_args

from domain.comments.commands import (
    AcknowledgeComment,
    AnswerComment,
    AssignComment,
    ReceiveComment,
    RecordCommentNoticeSent,
    RecordCommentOverdue,
)
from domain.comments.comment import Comment, concerned, react
from domain.comments.earlier_events import (
    CommentNoticeSentV1,
    CommentReceivedV1,
    no_notice_told_whoever_looks_into_it,
    nobody_was_told_by_a_notice_that_it_was_answered,
)
from domain.comments.events import (
    CommentAcknowledged,
    CommentAnswered,
    CommentAssigned,
    CommentNotice,
    CommentNoticeSent,
    CommentOverdue,
    CommentReceived,
)
from domain.comments.notices import comment_notice, not_told
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
    sender=None,
)
CONTACT = "person-" + "c" * 32
SENT = CAME.with_(sender=CONTACT)
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
OVERDUE = CommentOverdue(awaited="answer", due=day("2018-10-29"))
MANAGER = "staff-os-1000"


def told(notice: CommentNotice, *to: str, assignment: int | None = None) -> CommentNoticeSent:
    return CommentNoticeSent(notice=notice, assignment=assignment, document="d" * 64, to=to)


def tell(notice: CommentNotice, *to: str, assignment: int | None = None) -> RecordCommentNoticeSent:
    return RecordCommentNoticeSent(
        comment=COMMENT_STREAM, notice=notice, document="d" * 64, to=to, assignment=assignment
    )


def owed(story: Story) -> list[str]:
    """The notices that are on the agenda."""
    return [each.about for each in react(state_of(story)).duties]


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


def test_who_sent_it_from_a_page_of_their_own_is_on_the_record_and_nobody_who_wrote_or_rang() -> None:
    story = given(*AT_PUBLICATION)
    story.when(RECEIVE, on="2018-10-02", by=Role.PROVIDER_CONTACT, who=CONTACT).then(SENT)
    other = RECEIVE.with_(about="other", inspection=None)
    of_no_inspection = CAME.with_(about="other", inspection=None)
    story.when(other, on="2018-10-02", by=Role.PROVIDER_CONTACT, who=CONTACT).then(of_no_inspection)
    for role in (Role.ASSISTANT, Role.OPERATIONS_MANAGER, Role.LEAD_INSPECTOR):
        story.when(RECEIVE, on="2018-10-02", by=role).then(CAME)


def test_those_who_see_to_comments_are_told_that_it_came_once() -> None:
    story = given(*AT_PUBLICATION, CAME)
    assert owed(story) == ["received"]
    done = story.when(tell("received", MANAGER), on="2018-10-02").then(told("received", MANAGER))
    assert owed(done) == []
    done.when(tell("received", MANAGER), on="2018-10-03").then_nothing()
    given().when(tell("received"), on="2018-10-02").then_refused("unknown-comment")
    # What was seen to before anybody was told is no news; a notice that was on its way by then is on the record.
    assert owed(story.and_(ACKNOWLEDGED)) == []
    assert owed(story.and_(ASSIGNED)) == ["assigned-1"]
    story.and_(ACKNOWLEDGED).when(tell("received", MANAGER), on="2018-10-02").then(told("received", MANAGER))


def test_of_what_is_overdue_they_are_told_once_and_not_of_what_was_done_meanwhile() -> None:
    early = CommentOverdue(awaited="acknowledgement", due=day("2018-10-04"))
    story = given(*AT_PUBLICATION, CAME, told("received", MANAGER))
    story.when(tell("answer-overdue"), on="2018-10-05").then_refused("nothing-to-tell")
    late = story.and_(early)
    assert owed(late) == ["acknowledgement-overdue"]
    assert owed(late.and_(ACKNOWLEDGED)) == []
    sent = told("acknowledgement-overdue", MANAGER)
    done = late.when(tell("acknowledgement-overdue", MANAGER), on="2018-10-05").then(sent)
    assert owed(done) == []
    both = done.and_(OVERDUE)
    assert owed(both) == ["answer-overdue"]
    assert owed(both.and_(ASSIGNED, ANSWERED)) == []


def test_the_contact_who_sent_it_is_told_of_the_answer_and_then_nothing_is_left_to_do() -> None:
    answered = given(*AT_PUBLICATION, SENT, ASSIGNED, OVERDUE, ANSWERED)
    assert owed(answered) == ["answered"]
    assert not react(state_of(answered)).over
    done = answered.when(tell("answered", CONTACT), on="2018-10-31").then(told("answered", CONTACT))
    assert react(state_of(done)).over
    assert list(not_told(state_of(done))) == []
    unreached = answered.when(tell("answered"), on="2018-10-31").then(told("answered"))
    assert list(not_told(state_of(unreached))) == [
        "No notice of the answer could reach whoever made it: tell them yourself."
    ]


def test_a_notice_that_came_back_told_nobody() -> None:
    answered = given(*AT_PUBLICATION, SENT, ASSIGNED, ANSWERED, told("answered", CONTACT))
    assert list(not_told(state_of(answered), {"received", "assigned-1"})) == []
    assert list(not_told(state_of(answered), {"answered"})) == [
        "No notice of the answer could reach whoever made it: tell them yourself."
    ]
    theirs = given(*AT_PUBLICATION, SENT, ASSIGNED, told("assigned", "staff-quality-lead-1", assignment=1))
    assert list(not_told(state_of(theirs), {"assigned-1"})) == [
        "Whoever looks into it could not be reached by a notice: tell them yourself."
    ]
    handed_on = theirs.and_(CommentAssigned(reviewer="quality-lead-2"))
    assert list(not_told(state_of(handed_on), {"assigned-1"})) == []


def test_who_wrote_or_rang_has_no_address_and_is_to_be_sent_the_answer() -> None:
    answered = given(*AT_PUBLICATION, CAME, ASSIGNED, ANSWERED)
    assert react(state_of(answered)).over
    answered.when(tell("answered"), on="2018-10-31").then_refused("nothing-to-tell")
    assert list(not_told(state_of(answered))) == [
        "Assay knows no address of whoever made it: send them the answer."
    ]


def test_where_no_operations_manager_can_be_reached_it_is_said_until_it_is_answered() -> None:
    story = given(*AT_PUBLICATION, CAME)
    assert list(not_told(state_of(story))) == []
    alone = story.and_(told("received"))
    assert list(not_told(state_of(alone))) == ["No operations manager could be reached by a notice of it."]


def test_whoever_looks_into_it_is_told_once_and_so_is_who_takes_it_over() -> None:
    story = given(*AT_PUBLICATION, CAME, told("received", MANAGER), ASSIGNED)
    assert owed(story) == ["assigned-1"]
    reviewer, other = "staff-quality-lead-1", "staff-quality-lead-2"
    command = tell("assigned", reviewer, assignment=1)
    done = story.when(command, on="2018-10-03").then(told("assigned", reviewer, assignment=1))
    assert owed(done) == []
    done.when(command, on="2018-10-03").then_nothing()
    over = done.and_(CommentAssigned(reviewer="quality-lead-2"))
    assert owed(over) == ["assigned-2"]
    assert owed(over.and_(told("assigned", other, assignment=2))) == []
    # A third time it is the first one's again, who has heard since that it is another's.
    assert owed(over.and_(told("assigned", other, assignment=2), ASSIGNED)) == ["assigned-3"]
    assert owed(story.and_(ANSWERED)) == [], "what was answered meanwhile is no news"


def test_what_nobody_was_asked_to_look_into_is_told_to_nobody_who_would() -> None:
    story = given(*AT_PUBLICATION, CAME)
    for assignment in (None, 0, 1):
        asked = tell("assigned", MANAGER, assignment=assignment)
        story.when(asked, on="2018-10-03").then_refused("nothing-to-tell")
    story.and_(ASSIGNED).when(tell("received", assignment=1), on="2018-10-03").then_refused("nothing-to-tell")


def test_that_whoever_looks_into_it_could_not_be_reached_is_said_until_somebody_else_does() -> None:
    story = given(*AT_PUBLICATION, CAME, ASSIGNED, told("assigned", assignment=1))
    assert list(not_told(state_of(story))) == [
        "Whoever looks into it could not be reached by a notice: tell them yourself."
    ]
    assert list(not_told(state_of(story.and_(CommentAssigned(reviewer="quality-lead-2"))))) == []


def test_a_notice_of_before_told_nobody_that_a_comment_is_theirs() -> None:
    old = CommentNoticeSentV1(notice="received", document="d" * 64, to=(MANAGER,))
    assert no_notice_told_whoever_looks_into_it.turn(old) == told("received", MANAGER)


def test_what_came_before_contacts_were_told_is_told_to_nobody_when_it_is_answered() -> None:
    old = CommentReceivedV1(**{each: getattr(CAME, each) for each in CommentReceivedV1.model_fields})
    assert nobody_was_told_by_a_notice_that_it_was_answered.turn(old) == CAME


def test_a_notice_says_what_is_to_be_done_and_by_when_and_nothing_that_anybody_said() -> None:
    state = state_of(given(*AT_PUBLICATION, SENT, ASSIGNED, ANSWERED))
    came = comment_notice(COMMENT_STREAM, state, "received")
    assert (came.to, came.subject) == ("role-operations-manager", "A complaint has come")
    assert came.body == (
        f"Complaint: {COMMENT_STREAM}\nInspection: {INSPECTION}\nReceived: 1 October 2018\n\n"
        "It is to be acknowledged by the end of 4 October 2018, and answered by the end of 29 October 2018. "
        "Please acknowledge it, and ask somebody to look into it who took no part in the matter.\n\n"
        f"To read it: assay comments show {COMMENT_STREAM}\n"
    )
    answered = comment_notice(COMMENT_STREAM, state, "answered", ("cy", "en"))
    assert answered.to == CONTACT
    assert answered.subject == f"Mae eich cwyn wedi'i hateb / Your complaint is answered ({INSPECTION})"
    assert "was answered on 20 October 2018. The answer is in Assay" in answered.body
    theirs = comment_notice(COMMENT_STREAM, state, "assigned")
    assert (theirs.id, theirs.to) == (f"{COMMENT_STREAM}/assigned-1", "quality-lead-1")
    assert theirs.subject == "A complaint is given to you to look into"
    assert (
        "It is to be answered by the end of 29 October 2018. Please look into it, and answer it."
        in theirs.body
    )
    for notice in (comment_notice(COMMENT_STREAM, state, each) for each in get_args(CommentNotice)):
        assert "We were not told." not in notice.body
        assert "A. Person" not in notice.body
        assert "You should have been told." not in notice.body
        assert "quality-lead-1" not in notice.body
