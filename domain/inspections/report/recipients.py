"""Who is told that a report is out: of a post that differs by area, that of each area of those inspected."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from domain.inspections.kinds.protocol import Protocol
from domain.inspections.state import Inspection
from domain.people.bodies import in_area
from domain.people.body_state import Body
from domain.providers.provider import Provider
from domain.streams import mailbox_stream, provider_stream
from domain.text import slug

__all__ = ["Recipient", "areas_of", "recipients_of", "streams_of_areas", "streams_of_posts"]

_SERVED_OTHERWISE = ("The public", "The provider")
"""The provider has a notice of its own, and the public has the publication: they are told without the list."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody on the distribution list.

    Attributes:
        title: as what they are told: their name, and of one area's post the area.
        area: the area whose post it is, or would be; None where there is one for the whole country.
        reached: whether they have an address on that day; who has none is told by other means.
    """

    title: str
    area: str | None
    reached: bool


def streams_of_posts(state: Inspection, protocol: Protocol) -> tuple[str, ...]:
    """What is read first: the providers that are inspected, and everybody on the list, by the names that it has."""
    titles = (mailbox_stream(slug(each)) for each in _listed(protocol))
    providers = map(provider_stream, state.known.providers) if state.announced else ()
    return tuple(dict.fromkeys((*providers, *titles)))


def streams_of_areas(state: Inspection, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """What is read then: of the posts that differ by area, those of the areas of the providers.

    Args:
        state: the inspection.
        seen: the streams of :func:`streams_of_posts` among others.
    """
    posts: list[Body] = [each for each in seen.values() if isinstance(each, Body)]
    found = (code for area in areas_of(state, seen) for each in posts if (code := _in(each, area)))
    return tuple(dict.fromkeys(map(mailbox_stream, found)))


def areas_of(state: Inspection, seen: Mapping[str, Any]) -> tuple[str, ...]:
    """The areas that an inspection is about: the one that it was announced for, or those of its providers.

    A provider of several areas has them apart by semicolons.
    """
    if state.announced is None:
        return ()
    if state.announced.area is not None:
        return (state.announced.area,)
    found: list[str] = []
    for each in state.announced.providers:
        known: Provider | None = seen.get(provider_stream(each))
        if known is not None and known.registered is not None:
            found += (area.strip() for area in known.registered.area.split(";"))
    return tuple(dict.fromkeys(area for area in found if area))


def recipients_of(
    state: Inspection, protocol: Protocol, seen: Mapping[str, Any], day: date
) -> tuple[Recipient, ...]:
    """Who is told that the report is out, besides the provider and the public, in the order of the list.

    Of a post that differs by area that of each area is told, where it has an address. An area without one is served at
    the address that the post has for the whole country; without that, it is told by other means.

    Args:
        state: the inspection.
        protocol: its kind, which has the list.
        seen: the streams of :func:`streams_of_posts` and :func:`streams_of_areas`.
        day: the day on which they are told.
    """
    areas = areas_of(state, seen)
    found = (each for title in _listed(protocol) for each in _told(title, areas, seen, day))
    return tuple({each.title: each for each in found}.values())


def _told(title: str, areas: tuple[str, ...], seen: Mapping[str, Any], day: date) -> Iterator[Recipient]:
    post: Body = seen[mailbox_stream(slug(title))]
    whole = Recipient(title, None, _reached(post, day))
    if not post.areas or not areas:
        yield whole
        return
    for area in areas:
        code = _in(post, area)
        own: Body | None = seen[mailbox_stream(code)] if code else None
        if own is not None and _reached(own, day):
            yield Recipient(own.title, area, reached=True)
        elif whole.reached:
            yield whole
        else:
            yield Recipient(own.title if own else in_area(title, area), area, reached=False)


def _reached(body: Body, day: date) -> bool:
    reached = body.reached_on(day)
    return reached is not None and not reached.refused


def _in(post: Body, area: str) -> str | None:
    """The code of a post's own address in an area, however that is written."""
    return next((code for named, code in post.areas.items() if slug(named) == slug(area)), None)


def _listed(protocol: Protocol) -> Iterator[str]:
    return (each for each in protocol.distribution if not each.startswith(_SERVED_OTHERWISE))
