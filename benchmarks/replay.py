"""Replaying an inspection of 2,500 events at any point, beside reading the same streams and folding them once.

    python -m benchmarks.replay [--rounds 9] [--cases 240] [--json]

A replay reads the inspection with its cases, its panel and its action plan, checks every digest and chain, folds all of
it, derives the ratings at that point, and derives again whatever had been derived by then. The baseline is what a
command does to know where the same streams stand. Step by step, and from one point to another, every event that is told
is read, put into words and compared beside that: these two are measured from the record to what is shown.
"""

import argparse
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random

import structlog

from activities.auditing.replaying import END, Point, Replay, Replaying
from activities.auditing.stepping import difference, steps_taken
from activities.commanding.records import Records
from benchmarks.common import Figure, compared, in_turn, report, show, surroundings, timed
from domain.cases.commands import RecordAnswers
from domain.dated_rules.library import Library
from domain.frameworks.reading import shipped_frameworks
from domain.inspections.kinds.protocol import Population
from domain.ratings import shipped_schemes
from tests.support.audited import DrawnByLength, twice_read
from tests.support.dossiers.drawn import FIRST, DossierHouse

MOST_TIMES = 3.0
MOST_TIMES_TOLD = 5.0
"""Where every event is put into words too. Three times was the aim for two points, and is not reached."""

FOLD = "read and fold"
EVENTS = 2_500
REFERENCE = "full"


class FullWalk(DrawnByLength):
    """An inspection of so many cases, as many from each list, each answered question by question."""

    def listed(self, population: Population) -> int:
        return self.cases // len(self.protocol.populations)

    def record_answers(self, case: str, questions: tuple[str, ...]) -> None:
        for question in questions:
            self.ground.give(RecordAnswers(case=case, answers=self.answers((question,))), who=FIRST)


def led(house: DossierHouse, cases: int) -> None:
    """An inspection that has so many cases, all of them drawn, a tenth of them read twice, led to its decision."""
    kind = twice_read(percent=10, sample=cases)
    house.library = Library.of([kind], shipped_frameworks().values(), shipped_schemes().values())
    FullWalk(kind, house, REFERENCE, Random(REFERENCE), cases).to_a_decision()


def _milliseconds(work: Callable[[], object]) -> float:
    return 1000 * timed(work)


def measured(house: DossierHouse, rounds: int) -> list[Figure]:
    """Replays at points from near the beginning to the end, by every kind of point, each beside reading and folding."""

    def again(point: Point | None = None) -> Replay:
        """As for the first time: nothing is known of what was found sound before."""
        replaying = Replaying(store=house.store, library=lambda: house.library)
        return replaying.replay(REFERENCE, point or END)

    whole = again()
    assert (whole.verdict, whole.place) == ("verified", "")
    streams = whole.streams
    events = sum(len(each) for each in house.store.load(dict.fromkeys(streams, 0)).values())
    print(f"{events:,} events of {len(streams)} streams, {len(whole.state.sampled)} cases")
    assert events >= EVENTS, events
    (derived,) = (each for each in whole.steps if each.envelope.name == "inspection.ratings-derived.v1")
    at = derived.envelope.recorded_at
    points = {
        "at the end": lambda: again(),
        "at a quarter": lambda: again(Point(at=whole.position // 4)),
        "in the middle": lambda: again(Point(at=whole.position // 2)),
        "when the ratings were derived": lambda: again(Point(at=derived.position)),
        "as it was so": lambda: again(Point(as_of=at)),
        "as it was recorded": lambda: again(Point(as_recorded=at)),
    }

    def stepped() -> object:
        return steps_taken(again())

    def apart() -> object:
        replaying = Replaying(store=house.store, library=lambda: house.library)
        middle = Point(at=whole.position // 2)
        return difference(*replaying.several(REFERENCE, [middle, END]))

    told = {"step by step": stepped, "from the middle to the end": apart}
    works: dict[str, Callable[[], object]] = {
        **points,
        **told,
        FOLD: lambda: Records(house.store).read(streams),
    }
    times = in_turn(rounds, {name: partial(_milliseconds, work) for name, work in works.items()})
    most = dict.fromkeys(points, MOST_TIMES) | dict.fromkeys(told, MOST_TIMES_TOLD)
    return [
        compared(f"replay {name}", "ms", times, name, FOLD, at_most=at_most) for name, at_most in most.items()
    ]


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n\n")[0])
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--cases", type=int, default=240)
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory() as folder:
        about = surroundings(Path(folder), given.rounds)
        house = DossierHouse(Path(folder))
        led(house, given.cases)
        figures = measured(house, given.rounds)
        house.close()
    for each in figures:
        show(each)
    return report(figures, about, as_json=given.json)


if __name__ == "__main__":
    raise SystemExit(main())
