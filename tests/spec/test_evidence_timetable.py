"""The timetable of fieldwork, feedback at its end, and conflicts in it (003 L129; 004 §4.14)."""

from typing import Literal

import pytest

from domain.evidence.commands import CancelSession, GiveFeedback, HoldSession, MoveSession, PlanSessions
from domain.evidence.conflicts import Conflict, away, conflicts, elsewhere
from domain.evidence.events import (
    FeedbackGiven,
    SessionCancelled,
    SessionHeld,
    SessionMoved,
    SessionPlan,
    SessionPlanned,
)
from domain.evidence.state import EvidenceRoom, Session
from domain.inspections.events import DeadlineMoved
from domain.messages import Command
from domain.people.staff.events import LeavePlanned
from domain.people.staff.state import Staff
from tests.support.evidence_room import CHAIR_MET, PLAN, PLANNED, ROOM, given_account
from tests.support.example import (
    AT_ANNOUNCEMENT,
    AT_CASE_READS,
    AT_EVIDENCE,
    AT_FIELDWORK,
    AT_PUBLICATION,
    INSPECTION,
    day,
)
from tests.support.specification import given

BOARD = PLAN.with_(session="board", kind="meeting", begins="11:00", ends="12:00", with_whom=("partners",))
SESSIONS = PlanSessions(inspection=INSPECTION, sessions=(PLAN, BOARD))
MOVE = MoveSession(inspection=INSPECTION, session="chair", reason="Snow fell.", on=day("2018-07-11"))
CANCEL = CancelSession(inspection=INSPECTION, session="chair", reason="Nobody could come.")
HOLD = HoldSession(inspection=INSPECTION, session="chair")
HELD = SessionHeld(
    session="chair", held_on=day("2018-07-10"), with_whom=("chair",), inspectors=("inspector-1",)
)
FEEDBACK = GiveFeedback(
    inspection=INSPECTION,
    given_on=day("2018-07-13"),
    to=("chief-officer", "senior-managers"),
    inspectors=("lead-inspector-1",),
    said="Much is good; reviewing is not.",
)
GIVEN = FeedbackGiven(
    given_on=day("2018-07-13"),
    to=("chief-officer", "senior-managers"),
    inspectors=("lead-inspector-1",),
    said="Much is good; reviewing is not.",
)
ALL: tuple[Command, ...] = (SESSIONS, MOVE, CANCEL, HOLD, FEEDBACK)


def test_sessions_are_planned_together_as_soon_as_the_inspection_is_announced() -> None:
    given(*AT_ANNOUNCEMENT).when(SESSIONS, on="2018-06-05").then(PLANNED, SessionPlanned(plan=BOARD))


@pytest.mark.parametrize(
    ("sessions", "code", "saying"),
    [
        ((PLAN, PLAN), "listed-twice", "chair"),
        ((BOARD, PLAN.with_(session="late", ends="09:30")), "times-reversed", "late"),
        ((PLAN.with_(session="odd", bears_on=("7.7",)),), "unknown-place", "7.7"),
        ((PLAN.with_(on=day("2018-07-16")),), "outside-fieldwork", "from 2018-07-09 to 2018-07-13; say why"),
    ],
)
def test_if_one_session_is_wrong_none_is_planned(
    sessions: tuple[SessionPlan, ...], code: str, saying: str
) -> None:
    wrong = SESSIONS.with_(sessions=sessions)
    given(*AT_ANNOUNCEMENT).when(wrong, on="2018-06-05").then_refused(code, saying)


