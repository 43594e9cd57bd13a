"""Who works on one inspection of the year, and who acts in each role on a day."""

from datetime import date
from hashlib import sha256

from benchmarks.year.staff import ASSISTANTS, CHAIR, CHIEF, FOUNDER, QUALITY, Staff
from domain.inspections.state import Inspection
from domain.messages import Command
from domain.people.roles import Role

__all__ = ["Team", "contact_of"]

READERS = 6


def contact_of(provider: str) -> str:
    """The contact of a provider: not drawn, as they would be otherwise, so that a year can be played again."""
    return f"person-{sha256(provider.encode()).hexdigest()[:32]}"


class Team:
    """Who works on one inspection.

    Attributes:
        lead: who leads it.
        readers: who read its cases, once they are named.
        providers: whom it inspects.
    """

    def __init__(self, staff: Staff, number: int, inspection: str, providers: tuple[str, ...]) -> None:
        """Nobody leads it yet.

        Args:
            staff: whom there is.
            number: the inspection's; it says whose turn it is.
            inspection: its reference.
            providers: whom it inspects.
        """
        self.staff, self.providers = staff, providers
        self.lead = ""
        self.readers: list[str] = []
        self._number, self._inspection = number, inspection

    def next_lead(self, day: date) -> str:
        """Who can lead it from a day on; another than leads it now."""
        return self.staff.lead_for(self._number, self.providers, self._inspection, day, self.lead)

    def next_readers(self, day: date, many: int = READERS) -> list[str]:
        """Who can read its cases from a day on."""
        return self.staff.readers_for(self._number, many, self.providers, self._inspection, day)

    def who(self, role: Role, command: Command, inspection: Inspection | None, day: date) -> str:
        """Who acts in a role on a day.

        Args:
            role: the role.
            command: what they give.
            inspection: how the inspection stands; None before it is announced.
            day: today.
        """
        match role:
            case Role.LEAD_INSPECTOR:
                return self.staff.at_work(self.lead, day)
            case Role.CHIEF_INSPECTOR:
                return self.staff.at_work(CHIEF, day)
            case Role.INSPECTOR:
                return self.next_readers(day, 1)[0]
            case Role.ASSISTANT:
                return ASSISTANTS[self._number % len(ASSISTANTS)]
            case Role.PANEL_CHAIR:
                return CHAIR
            case Role.QUALITY_LEAD:
                return QUALITY
            case Role.PROVIDER_CONTACT:
                return contact_of(self._asked(command, inspection))
            case _:
                return FOUNDER

    def _asked(self, command: Command, inspection: Inspection | None) -> str:
        """Whose contact gives a command: that of the provider which it is about."""
        provider: str | None = getattr(command, "provider", None)
        item: str | None = getattr(command, "item", None)
        if provider is None and item is not None and inspection is not None:
            provider = inspection.asked_of(item)
        return provider or self.providers[0]
