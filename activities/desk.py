"""The desk: the one path that every command takes, whoever gives it (a person, a page, an API, a deadline).

Recall the streams, decide, record; then tell the workflows that have something to attend to. The desk decides on
what it remembers and records only if the store finds it still true, so the usual command costs one round trip.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID, uuid5

import structlog

from activities.ports import (
    Append,
    Appended,
    Clock,
    CommandIdReused,
    EventStore,
    Nudger,
    RefusalNote,
    Repeated,
    Stale,
    Wake,
    Write,
)
from activities.records import Records, Standing
from domain.canonical import keyed_digest
from domain.decider import Decided, On
from domain.given import Actor, Given
from domain.ledger.envelope import Draft
from domain.library import Library
from domain.messages import Command, Event
from domain.people.roles import Role
from domain.refusals import Refusal
from domain.rooms import REACTIONS, decider_of, kind_of
from domain.working_days import WorkingDays

__all__ = ["Accepted", "Declined", "Desk", "Order", "Outcome", "TooBusy"]

MOST_TRIES = 50
"""How often a command is decided anew because a stream moved. Each try means that somebody else got through, so a
command that loses this often is one of very many on one stream, and is better told so than kept waiting."""

_EVENTS = UUID("6f1c9a52-6f0e-4c0e-9a57-0d6f7f0c8b11")
"""Namespace of event ids: an event's id follows from its command's and its place in it."""

log = structlog.get_logger(__name__)


class Addressed(Protocol):
    """A command that knows which stream it is for."""

    @property
    def stream(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Order:
    """A command as it reaches the desk.

    Attributes:
        command_id: unique for ever; the same id with the same content gets the first answer again. A machine's
            command gets an id that follows from what it notes *and* from the version of the stream it looked at,
            because an id is also used up by a command that found nothing left to do.
        command: what is asked for.
        actor: who asks, and in which role.
        causation_id: what led to it, where something did.
        meant_for: the version of the commanded stream that whoever asks had before them; the command is refused if
            the stream has moved since. None if they do not mind.
    """

    command_id: str
    command: Command
    actor: Actor
    causation_id: str | None = None
    meant_for: int | None = None


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command was accepted.

    Attributes:
        first: the position of its first event; 0 if it had none.
        last: the position of its last event; 0 if it had none.
        events: what happened, by stream; empty in the answer to a repeat, which says only where to find it.
        repeated: this answer was given before.
    """

    first: int
    last: int
    events: tuple[tuple[str, Event], ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Declined:
    """The command was refused; ``repeated`` says that this answer was given before."""

    refusal: Refusal
    repeated: bool = False


Outcome = Accepted | Declined


class TooBusy(Exception):
    """A stream moved under the command again and again; nothing was recorded, and it may be given again."""


def _stale(order: Order, standing: Standing) -> Refusal | None:
    if order.meant_for is None or order.meant_for == standing.head.version:
        return None
    return Refusal(
        "stale-version",
        f"This was meant for version {order.meant_for} of {_stream(order.command)}, which is at version "
        f"{standing.head.version}; look at it again.",
    )


_REUSED = Refusal("command-id-reused", "This command id has been used before, for a different command.")


class Desk:
    """Takes commands. Safe to use from several threads."""

    def __init__(
        self,
        *,
        store: EventStore,
        records: Records,
        clock: Clock,
        nudger: Nudger,
        library: Callable[[], Library],
        calendar: WorkingDays,
        command_key: bytes,
        recorder: Clock | None = None,
    ) -> None:
        """Set up a desk.

        Args:
            store: the record.
            records: the record's streams as states.
            clock: the time.
            nudger: tells workflows that there is something new.
            library: the dated rules that there are at present.
            calendar: the working days.
            command_key: the secret key under which commands are digested.
            recorder: by which it is noted when something was written down, where that is another time than when
                it was so: what is entered afterwards. The same clock if None.
        """
        self._store = store
        self._records = records
        self._clock = clock
        self._nudger = nudger
        self._library = library
        self._calendar = calendar
        self._key = command_key
        self._recorder = recorder

    def now(self) -> datetime:
        """The present instant by the clock that commands are decided by."""
        return self._clock.now()

    def give(self, order: Order) -> Outcome:
        """Give a command.

        Raises:
            TooBusy: others kept getting through first.
            StoreFault: the record could not be written; whether it was is told by giving the same order again.
            Unreadable: the record holds an event of a newer version of Assay.
        """
        digest = keyed_digest(self._key, _said(order))
        afresh = False
        for _ in range(MOST_TRIES):
            seen, remembered = self._see(order, afresh)
            given = self._given(order, seen)
            stream = _stream(order.command)
            decided = _stale(order, seen[stream]) or decider_of(stream).decide(
                seen[stream].state, order.command, given
            )
            if isinstance(decided, Refusal):
                if remembered and not afresh:
                    afresh = True
                    continue
                return self._refused(order, digest, given, decided)
            outcome = self._record(order, digest, given, seen, decided)
            if outcome is not None:
                return outcome
            afresh = True
        raise TooBusy(f"{order.command.verb} lost {MOST_TRIES} times to other commands on the same streams")

    def _see(self, order: Order, afresh: bool) -> tuple[dict[str, Standing], bool]:
        """The commanded stream and all that the decision reads, as remembered or, afresh, all from one moment.

        Returns:
            The streams, and whether they may be out of date or of different moments: good enough for a decision,
            which the store checks, and never for a refusal, which nobody does.
        """
        stream = _stream(order.command)
        if not afresh:
            first, remembered = self._records.recall([stream])
            others = self._others(order, first[stream])
            more, _ = self._records.recall(others)
            return first | more, remembered or bool(others)
        wanted: list[str] = [stream]
        while True:
            seen = self._records.read(wanted)
            needed = [stream, *self._others(order, seen[stream])]
            if all(each in seen for each in needed):
                return {each: seen[each] for each in needed}, False
            wanted = needed

    def _others(self, order: Order, standing: Standing) -> list[str]:
        """The streams that a decision on a stream that stands like this looks at besides."""
        stream = _stream(order.command)
        found = decider_of(stream).rules[type(order.command)]
        reads = found.reads(standing.state, order.command, self._library())
        return [each for each in reads if each != stream]

    def _given(self, order: Order, seen: Mapping[str, Standing]) -> Given:
        stream = _stream(order.command)
        others = {each: standing for each, standing in seen.items() if each != stream}
        return Given(
            at=self._clock.now(),
            actor=order.actor,
            calendar=self._calendar,
            library=self._library(),
            seen={each: standing.state for each, standing in others.items()},
            heads={
                each: (standing.head.version, standing.head.digest.hex() if standing.head.digest else None)
                for each, standing in others.items()
            },
            own=tuple(digest.hex() for digest in seen[stream].digests),
        )

    def _written_down(self, given: Given) -> datetime:
        return self._recorder.now() if self._recorder else given.at

    def _refused(self, order: Order, digest: bytes, given: Given, refusal: Refusal) -> Outcome:
        note = RefusalNote(
            command_id=order.command_id,
            command_digest=digest,
            at=self._written_down(given),
            stream=_stream(order.command),
            verb=order.command.verb,
            actor=order.actor.id,
            acting_role=order.actor.role.value,
            refusal=refusal,
        )
        earlier = self._store.refuse(note)
        log.info("refused", verb=note.verb, stream=note.stream, command=note.command_id, code=refusal.code)
        return Declined(refusal) if earlier is None else _again(earlier)

    def _record(
        self, order: Order, digest: bytes, given: Given, seen: Mapping[str, Standing], decided: Decided
    ) -> Outcome | None:
        """Record a decision; None if a stream has moved and it must be taken anew."""
        assert not isinstance(decided, Refusal)
        events = _by_stream(_stream(order.command), decided)
        writes = tuple(
            Write(stream, seen[stream].head, _drafts(order, given, stream, seen, several))
            for stream, several in events.items()
        )
        append = Append(
            command_id=order.command_id,
            command_digest=digest,
            at=self._written_down(given),
            writes=writes,
            reads={stream: each.head.version for stream, each in seen.items() if stream not in events},
            wakes=_wakes(events, seen),
        )
        answer = self._store.append(append)
        if isinstance(answer, Stale):
            return None
        if not isinstance(answer, Appended):
            return _again(answer)
        for stream, several in events.items():
            head = answer.heads.get(stream)
            if head is None or len(several) > 1:
                self._records.forget([stream])
            else:
                self._records.advance(seen[stream], stream, several[0][1], head)
        self._tell(order, append.wakes, answer.last)
        log.info("accepted", verb=order.command.verb, stream=_stream(order.command), position=answer.last)
        told = tuple((stream, event) for stream, several in events.items() for _, event in several)
        return Accepted(answer.first, answer.last, told)

    def _tell(self, order: Order, wakes: Sequence[Wake], position: int) -> None:
        """Nudge the workflows concerned; the one that gave the command looks again by itself."""
        giver = _stream(order.command) if order.actor.role is Role.MACHINERY else None
        for wake in wakes:
            if wake.loud and wake.stream != giver:
                self._nudger.nudge(wake.stream, position)


def _stream(command: Command) -> str:
    addressed: Addressed = command  # type: ignore[assignment]  # every room's commands have it; tests/spec says so
    return addressed.stream


def _said(order: Order) -> dict[str, object]:
    """What makes two orders the same: what is asked, of what, by whom and in which role."""
    return {
        "actor": order.actor.id,
        "acting_role": order.actor.role.value,
        "command": order.command.model_dump(mode="json"),
        "verb": order.command.verb,
    }


def _again(earlier: Repeated | CommandIdReused) -> Outcome:
    if isinstance(earlier, CommandIdReused):
        return Declined(_REUSED)
    if earlier.refusal is not None:
        return Declined(earlier.refusal, repeated=True)
    appended = earlier.appended or Appended(0, 0)
    return Accepted(appended.first, appended.last, repeated=True)


_Several = dict[str, list[tuple[int, Event]]]


def _by_stream(stream: str, decided: tuple[Event | On, ...]) -> _Several:
    """The events of a decision by stream, each with its place among all of them."""
    several: _Several = defaultdict(list)
    for place, each in enumerate(decided):
        if isinstance(each, On):
            several[each.stream].append((place, each.event))
        else:
            several[stream].append((place, each))
    return dict(several)


def _drafts(
    order: Order, given: Given, stream: str, seen: Mapping[str, Standing], several: list[tuple[int, Event]]
) -> tuple[Draft, ...]:
    commanded = _stream(order.command)
    matter = decider_of(commanded).matter(commanded, seen[commanded].state)
    return tuple(
        Draft(
            event_id=str(uuid5(_EVENTS, f"{order.command_id}#{place}")),
            stream=stream,
            version=seen[stream].head.version + number,
            occurred_at=given.at,
            actor=order.actor.id,
            acting_role=order.actor.role.value,
            authenticated_by=order.actor.authenticated_by,
            command_id=order.command_id,
            correlation_id=matter,
            causation_id=order.causation_id,
            event=event,
        )
        for number, (place, event) in enumerate(several, start=1)
    )


def _wakes(events: _Several, seen: Mapping[str, Standing]) -> tuple[Wake, ...]:
    """Which workflows these events concern, and whether at once.

    A stream with a workflow of its own wakes that one; any other wakes the workflow of its matter, if there is one.
    """
    loud: dict[str, bool] = {}
    for stream, several in events.items():
        decider = decider_of(stream)
        target = stream if decider.kind in REACTIONS else decider.matter(stream, seen[stream].state)
        if kind_of(target) not in REACTIONS:
            continue
        heard = [event for _, event in several if not isinstance(event, decider.silent)]
        if heard:
            loud[target] = loud.get(target, False) or any(
                not isinstance(each, decider.quiet) for each in heard
            )
    return tuple(Wake(stream, at_once) for stream, at_once in loud.items())
