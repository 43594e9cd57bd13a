"""The views: whatever way they were brought up to date, they say what the record says."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from activities.viewing.rows import InspectionRow, Rows
from activities.viewing.views import Views
from adapters.outbound.projections import ProjectionTables
from adapters.outbound.store import Store
from domain.cases.offline.messages import BringBack, Edit, SettleEdit
from domain.cases.state import CaseRead
from domain.inspections.commands import ProposeRatings
from domain.inspections.stages import Stage
from domain.panels.commands import ConvenePanel, OpenPanel
from tests.support.by_hand import life_by_hand, views_of
from tests.support.life import Life


@pytest.fixture
def kept(place: str, store: Store) -> Iterator[tuple[Views, ProjectionTables]]:
    with views_of(place, store) as kept:
        yield kept


@pytest.fixture
def views(kept: tuple[Views, ProjectionTables]) -> Views:
    return kept[0]


@pytest.fixture
def tables(kept: tuple[Views, ProjectionTables]) -> ProjectionTables:
    return kept[1]


@pytest.fixture
def life(store: Store, tmp_path: Path) -> Life:
    return life_by_hand(store, tmp_path, "nps-example-2018")


def test_an_empty_record_has_empty_views(views: Views) -> None:
    kept = views.catch_up()
    assert (kept.inspections(), kept.providers(), views.standing().position) == ([], [], 0)


def test_connections_lost_while_idle_are_replaced_and_whoever_looks_next_does_not_notice(
    postgresql_place: str, request: pytest.FixtureRequest
) -> None:
    """A database server that was restarted, or a connection that somebody in between has closed."""
    tables = ProjectionTables(postgresql_place)
    request.addfinalizer(tables.close)
    generation = tables.begin(1, "building")
    for _ in range(2):
        assert [each.number for each in tables.generations()] == [generation.number]
        assert tables.reached(generation.number) == 0
        assert tables.begin(1, "building") == generation
        with psycopg.connect(postgresql_place, autocommit=True) as admin:
            admin.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


def test_an_inspection_is_listed_with_its_stage_and_what_it_waits_for(views: Views, life: Life) -> None:
    life.until(Stage.EVIDENCE_REQUEST)
    row = views.catch_up().inspection("nps-example-2018")
    assert row is not None
    assert (row.stage, row.next_deadline) == ("evidence-request", "evidence")
    assert row.next_due == life.state.deadlines["evidence"].due
    assert row.waiting_for == ("evidence: Item 1", "evidence: Item 2", "evidence: Item 3")
    assert {task.verb for task in row.tasks if task.status == "to-do"} == {
        "receive-evidence",
        "draw-sample",
        "note-told",  # the provider has no contact to whom its notices could be sent
    }
    locked = next(task for task in row.tasks if task.verb == "begin-fieldwork")
    assert (locked.status, locked.why) == ("locked", "3 items of evidence are missing")


def test_derived_and_decided_ratings_are_shown_side_by_side(views: Views, life: Life) -> None:
    life.until(Stage.PUBLICATION)
    row = views.catch_up().inspection("nps-example-2018")
    assert row is not None
    assert (row.derived_overall, row.overall, row.score, row.max_score) == (
        "outstanding",
        "outstanding",
        26,
        30,
    )
    assert dict(row.ratings)["1.1"] == "good"
    assert dict(row.ratings)["2.1"] == "outstanding"


def test_the_cases_of_an_inspection_are_listed_with_how_far_they_are_read(views: Views, life: Life) -> None:
    life.until(Stage.CASE_READS)
    to_read = views.catch_up().cases("nps-example-2018")
    assert [each.status for each in to_read] == ["to-read"] * 6
    assert {each.unanswered for each in to_read} == {2, 4, 12}
    life.until(Stage.PANEL_REVIEW)
    assert {each.status for each in views.catch_up().cases("nps-example-2018")} == {"complete"}


def test_a_list_of_tasks_follows_the_cases_the_panel_and_the_action_plan(views: Views, life: Life) -> None:
    def found(verb: str) -> tuple[str, str]:
        row = views.catch_up().inspection("nps-example-2018")
        assert row is not None
        return next((task.status, task.why) for task in row.tasks if task.verb == verb)

    life.until(Stage.CASE_READS)
    assert found("close-case-reads") == ("locked", "6 of 6 case reads are not finished")
    life.read_cases()
    assert found("close-case-reads") == ("to-do", "")
    case = life.state.sampled[0]
    read: CaseRead = life.house.records.read([case])[case].state
    late = Edit(question=next(iter(read.answers)), answer="no")
    life.give(BringBack(read=case, file="f" * 64, taken_on=life.later(0), edits=(late,)))
    why = "1 thing written without a connection in 1 case read waits for a choice by inspector-1"
    assert found("close-case-reads") == ("locked", why)
    assert found("settle-edit") == ("to-do", "")
    life.give(SettleEdit(read=case, number=1, keep="theirs"))
    assert found("close-case-reads") == ("to-do", "")
    life.until(Stage.PANEL_REVIEW)
    life.give(ProposeRatings(inspection=life.reference))
    assert found("decide-ratings") == ("locked", "no panel with it on the agenda is convened")
    life.give(
        ConvenePanel(
            panel="p1",
            meets_on=life.later(0),
            chair="panel-chair-1",
            members=("panel-chair-1", "member-1", "member-2"),
            agenda=(life.reference,),
        )
    )
    assert found("decide-ratings") == ("locked", "the panel p1 has not been opened")
    assert found("open-panel") == ("to-do", "")
    life.give(OpenPanel(panel="p1", present=("panel-chair-1", "member-1", "member-2")))
    assert found("decide-ratings") == ("to-do", "")
    live = views.catch_up().digest()
    views.rebuild()
    assert views.catch_up().digest() == live


def test_an_inspection_shows_what_falls_due_of_its_action_plan(views: Views, life: Life) -> None:
    life.until(Stage.ACTION_PLAN)

    def row() -> InspectionRow:
        found = views.catch_up().inspection("nps-example-2018")
        assert found is not None
        return found

    assert (row().next_deadline, row().next_due) == ("plan", life.plan.due)
    assert row().waiting_for == ("the provider's action plan",)
    life.plan_actions()
    due = life.plan.actions["a1"].due
    assert (row().next_deadline, row().next_due, row().awaits) == ("action-a1", due, "the action a1")
    assert next(task.status for task in row().tasks if task.verb == "close-inspection") == "locked"
    life.turn(due + timedelta(days=1))
    life.settle()
    assert row().next_deadline is None
    assert row().waiting_for == ("1 action to be completed", f"the action a1 (overdue since {due})")
    live = views.catch_up().digest()
    views.rebuild()
    assert views.catch_up().digest() == live
    life.follow_up()
    assert row().waiting_for == ("the inspection to be closed",)
    assert next(task.status for task in row().tasks if task.verb == "close-inspection") == "to-do"


def test_the_time_line_tells_everything_that_happened_in_order(views: Views, life: Life) -> None:
    life.to_the_end()
    told = views.catch_up().timeline(life.stream)
    assert [each.position for each in told] == sorted({each.position for each in told})
    own = [each for each in told if each.stream == life.stream]
    loaded = life.house.store.load({life.stream: 0})[life.stream]
    assert [each.position for each in own] == [each.position for each in loaded]
    assert own[0].sentence.startswith("The inspection of Made-up Division was announced")
    assert own[-1].sentence == "The inspection was closed."


def test_views_rebuilt_at_any_time_equal_those_that_were_kept_up_live(views: Views, life: Life) -> None:
    for stage in (Stage.EVIDENCE_REQUEST, Stage.CASE_READS, Stage.PUBLICATION, Stage.CLOSED):
        life.until(stage)
        live = views.catch_up().digest()
        views.rebuild()
        assert views.catch_up().digest() == live
    assert views.standing().behind == 0


def test_a_step_that_somebody_else_has_taken_is_not_taken_again(
    views: Views, tables: ProjectionTables, life: Life, store: Store
) -> None:
    before = views.reached()
    life.until(Stage.FIELDWORK)
    batch = store.scan(before, 5)
    views.take(batch, before)
    views.take(batch, before)
    assert views.standing().position == before + 5
    generation = views.standing().generation
    assert tables.keep(generation, Rows(), before, before + 5) is False
    assert tables.keep(generation, Rows(), before + 5, before + 6) is True
