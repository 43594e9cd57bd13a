"""A matter with an agenda and nothing else, to try the conductor without an inspection.

Its one event puts a whole agenda on the record; lapses and deeds are events too. It keeps the promises of an
office: it reads the record first, and every machinery command has an id that follows from what it records.
"""

import hashlib
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import ClassVar

from activities.ports import (
    Append,
    Appended,
    Clock,
    CommandIdReused,
    EventStore,
    Head,
    Nudger,
    Repeated,
    Stale,
    Wake,
    Write,
)
from domain.agenda import Agenda, Deadline, Duty
from domain.ledger.envelope import Draft, Envelope
from domain.ledger.names import EventNames
from domain.messages import Event
from tests.support.waiting import PATIENCE_SECONDS

__all__ = ["AgendaSet", "DeadlinePassed", "DeedDone", "HandClock", "LateDeed", "NoticedOnly", "ToyMatter"]


class AgendaSet(Event):
    """From here on, this is what is to be seen to."""

    name: ClassVar[str] = "toy.agenda-set.v1"
    agenda: Agenda


class DeadlinePassed(Event):
    """A deadline passed."""

    name: ClassVar[str] = "toy.deadline-passed.v1"
    deadline: str
    due: date


class DeedDone(Event):
    """A duty was carried out."""

    name: ClassVar[str] = "toy.deed-done.v1"
    duty: str


class NoticedOnly(Event):
    """Something happened that changes nothing about the agenda."""

    name: ClassVar[str] = "toy.noticed.v1"


NAMES = EventNames([AgendaSet, DeadlinePassed, DeedDone, NoticedOnly])


class HandClock:
    """A clock that is set by hand, or runs with the machine's."""

    def __init__(self, at: datetime | None = None) -> None:
        self._at = at

    def set(self, at: datetime) -> None:
        self._at = at

    def now(self) -> datetime:
        return self._at or datetime.now(UTC)


class ToyMatter:
    """Commands and the office of a toy stream."""

    def __init__(self, store: EventStore, clock: Clock, nudger: Nudger) -> None:
        self._store, self._clock, self._nudger = store, clock, nudger
        self.deeds: list[str] = []
        self._broken = threading.Event()

    def set_agenda(self, stream: str, agenda: Agenda, *, loud: bool = True) -> int:
        """Put an agenda on the record, and nudge if it is loud."""
        return self.record(stream, AgendaSet(agenda=agenda), loud=loud)

    def record(self, stream: str, event: Event, *, loud: bool = True, command_id: str | None = None) -> int:
        while True:
            events = self._store.load({stream: 0})[stream]
            head = Head(events[-1].version, events[-1].digest) if events else Head(0, None)
            command = command_id or f"{stream}:{head.version + 1}"
            draft = Draft(
                event_id=f"{command}:1",
                stream=stream,
                version=head.version + 1,
                occurred_at=self._clock.now(),
                actor="tester",
                acting_role="machinery",
                authenticated_by="test",
                command_id=command,
                correlation_id=stream,
                causation_id=None,
                event=event,
            )
            answer = self._store.append(
                Append(
                    command_id=command,
                    command_digest=hashlib.sha256(command.encode()).digest(),
                    at=self._clock.now(),
                    writes=(Write(stream, head, (draft,)),),
                    reads={},
                    wakes=(Wake(stream, loud),),
                )
            )
            match answer:
                case Stale():
                    continue
                case CommandIdReused():
                    raise AssertionError("one id, two commands")
                case Appended(last=last) | Repeated(appended=Appended(last=last)):
                    if loud:
                        self._nudger.nudge(stream, last)
                    return last
                case Repeated():
                    raise AssertionError("refused")

    def events(self, stream: str) -> Sequence[Event]:
        return [each.data for each in self.envelopes(stream)]

    def envelopes(self, stream: str) -> Sequence[Envelope[Event]]:
        return [NAMES.read(each) for each in self._store.load({stream: 0})[stream]]

    @contextmanager
    def deeds_fail(self) -> Iterator[None]:
        """While this lasts, nothing can be carried out."""
        self._broken.set()
        try:
            yield
        finally:
            self._broken.clear()

    # The office.

    def agenda(self, stream: str) -> Agenda | None:
        agenda: Agenda | None = None
        for event in self.events(stream):
            match event:
                case AgendaSet():
                    agenda = event.agenda
                case DeadlinePassed() if agenda:
                    left = tuple(
                        each
                        for each in agenda.deadlines
                        if (each.id, each.due) != (event.deadline, event.due)
                    )
                    agenda = agenda.with_(deadlines=left)
                case DeedDone() if agenda:
                    agenda = agenda.with_(
                        duties=tuple(each for each in agenda.duties if each.id != event.duty)
                    )
                case _:
                    pass
        return agenda

    def record_lapse(self, stream: str, deadline: Deadline) -> None:
        passed = DeadlinePassed(deadline=deadline.id, due=deadline.due)
        self.record(stream, passed, command_id=f"{stream}:{deadline.id}:{deadline.due}")

    def carry_out(self, stream: str, duty: Duty) -> None:
        if self._broken.is_set():
            raise OSError("the letter box is shut")
        self.deeds.append(duty.id)
        self.record(stream, DeedDone(duty=duty.id), command_id=f"{stream}:{duty.id}")


class LateDeed(ToyMatter):
    """A matter whose one deed is recorded after the last look took its position and before it reads.

    The deed ends when it is told to: by then a workflow that does not wait for it is over.
    """

    def __init__(self, store: EventStore, clock: Clock, nudger: Nudger) -> None:
        super().__init__(store, clock, nudger)
        self._closing = False
        self._begun, self._looked = threading.Event(), threading.Event()
        self._recorded, self._may_end = threading.Event(), threading.Event()

    def agenda(self, stream: str) -> Agenda | None:
        if self._closing:
            self._looked.set()
            assert self._recorded.wait(PATIENCE_SECONDS)
        return super().agenda(stream)

    def carry_out(self, stream: str, duty: Duty) -> None:
        self._begun.set()
        assert self._looked.wait(PATIENCE_SECONDS)
        # Quiet: the workflow that gives a command is not nudged on account of it.
        self.record(stream, DeedDone(duty=duty.id), loud=False, command_id=f"{stream}:{duty.id}")
        self._recorded.set()
        assert self._may_end.wait(PATIENCE_SECONDS)

    def to_its_end(self, stream: str, at_stage: Callable[[str, str], object]) -> None:
        """Take the stream to its end, with its deed under way until the last look has been answered.

        Args:
            stream: the stream.
            at_stage: waits until the workflow of a stream says that it stands at a stage.
        """
        self.set_agenda(stream, Agenda(stage="publication", duties=(Duty(id="notice", kind="send-notice"),)))
        assert self._begun.wait(PATIENCE_SECONDS)
        self._closing = True
        self.set_agenda(stream, Agenda(stage="closed", over=True))
        at_stage(stream, "closed")
        self._may_end.set()
