"""A year from its first announcement to its last closure, and what came of it."""

import os
import statistics
import sys
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from datetime import time as clock_time
from pathlib import Path

from temporalio.client import Client

from benchmarks.year.cast import FIRST_MONDAY, Edition, cast
from benchmarks.year.checking import check_year
from benchmarks.year.facts import Facts, digest_of, facts_of, recorded
from benchmarks.year.faults import Killing
from benchmarks.year.ground import Tally, YearGround
from benchmarks.year.happening import happened
from benchmarks.year.meetings import Meetings
from benchmarks.year.place import Place, put_up
from benchmarks.year.turns import Player, in_turn
from benchmarks.year.walking import YearWalk
from benchmarks.year.weighing import Weight, weight_of, weight_of_all
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.events import InspectionConsidered
from domain.working_days import LONDON

__all__ = ["Year", "play"]

TELL_EVERY_SECONDS = 10.0
WORKERS = 2


@dataclass(frozen=True)
class Year:
    """What came of a year.

    Attributes:
        seconds: how long it took, from the first deed to the last.
        commands: given by people.
        events: on the record.
        cases: that were drawn.
        read_twice: of them.
        differences: on which a quality lead decided.
        histories: the events of each run of each workflow, in the order of their size.
        weights: what people, workers and servers have taken in memory and processor time.
        happened: how often each thing happened that an operations manager would ask about.
        checked: how often each sentence was checked.
        facts: what happened, without what is different in every run.
        faults: what went wrong.
        spent: where the seconds went.
        per_kind: how many inspections of each kind.
    """

    seconds: float
    commands: int
    events: int
    cases: int
    read_twice: int
    differences: int
    histories: tuple[int, ...]
    weights: Mapping[str, Weight]
    happened: Counter[str]
    checked: Counter[str]
    facts: Facts
    faults: Mapping[str, int]
    spent: Mapping[str, float]
    per_kind: Mapping[str, int]

    @property
    def digest(self) -> str:
        """The digest of the facts."""
        return digest_of(self.facts)

    @property
    def median_history(self) -> float:
        """The median of the runs' sizes."""
        return statistics.median(self.histories) if self.histories else 0


def play(
    edition: Edition,
    seed: int,
    folder: Path,
    *,
    workers: int = WORKERS,
    faults: str | None = None,
    database: str | None = None,
) -> Year:
    """Play a year and check it.

    Args:
        edition: how large it is.
        seed: of who does what, and when.
        folder: an empty one, for all that is kept.
        workers: how many worker processes.
        faults: the seed of what goes wrong; None if nothing does.
        database: see :func:`benchmarks.year.place.put_up`.

    Raises:
        NotSo: something that must hold does not.
    """
    start = datetime.combine(FIRST_MONDAY, clock_time(8), tzinfo=LONDON)
    with ExitStack() as stack:
        place = stack.enter_context(put_up(folder, start, workers=workers, faults=faults, database=database))
        tally = Tally()
        walks = _walks(edition, seed, place, tally)
        begun, used = time.monotonic(), time.process_time()
        killing = Killing(place.crew.kill_one, f"{faults} kills") if faults else None
        with killing or nullcontext():
            _lead(walks, place, tally, begun)
        seconds, used = time.monotonic() - begun, time.process_time() - used
        return _came(walks, place, tally, seconds, used, killing)


def _walks(edition: Edition, seed: int, place: Place, tally: Tally) -> list[YearWalk]:
    library = place.installation.library()
    walks, meetings = [], Meetings()
    for part in cast(edition, seed):
        protocol = library.protocol(part.protocol, on=part.begins)
        if protocol is None:
            raise RuntimeError(f"{part.protocol} cannot be used: {library.left_out}")
        ground = YearGround(place.world, library, part.reference, tally, meetings)
        walks.append(YearWalk(part, protocol, ground, float(edition.cases), seed))
    return walks


def _lead(walks: list[YearWalk], place: Place, tally: Tally, begun: float) -> None:
    players = []
    for walk in walks:
        player = Player(walk.part.begins, lambda _, walk=walk: walk.to_the_end())  # type: ignore[misc]  # bound now
        walk.year.player = player
        players.append(player)

    def pass_until(day: date) -> None:
        place.world.pass_until(datetime.combine(day, clock_time(10), tzinfo=LONDON))
        place.crew.check()

    told = begun
    for day in in_turn(players, pass_until):
        now = time.monotonic()
        if now - told > TELL_EVERY_SECONDS:
            told = now
            over = sum(each.over for each in players)
            print(
                f"{day}  {over} of {len(players)} inspections are over; {tally.commands:,} commands in "
                f"{now - begun:.0f} s",
                file=sys.stderr,
                flush=True,
            )
    place.world.settle()


def _came(
    walks: list[YearWalk], place: Place, tally: Tally, seconds: float, used: float, killing: Killing | None
) -> Year:
    events = list(recorded(place.installation.store))
    checked = check_year(walks, place.installation.store, events)
    faults = {}
    if killing is not None:
        faults = {
            "workers killed": killing.killed,
            "done again, as the document store had failed": tally.again,
            "steps of time cut short": place.passing.cut_short,
            "streams woken": place.passing.woken,
        }
    return Year(
        seconds=seconds,
        commands=tally.commands,
        events=len(events),
        cases=sum(len(each.reading.answers) for each in walks),
        read_twice=sum(len(each.reading.twice) for each in walks),
        differences=sum(each.reading.differences for each in walks),
        histories=tuple(sorted(_histories(place))),
        weights=_weights(place, used),
        happened=_happened(walks, events),
        checked=checked,
        facts=facts_of(events),
        faults=faults,
        spent={
            "putting Temporal's time forward": place.passing.forwarding,
            "waiting for the workflows": place.passing.settling,
            "people's commands, and the rest": seconds - place.passing.forwarding - place.passing.settling,
        },
        per_kind=Counter(each.protocol.id for each in walks),
    )


def _happened(walks: list[YearWalk], events: Sequence[Envelope[Event]]) -> Counter[str]:
    found = happened(events)
    found["decisions refused, on papers or a proposal that were stale"] = sum(
        len(each.refused) for each in walks
    )
    found["papers overtaken by another panel's ratings"] = sum(each.overtaken for each in walks)
    decided = Counter(each.stream for each in events if isinstance(each.data, InspectionConsidered))
    found["panels that decided on several inspections"] = sum(number > 1 for number in decided.values())
    return found


def _histories(place: Place) -> list[int]:
    async def asked(client: Client) -> list[int]:
        return [each.history_length async for each in client.list_workflows()]

    return place.installation.line.ask(asked, within=120.0)


def _weights(place: Place, used: float) -> dict[str, Weight]:
    people = Weight(weight_of(os.getpid()).memory, used)
    found = {"people": people, "workers": place.crew.weigh()}
    return found | {name: weight_of_all(pid) for name, pid in place.servers.items()}
