"""How time passes in an example: from one date on which something falls due to the next, nothing skipped.

People only act and then let time pass. What falls due meanwhile (a deadline, a notice, a publication) is seen to by
the machinery at its own moment: in the demonstration by workflows on a Temporal server that skips time, in the
example programme, whose time is past, by the same offices without one.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from activities.cases.lists import CaseLists, WithFile
from activities.commanding.desk import Accepted, Desk, Order
from activities.commanding.records import Records
from activities.conducting.attending import Office
from activities.diversity_periods import DiversityGathering
from activities.handing_in import HandingIn
from activities.packs import Packs
from activities.ports import Clock, EventStore
from activities.privacy.erasing import Erasing
from activities.programme.record import ProgrammeRecord
from activities.programme.scheduling import Scheduling
from domain.agenda import Agenda
from domain.dated_rules.library import Library
from domain.deciders import REACTIONS
from domain.given import Actor
from domain.messages import Command
from domain.working_days import WorkingDays

__all__ = [
    "Conducted",
    "Conductor",
    "DrivenClock",
    "Machinery",
    "OutOfStep",
    "Played",
    "ScriptFault",
    "World",
]

MARGIN = timedelta(seconds=3)
"""So long after a date is over the clock stands when that is noted: timers count in whole seconds, rounded up, and
two clocks that are put forward one after the other are some hundredths of a second apart."""

SETTLED_WITHIN_SECONDS = 180.0
"""For the machinery to do what is due: some tens of milliseconds as a rule, and more on a machine that is busy."""

ASK_EVERY_SECONDS = 0.004


class DrivenClock(Clock, Protocol):
    """A clock that can be put forward."""

    def advance(self, by: timedelta) -> None:
        """Put it forward."""
        ...


class Conductor(Protocol):
    """The Temporal server whose workflows' time can be put forward."""

    def rest(self, streams: Iterable[str]) -> None:
        """Wait until no workflow of these streams is at work."""
        ...

    def forward(self, streams: Iterable[str], by: timedelta) -> None:
        """Let time pass in the workflows of these streams, all alike; one that has none is passed over."""
        ...


class OutOfStep(Exception):
    """The machinery did not do in time what had fallen due: a fault, told with what was waited for."""


class ScriptFault(Exception):
    """A command of the script was not answered as the script says: the example and the rules disagree."""


class Machinery(Protocol):
    """Whoever sees to what falls due."""

    def rest(self, streams: Iterable[str]) -> None:
        """Wait until nobody is at work on these streams: our clock is about to move."""
        ...

    def forward(self, streams: Iterable[str], by: timedelta) -> None:
        """Time has passed."""
        ...

    def settle(self, due: Callable[[], Mapping[str, Agenda]]) -> None:
        """See to it, or wait until it has been seen to, that nothing is due any more.

        Args:
            due: asks the record anew: the streams for which something is due, with it.
        """
        ...


class Played:
    """The machinery without a Temporal server: the offices are asked directly, in the order of what fell due."""

    def __init__(self, offices: Mapping[str, Office]) -> None:
        """Play the machinery with these offices, by kind of stream."""
        self._offices = offices

    def rest(self, streams: Iterable[str]) -> None:
        """Nobody works on its own."""

    def forward(self, streams: Iterable[str], by: timedelta) -> None:
        """Nothing runs that would have to be told."""

    def settle(self, due: Callable[[], Mapping[str, Agenda]]) -> None:
        """Do what is due, until nothing is."""
        while left := due():
            for stream, agenda in left.items():
                office = next(each for kind, each in self._offices.items() if stream.startswith(f"{kind}-"))
                for deadline in agenda.deadlines:
                    office.record_lapse(stream, deadline)
                for duty in agenda.duties:
                    office.carry_out(stream, duty)


