"""Who may be shown what is private: asked of whoever looks, by the role in which they act."""

from typing import Annotated

import typer

from adapters.inbound.cli.ordering import one_of
from domain.people.authority import SIGHT
from domain.people.roles import Role
from domain.privacy.boxes import Category
from domain.refusals import Refused

__all__ = ["Sight", "may_see"]

Sight = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="In which role you look; the first that may, if not given."),
]


def may_see(role: str | None, category: Category) -> None:
    """See that somebody may be shown what is private.

    Args:
        role: the role in which they look; None for one that may.
        category: the class of data.

    Raises:
        Refused: ``not-authorised``, or ``unknown-role``.
    """
    if role is None:
        return
    named = Role(one_of(role, [each for each in Role if each is not Role.MACHINERY], "role"))
    if named not in SIGHT[category]:
        raise Refused.because(
            "not-authorised", f"The role {named.value} may not be shown a {category.replace('-', ' ')}."
        )
