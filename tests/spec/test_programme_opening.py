"""A year's programme is opened, what was before is loaded, and services are chosen, drawn and decided on."""

import hypothesis
import pytest
from hypothesis import strategies as st

from domain.decider import On
from domain.programme.choice.lottery import draw_lots, seed_from
from domain.programme.choice.selection import select
from domain.programme.choice.services import Joint, Service
from domain.programme.problem import Pin
from domain.programme.year.commands import (
    AddService,
    DrawLots,
    FreezeFrame,
    LiftPin,
    LoadHistory,
    NoteBeaconValue,
    NoteServices,
    OpenProgramme,
    ProposeSelection,
    RemoveService,
    SetPin,
)
from domain.programme.year.events import (
    BeaconValueNoted,
    FrameFrozen,
    HistoryLoaded,
    LotsDrawn,
    PinLifted,
    PinSet,
    SelectionProposed,
    ServiceAdded,
    ServiceRemoved,
    ServicesNoted,
)
from domain.programme.year.react import react
from domain.programme.year.state import Programme
from domain.providers.changes import ProviderMerged
from domain.providers.past import PastInspectionNoted
from tests.support.example import day
from tests.support.programme_on_record import (
    AREAS,
    FACTS,
    OPENED,
    PAST,
    PROVIDERS,
    RISK,
    RULE,
    SERVICES,
    SOURCE,
    opened,
)
from tests.support.specification import Story, given

OPEN = OpenProgramme(
    programme="2018",
    title="The year 2018-19",
    year=2018,
    first_monday=day("2018-04-02"),
    areas=AREAS,
    source=OPENED.source,
)
LOAD = LoadHistory(programme="2018", past=(PAST,), lines=(2,), source=SOURCE)
NOTED_NORTH = On("provider-north", PastInspectionNoted(past=PAST, source=SOURCE, line=2))
NOTE = NoteServices(programme="2018", services=FACTS, source=SOURCE.with_(title="scores.csv"))
PROPOSE = ProposeSelection(programme="2018", rule=RULE, services=SERVICES)
FREEZE = FreezeFrame(
    programme="2018",
    rule=RULE.id,
    commitment="our notice",
    beacon="the draw of 3 March",
    value_on=day("2018-03-03"),
    numbers=3,
    highest=59,
)
NOTE_VALUE = NoteBeaconValue(programme="2018", rule=RULE.id, value="15, 08 4")
ANOTHER = "operations-manager-2"
DRAW = DrawLots(programme="2018", rule=RULE.id, value="4 8 15")
MERGED = On("provider-east", ProviderMerged(into="south", reason="One is enough.", since=day("2018-01-01")))


def state_of(story: Story) -> Programme:
    state = story.state("programme-2018")
    assert isinstance(state, Programme)
    return state


def selected(story: Story) -> tuple[str, ...]:
    return state_of(story).selections[RULE.id].selected


def chosen() -> Story:
    return given(*opened()).when(PROPOSE, on="2018-02-01").story


def frozen() -> Story:
    return chosen().when(FREEZE, on="2018-02-05").story


def test_a_year_is_opened_once_with_the_region_of_every_area() -> None:
    story = given().when(OPEN, on="2018-01-15").then(OPENED)
    story.when(OPEN, on="2018-01-16").then_refused("programme-exists")
    assert react(state_of(story)).waiting_for == ("services to be selected", "a plan to be accepted")
    given().when(OPEN.with_(first_monday=day("2018-04-03")), on="2018-01-15").then_refused("not-a-monday")
    given().when(OPEN.with_(areas=(*AREAS, AREAS[0])), on="2018-01-15").then_refused(
        "listed-twice", "The North"
    )


def test_inspections_from_before_stand_with_their_provider_and_say_where_that_comes_from() -> None:
    story = given(*PROVIDERS, OPENED)
    loaded = story.when(LOAD, on="2018-01-15").then(HistoryLoaded(inspections=1, source=SOURCE), NOTED_NORTH)
    assert loaded.state("provider-north").past["north-2014"].line == 2
    loaded.when(LOAD, on="2018-01-16").then_nothing()


def test_what_was_loaded_wrongly_is_loaded_again_and_the_first_stays_behind_it() -> None:
    story = given(*PROVIDERS, OPENED, NOTED_NORTH)
    right = PAST.with_(rating="requires_improvement")
    noted = PastInspectionNoted(past=right, source=SOURCE, line=2)
    done = story.when(LOAD.with_(past=(right,)), on="2018-01-16").then(
        HistoryLoaded(inspections=1, source=SOURCE), On("provider-north", noted)
    )
    assert done.state("provider-north").past["north-2014"].past.rating == "requires_improvement"