class Conducted:
    """The machinery as it is in earnest: workflows on a Temporal server, here one that skips time."""

    def __init__(self, conductor: Conductor, store: EventStore) -> None:
        """Wait for workflows, which acknowledge on the record what they have acted on."""
        self.conductor = conductor
        self._store = store

    def rest(self, streams: Iterable[str]) -> None:
        """Wait until no workflow is at work."""
        self.conductor.rest(streams)

    def forward(self, streams: Iterable[str], by: timedelta) -> None:
        """Put the workflows' time forward."""
        self.conductor.forward(streams, by)

    def settle(self, due: Callable[[], Mapping[str, Agenda]]) -> None:
        """Wait until nothing is due and every workflow that was told of something has acknowledged it.

        Raises:
            OutOfStep: that took too long.
        """
        give_up = time.monotonic() + SETTLED_WITHIN_SECONDS
        while (behind := [each.stream for each in self._store.lagging() if each.loud]) or (left := due()):
            if time.monotonic() > give_up:
                raise OutOfStep(f"Not seen to in time: {', '.join(behind) or left}.")
            time.sleep(ASK_EVERY_SECONDS)


class Ground(Protocol):
    """An installation, as far as a world needs one."""

    @property
    def desk(self) -> Desk:
        """Takes the commands."""
        ...

    @property
    def handing_in(self) -> HandingIn:
        """Takes those that bring in a file."""
        ...

    @property
    def store(self) -> EventStore:
        """The record."""
        ...

    @property
    def records(self) -> Records:
        """Its streams as states."""
        ...

    @property
    def calendar(self) -> WorkingDays:
        """The working days."""
        ...

    @property
    def library(self) -> Callable[[], Library]:
        """The dated rules."""
        ...

    @property
    def case_lists(self) -> CaseLists:
        """Lists of cases, until they are drawn from."""
        ...

    @property
    def diversity_periods(self) -> DiversityGathering:
        """Counts the protected characteristics of cases."""
        ...

    @property
    def erasing(self) -> Erasing:
        """Destroys the keys of what was erased."""
        ...

    @property
    def packs(self) -> Packs:
        """Makes the papers of panels."""
        ...

    @property
    def programme_record(self) -> ProgrammeRecord:
        """Programmes on the record."""
        ...

    @property
    def scheduling(self) -> Scheduling:
        """Making plans of a programme."""
        ...


