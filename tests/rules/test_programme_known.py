"""What the record knows of providers, people and panels goes into the tables of a year; what it does not know stays."""

import re
from dataclasses import replace
from typing import Any

import pytest

from domain.decider import On
from domain.inspections.events import FieldworkMoved, InspectionCancelled
from domain.panels.state import Panel as Meeting
from domain.people.roles import Role
from domain.people.staff.decider import STAFF
from domain.people.staff.events import (
    InterestDeclared,
    LeavePlanned,
    RoleGiven,
    StaffEvent,
    StaffLeft,
    StaffRegistered,
)
from domain.people.staff.state import Staff
from domain.privacy.boxes import Plain
from domain.programme.changes import Disruption, brought_up, happened
from domain.programme.problem import Conflict, Pin, Problem
from domain.programme.weeks import Span
from domain.programme.year.choice.known import OnRecord, filled, services_of
from domain.programme.year.decider import PROGRAMME
from domain.programme.year.events import InspectionStarted, PinSet
from domain.programme.year.state import Programme
from domain.providers.changes import ProviderMerged, ProviderRenamed, ProviderSplit
from domain.providers.past import PastInspectionNoted
from domain.providers.provider import PROVIDER, Provider
from domain.refusals import Refused
from tests.support.example import ANNOUNCED, AT_EVIDENCE, CONVENED, day
from tests.support.programme_on_record import (
    AT_PUBLISHED,
    PAST,
    PLAN,
    PROVIDERS,
    RULE,
    SOURCE,
    YEAR,
    content_of,
)
from tests.support.specification import given

REGISTERED = StaffRegistered(
    engagement="employee", area=None, body=None, person_name=Plain("A", "staff-os-1001", "staff"), email=None
)
LEADS = RoleGiven(role=Role.LEAD_INSPECTOR, since=day("2018-01-01"), until=None)


def providers(**more: Any) -> dict[str, Provider]:
    """The providers of the example, with what else happened to some of them."""
    found = {}
    for each in PROVIDERS:
        code = each.stream.removeprefix("provider-")
        found[code] = PROVIDER.fold([each.event, *more.get(code, ())])
    return found


def on_record(staff: tuple[StaffEvent, ...] = (), **more: Any) -> OnRecord:
    people: dict[str, Staff] = {"os-1001": STAFF.fold(staff)} if staff else {}
    kept: dict[str, Any] = {"inspections": {}, "panels": {}, **more}
    return OnRecord(providers=kept.pop("providers", providers()), staff=people, **kept)


def programme(*more: Any) -> Programme:
    state = given(*AT_PUBLISHED, *more).state("programme-2018")
    assert isinstance(state, Programme)
    return state


def after(record: OnRecord, *more: Any) -> Problem:
    return filled(YEAR, programme(*more), record, day("2018-03-12"))


def noted(**changes: Any) -> PastInspectionNoted:
    return PastInspectionNoted(past=PAST.with_(**changes), source=SOURCE, line=2)


def test_what_the_record_does_not_know_stays_as_the_tables_have_it() -> None:
    assert after(OnRecord({}, {}, {}, {})) == YEAR


def test_a_provider_has_its_present_name_and_whoever_led_its_last_inspection_or_its_predecessors() -> None:
    renamed = ProviderRenamed(
        was="Southern Division", title="The Deep South", reason="It is so.", since=day("2018-01-01")
    )
    merged = ProviderMerged(into="south", reason="One will do.", since=day("2017-01-01"))
    older = noted(inspection="s-2012", provider="south", ended_on=day("2012-05-04"), lead="os-1002")
    newer = noted(inspection="e-2015", provider="east", ended_on=day("2015-05-04"), lead="os-1003")
    found = after(on_record(providers=providers(south=[renamed, older], east=[newer, merged])))
    south = next(each for each in found.providers if each.id == "south")
    assert (south.name, south.last_lead) == ("The Deep South", "os-1003")


def test_an_inspection_that_is_being_planned_is_not_its_providers_last_one() -> None:
    running = given(*AT_EVIDENCE).state("inspection-north-2018")
    record = on_record(inspections={"north-2018": running, "north-2017": running})
    assert after(record).providers[0].last_lead == "lead-inspector-1"
    alone = after(on_record(inspections={"north-2018": running}))
    assert alone.providers[0].last_lead is None
    assert [each.announced for each in alone.inspections] == [True, False]


