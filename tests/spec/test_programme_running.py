"""A published programme: inspections start on their days, another plan takes its place, whoever it touches is told."""

from datetime import date

import pytest

from domain.decider import On
from domain.holdings.document import DocumentKept
from domain.inspections.commands import AnnounceInspection
from domain.inspections.events import (
    DeadlineMoved,
    FieldworkBegun,
    FieldworkMoved,
    InspectionAnnounced,
    InspectionCancelled,
    InspectionDeferred,
    LeadChanged,
    PanelPlanned,
    TeamMember,
    TeamSet,
)
from domain.inspections.state import Inspection
from domain.messages import Event
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, RollBegun
from domain.people.staff.events import InterestDeclared, RoleEnded, RoleGiven, StaffLeft, StaffRegistered
from domain.privacy.boxes import Plain
from domain.programme.plan import Placement, Plan
from domain.programme.problem import Pin
from domain.programme.year.events import (
    InspectionNotStarted,
    InspectionStarted,
    ProgrammeNoticeSent,
    ProgrammeReplanned,
)
from domain.programme.year.notices import programme_notice
from domain.programme.year.plan_commands import (
    RecordInspectionStarted,
    RecordProgrammeNoticeSent,
    ReplanProgramme,
    StartInspection,
)
from domain.programme.year.react import react
from domain.programme.year.state import Programme
from domain.programme.year.terms import Change
from domain.providers.changes import ProviderMerged
from domain.providers.past import PastInspectionNoted
from tests.support.example import ANNOUNCED, EVIDENCE_ASKED, PROTOCOL, SHORT_CALENDAR, day
from tests.support.programme_on_record import (
    AT_PUBLISHED,
    NORTH,
    PAST,
    PLAN,
    SOURCE,
    SOUTH,
    YEAR,
    content_of,
    opened,
)
from tests.support.programmes import changed, placed, plan_of
from tests.support.specification import Story, given

CONTENT = content_of()
SLOTS = {each.inspection: each for each in CONTENT.slots}
START = RecordInspectionStarted(programme="2018", inspection="north-2018", due=day("2018-06-11"))
BY_HAND = StartInspection(programme="2018", inspection="north-2018")
STARTED = InspectionStarted(inspection="north-2018", slot=SLOTS["north-2018"], announced_before=False)
HERE = ANNOUNCED.with_(lead="os-1001", announced_on=day("2018-06-11"), request_due=day("2018-06-18"))
NORTH_STREAM = "inspection-north-2018"
TEAM = TeamSet(
    team=(TeamMember(person="os-1003", role="inspector"),),
    programme="2018",
    reason="It stands so in the programme 2018.",
)
PANEL = PanelPlanned(
    programme="2018", panel="p1", week=day("2018-08-20"), publish_on=SLOTS["north-2018"].publish_on
)
ARRANGED = (On(NORTH_STREAM, TEAM), On(NORTH_STREAM, PANEL))
RUNNING = (*AT_PUBLISHED, STARTED, HERE, *ARRANGED)


def state_of(story: Story) -> Programme:
    state = story.state("programme-2018")
    assert isinstance(state, Programme)
    return state


def on_staff(*people: str) -> tuple[On, ...]:
    """A staff record with these people, each of whom leads and inspects."""
    known = []
    for who in people:
        stream = f"staff-{who}"
        name = Plain("Somebody", stream, "staff")
        known += [
            On(
                stream,
                StaffRegistered(engagement="employee", area=None, body=None, person_name=name, email=None),
            ),
            On(stream, RoleGiven(role=Role.LEAD_INSPECTOR, since=day("2018-01-01"), until=None)),
        ]
    return (On(ROLL_STREAM, RollBegun()), *known)


# Starting


