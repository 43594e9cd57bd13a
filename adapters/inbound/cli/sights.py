"""Who may be shown what is private: asked of whoever looks, by the role in which they act."""

from typing import Annotated

import typer

from adapters.inbound.cli.ordering import one_of
from domain.people.authority import SIGHT
from domain.people.roles import Role
from domain.privacy.boxes import Category
from domain.refusals import Refused

__all__ = ["Sight", "may_see", "sees"]

Sight = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="In which role you look; the first that may, if not given."),
]


def sees(role: str | None, category: Category) -> bool:
    """Whether somebody may be shown a class of data: a screen leaves out what its reader may not see.

    Args:
        role: the role in which they look; None for one that may.
        category: the class of data.

    Raises:
        Refused: ``unknown-role``.
    """
    return role is None or _named(role) in SIGHT[category]


def may_see(role: str | None, category: Category) -> None:
    """Refuse a screen that shows nothing else to somebody who may not be shown it.

    Args:
        role: the role in which they look; None for one that may.
        category: the class of data.

    Raises:
        Refused: ``not-authorised``, or ``unknown-role``.
    """
    if role is not None and not sees(role, category):
        raise Refused.because(
            "not-authorised", f"The role {role} may not be shown a {category.replace('-', ' ')}."
        )


def _named(role: str) -> Role:
    return Role(one_of(role, [each for each in Role if each is not Role.MACHINERY], "role"))
