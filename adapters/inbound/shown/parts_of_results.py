"""By what published inspections are told apart, in words."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from activities.viewing.rows import ProviderRow
from adapters.inbound.shown.words import words
from domain.areas import as_compared
from domain.results.publication import Publication

__all__ = ["Part", "parts_by"]


class Part(StrEnum):
    """By what inspections are told apart: the area of their provider, or what kind of provider it is."""

    AREA = "area"
    KIND = "kind"


def parts_by(part: Part, providers: Mapping[str, ProviderRow]) -> Callable[[Publication], str]:
    """In which part an inspection is; one of several areas or kinds of provider is in none of them alone.

    Args:
        part: by what they are told apart.
        providers: every provider, by code.
    """

    def of(publication: Publication) -> str:
        known = [providers[each] for each in publication.providers if each in providers]
        if part is Part.AREA:
            found = {as_compared(each.area): each.area for each in known}
        else:
            found = {each.kind: f"providers of the kind {words(each.kind)}" for each in known}
        if len(found) != 1:
            return "several areas" if part is Part.AREA else "several kinds of provider"
        (said,) = found.values()
        return said[:200]

    return of
