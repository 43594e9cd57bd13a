"""Who is on the staff record today, by role."""

from collections.abc import Iterator

from adapters.inbound.services import Services
from adapters.inbound.today import today_in_london
from domain.people.roles import Role
from domain.people.staff.state import Staff

__all__ = ["roles_today", "staff_today"]


def roles_today(services: Services) -> Iterator[tuple[str, tuple[Role, ...]]]:
    """Everybody who is on the staff record today, by their id, with the roles that they hold."""
    streams = list(services.store.streams("staff-"))
    today = today_in_london(services)
    for stream, found in services.records.read(streams).items() if streams else ():
        staff: Staff = found.state
        if staff.here:
            yield stream.removeprefix("staff-"), tuple(staff.roles_on(today))


def staff_today(services: Services, role: Role) -> tuple[str, ...]:
    """The ids of those who hold a role today; empty where there is no staff record."""
    return tuple(sorted(who for who, roles in roles_today(services) if role in roles))
