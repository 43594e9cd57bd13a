"""In which weeks somebody holds a role that they do not hold all year."""

from domain.programme.problem import Person, Role

__all__ = ["in_role"]


def in_role(person: Person, role: Role, first: int, last: int) -> bool:
    """Whether somebody holds one of their roles in all weeks from one to another.

    Args:
        person: who.
        role: one of their roles.
        first: the first week.
        last: the last week.
    """
    spans = [each.weeks for each in person.held if each.role == role]
    return not spans or any(each.first <= first and last <= each.last for each in spans)
