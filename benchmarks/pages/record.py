"""The example year on PostgreSQL, as it stands near its end: most inspections are over, some are in every stage."""

import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from datetime import time as clock_time
from fractions import Fraction
from pathlib import Path

from adapters.inbound.demonstration.world import Played, World
from adapters.outbound.running.founding import found, open_record
from benchmarks.pages.furnishing import furnish
from benchmarks.year.cast import FIRST_MONDAY, SMALL, Edition, kind_files
from benchmarks.year.ground import Tally
from benchmarks.year.passing import SharedClock
from benchmarks.year.playing import set_out
from benchmarks.year.staff import Staff
from benchmarks.year.taking import Here
from benchmarks.year.turns import Player, in_turn
from domain.working_days import LONDON
from worker import Assay, compose, settings_of

__all__ = ["WHOLE", "Made", "environment", "make_year"]

WHOLE = 77
SEED = 2018
STOPPED_AFTER, SMALL_AFTER = timedelta(weeks=49), timedelta(weeks=9)
"""Everything has been announced by then, and what was announced last is in the hands of its people; a small year, whose
inspections all begin on one day, is in their hands much earlier."""


@dataclass(frozen=True)
class Made:
    """What was made.

    Attributes:
        inspections: how many were announced.
        reads: case reads that stand on the record, finished or not.
        events: on the record.
        seconds: how long it took to make.
    """

    inspections: int
    reads: int
    events: int
    seconds: float


def environment(home: Path, database: str) -> dict[str, str]:
    """The settings of the installation that holds the year."""
    return {
        "ASSAY_HOME": str(home),
        "ASSAY_DATABASE_URL": database,
        "ASSAY_LOG_LEVEL": "info",
        "ASSAY_LOG_FILE": str(home / "pages.log"),
        "ASSAY_PAGES_ADDRESS": "127.0.0.1:0",
        "ASSAY_PAGES_EXAMPLE_SIGN_IN": "yes",
    }


def make_year(home: Path, database: str, inspections: int) -> Made:
    """Play a year with the offices in the place of workflows, until it is nearly over.

    Args:
        home: an empty folder, for keys, documents and the clock.
        database: an empty one.
        inspections: how many, of 77.
    """
    begun = time.monotonic()
    settings = settings_of(environment(home, database))
    clock = SharedClock(home / "clock")
    start = datetime.combine(FIRST_MONDAY, clock_time(8), tzinfo=LONDON)
    clock.advance(start - clock.now())
    kind_files(home / "protocols")
    found(settings, simulated=True)
    with compose(settings, clock=clock) as assay:
        assay.log_to(home / "making.log", "error")
        open_record(assay)
        world = World.of(assay, clock, Played(assay.offices), "year")
        edition = Edition.of(Fraction(inspections, WHOLE), None)
        _play(assay, world, edition)
        furnish(assay, clock.now())
        streams = list(assay.store.streams("case-"))
        return Made(
            len(list(assay.store.streams("inspection-"))),
            len(streams),
            assay.store.last_position(),
            time.monotonic() - begun,
        )


def _play(assay: Assay, world: World, edition: Edition) -> None:
    players = []
    for walk in set_out(edition, SEED, world, Here(world), assay.library(), Tally(), Staff()):
        player = Player(walk.part.begins, lambda _, walk=walk: walk.to_the_end())  # type: ignore[misc]  # bound now
        walk.year.player = player
        players.append(player)

    ends = FIRST_MONDAY + (STOPPED_AFTER if len(players) > SMALL else SMALL_AFTER)

    def pass_until(day: object) -> None:
        world.pass_until(datetime.combine(day, clock_time(10), tzinfo=LONDON))  # type: ignore[arg-type]  # a day of the year as played

    for day in in_turn(players, pass_until):
        if day >= ends:
            break
    world.settle()
