"""One look at the record: it is asked once where it stands, and whatever was recorded before the look is seen."""

import random
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from types import SimpleNamespace

import pytest

from activities.commanding.records import MANY, Records
from activities.moments import LASTING_SECONDS, one_moment, present
from activities.viewing import view_rows
from activities.viewing.views import Views
from adapters.outbound.projections import ProjectionTables
from adapters.outbound.store import Store
from domain.inspections.stages import Stage
from tests.contract.test_records import CODES, STREAMS, Asked, known, register
from tests.contract.test_view_generations import spoil
from tests.support.by_hand import life_by_hand, views_of
from tests.support.life import Life
from tests.support.office import Office

REFERENCE = "nps-example-2018"
Opening = Callable[[], Store]


def never() -> float:
    """A clock that stands, by which no look is over."""
    return 0.0


@pytest.fixture
def life(store: Store, tmp_path: Path) -> Life:
    return life_by_hand(store, tmp_path, REFERENCE)


@pytest.fixture
def process(place: str, opened: Opening) -> Iterator[Callable[[], tuple[Views, "Counted"]]]:
    """Views as so many processes have them, which count what is asked of the tables."""
    with ExitStack() as stack:

        def begun() -> tuple[Views, Counted]:
            views, tables = stack.enter_context(views_of(place, opened()))
            counted = Counted(tables)
            views._kept = counted  # type: ignore[assignment]  # tables that count
            views._shelf = view_rows.RowShelf(counted)  # type: ignore[arg-type]  # tables that count
            return views, counted

        yield begun


class Counted:
    """Tables of views that note what is read from them."""

    def __init__(self, tables: ProjectionTables) -> None:
        self._tables = tables
        self.read: list[str] = []

    def __getattr__(self, name: str) -> object:
        if name in ("inspections", "inspection", "cases", "timeline", "providers"):
            self.read.append(name)
        return getattr(self._tables, name)