def test_a_session_outside_the_days_of_fieldwork_says_why() -> None:
    late = PLAN.with_(session="late", on=day("2018-07-16"))
    both = SESSIONS.with_(sessions=(PLAN, late), reason="The board meets once a month.")
    given(*AT_ANNOUNCEMENT).when(both, on="2018-06-05").then(
        PLANNED, SessionPlanned(plan=late, outside="The board meets once a month.")
    )
    longer = DeadlineMoved(
        deadline="fieldwork", was=day("2018-07-13"), due=day("2018-07-16"), reason="Snow fell."
    )
    on_it = SESSIONS.with_(sessions=(late,))
    given(*AT_FIELDWORK, longer).when(on_it, on="2018-07-09").then(SessionPlanned(plan=late))


def test_who_is_away_or_at_another_inspection_is_shown() -> None:
    sessions = {"chair": Session(PLAN), "board": Session(BOARD.with_(inspectors=("inspector-2",)))}
    leave = LeavePlanned(since=day("2018-07-09"), until=day("2018-07-10"))
    staff = {"inspector-1": Staff(leave=(leave,)), "inspector-2": Staff()}
    assert away(sessions, staff) == (("inspector-1", "chair"),)
    assert away({"chair": Session(PLAN.with_(on=day("2018-07-11")))}, staff) == ()
    gone = {"inspector-2": Staff(left_on=day("2018-07-02"))}
    assert away(sessions, gone) == (("inspector-2", "board"),)
    there = {"chair": Session(PLAN.with_(begins="10:00", ends="11:00"))}
    assert elsewhere(sessions, {"south": there}) == (("inspector-1", "chair", "south", "chair"),)
    assert elsewhere(sessions, {"south": {"chair": Session(PLAN.with_(begins="10:30", ends="11:00"))}}) == ()


def test_a_session_is_planned_once() -> None:
    given(*AT_EVIDENCE, PLANNED).when(SESSIONS, on="2018-06-20").then_refused("session-exists", "chair")


@pytest.mark.parametrize("command", ALL, ids=lambda each: each.verb)
def test_a_timetable_needs_an_inspection_whose_fieldwork_is_not_long_over(command: Command) -> None:
    given(PLANNED).when(command, on="2018-07-13").then_refused("unknown-inspection")
    given(*AT_PUBLICATION, PLANNED).when(command, on="2018-08-23").then_refused("not-at-this-stage")


def test_a_session_is_moved_with_a_reason_and_keeps_what_was_not_named() -> None:
    moved = SessionMoved(plan=PLAN.with_(on=day("2018-07-11")), reason="Snow fell.")
    story = given(*AT_FIELDWORK, PLANNED).when(MOVE, on="2018-07-09").then(moved)
    story.when(MOVE, on="2018-07-09").then_nothing()


def test_a_session_is_not_moved_to_end_before_it_begins() -> None:
    early = MOVE.with_(on=None, ends="09:00")
    given(*AT_FIELDWORK, PLANNED).when(early, on="2018-07-09").then_refused("times-reversed")


def test_a_session_that_was_cancelled_is_over() -> None:
    cancelled = SessionCancelled(session="chair", reason="Nobody could come.")
    story = given(*AT_FIELDWORK, PLANNED).when(CANCEL, on="2018-07-09").then(cancelled)
    for command in (CANCEL, MOVE, HOLD):
        story.when(command, on="2018-07-10").then_refused("session-over", "cancelled")


@pytest.mark.parametrize("command", [MOVE, CANCEL, HOLD], ids=lambda each: each.verb)
def test_a_session_that_was_never_planned_is_neither_moved_nor_held(command: Command) -> None:
    given(*AT_FIELDWORK).when(command, on="2018-07-10").then_refused("unknown-session", "chair")


def test_a_session_that_was_held_is_noted_and_is_no_evidence_without_a_note() -> None:
    story = given(*AT_FIELDWORK, PLANNED).when(HOLD, on="2018-07-11").then(HELD)
    state: EvidenceRoom = story.state(ROOM)
    assert state.sessions["chair"].outcome == "held"
    assert not state.register


