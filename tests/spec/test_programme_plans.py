"""Plans come onto the record if they keep every rule; a draft is consulted on, decided on, and published."""

from datetime import UTC, datetime

import pytest

from domain.decider import On
from domain.holdings.document import DocumentKept
from domain.messages import Event
from domain.people.roll import ROLL_STREAM, RollBegun
from domain.privacy.boxes import Plain
from domain.programme.choice.rules import SelectionRule
from domain.programme.plan import Member, Placement, Plan
from domain.programme.problem import Pin, Problem
from domain.programme.year.commands import ProposeSelection, RemoveService
from domain.programme.year.earlier_events import UPCASTERS, DraftIssuedV1
from domain.programme.year.events import (
    ConsultationClosed,
    InspectionStarted,
    PinLifted,
    PinSet,
    PlanAccepted,
    PlanProposed,
    PlanWithdrawn,
    ProgrammeClosed,
    ProgrammeNoticeSent,
    ProgrammePublished,
    ProgrammeWithdrawn,
    ResponseNoted,
    ResponseSettled,
    ServiceRemoved,
)
from domain.programme.year.notices import programme_notice
from domain.programme.year.plan_commands import (
    AcceptPlan,
    CloseProgramme,
    IssueDraft,
    PublishProgramme,
    RecordConsultationClosed,
    ReplanProgramme,
    WithdrawPlan,
    WithdrawProgramme,
)
from domain.programme.year.published.answered import answered
from domain.programme.year.published.responses import (
    DecideOnResponse,
    ReceiveResponse,
    ResponseDecided,
    ResponseReceived,
)
from domain.programme.year.react import react
from domain.programme.year.state import Programme, ProgrammeStage
from domain.programme.year.terms import ResponseOutcome
from domain.providers.changes import ProviderMerged
from tests.support.example import SHORT_CALENDAR, Facts, day
from tests.support.programme_on_record import (
    ACCEPTED,
    AT_CONSULTATION,
    AT_PUBLISHED,
    CLOSED,
    DRAFTED,
    NORTH,
    PLAN,
    PROPOSE,
    PROPOSED,
    PUBLISHED,
    RULE,
    SERVICES,
    SOUTH,
    YEAR,
    content_of,
    opened,
)
from tests.support.programmes import changed, plan_of
from tests.support.specification import Story, given

KEPT = On("document-" + "d" * 64, DocumentKept(document="d" * 64))
ACCEPT = AcceptPlan(programme="2018", plan=PLAN.digest)
CONSULT = IssueDraft(programme="2018", closes_on=day("2018-03-09"))
PUBLISH = PublishProgramme(programme="2018", plan=PLAN.digest)
CLOSE = RecordConsultationClosed(programme="2018", due=day("2018-03-09"))
RESPONSE = "response-" + "0a1b" * 8
RESPOND = ReceiveResponse(
    response=RESPONSE,
    programme="2018",
    said="July is too early.",
    whom="The Northern Division",
    received_on=day("2018-03-01"),
    confidential=True,
)
RECEIVED = On(
    RESPONSE,
    ResponseReceived(
        programme="2018",
        said=Plain("July is too early.", RESPONSE, "response"),
        whom=Plain("The Northern Division", RESPONSE, "response"),
        received_on=day("2018-03-01"),
        confidential=True,
    ),
)
NOTED = ResponseNoted(response=RESPONSE, received_on=day("2018-03-01"), confidential=True)
DECIDE = DecideOnResponse(response=RESPONSE, outcome="not-accepted", reasons="The team is away in August.")
DECIDED = On(
    RESPONSE,
    ResponseDecided(
        outcome="not-accepted", reasons=Plain("The team is away in August.", RESPONSE, "response")
    ),
)
SETTLED = ResponseSettled(response=RESPONSE, outcome="not-accepted")


def state_of(story: Story) -> Programme:
    state = story.state("programme-2018")
    assert isinstance(state, Programme)
    return state


# Plans


def test_a_plan_that_keeps_every_rule_comes_onto_the_record_with_what_it_costs_and_its_days() -> None:
    story = given(*opened()).when(PROPOSE, on="2018-02-20").then(PROPOSED, KEPT)
    story.when(PROPOSE, on="2018-02-21").then_nothing()
    slot = state_of(story).plans[PLAN.digest].slots[0]
    assert (slot.announce_on, slot.fieldwork_from, slot.fieldwork_to) == (
        day("2018-06-11"),
        day("2018-07-09"),
        day("2018-07-13"),
    )
    assert (slot.panel_week, slot.publish_on) == (day("2018-08-20"), day("2018-09-10"))


