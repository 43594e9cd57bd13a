"""What is held about a provider: whoever asks the provider for something looks here first."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from types import MappingProxyType
from typing import Protocol, assert_never

from domain.holdings.events import HoldingsEvent, HoldingWithdrawn, ItemHeld, RequestNoted
from domain.holdings.years import year_of

__all__ = ["Holding", "Holdings", "Wanted", "evolve"]


class Wanted(Protocol):
    """What an inspection wants, as far as it can be told from what is held."""

    @property
    def held_as(self) -> str:
        """What it is, by the code under which it would be held."""
        ...

    @property
    def title(self) -> str:
        """What it is called."""
        ...

    @property
    def standard(self) -> str | None:
        """The standard it is wanted for, where one is named."""
        ...

    @property
    def questions(self) -> tuple[str, ...]:
        """The key questions it is wanted for."""
        ...


@dataclass(frozen=True, slots=True)
class Holding:
    """Something that is held.

    Attributes:
        came: how it came in.
        replaced_by: the holding that took its place; None where none did.
        withdrawn: why it is not to be relied on any more; None where it is.
    """

    came: ItemHeld
    replaced_by: str | None = None
    withdrawn: str | None = None

    @property
    def stands(self) -> bool:
        """Whether it may be relied on."""
        return self.replaced_by is None and self.withdrawn is None


@dataclass(frozen=True, slots=True)
class Holdings:
    """What is held about a provider, and what it was asked for.

    Attributes:
        held: everything that ever was, by code.
        requests: every request for evidence, oldest first.
    """

    held: Mapping[str, Holding] = field(default_factory=lambda: MappingProxyType({}))
    requests: tuple[RequestNoted, ...] = ()

    @property
    def next_code(self) -> str:
        """The code that the next holding gets."""
        return f"h{len(self.held) + 1}"

    def standing(self, about: str | None = None) -> tuple[Holding, ...]:
        """What may be relied on, oldest first; of one thing only, if it is named."""
        return tuple(each for each in self.held.values() if each.stands and about in (None, each.came.about))

    def of_inspection(self, inspection: str, item: str) -> Holding | None:
        """What an inspection's item brought in and may still be relied on."""
        found = (each for each in self.standing(item) if each.came.source == "inspection")
        return next((each for each in found if each.came.of == inspection), None)

    def answering(self, wanted: Wanted) -> tuple[Holding, ...]:
        """What stands and may answer what is wanted, latest first: the same thing, its title, or its key questions."""
        return tuple(each for each in reversed(self.standing()) if _answers(each.came, wanted))

    def need_not_be_asked(self, item: str, on: date, whose: str | None = None) -> str | None:
        """Why nobody need ask for an item on a day: it came in, or was asked for, in the same year; None if not.

        Args:
            item: what it is, by its code.
            on: the day.
            whose: about whom this is held, where it is looked for with whoever took that provider's place.
        """
        before = f"{whose}/" if whose else ""
        of = f" {whose}" if whose else ""
        for holding in reversed(self.standing(item)):
            if year_of(holding.came.held_on) == year_of(on):
                return f"it is held as {before}{holding.came.holding}, since {holding.came.held_on}"
        for request in reversed(self.requests):
            if item in request.asked and year_of(request.requested_on) == year_of(on):
                return f"the inspection {request.inspection} asked{of} for it on {request.requested_on}"
        return None


def _answers(came: ItemHeld, wanted: Wanted) -> bool:
    if came.about == wanted.held_as or _plain(came.title) == _plain(wanted.title):
        return True
    if wanted.questions:
        return not set(came.key_questions).isdisjoint(wanted.questions)
    return wanted.standard is not None and any(
        each.startswith(f"{wanted.standard}.") for each in came.key_questions
    )


def _plain(title: str) -> str:
    """A title without what makes no difference: case, blanks and marks."""
    return "".join(each for each in title.casefold() if each.isalnum())


def evolve(state: Holdings, event: HoldingsEvent) -> Holdings:
    """Fold one event into what is held."""
    match event:
        case ItemHeld():
            held = {**state.held, event.holding: Holding(event)}
            if event.replaces is not None:
                held[event.replaces] = replace(held[event.replaces], replaced_by=event.holding)
            return replace(state, held=MappingProxyType(held))
        case HoldingWithdrawn():
            gone = replace(state.held[event.holding], withdrawn=event.reason)
            return replace(state, held=MappingProxyType({**state.held, event.holding: gone}))
        case RequestNoted():
            return replace(state, requests=(*state.requests, event))
        case _:
            assert_never(event)
