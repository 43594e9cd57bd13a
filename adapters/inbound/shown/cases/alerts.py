"""Who is told when a case shows somebody in danger, by name for whoever telephones them, and at which number."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from activities.seeing.onlooker import Onlooker
from adapters.inbound.services import Services
from domain.people.duty import next_in_line, on_duty
from domain.people.staff.state import Staff
from domain.streams import code_in, staff_stream

__all__ = ["WhoIsTold", "who_is_told"]


@dataclass(frozen=True, slots=True)
class WhoIsTold:
    """Who is told of an alert on a day; each by id, with what whoever looks may call them.

    Attributes:
        rota: those on duty.
        managers: those who are told where nobody on duty can be.
        telephone: the number at which whoever is on duty is reached; None where the installation has none.
    """

    rota: Mapping[str, str]
    managers: Mapping[str, str]
    telephone: str | None

    @property
    def first(self) -> Mapping[str, str]:
        """Those whom Assay sends a notice to at once; nobody where nobody can be told."""
        return self.rota or self.managers

    @property
    def dialled(self) -> str | None:
        """The number as a telephone takes it."""
        if self.telephone is None:
            return None
        return "".join(each for each in self.telephone if each.isdigit() or each == "+")


def who_is_told(services: Services, day: date, looks: Onlooker, but: str | None = None) -> WhoIsTold:
    """Who is told of an alert on a day: those on duty, and those who are where nobody of them can be.

    Args:
        services: the installation.
        day: the day.
        looks: who looks: whoever has to do with alerts is shown names, and everybody else ids.
        but: who raised it, and is not told.
    """
    staff = services.records.every("staff", Staff)
    rota, managers = (each(staff, day) for each in (on_duty, next_in_line))
    reached = {each.person: each.name for each in services.personal.reachable((*rota, *managers))}
    named = reached if services.seeing.names_of_those_on_duty(looks, day) else {}
    often = Counter(named.values())

    def called(several: tuple[str, ...]) -> Mapping[str, str]:
        ids = {stream: code_in(stream, staff_stream) for stream in several if stream in reached}
        return {
            who: who
            if stream not in named
            else named[stream]
            if often[named[stream]] == 1
            else f"{named[stream]} ({who})"
            for stream, who in ids.items()
            if who != but
        }

    return WhoIsTold(called(rota), called(managers), services.duty_telephone)
