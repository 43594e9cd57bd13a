"""People and panels that another programme has are no longer there for this one."""

from pathlib import Path
from typing import Any

import pytest

from activities.programme.ports import Question, SolverOrder
from activities.programme.scheduling import Scheduling
from adapters.inbound.files.programme.reading import read_problem
from adapters.inbound.files.programme.writing import write_sheets
from adapters.outbound.solver import CpSatSolver, ExactExplainer
from domain.decider import On
from domain.inspections.events import InspectionCancelled
from domain.messages import Message
from domain.programme.checker.checker import check
from domain.programme.plan import Member
from domain.programme.problem import Panel, Problem
from domain.programme.year.choice.known import OnRecord, filled
from domain.programme.year.events import InspectionStarted, PlanProposed, ProgrammeWithdrawn
from domain.programme.year.plan_commands import AcceptPlan, ProposePlan, PublishProgramme
from domain.programme.year.plans.other_programmes import refused_elsewhere
from domain.programme.year.state import Programme
from tests.support.example import ANNOUNCED, day
from tests.support.programme_on_record import (
    AT_CONSULTATION,
    AT_PUBLISHED,
    NORTH,
    OPENED,
    PLAN,
    PROPOSE,
    SOUTH,
    YEAR,
    content_of,
    opened,
)
from tests.support.programmes import plan_of
from tests.support.specification import given

BESIDE = OPENED.with_(programme="beside", title="Another programme of the same year")


def state_of(*happened: Any) -> Programme:
    found = given(*happened).state("programme-2018")
    assert isinstance(found, Programme)
    return found


def beside(*more: Any, of: tuple[Any, ...] = AT_PUBLISHED) -> Programme:
    """Another programme, in which the same was published."""
    return state_of(*(BESIDE if each == OPENED else each for each in of), *more)


MINE = state_of(*opened())


def record(other: Programme, tables: Problem | None = YEAR, **inspections: Any) -> OnRecord:
    return OnRecord(
        providers={},
        inspections=inspections,
        staff={},
        panels={},
        programmes={"2018": MINE, "beside": other},
        elsewhere={} if tables is None else {"beside": tables},
    )


def bookings(problem: Problem) -> dict[str, list[tuple[int, int]]]:
    return {each.id: [(one.weeks.first, one.weeks.last) for one in each.bookings] for each in problem.staff}


NOBODY: dict[str, list[tuple[int, int]]] = {"os-1001": [], "os-1002": [], "os-1003": []}
WHOLE = {"os-1001": [(13, 16)], "os-1002": [(23, 26)], "os-1003": [(14, 14), (24, 24)]}
"""In which weeks the plan has everybody, with preparing and writing."""
STARTED = InspectionStarted(inspection="north-2018", slot=content_of().slots[0], announced_before=False)
WITHDRAWN = ProgrammeWithdrawn(reason="The budget was cut.")


@pytest.mark.parametrize(
    ("other", "booked"),
    [
        (beside(), WHOLE),
        (beside(of=AT_CONSULTATION), NOBODY),
        (beside(WITHDRAWN), NOBODY),
        (beside(STARTED, WITHDRAWN), {"os-1001": [(13, 16)], "os-1002": [], "os-1003": [(14, 14)]}),
    ],
)
def test_whoever_is_planned_in_another_published_programme_is_booked_for_all_of_their_work(
    other: Programme, booked: dict[str, list[tuple[int, int]]]
) -> None:
    once = filled(YEAR, MINE, record(other), day("2018-03-12"))
    assert bookings(once) == booked
    assert filled(once, MINE, record(other), day("2018-03-12")) == once, "filled again, the same"
    free = filled(once, MINE, record(beside(of=AT_CONSULTATION)), day("2018-03-12"))
    assert free == YEAR


def test_without_its_tables_the_weeks_of_its_fieldwork_count_and_years_may_meet() -> None:
    known = record(beside(), None)
    assert bookings(filled(YEAR, MINE, known, day("2018-03-12")))["os-1001"] == [(14, 14)]
    next_year = YEAR.with_(first_monday=day("2018-07-16"))
    assert bookings(filled(next_year, MINE, record(beside()), day("2018-03-12")))["os-1001"] == [(-2, 1)]


def test_what_runs_elsewhere_counts_as_it_runs_and_what_was_given_up_frees_everybody() -> None:
    lead = ANNOUNCED.with_(lead="os-1002", fieldwork_from=day("2018-07-16"), fieldwork_to=day("2018-07-20"))
    runs = given(lead).state("inspection-north-2018")
    over = given(lead, On("inspection-north-2018", InspectionCancelled(reason="It is over."))).state(
        "inspection-north-2018"
    )
    other = beside(STARTED)
    now = bookings(filled(YEAR, MINE, record(other, **{"north-2018": runs}), day("2018-06-18")))
    assert (now["os-1001"], now["os-1002"]) == ([], [(14, 17), (23, 26)])
    after = bookings(filled(YEAR, MINE, record(other, **{"north-2018": over}), day("2018-06-18")))
    assert after == {"os-1001": [], "os-1002": [(23, 26)], "os-1003": [(24, 24)]}


def test_slots_of_a_panel_that_another_programme_has_are_taken(tmp_path: Path) -> None:
    year = filled(YEAR, MINE, record(beside()), day("2018-03-12"))
    assert [(each.id, each.slots, each.taken, each.room) for each in year.panels] == [
        ("p1", 1, 1, 0),
        ("p2", 1, 1, 0),
    ]
    free = year.with_(staff=YEAR.staff)
    sentences = [str(each) for each in check(free, plan_of(free, NORTH, SOUTH)).violations]
    assert any(
        "1 inspection goes to it; it has 1 slot, of which other programmes have 1" in each
        for each in sentences
    )
    write_sheets(year, tmp_path / "year")
    assert read_problem(tmp_path / "year").problem == year
    elsewhere = YEAR.with_(panels=tuple(each.with_(week=each.week + 1) for each in YEAR.panels))
    assert {each.taken for each in filled(elsewhere, MINE, record(beside()), day("2018-03-12")).panels} == {0}


