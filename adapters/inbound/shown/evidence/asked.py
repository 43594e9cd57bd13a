"""What an inspection usually asks for, and what of it is held already."""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from adapters.inbound.services import Services
from adapters.inbound.shown.inspections import inspection_of
from domain.holdings.commands import holdings_stream
from domain.holdings.holdings import Holdings
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


def holdings_of(services: Services, provider: str) -> Holdings:
    """What is held of a provider."""
    stream = holdings_stream(provider)
    found: Holdings = services.records.read([stream])[stream].state
    return found


def held_of(
    services: Services, inspection: str, wanted: Sequence[dict[str, Any]]
) -> Iterator[tuple[str, str]]:
    """Each item of which something is held under its code, with the latest such holding's.

    Raises:
        Refused: ``unknown-inspection``.
    """
    state = inspection_of(services, inspection)
    items = (EvidenceItem.model_validate_json(json.dumps(each)) for each in wanted)
    for each in asked_of(state.known, items):
        held = holdings_of(services, state.provider_of(each)).standing(each.held_as)
        if held:
            yield each.id, held[-1].came.holding
