"""Whether everybody in the year kept to the staff record: what passes, and what does not."""

from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.year.checking import Checks, NotSo
from benchmarks.year.staff import (
    CHAIR,
    CHIEF,
    COURSES,
    DEPUTY_CHIEF,
    FOUNDER,
    INSPECTORS,
    LAPSED,
    LEADS,
    LEAVING,
    MEMBERS,
    SECOND_MANAGER,
    STANDBY,
    Staff,
)
from benchmarks.year.staff_checking import check_deeds, check_staff_record
from benchmarks.year.team import Team, contact_of
from domain.cases.alerts.events import AlertNoticeSent, Told
from domain.cases.events import AnswersRecorded, CaseAllocated
from domain.cases.second_reads.state import SecondAnswersRecorded, SecondReadAllocated
from domain.inspections.events import (
    EvidenceReceived,
    InspectionAnnounced,
    LeadChanged,
    RatingProposed,
    RatingsDecided,
    ReportSignedOff,
)
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.deputising import Deputising
from domain.people.roles import Role
from domain.people.staff.events import LeavePlanned, RoleGiven

START = date(2018, 6, 4)
CASE = "5a" * 16
LEAD, OTHER_LEAD = LEADS[0], LEADS[1]
FIRST, SECOND, FRIEND = INSPECTORS[0], INSPECTORS[1], INSPECTORS[4]
AWAY = INSPECTORS[7]


def everybody() -> Staff:
    staff = Staff()
    list(staff.begin(START))
    list(staff.falls_away(LEAD, date(2018, 7, 11), date(2018, 7, 13)))
    list(staff.falls_away(AWAY, date(2018, 7, 9), date(2018, 7, 20)))
    list(staff.falls_away(CHIEF, date(2018, 7, 12), date(2018, 7, 12)))
    staff.declares(FRIEND, "p1", "friendship", START)
    return staff


WALK: Any = SimpleNamespace(
    reference="north",
    people=SimpleNamespace(team=SimpleNamespace(providers=("p1",))),
    reading=SimpleNamespace(lots={f"case-{CASE}": None}, alerts=0),
)
INSPECTION, READ, AGAIN = "inspection-north", f"case-{CASE}", f"second-read-{CASE}"
LEADS_IT, READS = Role.LEAD_INSPECTOR.value, Role.INSPECTOR.value


def some(kind: type[Event], **fields: Any) -> Any:
    """An event of which only these fields are looked at."""
    return kind.model_construct(**fields)


def deed(stream: str, event: Event, actor: str, role: str, day: int = 10) -> Envelope[Event]:
    told: Any = {
        "stream": stream,
        "name": event.name,
        "occurred_at": datetime(2018, 7, day, 10, tzinfo=UTC),
        "actor": actor,
        "acting_role": role,
        "data": event,
    }
    return Envelope[Event].model_construct(**told)


def announced() -> Envelope[Event]:
    return deed(INSPECTION, some(InspectionAnnounced, lead=LEAD), FOUNDER, "operations-manager")


def proposed(by: str, day: int = 10) -> Envelope[Event]:
    return deed(INSPECTION, some(RatingProposed), by, LEADS_IT, day)


def allocated(reader: str, day: int = 10) -> Envelope[Event]:
    return deed(READ, some(CaseAllocated, reader=reader), STANDBY, LEADS_IT, day)


def answered(by: str, day: int = 10) -> Envelope[Event]:
    return deed(READ, some(AnswersRecorded), by, READS, day)


def decided(*present: str) -> Envelope[Event]:
    return deed(INSPECTION, some(RatingsDecided, present=present), CHAIR, "panel-chair", 18)


def signed(by: str, role: str, day: int, deputising: Deputising | None = None) -> Envelope[Event]:
    return deed(INSPECTION, some(ReportSignedOff, deputising=deputising), by, role, day)


def told(*who: str) -> Envelope[Event]:
    at = datetime(2018, 7, 10, 10, tzinfo=UTC)
    event = some(AlertNoticeSent, told=tuple(Told(who=each, at=at) for each in who))
    return deed(f"alert-{CASE}", event, "assay", Role.MACHINERY.value)


FOR_THE_CHIEF = Deputising(place_of=CHIEF, why="absent")
IN_PLACE = f"chief-inspector in the place of {CHIEF}"


@pytest.mark.parametrize(
    "events",
    [
        pytest.param([announced(), proposed(LEAD)], id="its lead judges"),
        pytest.param([announced(), proposed(STANDBY, 12)], id="a deputy judges while the lead is away"),
        pytest.param([allocated(FIRST), answered(FIRST)], id="whoever has the case reads it"),
        pytest.param(
            [allocated(AWAY, 6), allocated(FIRST), answered(FIRST)], id="another reads for one away"
        ),
        pytest.param([announced(), decided(*MEMBERS)], id="the panel"),
        pytest.param([signed(CHIEF, "chief-inspector", 10)], id="the Chief Inspector signs"),
        pytest.param([signed(DEPUTY_CHIEF, IN_PLACE, 12, FOR_THE_CHIEF)], id="the deputy signs"),
        pytest.param([told(FOUNDER)], id="whoever is on duty is told"),
        pytest.param(
            [deed(INSPECTION, some(EvidenceReceived), contact_of("p1"), "provider-contact")],
            id="the provider's contact",
        ),
    ],
)
def test_what_the_staff_record_gives_somebody_passes(events: list[Envelope[Event]]) -> None:
    checks = Checks()
    check_deeds([WALK], everybody(), events, checks)
    assert sum(checks.done.values()) > len(events)


