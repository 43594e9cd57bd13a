"""Every page of docs is named where readers look for it, and nothing is named that is not there."""

import re

from tests.arch.tree import ROOT

DOCS = ROOT / "docs"
NAMED = set(re.findall(r"`([a-z-]+\.md)`", (DOCS / "README.md").read_text(encoding="utf-8")))


def test_the_index_names_every_page_and_no_other() -> None:
    assert {each.name for each in DOCS.glob("*.md")} - {"README.md"} == NAMED


def test_whatever_the_readme_says_to_read_is_there() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(docs/[\w/.-]+)`", readme))
    assert named
    assert {path for path in named if not (ROOT / path).exists()} == set()
