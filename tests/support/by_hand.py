"""A whole inspection whose machinery is played by hand, and views of the record that it makes."""

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from activities.ports import EventStore
from activities.viewing.views import Views
from adapters.outbound.projections import ProjectionTables
from domain.deciders import EVENT_NAMES
from domain.ledger.names import EventNames
from domain.ledger.upcasting import Upcaster
from domain.messages import Event
from tests.support.hands import Hands, NoNudges
from tests.support.house import House, shipped_library
from tests.support.life import Life
from tests.support.toy_matter import HandClock

__all__ = ["known_as", "life_by_hand", "names_without", "not_knowing", "views_of"]


def life_by_hand(store: EventStore, folder: Path, reference: str) -> Life:
    """An inspection whose machinery is played by hand after every command."""
    clock = HandClock(datetime(2018, 5, 1, 12, tzinfo=UTC))
    house = House.build(store, clock, NoNudges(), folder)
    life = Life(house, clock, reference)
    hands = Hands(house)
    turn = life.turn

    def turn_and_see_to(day: object) -> None:
        turn(day)  # type: ignore[arg-type]  # a date, as Life gives it
        hands.see_to(life.stream)

    life.turn = turn_and_see_to
    life.settle = lambda: hands.see_to(life.stream, life.plan_stream, life.panel_stream)
    return life


@contextmanager
def views_of(place: str, store: EventStore) -> Iterator[tuple[Views, ProjectionTables]]:
    """The views as a process has them, with the tables that they are kept in."""
    tables = ProjectionTables(place)
    try:
        yield Views(store=store, kept=tables, library=shipped_library), tables
    finally:
        tables.close()


@contextmanager
def known_as(names: EventNames) -> Iterator[None]:
    """Be a version of Assay that knows these names, as long as the context lasts."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(EVENT_NAMES, "__dict__", vars(names))
        yield


def not_knowing(*names: str) -> AbstractContextManager[None]:
    """Be an older version of Assay, from before these events, as long as the context lasts."""
    missing = sorted(set(names) - set(EVENT_NAMES.known))
    assert missing == [], f"no version knows {missing}"
    return known_as(names_without(*names))


def names_without(
    *names: str, more: Iterable[type[Event]] = (), steps: Iterable[Upcaster] = ()
) -> EventNames:
    """The names of today without some, with what is understood as one of those, and with some more instead."""
    present = [EVENT_NAMES.known[name] for name in sorted(EVENT_NAMES.present - set(names))]
    older = [each for each in EVENT_NAMES.steps if each.new in present]
    return EventNames([*present, *more], [*older, *steps])
