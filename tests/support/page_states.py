"""In which state a page is: what tells one that was looked at from one that is still to be."""

import re
from typing import Any

__all__ = ["State", "kind_of", "state_of"]

State = tuple[str, frozenset[str]]
"""Which template a page is of, and the pieces that it is made of."""


def kind_of(pattern: str) -> str:
    """Which template shows an address of the application; the forms of commands are all shown by one."""
    return re.sub(r"/(do|quality|held)/[a-z-]+$", "/do", pattern)


def state_of(pattern: str, tree: Any) -> State:
    """What tells one state of a template from another: two pages that have the same pieces are in the same state.

    Args:
        pattern: the address of the application by which it was opened.
        tree: the page.
    """
    pieces = (
        f"{each.tag}.{each.get('class')}.{each.get('type')}.{each.get('role')}"
        for each in tree.iter()
        if isinstance(each.tag, str)
    )
    return kind_of(pattern), frozenset(pieces)