def _of(problem: Problem, *placements: Placement) -> tuple[Problem, Plan]:
    return problem, plan_of(problem, *(placements or (NORTH, SOUTH)))


def _called_otherwise(old: str, new: str) -> tuple[Problem, Plan]:
    """The year in which somebody on a team goes by another code."""
    teams = [
        each.with_(team=tuple(one.with_(person=new) if one.person == old else one for one in each.team))
        for each in (NORTH, SOUTH)
    ]
    return _of(changed(YEAR, "staff", old, id=new), *teams)


def _inspecting(code: str) -> tuple[Problem, Plan]:
    """The year in which another provider stands in the south's place."""
    problem = changed(YEAR, "providers", "south", id=code)
    return _of(changed(problem, "inspections", "south-2018", providers=(code,)))


def _of_another_kind() -> tuple[Problem, Plan]:
    problem = changed(YEAR, "kinds", "small-2018", id="small-2017")
    kinds = tuple(each.with_(kind="small-2017") for each in problem.inspections)
    return _of(problem.with_(inspections=kinds))


def _without_leads() -> tuple[Problem, Plan]:
    kinds = tuple(each.with_(needs=each.needs[1:]) for each in YEAR.kinds)
    return _of(
        YEAR.with_(kinds=kinds),
        *(each.with_(team=(Member(person="os-1003", role="inspector"),)) for each in (NORTH, SOUTH)),
    )


def selected(rule: SelectionRule) -> Facts:
    """What happens when a rule selects."""
    command = ProposeSelection(programme="2018", rule=rule, services=SERVICES)
    return tuple(event for _, event in given(*opened()).when(command, on="2018-02-01").events)


BY_RISK = RULE.with_(steps=RULE.steps[:1])
PIN = Pin(inspection="north-2018", start=14, by="os-1", why="agreed")
MERGED = On("provider-south", ProviderMerged(into="east", reason="One will do.", since=day("2018-01-01")))
REMOVED = ServiceRemoved(rule=RULE.id, service="south", reason="It is to be abolished.")

UNFIT: list[tuple[str, tuple[Problem, Plan], Facts]] = [
    ("bad-programme", _of(changed(YEAR, "inspections", "north-2018", region="west")), ()),
    ("plan-broken", _of(YEAR, NORTH.with_(start=5), SOUTH), ()),
    ("other-year", _of(YEAR.with_(first_monday=day("2018-04-09"))), ()),
    ("bad-code", _called_otherwise("os-1001", "Ann"), ()),
    ("bad-code", _inspecting("South"), ()),
    ("unknown-protocol", _of_another_kind(), ()),
    ("unknown-provider", _inspecting("west"), ()),
    ("provider-gone", (YEAR, PLAN), (MERGED,)),
    ("not-on-staff", (YEAR, PLAN), (On(ROLL_STREAM, RollBegun()),)),
    ("lead-missing", _without_leads(), ()),
    ("lots-not-drawn", (YEAR, PLAN), selected(RULE)),
    ("service-left-out", _of(YEAR.with_(inspections=YEAR.inspections[:1]), NORTH), selected(BY_RISK)),
    ("service-removed", (YEAR, PLAN), (*selected(BY_RISK), REMOVED)),
    ("pin-left-out", _of(YEAR.with_(pins=(PIN,)), SOUTH), (PinSet(number=1, pin=PIN),)),
    ("pins-differ", (YEAR, PLAN), (PinSet(number=1, pin=PIN),)),
    ("pins-differ", _of(YEAR.with_(pins=(PIN,))), ()),
]
"""Why a plan is not taken: the code, the plan, and what happened before."""


@pytest.mark.parametrize(("code", "asked", "before"), UNFIT)
def test_a_plan_that_breaks_a_rule_or_is_no_plan_of_what_is_on_the_record_is_refused(
    code: str, asked: tuple[Problem, Plan], before: Facts
) -> None:
    problem, plan = asked
    command = PROPOSE.with_(problem=problem, plan=plan)
    given(*opened(*before)).when(command, on="2018-02-20").then_refused(code)
    # Another plan of a published programme is held to the same.
    again = ReplanProgramme(
        programme="2018", was=PLAN.digest, problem=problem, plan=plan, document="e" * 64, reason="So it is."
    )
    if plan.digest == PLAN.digest:
        problem = problem.with_(title="The year, planned anew")
        again = again.with_(problem=problem, plan=plan.with_(problem=problem.digest))
    given(*AT_PUBLISHED, *before).when(again, on="2018-03-20").then_refused(code)


