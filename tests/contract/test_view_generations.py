"""Building views anew beside those in use: nobody notices, nothing is lost, and both say the same at every position."""

import os
import random
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from activities import subscriptions
from activities.ports import StoreFault
from activities.viewing import rows, views
from activities.viewing.projecting import Projecting
from activities.viewing.rows import Rows
from activities.viewing.view_rows import Generation
from activities.viewing.views import NewerViews, Views
from adapters.outbound.projections import ProjectionTables
from adapters.outbound.store import Store
from domain.canonical import canonical, sha256_hex
from domain.inspections.stages import Stage
from domain.ledger.envelope import Recorded
from domain.messages import Message
from domain.refusals import Refused
from tests.support.by_hand import life_by_hand, views_of
from tests.support.house import shipped_library
from tests.support.life import Life

ROOT = Path(__file__).parents[2]
REFERENCE = "nps-example-2018"

Process = tuple[Views, ProjectionTables]


@pytest.fixture
def process(place: str, opened: Callable[[], Store]) -> Iterator[Callable[[], Process]]:
    """Views as so many processes have them, on the same database."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(views_of(place, opened()))


@pytest.fixture
def life(store: Store, tmp_path: Path) -> Life:
    return life_by_hand(store, tmp_path, REFERENCE)


def in_small_steps(patch: pytest.MonkeyPatch, batch: int) -> None:
    patch.setattr(subscriptions, "BATCH", batch)


def spoil(place: str, statement: str) -> None:
    """Do something to the views that Assay would not."""
    url = sa.make_url(place)
    if url.get_backend_name() == "sqlite":
        connection = sqlite3.connect(url.database or "")
        with connection:
            connection.execute(statement)
        connection.close()
    else:
        with psycopg.connect(place, options="-c search_path=assay") as owner:
            owner.execute(statement)


class TestRows:
    def test_rows_at_a_position_do_not_depend_on_how_it_was_reached(self, store: Store, life: Life) -> None:
        """In one go, event by event, in steps at random, or with others having gone ahead in between."""
        life.until(Stage.CLOSED)
        events = store.scan(limit=100_000)
        at_once = Kept(store)
        at_once.take(events)
        for seed in range(4):
            chance, one = random.Random(seed), Kept(store)
            place = 0
            while place < len(events):
                step = chance.choice([1, 2, 3, 7, 40])
                one.take(events[place : place + step])
                place += step
                if chance.random() < 0.2:  # somebody else takes the next few
                    one.skip(events[place : place + step])
                    place += step
                if chance.random() < 0.1:
                    fresh = Kept(store)
                    fresh.take(events[:place])
                    assert one.rows == fresh.rows
            assert one.rows == at_once.rows

    def test_the_layout_has_a_new_number_whenever_a_row_gets_other_fields(self) -> None:
        shapes: Sequence[type[Message]] = (
            rows.InspectionRow,
            rows.CaseRow,
            rows.MomentRow,
            rows.ProviderRow,
        )
        fields = {shape.__name__: _fields(shape.model_json_schema()) for shape in shapes}
        assert (rows.LAYOUT, sha256_hex(canonical(fields))[:16]) == (12, "0f7bec12dad77c03"), (
            "raise activities.viewing.rows.LAYOUT, and put the new number and digest here: "
            "workers then build the views anew when they are upgraded"
        )


def _fields(schema: Any) -> Any:
    """A schema without what its parts are called and what is said of them."""
    if isinstance(schema, dict):
        return {key: _fields(each) for key, each in schema.items() if key not in ("title", "description")}
    return [_fields(each) for each in schema] if isinstance(schema, list) else schema


class Kept:
    """Views kept in plain tables of this process."""

    def __init__(self, store: Store) -> None:
        self.projecting = Projecting(store, shipped_library)
        self.others = Projecting(store, shipped_library)
        self.rows: dict[object, Message] = {}

    def take(self, batch: Sequence[Recorded]) -> None:
        if batch:
            self._keep(self.projecting.rows(batch))

    def skip(self, batch: Sequence[Recorded]) -> None:
        if batch:
            self._keep(self.others.rows(batch))

    def _keep(self, made: tuple[Rows, int]) -> None:
        found, _ = made
        self.rows |= {("inspection", each.reference): each for each in found.inspections}
        self.rows |= {("case", each.case): each for each in found.cases}
        self.rows |= {("moment", each.position): each for each in found.moments}
        self.rows |= {("provider", each.provider): each for each in found.providers}


class TestRebuilding:
    def test_the_rebuilt_views_equal_the_live_ones_while_commands_keep_coming(
        self,
        process: Callable[[], Process],
        life: Life,
        store: Store,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        in_small_steps(monkeypatch, 7)
        done, troubles = threading.Event(), list[BaseException]()

        def keep_up(live: Views) -> Callable[[], None]:
            def run() -> None:
                while not done.is_set():
                    live.catch_up()

            return run

        def lead() -> None:
            try:
                life.until(Stage.PUBLICATION)
            finally:
                done.set()

        def noted(act: Callable[[], None]) -> Callable[[], None]:
            def run() -> None:
                try:
                    act()
                except BaseException as trouble:  # noqa: BLE001 - raised again by the test's own thread
                    troubles.append(trouble)

            return run

        live, _ = process()
        checking, tables = process()
        threads = [
            threading.Thread(target=noted(act)) for act in (lead, keep_up(live), keep_up(process()[0]))
        ]
        for thread in threads:
            thread.start()
        checks = 0
        try:
            while not done.is_set() or checks < 2:
                assert checking.check().differing == ()
                checking.rebuild()
                checks += 1
        finally:
            done.set()
            for thread in threads:
                thread.join()
        assert troubles == []
        assert checking.catch_up().digest() == live.catch_up().digest()
        assert live.check().differing == ()
        assert [each.purpose for each in tables.generations()] == ["live"]
        assert live.standing().behind == 0

    def test_people_go_on_reading_what_is_in_use(
        self, process: Callable[[], Process], life: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_small_steps(monkeypatch, 10)
        life.until(Stage.CASE_READS)
        reader, tables = process()
        before = reader.catch_up().digest()
        told: list[tuple[int, int]] = []

        def tell(reached: int, target: int) -> None:
            told.append((reached, target))
            assert tables.digest() == before
            assert reader.standing().building == reached

        builder, _ = process()
        number = reader.standing().generation
        assert builder.rebuild(tell).generation > number
        assert told[0][0] == 0
        assert told[-1][0] == told[-1][1] == reader.standing().position
        assert len(told) > 3
        assert (reader.catch_up().digest(), reader.standing().building) == (before, None)

    def test_one_that_was_killed_is_gone_on_with(
        self, process: Callable[[], Process], life: Life, place: str
    ) -> None:
        life.until(Stage.CASE_READS)
        reader, _ = process()
        before = reader.catch_up().digest()
        with subprocess.Popen(
            [sys.executable, "-m", "tests.support.rebuilder", place],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as killed:
            assert killed.stdin is not None
            assert killed.stdout is not None
            reached = 0
            for _ in range(3):
                reached = int(killed.stdout.readline().split()[0])
                killed.stdin.write("on\n")
                killed.stdin.flush()
            killed.stdout.readline()
            killed.kill()
        assert reader.catch_up().digest() == before
        left = reader.standing().building
        assert left is not None
        assert left >= reached == 10
        told: list[int] = []
        reader.rebuild(lambda at, _: told.append(at))
        assert told[0] == left
        assert reader.catch_up().digest() == before
        assert reader.check().differing == ()

    def test_two_that_build_at_once_help_each_other(
        self, process: Callable[[], Process], life: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_small_steps(monkeypatch, 5)
        life.until(Stage.CASE_READS)
        several = [process()[0] for _ in range(3)]
        before = several[0].catch_up().digest()
        built: list[int] = []
        threads = [
            threading.Thread(target=lambda each=each: built.append(each.rebuild().position))
            for each in several
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        _, tables = process()
        assert len(built) == 3
        assert [each.purpose for each in tables.generations()] == ["live"]
        assert several[0].catch_up().digest() == before
        assert several[0].check().differing == ()

    def test_what_is_behind_does_not_take_the_place_of_what_is_ahead(
        self, process: Callable[[], Process], life: Life
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        live, tables = process()
        live.catch_up()
        building = tables.begin(rows.LAYOUT, "building")
        assert tables.go_live(building.number) is False
        assert live.standing().generation != building.number
        assert tables.go_live(live.standing().generation) is True, "it is live already"

    def test_what_was_put_aside_is_thrown_away_and_can_be_taken_no_further(
        self, process: Callable[[], Process], life: Life
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        live, tables = process()
        live.catch_up()
        before = live.standing()
        live.rebuild()
        assert tables.reached(before.generation) is None
        assert tables.keep(before.generation, Rows(), before.position, before.position + 1) is False
        assert tables.compare(before.generation, live.standing().generation) is None

    def test_the_database_failing_in_the_middle_leaves_what_is_in_use(
        self, process: Callable[[], Process], life: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_small_steps(monkeypatch, 10)
        life.until(Stage.EVIDENCE_REQUEST)
        live, tables = process()
        before = live.catch_up().digest()
        with monkeypatch.context() as broken:
            broken.setattr(tables, "go_live", _fails)
            with pytest.raises(StoreFault):
                live.rebuild()
        assert live.catch_up().digest() == before
        live.rebuild()
        assert live.catch_up().digest() == before


def _fails(_: int) -> bool:
    raise StoreFault("The database server is shutting down or starting up.")


class TestChecking:
    @pytest.mark.parametrize(
        ("statement", "view"),
        [
            ("UPDATE view_inspections SET row = replace(row, 'Made-up', 'Well-known')", "inspections"),
            ("DELETE FROM view_moments WHERE position = 3", "timeline"),
            ("UPDATE view_providers SET provider = 'another'", "providers"),
        ],
    )
    def test_it_finds_what_the_record_does_not_say_and_a_rebuilding_puts_that_right(
        self, process: Callable[[], Process], life: Life, place: str, statement: str, view: str
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        live, tables = process()
        good = live.catch_up().digest()
        spoil(place, statement)
        assert live.check().differing == (view,)
        assert [each.purpose for each in tables.generations()] == ["live"], "a check leaves nothing behind"
        live.rebuild()
        assert live.catch_up().digest() == good

    def test_of_two_that_check_at_once_the_first_is_told_so(
        self, process: Callable[[], Process], life: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        in_small_steps(monkeypatch, 10)
        life.until(Stage.EVIDENCE_REQUEST)
        first, second = process()[0], process()[0]
        second.catch_up()

        def interrupt(reached: int, _: int) -> None:
            if reached:
                assert second.check().differing == ()

        with pytest.raises(Refused, match="checked-twice"):
            first.check(interrupt)


class TestLayouts:
    def test_views_of_an_older_layout_are_built_anew_by_themselves(
        self, process: Callable[[], Process], life: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        older, tables = process()
        before = older.catch_up().digest()
        number = older.standing().generation
        monkeypatch.setattr(views, "LAYOUT", rows.LAYOUT + 1)
        newer, _ = process()
        assert newer.catch_up().digest() == before
        (live,) = tables.generations()
        assert live == Generation(number + 1, rows.LAYOUT + 1, "live", newer.standing().position)

    def test_views_of_a_newer_layout_are_left_alone(
        self, process: Callable[[], Process], life: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        with monkeypatch.context() as newer_assay:
            newer_assay.setattr(views, "LAYOUT", rows.LAYOUT + 1)
            process()[0].catch_up()
        older, tables = process()
        before = tables.digest()
        for act in (older.catch_up, older.rebuild, older.check):
            with pytest.raises(NewerViews, match="newer version of Assay"):
                act()
        assert "newer version of Assay" in older.standing().stopped_because
        assert tables.digest() == before

    def test_a_building_of_a_newer_layout_is_not_put_aside_by_an_older_assay(
        self, process: Callable[[], Process], life: Life
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        older, tables = process()
        before = older.catch_up().digest()
        building = tables.begin(rows.LAYOUT + 1, "building")
        with pytest.raises(NewerViews):
            older.rebuild()
        assert building in tables.generations()
        assert older.catch_up().digest() == before, "what is in use is kept up all the same"

    def test_a_building_of_an_older_layout_is_put_aside(
        self, process: Callable[[], Process], life: Life
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        live, tables = process()
        live.catch_up()
        old = tables.begin(rows.LAYOUT - 1, "building")
        assert live.rebuild().generation > old.number
        assert tables.reached(old.number) is None