def test_nothing_is_loaded_unless_all_of_it_can_be() -> None:
    story = given(*PROVIDERS, OPENED)
    strange = PAST.with_(provider="west")
    two = LOAD.with_(past=(PAST, strange), lines=(2, 3))
    story.when(two, on="2018-01-15").then_refused(
        "unknown-provider", "past.csv, line 3: there is no provider west"
    )
    twice = LOAD.with_(past=(PAST, PAST), lines=(2, 3))
    story.when(twice, on="2018-01-15").then_refused("listed-twice", "north-2014 of north")
    ahead = LOAD.with_(past=(PAST.with_(ended_on=day("2018-01-16")),))
    story.when(ahead, on="2018-01-15").then_refused("date-ahead", "line 2")
    story.when(LOAD.with_(lines=()), on="2018-01-15").then_refused("lines-missing")


def test_a_provider_that_is_no_more_keeps_what_was_inspected_then() -> None:
    story = given(*PROVIDERS, MERGED, OPENED)
    past = PAST.with_(provider="east")
    noted = On("provider-east", PastInspectionNoted(past=past, source=SOURCE, line=2))
    story.when(LOAD.with_(past=(past,)), on="2018-01-15").then(
        HistoryLoaded(inspections=1, source=SOURCE), noted
    )


def test_a_risk_score_is_noted_with_its_evidence_its_day_and_whoever_gave_it() -> None:
    story = given(*PROVIDERS, OPENED)
    done = story.when(NOTE, on="2018-01-20").then(ServicesNoted(services=FACTS, source=NOTE.source))
    done.when(NOTE, on="2018-01-21").then_nothing()
    again = FACTS[0].with_(risk=RISK.with_(score=70))
    more = NOTE.with_(services=(again, FACTS[1]))
    done.when(more, on="2018-01-21").then(ServicesNoted(services=(again,), source=NOTE.source))
    story.when(NOTE.with_(services=(FACTS[0], FACTS[0])), on="2018-01-20").then_refused(
        "listed-twice", "south"
    )
    strange = FACTS[0].with_(provider="west")
    story.when(NOTE.with_(services=(strange,)), on="2018-01-20").then_refused("unknown-provider")
    story.when(NOTE, on="2018-01-09").then_refused("date-ahead", "south")


def test_a_choice_is_the_one_that_the_rule_gives_and_stands_with_all_that_it_was_made_from() -> None:
    done = given(*opened()).when(PROPOSE, on="2018-02-01").then_one(SelectionProposed)
    again = select(done.rule, done.services, 2018)
    assert [(each.id, each.by, each.reason) for each in done.choices] == [
        (each.id, each.chosen, each.reason) for each in again.choices
    ]
    assert [each.id for each in done.choices if each.by] == ["south"]
    assert done.frame == again.frame
    assert all(each.reason for each in done.choices)


def test_a_choice_is_made_among_providers_as_they_are_known() -> None:
    story = given(*opened())
    twice = PROPOSE.with_(services=(*SERVICES, SERVICES[0]))
    story.when(twice, on="2018-02-01").then_refused("listed-twice", "north")
    strange = PROPOSE.with_(services=(Service(id="west", region="north"),))
    story.when(strange, on="2018-02-01").then_refused("unknown-provider")
    story.and_(MERGED).when(PROPOSE, on="2018-02-01").then_refused("provider-gone", "east")
    unfounded = PROPOSE.with_(services=(SERVICES[0], SERVICES[1].with_(risk=RISK.with_(score=99))))
    story.when(unfounded, on="2018-02-01").then_refused("not-as-noted", "south")
    elsewhere = PROPOSE.with_(services=(SERVICES[0].with_(region="south"),))
    story.when(elsewhere, on="2018-02-01").then_refused("not-as-noted", "north")
    for days in (
        {"in_force_from": day("2019-04-01")},
        {"in_force_from": day("2017-01-01"), "in_force_to": day("2018-04-01")},
    ):
        out = PROPOSE.with_(rule=RULE.with_(**days))
        story.when(out, on="2018-02-01").then_refused("rule-not-in-force", "from 2018-04-02 to 2019-03-31")


def test_a_choice_keeps_to_the_room_that_those_who_join_have_and_stands_with_it() -> None:
    full = Joint(partner="health", most=0, services=("south",))
    story = given(*opened())
    done = story.when(PROPOSE.with_(joint=(full,)), on="2018-02-01").then_one(SelectionProposed)
    assert done.joint == (full,)
    assert [each.id for each in done.choices if each.by] == ["east"]
    [south] = [each for each in done.choices if each.id == "south"]
    assert "health" in south.reason
    again = select(done.rule, done.services, 2018, done.joint)
    assert [(each.id, each.by, each.reason) for each in done.choices] == [
        (each.id, each.chosen, each.reason) for each in again.choices
    ]
    story.when(PROPOSE.with_(joint=(full, full)), on="2018-02-01").then_refused("listed-twice", "health")
    nowhere = full.with_(services=("west",))
    story.when(PROPOSE.with_(joint=(nowhere,)), on="2018-02-01").then_refused("not-a-service", "west")


