"""Attending to a stream: what its workflow asks for, one question or one deed at a time.

Every method can be asked again at any time, by any worker, after any loss: it reads the record first and does
nothing that has already been done. The workflow that asks holds no fact of its own.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Literal, Protocol

from temporalio import activity

from activities.ports import Clock, EventStore
from domain.agenda import Agenda, Deadline, Duty
from domain.messages import Message

__all__ = ["Attending", "Lapse", "Moment", "Office", "Sight"]


class Moment(Message):
    """Something on the agenda that Assay must see to at a certain instant.

    Attributes:
        kind: a deadline that passes, or a duty that is to be carried out.
        id: the deadline's or the duty's id.
        due: the deadline's date; a deadline that moves is another moment.
        at: from when on; None for at once.
        summary: what it is, for an operator.
    """

    kind: Literal["deadline", "duty"]
    id: str
    due: date | None
    at: datetime | None
    summary: str


class Sight(Message):
    """How a stream stood when Assay looked.

    Attributes:
        position: everything up to here that concerns it has been taken into account.
        agenda: what is to be seen to.
        moments: when, by our clock.
        ahead: how far our clock is ahead of the conductor's. Next to nothing in real life; years in a demonstration.
        found: whether the stream is on the record at all.
    """

    position: int
    agenda: Agenda
    moments: tuple[Moment, ...]
    ahead: timedelta
    found: bool = True


class Lapse(Message):
    """What came of a deadline that was thought to have passed.

    Attributes:
        outcome: it was recorded (now or earlier), it no longer runs, or by our clock it has not passed yet.
        wait_seconds: how much longer, by our clock, it still runs.
    """

    outcome: Literal["recorded", "not-running", "not-yet"]
    wait_seconds: int = 0


class Office(Protocol):
    """What one kind of stream offers to those who attend to it."""

    def agenda(self, stream: str) -> Agenda | None:
        """What is to be seen to, from the record as it stands now; None if there is no such stream.

        Raises:
            Unreadable: the record holds an event of a newer version of Assay.
            StoreFault: the record could not be read.
        """
        ...

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        """Give the command that records that a deadline has passed. Its id follows from the deadline and its date."""
        ...

    def carry_out(self, stream: str, duty: Duty) -> None:
        """Do a duty and give the command that records it. Its id follows from the duty."""
        ...


CLOCKS_AGREE = timedelta(seconds=30)
"""Two clocks that are kept by the same means differ by less. Such a difference is ignored, so that a date keeps its
instant from look to look; should our clock be the later one, a deadline is answered "not yet"."""

NOTHING = Agenda(stage="", over=True)
"""The agenda of a stream that is not on the record (any more): there is nothing to see to."""


class Attending:
    """What a workflow asks for. Its methods are ordinary ones that are also activities."""

    def __init__(self, store: EventStore, clock: Clock, offices: Mapping[str, Office]) -> None:
        """Attend to the streams of a store.

        Args:
            store: the record.
            clock: the time by which deadlines pass.
            offices: by the prefix of the streams' ids, who knows what is to be done.
        """
        self._store = store
        self._clock = clock
        self._offices = offices

    @activity.defn
    def look(self, stream: str) -> Sight:
        """Read how a stream stands, and acknowledge what was read once nothing in it waits to be done at once.

        The position is taken before the stream is read, so what is read covers it. A workflow that is told of a
        deadline in the future has acted on it by being told: Temporal keeps the answer, and a Temporal server
        that has lost its memory gets its workflows back (see :mod:`activities.conducting.reconciling`).
        """
        owed = self._store.attention(stream)
        position = owed.owed if owed else 0
        agenda = self._agenda(stream)
        now = self._clock.now()
        if agenda is None:
            return Sight(position=position, agenda=NOTHING, moments=(), ahead=_ahead(now), found=False)
        moments = _moments(agenda)
        if owed and owed.acknowledged < position and all(each.at and each.at > now for each in moments):
            self._store.acknowledge(stream, position)
        return Sight(position=position, agenda=agenda, moments=moments, ahead=_ahead(now))

    @activity.defn
    def record_lapse(self, stream: str, deadline: str, due: date) -> Lapse:
        """Record that a deadline has passed, if it still runs to that date and by our clock it has."""
        agenda = self._agenda(stream) or NOTHING
        running = next((each for each in agenda.deadlines if each.id == deadline and each.due == due), None)
        if running is None:
            return Lapse(outcome="not-running")
        left = running.passes_at - self._clock.now()
        if left > timedelta(0):
            return Lapse(outcome="not-yet", wait_seconds=-(-left // timedelta(seconds=1)))
        self._office(stream).record_lapse(stream, running)
        return Lapse(outcome="recorded")

    @activity.defn
    def carry_out(self, stream: str, duty: str) -> None:
        """Do one duty, if it is still on the agenda and its day has come."""
        agenda = self._agenda(stream) or NOTHING
        wanted = next((each for each in agenda.duties if each.id == duty), None)
        if wanted is None:
            return
        begins = wanted.begins_at
        if begins and begins > self._clock.now():
            return
        self._office(stream).carry_out(stream, wanted)

    def over(self, stream: str) -> bool:
        """Whether nothing will ever have to be seen to again for a stream."""
        agenda = self._agenda(stream)
        return agenda is None or agenda.over

    def _agenda(self, stream: str) -> Agenda | None:
        return self._office(stream).agenda(stream)

    def _office(self, stream: str) -> Office:
        return next(office for kind, office in self._offices.items() if stream.startswith(f"{kind}-"))


def _moments(agenda: Agenda) -> tuple[Moment, ...]:
    duties = [
        Moment(
            kind="duty",
            id=each.id,
            due=each.not_before,
            at=each.begins_at,
            summary=f"{each.kind} {each.about}",
        )
        for each in agenda.duties
    ]
    deadlines = [
        Moment(
            kind="deadline", id=each.id, due=each.due, at=each.passes_at, summary=f"{each.id} due {each.due}"
        )
        for each in agenda.deadlines
    ]
    at_once = datetime.min.replace(tzinfo=UTC)
    return tuple(sorted((*duties, *deadlines), key=lambda each: each.at or at_once))


def _ahead(now: datetime) -> timedelta:
    """How far our clock is ahead of the one by which the asking workflow sets its timers."""
    if not activity.in_activity():
        return timedelta(0)
    ahead = now - activity.info().started_time
    return ahead if abs(ahead) > CLOCKS_AGREE else timedelta(0)