def test_an_inspection_starts_on_its_day_with_its_lead_and_its_days() -> None:
    story = given(*AT_PUBLISHED)
    starts = [each for each in react(state_of(story)).duties if each.kind == "start-inspection"]
    assert [(each.about, each.not_before) for each in starts] == [
        ("north-2018", day("2018-06-11")),
        ("south-2018", day("2018-08-17")),
    ]
    story.when(START, on="2018-06-10").then_refused("not-yet", "2018-06-11")
    given().when(START, on="2018-06-11").then_refused("unknown-programme")
    done = story.when(START, on="2018-06-11").then(STARTED, On(NORTH_STREAM, HERE), *ARRANGED)
    done.when(START, on="2018-06-11").then_nothing()
    assert [each.about for each in react(state_of(done)).duties if each.kind == "start-inspection"] == [
        "south-2018"
    ]


def test_whoever_has_led_the_provider_since_does_not_start_its_inspection() -> None:
    led = PAST.with_(inspection="n-2017", ended_on=day("2018-05-04"), lead="os-1001")
    since = On("provider-north", PastInspectionNoted(past=led, source=SOURCE, line=2))
    story = given(*AT_PUBLISHED, since)
    why = (
        "os-1001, planned as lead of north-2018, leads n-2017, the inspection of north before it (H3); plan it with "
        "another lead."
    )
    not_started = InspectionNotStarted(
        inspection="north-2018", due=day("2018-06-11"), code="led-last", why=why
    )
    waits = story.when(START, on="2018-06-11").then(not_started)
    assert f"north-2018 to be started: {why}" in react(state_of(waits)).waiting_for
    waits.when(BY_HAND, on="2018-06-11").then_refused("cannot-start", "os-1001")
    other = NORTH.with_(team=placed("north-2018", 14, "lead:os-1002 inspector:os-1003").team)
    by_another = replan(plan_of(YEAR, other, SOUTH))
    after = waits.when(by_another, on="2018-06-11").story
    starts = [each.about for each in react(state_of(after)).duties if each.kind == "start-inspection"]
    assert starts == ["north-2018", "south-2018"]
    begun = after.when(BY_HAND, on="2018-06-11").events
    assert [event.lead for _, event in begun if isinstance(event, InspectionAnnounced)] == ["os-1002"]


def test_what_is_announced_is_what_a_person_would_announce() -> None:
    by_person = given(*AT_PUBLISHED).when(
        AnnounceInspection(
            inspection="north-2018",
            provider="north",
            protocol=PROTOCOL.id,
            lead="os-1001",
            fieldwork_from=day("2018-07-09"),
            fieldwork_to=day("2018-07-13"),
        ),
        on="2018-06-11",
    )
    assert by_person.then_one(InspectionAnnounced) == HERE


def test_a_day_that_has_moved_and_what_is_not_planned_pass_without_a_word() -> None:
    story = given(*AT_PUBLISHED)
    story.when(START.with_(due=day("2018-06-04")), on="2018-06-11").then_nothing()
    story.when(START.with_(inspection="east-2018"), on="2018-06-11").then_nothing()
    given(*opened()).when(START, on="2018-06-11").then_nothing()


def interest(provider: str) -> On:
    event = InterestDeclared(
        interest="family",
        kind="family",
        provider=provider,
        case=None,
        since=day("2018-05-01"),
        until=None,
        bars_until=None,
        account=None,
    )
    return On("staff-os-1003", event)


LEFT = On("staff-os-1001", StaffLeft(left_on=day("2018-05-01")))
ENDED = On("staff-os-1001", RoleEnded(role=Role.LEAD_INSPECTOR, last_day=day("2018-05-01")))
MERGED = On("provider-north", ProviderMerged(into="east", reason="One more.", since=day("2018-05-01")))
EAST_INTO_NORTH = On("provider-east", ProviderMerged(into="north", reason="One.", since=day("2018-05-01")))
BOTH = on_staff("os-1001", "os-1003")
KEPT_FROM: list[tuple[str, tuple[On, ...], str]] = [
    ("provider-gone", (MERGED,), "east"),
    ("not-on-staff", on_staff("os-1001"), "os-1003"),
    ("not-on-staff", (*BOTH, LEFT), "os-1001"),
    ("role-not-held", (*BOTH, ENDED), "os-1001"),
    ("conflict-of-interest", (*BOTH, interest("north")), "os-1003"),
    ("conflict-of-interest", (*BOTH, EAST_INTO_NORTH, interest("east")), "os-1003"),
]