def test_people_have_the_roles_leave_and_interests_of_the_staff_record() -> None:
    interest = InterestDeclared(
        interest="i",
        kind="former-employer",
        provider="south",
        case=None,
        since=day("2016-01-01"),
        until=day("2018-04-10"),
        bars_until=day("2018-07-10"),
        account=None,
    )
    leave = LeavePlanned(since=day("2018-07-02"), until=day("2018-07-13"))
    person = next(
        each for each in after(on_record((REGISTERED, LEADS, leave, interest))).staff if each.id == "os-1001"
    )
    assert person.roles == ("lead",)
    assert person.leave == (Span(first=13, last=14),)
    assert person.conflicts == (Conflict(provider="south", why="worked for the provider", until=14),)


def test_an_interest_follows_a_provider_that_was_merged_or_split() -> None:
    interest = InterestDeclared(
        interest="i",
        kind="family",
        provider="east",
        case=None,
        since=day("2016-01-01"),
        until=None,
        bars_until=None,
        account=None,
    )
    merged = ProviderMerged(into="south", reason="One will do.", since=day("2017-01-01"))
    split = ProviderSplit(into=("south", "north"), reason="Two are better.", since=day("2017-01-01"))
    for change, barred in ((merged, {"south"}), (split, {"south", "north"})):
        record = on_record((REGISTERED, LEADS, interest), providers=providers(east=[change]))
        person = next(each for each in after(record).staff if each.id == "os-1001")
        assert {each.provider for each in person.conflicts} == {"east", *barred}


@pytest.mark.parametrize(
    "staff",
    [
        (REGISTERED,),
        (REGISTERED, LEADS, StaffLeft(left_on=day("2018-03-01"))),
        (REGISTERED, RoleGiven(role=Role.PANEL_CHAIR, since=day("2018-01-01"), until=None)),
        (REGISTERED, RoleGiven(role=Role.INSPECTOR, since=day("2016-01-01"), until=day("2018-03-30"))),
        (REGISTERED, RoleGiven(role=Role.INSPECTOR, since=day("2019-06-01"), until=None)),
    ],
)
def test_who_has_left_or_inspects_in_no_role_this_year_is_left_out(staff: tuple[StaffEvent, ...]) -> None:
    assert [each.id for each in after(on_record(staff)).staff] == ["os-1002", "os-1003"]


def role(name: Role, since: str, until: str | None = None) -> RoleGiven:
    return RoleGiven(role=name, since=day(since), until=day(until) if until else None)


LEAD, INSPECTOR = Role.LEAD_INSPECTOR, Role.INSPECTOR
ALL_YEAR = "2017-01-01"
PART_OF_A_YEAR: list[tuple[tuple[RoleGiven, ...], tuple[str, ...], list[tuple[int, int]]]] = [
    ((role(INSPECTOR, ALL_YEAR), role(LEAD, ALL_YEAR)), ("lead", "inspector"), []),
    ((role(INSPECTOR, "2018-07-02"),), ("inspector",), [(0, 12)]),
    ((role(INSPECTOR, "2018-07-03"),), ("inspector",), [(0, 13)]),
    ((role(INSPECTOR, ALL_YEAR, "2018-07-01"),), ("inspector",), [(13, 64)]),
    ((role(INSPECTOR, ALL_YEAR, "2018-06-30"),), ("inspector",), [(12, 64)]),
    ((role(INSPECTOR, ALL_YEAR), role(LEAD, "2018-07-02")), ("lead", "inspector"), []),
    ((role(INSPECTOR, ALL_YEAR, "2018-07-01"), role(LEAD, "2018-07-16")), ("lead", "inspector"), [(13, 14)]),
    ((role(LEAD, ALL_YEAR, "2018-07-01"), role(LEAD, "2018-10-01")), ("lead",), [(13, 25)]),
]


@pytest.mark.parametrize(("roles", "held", "booked"), PART_OF_A_YEAR)
def test_somebody_is_planned_only_in_the_weeks_in_which_they_hold_a_role(
    roles: tuple[RoleGiven, ...], held: tuple[str, ...], booked: list[tuple[int, int]]
) -> None:
    record = on_record((REGISTERED, *roles))
    once = after(record)
    for found in (once, filled(once, programme(), record, day("2018-03-12"))):
        person = next(each for each in found.staff if each.id == "os-1001")
        assert person.roles == held
        assert [(each.weeks.first, each.weeks.last) for each in person.bookings] == booked


