"""Calendars of published programmes: the whole one's, and everybody's own, found by the address they are kept at."""

import threading
from hashlib import sha256
from typing import cast

from activities.commanding.records import Records
from activities.ports import EventStore
from domain.deciders import EVENT_NAMES
from domain.people.staff.state import Staff
from domain.programme.year.events import ProgrammeEvent
from domain.programme.year.state import Programme
from domain.programme.year.timetable import Entry, Milestone, milestones, timetable
from domain.refusals import Refused
from domain.streams import programme_stream, staff_stream

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
        self._folded: dict[str, tuple[int, tuple[Entry, ...]]] = {}

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
            stream.removeprefix("programme-"): milestones(entries, person)
            for stream, entries in self._entries().items()
        }
        return {programme: each for programme, each in found.items() if each}

    def kept_at(self, token: str) -> str | None:
        """Whose calendar is at an address, by the id under which they act; None: nobody's, or nobody's any more.

        Args:
            token: the secret part of the address.
        """
        digest, first = digest_of_token(token), staff_stream("")
        for stream, each in self._records.read(list(self._store.streams(first))).items():
            staff: Staff = each.state
            if staff.here and staff.calendar == digest:
                return stream.removeprefix(first)
        return None

    def _entries(self) -> dict[str, tuple[Entry, ...]]:
        """The timetable of each programme, by its stream; folded anew only where something has happened since."""
        streams = list(self._store.streams("programme-"))
        found = {}
        for stream, standing in sorted(self._records.read(streams).items()):
            with self._lock:
                version, entries = self._folded.get(stream, (0, ()))
            if version < standing.head.version:
                version, entries = self._fold(stream)
                with self._lock:
                    self._folded[stream] = version, entries
            found[stream] = entries
        return found

    def _fold(self, stream: str) -> tuple[int, tuple[Entry, ...]]:
        recorded = self._store.load({stream: 0}).get(stream, ())
        envelopes = [EVENT_NAMES.read(each) for each in recorded]
        happened = [(cast("ProgrammeEvent", each.data), each.recorded_at) for each in envelopes]
        return len(recorded), timetable(happened)