@pytest.mark.parametrize(
    ("events", "said"),
    [
        pytest.param([announced(), proposed(FIRST)], "a role that was held", id="a role nobody gave"),
        pytest.param([announced(), proposed(OTHER_LEAD)], "the lead's deputy", id="another lead judges"),
        pytest.param([announced(), proposed(STANDBY)], "the lead's deputy", id="a deputy too early"),
        pytest.param([announced(), proposed(LEAD, 12)], "not away", id="a lead who is away"),
        pytest.param(
            [
                announced(),
                deed(INSPECTION, some(LeadChanged, lead=OTHER_LEAD), FOUNDER, "operations-manager"),
                proposed(LEAD),
            ],
            "the lead's deputy",
            id="the lead of before",
        ),
        pytest.param([allocated(LAPSED)], "could do it", id="untrained, and named"),
        pytest.param([allocated(AWAY)], "could do it", id="away, and named"),
        pytest.param([allocated(FRIEND)], "could do it", id="a friend, and named"),
        pytest.param([allocated(CHIEF)], "could do it", id="no inspector, and named"),
        pytest.param([answered(FRIEND)], "no interest barred", id="a friend reads"),
        pytest.param([answered(LAPSED)], "trained for the role", id="untrained, and reads"),
        pytest.param([allocated(FIRST), answered(SECOND)], "has the case", id="another's case"),
        pytest.param(
            [
                allocated(FIRST),
                deed(AGAIN, some(SecondReadAllocated, reader=FIRST), STANDBY, LEADS_IT),
                deed(AGAIN, some(SecondAnswersRecorded), FIRST, READS),
            ],
            "by somebody else",
            id="read twice by one",
        ),
        pytest.param([decided(*MEMBERS[:2], FIRST)], "members alone", id="a stranger on the panel"),
        pytest.param([signed(CHIEF, "chief-inspector", 12)], "not away", id="a signature of one away"),
        pytest.param(
            [signed(DEPUTY_CHIEF, IN_PLACE, 10, FOR_THE_CHIEF)], "was held", id="a deputy out of time"
        ),
        pytest.param([signed(DEPUTY_CHIEF, IN_PLACE, 12)], "or for them", id="a deputy who does not say so"),
        pytest.param([told(SECOND_MANAGER)], "on duty", id="the wrong one told"),
        pytest.param([told()], "on duty", id="nobody told"),
        pytest.param(
            [deed(INSPECTION, some(EvidenceReceived), contact_of("p2"), "provider-contact")],
            "provider's contact",
            id="another provider's contact",
        ),
    ],
)
def test_what_lies_outside_it_does_not(events: list[Envelope[Event]], said: str) -> None:
    with pytest.raises(NotSo, match=said):
        check_deeds([WALK], everybody(), events, Checks())


def test_an_alert_that_the_script_raised_and_nobody_finds_is_missed() -> None:
    walk: Any = SimpleNamespace(
        reference="north",
        people=WALK.people,
        reading=SimpleNamespace(lots=WALK.reading.lots, alerts=1),
    )
    with pytest.raises(NotSo, match="alerts raised"):
        check_deeds([walk], everybody(), [], Checks())


def test_a_staff_record_that_says_something_else_than_was_meant_is_found() -> None:
    staff = Staff()
    staff.people = {CHIEF: staff.people[CHIEF]}
    role, days = next(iter(staff.people[CHIEF].roles.items()))
    held = deed(f"staff-{CHIEF}", RoleGiven(role=role, since=days.since, until=None), FOUNDER, "x")
    check_staff_record(staff, [held], Checks())
    leave = LeavePlanned(since=START, until=START)
    for events in ([], [held, deed(f"staff-{CHIEF}", leave, FOUNDER, "x")]):
        with pytest.raises(NotSo, match=CHIEF):
            check_staff_record(staff, events, Checks())


def test_whoever_is_barred_away_or_untrained_is_passed_over() -> None:
    staff, day = everybody(), date(2018, 7, 12)
    able = staff.readers_for(0, 99, ("p1",), "north", day)
    assert not {FRIEND, AWAY, LAPSED} & set(able)
    assert FRIEND in staff.readers_for(0, 99, ("p2",), "south", day)
    assert LEAVING in able
    assert LEAVING not in staff.readers_for(0, 99, ("p1",), "north", date(2018, 9, 29))
    staff.accepts(FRIEND, "p1", "north")
    assert FRIEND in staff.readers_for(0, 99, ("p1",), "north", day)
    team = Team(staff, 0, "north", ("p1",))
    team.lead = team.next_lead(START)
    assert team.lead == LEAD
    assert team.next_lead(day) == OTHER_LEAD
    assert staff.at_work(LEAD, day) == STANDBY


def test_a_course_that_ran_out_is_taken_again_once() -> None:
    staff = everybody()
    course, _ = COURSES[Role.INSPECTOR]
    assert list(staff.takes_again(date(2018, 11, 30))) == []
    (taken,) = staff.takes_again(date(2018, 12, 4))
    assert getattr(taken, "course", None) == course
    assert list(staff.takes_again(date(2018, 12, 5))) == []
    assert staff.people[LAPSED].able(Role.INSPECTOR, date(2018, 12, 5))
