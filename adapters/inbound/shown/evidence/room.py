"""Looking into the evidence room of an inspection."""

from collections.abc import Iterator, Mapping

from adapters.inbound.services import Services
from adapters.inbound.shown.evidence.asked import holdings_of
from adapters.inbound.shown.inspections import row_of
from domain.evidence.state import EvidenceRoom
from domain.holdings.commands import holdings_stream
from domain.holdings.events import ItemHeld
from domain.holdings.holdings import Holdings
from domain.holdings.shelves import held_code
from domain.inspections.state import Inspection
from domain.streams import inspection_stream, room_stream

__all__ = ["inspection_and_room", "offered_to", "room_of", "what_is_held"]


def room_of(services: Services, inspection: str) -> EvidenceRoom:
    """The evidence room of an inspection.

    Raises:
        Refused: ``unknown-inspection``.
    """
    _, room = inspection_and_room(services, inspection)
    return room


def what_is_held(services: Services, inspection: Inspection) -> Mapping[str, Holdings]:
    """What is held about each provider of an inspection, by its stream."""
    found = services.records.read([holdings_stream(each) for each in inspection.shelves])
    return {stream: each.state for stream, each in found.items()}


def offered_to(services: Services, inspection: Inspection) -> Iterator[tuple[str, str, ItemHeld]]:
    """What may be relied on about each provider and whoever was there before it.

    Each has the provider about which it is held, its code as it is named where it is linked, and how it came.
    """
    for provider in inspection.known.providers:
        for shelf, held in holdings_of(services, provider):
            for each in held.standing():
                yield shelf, held_code(provider, shelf, each.came.holding), each.came


def inspection_and_room(services: Services, inspection: str) -> tuple[Inspection, EvidenceRoom]:
    """An inspection and its evidence room, from one moment.

    Raises:
        Refused: ``unknown-inspection``.
    """
    row_of(services, inspection)
    stream, room = inspection_stream(inspection), room_stream(inspection)
    found = services.records.read([stream, room])
    return found[stream].state, found[room].state
