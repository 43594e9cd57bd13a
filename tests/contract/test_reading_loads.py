"""How much inspectors have to read already: over the days on which fieldwork is carried out (004 §4.12)."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from activities.cases.loads import OpenReads, ReadingLoads
from adapters.outbound.store import Store, create, open_store
from domain.cases.commands import AllocateCase
from domain.inspections.commands import BeginFieldwork
from domain.inspections.stages import Stage
from tests.support.hands import Hands, NoNudges
from tests.support.house import House
from tests.support.life import Life
from tests.support.toy_matter import HandClock


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new, empty store in a file."""
    url = f"sqlite:///{tmp_path}/assay.db"
    create(url, simulated=True)
    opened = open_store(url)
    yield opened
    opened.close()


class BegunLate(Life):
    """An inspection whose fieldwork begins two weeks after the day that was announced."""

    def begin_fieldwork(self) -> None:
        self.turn(self.state.known.fieldwork_from + timedelta(weeks=2))
        self.give(BeginFieldwork(inspection=self.reference))


def test_the_reads_of_an_inspection_fall_on_the_days_of_its_fieldwork_as_it_is_carried_out(
    store: Store, tmp_path: Path
) -> None:
    clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    house = House.build(store, clock, NoNudges(), tmp_path)
    life = BegunLate(house, clock, "nps-late-2018")
    hands = Hands(house)
    life.settle = lambda: hands.see_to(life.stream)
    life.until(Stage.FIELDWORK)
    life.draw_samples()
    life.give(AllocateCase(case=life.state.sampled[0], reader="inspector-7"))
    known, today = life.state.known, house.clock.now().date()
    assert known.fieldwork_to < today, "the announced days are over"
    running = life.state.deadlines[Stage.FIELDWORK]
    found = ReadingLoads(house.records).beside(life.state, known.fieldwork_from)
    assert found == {"inspector-7": (OpenReads("nps-late-2018", 1, today, running.due),)}