def test_a_frame_is_frozen_while_what_makes_the_seed_is_ahead() -> None:
    story = chosen()
    frame = state_of(story).selections[RULE.id].proposed.frame
    assert frame is not None
    for early in ("2018-03-03", "2018-03-04"):
        story.when(FREEZE, on=early).then_refused("value-known", "2018-03-03")
    done = story.when(FREEZE, on="2018-02-05").then(
        FrameFrozen(
            rule=RULE.id,
            frame=frame.digest,
            commitment="our notice",
            beacon="the draw of 3 March",
            value_on=day("2018-03-03"),
            numbers=3,
            highest=59,
        )
    )
    done.when(FREEZE, on="2018-02-06").then_refused("frame-frozen")
    done.when(PROPOSE, on="2018-02-06").then_refused("frame-frozen")
    assert react(state_of(done)).waiting_for[0] == f"the lots of {RULE.id} to be drawn"


def test_a_frame_is_frozen_for_numbers_that_there_can_be() -> None:
    chosen().when(FREEZE.with_(highest=2), on="2018-02-05").then_refused(
        "bad-public-draw", "There are no 3 numbers up to 2."
    )


def test_a_rule_that_draws_no_lots_has_no_frame() -> None:
    plain = RULE.with_(id="by-risk", steps=RULE.steps[:1])
    story = given(*opened()).when(PROPOSE.with_(rule=plain), on="2018-02-01").story
    story.when(FREEZE.with_(rule="by-risk"), on="2018-02-05").then_refused("no-lots")
    story.when(FREEZE, on="2018-02-05").then_refused("no-selection", "by-risk")


def noted() -> Story:
    return frozen().when(NOTE_VALUE, on="2018-03-03", who=ANOTHER).story


def test_what_the_public_draw_gave_is_noted_in_one_way_of_writing_on_its_day() -> None:
    for early, code in ((chosen(), "not-frozen"), (given(*opened()), "no-selection")):
        early.when(NOTE_VALUE, on="2018-03-05").then_refused(code)
    story = frozen()
    story.when(NOTE_VALUE, on="2018-03-02").then_refused("value-ahead", "the draw of 3 March")
    for wrong in ("4 8", "4 8 8", "4 8 60", "0 4 8", "4 8 15 16", "four 8 15", "4-8-15"):
        story.when(NOTE_VALUE.with_(value=wrong), on="2018-03-03").then_refused(
            "bad-public-value",
            "When the frame was frozen, 3 different numbers from 1 to 59 were said to come",
        )
    event = BeaconValueNoted(rule=RULE.id, value="4 8 15", by=ANOTHER)
    done = story.when(NOTE_VALUE, on="2018-03-03", who=ANOTHER).then(event)
    done.when(NOTE_VALUE.with_(value="4 15 8"), on="2018-03-03", who=ANOTHER).then_nothing()
    right = done.when(NOTE_VALUE.with_(value="4 8 16"), on="2018-03-03", who=ANOTHER)
    right.then(event.with_(value="4 8 16"))


def test_another_person_draws_by_the_same_numbers() -> None:
    frozen().when(DRAW, on="2018-03-03").then_refused("public-value-not-noted")
    story = noted()
    story.when(DRAW, on="2018-03-03", who=ANOTHER).then_refused("noted-it")
    story.when(DRAW.with_(value="4 8 16"), on="2018-03-03").then_refused("another-public-value")
    story.when(DRAW.with_(value="4 8"), on="2018-03-03").then_refused("bad-public-value")


@hypothesis.given(st.permutations(["4", "08", "15"]), st.sampled_from([" ", ", ", ",", "  "]))
def test_however_one_result_is_written_there_is_one_draw(order: list[str], between: str) -> None:
    drawn = noted().when(DRAW.with_(value=between.join(order)), on="2018-03-03").then_one(LotsDrawn)
    frame = state_of(chosen()).selections[RULE.id].proposed.frame
    assert frame is not None
    assert (drawn.value, drawn.seed) == ("4 8 15", seed_from("our notice", "4 8 15"))
    assert [each.lot for each in drawn.lots] == [each.lot for each in draw_lots(frame, drawn.seed).lots]


def test_a_frame_that_was_frozen_before_numbers_were_said_is_drawn_from_as_it_was_agreed() -> None:
    story = frozen()
    old = state_of(story).selections[RULE.id].frozen
    assert old is not None
    before = chosen().and_(On("programme-2018", old.with_(numbers=None, highest=None)))
    before.when(NOTE_VALUE, on="2018-03-03").then_refused("public-value-unwanted")
    drawn = before.when(DRAW.with_(value="whatever came"), on="2018-03-03").then_one(LotsDrawn)
    assert drawn.seed == seed_from("our notice", "whatever came")