PROMOTED: list[tuple[tuple[RoleGiven, ...], list[tuple[str, int, int]]]] = [
    ((role(INSPECTOR, ALL_YEAR), role(LEAD, ALL_YEAR)), []),
    ((role(INSPECTOR, "2018-07-02"),), []),
    ((role(INSPECTOR, ALL_YEAR), role(LEAD, "2018-12-03")), [("lead", 35, 64)]),
    (
        (role(INSPECTOR, ALL_YEAR, "2018-12-02"), role(LEAD, "2018-12-03")),
        [("lead", 35, 64), ("inspector", -60, 34)],
    ),
    (
        (role(LEAD, ALL_YEAR, "2018-07-01"), role(LEAD, "2018-10-01")),
        [("lead", -60, 12), ("lead", 26, 64)],
    ),
]


@pytest.mark.parametrize(("roles", "held"), PROMOTED)
def test_somebody_who_is_promoted_in_the_year_is_planned_in_each_role_when_they_hold_it(
    roles: tuple[RoleGiven, ...], held: list[tuple[str, int, int]]
) -> None:
    record = on_record((REGISTERED, *roles))
    once = after(record)
    for found in (once, filled(once, programme(), record, day("2018-03-12"))):
        person = next(each for each in found.staff if each.id == "os-1001")
        assert [(each.role, each.weeks.first, each.weeks.last) for each in person.held] == held
    free = after(on_record((REGISTERED, role(LEAD, ALL_YEAR), role(INSPECTOR, ALL_YEAR))))
    assert free.digest == YEAR.digest, "a year without such terms is the year that it always was"


def test_a_panel_that_was_convened_meets_in_its_week_and_pins_are_those_on_the_record() -> None:
    meetings = {"p1": given(CONVENED).state("panel-august"), "p2": Meeting()}
    assert [(each.id, each.week) for each in after(on_record(panels=meetings)).panels] == [
        ("p1", 18),
        ("p2", 30),
    ]
    pin = Pin(inspection="south-2018", panel="p2", by="os-1", why="It was agreed.")
    running = given(*AT_EVIDENCE).state("inspection-north-2018")
    started = InspectionStarted(inspection="north-2018", slot=content_of().slots[0], announced_before=False)
    found = after(on_record(inspections={"north-2018": running}), PinSet(number=1, pin=pin), started)
    assert [(each.inspection, each.start, each.person, each.panel) for each in found.pins] == [
        ("south-2018", None, None, "p2"),
        ("north-2018", 14, None, None),
        ("north-2018", None, "lead-inspector-1", None),
    ]


NOW = [
    ("2017-11-20", 0, 0),
    ("2018-04-02", 0, 0),
    ("2018-04-03", 0, 1),
    ("2018-06-18", 0, 11),
    ("2018-06-19", 0, 12),
    ("2018-06-24", 0, 12),
    ("2018-06-24", 20, 20),
    ("2031-01-01", 0, 260),
]


@pytest.mark.parametrize(("today", "tables", "now"), NOW)
def test_planning_is_done_in_the_week_that_begins_next_or_in_the_later_one_of_the_tables(
    today: str, tables: int, now: int
) -> None:
    assert filled(YEAR.with_(now=tables), programme(), on_record(), day(today)).now == now


STARTED = InspectionStarted(inspection="north-2018", slot=content_of().slots[0], announced_before=False)


def running(*events: Any) -> OnRecord:
    """The record on which an inspection of the year runs, and what has happened to it since."""
    lead = ANNOUNCED.with_(lead="os-1001", announced_on=day("2018-06-11"))
    found = given(*AT_PUBLISHED, lead, *(On("inspection-north-2018", each) for each in events))
    return on_record(inspections={"north-2018": found.state("inspection-north-2018")})


MOVED = FieldworkMoved(
    was_from=day("2018-07-09"),
    was_to=day("2018-07-13"),
    fieldwork_from=day("2018-07-18"),
    fieldwork_to=day("2018-07-25"),
    reason="So it is.",
)


def test_what_has_started_moves_where_its_provider_asks_after_the_tables_were_filled() -> None:
    year = after(running(), STARTED)
    what = Disruption(
        change="moves", of="north-2018", weeks=(Span(first=20, last=30),), why="The division asks."
    )
    changed = happened(year, PLAN.with_(problem=year.digest), [what], 11)
    assert "north-2018" not in changed.stands
    assert [
        (each.start, each.person) for each in changed.problem.pins if each.inspection == "north-2018"
    ] == [(None, "os-1001")], "who leads it is settled by itself"
    pinned = Pin(inspection="north-2018", start=14, by="os-1", why="It was agreed.")
    fixed = after(running(), STARTED, PinSet(number=1, pin=pinned))
    with pytest.raises(Refused, match="os-1 has fixed this"):
        happened(fixed, PLAN.with_(problem=fixed.digest), [what], 11)