@pytest.mark.parametrize(("code", "before", "who"), KEPT_FROM)
def test_what_keeps_an_inspection_from_starting_is_noted_with_its_reason_and_waits_for_somebody(
    code: str, before: tuple[On, ...], who: str
) -> None:
    story = given(*AT_PUBLISHED, *before)
    result = story.when(START, on="2018-06-11")
    failed = result.then_one(InspectionNotStarted)
    assert (failed.code, failed.due) == (code, day("2018-06-11"))
    assert who in failed.why
    agenda = react(state_of(result.story))
    assert [each.about for each in agenda.duties if each.kind == "start-inspection"] == ["south-2018"]
    assert agenda.waiting_for[0] == f"north-2018 to be started: {failed.why}"
    result.story.when(START, on="2018-06-11").then_nothing()
    story.when(BY_HAND, on="2018-06-11").then_refused("cannot-start", who)


def test_a_start_that_comes_too_late_for_the_notice_is_noted_too() -> None:
    failed = given(*AT_PUBLISHED).when(START, on="2018-06-12").then_one(InspectionNotStarted)
    assert failed.code == "notice-too-short"
    short = given(*AT_PUBLISHED).under(calendar=SHORT_CALENDAR)
    assert short.when(START, on="2018-06-11").then_one(InspectionNotStarted).code == "calendar-exhausted"


def test_with_a_staff_record_a_whole_team_that_may_take_part_starts() -> None:
    story = given(*AT_PUBLISHED, *on_staff("os-1001", "os-1003"), interest("south"))
    story.when(START, on="2018-06-11").then(STARTED, On(NORTH_STREAM, HERE), *ARRANGED)


def test_somebody_starts_an_inspection_by_hand_and_what_was_announced_already_is_taken_as_started() -> None:
    story = given(*AT_PUBLISHED)
    done = story.when(BY_HAND, on="2018-06-04").then(
        STARTED,
        On(NORTH_STREAM, HERE.with_(announced_on=day("2018-06-04"), request_due=day("2018-06-11"))),
        *ARRANGED,
    )
    done.when(BY_HAND, on="2018-06-05").then_refused("started-already")
    story.when(BY_HAND.with_(inspection="east-2018"), on="2018-06-04").then_refused("not-planned")
    announced = story.and_(HERE)
    taken = STARTED.with_(announced_before=True)
    announced.when(BY_HAND, on="2018-06-12").then(taken, *ARRANGED)
    announced.when(START, on="2018-06-12").then(taken, *ARRANGED)
    announced.and_(*ARRANGED).when(START, on="2018-06-12").then(taken)


# Planning anew


def replan(plan: Plan, problem: object = YEAR) -> ReplanProgramme:
    return ReplanProgramme(
        programme="2018",
        was=PLAN.digest,
        problem=problem,  # type: ignore[arg-type]  # a year
        plan=plan,
        document="e" * 64,
        reason="A panel was cancelled.",
    )


def replanned(plan: Plan, *changes: Change) -> ProgrammeReplanned:
    content = content_of(YEAR, plan, PLAN).with_(document="e" * 64)
    now = {each.inspection: each.now for each in changes}
    slots = tuple(now.get(each.inspection) or each for each in content.slots)
    return ProgrammeReplanned(
        was=PLAN.digest,
        content=content.with_(slots=slots),
        reason="A panel was cancelled.",
        changes=changes,
    )


KEPT = On("document-" + "e" * 64, DocumentKept(document="e" * 64))