def test_lots_are_drawn_once_from_the_frozen_frame_and_not_before_the_value_is_known() -> None:
    chosen().when(DRAW, on="2018-03-05").then_refused("not-frozen")
    given(*opened()).when(DRAW, on="2018-03-05").then_refused("no-selection", "none")
    frozen().when(DRAW, on="2018-03-02").then_refused("value-ahead", "the draw of 3 March")
    story = noted()
    result = story.when(DRAW, on="2018-03-03")
    drawn = result.then_one(LotsDrawn)
    frame = state_of(story).selections[RULE.id].proposed.frame
    assert frame is not None
    again = draw_lots(frame, seed_from("our notice", "4 8 15"))
    assert (drawn.frame, drawn.seed) == (again.frame, again.seed)
    assert [(each.id, each.lot, each.outcome) for each in drawn.lots] == [
        (each.id, each.lot, each.outcome) for each in again.lots
    ]
    assert set(selected(result.story)) == {"south", *again.drawn}
    result.story.when(DRAW, on="2018-03-04").then_refused("drawn-already")
    result.story.when(NOTE_VALUE, on="2018-03-04").then_refused("drawn-already")


def test_a_selected_service_leaves_by_a_decision_and_comes_back_by_another() -> None:
    story = chosen()
    remove = RemoveService(programme="2018", service="south", rule=RULE.id, reason="It is being abolished.")
    out = story.when(remove, on="2018-02-10").then(
        ServiceRemoved(rule=RULE.id, service="south", reason="It is being abolished.")
    )
    assert selected(out) == ()
    out.when(remove, on="2018-02-11").then_refused("not-selected")
    again = out.when(PROPOSE, on="2018-02-11").story
    assert selected(again) == ()
    add = AddService(programme="2018", service="south", rule=RULE.id, reason="That was put off.")
    back = again.when(add, on="2018-02-12").then(
        ServiceAdded(rule=RULE.id, service="south", reason="That was put off.")
    )
    assert selected(back) == ("south",)
    back.when(add, on="2018-02-12").then_refused("selected-already")
    story.when(add.with_(service="west"), on="2018-02-12").then_refused("unknown-provider")
    story.and_(MERGED).when(add.with_(service="east"), on="2018-02-12").then_refused("provider-gone")
    given(*opened()).when(add, on="2018-02-12").then_refused("no-selection")
    given(*opened()).when(remove, on="2018-02-12").then_refused("no-selection")


SET = SetPin(programme="2018", inspection="north-2018", starts_on=day("2018-07-11"), why="The council asked.")
BY = "operations-manager-1"


@pytest.mark.parametrize(
    ("asked", "pin"),
    [
        ({}, {"start": 14}),
        ({"starts_on": None, "panel": "p1"}, {"panel": "p1"}),
        ({"starts_on": None, "person": "os-1001", "post": "lead"}, {"person": "os-1001", "role": "lead"}),
    ],
)
def test_a_pin_fixes_one_thing_by_whom_and_why(asked: dict[str, object], pin: dict[str, object]) -> None:
    story = (
        given(*opened())
        .when(SET.with_(**asked), on="2018-02-10")
        .then(
            PinSet(number=1, pin=Pin(inspection="north-2018", by=BY, why="The council asked.", **pin))  # type: ignore[arg-type]  # a row of the table
        )
    )
    story.when(SET.with_(**asked), on="2018-02-11").then_nothing()


def test_what_is_fixed_is_fixed_otherwise_only_once_it_was_lifted() -> None:
    story = given(*opened()).when(SET, on="2018-02-10").story
    other = SET.with_(starts_on=day("2018-07-18"))
    story.when(other, on="2018-02-11").then_refused("pinned-otherwise", "The council asked.")
    lift = LiftPin(programme="2018", number=1, reason="They can after all.")
    story = story.when(lift, on="2018-02-12").then(PinLifted(number=1, reason="They can after all."))
    story.when(lift, on="2018-02-12").then_refused("no-such-pin", "none")
    assert story.when(other, on="2018-02-13").then_one(PinSet).number == 2


@pytest.mark.parametrize(
    "asked",
    [
        {"starts_on": None},
        {"panel": "p1"},
        {"starts_on": None, "person": "os-1001"},
        {"starts_on": None, "panel": "p1", "post": "lead"},
        {"starts_on": day("2118-07-11")},
    ],
)
def test_a_pin_that_fixes_nothing_or_two_things_is_refused(asked: dict[str, object]) -> None:
    given(*opened()).when(SET.with_(**asked), on="2018-02-10").then_refused("pin-of-what")
