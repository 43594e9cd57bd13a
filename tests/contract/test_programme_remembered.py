"""The tables of a year and a plan as it runs are worked out once, and anew when anybody has recorded something."""

from datetime import timedelta
from pathlib import Path

from activities.commanding.desk import Accepted
from activities.programme.record import ProgrammeRecord, tables_of
from adapters.outbound.documents import FolderDocuments
from adapters.outbound.store import Store
from domain.inspections.commands.changes import MoveFieldwork
from domain.programme.year.plan_commands import RecordInspectionStarted
from tests.support.noted_case import ON_ONE
from tests.support.office import Office, put
from tests.support.programme_on_record import AT_PUBLISHED, PLAN, YEAR, content_of

(NORTH, *_) = content_of().slots


class Counting(FolderDocuments):
    """A folder of documents that counts what is fetched."""

    fetched = 0

    def fetch(self, digest: str) -> bytes | None:
        self.fetched += 1
        return super().fetch(digest)


def year_in(folder: Path) -> tuple[str, Counting]:
    """A folder in which the tables of the year are kept, and their digest."""
    kept = Counting(folder)
    return kept.keep(tables_of(YEAR)), kept


def record_of(store: Store, kept: FolderDocuments) -> ProgrammeRecord:
    office = Office(store, on="2018-06-19")
    return ProgrammeRecord(
        desk=office.desk, store=store, records=office.records, documents=kept, clock=office.clock
    )


@ON_ONE
def test_tables_are_read_once_and_whether_they_are_still_kept_is_asked_each_time(
    store: Store, tmp_path: Path
) -> None:
    digest, kept = year_in(tmp_path)
    record = record_of(store, kept)
    assert (once := record.tables(digest)) == YEAR
    assert record.tables(digest) is once
    assert kept.fetched == 2
    for each in tmp_path.rglob("*"):
        if each.is_file():
            each.unlink()
    assert record.tables(digest) is None


@ON_ONE
def test_a_plan_is_as_the_record_has_it_now_whoever_recorded_it(store: Store, tmp_path: Path) -> None:
    _, kept = year_in(tmp_path)
    record = record_of(store, kept)
    put(store, *AT_PUBLISHED)
    _, plan = record.as_it_runs("2018", YEAR, PLAN)
    assert plan.placements == PLAN.placements
    assert record.as_it_runs("2018", YEAR, PLAN)[1] is plan, "it was remembered"
    another_process = Office(store, on=NORTH.announce_on.isoformat())
    start = RecordInspectionStarted(programme="2018", inspection="north-2018", due=NORTH.announce_on)
    assert isinstance(another_process.give("s-1", start), Accepted)
    moved = NORTH.fieldwork_from + timedelta(weeks=3)
    defer = MoveFieldwork(
        inspection="north-2018",
        fieldwork_from=moved,
        fieldwork_to=moved + timedelta(days=4),
        reason="The offices were flooded and are closed.",
    )
    assert isinstance(another_process.give("s-2", defer), Accepted)
    _, now = record.as_it_runs("2018", YEAR, PLAN)
    assert [each.start for each in now.placements] == [plan.placements[0].start + 3, plan.placements[1].start]
