"""An explanation in pages: what fits opens in place, and what does not is a page of its own, down to the answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.auditing.explanation import Node

__all__ = ["ROOM", "Branch", "Crumb", "branch_at", "crumbs_to"]

ROOM = 250
"""The most lines of the tree on one page, besides those of the node itself: some 60 KB."""


@dataclass(frozen=True, slots=True)
class Branch:
    """A node as a page shows it.

    Attributes:
        node: the node.
        path: where it is in the whole tree: the places of its ancestors among their siblings, and its own.
        children: what it rests on, where that is shown on the same page.
        apart: whether what it rests on is on a page of its own.
    """

    node: Node
    path: str
    children: tuple["Branch", ...] = ()
    apart: bool = False


@dataclass(frozen=True, slots=True)
class Crumb:
    """A node on the way from the root, with its path."""

    title: str
    path: str


def branch_at(root: Node, path: str, room: int = ROOM) -> Branch | None:
    """The node at a path with as much below it as there is room for; None where there is none."""
    found = _at(root, path)
    if found is None:
        return None
    # Whoever comes first takes what room there is, but for one line that each of the others needs for its title.
    left = room - len(found.children)
    children = []
    for place, child in enumerate(found.children):
        apart = _larger(child, max(left, 0) + 1)
        left -= 0 if apart else _size(child) - 1
        below = _below(path, place)
        children.append(Branch(child, below, apart=True) if apart else _whole(child, below))
    return Branch(found, path, tuple(children))


def crumbs_to(root: Node, path: str) -> Iterator[Crumb]:
    """The nodes above a node, from the root."""
    places = path.split(".") if path else []
    for end in range(len(places)):
        above = ".".join(places[:end])
        node = _at(root, above)
        assert node is not None  # it is above one that is there
        yield Crumb(node.title, above)


def _at(root: Node, path: str) -> Node | None:
    node = root
    for place in path.split(".") if path else []:
        if not place.isdecimal() or not place.isascii() or int(place) >= len(node.children):
            return None
        node = node.children[int(place)]
    return node


def _whole(node: Node, path: str) -> Branch:
    children = (_whole(each, _below(path, place)) for place, each in enumerate(node.children))
    return Branch(node, path, tuple(children))


def _below(path: str, place: int) -> str:
    return f"{path}.{place}" if path else str(place)


def _larger(node: Node, room: int) -> bool:
    """Whether a node takes more lines than there is room for; what is laid out only when asked for is so no further."""
    if 1 + len(node.lines) + len(node.children) > room:
        return True
    below = sum(1 + len(each.lines) + len(each.children) for each in node.children)
    return 1 + len(node.lines) + below > room or _size(node) > room


def _size(node: Node) -> int:
    return 1 + len(node.lines) + sum(map(_size, node.children))
