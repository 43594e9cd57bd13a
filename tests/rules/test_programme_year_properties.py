"""Whatever happens in a year's programme, in whatever order: what must always hold of what is on the record."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from domain.decider import On
from domain.given import Actor, Given
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.programme.choice.lottery import draw_lots, seed_from
from domain.programme.choice.selection import select
from domain.programme.plan import Member
from domain.programme.year.commands import (
    AddService,
    DrawLots,
    FreezeFrame,
    LiftPin,
    NoteBeaconValue,
    ProposeSelection,
    RemoveService,
    SetPin,
)
from domain.programme.year.decider import PROGRAMME
from domain.programme.year.events import (
    BeaconValueNoted,
    FrameFrozen,
    LotsDrawn,
    ProgrammeReplanned,
    SelectionProposed,
)
from domain.programme.year.notices import programme_notice
from domain.programme.year.plans.days import days_of, slot_of
from domain.programme.year.plans.differences import differences
from domain.programme.year.react import react
from domain.programme.year.state import Programme
from domain.programme.year.terms import Change, PlanContent, Slot
from domain.providers.changes import ProviderMerged
from domain.providers.past import lineage
from domain.providers.provider import PROVIDER, Provider
from domain.refusals import Refusal
from tests.support.example import CALENDAR, LIBRARY, PROTOCOL, day
from tests.support.programme_on_record import (
    AT_PUBLISHED,
    NORTH,
    PLAN,
    PROVIDERS,
    RULE,
    SERVICES,
    YEAR,
    content_of,
    opened,
)
from tests.support.specification import given as story

EVENTS = tuple(each for each in opened() if not isinstance(each, On))
KNOWN = {each.stream: PROVIDER.fold([each.event]) for each in PROVIDERS}
SLOTS = content_of().slots
PEOPLE = ("os-1001", "os-1002", "os-1003", "os-1004")


WHO = "os-1"
"""Whoever gives what is given, unless another does."""


class Choosing(RuleBasedStateMachine):
    """Services are chosen, drawn and decided on by people who try everything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.state: Programme = PROGRAMME.fold(EVENTS)
        self.events: list[object] = []
        self.now = datetime(2018, 1, 15, 10, tzinfo=UTC)
        self.out: set[str] = set()

    def give(self, command: Command, who: str = WHO) -> bool:
        role = min(AUTHORITY[command.verb], key=str)
        decided = PROGRAMME.decide(
            self.state,
            command,
            Given(
                at=self.now, actor=Actor(who, role, "test"), calendar=CALENDAR, library=LIBRARY, seen=KNOWN
            ),
        )
        if isinstance(decided, Refusal):
            assert decided.sentence.endswith(".")
            return False
        for each in decided:
            assert not isinstance(each, On)
            self.state = PROGRAMME.evolve(self.state, each)
            self.events.append(each)
        return True

    @rule(days=st.integers(0, 20))
    def time_passes(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(lot=st.booleans())
    def propose(self, lot: bool) -> None:
        chosen = RULE if lot else RULE.with_(steps=RULE.steps[:1])
        self.give(ProposeSelection(programme="2018", rule=chosen, services=SERVICES))

    @rule(days=st.integers(-3, 10))
    def freeze(self, days: int) -> None:
        value_on = (self.now + timedelta(days=days)).date()
        self.give(
            FreezeFrame(
                programme="2018",
                rule=RULE.id,
                commitment="ours",
                beacon="theirs",
                value_on=value_on,
                numbers=3,
                highest=9,
            )
        )

    @rule(value=st.sampled_from(["1 2 3", "3, 1, 2", "4 5 6"]), who=st.sampled_from([WHO, "os-2"]))
    def note_value(self, value: str, who: str) -> None:
        self.give(NoteBeaconValue(programme="2018", rule=RULE.id, value=value), who=who)

    @rule(value=st.sampled_from(["1 2 3", "03 02 01", "4 5 6"]))
    def draw(self, value: str) -> None:
        self.give(DrawLots(programme="2018", rule=RULE.id, value=value))

    @rule(service=st.sampled_from(["north", "south", "east"]))
    def remove(self, service: str) -> None:
        if self.give(RemoveService(programme="2018", rule=RULE.id, service=service, reason="So it is.")):
            self.out.add(service)

    @rule(service=st.sampled_from(["north", "south", "east"]))
    def add(self, service: str) -> None:
        if self.give(AddService(programme="2018", rule=RULE.id, service=service, reason="So it is.")):
            self.out.discard(service)

    @rule(start=st.integers(0, 50), panel=st.sampled_from([None, "p1", "p2"]))
    def pin(self, start: int, panel: str | None) -> None:
        starts_on = None if panel else day("2018-04-02") + timedelta(weeks=start)
        self.give(
            SetPin(
                programme="2018", inspection="north-2018", starts_on=starts_on, panel=panel, why="So it is."
            )
        )

    @rule(number=st.integers(1, 3))
    def lift(self, number: int) -> None:
        self.give(LiftPin(programme="2018", number=number, reason="So it is."))

    @invariant()
    def the_fold_from_the_beginning_comes_to_the_same(self) -> None:
        assert PROGRAMME.fold([*EVENTS, *self.events]) == self.state  # type: ignore[list-item]  # they are events

    @invariant()
    def every_choice_can_be_made_again_from_what_is_recorded(self) -> None:
        for event in self.events:
            if isinstance(event, SelectionProposed):
                again = select(event.rule, event.services, 2018)
                assert [(each.id, each.by, each.reason) for each in event.choices] == [
                    (each.id, each.chosen, each.reason) for each in again.choices
                ]

    @invariant()
    def a_frame_is_frozen_before_its_value_and_drawn_from_once_and_not_before(self) -> None:
        frozen = [each for each in self.events if isinstance(each, FrameFrozen)]
        drawn = [each for each in self.events if isinstance(each, LotsDrawn)]
        assert len(drawn) <= len(frozen) <= 1
        for draw in drawn:
            frame = self.state.selections[RULE.id].proposed.frame
            assert frame is not None
            assert frame.digest == frozen[0].frame == draw.frame
            assert draw.value in ("1 2 3", "4 5 6"), "written in one way"
            noted = [each for each in self.events if isinstance(each, BeaconValueNoted)][-1]
            assert noted.value == draw.value
            assert noted.by != WHO, "somebody else looked it up too"
            assert draw.seed == seed_from(frozen[0].commitment, draw.value)
            assert [each.lot for each in draw.lots] == [each.lot for each in draw_lots(frame, draw.seed).lots]
            assert self.now.date() >= frozen[0].value_on

    @invariant()
    def what_was_selected_is_in_unless_it_was_taken_out(self) -> None:
        choice = self.state.selections.get(RULE.id)
        if choice is None:
            return
        by_rule = {each.id for each in choice.proposed.choices if each.by}
        by_lot = {each.id for each in choice.drawn.lots if each.outcome == "drawn"} if choice.drawn else set()
        assert (by_rule | by_lot) - self.out <= set(choice.selected)
        assert not self.out & set(choice.selected)

    @invariant()
    def no_two_pins_fix_one_thing_otherwise(self) -> None:
        starts = [each for each in self.state.pins.values() if each.start is not None]
        panels = [each for each in self.state.pins.values() if each.panel is not None]
        assert max(len(starts), len(panels), 1) == 1


TestChoosing = Choosing.TestCase
TestChoosing.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)


