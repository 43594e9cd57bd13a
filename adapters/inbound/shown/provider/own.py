"""What of several providers that are inspected together is one's own: the points it raised, the time it asked for."""

from collections.abc import Mapping

from activities.reporting.points_raised import raised_by
from adapters.inbound.services import Services
from domain.inspections.report.state import Challenge
from domain.inspections.state import Extension, Inspection
from domain.streams import person_stream

__all__ = ["extensions_of", "points_of"]


def points_of(
    services: Services, provider: str, reference: str, state: Inspection
) -> Mapping[str, Challenge]:
    """The points of factual accuracy of a provider, in their order.

    Of a provider that is inspected alone, all of them. A point of one of several says whose it is; one from before
    points said so is shown to the provider whose contact raised it, and to none if none did.

    Args:
        services: the installation.
        provider: whose.
        reference: the inspection.
        state: the same as the record has it.
    """
    if not state.known.others or not state.challenges:
        return state.challenges
    earlier = any(each.provider is None for each in state.challenges.values())
    raised = raised_by(services.store, reference) if earlier else {}
    contacts = sorted({who for who in raised.values() if who.startswith(person_stream(""))})
    people = services.records.read(contacts) if contacts else {}
    own = {who for who, each in people.items() if each.state.provider == provider}
    return {
        code: each
        for code, each in state.challenges.items()
        if (raised.get(code) in own if each.provider is None else each.provider == provider)
    }


def extensions_of(provider: str, state: Inspection) -> Mapping[str, Extension]:
    """The time that was asked for, for what a provider itself was asked for."""
    return {
        code: each
        for code, each in state.extensions.items()
        if all(state.asked_of(item) == provider for item in each.asked.items)
    }
