"""Reads the characteristics of outstanding and inadequate that a document sets out beside its framework.

    1.1 Standard heading
    Outstanding
    * a characteristic
    Inadequate
    * a characteristic

004 Annex G has them for leadership. They guide the panel and are no checklist (004 §4.19-4.20).
"""

from collections.abc import Callable, Sequence

from domain.frameworks.layout.lines import Line
from domain.frameworks.model import Characteristics
from domain.frameworks.reading import validated

__all__ = ["characteristics_in"]

_BULLETS = ("\u2022", "\u25cf", "\u25aa", "\u25a3", "\uf0b7", "\u00b7", "*")
_LEVELS = ("outstanding", "inadequate")
_NEAR = 10  # lines between a standard's heading and its first level: the standard's text, and no more


def characteristics_in(
    lines: Sequence[Line], join: Callable[[Sequence[str]], str], *, where: str
) -> dict[str, Characteristics]:
    """The characteristics that the document sets out, by the number of the standard.

    Raises:
        Refused: ``malformed-framework``; one of them is longer than a characteristic can be.
    """
    found: dict[str, Characteristics] = {}
    for place, line in enumerate(lines):
        if line.kind == "standard" and line.mark not in found:
            levels = _levels(lines, place)
            if levels:
                fields = {
                    level: tuple(join(bullet) for bullet in bullets) for level, bullets in levels.items()
                }
                found[line.mark] = validated(Characteristics, fields, f"{where} line {line.number}")
    return found


def _levels(lines: Sequence[Line], heading: int) -> dict[str, list[list[str]]]:
    """The bullets under each level, where levels follow the heading before any other heading."""
    levels: dict[str, list[list[str]]] = {}
    bullets: list[list[str]] | None = None
    for place in range(heading + 1, len(lines)):
        line, distance = lines[place], place - heading
        if line.kind != "text" or (bullets is None and distance > _NEAR):
            break
        level = line.text.casefold().rstrip(":")
        if level in _LEVELS and level not in levels:
            bullets = levels[level] = []
        elif bullets is not None and line.text.startswith(_BULLETS):
            bullets.append([line.text[1:].strip()])
        elif bullets:
            bullets[-1].append(line.text)
    return levels if levels.get("outstanding") and levels.get("inadequate") else {}
