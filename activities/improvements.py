"""What every inspection came to, from its events: for what has improved since last time."""

from collections.abc import Callable, Iterable

from activities.commanding.records import Records
from domain.dated_rules.library import Library
from domain.follow_ups.improvement import RatedOnce, Succession
from domain.inspections.state import Inspection
from domain.providers.provider import Provider
from domain.streams import code_in, inspection_stream, provider_stream

__all__ = ["Improvements"]


class Improvements:
    """Reads how providers were rated time after time, so that one inspection can be held against the one before."""

    def __init__(self, records: Records, library: Callable[[], Library]) -> None:
        """Read from a record, with the rules that its inspections are bound to."""
        self._records = records
        self._library = library

    def rated(self, inspections: Iterable[str]) -> tuple[RatedOnce, ...]:
        """What these inspections came to, of each of their providers; one with no report out comes to nothing yet.

        Args:
            inspections: their references.

        Raises:
            StoreFault: the record failed.
        """
        library = self._library()
        found = self._records.read(inspection_stream(each) for each in inspections)
        return tuple(one for standing in found.values() for one in _rated(standing.state, library))

    def successions(self, rated: Iterable[RatedOnce]) -> dict[str, Succession]:
        """Who took the place of the providers of some inspections, and of those, and so on.

        Raises:
            StoreFault: the record failed.
        """
        found: dict[str, Succession] = {}
        waiting, seen = {each.provider for each in rated}, set[str]()
        while waiting:
            seen |= waiting
            providers = self._records.read(provider_stream(each) for each in sorted(waiting))
            for stream, standing in providers.items():
                provider: Provider = standing.state
                if provider.successors and provider.since is not None:
                    code = code_in(stream, provider_stream)
                    found[code] = Succession(provider.successors, provider.since)
            waiting = {each for one in found.values() for each in one.into} - seen
        return found


def _rated(state: Inspection, library: Library) -> Iterable[RatedOnce]:
    decided = state.decided
    if state.announced is None or decided is None or not state.editions or state.withdrawn is not None:
        return
    known, scheme = state.known, library.scheme_of(state.known.scheme)
    for provider in known.providers:
        yield RatedOnce(
            inspection=known.inspection,
            provider=provider,
            kind=known.protocol.id,
            scheme=known.scheme.id if known.scheme else None,
            framework=known.framework.digest if known.framework else None,
            decided_on=decided.decided_on,
            overall=decided.overall,
            ratings={each.standard: each.rating for each in decided.ratings},
            rank=dict(scheme.rank) if scheme else {},
        )