def moved(
    north: Placement = NORTH, south: Placement = SOUTH, *, started: bool = False
) -> tuple[Plan, dict[str, Change]]:
    """Another plan, and what it changes; what has started has been announced, and is not announced again."""
    plan = plan_of(YEAR, north, south)
    now = {each.inspection: each for each in content_of(YEAR, plan, PLAN).slots}
    if started:
        announced = SLOTS["north-2018"].announce_on
        now["north-2018"] = now["north-2018"].with_(announce_on=announced)
    changes = {
        code: Change(inspection=code, was=SLOTS[code], now=now[code])
        for code in SLOTS
        if SLOTS[code] != now[code]
    }
    return plan, changes


def led_by(placement: Placement, who: str) -> Placement:
    """An inspection with another lead."""
    team = tuple(each.with_(person=who) if each.role == "lead" else each for each in placement.team)
    return placement.with_(team=team)


def test_another_plan_takes_the_place_of_the_published_one_and_starts_follow_it() -> None:
    plan, changes = moved(south=SOUTH.with_(start=25))
    story = given(*AT_PUBLISHED)
    done = story.when(replan(plan), on="2018-05-01").then(replanned(plan, *changes.values()), KEPT)
    starts = {
        each.about: each.not_before
        for each in react(state_of(done)).duties
        if each.kind == "start-inspection"
    }
    assert starts == {"north-2018": day("2018-06-11"), "south-2018": day("2018-08-24")}
    assert state_of(done).accepted == plan.digest
    done.when(replan(plan), on="2018-05-02").then_refused("plan-moved", PLAN.digest[:12])
    done.when(replan(plan).with_(was=plan.digest), on="2018-05-02").then_nothing()


def test_an_inspection_that_could_not_start_is_tried_again_where_the_new_plan_puts_it() -> None:
    failed = InspectionNotStarted(
        inspection="south-2018", due=day("2018-08-17"), code="has-left", why="os-1002 has left."
    )
    plan, changes = moved(south=SOUTH.with_(start=25))
    done = (
        given(*RUNNING, failed)
        .when(replan(plan), on="2018-08-17")
        .then(replanned(plan, *changes.values()), KEPT)
    )
    assert "south-2018" in [each.about for each in react(state_of(done)).duties]


def test_a_notice_goes_to_those_whom_a_change_touches_about_what_touches_them() -> None:
    plan, _ = moved(south=led_by(SOUTH, "os-1001"))
    done = given(*AT_PUBLISHED).when(replan(plan), on="2018-05-01").story
    told = {
        owed.to: programme_notice("2018", state_of(done), code).body
        for code, owed in state_of(done).notices.items()
        if not owed.first
    }
    assert set(told) == {"staff-os-1001", "staff-os-1002"}
    assert (
        "south-2018, as lead: fieldwork from 17 September 2018 to 21 September 2018" in told["staff-os-1001"]
    )
    assert told["staff-os-1002"].endswith("- south-2018: no longer yours\n")


def test_deadlines_of_what_has_started_move_by_as_many_weeks_as_the_plan_moves_it() -> None:
    running = given(*RUNNING, EVIDENCE_ASKED).state("inspection-north-2018")
    assert isinstance(running, Inspection)
    dues = {code: each.due for code, each in running.deadlines.items()}
    plan, changes = moved(north=NORTH.with_(start=16, publication=24), started=True)
    result = given(*RUNNING, EVIDENCE_ASKED).when(replan(plan), on="2018-06-18")
    [days] = [event for _, event in result.events if isinstance(event, FieldworkMoved)]
    assert (days.was_from, days.fieldwork_from) == (day("2018-07-09"), day("2018-07-23"))
    by_code = {event.deadline: event for _, event in result.events if isinstance(event, DeadlineMoved)}
    assert {code: (each.was, each.due) for code, each in by_code.items()} == {
        code: (due, _weeks_on(due, 1 if code in ("panel-review", "publication") else 2))
        for code, due in dues.items()
    }
    later = PANEL.with_(publish_on=changes["north-2018"].now.publish_on)  # type: ignore[union-attr]  # it has a place
    result.then(
        replanned(plan, *changes.values()),
        On(NORTH_STREAM, days),
        *(On(NORTH_STREAM, each) for each in by_code.values()),
        On(NORTH_STREAM, later),
        KEPT,
    )
    told = {each.to for each in state_of(result.story).notices.values() if not each.first}
    assert told == {"staff-os-1001", "staff-os-1003", "provider-north"}