@st.composite
def slots(draw: st.DrawFn) -> Slot:
    """A place of an inspection with a team of some of four people."""
    slot = draw(st.sampled_from(SLOTS))
    lead = draw(st.sampled_from(PEOPLE))
    others = draw(st.sets(st.sampled_from([each for each in PEOPLE if each != lead]), max_size=3))
    team = (
        Member(person=lead, role="lead"),
        *(Member(person=each, role="inspector") for each in sorted(others)),
    )
    days = timedelta(weeks=draw(st.integers(0, 2)))
    return slot.with_(
        team=team, fieldwork_from=slot.fieldwork_from + days, fieldwork_to=slot.fieldwork_to + days
    )


PLACES = st.lists(slots(), max_size=2, unique_by=lambda each: each.inspection)


@given(PLACES, PLACES)
def test_a_difference_says_everything_that_changes_and_nothing_else(
    before: list[Slot], after: list[Slot]
) -> None:
    found = differences(before, after)
    then = {each.inspection: each for each in before}
    for change in found:
        assert change.was != change.now
        if change.now is None:
            del then[change.inspection]
        else:
            then[change.inspection] = change.now
    assert then == {each.inspection: each for each in after}
    assert differences(after, after) == ()


@given(PLACES)
def test_whoever_is_told_of_a_new_plan_is_touched_by_it_and_reads_of_nothing_else(after: list[Slot]) -> None:
    state = story(*AT_PUBLISHED).state("programme-2018")
    changes = differences(SLOTS, after)
    content = content_of().with_(digest="f" * 64, slots=tuple(after))
    event = ProgrammeReplanned(was=PLAN.digest, content=content, reason="So it is.", changes=changes)
    new = PROGRAMME.evolve(state, event)
    told = {owed.to: (code, owed) for code, owed in new.notices.items() if not owed.first}
    assert set(told) == {who for change in changes for who in _touched(change)}
    for who, (code, owed) in told.items():
        body = programme_notice("2018", new, code).body
        mine = {each.inspection for each in changes if who in _touched(each)}
        assert {each.inspection for each in owed.changes} == mine
        assert all((each.inspection in body) == (each.inspection in mine) for each in SLOTS)
        assert not any(person in body for person in PEOPLE)