def test_days_are_counted_as_far_as_the_calendar_goes() -> None:
    given(*opened()).under(calendar=SHORT_CALENDAR).when(PROPOSE, on="2018-02-20").then_refused(
        "calendar-exhausted"
    )
    problem = YEAR.with_(title="The year, planned anew")
    again = ReplanProgramme(
        programme="2018",
        was=PLAN.digest,
        problem=problem,
        plan=PLAN.with_(problem=problem.digest),
        document="e" * 64,
        reason="So it is.",
    )
    story = given(*AT_PUBLISHED).under(calendar=SHORT_CALENDAR)
    story.when(again, on="2018-03-20").then_refused("calendar-exhausted")


def test_a_pin_on_the_record_is_kept_by_the_plan() -> None:
    problem, plan = _of(YEAR.with_(pins=(PIN,)))
    story = given(*opened(PinSet(number=1, pin=PIN)))
    story.when(PROPOSE.with_(problem=problem, plan=plan), on="2018-02-20").then(
        PlanProposed(content=content_of(problem, plan)), KEPT
    )


def test_a_plan_is_accepted_by_its_digest_and_another_takes_its_place() -> None:
    problem = YEAR.with_(title="Another")
    other = content_of(problem, PLAN.with_(problem=problem.digest))
    story = given(*opened(PROPOSED, PlanProposed(content=other)))
    done = story.when(ACCEPT, on="2018-02-21").then(ACCEPTED)
    done.when(ACCEPT, on="2018-02-21").then_nothing()
    instead = done.when(ACCEPT.with_(plan=other.digest), on="2018-02-22").then(
        PlanAccepted(plan=other.digest)
    )
    assert state_of(instead).accepted == other.digest
    given(*opened()).when(ACCEPT, on="2018-02-21").then_refused("unknown-plan", "none")


def test_what_is_mandatory_has_a_place_in_a_plan_that_is_accepted() -> None:
    _, plan = _of(YEAR, NORTH)
    content = content_of(YEAR, plan)
    assert content.found.unplaced == ("south-2018",)
    story = (
        given(*opened())
        .when(PROPOSE.with_(plan=plan), on="2018-02-20")
        .then(PlanProposed(content=content), KEPT)
    )
    accept = ACCEPT.with_(plan=plan.digest)
    story.when(accept, on="2018-02-21").then_refused("mandatory-unplaced", "south-2018")


def test_a_plan_from_before_a_service_was_taken_out_is_not_accepted_after() -> None:
    story = given(*opened(*selected(BY_RISK), PROPOSED, REMOVED))
    story.when(ACCEPT, on="2018-02-21").then_refused("service-removed", "south-2018")
    remove = RemoveService(programme="2018", service="south", rule=RULE.id, reason="Once again.")
    story.when(remove, on="2018-02-21").then_refused("not-selected")


OTHERWISE: list[tuple[Pin, str]] = [
    (PIN.with_(start=30), "week 14"),
    (PIN.with_(start=None, person="os-1002", role="lead"), "os-1001 (lead)"),
    (PIN.with_(start=None, panel="p2"), "p1"),
    (PIN.with_(inspection="east-2018"), "has no place for it"),
]
"""What is fixed after a plan was put forward, and what the plan has."""


@pytest.mark.parametrize(("pin", "has"), OTHERWISE)
def test_a_plan_does_not_count_that_does_not_keep_what_was_fixed_since(pin: Pin, has: str) -> None:
    fixed = PinSet(number=1, pin=pin)
    story = given(*opened(PROPOSED, fixed))
    story.when(ACCEPT, on="2018-02-21").then_refused("pin-not-kept", has)
    ready = given(*AT_CONSULTATION, CLOSED, fixed)
    ready.when(PUBLISH, on="2018-03-12").then_refused("pin-not-kept", has)
    ready.and_(PinLifted(number=1, reason="They agreed.")).when(PUBLISH, on="2018-03-12").then(PUBLISHED)