def _weeks_on(due: date, weeks: int) -> date:
    return date.fromordinal(due.toordinal() + 7 * weeks)


@pytest.mark.parametrize(
    "before", [InspectionDeferred(reason="A strike.", deferred_on=day("2018-06-12"), until=day("2018-07-02"))]
)
def test_no_date_of_an_inspection_that_is_put_off_moves(before: Event) -> None:
    plan, changes = moved(north=NORTH.with_(start=16, publication=24), started=True)
    result = given(*RUNNING, before).when(replan(plan), on="2018-06-18")
    later = PANEL.with_(publish_on=changes["north-2018"].now.publish_on)  # type: ignore[union-attr]  # it has a place
    result.then(replanned(plan, *changes.values()), On(NORTH_STREAM, later), KEPT)


def test_nothing_changes_in_an_inspection_that_was_given_up() -> None:
    plan, changes = moved(north=NORTH.with_(start=16, publication=24), started=True)
    over = On(NORTH_STREAM, InspectionCancelled(reason="The division is wound up."))
    result = given(*RUNNING, over).when(replan(plan), on="2018-06-18")
    result.then(replanned(plan, *changes.values()), KEPT)


def test_fieldwork_that_has_begun_stays_where_it_is() -> None:
    plan, _ = moved(north=NORTH.with_(start=16, publication=24), started=True)
    begun = On(NORTH_STREAM, FieldworkBegun(begun_on=day("2018-07-09"), due=day("2018-07-13")))
    result = given(*RUNNING, EVIDENCE_ASKED, begun).when(replan(plan), on="2018-07-10")
    assert result.refusal is None
    assert not [event for _, event in result.events if isinstance(event, FieldworkMoved)]


def test_a_team_may_change_and_no_date_moves_by_it() -> None:
    other = NORTH.with_(
        team=tuple(each.with_(person="os-1002") if each.role == "inspector" else each for each in NORTH.team)
    )
    plan, changes = moved(north=other)
    team = TEAM.with_(team=(TeamMember(person="os-1002", role="inspector"),), reason="A panel was cancelled.")
    result = given(*RUNNING).when(replan(plan), on="2018-06-18")
    result.then(replanned(plan, *changes.values()), On(NORTH_STREAM, team), KEPT)


def test_what_has_started_keeps_a_place_its_lead_and_dates_that_are_still_ahead() -> None:
    story = given(*RUNNING, EVIDENCE_ASKED)
    optional = changed(YEAR, "inspections", "north-2018", mandatory=False)
    story.when(replan(plan_of(optional, SOUTH), optional), on="2018-06-18").then_refused("started-dropped")
    plan, _ = moved(north=led_by(NORTH, "os-1002"))
    story.when(replan(plan), on="2018-06-18").then_refused("lead-of-started", "north-2018")
    handed_over = LeadChanged(
        was="os-1001", lead="os-1002", why="unavailable", changed_on=day("2018-06-15"), deadlines=()
    )
    assert given(*RUNNING, handed_over).when(replan(plan), on="2018-06-18").refusal is None
    earlier = NORTH.with_(start=12, panel="p1", publication=23)
    sooner, _ = moved(north=earlier)
    story.when(replan(sooner), on="2018-06-20").then_refused("cannot-move", "north-2018")


# What was decided about an inspection that runs, and what is past

