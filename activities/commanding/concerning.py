"""What something is about, as far as it matters who works on it or sees it: the inspection, and whom it inspects."""

from collections.abc import Callable, Mapping, Set
from dataclasses import replace

from activities.commanding.records import Records, Standing
from domain.dated_rules.library import Library
from domain.deciders import decider_of, kind_of
from domain.inspections.state import Inspection
from domain.people.staff.state import Staff
from domain.people.standing import Concern
from domain.providers.past import followed
from domain.providers.provider import Provider
from domain.streams import code_in, provider_stream

__all__ = ["Concerning", "for_somebody", "line_of"]


class Concerning:
    """Looks up whom inspections inspect. Safe to use from several threads."""

    def __init__(self, records: Records, library: Callable[[], Library]) -> None:
        """Look up whom a command concerns, in a record.

        Args:
            records: the record's streams as states.
            library: the dated rules, for the partners of a kind of inspection.
        """
        self._records = records
        self._library = library

    def about(self, stream: str, *, afresh: bool) -> Concern | None:
        """What a stream is about; None for one that belongs to no inspection.

        Args:
            stream: an inspection, or whatever belongs to one: a case, a list, an evidence room.
            afresh: whether it is read anew, or may be as it was last known.
        """
        try:
            kind_of(stream)
        except LookupError:
            return None  # whoever typed it is told elsewhere that there is no such thing
        state = self.look([stream], afresh=afresh)[stream].state
        matter = decider_of(stream).matter(stream, state)
        if not matter.startswith("inspection-"):
            return None
        inspection: Inspection = self.look([matter], afresh=afresh)[matter].state
        return self.of(inspection, stream if stream.startswith("case-") else "", afresh=afresh)

    def of(self, inspection: Inspection, case: str = "", *, afresh: bool) -> Concern | None:
        """What an inspection is about; None for one that has not been announced."""
        if inspection.announced is None:
            return None
        known = inspection.known
        return self.of_providers(
            known.inspection, known.providers, known.protocol.id, known.area, case, afresh=afresh
        )

    def of_providers(
        self,
        inspection: str,
        providers: tuple[str, ...],
        protocol: str,
        area: str | None,
        case: str = "",
        *,
        afresh: bool,
    ) -> Concern:
        """What an inspection of some providers is, or would be, about."""
        states = [
            each.state
            for each in self.look([provider_stream(each) for each in providers], afresh=afresh).values()
        ]
        areas = {each.registered.area for each in states if each.registered is not None}
        kind = self._library().protocol(protocol)
        bodies = tuple(each.body for each in kind.partners) if kind else ()
        every = tuple(sorted(areas | ({area} if area else set())))
        return Concern(inspection, tuple(providers), every, bodies, case)

    def look(self, streams: list[str], *, afresh: bool) -> Mapping[str, Standing]:
        """Some streams, read anew or as they were last known."""
        return self._records.read(streams) if afresh else self._records.recall(streams)[0]


def for_somebody(records: Records, staff: Staff, concern: Concern, *, afresh: bool) -> Concern:
    """What something is about for somebody: a provider that has gone on as one that is inspected is part of it.

    Args:
        records: the record's streams as states.
        staff: what the record has of them: only what they have an interest in is looked up.
        concern: what it is about.
        afresh: whether it is read anew, or may be as it was last known.
    """
    providers = {each.provider for each in staff.interests.values() if each.provider is not None}
    states = line_of(records, providers - set(concern.providers), afresh=afresh)
    before = sorted(each for each in states if not set(followed(states, each)).isdisjoint(concern.providers))
    return replace(concern, providers=tuple(dict.fromkeys((*concern.providers, *before))))


def line_of(records: Records, providers: Set[str], *, afresh: bool) -> Mapping[str, Provider]:
    """Some providers and all that have taken their place, by code.

    Args:
        records: the record's streams as states.
        providers: their codes.
        afresh: whether they are read anew, or may be as they were last known.
    """
    states: dict[str, Provider] = {}
    waiting = sorted(providers)
    while waiting:
        streams = [provider_stream(each) for each in waiting]
        seen = records.read(streams) if afresh else records.recall(streams)[0]
        states |= {code_in(stream, provider_stream): each.state for stream, each in seen.items()}
        waiting = sorted({one for each in waiting for one in states[each].successors} - states.keys())
    return states
