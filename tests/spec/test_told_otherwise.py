"""What nobody could be sent, or did not reach whom it was for: who is told by other means, and how that is noted."""

import pytest

from domain.action_plans.events import (
    PlanNoticeSent,
    PlanNoticeUndelivered,
    PlanToldOtherwise,
    ReminderSent,
)
from domain.decider import On
from domain.inspections.commands import (
    NoteTold,
)
from domain.inspections.events import (
    InspectionCancelled,
    InspectionClosed,
    NoticeSent,
    NoticeUndelivered,
    ReportPublished,
    ReportSubmitted,
    ToldOtherwise,
)
from domain.inspections.tasks import Surroundings, tasks
from domain.messages import Event
from tests.support.example import (
    AT_ACTION_PLAN,
    AT_ANNOUNCEMENT,
    INSPECTION,
    PLAN,
    REPORT,
    day,
)
from tests.support.specification import Story, given

STREAM = f"inspection-{INSPECTION}"
UNSENT = NoticeSent(notice="announcement", document="d" * 64, to=())
TOLD = NoteTold(inspection=INSPECTION, how="By post to the head of the division.")
TOLD_OTHERWISE = ToldOtherwise(
    notices=("announcement",),
    how="By post to the head of the division.",
    told_on=day("2018-06-06"),
    reader=None,
)


def to_tell(story: Story) -> list[str]:
    found = tasks(story.state(STREAM), Surroundings())
    return [each.title for each in found if each.verb == "note-told"]


def test_what_nobody_could_be_sent_is_a_task_until_it_is_noted_how_it_was_told() -> None:
    reached = given(*AT_ANNOUNCEMENT, UNSENT.with_(to=("person-" + "0a1b" * 8,)))
    assert to_tell(reached) == []
    reached.when(TOLD, on="2018-06-06").then_refused("not-untold", "there is: none")
    story = given(*AT_ANNOUNCEMENT, UNSENT)
    assert to_tell(story) == [
        "Tell Northern Division by other means that it would be inspected, and note how"
    ]
    story.when(TOLD.with_(notice="deferral"), on="2018-06-06").then_refused("not-untold", "announcement")
    told = story.when(TOLD, on="2018-06-06").then(TOLD_OTHERWISE)
    assert to_tell(told) == []
    given().when(TOLD, on="2018-06-06").then_refused("unknown-inspection")


CONTACT = "person-" + "0a1b" * 8
UNDELIVERED = NoticeUndelivered(notice="cancellation", reader=CONTACT)


def test_a_contact_whom_a_notice_missed_is_a_task_of_their_own_until_it_is_noted_how_they_were_told() -> None:
    sent = NoticeSent(notice="cancellation", document="d" * 64, to=("person-" + "0c1d" * 8,))
    cancelled = InspectionCancelled(reason="The contract ended.")
    story = given(*AT_ANNOUNCEMENT, cancelled, UNDELIVERED, sent)
    (task,) = (each for each in tasks(story.state(STREAM), Surroundings()) if each.verb == "note-told")
    assert task.title == (
        "Tell a contact of Northern Division by other means that the inspection was cancelled, and note how"
    )
    assert (task.notice, task.readers) == ("cancellation", (CONTACT,))
    told = story.when(TOLD.with_(notice="cancellation"), on="2018-06-06").then(
        TOLD_OTHERWISE.with_(notices=("cancellation",))
    )
    assert to_tell(told) == []


def test_a_note_stands_for_one_notice_and_one_reader_unless_it_says_that_it_was_everybody() -> None:
    other = CONTACT.replace("0a1b", "0c1d")
    story = given(*AT_ANNOUNCEMENT, UNSENT, UNDELIVERED, UNDELIVERED.with_(reader=other))
    assert len(to_tell(story)) == 3
    story.when(TOLD.with_(how="."), on="2018-06-06").then_refused("reason-says-nothing")
    story.when(TOLD, on="2018-06-06").then_refused("say-which", "announcement, cancellation")
    cancelled = TOLD.with_(notice="cancellation")
    story.when(cancelled, on="2018-06-06").then_refused("say-which", f"{CONTACT}, {other}")
    strange = cancelled.with_(reader=CONTACT.replace("0a1b", "0e1f"))
    story.when(strange, on="2018-06-06").then_refused("not-untold", other)
    note = TOLD_OTHERWISE.with_(notices=("cancellation",))
    one = story.when(cancelled.with_(reader=CONTACT), on="2018-06-06").then(note.with_(reader=CONTACT))
    assert len(to_tell(one)) == 2
    assert one.state(STREAM).undelivered == {"cancellation": (other,)}
    left = one.when(cancelled, on="2018-06-06").then(note)
    assert left.state(STREAM).undelivered == {}
    both = story.when(cancelled.with_(everything="yes"), on="2018-06-06").then(note)
    assert len(to_tell(both)) == 1
    everything = story.when(TOLD.with_(everything="yes"), on="2018-06-06")
    assert to_tell(everything.then(note.with_(notices=("announcement", "cancellation")))) == []


