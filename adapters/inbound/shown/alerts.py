"""Who is told when a case shows somebody in danger."""

from datetime import date

from adapters.inbound.services import Services
from domain.people.duty import next_in_line, on_duty
from domain.streams import code_in, staff_stream

__all__ = ["who_is_told"]


def who_is_told(services: Services, day: date, but: str | None = None) -> tuple[list[str], list[str]]:
    """Who is told of an alert on a day: those on duty, and those who are where nobody of them can be.

    Args:
        services: the installation.
        day: the day.
        but: who raised it, and is not told.
    """
    staff = services.personal.staff()
    reached = {each.person for each in services.personal.reachable(staff)}
    there = {who: each for who, each in staff.items() if who in reached}
    found = ([_id(who) for who in each(there, day)] for each in (on_duty, next_in_line))
    rota, managers = ([who for who in several if who != but] for several in found)
    return rota, managers


def _id(stream: str) -> str:
    return code_in(stream, staff_stream)