def test_fieldwork_that_was_moved_by_hand_stands_where_it_is_in_the_tables_and_in_what_happens_next() -> None:
    year = after(running(MOVED), STARTED)
    assert [(each.inspection, each.start) for each in year.pins if each.start is not None] == [
        ("north-2018", 15)
    ]
    assert year.inspections[0].length == 2
    away = Disruption(change="away", of="os-1002", weeks=(Span(first=40, last=41),), why="Leave.")
    before = brought_up(year, PLAN.with_(problem=year.digest))
    assert [(each.start, each.publication) for each in before.placements] == [(15, 24), (24, 33)]
    changed = happened(year, before, [away], 12)
    assert changed.stands == ("north-2018",)
    assert 15 in [each.start for each in changed.problem.pins]


def test_what_was_given_up_is_in_the_tables_no_more_and_nothing_holds_it() -> None:
    pin = Pin(inspection="north-2018", panel="p1", by="os-1", why="It was agreed.")
    year = after(running(InspectionCancelled(reason="It is over.")), STARTED, PinSet(number=1, pin=pin))
    assert [each.id for each in year.inspections] == ["south-2018"]
    assert (year.pins, year.apart) == ((), ())


def test_what_is_published_and_not_on_the_record_as_announced_has_not_been() -> None:
    tables = YEAR.with_(inspections=tuple(each.with_(announced=True) for each in YEAR.inspections))
    assert {
        each.announced for each in filled(tables, programme(), on_record(), day("2018-03-12")).inspections
    } == {False}


def test_services_are_those_of_a_kind_that_go_on_with_their_last_year_and_what_was_noted() -> None:
    merged = ProviderMerged(into="south", reason="One will do.", since=day("2017-01-01"))
    due = noted(follow_up="It was inadequate", follow_up_due=day("2018-12-31"))
    record = on_record(providers=providers(north=[due], east=[merged]))
    found = {each.id: each for each in services_of(programme(), record, ["nps-division"], RULE)}
    assert set(found) == {"north", "south"}
    assert (found["north"].last, found["north"].follow_up) == (2014, "It was inadequate")
    assert found["north"].ended_on == day("2014-06-13")
    assert found["south"].risk is not None
    assert services_of(programme(), record, ["yot"], RULE) == ()


def test_a_follow_up_is_due_in_its_programmes_year_and_over_once_the_provider_was_inspected_again() -> None:
    last_day = noted(follow_up="It was inadequate", follow_up_due=day("2019-03-31"))
    later = noted(follow_up="It was inadequate", follow_up_due=day("2019-04-01"))
    again = noted(inspection="north-2016", ended_on=day("2016-05-04"))
    undated = noted(follow_up="It was inadequate")
    for history, follow_up in (
        ([last_day], "It was inadequate"),
        ([later], None),
        ([undated], "It was inadequate"),
        ([undated, again], None),
    ):
        record = on_record(providers=providers(north=history))
        north = services_of(programme(), record, ["nps-division"], RULE)[1]
        assert (north.id, north.follow_up) == ("north", follow_up)


def test_a_provider_in_no_region_is_named() -> None:
    state = programme()
    nowhere = PROGRAMME.fold([state.known.with_(areas=state.known.areas[:1])])
    with pytest.raises(Refused, match=re.escape("east (The South), south (The South)")):
        services_of(nowhere, on_record(), ["nps-division"], RULE)


def test_an_area_is_the_same_however_its_capitals_and_blanks_are_written() -> None:
    """Providers and areas come from two files, which two people have typed."""
    moved = {
        code: replace(each, registered=each.registered.with_(area=f"  {each.registered.area.upper()} "))
        for code, each in providers().items()
        if each.registered is not None
    }
    state = programme()
    found = services_of(state, on_record(providers=moved), ["nps-division"], RULE)
    assert {each.id: each.region for each in found} == {"north": "north", "south": "south", "east": "south"}
    year = filled(YEAR, state, on_record(providers=moved), day("2018-03-12"))
    assert [each.region for each in year.providers] == [each.region for each in YEAR.providers]