def test_a_notice_that_missed_all_its_readers_is_told_once_each_of_them_was() -> None:
    other = CONTACT.replace("0a1b", "0c1d")
    gone = UNSENT.with_(notice="cancellation")
    story = given(*AT_ANNOUNCEMENT, UNDELIVERED, UNDELIVERED.with_(reader=other), gone)
    one = story.when(TOLD.with_(reader=CONTACT, notice="cancellation"), on="2018-06-06").story
    assert one.state(STREAM).untold == ("cancellation",)
    assert len(to_tell(one)) == 1
    assert to_tell(one.when(TOLD.with_(reader=other, notice="cancellation"), on="2018-06-06").story) == []


@pytest.mark.parametrize("code", ["requested", "plan-overdue-2018-10-18", "due-soon-plan-2018-10-18"])
def test_a_notice_about_the_action_plan_that_reached_nobody_is_a_task_of_the_inspection(code: str) -> None:
    sent: Event = PlanNoticeSent(notice=code, document="d" * 64, to=())
    if code.startswith("due-soon"):
        sent = ReminderSent(deadline="plan", due=day("2018-10-18"), document="d" * 64, to=())
    story = given(*AT_ACTION_PLAN, sent)
    around = Surroundings(plans={PLAN: story.state(PLAN)})
    (task,) = (each for each in tasks(story.state(STREAM), around) if each.verb == "note-told")
    assert task.title.startswith("Tell Northern Division by other means that ")
    assert "by the notice" not in task.title
    assert task.notice == f"action-plan-{code}"
    wrong = TOLD.with_(notice="action-plan-accepted")
    story.when(wrong, on="2018-10-19").then_refused("not-untold", f"there is: action-plan-{code}")
    told = story.when(TOLD.with_(notice=f"action-plan-{code}"), on="2018-10-19").then(
        On(PLAN, PlanToldOtherwise(notices=(code,), how=TOLD.how, told_on=day("2018-10-19"), reader=None))
    )
    assert told.state(PLAN).untold == ()


def test_told_at_once_are_the_notices_of_the_inspection_and_of_its_plan() -> None:
    missed = PlanNoticeUndelivered(notice="accepted", reader=CONTACT)
    closed = InspectionClosed(closed_on=day("2019-05-01"))
    submitted = ReportSubmitted(report=REPORT, submitted_on=day("2018-09-18"))
    story = given(*AT_ACTION_PLAN, submitted, UNSENT, missed, closed)
    around = Surroundings(plans={PLAN: story.state(PLAN)})
    assert [each.title for each in tasks(story.state(STREAM), around)] == [
        "Tell Northern Division by other means that it would be inspected, and note how",
        "Tell a contact of Northern Division by other means that its action plan was accepted, and note how",
    ]
    story.when(TOLD, on="2019-05-02").then_refused("say-which", "announcement, action-plan-accepted")
    told = story.when(TOLD.with_(everything="yes"), on="2019-05-02").then(
        TOLD_OTHERWISE.with_(told_on=day("2019-05-02")),
        On(
            PLAN,
            PlanToldOtherwise(notices=("accepted",), how=TOLD.how, told_on=day("2019-05-02"), reader=None),
        ),
    )
    around = Surroundings(plans={PLAN: told.state(PLAN)})
    assert tasks(told.state(STREAM), around) == ()


def test_a_body_is_called_by_its_name_and_not_by_the_code_of_its_notice() -> None:
    code = "distribution-1-secretary-of-state-for-justice"
    body = "mailbox-secretary-of-state-for-justice"
    unsent = NoticeSent(notice=code, document="d" * 64, to=())
    out = ReportPublished(
        edition=1,
        report="a" * 64,
        document="b" * 64,
        published_on=day("2018-09-20"),
        plans=(),
        files=(),
        public=True,
        distribution=("Secretary of State for Justice",),
    )
    told = "Tell Secretary of State for Justice by other means that the report was published, and note how"
    assert told in to_tell(given(*AT_ANNOUNCEMENT, out, unsent))
    refused = NoticeUndelivered(notice=code, reader=body)
    assert to_tell(given(*AT_ANNOUNCEMENT, out, refused, unsent)) == [told], "once, though it is told twice"


@pytest.mark.parametrize(
    ("notice", "said"),
    [
        ("publication-1", "that the report was published"),
        ("publication-1-to-nps-north", "that the report was published"),
        ("publication-2", "that the report was corrected"),
        ("publication-12-to-nps-north", "that the report was corrected"),
    ],
)
def test_a_later_edition_is_told_as_a_correction(notice: str, said: str) -> None:
    unsent = NoticeSent(notice=notice, document="d" * 64, to=())
    (told,) = to_tell(given(*AT_ANNOUNCEMENT, unsent))
    assert f" {said}, " in told
