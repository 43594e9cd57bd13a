"""What it takes to take in a list of 100,000 cases, beside reading the same file with the csv module and no more.

The list has the seven columns of supervised cases. First with a thousand faulty rows: read, checked to the last cell,
every fault written to a file. Then put right: read, checked, encrypted, kept on the disk and recorded, with a vault in
a file and fsync on. The sum, of two files, is for information. Run it with ``python -m benchmarks.lists``.
"""

import argparse
import csv
import itertools
import logging
import random
import tempfile
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import structlog

from activities.commanding.desk import Accepted, Order
from adapters.inbound.files.case_lists import FaultyList, read_list, write_errors
from benchmarks.common import LEAST_ROUNDS, Figure, compared, in_turn, report, show, surroundings, timed
from domain.cases.lists.checking import Fault
from domain.given import Actor
from domain.inspections.commands import AnnounceInspection
from domain.inspections.kinds.parts import Population
from domain.messages import Command
from domain.people.authority import AUTHORITY
from domain.providers.provider import RegisterProvider
from tests.support.toy_matter import HandClock
from worker import Assay, compose, settings_of

ROWS, FAULTY = 100_000, 1_000

MOST_TIMES_OF_READING = 10
"""How many times as long as reading it alone it may take to take a list in, and to find all that is wrong with it."""

POPULATION = "supervised-cases"
READING, CHECKING, TAKING_IN, ALL = (
    "the csv module, reading only",
    "checked, faults written down",
    "checked, encrypted, recorded",
    "faulty, put right, taken in",
)
_numbers = itertools.count(1)


def write_lists(folder: Path) -> tuple[Path, Path]:
    """The list as it should be, and with its faults: cells that are wrong, references that are there twice."""
    chance = random.Random(18)
    begun = date(2017, 1, 2)
    rows = [
        (
            f"NW/{row:06}",
            chance.choice(("female", "male")),
            chance.choice(("community-order", "suspended-sentence-order", "licence")),
            chance.choice(("low", "medium", "high")),
            f"office {chance.randrange(40)}",
            (begun + timedelta(days=chance.randrange(500))).isoformat(),
            str(chance.randrange(150)),
        )
        for row in range(ROWS)
    ]
    header = ("reference", "gender", "disposal", "risk-level", "office", "start-date", "weeks")
    good, bad = folder / "good.csv", folder / "bad.csv"
    for path in (good, bad):
        with path.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows((header, *rows))
        for place in chance.sample(range(1, ROWS), FAULTY):  # for the file that is written next
            cells, wrong = list(rows[place]), chance.randrange(4)
            cells[(0, 1, 5, 6)[wrong]] = (rows[0][0], "alien", "2017-02-30", "=1+1")[wrong]
            rows[place] = tuple(cells)  # type: ignore[assignment]  # as many cells as before
    return good, bad


class _House:
    """An installation of its own, with an inspection for each list that is taken in."""

    def __init__(self, assay: Assay) -> None:
        self.assay = assay
        self.give(RegisterProvider(provider="p", title="P", kind="nps-division", area="A"))

    def give(self, command: Command) -> None:
        role = sorted(AUTHORITY[command.verb])[0]
        order = Order(f"bench-{next(_numbers)}", command, Actor("bench", role, "benchmark"))
        outcome = self.assay.desk.give(order)
        assert isinstance(outcome, Accepted), outcome

    def announced(self) -> str:
        inspection = f"bench-{next(_numbers)}"
        self.give(
            AnnounceInspection(
                inspection=inspection,
                provider="p",
                protocol="nps-division-2018",
                lead="lead",
                fieldwork_from=date(2018, 7, 9),
                fieldwork_to=date(2018, 7, 20),
            )
        )
        return inspection

    def population(self, inspection: str) -> Population:
        lists = self.assay.case_lists
        return lists.population(lists.inspection(inspection), POPULATION)

    def take_in(self, inspection: str, path: Path) -> None:
        read = read_list(path, self.population(inspection))
        handed = self.assay.case_lists.hand_in(inspection, POPULATION, read.digest, read.table, None)
        self.assay.case_lists.keep(handed.content)
        self.give(handed.command)


def _read_only(path: Path) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        deque(csv.reader(file), maxlen=0)


def _find_faults(path: Path, population: Population, folder: Path) -> None:
    found: Sequence[Fault] = ()
    try:
        read_list(path, population)
    except FaultyList as faulty:
        found = faulty.faults
        write_errors(folder / f"faults-{next(_numbers)}.csv", found)
    if len(found) != FAULTY:
        raise AssertionError(f"{len(found)} faults were found, not {FAULTY}")


def measured(house: _House, folder: Path, rounds: int) -> list[Figure]:
    """Milliseconds for each, and how many times those of reading they are."""
    good, bad = write_lists(folder)
    population = house.population(house.announced())

    def taking_in() -> float:
        inspection = house.announced()
        return timed(lambda: house.take_in(inspection, good)) * 1000

    def altogether() -> float:
        return works[CHECKING]() + taking_in()

    works: dict[str, Callable[[], float]] = {
        READING: lambda: timed(lambda: _read_only(good)) * 1000,
        CHECKING: lambda: timed(lambda: _find_faults(bad, population, folder)) * 1000,
        TAKING_IN: taking_in,
    }
    works[ALL] = altogether
    for work in works.values():
        work()
    found = in_turn(rounds, works)
    return [
        compared(f"{ROWS:,} cases: {name}", "ms", found, name, READING, at_most=most)
        for name, most in ((CHECKING, MOST_TIMES_OF_READING), (TAKING_IN, MOST_TIMES_OF_READING), (ALL, None))
    ]


def main() -> int:
    """Measure, print, and say with the exit code whether the target is met."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--rounds", type=int, default=LEAST_ROUNDS)
    arguments.add_argument("--json", action="store_true")
    asked = arguments.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.ERROR))
    with tempfile.TemporaryDirectory(prefix="assay-bench-") as temporary:
        folder, clock = Path(temporary), HandClock()
        clock.set(datetime(2018, 5, 14, 12, tzinfo=UTC))
        about = surroundings(folder, asked.rounds, {"SQLite": "WAL, synchronous FULL"})
        with compose(settings_of({"ASSAY_HOME": str(folder / "home")}), clock=clock) as assay:
            assay.migrate()
            figures = measured(_House(assay), folder, asked.rounds)
        for figure in figures:
            show(figure)
    return report(figures, about, as_json=asked.json)


if __name__ == "__main__":
    raise SystemExit(main())
