"""The README's pictures are there, small, and each says in words what it shows."""

import re

from tests.arch.tree import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
PICTURES = ROOT / "docs" / "pictures"
SHOWN = re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", README)
LARGEST, ALL_TOGETHER = 120_000, 900_000
FEWEST_WORDS = 8


def test_every_picture_that_the_readme_shows_is_there_and_no_other_is_kept() -> None:
    named = {path for _, path in SHOWN}
    assert named
    assert named == {f"docs/pictures/{each.name}" for each in PICTURES.iterdir()}


def test_every_picture_has_an_alternative_text_that_says_what_is_on_it() -> None:
    said = [text for text, _ in SHOWN]
    assert [text for text in said if len(text.split()) < FEWEST_WORDS] == []
    assert len(set(said)) == len(said)


def test_every_picture_is_a_small_png() -> None:
    sizes = {each.name: each.stat().st_size for each in PICTURES.iterdir()}
    assert {name: size for name, size in sizes.items() if size >= LARGEST} == {}
    assert sum(sizes.values()) < ALL_TOGETHER
    assert all(each.read_bytes().startswith(b"\x89PNG\r\n\x1a\n") for each in PICTURES.iterdir())