def test_a_plan_that_keeps_what_was_fixed_since_counts() -> None:
    panel, person = PIN.with_(start=None, panel="p1"), PIN.with_(start=None, person="os-1001", role="lead")
    pins = (PinSet(number=at, pin=pin) for at, pin in enumerate((PIN, panel, person), 1))
    given(*opened(PROPOSED, *pins)).when(ACCEPT, on="2018-02-21").then(ACCEPTED)


def test_a_plan_whose_days_have_passed_since_it_was_put_forward_does_not_count() -> None:
    given(*opened(PROPOSED)).when(ACCEPT, on="2018-06-12").then_refused("days-past", "2018-06-11")
    given(*AT_CONSULTATION, CLOSED).when(PUBLISH, on="2018-06-12").then_refused("days-past", "north-2018")
    given(*AT_CONSULTATION, CLOSED).when(PUBLISH, on="2018-06-11").then(
        PUBLISHED.with_(published_on=day("2018-06-11"))
    )
    given(*opened()).when(PROPOSE, on="2018-06-12").then_refused("days-past", "2018-06-11")


def test_a_plan_is_withdrawn_with_the_reason_and_stands_accepted_no_more() -> None:
    withdraw = WithdrawPlan(programme="2018", plan=PLAN.digest, reason="A panel fell away.")
    done = (
        given(*opened(PROPOSED, ACCEPTED))
        .when(withdraw, on="2018-02-22")
        .then(PlanWithdrawn(plan=PLAN.digest, reason="A panel fell away."))
    )
    assert (state_of(done).accepted, dict(state_of(done).plans)) == (None, {})
    done.when(withdraw, on="2018-02-22").then_refused("unknown-plan")


# Consultation


def test_the_accepted_plan_is_issued_as_a_draft_for_responses_until_a_working_day_ahead() -> None:
    story = given(*opened(PROPOSED, ACCEPTED))
    assert react(state_of(story)).waiting_for[-1] == "a draft to be issued"
    done = story.when(CONSULT, on="2018-02-22").then(DRAFTED)
    agenda = react(state_of(done))
    assert [(each.id, each.due) for each in agenda.deadlines] == [("consultation", day("2018-03-09"))]
    done.when(CONSULT, on="2018-02-23").then_refused("consultation-open")
    story.when(CONSULT, on="2018-03-09").then_refused("date-in-past")
    story.when(CONSULT.with_(closes_on=day("2018-03-10")), on="2018-02-22").then_refused("not-a-working-day")
    late = story.under(calendar=SHORT_CALENDAR)
    late.when(CONSULT.with_(closes_on=day("2018-09-10")), on="2018-02-22").then_refused("calendar-exhausted")
    given(*opened(PROPOSED)).when(CONSULT, on="2018-02-22").then_refused("no-plan-accepted")


def test_another_draft_may_follow_one_that_is_over() -> None:
    story = given(*AT_CONSULTATION, CLOSED)
    again = CONSULT.with_(closes_on=day("2018-03-23"))
    done = story.when(again, on="2018-03-12").then(DRAFTED.with_(closes_on=day("2018-03-23")))
    assert not state_of(done).consulted


def test_what_a_response_says_and_who_sent_it_stand_apart_from_the_programme() -> None:
    story = given(*AT_CONSULTATION)
    done = story.when(RESPOND, on="2018-03-01").then(RECEIVED, NOTED)
    done.when(RESPOND, on="2018-03-02").then_refused("response-exists")
    story.when(RESPOND, on="2018-02-28").then_refused("date-ahead")
    given(*opened()).when(RESPOND, on="2018-03-01").then_refused("no-consultation")
    given(*AT_PUBLISHED).when(RESPOND, on="2018-03-13").then_refused("no-consultation")
    nameless = RESPOND.with_(whom=None)
    assert story.when(nameless, on="2018-03-01").events[0][1].whom is None  # type: ignore[attr-defined]  # it was received


def test_something_is_decided_on_every_response_and_may_be_decided_anew_until_publication() -> None:
    story = given(*AT_CONSULTATION, RECEIVED, NOTED)
    assert react(state_of(story)).waiting_for[0] == "a decision on 1 response"
    done = story.when(DECIDE, on="2018-03-02").then(DECIDED, SETTLED)
    assert state_of(done).undecided == ()
    done.when(DECIDE.with_(outcome="accepted"), on="2018-03-05")
    given(*AT_CONSULTATION).when(DECIDE, on="2018-03-02").then_refused("unknown-response")
    over = done.and_(CLOSED, PUBLISHED)
    over.when(DECIDE, on="2018-03-13").then_refused("no-consultation")


