"""One task, before it is known where the inspection stands."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.people.roles import Role

__all__ = ["Item", "Listed"]


@dataclass(frozen=True, slots=True)
class Item:
    """A task before it is known where the inspection stands.

    ``why`` is what else keeps it from being done, ``role`` the only one that does it in this kind of inspection;
    ``notice`` of which notice it is about, and ``readers`` whom that did not reach; ``provider`` whose action plan it
    is about, where several have one each.
    """

    verb: str
    title: str
    why: str = ""
    done: bool = False
    role: Role | None = None
    readers: tuple[str, ...] = ()
    notice: str = ""
    provider: str | None = None


Listed = Iterator[Item]
