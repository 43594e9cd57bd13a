"""Which inspections of a published programme somebody looks for: by words, by area, by who is on the team."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import Depends

from activities.viewing.rows import ProviderRow
from adapters.inbound.visiting.house import House
from domain.areas import as_compared
from domain.programme.year.terms import Slot

__all__ = ["Wanted", "areas_of", "providers_of"]

Known = Mapping[str, ProviderRow]


@dataclass(frozen=True, slots=True)
class Searched:
    """What somebody looks for; empty where that does not matter.

    Attributes:
        q: words, each of which is in an inspection's code, or in the code or the name of a provider.
        area: an area in which a provider is, or which the inspection looks at.
        person: somebody on the team, by their id.
    """

    q: str
    area: str
    person: str

    def __bool__(self) -> bool:
        """Whether anything in particular is looked for."""
        return bool(self.q or self.area or self.person)

    @property
    def address(self) -> str:
        """The same as the query of an address."""
        return urlencode({name: each for name in ("q", "area", "person") if (each := getattr(self, name))})

    def takes(self, slot: Slot, known: Known) -> bool:
        """Whether an inspection is among what is looked for.

        Args:
            slot: the inspection.
            known: every provider, by code.
        """
        titles = (known[each].title for each in slot.providers if each in known)
        said = " ".join((slot.inspection, *slot.providers, *titles)).casefold()
        return (
            all(word in said for word in self.q.casefold().split())
            and (
                not self.area or as_compared(self.area) in {as_compared(each) for each in _areas(slot, known)}
            )
            and (not self.person or any(each.person == self.person for each in slot.team))
        )


def _searched(q: str = "", area: str = "", person: str = "") -> Searched:
    return Searched(q.strip(), area.strip(), person.strip())


Wanted = Annotated[Searched, Depends(_searched)]
"""A page's parameter: what its query looks for."""


def providers_of(house: House) -> Known:
    """Every provider, by code."""
    return {each.provider: each for each in house.services.views.catch_up().providers()}


def areas_of(slots: Iterable[Slot], known: Known) -> tuple[str, ...]:
    """The areas of some inspections, each once, in order."""
    found = {as_compared(each): each for slot in slots for each in _areas(slot, known)}
    return tuple(found[each] for each in sorted(found))


def _areas(slot: Slot, known: Known) -> tuple[str, ...]:
    theirs = (known[each].area for each in slot.providers if each in known)
    return (*theirs, *((slot.area,) if slot.area else ()))