MOVED = On(
    NORTH_STREAM,
    FieldworkMoved(
        was_from=day("2018-07-09"),
        was_to=day("2018-07-13"),
        fieldwork_from=day("2018-07-24"),
        fieldwork_to=day("2018-07-26"),
        reason="The division has a new chief executive.",
    ),
)


def test_a_plan_that_follows_fieldwork_which_was_moved_by_hand_moves_it_no_further() -> None:
    story = given(*RUNNING, EVIDENCE_ASKED, MOVED)
    plan, _ = moved(north=NORTH.with_(start=16, publication=24))
    done = story.when(replan(plan), on="2018-06-18")
    assert done.refusal is None
    assert not [
        event
        for _, event in done.events
        if isinstance(event, FieldworkMoved | DeadlineMoved) and _early(event)
    ]
    slot = state_of(done.story).plan.slot("north-2018")  # type: ignore[union-attr]  # it is published
    assert slot is not None
    assert (slot.fieldwork_from, slot.fieldwork_to) == (day("2018-07-24"), day("2018-07-26"))
    assert slot.announce_on == HERE.announced_on
    back, _ = moved()
    again = story.when(
        replan(back.with_(problem=YEAR.with_(title="Anew").digest), YEAR.with_(title="Anew")), on="2018-06-11"
    )
    assert [event.fieldwork_from for _, event in again.events if isinstance(event, FieldworkMoved)] == [
        day("2018-07-09")
    ]


def _early(event: FieldworkMoved | DeadlineMoved) -> bool:
    """Whether it moves the days of fieldwork, or a deadline that hangs on them."""
    return isinstance(event, FieldworkMoved) or event.deadline not in ("panel-review", "publication")


def test_a_team_that_was_settled_by_hand_stays_where_a_plan_changes_something_else() -> None:
    other = TEAM.with_(team=(TeamMember(person="os-1002", role="inspector"),), programme=None)
    plan, _ = moved(north=NORTH.with_(start=16, publication=24))
    done = given(*RUNNING, On(NORTH_STREAM, other)).when(replan(plan), on="2018-06-18")
    assert done.refusal is None
    assert not [event for _, event in done.events if isinstance(event, TeamSet)]
    slot = state_of(done.story).plan.slot("north-2018")  # type: ignore[union-attr]  # it is published
    assert slot is not None
    assert {(each.person, each.role) for each in slot.team} == {("os-1001", "lead"), ("os-1002", "inspector")}


def test_what_was_given_up_needs_no_place_any_more_and_its_provider_is_not_told_that_it_moves() -> None:
    without = YEAR.with_(inspections=YEAR.inspections[1:])
    over = On(NORTH_STREAM, InspectionCancelled(reason="The division is wound up."))
    command = replan(plan_of(without, SOUTH), without)
    given(*RUNNING).when(command, on="2018-06-18").then_refused("started-dropped", "north-2018")
    done = given(*RUNNING, over).when(command, on="2018-06-18")
    assert done.refusal is None
    state = state_of(done.story)
    assert [each.inspection for each in state.plan.slots] == ["south-2018"]  # type: ignore[union-attr]  # it is published
    told = {each.to for each in state.notices.values() if not each.first}
    assert told == {"staff-os-1001", "staff-os-1003"}


PAST_DAYS: list[tuple[str, Placement, str]] = [
    ("2018-09-03", SOUTH.with_(start=20, panel="p2", publication=33), "fieldwork would begin on 2018-08-20"),
    ("2018-09-03", SOUTH.with_(start=25, publication=33), "announced on 2018-08-24"),
    ("2018-09-17", SOUTH, "fieldwork would begin on 2018-09-17"),
]


@pytest.mark.parametrize(("today", "south", "said"), PAST_DAYS)
def test_what_has_not_started_is_not_planned_on_days_that_are_past(
    today: str, south: Placement, said: str
) -> None:
    anew = YEAR.with_(title="The year, planned anew")
    story = given(*RUNNING)
    story.when(replan(plan_of(anew, NORTH, south), anew), on=today).then_refused("days-past", said)