def test_nothing_is_planned_into_slots_that_another_programme_has() -> None:
    free = YEAR.with_(panels=tuple(each.with_(slots=2, taken=1) for each in YEAR.panels))
    scheduling = Scheduling(CpSatSolver(), ExactExplainer())
    assert scheduling.schedule(free, SolverOrder(work=20)).verdict.unplaced == ()
    full = free.with_(panels=tuple(each.with_(taken=2) for each in free.panels))
    done = scheduling.schedule(full, SolverOrder(work=20))
    assert done.verdict.unplaced == ("north-2018", "south-2018")
    reasons = scheduling.explain(full, done.solved.plan, Question("north-2018")).reasons
    assert any("other programmes have 2" in f"{each.sentence} {each.parts}" for each in reasons)


def test_a_panel_of_which_nobody_else_has_anything_is_written_as_it_always_was() -> None:
    panel = Panel(id="p1", week=16, slots=2)
    assert panel.model_dump(mode="json") == {"id": "p1", "week": 16, "slots": 2}
    taken = panel.with_(taken=1)
    assert Panel.model_validate_json(taken.model_dump_json()) == taken
    assert Problem.model_validate_json(YEAR.model_dump_json()).digest == YEAR.digest


COUNT: list[Message] = [
    PROPOSE,
    AcceptPlan(programme="2018", plan=PLAN.digest),
    PublishProgramme(programme="2018", plan=PLAN.digest),
]


@pytest.mark.parametrize("command", COUNT, ids=lambda each: each.verb)
def test_a_plan_does_not_count_that_has_people_whom_another_published_programme_has(command: Any) -> None:
    mine = state_of(*opened(PlanProposed(content=content_of())))
    slots = tuple(each.with_(inspection=f"{each.inspection}-b") for each in content_of().slots)
    plan = content_of().with_(slots=slots)
    other = beside(
        of=tuple(
            PlanProposed(content=plan) if isinstance(each, PlanProposed) else each for each in AT_PUBLISHED
        )
    )
    refusal = refused_elsewhere(command, mine, [other], {})
    assert refusal is not None
    assert refusal.code == "engaged-elsewhere"
    assert (
        "works on north-2018-b of the programme beside from 2018-07-09 to 2018-07-15 (H4)" in refusal.sentence
    )
    assert refused_elsewhere(command, mine, [beside(of=AT_CONSULTATION)], {}) is None
    assert refused_elsewhere(command, mine, [], {}) is None


def test_a_plan_does_not_count_that_goes_to_a_panel_whose_slots_another_programme_has() -> None:
    people = {"os-1001": "os-2001", "os-1002": "os-2002", "os-1003": "os-2003"}
    staff = tuple(each.with_(id=people[each.id]) for each in YEAR.staff)
    year = YEAR.with_(staff=staff)
    teams = [
        each.with_(team=tuple(one.with_(person=people[one.person]) for one in each.team))
        for each in (NORTH, SOUTH)
    ]
    command = ProposePlan(programme="2018", problem=year, plan=plan_of(year, *teams), document="d" * 64)
    refusal = refused_elsewhere(command, MINE, [beside()], {})
    assert refusal is not None
    assert refusal.code == "panel-full"
    assert "p1 has 1 slots" not in refusal.sentence
    roomy = year.with_(panels=tuple(each.with_(slots=2) for each in year.panels))
    fits = command.with_(problem=roomy, plan=plan_of(roomy, *teams))
    assert refused_elsewhere(fits, MINE, [beside()], {}) is None


@pytest.mark.parametrize("command", COUNT[1:], ids=lambda each: each.verb)
def test_slots_that_another_programme_has_taken_since_keep_a_plan_from_counting(command: Any) -> None:
    """What was put forward while the slots were free is asked again when it is to count."""
    slots = tuple(each.with_(team=_others(each.team)) for each in content_of().slots)
    content = content_of().with_(slots=slots)
    mine = state_of(*opened(PlanProposed(content=content)))
    refusal = refused_elsewhere(command, mine, [beside()], {})
    assert refusal is not None
    assert refusal.sentence == (
        "p1 has 1 slot, of which other programmes have 1, and this plan 1 (H8); fill the tables from the "
        "record and plan anew."
    )
    assert refused_elsewhere(command, mine, [beside(of=AT_CONSULTATION)], {}) is None
    roomy = content.with_(panels=tuple(each.with_(slots=2) for each in content.panels))
    assert refused_elsewhere(command, state_of(*opened(PlanProposed(content=roomy))), [beside()], {}) is None
    before = content.with_(panels=())
    assert refused_elsewhere(command, state_of(*opened(PlanProposed(content=before))), [beside()], {}) is None


def test_what_has_started_keeps_its_slot_when_a_plan_is_published_again() -> None:
    started = tuple(
        InspectionStarted(inspection=each.inspection, slot=each, announced_before=False)
        for each in content_of().slots
    )
    command = PublishProgramme(programme="2018", plan=PLAN.digest)
    assert refused_elsewhere(command, state_of(*AT_PUBLISHED, *started, WITHDRAWN), [beside()], {}) is None


def _others(team: tuple[Member, ...]) -> tuple[Member, ...]:
    return tuple(each.with_(person=each.person.replace("os-1", "os-2")) for each in team)
