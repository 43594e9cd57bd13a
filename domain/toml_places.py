"""Where in a TOML file a thing stands, so that an error can name the line. ``tomllib`` keeps no lines."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

__all__ = ["Path", "lines_of", "nearest_line"]

Path = tuple[str | int, ...]
"""The way to a value: ``("domains", 0, "standards", 2, "title")``."""

_HEADER = re.compile(r"^\s*(\[\[?)\s*([^\[\]]+?)\s*\]\]?\s*(#.*)?$")
_KEY = re.compile(
    r"""^\s*((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*="""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"[^"]*"|'[^']*'""")
_QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|\'[^\']*\'')


@dataclass
class _Walk:
    """A walk over a file that ``tomllib`` has already accepted: only headers and keys are looked for."""

    places: dict[Path, int] = field(default_factory=dict)
    sizes: dict[Path, int] = field(default_factory=dict)
    table: Path = ()
    fence: str | None = None
    depth: int = 0
    array: Path = ()

    def resolve(self, names: list[str]) -> Path:
        """The path of a table name, each array of tables on the way standing at its last element."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self.sizes:
                path = (*path, self.sizes[path] - 1)
        return path

    def header(self, bracket: str, name: str, line: int) -> None:
        names = [part.strip("\"'") for part in _PART.findall(name)]
        if bracket == "[[":
            above = (*self.resolve(names[:-1]), names[-1])
            self.sizes[above] = self.sizes.get(above, 0) + 1
            self.places.setdefault(above, line)
        self.table = self.resolve(names)
        self.places[self.table] = line

    def key(self, name: str, rest: str, line: int) -> None:
        path = (*self.table, *(part.strip("\"'") for part in _PART.findall(name)))
        self.places[path] = line
        for fence in ('"""', "'''"):
            if rest.lstrip().startswith(fence) and rest.count(fence) == 1:
                self.fence = fence
                return
        bare = _QUOTED.sub("", rest).split("#", 1)[0]
        self.depth = bare.count("[") - bare.count("]")
        if bare.lstrip().startswith("["):
            self.array, self.sizes[path] = path, 0
            self.items(rest.lstrip()[1:], line)

    def items(self, text: str, line: int) -> None:
        """Elements of an array of texts, as they begin on this line."""
        for _ in _QUOTED.findall(text.split("#", 1)[0] if '"' not in text and "'" not in text else text):
            self.places[(*self.array, self.sizes[self.array])] = line
            self.sizes[self.array] += 1

    def line(self, text: str, line: int) -> None:
        if self.fence:
            if self.fence in text:
                self.fence = None
        elif self.depth > 0:
            self.items(text, line)
            bare = _QUOTED.sub("", text).split("#", 1)[0]
            self.depth += bare.count("[") - bare.count("]")
        elif found := _HEADER.match(text):
            self.header(found[1], found[2], line)
        elif found := _KEY.match(text):
            self.key(found[1], text[found.end() :], line)


def lines_of(text: str) -> Mapping[Path, int]:
    """The line, from 1, of each table, key and array element of a well-formed TOML text, as far as it can be told."""
    walk = _Walk()
    for number, line in enumerate(text.splitlines(), start=1):
        walk.line(line, number)
    return walk.places


def nearest_line(places: Mapping[Path, int], path: Path) -> int | None:
    """The line of a value, or, where that is not known, of the closest thing that holds it."""
    return next((places[part] for part in _outwards(path) if part in places), None)


def _outwards(path: Path) -> Iterator[Path]:
    for length in range(len(path), 0, -1):
        yield path[:length]
