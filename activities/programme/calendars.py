"""Calendars of published programmes: the whole one's, and everybody's own, found by the address they are kept at."""

import threading
from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import cast

from activities.commanding.records import Records
from activities.ports import EventStore
from domain.decider import On
from domain.deciders import EVENT_NAMES
from domain.ledger.envelope import Recorded
from domain.people.staff.state import Staff
from domain.programme.year.events import ProgrammeEvent
from domain.programme.year.published.timetable import FACTS, Entry, Milestone, milestones, timetable
from domain.programme.year.state import Programme
from domain.refusals import Refused
from domain.streams import code_in, inspection_stream, programme_stream, staff_stream

__all__ = ["TOKEN_BYTES", "ProgrammeCalendars", "digest_of_token"]

TOKEN_BYTES = 32
"""How much chance is in the secret part of an address: nobody guesses it."""


def digest_of_token(token: str) -> str:
    """What the record has of the secret part of an address: SHA-256 in hexadecimal."""
    return sha256(token.encode()).hexdigest()


class ProgrammeCalendars:
    """Reads calendars from the record. Safe to use from several threads."""

    def __init__(self, store: EventStore, records: Records) -> None:
        """Read from a record.

        Args:
            store: the record.
            records: its streams as states.
        """
        self._store = store
        self._records = records
        self._lock = threading.Lock()
        self._folded: dict[str, tuple[tuple[int, ...], tuple[Entry, ...]]] = {}
        self._told: dict[str, tuple[int, tuple[_Told, ...]]] = {}

    def whole(self, programme: str) -> tuple[Milestone, ...]:
        """The calendar of a whole programme.

        Raises:
            Refused: ``unknown-programme``, or ``nothing-yet`` where it was never published.
        """
        stream = programme_stream(programme)
        state: Programme = self._records.read([stream])[stream].state
        if state.opened is None:
            raise Refused.because("unknown-programme", f"There is no programme {programme[:60]!r}.")
        entries = self._entries()[stream]
        if not entries:
            raise Refused.because("nothing-yet", f"The programme {programme} has not been published.")
        return milestones(entries)

    def of_person(self, person: str) -> dict[str, tuple[Milestone, ...]]:
        """Somebody's calendar: by programme, what they are planned for, and what they were planned for once.

        Args:
            person: who, by the id under which they act.
        """
        found = {
            code_in(stream, programme_stream): milestones(entries, person)
            for stream, entries in self._entries().items()
        }
        return {programme: each for programme, each in found.items() if each}

    def kept_at(self, token: str) -> str | None:
        """Whose calendar is at an address, by the id under which they act; None: nobody's, or nobody's any more.

        Args:
            token: the secret part of the address.
        """
        digest, first = digest_of_token(token), staff_stream("")
        for stream, staff in self._records.every("staff", Staff).items():
            if staff.here and staff.calendar == digest:
                return stream.removeprefix(first)
        return None

    def _entries(self) -> dict[str, tuple[Entry, ...]]:
        """The timetable of each programme, by its stream; folded anew only where something has happened since.

        What happens to an inspection that has started counts as what happens to the programme does.
        """
        programmes = self._records.read(list(self._store.streams(programme_stream(""))))
        running = {
            stream: [inspection_stream(each) for each in standing.state.started]
            for stream, standing in programmes.items()
        }
        heads = self._records.read(list(dict.fromkeys(each for of in running.values() for each in of)))
        found = {}
        for stream, standing in sorted(programmes.items()):
            now = (standing.head.version, *(heads[each].head.version for each in running[stream]))
            with self._lock:
                before, entries = self._folded.get(stream, ((), ()))
            if before != now:
                entries = self._fold(stream, running[stream])
                with self._lock:
                    self._folded[stream] = now, entries
            found[stream] = entries
        return found

    def _fold(self, programme: str, running: Sequence[str]) -> tuple[Entry, ...]:
        """The timetable of a programme; of its inspections only what has happened since is read."""
        with self._lock:
            known = {each: self._told.get(each, (0, ())) for each in (programme, *running)}
        loaded = self._store.load({each: version for each, (version, _) in known.items()})
        for stream, recorded in loaded.items():
            if recorded:
                new = tuple(_read(each) for each in recorded if stream == programme or each.name in _FACTS)
                known[stream] = recorded[-1].version, known[stream][1] + new
        with self._lock:
            self._told.update(known)
        told = sorted((each for _, of in known.values() for each in of), key=lambda each: each[0])
        return timetable((event, at) for _, event, at in told)


_Told = tuple[int, ProgrammeEvent | On, datetime]
"""What happened, with its place in the whole record and the moment at which it was recorded."""

_FACTS = EVENT_NAMES.names_of(*FACTS)


def _read(recorded: Recorded) -> _Told:
    envelope = EVENT_NAMES.read(recorded)
    data = envelope.data
    if recorded.stream.startswith(programme_stream("")):
        return recorded.position, cast("ProgrammeEvent", data), envelope.recorded_at
    return recorded.position, On(recorded.stream, data), envelope.recorded_at
