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

from adapters.inbound.demonstration.world import World
from benchmarks.year.cast import FIRST_MONDAY, Edition, cast
from benchmarks.year.checking import Checks, check_year
from benchmarks.year.facts import Facts, digest_of, facts_of, recorded
from benchmarks.year.faults import Striking
from benchmarks.year.ground import Tally, YearGround
from benchmarks.year.happening import happened
from benchmarks.year.meetings import Meetings
from benchmarks.year.place import Place, put_up
from benchmarks.year.staff import Staff
from benchmarks.year.staff_checking import check_deeds, check_staff_record
from benchmarks.year.taking import Clerk, Taking
from benchmarks.year.turns import Player, in_turn
from benchmarks.year.walking import YearWalk
from benchmarks.year.weighing import Weight, weight_of
from domain.dated_rules.library import Library
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.events import InspectionConsidered
from domain.people.roles import Role
from domain.working_days import LONDON

__all__ = ["Year", "play", "set_out"]

TELL_EVERY_SECONDS = 10.0
WORKERS = 2

STRIKE_EVERY_DAYS = 6
"""In the year with faults something is struck after so many of the days on which people act, however quick it is."""


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
        database: see :func:`benchmarks.year.place.put_up`; one that is given does not crash.

    Raises:
        NotSo: something that must hold does not.
    """
    start = datetime.combine(FIRST_MONDAY, clock_time(8), tzinfo=LONDON)
    with ExitStack() as stack:
        place = stack.enter_context(put_up(folder, start, workers=workers, faults=faults, database=database))
        tally = Tally()
        staff = Staff()
        library = place.installation.library()
        walks = set_out(edition, seed, place.world, place.desk, library, tally, staff)
        begun, used = time.monotonic(), time.process_time()
        striking = place.striking(f"{faults} strikes") if faults else None
        with striking or nullcontext():
            _lead(walks, place, tally, begun, striking)
        seconds, used = time.monotonic() - begun, time.process_time() - used
        return _came(walks, staff, place, tally, seconds, used, striking)


def set_out(
    edition: Edition, seed: int, world: World, desk: Taking, library: Library, tally: Tally, staff: Staff
) -> list[YearWalk]:
    """Put everybody on the record, and have each inspection ready to be led from its day.

    Args:
        edition: how large the year is.
        seed: of who does what, and when.
        world: where it is played.
        desk: takes what people give.
        library: the dated rules of the installation.
        tally: how much is given.
        staff: who works in the year.

    Raises:
        RuntimeError: a kind of inspection is not there, or cannot be used.
    """
    walks, meetings = [], Meetings()
    office = YearGround(world, desk, library, "staff", tally, meetings)
    for command, who in staff.begin(FIRST_MONDAY):
        office.give(command, Role.OPERATIONS_MANAGER, who)
    for part in cast(edition, seed):
        protocol = library.protocol(part.protocol, on=part.begins)
        if protocol is None:
            raise RuntimeError(f"{part.protocol} cannot be used: {library.left_out}")
        ground = YearGround(world, desk, library, part.reference, tally, meetings)
        walks.append(YearWalk(part, protocol, ground, staff, float(edition.cases), seed))
    return walks


def _lead(walks: list[YearWalk], place: Place, tally: Tally, begun: float, striking: Striking | None) -> None:
    players = []
    for walk in walks:
        player = Player(walk.part.begins, lambda _, walk=walk: walk.to_the_end())  # type: ignore[misc]  # bound now
        walk.year.player = player
        players.append(player)

    days = 0

    def pass_until(day: date) -> None:
        place.world.pass_until(datetime.combine(day, clock_time(10), tzinfo=LONDON))
        nonlocal days
        days += 1
        place.check()
        if striking is not None:
            striking.check()
            if days % STRIKE_EVERY_DAYS == 0:
                striking.strike_soon()

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
    if striking is not None:
        striking.strike_the_rest()
    place.world.settle()


def _came(
    walks: list[YearWalk],
    staff: Staff,
    place: Place,
    tally: Tally,
    seconds: float,
    used: float,
    striking: Striking | None,
) -> Year:
    events = list(recorded(place.installation.store))
    checks = Checks()
    check_year(walks, place.installation.store, events, checks)
    check_staff_record(staff, events, checks)
    check_deeds(walks, staff, events, checks)
    faults = {} if striking is None else _went_wrong(place, tally, striking)
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
        checked=checks.done,
        facts=facts_of(events),
        faults=faults,
        spent={
            "putting Temporal's time forward": place.passing.forwarding,
            "waiting for the workflows": place.passing.settling,
            "people's commands, and the rest": seconds - place.passing.forwarding - place.passing.settling,
        },
        per_kind=Counter(each.protocol.id for each in walks),
    )


def _went_wrong(place: Place, tally: Tally, striking: Striking) -> dict[str, int]:
    found = dict(striking.struck)
    found |= {f"done again, as {why}": number for why, number in sorted(tally.again.items())}
    found["of these on the record already, and not recorded twice"] = tally.known
    found["workers that could not begin, as a server was out of reach"] = place.crew.too_early
    if isinstance(place.desk, Clerk):
        found["processes that take commands, likewise"] = place.desk.too_early
    found["steps of time cut short"] = place.passing.cut_short
    found["streams woken"] = place.passing.woken
    return found


def _happened(walks: list[YearWalk], events: Sequence[Envelope[Event]]) -> Counter[str]:
    found = happened(events)
    found["decisions refused, on papers or a proposal that were stale"] = sum(
        len(each.refused) for each in walks
    )
    for code, times in sorted(Counter(code for each in walks for code in each.people.turned_away).items()):
        found[f"people turned away by the staff record: {code}"] = times
    found["papers overtaken by another panel's ratings"] = sum(each.overtaken for each in walks)
    decided = Counter(each.stream for each in events if isinstance(each.data, InspectionConsidered))
    found["panels that decided on several inspections"] = sum(number > 1 for number in decided.values())
    return found


def _histories(place: Place) -> list[int]:
    async def asked(client: Client) -> list[int]:
        return [each.history_length async for each in client.list_workflows()]

    return place.installation.line.ask(asked, within=120.0)


def _weights(place: Place, used: float) -> dict[str, Weight]:
    return {"people": Weight(weight_of(os.getpid()).memory, used)} | place.weigh()
