"""What those contacts are called whom a notice did not reach, for whoever may be shown it."""

from collections.abc import Iterable, Mapping

from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from domain.inspections.tasks import Task

__all__ = ["names_of_readers"]


def names_of_readers(house: House, visitor: Visitor, tasks: Iterable[Task]) -> Mapping[str, str]:
    """What contacts are called whom a notice did not reach, by stream; nothing for whoever may not be shown it."""
    contacts = [each for task in tasks for each in task.readers if each.startswith("person-")]
    if not contacts or not house.services.seeing.sees(visitor, "contact"):
        return {}
    return house.services.personal.names(contacts)