class TestStreams:
    def test_however_often_and_however_few_are_read_one_question_is_asked(self, opened: Opening) -> None:
        writer, store = Office(opened()), Asked(opened())
        records = Records(store)  # type: ignore[arg-type]  # a store that counts
        records.read(STREAMS)
        for code in CODES[:3]:
            register(writer, code)
        asked = store.loads, store.scans
        with one_moment(never):
            for stream in (*STREAMS, *STREAMS):
                assert known(records, [stream]) == known(writer.records, [stream])
            assert known(records) == known(writer.records)
        assert (store.loads, store.scans) == (asked[0], asked[1] + 1)

    @pytest.mark.parametrize("remembered", [3, MANY, 1000])
    def test_every_look_sees_what_any_process_recorded_before_it(
        self, opened: Opening, remembered: int
    ) -> None:
        """In an order at random, by one desk or the other; each desk sees within a look what itself records."""
        one, other = (
            Office(opened(), remembered=remembered),
            Office(opened(), remembered=remembered),
        )
        chance, left = random.Random(remembered), list(CODES)
        chance.shuffle(left)
        while left:
            register(chance.choice([one, other]), left.pop())
            fresh = dict(zip(STREAMS, known(Records(opened())), strict=True))
            for office in (one, other):
                with one_moment(never):
                    for _ in range(3):
                        some = chance.sample(STREAMS, chance.choice([1, 2, len(STREAMS)]))
                        assert known(office.records, some) == [fresh[each] for each in some]
                    if left and chance.random() < 0.3:
                        code = left.pop()
                        register(office, code)
                        assert known(office.records, [f"provider-{code}"])[0][0] == 1
                        fresh = dict(zip(STREAMS, known(Records(opened())), strict=True))

    def test_which_streams_there_are_is_asked_once_and_every_look_sees_what_has_come(
        self, opened: Opening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writer, store = Office(opened()), opened()
        records, asked = Records(store), list[str]()
        real = store.streams

        def noted(prefix: str) -> Iterator[str]:
            asked.append(prefix)
            return real(prefix)

        monkeypatch.setattr(store, "streams", noted)
        register(writer, CODES[0])
        with one_moment(never):
            for _ in range(3):
                assert records.named("provider-") == tuple(STREAMS[:1])
                assert records.named("panel-") == ()
        assert asked == ["provider-", "panel-"]
        for number, code in enumerate(CODES[1:], 2):
            with one_moment(never):
                before = records.named("provider-")
                register(writer, code)
                assert records.named("provider-") == before == tuple(STREAMS[: number - 1])
            with one_moment(never):
                assert records.named("panel-") == ()
                assert records.named("provider-") == tuple(STREAMS[:number])
        assert asked == ["provider-", "panel-"], "what begins is followed"
        assert records.named("provider-") == tuple(STREAMS), "outside a look it is asked each time"
        assert asked[2:] == ["provider-"]

    def test_a_stream_that_begins_while_its_kind_is_asked_for_is_not_missed(
        self, opened: Opening, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        writer, store = Office(opened()), opened()
        records = Records(store)
        real = store.streams

        def overtaken(prefix: str) -> Iterator[str]:
            found = list(real(prefix))
            monkeypatch.setattr(store, "streams", real)
            register(writer, CODES[0])
            with one_moment(never):
                known(records)  # somebody else follows past it
            return iter(found)

        known(records)
        monkeypatch.setattr(store, "streams", overtaken)
        with one_moment(never):
            assert records.named("provider-") == ()
        with one_moment(never):
            assert records.named("provider-") == tuple(STREAMS[:1])

    def test_what_takes_longer_than_a_look_lasts_sees_what_was_recorded_meanwhile(
        self, opened: Opening
    ) -> None:
        writer, records, now = Office(opened()), Records(opened()), SimpleNamespace(at=0.0)
        records.read(STREAMS)
        with one_moment(lambda: now.at):
            assert known(records, STREAMS[:1])[0][0] == 0
            register(writer, CODES[0])
            assert known(records, STREAMS[:1])[0][0] == 0, "the look is still at what it saw"
            now.at += LASTING_SECONDS
            assert present() is None
            assert known(records, STREAMS[:1])[0][0] == 1

    def test_outside_a_look_nothing_is_taken_for_what_it_was(self, opened: Opening) -> None:
        writer, records = Office(opened()), Records(opened())
        with one_moment(never):
            known(records)
        for number, stream in enumerate(STREAMS):
            register(writer, CODES[number])
            assert known(records, [stream])[0][0] == 1


class TestViews:
    def test_rows_are_read_once_while_nothing_is_recorded_whoever_looks(
        self, life: Life, process: Callable[[], tuple[Views, Counted]]
    ) -> None:
        life.until(Stage.CASE_READS)
        views, tables = process()
        for _ in range(3):
            with one_moment(never):
                rows = views.catch_up()
                assert rows.inspection(REFERENCE) == rows.inspections()[0]
                assert rows.inspection("nobodys") is None
                assert len(rows.cases(REFERENCE)) == 6
                assert rows.timeline(life.stream)[0].sentence
                rows.providers()
        assert sorted(tables.read) == [
            "cases", "inspection", "inspections", "providers", "timeline",
        ]  # fmt: skip

    def test_every_look_has_the_rows_of_what_any_process_recorded_before_it(
        self, life: Life, process: Callable[[], tuple[Views, Counted]], place: str, opened: Opening
    ) -> None:
        """Stage by stage, the views taken along by one process or the other; and none is behind tables read afresh."""
        several = [process()[0] for _ in range(2)]
        chance = random.Random(1)
        for stage in (Stage.EVIDENCE_REQUEST, Stage.CASE_READS, Stage.PANEL_REVIEW, Stage.CLOSED):
            life.until(stage)
            chance.shuffle(several)
            with views_of(place, opened()) as (afresh, _):
                expected = afresh.catch_up().inspections()
            for views in several:
                with one_moment(never):
                    rows = views.catch_up()
                    assert list(rows.inspections()) == expected
                    assert rows.inspection(REFERENCE) == expected[0]
            assert expected[0].stage == stage

    def test_views_that_were_built_anew_take_the_place_of_what_was_remembered(
        self, life: Life, process: Callable[[], tuple[Views, Counted]], place: str
    ) -> None:
        life.until(Stage.EVIDENCE_REQUEST)
        views, _ = process()
        good = views.catch_up().inspections()
        spoil(place, "UPDATE view_inspections SET row = replace(row, 'evidence-request', 'closed')")
        with one_moment(never):
            assert views.catch_up().inspections()[0].stage == "closed", "what somebody meddled with is shown"
        process()[0].rebuild()
        with one_moment(never):
            assert list(views.catch_up().inspections()) == good

    def test_no_more_rows_are_remembered_than_there_is_room_for(
        self, life: Life, process: Callable[[], tuple[Views, Counted]]
    ) -> None:
        life.until(Stage.CASE_READS)
        views, tables = process()
        views._shelf = view_rows.RowShelf(tables, most=7)  # type: ignore[arg-type]  # tables that count
        for number in range(30):
            with one_moment(never):
                rows = views.catch_up()
                assert rows.inspection(f"guessed-{number}") is None
                assert len(rows.cases(REFERENCE)) == 6
        assert len(views._shelf._shelved) <= 2
        assert sum(each[2] for each in views._shelf._shelved.values()) == views._shelf._rows <= 7
