"""What is held about providers and what came in for an inspection, with its two times: when it was true, and recorded.

Read from the record itself whenever it is asked for: it is asked for by people, and seldom.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from activities.ports import EventStore
from domain.deciders import EVENT_NAMES
from domain.holdings.commands import holdings_stream
from domain.holdings.events import ItemHeld, RequestNoted
from domain.holdings.holdings import Holding, Holdings
from domain.holdings.rules import HOLDINGS
from domain.holdings.years import year_of
from domain.inspections.events import (
    EvidenceLinked,
    EvidenceReceived,
    EvidenceReplaced,
)
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.streams import inspection_stream

__all__ = ["CameIn", "EvidenceHeld", "HeldShown", "YearCount"]


@dataclass(frozen=True, slots=True)
class HeldShown:
    """Something that is held, as people are shown it.

    Attributes:
        holding: how it came in, and whether it stands.
        recorded_at: when it was recorded.
    """

    holding: Holding
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class CameIn:
    """How an item of an inspection's evidence came in, once.

    Attributes:
        item: the item's code.
        how: received, replaced or linked.
        document: the digest of the file; None where there is none.
        true_from: the first day of which it tells; None where nobody has said.
        true_to: the last day of which it tells.
        recorded_at: when it was recorded.
        position: where in the record.
        command_id: by which command, to which there can be a signed receipt.
        actor: who, opaque.
        acting_role: in which role.
    """

    item: str
    how: str
    document: str | None
    true_from: date | None
    true_to: date | None
    recorded_at: datetime
    position: int
    command_id: str
    actor: str
    acting_role: str


@dataclass(frozen=True, slots=True)
class YearCount:
    """What one provider was asked for in one of the inspectorate's years, and what it was not (002 measure 4.2).

    Attributes:
        year: the year, by the calendar year in which it began.
        provider: which provider.
        asked: how many items it was asked for.
        saved: how many it was not asked for, because they were held already.
        again: how many of those asked for had come in or been asked for already, each with a recorded reason.
        reasons: those: the inspection, the item and the reason.
    """

    year: int
    provider: str
    asked: int
    saved: int
    again: int
    reasons: tuple[tuple[str, str, str], ...] = ()


_CAME_IN: dict[type[Event], str] = {
    EvidenceReceived: "received",
    EvidenceReplaced: "replaced",
    EvidenceLinked: "linked",
}


class EvidenceHeld:
    """Looks up what is held. Safe to use from several threads."""

    def __init__(self, store: EventStore) -> None:
        """Read what is held of providers from a store."""
        self._store = store

    def of_provider(
        self,
        provider: str,
        *,
        true_on: date | None = None,
        recorded_by: datetime | None = None,
    ) -> tuple[HeldShown, ...]:
        """What is held about a provider, oldest first.

        Args:
            provider: which.
            true_on: only what tells of this day; what nobody has said the days of is left out then.
            recorded_by: as the record stood at this instant; now, if None.

        Raises:
            StoreFault: the record failed.
            Unreadable: it holds an event of a newer version of Assay.
        """
        envelopes = [
            each
            for _, each in self._read(holdings_stream(provider))
            if recorded_by is None or each.recorded_at <= recorded_by
        ]
        state: Holdings = HOLDINGS.fold(each.data for each in envelopes)
        recorded = {
            each.data.holding: each.recorded_at for each in envelopes if isinstance(each.data, ItemHeld)
        }
        return tuple(
            HeldShown(holding, recorded[code])
            for code, holding in state.held.items()
            if true_on is None or _tells_of(holding.came, true_on)
        )

    def came_in(self, inspection: str) -> tuple[CameIn, ...]:
        """Everything that came in for an inspection, in the order in which it was recorded.

        Raises:
            StoreFault: the record failed.
            Unreadable: it holds an event of a newer version of Assay.
        """
        found = []
        names = EVENT_NAMES.names_of(*_CAME_IN)
        for position, each in self._read(inspection_stream(inspection), names):
            event: Any = each.data
            how = _CAME_IN[type(event)]
            found.append(
                CameIn(
                    item=event.item.id if isinstance(event, EvidenceLinked) else event.item,
                    how=how,
                    document=event.document,
                    true_from=event.true_from,
                    true_to=event.true_to,
                    recorded_at=each.recorded_at,
                    position=position,
                    command_id=each.command_id,
                    actor=each.actor,
                    acting_role=each.acting_role,
                )
            )
        return tuple(found)

    def saved(self, year: int | None = None, provider: str | None = None) -> tuple[YearCount, ...]:
        """What was asked for and what was saved, by year and provider.

        Raises:
            StoreFault: the record failed.
            Unreadable: it holds an event of a newer version of Assay.
        """
        prefix = holdings_stream("")
        streams = [holdings_stream(provider)] if provider else list(self._store.streams(prefix))
        requests: dict[tuple[int, str], list[RequestNoted]] = {}
        for stream in streams:
            for _, each in self._read(stream):
                if isinstance(each.data, RequestNoted):
                    key = (year_of(each.data.requested_on), stream.removeprefix(prefix))
                    requests.setdefault(key, []).append(each.data)
        return tuple(
            _counted(*key, noted) for key, noted in sorted(requests.items()) if year in (None, key[0])
        )

    def _read(
        self, stream: str, names: frozenset[str] | None = None
    ) -> Iterator[tuple[int, Envelope[Event]]]:
        """The events of a stream with their positions; only those under some names, if they are named.

        Raises:
            Unreadable: one is of a newer version of Assay, whatever its name.
        """
        for each in self._recorded(stream):
            if names is None or each.name in names or each.name not in EVENT_NAMES.known:
                yield each.position, EVENT_NAMES.read(each)

    def _recorded(self, stream: str) -> Sequence[Any]:
        return self._store.load({stream: 0}).get(stream, ())


def _counted(year: int, provider: str, requests: Sequence[RequestNoted]) -> YearCount:
    return YearCount(
        year=year,
        provider=provider,
        asked=sum(len(each.asked) for each in requests),
        saved=sum(len(each.saved) for each in requests),
        again=sum(len(each.again) for each in requests),
        reasons=tuple((each.inspection, item, reason) for each in requests for item, reason in each.again),
    )


def _tells_of(came: ItemHeld, day: date) -> bool:
    return came.true_from is not None and came.true_from <= day <= (came.true_to or came.true_from)
