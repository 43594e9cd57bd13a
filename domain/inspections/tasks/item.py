"""One task, before it is known where the inspection stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.people.roles import Role

__all__ = ["Item", "Listed"]


@dataclass(frozen=True, slots=True)
class Item:
    """A task before it is known where the inspection stands.

    ``why`` is what else keeps it from being done, ``roles`` the only ones that do it here, where that is not everybody
    who may give the command; ``notice`` of which notice it is about, and ``readers`` whom that did not reach;
    ``provider`` whose action plan it is about, where several have one each; ``read`` which read of a case, and
    ``whose`` the only people whose task it is, where others are not to be told of it.
    """

    verb: str
    title: str
    why: str = ""
    done: bool = False
    roles: tuple[Role, ...] = ()
    readers: tuple[str, ...] = ()
    notice: str = ""
    provider: str | None = None
    read: str = ""
    whose: tuple[str, ...] = ()


Listed = Iterator[Item]
