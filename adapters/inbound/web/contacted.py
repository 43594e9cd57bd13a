"""How others are reached, and what those are called whom a notice did not reach, for whoever may be shown it."""

from collections.abc import Iterable, Mapping

from activities.privacy.seeing import may_be_shown
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.inspections.tasks import Task
from domain.people.authority import SIGHT

__all__ = ["may_see_contacts", "names_of_readers"]


def may_see_contacts(house: House, visitor: Visitor) -> bool:
    """Whether somebody may be shown who contacts are, and how they and bodies are reached."""
    services = house.services
    return any(
        may_be_shown(services.records, visitor.id, role, "contact", today_in_london(services)) is None
        for role in visitor.roles
        if role in SIGHT["contact"]
    )


def names_of_readers(house: House, visitor: Visitor, tasks: Iterable[Task]) -> Mapping[str, str]:
    """What contacts are called whom a notice did not reach, by stream; nothing for whoever may not be shown it."""
    contacts = [each for task in tasks for each in task.readers if each.startswith("person-")]
    if not contacts or not may_see_contacts(house, visitor):
        return {}
    return {each.person: each.name for each in house.services.personal.contacts(contacts)}