def test_what_was_said_in_a_session_is_evidence_under_its_code() -> None:
    said = HOLD.with_(note="The board meets monthly.")
    given(*AT_FIELDWORK, PLANNED).when(said, on="2018-07-11").then(
        HELD, CHAIR_MET, given_account("chair", "The board meets monthly.")
    )


def test_what_service_users_and_victims_say_is_their_experience() -> None:
    for whom, voice in ((("victims",), "victims"), (("staff", "service-users"), "service-users")):
        said = HOLD.with_(with_whom=whom, note="Nobody told me.")
        story = given(*AT_FIELDWORK, PLANNED).when(said, on="2018-07-11").story
        assert story.state(ROOM).register["chair"].content.voice == voice


def test_a_session_that_was_held_on_a_day_without_fieldwork_is_first_moved_there_with_a_reason() -> None:
    for held_on in ("1990-01-01", "2018-07-06"):
        said = HOLD.with_(held_on=day(held_on))
        given(*AT_FIELDWORK, PLANNED).when(said, on="2018-07-11").then_refused(
            "outside-fieldwork", "move it there"
        )
    moved = given(*AT_FIELDWORK, PLANNED).when(MOVE.with_(on=day("2018-07-06")), on="2018-07-11").story
    moved.when(HOLD.with_(held_on=day("2018-07-06")), on="2018-07-11").then_one(SessionHeld)


def test_a_session_cannot_have_been_held_tomorrow() -> None:
    given(*AT_FIELDWORK, PLANNED).when(HOLD, on="2018-07-09").then_refused("date-in-future", "2018-07-10")


def test_what_a_session_bears_on_must_be_in_the_framework_and_its_code_be_free() -> None:
    said = HOLD.with_(note="The board meets monthly.")
    odd = said.with_(bears_on=("7.7",))
    given(*AT_FIELDWORK, PLANNED).when(odd, on="2018-07-11").then_refused("unknown-place")
    story = given(*AT_FIELDWORK, PLANNED, CHAIR_MET)
    story.when(said, on="2018-07-11").then_refused("entry-exists", "chair")


def test_feedback_is_given_at_the_end_of_fieldwork() -> None:
    story = given(*AT_FIELDWORK).when(FEEDBACK, on="2018-07-13").then(GIVEN)
    assert story.state(ROOM).feedback == (GIVEN,)
    given(*AT_CASE_READS).when(FEEDBACK, on="2018-07-16").then(GIVEN)


def test_feedback_is_not_given_before_fieldwork_or_tomorrow() -> None:
    story = given(*AT_FIELDWORK)
    story.when(FEEDBACK, on="2018-07-12").then_refused("date-in-future")
    early = FEEDBACK.with_(given_on=day("2018-07-06"))
    story.when(early, on="2018-07-12").then_refused("too-early", "2018-07-09")


def test_one_inspector_in_two_places_is_shown_and_not_refused() -> None:
    overlapping = BOARD.with_(begins="10:00")
    both = SESSIONS.with_(sessions=(overlapping, PLAN))
    story = (
        given(*AT_ANNOUNCEMENT).when(both, on="2018-06-05").then(SessionPlanned(plan=overlapping), PLANNED)
    )
    assert conflicts(story.state(ROOM).sessions) == (
        Conflict(inspector="inspector-1", first="chair", second="board"),
    )


@pytest.mark.parametrize(
    ("changed", "outcome"),
    [
        ({"begins": "10:30"}, "planned"),
        ({"on": day("2018-07-11")}, "planned"),
        ({"inspectors": ("inspector-2",)}, "planned"),
        ({}, "cancelled"),
    ],
)
def test_what_follows_is_elsewhere_or_is_cancelled_is_no_conflict(
    changed: dict[str, object], outcome: Literal["planned", "cancelled"]
) -> None:
    other = PLAN.with_(session="other", begins="10:00", ends="11:00").with_(**changed)
    sessions = {"chair": Session(PLAN), "other": Session(other, outcome)}
    assert conflicts(sessions) == ()
