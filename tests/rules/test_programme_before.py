"""When a service was last inspected, by the programme's years; what is to come; follow-ups that are due; visits."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domain.inspections.state import Inspection
from domain.privacy.retention import months_after
from domain.programme.choice.rules import FollowUps, SelectionRule, Step
from domain.programme.choice.selection import select
from domain.programme.choice.services import Service
from domain.programme.problem import Visit
from domain.programme.weeks import Span
from domain.programme.year.choice.before import ProgrammeYear
from domain.programme.year.choice.known import OnRecord, filled, services_of
from domain.programme.year.events import InspectionStarted, ProgrammeWithdrawn, SelectionProposed
from domain.programme.year.state import Programme
from domain.programme.year.terms import Chosen
from domain.providers.past import PastInspectionNoted
from domain.providers.provider import PROVIDER
from tests.support.example import (
    ANNOUNCED,
    AT_ACTION_PLAN,
    AT_EVIDENCE,
    AT_PUBLICATION,
    FIELDWORK_BEGUN,
    READY_FOR_FIELDWORK,
    day,
)
from tests.support.programme_on_record import (
    AT_PUBLISHED,
    OPENED,
    PAST,
    PROVIDERS,
    RULE,
    SERVICES,
    SOURCE,
    YEAR,
    content_of,
    opened,
)
from tests.support.specification import given

CYCLE = SelectionRule(
    id="at-least-every-four",
    version="1",
    title="At least every four years",
    citation="a test",
    in_force_from=day("2018-01-01"),
    cycle=4,
    visits=2,
    steps=(Step(by="cycle"), Step(by="follow-up"), Step(by="risk")),
)
COUNTING = CYCLE.with_(
    counts=("small-2018",),
    follow_ups=FollowUps(rated=("inadequate",), months=12, kinds=("follow-up-small",)),
)
NORTH, SOUTH = content_of().slots


def noted(**changes: Any) -> PastInspectionNoted:
    return PastInspectionNoted(past=PAST.with_(**changes), source=SOURCE, line=2)


def programme(*happened: Any) -> Programme:
    state = given(*happened).state("programme-2018")
    assert isinstance(state, Programme)
    return state


def later(state: Programme, code: str, first_monday: str) -> Programme:
    """The same programme as if it were of another year."""
    known = state.known.with_(programme=code, year=int(first_monday[:4]), first_monday=day(first_monday))
    return replace(state, opened=known)


def on_record(*north: PastInspectionNoted, **more: Any) -> OnRecord:
    providers = {}
    for each in PROVIDERS:
        code = each.stream.removeprefix("provider-")
        providers[code] = PROVIDER.fold([each.event, *(north if code == "north" else ())])
    kept: dict[str, Any] = {"inspections": {}, "staff": {}, "panels": {}, **more}
    return OnRecord(providers=providers, **kept)


def north_of(record: OnRecord, state: Programme, rule: SelectionRule = CYCLE) -> Service:
    return next(each for each in services_of(state, record, ["nps-division"], rule) if each.id == "north")


CHOSEN, LEFT = "cycle", None
FOUR_YEARS = [
    # ended on, year of the programme, its first Monday, whether four years are up in it
    ("2024-03-15", 2027, "2027-04-05", CHOSEN),
    ("2024-03-15", 2026, "2026-04-06", LEFT),
    ("2024-04-02", 2027, "2027-04-05", CHOSEN),
    ("2024-04-03", 2027, "2027-04-05", LEFT),
    ("2015-02-09", 2018, "2018-04-02", CHOSEN),
    ("2015-02-09", 2017, "2017-04-03", LEFT),
    ("2014-12-30", 2018, "2018-04-02", CHOSEN),
    ("2020-02-29", 2023, "2023-04-03", CHOSEN),
    ("2020-02-29", 2022, "2022-04-04", LEFT),
]


@pytest.mark.parametrize(("ended_on", "year", "first_monday", "chosen"), FOUR_YEARS)
def test_a_service_is_due_in_the_programme_in_which_four_years_are_up(
    ended_on: str, year: int, first_monday: str, chosen: str | None
) -> None:
    state = later(programme(OPENED), "other", first_monday)
    north = north_of(on_record(noted(ended_on=day(ended_on))), state)
    [choice] = select(CYCLE, [north], year).choices
    assert choice.chosen == chosen
    if chosen:
        assert choice.reason == f"was last inspected on {ended_on}; it is due at least every 4 years"


YEARS = st.dates(date(2000, 1, 1), date(2100, 1, 1)).map(
    lambda each: date.fromordinal(each.toordinal() - each.weekday())
)


@drawn(YEARS, st.integers(-3000, 300), st.integers(1, 8))
def test_a_cycle_is_up_in_a_programme_exactly_if_so_many_years_end_by_its_last_day(
    monday: date, days: int, cycle: int
) -> None:
    year = ProgrammeYear(2027, monday)
    ended_on = date.fromordinal(monday.toordinal() + days)
    assert (year.of(ended_on) + cycle <= 2027) == (months_after(ended_on, 12 * cycle) <= year.ends_on)
    assert year.ends_on.weekday() == 6
    assert (year.ends_on - monday).days + 1 in (52 * 7, 53 * 7)


def test_what_a_published_programme_has_planned_and_not_announced_is_known_to_the_next_years() -> None:
    this, next_ = programme(*AT_PUBLISHED), later(programme(OPENED), "2019", "2019-04-01")
    record = on_record(noted(ended_on=day("2015-05-08")), programmes={"2018": this, "2019": next_})
    north = north_of(record, next_)
    assert (north.last, north.ended_on) == (2018, NORTH.fieldwork_to)
    assert select(CYCLE, [north], 2019).chosen == ()
    anew = YEAR.with_(
        first_monday=day("2019-04-01"), inspections=(YEAR.inspections[0].with_(id="north-2019"),)
    )
    assert filled(anew, next_, record, day("2018-11-05")).providers[0].last_lead == NORTH.lead
    without = on_record(noted(ended_on=day("2015-05-08")))
    assert select(CYCLE, [north_of(without, next_)], 2019).chosen == ("north",)


def test_a_programme_knows_nothing_of_its_own_plan_of_a_withdrawn_one_or_of_years_to_come() -> None:
    this = programme(*AT_PUBLISHED)
    next_ = later(programme(OPENED), "2019", "2019-04-01")
    before = later(programme(OPENED), "2017", "2017-04-03")
    taken_back = programme(*AT_PUBLISHED, ProgrammeWithdrawn(reason="The budget was cut."))
    for state, programmes in (
        (this, {"2018": this}),
        (next_, {"2018": taken_back}),
        (before, {"2018": this, "2017": before}),
    ):
        assert north_of(on_record(noted(), programmes=programmes), state).ended_on == PAST.ended_on


def test_an_inspection_that_was_announced_is_told_by_itself_and_a_cancelled_one_by_nothing() -> None:
    this, next_ = programme(*AT_PUBLISHED), later(programme(OPENED), "2019", "2019-04-01")
    running = given(*AT_EVIDENCE).state("inspection-north-2018")
    assert isinstance(running, Inspection)
    cancelled = replace(running, cancelled=True)
    for inspection, ended_on in ((running, running.known.fieldwork_to), (cancelled, PAST.ended_on)):
        record = on_record(noted(), inspections={"north-2018": inspection}, programmes={"2018": this})
        assert north_of(record, next_).ended_on == ended_on


THEMATIC = {"inspection": "thematic-2017", "kind": "thematic", "ended_on": day("2017-05-05"), "lead": None}


def test_only_the_kinds_that_the_rule_names_end_the_claim_of_a_service() -> None:
    record, state = on_record(noted(), noted(**THEMATIC)), programme(OPENED)
    assert north_of(record, state, COUNTING).ended_on == PAST.ended_on
    assert select(COUNTING, [north_of(record, state, COUNTING)], 2018).chosen == ("north",)
    assert north_of(record, state, CYCLE).ended_on == day("2017-05-05"), "a rule that names none counts all"


RATED = {"rating": "inadequate", "inspection": "north-2017", "kind": "small-2018"}
POOR = noted(**RATED, ended_on=day("2017-05-05"))
SAID = {"follow_up": "Three recommendations"}
FOLLOW_UP = noted(inspection="f-2018", kind="follow-up-small", ended_on=day("2018-01-12"), rating=None)
FOLLOWED = [
    # what was inspected, and why a follow-up is due in the programme of 2018
    ([POOR], "north-2017 was rated inadequate"),
    ([noted(**RATED, ended_on=day("2018-03-30"))], "north-2017 was rated inadequate"),
    ([noted(**{**RATED, "rating": "good"}, ended_on=day("2017-05-05"))], None),
    ([noted(**RATED, **SAID, ended_on=day("2017-05-05"), follow_up_due=day("2019-06-01"))], None),
    ([noted(**RATED, **SAID, ended_on=day("2017-05-05"))], "Three recommendations"),
    ([POOR, FOLLOW_UP], None),
    ([POOR, noted(**{**THEMATIC, "ended_on": day("2018-01-12")})], "north-2017 was rated inadequate"),
]


@pytest.mark.parametrize(("history", "due"), FOLLOWED)
def test_a_rating_prompts_a_follow_up_about_a_year_on_until_there_is_one(
    history: list[PastInspectionNoted], due: str | None
) -> None:
    assert north_of(on_record(*history), programme(OPENED), COUNTING).follow_up == due


def test_a_follow_up_that_is_due_after_the_years_end_waits_for_the_next_programme() -> None:
    record = on_record(noted(**RATED, ended_on=day("2018-04-06")))
    assert north_of(record, programme(OPENED), COUNTING).follow_up is None
    next_ = later(programme(OPENED), "2019", "2019-04-01")
    assert north_of(record, next_, COUNTING).follow_up == "north-2017 was rated inadequate"


def test_an_inspection_on_the_record_prompts_a_follow_up_once_its_report_is_out() -> None:
    """What is before the panel is told to nobody, so it makes nobody due."""
    next_ = later(programme(OPENED), "2019", "2019-04-01")
    for happened, due in ((AT_PUBLICATION, None), (AT_ACTION_PLAN, "north-2018 was rated inadequate")):
        state = given(*happened).state("inspection-north-2018")
        assert isinstance(state, Inspection)
        assert state.decided is not None
        rated = (("overall", "inadequate"),)
        out = tuple(replace(each, ratings=rated) for each in state.editions)
        poor = replace(state, decided=state.decided.with_(overall="inadequate"), editions=out)
        kinds = COUNTING.with_(counts=(state.known.protocol.id,))
        record = on_record(inspections={"north-2018": poor})
        assert north_of(record, next_, kinds).follow_up == due
        withdrawn = on_record(inspections={"north-2018": replace(poor, withdrawn="It was wrong.")})
        assert north_of(withdrawn, next_, kinds).follow_up is None


def test_recommendations_prompt_a_follow_up_of_an_inspection_on_the_record_by_a_row_that_was_loaded() -> None:
    state = given(*AT_ACTION_PLAN).state("inspection-north-2018")
    assert isinstance(state, Inspection)
    row = noted(inspection="north-2018", ended_on=day("2018-07-01"), follow_up="Three recommendations",
                follow_up_due=day("2019-07-31"))  # fmt: skip
    north = north_of(
        on_record(row, inspections={"north-2018": state}), later(programme(OPENED), "2019", "2019-04-01")
    )
    assert (north.follow_up, north.ended_on) == ("Three recommendations", state.known.fieldwork_to)


def selected_by(rule: SelectionRule, *chosen: str) -> SelectionProposed:
    return SelectionProposed(
        rule=rule,
        services=SERVICES,
        joint=(),
        wanted=1,
        choices=tuple(Chosen(id=each, by="risk", reason="a test") for each in chosen),
        frame=None,
        outlook=(),
        shortfalls=(),
    )


def booked(record: OnRecord, state: Programme, rule: SelectionRule = CYCLE) -> tuple[str, ...]:
    return north_of(record, state, rule).booked


def test_what_another_rule_of_the_programme_has_selected_is_a_visit_and_what_this_one_has_is_none() -> None:
    state = programme(*opened(selected_by(RULE, "north"), selected_by(CYCLE, "north")))
    assert booked(on_record(), state) == ("selected by two-of-three",)
    assert booked(on_record(), state, RULE) == ("selected by at-least-every-four",)


def test_a_joint_or_thematic_inspection_in_the_tables_is_a_visit_besides_the_rules_own() -> None:
    planned = programme(*AT_PUBLISHED)
    assert booked(on_record(), planned, CYCLE) == (), "the rule counts every kind, so it is the rule's own"
    assert booked(on_record(), planned, CYCLE.with_(counts=("yot-2021",))) == (
        "north-2018 in this programme",
    )
    of_another = RULE.with_(counts=(NORTH.protocol,))
    chosen = programme(*AT_PUBLISHED, selected_by(of_another, "north"))
    assert booked(on_record(), chosen, CYCLE.with_(counts=("yot-2021",))) == ("selected by two-of-three",)
    started = InspectionStarted(inspection="north-2018", slot=NORTH, announced_before=False)
    taken_back = programme(*AT_PUBLISHED, started, ProgrammeWithdrawn(reason="The budget was cut."))
    assert booked(on_record(), taken_back, CYCLE.with_(counts=("yot-2021",))) == (
        "north-2018 in this programme",
    )


def test_what_other_programmes_and_other_inspectorates_have_for_a_provider_this_year_are_visits() -> None:
    this, twin = programme(OPENED), later(programme(*AT_PUBLISHED), "adult", "2018-04-02")
    visits = (
        Visit(provider="north", weeks=Span(first=3, last=4), gap=2, who="The health inspectorate"),
        Visit(provider="north", weeks=Span(first=-9, last=-8), gap=2, who="The police inspectorate"),
        Visit(provider="south", weeks=Span(first=3, last=4), gap=2, who="The health inspectorate"),
    )
    record = on_record(programmes={"2018": this, "adult": twin}, tables=YEAR.with_(visits=visits))
    assert booked(record, this) == (
        "north-2018 in the programme adult",
        "The health inspectorate, from 2018-04-23",
    )
    assert booked(record, later(this, "2019", "2019-04-01")) == (), "all of them were before"
    theirs = YEAR.with_(visits=(visits[0].with_(weeks=Span(first=55, last=56)),))
    next_ = on_record(programmes={"2018": this}, elsewhere={"2018": theirs})
    assert booked(next_, later(this, "2019", "2019-04-01")) == ("The health inspectorate, from 2019-04-22",)


def test_an_inspection_that_was_announced_by_hand_is_a_visit_of_its_year() -> None:
    running = given(*AT_EVIDENCE).state("inspection-north-2018")
    assert isinstance(running, Inspection)
    record = on_record(inspections={"north-2018": running})
    assert booked(record, programme(OPENED)) == ("north-2018, which has been announced",)
    assert booked(record, later(programme(OPENED), "2019", "2019-04-01")) == ()
    assert (
        booked(on_record(inspections={"north-2018": replace(running, cancelled=True)}), programme(OPENED))
        == ()
    )


def test_an_inspection_that_began_late_is_a_visit_of_the_year_in_which_it_was_carried_out() -> None:
    begun = FIELDWORK_BEGUN.with_(begun_on=day("2019-04-08"), due=day("2019-04-12"))
    running = given(*READY_FOR_FIELDWORK, begun).state("inspection-north-2018")
    assert isinstance(running, Inspection)
    record = on_record(inspections={"north-2018": running})
    assert booked(record, programme(OPENED)) == ()
    next_ = later(programme(OPENED), "2019", "2019-04-01")
    assert booked(record, next_) == ("north-2018, which has been announced",)
    assert north_of(record, next_).ended_on == day("2019-04-12") != ANNOUNCED.fieldwork_to
