"""A tree of folders that a page draws is there: a newcomer who looks for what it names finds it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.arch.tree import ROOT, label

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
ENTRY = re.compile(r"(?P<indent> {4,})(?P<path>[\w./-]+(?:/|\.(?:py|html|toml|csv)))(?: +(?P<said>\S.*))?")
FIRST = 4
"""How far a block of code is indented; a tree begins there, with a folder."""


def drawn(page: Path) -> Iterator[tuple[int, str]]:
    """Each path of the trees that a page draws, with the number of its line."""
    inside: list[tuple[int, str]] = []
    for number, line in enumerate(page.read_text(encoding="utf-8").splitlines(), 1):
        found = ENTRY.fullmatch(line)
        if found is None:
            inside = []
            continue
        depth, path = len(found["indent"]), found["path"]
        while inside and inside[-1][0] >= depth:
            inside.pop()
        if not inside and (depth != FIRST or not (found["said"] or path.endswith("/"))):
            continue
        yield number, "".join(each for _, each in inside) + path
        if path.endswith("/"):
            inside.append((depth, path))


@pytest.mark.parametrize("page", PAGES, ids=label)
def test_what_a_tree_on_a_page_names_is_there(page: Path) -> None:
    assert [f"line {number}: {path}" for number, path in drawn(page) if not (ROOT / path).exists()] == []


def test_trees_are_found_with_what_stands_in_them() -> None:
    told = {path for page in PAGES for _, path in drawn(page)}
    assert {"domain/", "worker.py", "adapters/inbound/web/entry/sessions.py"} <= told
