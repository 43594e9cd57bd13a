"""Instances of multi-skill project scheduling, read from the `.dzn` files of MSPSP-InstLib.

An activity has a duration and asks for so many people of each skill; a person has some of the skills, and is one of the
people of one skill of one activity at a time; some activities follow others. Nothing else in a file is read.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["BadInstance", "Instance", "read_instance"]

_COMMENT: Final = re.compile(r"%[^\n]*")
_STATEMENT: Final = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*(.*)", re.DOTALL)
_WORD: Final = re.compile(r"-?\d+|true|false")
_TRUTH: Final = {"true": 1, "false": 0}


class BadInstance(ValueError):
    """A file that is no instance; says where and what is wrong."""


@dataclass(frozen=True)
class Instance:
    """A project.

    Attributes:
        name: the file's name.
        durations: of each activity.
        asked: for each activity, how many people of each skill.
        skills: for each person, whether they have each skill.
        follows: pairs of activities, the second of which starts after the first has ended.
        least: a lower bound of its length that came with it.
    """

    name: str
    durations: tuple[int, ...]
    asked: tuple[tuple[int, ...], ...]
    skills: tuple[tuple[bool, ...], ...]
    follows: tuple[tuple[int, int], ...]
    least: int


def read_instance(path: Path) -> Instance:
    """Read an instance.

    Raises:
        BadInstance: it cannot be read.
    """
    found: dict[str, str] = {}
    for statement in _COMMENT.sub("", path.read_text(encoding="utf-8")).split(";"):
        if not statement.strip():
            continue
        named = _STATEMENT.fullmatch(statement)
        if named is None:
            raise BadInstance(f"{path}: {statement.strip()[:40]!r} is no statement like nActs = 3")
        found[named[1]] = named[2].strip()
    reading = _Reading(path, found)
    activities, skills = reading.number("nActs"), reading.number("nSkills")
    people, pairs = reading.number("nResources"), reading.number("nPrecs")
    before, after = reading.row("pred", pairs), reading.row("succ", pairs)
    for each in (*before, *after):
        if not 1 <= each <= activities:
            raise BadInstance(f"{path}: pred or succ names activity {each}; there are {activities}")
    return Instance(
        name=path.name,
        durations=reading.row("dur", activities),
        asked=reading.rows("sreq", activities, skills),
        skills=tuple(tuple(map(bool, row)) for row in reading.rows("mastery", people, skills)),
        follows=tuple((one - 1, other - 1) for one, other in zip(before, after, strict=True)),
        least=reading.number("mint") if "mint" in found else 0,
    )


class _Reading:
    def __init__(self, path: Path, found: dict[str, str]) -> None:
        self.path = path
        self.found = found

    def _text(self, name: str) -> str:
        if name not in self.found:
            raise BadInstance(f"{self.path}: there is no {name}")
        return self.found[name]

    def number(self, name: str) -> int:
        text = self._text(name)
        if not re.fullmatch(r"\d{1,6}", text):
            raise BadInstance(f"{self.path}: {name} must be a whole number, not {text[:40]!r}")
        return int(text)

    def row(self, name: str, length: int) -> tuple[int, ...]:
        text = self._text(name)
        if not (text.startswith("[") and text.endswith("]")):
            raise BadInstance(f"{self.path}: {name} must be a list in brackets")
        values = self._values(name, text[1:-1])
        if len(values) != length:
            raise BadInstance(f"{self.path}: {name} has {len(values)} entries, and should have {length}")
        return values

    def rows(self, name: str, number: int, length: int) -> tuple[tuple[int, ...], ...]:
        text = self._text(name)
        if not (text.startswith("[|") and text.endswith("|]")):
            raise BadInstance(f"{self.path}: {name} must be rows between bars")
        found = tuple(self._values(name, row) for row in text[2:-2].split("|"))
        if len(found) != number or any(len(row) != length for row in found):
            raise BadInstance(f"{self.path}: {name} should have {number} rows of {length}")
        return found

    def _values(self, name: str, text: str) -> tuple[int, ...]:
        words = [each.strip() for each in text.split(",") if each.strip()]
        for word in words:
            if not _WORD.fullmatch(word):
                raise BadInstance(
                    f"{self.path}: {name} holds {word[:40]!r}, which is no number and no truth value"
                )
        values = tuple(_TRUTH[word] if word in _TRUTH else int(word) for word in words)
        if any(each < 0 for each in values):
            raise BadInstance(f"{self.path}: {name} holds a number below 0")
        return values