def test_the_end_of_the_consultation_is_noted_once() -> None:
    story = given(*AT_CONSULTATION)
    story.when(CLOSE, on="2018-03-09").then_refused("not-yet")
    given().when(CLOSE, on="2018-03-12").then_refused("unknown-programme")
    midnight = datetime(2018, 3, 10, tzinfo=UTC)
    done = story.when(CLOSE, on=midnight).then(ConsultationClosed(due=day("2018-03-09")))
    done.when(CLOSE, on="2018-03-12").then_nothing()
    assert react(state_of(done)).deadlines == ()


# What was selected


OPTIONAL = changed(YEAR, "inspections", "south-2018", mandatory=False)
WITHOUT = plan_of(OPTIONAL, NORTH)


def test_what_was_selected_has_a_place_in_whatever_counts_though_the_tables_call_it_optional() -> None:
    proposed = PlanProposed(content=content_of(OPTIONAL, WITHOUT))
    accept, publish = ACCEPT.with_(plan=WITHOUT.digest), PUBLISH.with_(plan=WITHOUT.digest)
    chosen = selected(BY_RISK)
    story = given(*opened(*chosen, proposed))
    story.when(accept, on="2018-02-21").then_refused("service-left-out", "south")
    accepted = PlanAccepted(plan=WITHOUT.digest)
    given(*opened(proposed)).when(accept, on="2018-02-21").then(accepted)
    # Selected after the plan was accepted, it has none in it either.
    later = given(*opened(proposed, accepted), DRAFTED.with_(plan=WITHOUT.digest), CLOSED, *chosen)
    later.when(publish, on="2018-03-12").then_refused("service-left-out", "south")
    again = ReplanProgramme(
        programme="2018",
        was=PLAN.digest,
        problem=OPTIONAL,
        plan=WITHOUT,
        document="e" * 64,
        reason="So it is.",
        leaving=("south-2018",),
    )
    given(*AT_PUBLISHED, *chosen).when(again, on="2018-03-20").then_refused("service-left-out", "south")


def test_a_plan_without_what_is_mandatory_is_not_published_either() -> None:
    plan = plan_of(YEAR, NORTH)
    had = (PlanProposed(content=content_of(YEAR, plan)), PlanAccepted(plan=plan.digest))
    story = given(*opened(*had), DRAFTED.with_(plan=plan.digest), CLOSED)
    story.when(PUBLISH.with_(plan=plan.digest), on="2018-03-12").then_refused("mandatory-unplaced")


# Publication


def test_the_programme_is_published_once_responses_are_in_and_decided_on() -> None:
    story = given(*AT_CONSULTATION)
    story.when(PUBLISH, on="2018-03-09").then_refused("consultation-open")
    undecided = story.and_(RECEIVED, NOTED, CLOSED)
    undecided.when(PUBLISH, on="2018-03-12").then_refused("responses-undecided", "1 response")
    other = PUBLISH.with_(plan="f" * 64)
    story.when(other, on="2018-03-12").then_refused("not-accepted", PLAN.digest[:12])
    unaccepted = story.and_(PlanWithdrawn(plan=PLAN.digest, reason="A mistake."))
    unaccepted.when(PUBLISH, on="2018-03-12").then_refused("not-accepted", "none")
    done = story.and_(CLOSED).when(PUBLISH, on="2018-03-12").then(PUBLISHED)
    assert state_of(done).stage is ProgrammeStage.PUBLISHED


def test_every_provider_in_a_draft_is_told_of_its_own_inspections_and_until_when_it_may_respond() -> None:
    state = state_of(given(*AT_CONSULTATION))
    assert {each.to for each in state.notices.values()} == {"provider-north", "provider-south"}
    [code] = [code for code, each in state.notices.items() if each.to == "provider-north"]
    notice = programme_notice("2018", state, code)
    assert (notice.to, notice.subject) == ("north", "The draft programme, for you to respond to (2018)")
    assert "- north-2018: fieldwork in the week of 9 July 2018\n" in notice.body
    assert "Until 9 March 2018 you may say what you think of it, in confidence if you wish" in notice.body
    assert "south" not in notice.body
    assert "os-" not in notice.body
    sent = ProgrammeNoticeSent(notice=code, document="e" * 64, to=("person-1",))
    left = state_of(given(*AT_CONSULTATION, sent)).notices
    assert {each.to for each in left.values()} == {"provider-south"}


