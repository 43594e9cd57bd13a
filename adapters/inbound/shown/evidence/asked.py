"""What an inspection usually asks for, and what of it is held already."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from adapters.inbound.services import Services
from adapters.inbound.shown.inspections import inspection_of
from domain.holdings.holdings import Holdings
from domain.holdings.shelves import held_code, shelves_of, streams_of
from domain.inspections.asked_of import asked_of
from domain.inspections.events import EvidenceItem
from domain.refusals import Refused

__all__ = ["held_of", "holdings_of", "usual_items"]


def usual_items(services: Services, inspection: str) -> Sequence[EvidenceItem]:
    """What the inspection's kind usually asks for.

    Raises:
        Refused: ``unknown-inspection``, or ``no-usual-list`` where its kind names nothing.
    """
    state = inspection_of(services, inspection)
    protocol = services.library().protocol_with(state.known.protocol.digest)
    items = protocol.evidence if protocol else ()
    if not items:
        raise Refused.because(
            "no-usual-list",
            f"The kind of inspection {state.known.protocol.id} names nothing that is usually asked for; give a list "
            "with --items.",
        )
    return [
        EvidenceItem(id=each.id, title=each.title, key_questions=each.key_questions, prompts=each.prompts)
        for each in items
    ]


def holdings_of(services: Services, provider: str) -> Sequence[tuple[str, Holdings]]:
    """What is held about a provider and about each of those whose place it took, by the provider; its own first."""
    seen: dict[str, Any] = {}
    while new := [each for each in streams_of(provider, seen) if each not in seen]:
        seen |= {stream: each.state for stream, each in services.records.read(new).items()}
    return list(shelves_of(provider, seen))


def held_of(
    services: Services, inspection: str, wanted: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Each item of which something is held under its code, with the latest such holding's, its provider's own first.

    Raises:
        Refused: ``unknown-inspection``.
    """
    state = inspection_of(services, inspection)
    items = (EvidenceItem.model_validate_json(json.dumps(each)) for each in wanted)
    for each in asked_of(state.known, items):
        provider = state.provider_of(each)
        for shelf, holdings in holdings_of(services, provider):
            if held := holdings.standing(each.held_as):
                yield each.id, held_code(provider, shelf, held[-1].came.holding)
                break
