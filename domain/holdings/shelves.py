"""Where what is held is looked for: with the provider that is asked, and with whoever was there before it."""

from collections.abc import Iterator, Mapping
from typing import Any

from domain.holdings.commands import holdings_stream
from domain.holdings.holdings import Holdings
from domain.providers.provider import Provider
from domain.streams import provider_stream

__all__ = ["held_code", "shelf_named", "shelves_of", "streams_of", "whoever_was"]


def whoever_was(provider: str, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """A provider with all whose place it has taken, itself first, as far as their streams are seen.

    Args:
        provider: the provider, by its short code.
        seen: the states of streams, among them those of providers.
    """
    found: dict[str, None] = {}
    waiting = [provider]
    while waiting:
        each = waiting.pop(0)
        if each not in found:
            found[each] = None
            known: Provider | None = seen.get(provider_stream(each))
            waiting += known.before if known else ()
    return tuple(found)


def streams_of(provider: str, seen: Mapping[str, Any]) -> Iterator[str]:
    """The streams to be read to know what is held about a provider and whoever was there before it.

    Args:
        provider: the provider.
        seen: the states of streams that were read already; what only they tell of is named once they are here.
    """
    for each in whoever_was(provider, seen):
        yield from (provider_stream(each), holdings_stream(each))


def shelves_of(provider: str, seen: Mapping[str, Any]) -> Iterator[tuple[str, Holdings]]:
    """What is held about a provider and about each of whoever was there before it, by the provider; its own first.

    Args:
        provider: the provider.
        seen: the states of streams, those of :func:`streams_of` among them.
    """
    for each in whoever_was(provider, seen):
        yield each, seen[holdings_stream(each)]


def held_code(provider: str, shelf: str, code: str) -> str:
    """How something that is held is named to a provider: ``h12``, or ``nps-old/h12`` where it is held about another.

    Args:
        provider: the provider that would be asked.
        shelf: the one about which it is held.
        code: its code there.
    """
    return code if shelf == provider else f"{shelf}/{code}"


def shelf_named(provider: str, held: str) -> tuple[str, str]:
    """The provider about which something is held, and its code there, from what :func:`held_code` gave.

    Args:
        provider: the provider that would be asked.
        held: how it is named to it.
    """
    shelf, _, code = held.rpartition("/")
    return shelf or provider, code
