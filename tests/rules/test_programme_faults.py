"""What is wrong with a problem, each with its place: contradictions, and what is likely to be a mistake."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.programme.fault import place_words
from domain.programme.faults import doubts, faults
from domain.programme.problem import Apart, Booking, Conflict, Need, Pin, Problem, Provider, Travel, Visit
from domain.programme.shares import Availability, cap_of, fair_shares
from domain.programme.weeks import Span
from tests.support.programmes import changed, small_year

YEAR = small_year()
ALL_YEAR = (Span(first=0, last=51),)
INSPECTION = YEAR.inspections[0]


def pins(*fixed: dict[str, Any]) -> Problem:
    return YEAR.with_(pins=tuple(Pin(inspection="a", by="the chief", why="agreed", **each) for each in fixed))


def two_names(name: str) -> Problem:
    return YEAR.with_(providers=(*YEAR.providers, Provider(id="crc-x", name=name, region="north")))


SAID = "the chief contradicts the chief (pins[0]) about a:"

CONTRADICTIONS = [
    (two_names(" crc  NORTH"), "providers[2].name", "crc-x has the same name as crc-n, 'crc  NORTH'; tell them apart"),
    (YEAR.with_(inspections=(INSPECTION, INSPECTION)), "inspections[1].id",
     "a stands here a second time; it is inspections[0] already"),
    (changed(YEAR, "inspections", "a", kind="visit"), "inspections[0].kind", "there is no kind visit"),
    (changed(YEAR, "inspections", "b", providers=("yot-n", "yot-s")), "inspections[1].providers[1]",
     "there is no provider yot-s"),
    (changed(YEAR, "inspections", "a", providers=("crc-n", "crc-n")), "inspections[0].providers",
     "a names a provider twice"),
    (changed(YEAR, "staff", "cat", conflicts=(Conflict(provider="crc-x", why="worked there"),)),
     "staff[2].conflicts[0].provider", "there is no provider crc-x"),
    (YEAR.with_(travel=(Travel(home="north", to="west", cost=1),)), "travel[0].to", "there is no region west"),
    (YEAR.with_(apart=(Apart(first="a", second="a", gap=1, why="a slip"),)), "apart[0].second",
     "a is to be kept apart from itself"),
    (YEAR.with_(visits=(Visit(provider="crc-x", weeks=Span(first=1, last=1), gap=1, who="another"),)),
     "visits[0].provider", "there is no provider crc-x"),
    (changed(YEAR, "kinds", "pilot", needs=(Need(role="lead", number=1), Need(role="lead", number=2))),
     "kinds[1].needs[1].role", "pilot asks for the role of lead twice"),
    (pins({"person": "zoe", "role": "lead"}), "pins[0].person", "there is no person on the staff zoe"),
    (pins({"start": 5}, {"start": 6}), "pins[1]", f"{SAID} a start in week 5, a start in week 6"),
    (pins({"start": 52}), "pins[0].start",
     "the chief has fixed a start in week 52 of a; the year has the weeks 0 to 51"),
    (pins({"start": -1}), "pins[0].start",
     "the chief has fixed a start in week -1 of a; the year has the weeks 0 to 51"),
    (pins({"panel": "p1"}, {"panel": "p2"}), "pins[1]", f"{SAID} the panel p1, the panel p2"),
    (pins({"person": "ann", "role": "lead"}, {"person": "ann", "role": "inspector"}), "pins[1]",
     f"{SAID} ann as lead, ann as inspector"),
    (pins({"person": "ann", "role": "lead"}, {"person": "bob", "role": "lead"}), "pins[1]",
     f"{SAID} ann, bob as lead, and it takes 1"),
    (pins({"person": "ann", "role": "assistant"}), "pins[0].role",
     "the chief has fixed ann as assistant of a, whose team has nobody in that role"),
    (pins({"start": 14}, {"panel": "p1"}), "pins[1]",
     f"{SAID} p1 meets in week 16, not 4 to 10 weeks after its fieldwork, which ends in week 15"),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "place", "sentence"), CONTRADICTIONS)
def test_a_contradiction_is_said_with_its_place(problem: Problem, place: str, sentence: str) -> None:
    assert [(place_words(each.place), each.sentence) for each in faults(problem)] == [(place, sentence)]


def test_the_small_year_has_no_fault_and_leaves_no_doubt() -> None:
    assert list(faults(YEAR)) == []
    assert list(doubts(YEAR)) == []


def test_the_same_pin_given_twice_is_no_contradiction() -> None:
    assert list(faults(pins({"start": 5}, {"start": 5}, {"panel": "p1"}))) == []


def also_of_b(problem: Problem, *fixed: dict[str, Any]) -> Problem:
    more = (Pin(inspection="b", by="the deputy", why="asked for", **each) for each in fixed)
    return problem.with_(pins=(*problem.pins, *more))


def led(problem: Problem) -> Problem:
    """The pilot has a lead too."""
    return changed(problem, "kinds", "pilot", needs=(Need(role="lead", number=1),))


ANN = {"person": "ann", "role": "lead"}
BOTH = "the deputy contradicts the chief (pins[0])"
NO_PLACE = ": it can have no place"
HINDERED = [
    (led(also_of_b(pins(ANN, {"start": 10}), {"start": 14}, ANN)), "pins[3]",
     f"{BOTH} about ann, who would work on a in weeks 8 to 14 and on b in week 14"),
    (changed(led(also_of_b(pins(ANN), ANN)), "inspections", "b", providers=("crc-n",)), "pins[1]",
     f"{BOTH} about ann, who would lead a and b, both of crc-n"),
    (also_of_b(pins({"start": 10}), {"start": 14}).with_(apart=(Apart(first="b", second="a", gap=6, why="near"),)),
     "pins[1]", f"{BOTH}: b in week 14 and a in weeks 10 to 11, and there must be 6 clear weeks between them: near"),
    (pins({"person": "bob", "role": "lead"}), "pins[0].person",
     f"the chief has fixed bob as lead of a, and bob does not hold the role of lead{NO_PLACE}"),
    (pins({"person": "dan", "role": "inspector"}), "pins[0].person",
     f"the chief has fixed dan as inspector of a, and dan lacks the skill adult{NO_PLACE}"),
    (changed(pins(ANN), "providers", "crc-n", last_lead="ann"), "pins[0].person",
     f"the chief has fixed ann as lead of a, and ann led the last inspection of crc-n{NO_PLACE}"),
    (changed(pins(ANN), "staff", "ann", conflicts=(Conflict(provider="crc-n", why="a relative"),)), "pins[0].person",
     f"the chief has fixed ann as lead of a, and ann has a conflict of interest with crc-n: a relative{NO_PLACE}"),
    (changed(pins(ANN, {"start": 10}), "staff", "ann", leave=(Span(first=14, last=15),)), "pins[0].person",
     ("the chief has fixed ann as lead of a, who would work on it in weeks 8 to 14, and is away in weeks 14 to 15"
      f"{NO_PLACE}")),
    (pins({"start": 21}), "pins[0].start",
     f"the chief has fixed a start in week 21 of a, which may start in weeks 4 to 20{NO_PLACE}"),
    (pins({"start": 10}).with_(now=8), "pins[0].start",
     f"the chief has fixed a start in week 10 of a, which with its notice may start from week 12{NO_PLACE}"),
    (pins({"start": 10}).with_(blackouts=(Span(first=11, last=11),)), "pins[0].start",
     f"the chief has fixed a start in week 10 of a, which has no fieldwork in week 11{NO_PLACE}"),
    (also_of_b(changed(pins({"panel": "p1"}), "inspections", "b", kind="crc"), {"panel": "p1"}), "pins[1].panel",
     "2 inspections are fixed to p1, which has 1 slot"),
]  # fmt: skip


def test_what_was_announced_stands_and_only_what_comes_near_it_is_said_to_contradict_it() -> None:
    problem = led(also_of_b(pins(ANN, {"start": 3}, {"panel": "p2"}), ANN, {"start": 30}))
    problem = changed(
        changed(problem, "inspections", "b", providers=("crc-n",)), "inspections", "a", announced=True
    )
    assert [place_words(each.place) for each in doubts(problem)] == ["pins[3]"]
    problem = changed(problem, "inspections", "b", announced=True)
    assert (list(faults(problem)), list(doubts(problem))) == ([], [])


DOUBTS = [
    (changed(YEAR, "staff", "dan", leave=ALL_YEAR), "staff[3].leave", "dan is away all year, and will be on no team"),
    (changed(YEAR, "staff", "dan", leave=(Span(first=0, last=25),),
             bookings=(Booking(weeks=Span(first=26, last=60), what="a secondment"),)),
     "staff[3].leave", "dan is away all year, and will be on no team"),
    (changed(YEAR, "staff", "dan", cap=0), "staff[3].cap", "dan has a cap of 0 weeks, and will be on no team"),
    (changed(YEAR, "staff", "ann", roles=("inspector",)), "kinds[0].needs[0]",
     "crc takes 1 in the role of lead; the staff has 0, so no inspection of this kind can be placed"),
    (changed(changed(YEAR, "staff", "ann", skills=()), "staff", "bob", skills=()), "kinds[0].needs[1]",
     "crc takes 2 in the role of inspector with adult; the staff has 1, so no inspection of this kind can be placed"),
    (YEAR.with_(now=20), "inspections[0].windows",
     "a may start in weeks 4 to 20, and with its notice no sooner than week 24: its window is over"),
    (changed(YEAR, "inspections", "b", windows=()), "inspections[1].windows",
     "b may start in no week, and with its notice no sooner than week 0: its window is over"),
    (changed(YEAR, "panels", "p1", slots=0), "panels[0].slots", "p1 has no slots, so nothing can go to it"),
    *HINDERED,
    (YEAR.with_(panels=()), "panels", "there is no panel, so no inspection that is reported can be placed"),
]  # fmt: skip


@pytest.mark.parametrize(("problem", "place", "sentence"), DOUBTS)
def test_what_is_likely_to_be_a_mistake_can_be_planned_with_and_is_said(
    problem: Problem, place: str, sentence: str
) -> None:
    assert list(faults(problem)) == []
    assert [(place_words(each.place), each.sentence) for each in doubts(problem)] == [(place, sentence)]


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Span(first=5, last=4),
        lambda: Pin(inspection="a", by="the chief", why="agreed"),
        lambda: Pin(inspection="a", start=1, panel="p1", by="the chief", why="agreed"),
        lambda: Pin(inspection="a", start=1, role="lead", by="the chief", why="agreed"),
        lambda: YEAR.with_(first_monday=YEAR.first_monday.replace(day=6)),
        lambda: YEAR.with_(inspections=(INSPECTION,) * 50_000),
    ],
    ids=[
        "weeks backwards",
        "nothing fixed",
        "two things fixed",
        "role without a person",
        "Tuesday",
        "50,000",
    ],
)
def test_what_can_be_seen_in_one_place_cannot_even_be_built(wrong: Any) -> None:
    with pytest.raises(ValidationError):
        wrong()


@pytest.mark.parametrize(
    ("fte", "away", "cap"),
    [
        (100, (), 46),
        (100, ((0, 6),), 40),
        (60, ((0, 6),), 24),
        (100, ((0, 60),), 0),
        (50, ((0, 3), (2, 5)), 20),
    ],
)
def test_a_cap_is_nine_tenths_of_the_weeks_somebody_is_there(
    fte: int, away: tuple[tuple[int, int], ...], cap: int
) -> None:
    there = Availability(fte, [Span(first=first, last=last) for first, last in away])
    assert cap_of(there, 52) == cap


def test_work_is_shared_by_working_time_and_no_share_is_above_its_cap() -> None:
    people = [Availability(100, ()), Availability(50, ()), Availability(100, (Span(first=0, last=40),))]
    assert fair_shares(people, 52, 50) == (20, 10, 9)