def _touched(change: Change) -> Iterable[str]:
    """Whom a change touches, worked out anew: whose own line of the programme is another one."""
    for person in PEOPLE:
        was, now = (_line(each, person) for each in (change.was, change.now))
        if was != now:
            yield f"staff-{person}"


def _line(slot: Slot | None, person: str) -> object:
    roles = [each.role for each in slot.team if each.person == person] if slot else []
    return (roles, slot.with_(team=())) if roles and slot else None


@given(st.integers(6, 44), st.integers(1, 4))
def test_days_lie_in_their_weeks_are_working_days_and_leave_time_for_notice(start: int, length: int) -> None:
    inspections = tuple(
        each.with_(length=length) if each.id == "north-2018" else each for each in YEAR.inspections
    )
    problem = YEAR.with_(inspections=inspections)
    slot = slot_of(problem, NORTH.with_(start=start), PROTOCOL, CALENDAR)
    monday = day("2018-04-02") + timedelta(weeks=start)
    assert monday <= slot.fieldwork_from <= slot.fieldwork_to < monday + timedelta(weeks=length)
    assert all(map(CALENDAR.is_working, (slot.announce_on, slot.fieldwork_from, slot.fieldwork_to)))
    assert CALENDAR.after(slot.announce_on, PROTOCOL.days("notice")) <= slot.fieldwork_from
    assert slot.announce_on <= monday - timedelta(weeks=4)
    days = days_of(problem, NORTH.with_(start=start), PROTOCOL, CALENDAR)
    assert days.draft_by is not None
    assert days.accuracy_by is not None
    assert days.publish_on is not None
    assert CALENDAR.between(days.draft_by, days.accuracy_by) == PROTOCOL.days("factual-accuracy")
    assert days.accuracy_by < days.publish_on
    unknown = days_of(problem, NORTH.with_(start=start), None, CALENDAR)
    assert (unknown.draft_by, unknown.accuracy_by) == (None, None)
    assert (unknown.fieldwork_from, unknown.publish_on) == (days.fieldwork_from, days.publish_on)


@given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=8))
def test_whoever_takes_a_providers_place_inherits_all_that_came_before_it(
    merges: list[tuple[int, int]],
) -> None:
    providers = {f"p{number}": Provider() for number in range(6)}
    for one, other in merges:
        if one != other and not providers[f"p{one}"].successors:
            merged = ProviderMerged(into=f"p{other}", reason="So it is.", since=day("2018-01-01"))
            providers[f"p{one}"] = PROVIDER.evolve(providers[f"p{one}"], merged)
    for code in providers:
        family = lineage(providers, code)
        assert family[0] == code
        assert len(set(family)) == len(family)
        reached = {code}
        for _ in providers:
            reached |= {each for each, state in providers.items() if reached.intersection(state.successors)}
        assert set(family) == reached


@given(st.integers(0, 60))
def test_the_agenda_of_a_long_year_stays_small_and_loses_nothing(number: int) -> None:
    plan = content_of().with_(
        slots=tuple(
            SLOTS[0].with_(inspection=f"i{at:03}", announce_on=day("2018-05-01") + timedelta(days=at))
            for at in range(number)
        )
    )
    state = PROGRAMME.fold([*EVENTS])
    published = _published(state, plan)
    seen: list[str] = []
    while starts := [each for each in react(published).duties if each.kind == "start-inspection"]:
        assert len(starts) <= 40
        seen.append(starts[0].about)
        left = tuple(each for each in plan.slots if each.inspection not in seen)
        published = _published(published, plan.with_(slots=left))
    assert seen == [f"i{at:03}" for at in range(number)]


def _published(state: Programme, content: PlanContent) -> Programme:
    return replace(state, plan=content)
