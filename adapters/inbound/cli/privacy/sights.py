"""Who may be shown what is private: asked of whoever looks, by the role in which they act."""

from typing import Annotated

import typer

from activities.commanding.concerning import Concerning
from activities.privacy.seeing import may_be_shown
from adapters.inbound.acting import my_id
from adapters.inbound.cli.ordering import one_of
from adapters.inbound.services import SUMMONED
from adapters.inbound.today import today_in_london
from domain.people.authority import SIGHT
from domain.people.roles import Role
from domain.privacy.boxes import Category
from domain.refusals import Refusal, Refused

__all__ = ["Sight", "may_see", "sees"]

Sight = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="In which role you look; the first that may, if not given."),
]


def sees(role: str | None, category: Category, about: str = "") -> bool:
    """Whether somebody may be shown a class of data: a screen leaves out what its reader may not see.

    Args:
        role: the role in which they look; None for one that may.
        category: the class of data.
        about: the stream that it belongs to: a case, an inspection; empty for neither.

    Raises:
        Refused: ``unknown-role``.
    """
    return _refusal(role, category, about) is None


def may_see(role: str | None, category: Category, about: str = "") -> None:
    """Refuse a screen that shows nothing else to somebody who may not be shown it.

    Args:
        role: the role in which they look; None for one that may.
        category: the class of data.
        about: the stream that it belongs to: a case, an inspection; empty for neither.

    Raises:
        Refused: ``not-authorised``, or ``unknown-role``; where there is a staff record, what it says against it.
    """
    refusal = _refusal(role, category, about)
    if refusal is not None:
        raise Refused(refusal)


def _refusal(role: str | None, category: Category, about: str) -> Refusal | None:
    named = None if role is None else _named(role)
    if named is not None and named not in SIGHT[category]:
        return Refusal("not-authorised", f"The role {role} may not be shown a {category.replace('-', ' ')}.")
    summon = SUMMONED.get()
    if summon is None:
        return None
    services = summon()
    today = today_in_london(services)
    concern = Concerning(services.records, services.library).about(about, afresh=True) if about else None
    return may_be_shown(services.records, my_id(), named, category, today, concern)


def _named(role: str) -> Role:
    return Role(one_of(role, [each for each in Role if each is not Role.MACHINERY], "role"))
