"""Looking for something across all inspections: stream by stream, each found sound before it is understood."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from json.encoder import encode_basestring

from activities.auditing.soundness import sound_part
from activities.ports import EventStore, RefusalNote
from domain.auditing.findings import QUESTIONS, Found, find
from domain.auditing.holding import where_held
from domain.deciders import EVENT_NAMES
from domain.people.roles import Role
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
            Refused: ``unknown-question``; ``unknown-person`` where nothing was found because the record knows nobody of
                that name.
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
        if by is not None and not found and not unsound:
            self._must_know(by)
        found.sort(key=lambda each: (each.envelope.recorded_at, each.envelope.stream, each.envelope.version))
        return Search(tuple(found), len(streams), tuple(unsound))

    def _must_know(self, person: str) -> None:
        """See that the record knows somebody of this name: as one who acted, is named in anything, or was put on it."""
        if self._store.load({(stream := where_held(person)): 0})[stream]:
            return
        quoted = encode_basestring(person).encode()
        # The name of a field is followed by a colon; what is called as a role is stands for the role but in one place.
        ends = [quoted + each for each in (b",", b"]", b"}")]
        named = [b'"actor":' + ends[0]] if person in set(Role) else ends
        after = 0
        while batch := self._store.scan(after, SCANNED):
            if any(each in one.body for one in batch for each in named):
                return
            after = batch[-1].position
        raise Refused.because(
            "unknown-person", f"Nobody is known to the record as {person}; is the id written as it is there?"
        )

    def refused(self, by: str | None = None, years: range | None = None) -> Sequence[RefusalNote]:
        """Every command that was refused, oldest first.

        Args:
            by: only to this person.
            years: only in one of these years, in London.

        Raises:
            Refused: ``unknown-person`` where nothing was ever refused to anybody of that name, and nobody is on record.
        """
        theirs = [note for note in self._refusals() if by is None or note.actor == by]
        if by is not None and not theirs:
            self._must_know(by)
        return [note for note in theirs if years is None or london_date(note.at).year in years]

    def _refusals(self) -> Iterator[RefusalNote]:
        after = 0
        while batch := self._store.refusals(after, REFUSALS):
            yield from (note for _, note in batch)
            after = batch[-1][0]


def _within(found: Found, years: range | None) -> bool:
    return years is None or london_date(found.envelope.occurred_at).year in years