def test_of_a_draft_from_before_providers_were_told_no_notice_is_owed() -> None:
    [old] = [each for each in UPCASTERS if each.old is DraftIssuedV1]
    event = old.turn(DraftIssuedV1(plan=PLAN.digest, closes_on=day("2018-03-09")))
    assert event == DRAFTED.with_(providers=())
    assert state_of(given(*opened(PROPOSED, ACCEPTED), event)).notices == {}


ANSWERED = [
    ([], "Nobody responded to the draft."),
    ([(False, None)], "1 response came to the draft: 1 not decided on yet."),
    (
        [(False, "accepted"), (True, "not-accepted"), (True, "partly-accepted"), (False, "accepted")],
        "4 responses came to the draft, 2 of them in confidence: 2 accepted, 1 partly accepted, 1 not accepted.",
    ),
]


@pytest.mark.parametrize(("responses", "said"), ANSWERED)
def test_a_published_programme_says_what_came_of_the_consultation_and_nothing_that_was_said(
    responses: list[tuple[bool, ResponseOutcome | None]], said: str
) -> None:
    happened: list[Event] = []
    for number, (private, outcome) in enumerate(responses):
        stream = f"response-{number:032x}"
        happened.append(ResponseNoted(response=stream, received_on=day("2018-03-01"), confidential=private))
        if outcome is not None:
            happened.append(ResponseSettled(response=stream, outcome=outcome))
    assert answered(state_of(given(*AT_CONSULTATION, *happened, CLOSED))) == said
    assert answered(state_of(given(*opened()))) is None


def test_everybody_on_a_team_is_owed_a_notice_of_their_own_inspections() -> None:
    owed = state_of(given(*AT_PUBLISHED)).notices
    about = {
        each.to: [change.inspection for change in each.changes]
        for each in owed.values()
        if each.to.startswith("staff-")
    }
    assert about == {
        "staff-os-1001": ["north-2018"],
        "staff-os-1002": ["south-2018"],
        "staff-os-1003": ["north-2018", "south-2018"],
    }


def test_a_publication_is_taken_back_and_what_has_started_stays_where_it_is() -> None:
    north, south = content_of().slots
    started = InspectionStarted(inspection="north-2018", slot=north, announced_before=False)
    withdraw = WithdrawProgramme(programme="2018", reason="The budget was cut.")
    story = given(*AT_PUBLISHED, started)
    back = story.when(withdraw, on="2018-07-20").then(ProgrammeWithdrawn(reason="The budget was cut."))
    assert state_of(back).stage is ProgrammeStage.CONSULTATION
    assert [each.kind for each in react(state_of(back)).duties if each.kind == "start-inspection"] == []
    again = back.when(PUBLISH, on="2018-07-23").then(
        ProgrammePublished(plan=PLAN.digest, published_on=day("2018-07-23"))
    )
    assert [each for each in state_of(again).notices if each.startswith("published-2")] == []
    problem = YEAR.with_(title="Otherwise")
    other = content_of(problem, plan_of(problem, NORTH.with_(start=15), SOUTH))
    moved = back.and_(PlanProposed(content=other), PlanAccepted(plan=other.digest))
    moved.when(PUBLISH.with_(plan=other.digest), on="2018-07-23").then_refused(
        "started-elsewhere", "north-2018"
    )
    assert south.inspection == "south-2018"


def test_a_programme_is_closed_when_all_of_it_has_started() -> None:
    close = CloseProgramme(programme="2018")
    started = [
        InspectionStarted(inspection=each.inspection, slot=each, announced_before=False)
        for each in content_of().slots
    ]
    story = given(*AT_PUBLISHED, started[0])
    story.when(close, on="2018-09-20").then_refused("not-all-started", "south-2018")
    done = (
        story.and_(started[1]).when(close, on="2018-09-20").then(ProgrammeClosed(closed_on=day("2018-09-20")))
    )
    assert state_of(done).stage is ProgrammeStage.CLOSED
