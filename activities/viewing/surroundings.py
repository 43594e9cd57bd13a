"""What the tasks of an inspection depend on besides its own stream, looked up among the states of other streams."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from typing import Any

from domain.cases.alerts.alert import Alerts
from domain.cases.streams import hold_on
from domain.dated_rules.library import Library
from domain.evidence.correlation import compare
from domain.follow_ups.commands import follow_up_stream
from domain.holdings.commands import holdings_stream
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.inspections.tasks import Surroundings
from domain.inspections.tasks.reads import Reads, reads_of
from domain.panels.separation import readers_of
from domain.panels.state import Panel
from domain.ratings.scheme import Scheme
from domain.streams import code_in, inspection_stream, panel_stream, quality_stream, room_stream

__all__ = ["LookingAround", "inspections_of"]

_READING = frozenset({Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS})
"""A case is read from when it is drawn until the gate behind the case reads is closed."""


def inspections_of(alerts: Alerts) -> tuple[str, ...]:
    """The inspections of which the cases gave rise to alerts, by reference."""
    return tuple(dict.fromkeys(each.raised.inspection for each in alerts.all.values()))


class LookingAround:
    """Looks up what inspections depend on, all at one position; panels and alerts are read once, if they are needed."""

    def __init__(
        self,
        states: Callable[[Iterable[str]], Mapping[str, Any]],
        streams: Callable[[str], Iterable[str]],
        library: Library,
    ) -> None:
        """Look around among the states of streams.

        Args:
            states: the states of some streams; of one without events, the initial one.
            streams: the streams that begin with a prefix.
            library: the dated rules; the pinned ones are found by their digests.
        """
        self._states = states
        self._streams = streams
        self._library = library

    def at(self, state: Inspection) -> Surroundings:
        """What an inspection's tasks depend on.

        Args:
            state: an inspection that was announced.
        """
        known, standing = state.known, state.standing
        read = state.sampled if standing in _READING else ()
        room = room_stream(known.inspection)
        followed = follow_up_stream(known.inspection)
        held = list(map(holdings_stream, state.shelves))
        before_one = standing is Stage.PANEL_REVIEW
        called = {
            code: panel
            for code, panel in (self._panels if before_one else {}).items()
            if known.inspection in panel.agenda
        }
        others = dict.fromkeys(each for panel in called.values() for each in panel.beside(known.inspection))
        beside = {each: inspection_stream(each) for each in others}
        lists = {population: each.list for population, each in state.lists.items()}
        found = self._states([*read, room, followed, *held, *beside.values(), *state.plans, *lists.values()])
        protocol, scheme = (
            self._library.protocol_with(known.protocol.digest),
            self._library.scheme_of(known.scheme),
        )
        return Surroundings(
            unread=sum(not found[case].complete for case in read),
            panels=called,
            beside={each: found[stream] for each, stream in beside.items()},
            plans={each: found[each] for each in state.plans},
            protocol=protocol,
            scheme=scheme,
            readers=self._readers(state),
            framework=self._library.framework_of(known.framework),
            room=found[room],
            held={each: found[each] for each in held},
            compared=self._compared(state, protocol, scheme),
            follow_up=found[followed] if protocol and protocol.follow_up else None,
            reads=self._reads(state, protocol),
            lists={population: found[stream] for population, stream in lists.items()},
        )

    def _reads(self, state: Inspection, protocol: Protocol | None) -> Reads:
        """The second reads, what is held, what the quality lead looks at, and the alerts, which no stage ends."""
        known, reads = state.known.inspection, state.reads if state.standing in _READING else ()
        quality = quality_stream(known)
        found = self._states([quality, *reads, *map(hold_on, reads)])
        return reads_of(
            state,
            protocol,
            found if reads else {},
            found[quality],
            tuple(each for each in self._alerts if known in inspections_of(each)),
        )

    def _compared(self, state: Inspection, protocol: Protocol | None, scheme: Scheme | None) -> str | None:
        """What is to be looked at before the panel, by its digest; None where nothing is, or not now."""
        limit = protocol.judgements.correlation_steps if protocol and protocol.judgements else None
        if limit is None or scheme is None or state.standing is not Stage.PANEL_REVIEW:
            return None
        return compare(state, scheme, self._states(state.reads), limit).digest

    def _readers(self, state: Inspection) -> frozenset[str]:
        """Who read the cases of an inspection that is before the panel; they do not decide on it."""
        if state.standing is not Stage.PANEL_REVIEW:
            return frozenset()
        return readers_of(self._states(state.reads).values())

    @cached_property
    def _panels(self) -> Mapping[str, Panel]:
        """All panels, by reference."""
        found = self._states(self._streams("panel-"))
        return {code_in(stream, panel_stream): state for stream, state in found.items()}

    @cached_property
    def _alerts(self) -> tuple[Alerts, ...]:
        return tuple(self._states(self._streams("alert-")).values())