def test_what_is_to_start_on_the_days_of_the_published_plan_may_still_be_announced_after_its_day() -> None:
    plan, _ = moved(south=led_by(SOUTH, "os-1001"))
    assert given(*RUNNING).when(replan(plan), on="2018-08-20").refusal is None


# What may not be left out


def test_another_plan_that_drops_what_is_mandatory_is_refused_as_accepting_it_would_be() -> None:
    story = given(*AT_PUBLISHED)
    story.when(replan(plan_of(YEAR, NORTH)), on="2018-05-01").then_refused("mandatory-unplaced", "south-2018")


def test_a_published_inspection_leaves_by_name_alone() -> None:
    optional = changed(YEAR, "inspections", "south-2018", mandatory=False)
    without = replan(plan_of(optional, NORTH), optional)
    story = given(*AT_PUBLISHED)
    story.when(without, on="2018-05-01").then_refused("published-dropped", "south-2018")
    gone = optional.with_(inspections=optional.inspections[:1])
    story.when(replan(plan_of(gone, NORTH), gone), on="2018-05-01").then_refused("published-dropped")
    change = Change(inspection="south-2018", was=SLOTS["south-2018"], now=None)
    content = content_of(optional, plan_of(optional, NORTH), PLAN).with_(document="e" * 64)
    story.when(without.with_(leaving=("south-2018",)), on="2018-05-01").then(
        ProgrammeReplanned(
            was=PLAN.digest, content=content, reason="A panel was cancelled.", changes=(change,)
        ),
        KEPT,
    )


# Notices


def test_a_notice_is_noted_once() -> None:
    code = "published-1-staff-os-1001"
    record = RecordProgrammeNoticeSent(programme="2018", notice=code, document="e" * 64)
    done = (
        given(*AT_PUBLISHED)
        .when(record, on="2018-03-12")
        .then(ProgrammeNoticeSent(notice=code, document="e" * 64, to=()))
    )
    done.when(record, on="2018-03-12").then_nothing()
    given().when(record, on="2018-03-12").then_refused("unknown-programme")


def test_a_notice_names_inspections_and_days_and_nobody() -> None:
    state = state_of(given(*AT_PUBLISHED))
    notice = programme_notice("2018", state, "published-1-staff-os-1003")
    assert notice.to == "programme-2018"
    assert notice.body == (
        "Programme: The year 2018-19\n\n"
        "- north-2018, as inspector: fieldwork from 9 July 2018 to 13 July 2018, panel p1 in the week of 20 August "
        "2018, published on 10 September 2018\n"
        "- south-2018, as inspector: fieldwork from 17 September 2018 to 21 September 2018, panel p2 in the week of "
        "29 October 2018, published on 19 November 2018\n"
    )


def test_what_runs_keeps_its_days_on_the_record_where_no_panel_is_left_for_it() -> None:
    """A plan with it comes onto the record: else a cancelled panel could not be put right before another is called."""
    story = given(*RUNNING)
    stands = Pin(inspection="north-2018", start=14, by="assay", why="it has started")
    year = changed(YEAR, "inspections", "north-2018", announced=True).with_(
        panels=YEAR.panels[1:], pins=(stands,)
    )
    plan = plan_of(year, NORTH.with_(panel=None, publication=None), SOUTH)
    result = story.when(replan(plan, year), on="2018-06-19")
    assert result.refusal is None, result.refusal
    kept = [event for stream, event in result.events if stream == NORTH_STREAM]
    assert kept == [
        PanelPlanned(programme="2018", panel=None, week=None, publish_on=None),
    ]
    slot = state_of(result.story).plan
    assert slot is not None
    north = slot.slot("north-2018")
    assert north is not None
    assert (north.fieldwork_from, north.panel, north.publish_on) == (day("2018-07-09"), None, None)
