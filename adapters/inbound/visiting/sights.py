"""Which private things somebody may be shown who visits, by pages or by the API."""

from activities.privacy.seeing import may_be_shown
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.people.authority import SIGHT

__all__ = ["may_see_contacts"]


def may_see_contacts(house: House, visitor: Visitor) -> bool:
    """Whether somebody may be shown who contacts are, and how they and bodies are reached; another system never."""
    services = house.services
    return not visitor.is_system and any(
        may_be_shown(services.records, visitor.id, role, "contact", today_in_london(services)) is None
        for role in visitor.roles
        if role in SIGHT["contact"]
    )
