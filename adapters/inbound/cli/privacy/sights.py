"""Who may be shown what is private: asked of whoever looks, by the role in which they act."""

from typing import Annotated

import typer

from activities.seeing.onlooker import AtTerminal
from adapters.inbound.acting import my_id
from adapters.inbound.cli.ordering import one_of
from adapters.inbound.services import SUMMONED
from domain.people.roles import Role
from domain.privacy.boxes import Category
from domain.refusals import Refusal, Refused

__all__ = ["Sight", "may_see", "sees", "who_looks"]

Sight = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="In which role you look; the first that may, if not given."),
]


def sees(role: str | None, category: Category, about: str = "") -> bool:
    """Whether somebody may be shown a class of data: a screen leaves out what its reader may not see.

    Args:
        role: the role in which they look; None for one that may.
        category: the class of data.
        about: the stream that it belongs to: a case, an inspection, a comment; empty for none of them.

    Raises:
        Refused: ``unknown-role``.
    """
    return _refusal(role, category, about) is None


def may_see(role: str | None, category: Category, about: str = "") -> None:
    """Refuse a screen that shows nothing else to somebody who may not be shown it.

    Args:
        role: the role in which they look; None for one that may.
        category: the class of data.
        about: the stream that it belongs to: a case, an inspection, a comment; empty for none of them.

    Raises:
        Refused: ``not-authorised``, or ``unknown-role``; where there is a staff record, what it says against it.
    """
    refusal = _refusal(role, category, about)
    if refusal is not None:
        raise Refused(refusal)


def who_looks(role: str | None = None) -> AtTerminal:
    """Whoever uses this machine, in a role that they named, or in any.

    Raises:
        Refused: ``unknown-role``.
    """
    known = AtTerminal(my_id())
    return known if role is None else AtTerminal(known.id, (Role(one_of(role, known.roles, "role")),))


def _refusal(role: str | None, category: Category, about: str) -> Refusal | None:
    who, summon = who_looks(role), SUMMONED.get()
    if summon is None:  # nobody can say who looks
        return Refusal(
            "not-authorised", "Nothing private is shown where no installation says who may see it."
        )
    return summon().seeing.refusal(who, category, about)
