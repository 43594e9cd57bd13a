"""Reading a person's TOML file so that whatever is wrong with it is said with its file and line."""

import re
import tomllib
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from typing import Any, Final, NoReturn, TypeVar

from domain.refusals import Refused

__all__ = ["Table", "read_table"]

MAX_BYTES: Final = 1_000_000
"""A scheme is a few pages; what is larger than this is the wrong file."""

IDENTIFIER: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,59}")
_HEADER: Final = re.compile(r"^\s*(\[\[?)\s*([A-Za-z0-9_.\s\"'-]+?)\s*\]\]?\s*(?:#.*)?$")
_KEY: Final = re.compile(r"^\s*([A-Za-z0-9_.\"'-]+)\s*=")
_PLACE: Final = re.compile(r"\s*\(at (?:line (\d+), column \d+|end of document)\)$")
_ENDLESS: Final = re.compile(r"[0-9][0-9_]{4000,}")
_PERCENT: Final = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,6})?")
_FRACTION: Final = re.compile(r"[0-9]{1,9}(?:/[1-9][0-9]{0,8})?")

Path = tuple[str | int, ...]

T = TypeVar("T", bound=str)


class Table:
    """One table of a file, which knows where it stands and notices what nobody has asked it for."""

    def __init__(self, data: Mapping[str, Any], path: Path, lines: Mapping[Path, int], where: str) -> None:
        self._data = data
        self._path = path
        self._lines = lines
        self._where = where
        self._taken: set[str] = set()

    def wrong(self, key: str | None, sentence: str) -> NoReturn:
        """Refuse the file, naming the line of ``key`` or, without one, of the table itself."""
        path = self._path if key is None else (*self._path, key)
        probe = path
        while probe and probe not in self._lines:
            probe = probe[:-1]
        line = self._lines.get(probe, 1)
        name = _spoken(path)
        raise Refused.because("scheme-invalid", f"{self._where}, line {line}: {name}{sentence}")

    def has(self, key: str) -> bool:
        """Whether the file says anything under ``key``."""
        return key in self._data

    def text(self, key: str, default: str | None = None, *, longest: int = 2000) -> str:
        """A text without control characters that is not empty."""
        return self._checked_text(key, self._take(key, default), longest)

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; missing reads as empty."""
        value = self._take(key, [])
        if not isinstance(value, list):
            self.wrong(key, "must be a list of texts")
        return tuple(self._checked_text(key, text, 2000) for text in value)

    def _checked_text(self, key: str, value: Any, longest: int) -> str:
        if not isinstance(value, str) or not value.strip():
            self.wrong(key, "must be a text that is not empty")
        if len(value) > longest:
            self.wrong(key, f"must have at most {longest} characters")
        if any(not (c.isprintable() or c == "\n") for c in value):
            self.wrong(key, "holds a control character")
        return value

    def identifier(self, key: str, default: str | None = None) -> str:
        """A short name for machines: letters, digits, dot, dash and underscore."""
        value = self.text(key, default)
        if not IDENTIFIER.fullmatch(value):
            self.wrong(key, f"must be letters, digits, '.', '-' or '_', at most 60; {value[:80]!r} is not")
        return value

    def one_of(self, key: str, allowed: tuple[T, ...], default: T | None = None) -> T:
        """One of a few words."""
        value = self._take(key, default)
        found = [word for word in allowed if word == value]
        if not found:
            self.wrong(key, f"must be one of {', '.join(allowed)}")
        return found[0]

    def flag(self, key: str, default: bool | None = None) -> bool:
        """A key that is true or false; what is neither is told as a mistake, with its place in the file."""
        value = self._take(key, default)
        if not isinstance(value, bool):
            self.wrong(key, "must be true or false")
        return value

    def whole(self, key: str, default: int | None = None, *, least: int = 0, most: int = 1000) -> int:
        """A whole number within bounds."""
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            self.wrong(key, f"must be a whole number from {least} to {most}")
        return value

    def percent(self, key: str, default: str | None = None) -> Fraction:
        """A percentage from 0 to 100: a whole number, or a text such as "62.5"; never a binary fraction."""
        value = self._take(key, default)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not _PERCENT.fullmatch(value) or Fraction(value) > 100:
            self.wrong(key, 'must be a percentage from 0 to 100, as a whole number or a text such as "62.5"')
        return Fraction(value)

    def fraction(self, key: str) -> Fraction:
        """A fraction such as "5/2", or a whole number."""
        value = self._take(key, None)
        if isinstance(value, int) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str) or not _FRACTION.fullmatch(value):
            self.wrong(key, 'must be a fraction such as "5/2"')
        return Fraction(value)

    def day(self, key: str) -> date:
        """A date, written without quotes."""
        value = self._take(key, None)
        if type(value) is not date:
            self.wrong(key, "must be a date such as 2018-04-01, without quotes")
        return value

    def words(self, key: str, *, missing_is_empty: bool = True) -> tuple[str, ...]:
        """A list of identifiers, each once."""
        value = self._take(key, [] if missing_is_empty else None)
        if not isinstance(value, list) or not all(
            isinstance(v, str) and IDENTIFIER.fullmatch(v) for v in value
        ):
            self.wrong(key, "must be a list of short names")
        if len(set(value)) != len(value):
            self.wrong(key, "names the same thing twice")
        return tuple(value)

    def table(self, key: str, *, optional: bool = False) -> "Table":
        """A table inside this one; an optional one that is missing reads as empty."""
        value = self._take(key, {} if optional else None)
        if not isinstance(value, dict):
            self.wrong(key, "must be a table")
        return Table(value, (*self._path, key), self._lines, self._where)

    def tables(self, key: str, *, optional: bool = False) -> list["Table"]:
        """A list of tables inside this one."""
        value = self._take(key, [] if optional else None)
        if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
            self.wrong(key, f"must be a list of tables, [[{key}]]")
        if len(value) > 500:
            self.wrong(key, "has more than 500 entries")
        return [Table(v, (*self._path, key, n), self._lines, self._where) for n, v in enumerate(value)]

    def names(self) -> tuple[str, ...]:
        """The keys of a table whose keys are themselves names."""
        return tuple(self._data)

    def finish(self, unread: tuple[str, ...] = ()) -> None:
        """Refuse what nobody has asked for, but for what was left unread: a misspelt setting is never ignored."""
        self._taken.update(unread)
        for key in self._data:
            if key not in self._taken:
                self.wrong(key, f"is not known here; known are {', '.join(sorted(self._taken))}")

    def _take(self, key: str, default: Any) -> Any:
        self._taken.add(key)
        if key in self._data:
            return self._data[key]
        if default is None:
            self.wrong(key, "is missing")
        return default


def read_table(text: bytes, *, where: str) -> Table:
    """Read a TOML file as a table that knows its lines.

    Raises:
        Refused: ``scheme-too-large``, ``scheme-not-text`` or ``scheme-not-toml``, with file and line.
    """
    if len(text) > MAX_BYTES:
        raise Refused.because(
            "scheme-too-large", f"{where}: larger than {MAX_BYTES:,} bytes, so not a scheme"
        )
    try:
        content = text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = text.count(b"\n", 0, error.start) + 1
        raise Refused.because("scheme-not-text", f"{where}, line {line}: not UTF-8 text") from None
    try:
        data = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise Refused.because("scheme-not-toml", _not_toml(str(error), content, where)) from None
    except ValueError:  # Python reads no whole number of more than 4,300 digits
        line = next((n for n, each in enumerate(content.split("\n"), 1) if _ENDLESS.search(each)), 1)
        raise Refused.because(
            "scheme-not-toml", f"{where}, line {line}: a number with too many digits for any scheme"
        ) from None
    except RecursionError:
        raise Refused.because("scheme-not-toml", f"{where}: nested too deeply to be a scheme") from None
    return Table(data, (), _lines_of(content), where)


def _not_toml(message: str, content: str, where: str) -> str:
    found = _PLACE.search(message)
    line = int(found.group(1)) if found and found.group(1) else content.count("\n") + 1
    return f"{where}, line {line}: not TOML: {_PLACE.sub('', message)}"


def _lines_of(content: str) -> dict[Path, int]:
    """The line on which each table and key is written; good enough to point at, not a second parser."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    base: Path = ()
    for number, line in enumerate(content.splitlines(), 1):
        if header := _HEADER.match(line):
            base = _array_base(header.group(2), counts, double=header.group(1) == "[[")
            lines.setdefault(base, number)
        elif key := _KEY.match(line):
            lines.setdefault((*base, *_parts(key.group(1))), number)
    return lines


def _array_base(name: str, counts: dict[Path, int], *, double: bool) -> Path:
    path: Path = ()
    parts = _parts(name)
    for position, part in enumerate(parts):
        path = (*path, part)
        if double and position == len(parts) - 1:
            counts[path] = counts.get(path, -1) + 1
        if path in counts:
            path = (*path, counts[path])
    return path


def _parts(name: str) -> list[str]:
    parts = [name] if name[:1] in {'"', "'"} else name.split(".")
    return [part.strip().strip("\"'") for part in parts]


def _spoken(path: Path) -> str:
    words = ""
    for part in path:
        words += f" {part + 1}" if isinstance(part, int) else (f".{part}" if words else part)
    return f"{words} "
