"""What Assay does for a programme, on real parts: starts, deadlines that move with a new plan, who is told of it."""

from datetime import UTC, date, datetime
from pathlib import Path

from adapters.outbound.store import create, open_store
from domain.deciders import EVENT_NAMES
from domain.inspections.state import Inspection
from domain.programme.plan import Plan
from domain.programme.year.events import ProgrammeNoticeSent
from tests.support.example import LIBRARY
from tests.support.hands import Hands, NoNudges
from tests.support.house import House
from tests.support.programme_life import STREAM, ProgrammeLife
from tests.support.programme_on_record import NORTH, SOUTH, YEAR
from tests.support.programmes import plan_of
from tests.support.toy_matter import HandClock

NORTH_STREAM = "inspection-north-2018"


def test_a_running_inspection_moves_by_the_new_plan_and_its_team_and_provider_are_told(
    tmp_path: Path,
) -> None:
    clock = HandClock(datetime(2018, 2, 19, 10, tzinfo=UTC))
    create(f"sqlite:///{tmp_path}/assay.db", True)
    store = open_store(f"sqlite:///{tmp_path}/assay.db")
    house = House.build(store, clock, NoNudges(), tmp_path, library=lambda: LIBRARY)
    life, hands = ProgrammeLife(house), Hands(house)

    def on(day: date) -> None:
        clock.set(datetime(day.year, day.month, day.day, 10, tzinfo=UTC))
        hands.see_to(STREAM, NORTH_STREAM)

    def dues() -> dict[str, date]:
        state: Inspection = house.records.read([NORTH_STREAM])[NORTH_STREAM].state
        return {code: each.due for code, each in state.deadlines.items()}

    life.to_a_draft()
    on(date(2018, 3, 12))
    life.publish()
    on(date(2018, 3, 12))
    on(date(2018, 6, 11))
    assert set(life.state.started) == {"north-2018"}
    before = dues()
    assert before, "something runs"
    later: Plan = plan_of(YEAR, NORTH.with_(start=16, publication=24), SOUTH)
    life.replan(later)
    assert {code: (due - before[code]).days for code, due in dues().items()} == dict.fromkeys(before, 14)
    on(date(2018, 6, 11))
    sent = [
        each.data
        for each in map(EVENT_NAMES.read, store.load({STREAM: 0})[STREAM])
        if isinstance(each.data, ProgrammeNoticeSent)
    ]
    assert {each.notice for each in sent} == {
        *(f"draft-2018-03-09-provider-{each}" for each in ("north", "south")),
        *(f"published-1-staff-os-100{number}" for number in (1, 2, 3)),
        "replanned-2-staff-os-1001",
        "replanned-2-staff-os-1003",
        "replanned-2-provider-north",
    }
    assert life.state.notices == {}
    told = "".join(path.read_text() for path in (tmp_path / "notices").rglob("*") if path.is_file())
    assert "north-2018: fieldwork in the week of 9 July 2018" in told, (
        "the draft, before anything is announced"
    )
    assert "fieldwork from 23 July 2018 to 27 July 2018" in told
    assert "(before: fieldwork from 9 July 2018 to 13 July 2018" in told
    store.close()
