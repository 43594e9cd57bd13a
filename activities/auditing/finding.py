"""Looking for something across all inspections: stream by stream, each found sound before it is understood."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from json.encoder import encode_basestring

from activities.auditing.soundness import sound_part
from activities.ports import EventStore, RefusalNote
from domain.auditing.findings import QUESTIONS, Found, find
from domain.deciders import EVENT_NAMES
from domain.refusals import Refused
from domain.working_days import london_date

__all__ = ["Finding", "Search"]

BATCH = 200
"""Streams that are read at a time."""

SCANNED = 5000
"""Events that are read at a time where somebody's name is looked for in all of them."""

REFUSALS = 1000
"""Refusals that are read at a time."""


@dataclass(frozen=True, slots=True)
class Search:
    """What came of a search.

    Attributes:
        found: what was found, in the order in which it was recorded.
        streams: how many streams were gone through.
        unsound: what does not hold, a sentence for each stream of which something does not; what is behind that place
            was not looked at.
    """

    found: tuple[Found, ...]
    streams: int
    unsound: tuple[str, ...]


class Finding:
    """Finds things on the record. No view and no log is looked at."""

    def __init__(self, store: EventStore) -> None:
        """Find events and refusals in a store."""
        self._store = store

    def search(
        self,
        what: str,
        *,
        by: str | None = None,
        years: range | None = None,
        went: Callable[[int, int], None] = lambda _done, _all: None,
    ) -> Search:
        """Everything of a sort.

        Args:
            what: one of the questions.
            by: only what this person did.
            years: only what was so in one of these years, in London.
            went: is told how many streams were gone through, and of how many.

        Raises:
            Refused: ``unknown-question``.
        """
        question = QUESTIONS.get(what)
        if question is None:
            raise Refused.because(
                "unknown-question", f"Nothing is known of {what}; ask for {', '.join(QUESTIONS)}."
            )
        # One kind's name may begin with another's.
        streams = list(
            dict.fromkeys(name for kind in question.kinds for name in self._store.streams(f"{kind}-"))
        )
        found: list[Found] = []
        unsound = []
        walk = iter(streams)
        done = 0
        while batch := list(islice(walk, BATCH)):
            for events in self._store.load(dict.fromkeys(batch, 0)).values():
                sound, fault = sound_part(events)
                if fault is not None:
                    unsound.append(f"{fault.verdict}, {fault.place}")
                told = [EVENT_NAMES.read(each.recorded) for each in sound]
                found += (each for each in find(question, told, by) if _within(each, years))
            done += len(batch)
            went(done, len(streams))
        found.sort(key=lambda each: (each.envelope.recorded_at, each.envelope.stream, each.envelope.version))
        return Search(tuple(found), len(streams), tuple(unsound))

    def ever_acted(self, person: str) -> bool:
        """Whether anything at all on the record was done by somebody of this name; looked for in the bytes.

        Args:
            person: the id under which they would have acted.
        """
        named = f'"actor":{encode_basestring(person)},'.encode()
        after = 0
        while batch := self._store.scan(after, SCANNED):
            if any(named in each.body for each in batch):
                return True
            after = batch[-1].position
        return False

    def refused(self, by: str | None = None, years: range | None = None) -> Sequence[RefusalNote]:
        """Every command that was refused, oldest first.

        Args:
            by: only to this person.
            years: only in one of these years, in London.
        """
        return [
            note
            for note in self._refusals()
            if (by is None or note.actor == by) and (years is None or london_date(note.at).year in years)
        ]

    def _refusals(self) -> Iterator[RefusalNote]:
        after = 0
        while batch := self._store.refusals(after, REFUSALS):
            yield from (note for _, note in batch)
            after = batch[-1][0]


def _within(found: Found, years: range | None) -> bool:
    return years is None or london_date(found.envelope.occurred_at).year in years
