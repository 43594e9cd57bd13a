"""Reading a TOML file that a person wrote: whatever is wrong with it is said at once, each entry with its line."""

import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.messages import Message
from domain.refusals import Refused
from domain.toml_places import Path, lines_of, nearest_line
from domain.wrong_values import explain

__all__ = ["MOST_NAMED", "read_toml", "refuse_entries"]

Part = TypeVar("Part", bound=Message)

MOST_NAMED = 20
"""So many wrong entries are named; of more it is said how many there are."""

_SYNTAX_PLACE = re.compile(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)
_LONGEST_SHOWN = 60


def read_toml(content: bytes, model: type[Part], *, where: str, code: str) -> Part:
    """Read a message from the bytes of a TOML file.

    Args:
        content: the file's bytes, UTF-8.
        model: what it is to be.
        where: the file's name, for what is said.
        code: with which it is refused.

    Raises:
        Refused: with a sentence for each entry that is wrong, or about the first place from which it cannot be read.
    """
    text = _text(content, where, code)
    try:
        # By way of JSON, whose strings strict messages accept as dates and as words of a list.
        return model.model_validate_json(json.dumps(tomllib.loads(text), default=str))
    except tomllib.TOMLDecodeError as error:
        raise Refused.because(code, f"{where}{_not_toml(error, text)}.") from None
    except ValidationError as error:
        wrong = [(each["loc"], _said(each)) for each in error.errors(include_url=False)]
        raise refuse_entries(_innermost(wrong), text, where=where, code=code) from None
    except (ValueError, RecursionError):  # a number of thousands of digits, or a table in a table in a table
        raise Refused.because(code, f"{where} has a value that no entry can have.") from None


def refuse_entries(
    wrong: Iterable[tuple[Sequence[str | int], str]], text: str, *, where: str, code: str
) -> Refused:
    """The refusal of a file for what is wrong with its entries.

    Args:
        wrong: the place of each, with the rest of a sentence that begins with its name.
        text: the file, to find their lines.
        where: the file's name.
        code: with which it is refused.
    """
    lines = lines_of(text)
    said = sorted(
        ((nearest_line(lines, place) or 0, _sentence(place, what)) for place, what in map(_bare, wrong)),
        key=lambda each: each[0],
    )
    named = [f"line {line}, {what}" if line else what for line, what in said[:MOST_NAMED]]
    more = [f"and {len(said) - MOST_NAMED} more"] if len(said) > MOST_NAMED else []
    many = f" ({len(said)} entries are wrong)" if len(said) > 1 else ""
    return Refused.because(code, f"{where}, {'; '.join([*named, *more])}{many}.")


def _innermost(
    wrong: Sequence[tuple[tuple[str | int, ...], str]],
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Without what is only wrong of a whole because something is wrong within it."""
    for place, what in wrong:
        if not any(len(other) > len(place) and other[: len(place)] == place for other, _ in wrong):
            yield place, what


def _bare(wrong: tuple[Sequence[str | int], str]) -> tuple[Path, str]:
    place, what = wrong
    return tuple(each for each in place if each != "[key]"), what.rstrip(".")


def _sentence(place: Path, what: str) -> str:
    """A place in words, ``populations 1, margin``, and what is wrong; entries of a list are counted from 1."""
    words = ""
    for each in place:
        words += f" {each + 1}" if isinstance(each, int) else f", {each}" if words else each
    if not words:
        return what
    return f"{words} {what}" if what.startswith(("must ", "is ", "has ")) else f"{words}: {what}"


def _said(error: ErrorDetails) -> str:
    given = error["input"]
    if error["type"] == "string_type" and isinstance(given, int | float) and not isinstance(given, bool):
        return f'must be text, in quotes: "{given}"'
    what = explain(error)
    if not what.startswith("must ") or not isinstance(given, str | int | float) or given == "":
        return what
    shown = f"{given[:_LONGEST_SHOWN]!r}" if isinstance(given, str) else json.dumps(given)
    return f"{what}; it is {shown}"


def _text(content: bytes, where: str, code: str) -> str:
    if not content.strip():
        raise Refused.because(code, f"{where} is empty.")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused.because(
            code, f"{where}, line {line}: the file is not UTF-8; save it as UTF-8 and try again."
        ) from None


def _not_toml(error: tomllib.TOMLDecodeError, text: str) -> str:
    found = _SYNTAX_PLACE.match(str(error))
    line = found[2] if found and found[2] else str(text.count("\n") + 1)
    what = found[1] if found else str(error)
    return f", line {line}: this is no TOML: {what[:1].lower()}{what[1:]}"
