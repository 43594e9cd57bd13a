"""The desk: the one path that every command takes, whoever gives it (a person, a page, an API, a deadline).

Recall the streams, decide, record; then tell the workflows that have something to attend to. The desk decides on
what it remembers and records only if the store finds it still true, so the usual command costs one round trip.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from activities.commanding.across import Across
from activities.commanding.drafting import by_stream, drafts, event_id, said, stream_of, wakes
from activities.commanding.overtaken import overtaken
from activities.commanding.records import Records, Standing
from activities.commanding.secrecy import Secrecy, SubjectUnknown, erased
from activities.commanding.standing import PeopleStanding
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
from activities.privacy.vault import KeyErased, Vault
from domain.canonical import keyed_digest
from domain.dated_rules.library import Library
from domain.decider import Decided, On
from domain.deciders import decider_of
from domain.given import Actor, Given
from domain.messages import Command, Event
from domain.people.roles import Role
from domain.refusals import Refusal
from domain.working_days import WorkingDays

__all__ = ["Accepted", "Declined", "Desk", "Order", "Outcome", "TooBusy"]

MOST_TRIES = 50
"""How often a command is decided anew because a stream moved. Each try means that somebody else got through, so a
command that loses this often is one of very many on one stream, and is better told so than kept waiting."""

log = structlog.get_logger(__name__)


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
        instead_of: the mark of what whoever asks saw stand where the command writes
            (:func:`domain.replacing.mark_of`); the command is refused if something else stands there by now. None if
            they do not mind.
    """

    command_id: str
    command: Command
    actor: Actor
    causation_id: str | None = None
    meant_for: int | None = None
    instead_of: str | None = None


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
        vault: Callable[[], Vault],
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
            vault: gives the keys under which private text is sealed, once there is some.
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
        self._secrecy = Secrecy(vault, records)
        self._people = PeopleStanding(records, library)
        self._across = Across(store)
        self._recorder = recorder

    def now(self) -> datetime:
        """The present instant by the clock that commands are decided by."""
        return self._clock.now()

    def give(self, order: Order) -> Outcome:
        """Give a command.

        Raises:
            TooBusy: others kept getting through first.
            StoreFault: the record or the vault failed; whether it was recorded is told by giving the same order again.
            Unreadable: the record holds an event of a newer version of Assay.
        """
        try:
            digest = self._veiled(order)
        except KeyErased as gone:
            return self._refuse_erased(order, gone.subject)
        if not isinstance(digest, bytes):
            return digest
        afresh = False
        for _ in range(MOST_TRIES):
            seen, remembered = self._see(order, afresh)
            given = self._given(order, seen)
            decided = self._decide(order, seen, given, afresh=afresh)
            if not isinstance(decided, Refusal):
                decided, watched, more = self._allowed(order, decided, afresh)
                seen, remembered = seen | watched, remembered or more
            if isinstance(decided, Refusal):
                if remembered and not afresh:
                    afresh = True
                    continue
                return self._refused(order, digest, given, decided)
            outcome = self._record(self._acting(order, seen, given), digest, given, seen, decided)
            if outcome is not None:
                return outcome
            afresh = True
        raise TooBusy(f"{order.command.verb} lost {MOST_TRIES} times to other commands on the same streams")

    def rehearse(self, order: Order) -> Refusal | None:
        """Why a command would be refused as things stand now; None if it would be accepted. Nothing is recorded.

        Raises:
            StoreFault: the record failed.
            Unreadable: the record holds an event of a newer version of Assay.
        """
        decided = self.foresee(order)
        return decided if isinstance(decided, Refusal) else None

    def foresee(self, order: Order) -> Decided:
        """What would come of a command as things stand now, as :meth:`rehearse`; nothing is recorded."""
        seen, _ = self._see(order, True)
        return self._decide(order, seen, self._given(order, seen), afresh=True)

    def _digest(self, order: Order, content: Mapping[str, object]) -> bytes:
        return keyed_digest(self._key, said(order, content))

    def _decide(self, order: Order, seen: Mapping[str, Standing], given: Given, *, afresh: bool) -> Decided:
        stream = stream_of(order.command)
        decided = self._people.refusal(order, seen, given.today, afresh=afresh) or decider_of(stream).decide(
            seen[stream].state, order.command, given
        )
        if not isinstance(decided, Refusal):
            decided = self._across.refusal(order.command, seen) or decided
        # How far a stream has come is told to whoever may give the command, and to nobody else.
        if isinstance(decided, Refusal):
            return decided
        return overtaken(order, seen[stream], changes=bool(decided)) or decided

    def _acting(self, order: Order, seen: Mapping[str, Standing], given: Given) -> Order:
        """The order as it is recorded: a deputy's says in whose place."""
        place_of = self._people.in_whose_place(order, seen, given.today)
        return order if place_of is None else replace(order, actor=replace(order.actor, place_of=place_of))

    def _allowed(
        self, order: Order, decided: tuple[Event | On, ...], afresh: bool
    ) -> tuple[Decided, dict[str, Standing], bool]:
        """The decision with its private texts sealed, or refused because of an erasure.

        Returns:
            It, the privacy streams that must stand where they do when it is recorded, and whether they may have moved.
        """
        events = [each.event if isinstance(each, On) else each for each in decided]
        watched, remembered = self._secrecy.watched(events, afresh=afresh)
        refusal = self._secrecy.refusal(events, watched)
        if refusal is not None:
            return refusal, watched, remembered
        try:
            return self._sealed(order, decided), watched, remembered
        except KeyErased as gone:
            return erased(gone.subject), watched, remembered

    def _sealed(self, order: Order, decided: tuple[Event | On, ...]) -> tuple[Event | On, ...]:
        commanded = stream_of(order.command)
        sealed: list[Event | On] = []
        for place, each in enumerate(decided):
            stream, event = (each.stream, each.event) if isinstance(each, On) else (commanded, each)
            boxed = self._secrecy.sealed(event, stream, event_id(order, place))
            sealed.append(On(stream, boxed) if isinstance(each, On) else boxed)
        return tuple(sealed)

    def _refuse_erased(self, order: Order, subject: str) -> Outcome:
        """Refuse a command whose private texts cannot even be digested any more."""
        digest = self._digest(order, self._secrecy.content_bare(order.command))
        seen, _ = self._see(order, True)
        outcome = self._refused(order, digest, self._given(order, seen), erased(subject))
        # Its id may have been used before the erasure, when its digest was another.
        return Declined(erased(subject)) if outcome == Declined(_REUSED) else outcome

    def _veiled(self, order: Order) -> bytes | Outcome:
        """The digest of a command, or the refusal of one that is about somebody unknown and does not let them in."""
        try:
            return self._digest(order, self._secrecy.content(order.command))
        except SubjectUnknown:
            refused = self._turned_away(order)
            return refused or self._digest(order, self._secrecy.content(order.command, let_in=True))

    def _turned_away(self, order: Order) -> Outcome | None:
        """Refuse a command about somebody unknown without making a key for them; None if it lets them in."""
        digest = self._digest(order, self._secrecy.content_bare(order.command))
        earlier = self._store.answer(order.command_id, digest)
        if isinstance(earlier, Repeated):
            return _again(earlier)
        seen, _ = self._see(order, True)
        given = self._given(order, seen)
        decided = self._decide(order, seen, given, afresh=True)
        return self._refused(order, digest, given, decided) if isinstance(decided, Refusal) else None

    def _see(self, order: Order, afresh: bool) -> tuple[dict[str, Standing], bool]:
        """The commanded stream and all that the decision reads, as remembered or, afresh, all from one moment.

        Returns:
            The streams, and whether they may be out of date or of different moments: good enough for a decision,
            which the store checks, and never for a refusal, which nobody does.
        """
        stream = stream_of(order.command)
        if not afresh:
            known, remembered = self._records.recall([stream])
            while more := [each for each in self._others(order, known) if each not in known]:
                known |= self._records.recall(more)[0]
            return known, remembered or len(known) > 1
        wanted: list[str] = [stream]
        while True:
            seen = self._records.read(wanted)
            needed = [stream, *self._others(order, seen)]
            if all(each in seen for each in needed):
                return {each: seen[each] for each in needed}, False
            wanted = needed

    def _others(self, order: Order, seen: Mapping[str, Standing]) -> list[str]:
        """The streams that a decision looks at besides its own, as far as what was seen tells of them."""
        stream = stream_of(order.command)
        found = decider_of(stream).rules[type(order.command)]
        states = {each: standing.state for each, standing in seen.items()}
        reads = found.looks_at(states[stream], order.command, self._library(), states)
        more = (*reads, *self._people.streams(order), *self._across.streams(order.command))
        return [each for each in dict.fromkeys(more) if each != stream]

    def _given(self, order: Order, seen: Mapping[str, Standing]) -> Given:
        stream = stream_of(order.command)
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
            stream=stream_of(order.command),
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
        events = by_stream(stream_of(order.command), decided)
        writes = tuple(
            Write(stream, seen[stream].head, drafts(order, given, stream, seen, several))
            for stream, several in events.items()
        )
        append = Append(
            command_id=order.command_id,
            command_digest=digest,
            at=self._written_down(given),
            writes=writes,
            reads={stream: each.head.version for stream, each in seen.items() if stream not in events},
            wakes=wakes(events, seen),
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
        log.info("accepted", verb=order.command.verb, stream=stream_of(order.command), position=answer.last)
        told = tuple((stream, event) for stream, several in events.items() for _, event in several)
        return Accepted(answer.first, answer.last, told)

    def _tell(self, order: Order, concerned: Sequence[Wake], position: int) -> None:
        """Nudge the workflows concerned; the one that gave the command looks again by itself."""
        giver = stream_of(order.command) if order.actor.role is Role.MACHINERY else None
        for wake in concerned:
            if wake.loud and wake.stream != giver:
                self._nudger.nudge(wake.stream, position)


def _again(earlier: Repeated | CommandIdReused) -> Outcome:
    if isinstance(earlier, CommandIdReused):
        return Declined(_REUSED)
    if earlier.refusal is not None:
        return Declined(earlier.refusal, repeated=True)
    appended = earlier.appended or Appended(0, 0)
    return Accepted(appended.first, appended.last, repeated=True)
