"""The dossiers of the example programme: those that name nothing but what is published are released to everybody."""

from collections.abc import Callable

from activities.commanding.desk import Declined, Order
from adapters.inbound.services import Services
from adapters.inbound.shown.published import Published
from domain.given import Actor
from domain.people.roles import Role

__all__ = ["release_example"]

MANAGER = "hq-operations"
"""Who arranges the example's inspections."""


def release_example(services: Services, tell: Callable[[str], None]) -> None:
    """Release the dossiers of what is published, as somebody would who has read them; the others can be asked for.

    Args:
        services: the installation with the example programme.
        tell: is told how it goes on, a line at a time.

    Raises:
        StoreFault: the record or a key could not be read.
    """
    actor = Actor(MANAGER, Role.OPERATIONS_MANAGER, "example")
    released = 0
    for each in Published(services).standing():
        read = services.releasing.read(services.dossiers.make(each.reference).content)
        if not each.whole or not all(published for _, published in read.names):
            continue
        command = services.releasing.command(read, MANAGER, None)
        outcome = services.desk.give(Order(f"example/{each.reference}/{command.verb}", command, actor))
        assert not isinstance(outcome, Declined), outcome
        released += 1
    tell(f"Dossiers released to everybody: {released}.")