@dataclass(frozen=True, slots=True)
class World:
    """One clock, one record, and all who act in it.

    Attributes:
        desk: takes the commands.
        handing_in: takes those that bring in a file.
        store: the record.
        records: its streams as states.
        clock: what time it is; everybody's.
        calendar: the working days.
        library: the dated rules.
        case_lists: lists of cases, until they are drawn from.
        diversity_periods: counts the protected characteristics of cases.
        erasing: destroys the keys of what was erased.
        packs: makes the papers of panels.
        ground: the installation, for what is built only where an example needs it.
        machinery: sees to what falls due.
        authenticated_by: how Assay is told to believe who acts, as it stands on every event.
        again: the script may have been played in part before: a command that was given then counts as given, even
            if it would be worded otherwise now.
    """

    desk: Desk
    handing_in: HandingIn
    store: EventStore
    records: Records
    clock: DrivenClock
    calendar: WorkingDays
    library: Callable[[], Library]
    case_lists: CaseLists
    diversity_periods: DiversityGathering
    erasing: Erasing
    packs: Packs
    ground: Ground
    machinery: Machinery
    authenticated_by: str
    again: bool = False

    @classmethod
    def of(
        cls,
        ground: Ground,
        clock: DrivenClock,
        machinery: Machinery,
        authenticated_by: str,
        *,
        again: bool = False,
    ) -> "World":
        """A world in an installation; see the attributes."""
        return cls(
            ground.desk,
            ground.handing_in,
            ground.store,
            ground.records,
            clock,
            ground.calendar,
            ground.library,
            ground.case_lists,
            ground.diversity_periods,
            ground.erasing,
            ground.packs,
            ground,
            machinery,
            authenticated_by,
            again,
        )

    @property
    def programme_record(self) -> ProgrammeRecord:
        """Programmes on the record."""
        return self.ground.programme_record

    @property
    def scheduling(self) -> Scheduling:
        """Making plans of a programme."""
        return self.ground.scheduling

    def give(self, command_id: str, command: Command, actor: Actor, content: bytes | None = None) -> None:
        """Give a command that must be accepted, with the file that it brings in, if it brings in one.

        Raises:
            ScriptFault: it was refused.
        """
        order = Order(command_id, command, actor)
        outcome = self.desk.give(order) if content is None else self.handing_in.give(order, content)
        if isinstance(outcome, Accepted) or (self.again and outcome.refusal.code == "command-id-reused"):
            return
        raise ScriptFault(f"{command.verb} ({command_id}): {outcome.refusal}")

    def give_about_list(self, command_id: str, given: Command | WithFile, actor: Actor) -> None:
        """Give a command about a list, by which it may be erased; the file that it brings in is kept.

        Raises:
            ScriptFault: it was refused.
        """
        command = given.command if isinstance(given, WithFile) else given
        order = Order(command_id, command, actor)
        if isinstance(given, WithFile):
            self.case_lists.keep(given.content)
        outcome = self.desk.give(order)
        if not isinstance(outcome, Accepted):
            raise ScriptFault(f"{command.verb} ({command_id}): {outcome.refusal}")
        self.erasing.finish(stream for stream, _ in outcome.events)

    def give_in_vain(self, command_id: str, command: Command, actor: Actor, code: str) -> None:
        """Give a command that must be refused with this code.

        Raises:
            ScriptFault: it was not.
        """
        outcome = self.desk.give(Order(command_id, command, actor))
        if isinstance(outcome, Accepted) or outcome.refusal.code != code:
            raise ScriptFault(f"{command.verb} ({command_id}): should have been refused as {code}")

    def state(self, stream: str) -> Any:
        """Where a stream stands now."""
        return self.records.read([stream])[stream].state

    def pass_until(self, instant: datetime) -> None:
        """Let time pass until an instant, from due date to due date."""
        self.settle()
        while (moment := self._next_moment()) is not None and moment + MARGIN < instant:
            self._step(moment + MARGIN)
        self._step(instant)

    def settle(self) -> None:
        """Let the machinery do what is due at present."""
        self.machinery.settle(self._due)

    def _step(self, instant: datetime) -> None:
        by = instant - self.clock.now()
        if by <= timedelta(0):
            return
        streams = tuple(self._agendas())
        self.machinery.rest(streams)
        # The clock first: a workflow that is woken finds it there already.
        self.clock.advance(by)
        self.machinery.forward(streams, by)
        self.settle()

    def _next_moment(self) -> datetime | None:
        now = self.clock.now()
        moments = (at for agenda in self._agendas().values() for at in _moments(agenda))
        return min((at for at in moments if at > now), default=None)

    def _due(self) -> Mapping[str, Agenda]:
        now = self.clock.now()
        due = {stream: _due_at(agenda, now) for stream, agenda in self._agendas().items()}
        return {stream: agenda for stream, agenda in due.items() if agenda.deadlines or agenda.duties}

    def _agendas(self) -> Mapping[str, Agenda]:
        streams = {stream: kind for kind in REACTIONS for stream in self.store.streams(f"{kind}-")}
        standings = self.records.read(streams)
        agendas = {stream: REACTIONS[kind](standings[stream].state) for stream, kind in streams.items()}
        return {stream: agenda for stream, agenda in agendas.items() if not agenda.over}


def _moments(agenda: Agenda) -> Iterator[datetime]:
    yield from (each.passes_at for each in agenda.deadlines)
    yield from (begins for each in agenda.duties if (begins := each.begins_at))


def _due_at(agenda: Agenda, now: datetime) -> Agenda:
    """What of an agenda is due at an instant."""
    return agenda.with_(
        deadlines=tuple(each for each in agenda.deadlines if each.passes_at <= now),
        duties=tuple(each for each in agenda.duties if (each.begins_at or now) <= now),
    )
