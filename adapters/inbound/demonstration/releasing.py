"""The example programme with its dossiers: those that name nothing but what is published are released to everybody."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from activities.commanding.desk import Declined, Order
from adapters.inbound.demonstration.programme import load_example
from adapters.inbound.demonstration.world import World
from adapters.inbound.services import Services
from domain.given import Actor
from domain.people.roles import Role

__all__ = ["load_released_example"]

MANAGER = "hq-operations"
"""Who arranges the example's inspections."""


def load_released_example(
    services: Services, put_up: Callable[[datetime], World], examples: Path, tell: Callable[[str], None]
) -> None:
    """Enter the example programme, and release the dossiers of what is published; see :func:`load_example`."""
    load_example(put_up, store=services.store, examples=examples, calendar=services.calendar, tell=tell)
    _release(services, tell)


def _release(services: Services, tell: Callable[[str], None]) -> None:
    """Release the dossiers of what is published, as somebody would who has read them; the others can be asked for.

    Args:
        services: the installation with the example programme.
        tell: is told how it goes on, a line at a time.

    Raises:
        StoreFault: the record or a key could not be read.
    """
    actor = Actor(MANAGER, Role.OPERATIONS_MANAGER, "example")
    released = 0
    for each in services.published.standing():
        read = services.releasing.read(services.dossiers.make(each.reference).content)
        if not each.whole or not all(published for _, published in read.names):
            continue
        command = services.releasing.command(read, MANAGER, None)
        outcome = services.desk.give(Order(f"example/{each.reference}/{command.verb}", command, actor))
        assert not isinstance(outcome, Declined), outcome
        released += 1
    tell(f"Dossiers released to everybody: {released}.")
