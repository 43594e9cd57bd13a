"""Reads a framework file. Whatever is wrong with it is said in one sentence that names the file and the line."""

import json
import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import date, time
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from domain.frameworks.catalogue import texts
from domain.frameworks.model import Framework
from domain.messages import Message
from domain.refusals import Refused
from domain.toml_files import MOST_NAMED
from domain.toml_places import Path, lines_of, nearest_line

__all__ = ["LARGEST_FILE", "parse_framework", "shipped_frameworks", "text_of", "validated"]

LARGEST_FILE = 4 * 1024 * 1024
"""Bytes. The largest shipped file has under 40,000; anything past this is not a framework."""

Part = TypeVar("Part", bound=Message)

_CODE = "malformed-framework"
_DEEPEST = 12
_SYNTAX_PLACE = re.compile(r"^(.*) \(at (?:line (\d+), column \d+|end of document)\)$", re.DOTALL)
_FIELDS = {
    "missing": "is missing",
    "extra_forbidden": "is not a field that a framework has",
    "string_too_long": "is too long: at most 2,000 characters",
    "too_short": "has nothing in it",
    "too_long": "has too many in it",
}
_SHAPES = {
    "string_type": "text in quotes",
    "tuple_type": "a list",
    "model_type": "a table",
    "model_attributes_type": "a table",
}
_PATTERNS = {
    "number": "is not a number that can stand here, such as 1, 1.1, 1.1.1, A or A1",
    "letter": "is not a small letter from a to z",
    "version": "may have letters, digits, dots and hyphens only, at most 40",
}


def parse_framework(text: bytes, *, where: str) -> Framework:
    """Read a framework from the bytes of a TOML file.

    Args:
        text: the file's bytes, UTF-8.
        where: the file's name, for the error.

    Raises:
        Refused: ``malformed-framework`` or ``too-large``; the sentence names the file and the line, if any.
    """
    decoded = text_of(text, where=where, largest=LARGEST_FILE)
    document = _toml(decoded, where)
    try:
        return Framework.model_validate_json(json.dumps(_shape(document), default=_plain))
    except ValidationError as error:
        raise _refused(_all_wrong(error.errors(), decoded, where)) from None
    except (TypeError, ValueError, RecursionError):
        raise _refused(f"{where} holds a value that no field of a framework can have") from None


@cache
def shipped_frameworks() -> Mapping[str, Framework]:
    """The frameworks that ship with Assay, by id."""
    frameworks = (parse_framework(content, where=name) for name, content in texts().items())
    return MappingProxyType({framework.id: framework for framework in frameworks})


def text_of(content: bytes, *, where: str, largest: int, code: str = _CODE) -> str:
    """The characters of a text file that somebody gave us.

    Raises:
        Refused: ``too-large``, or ``code`` where the file is empty, binary or not UTF-8.
    """
    if len(content) > largest:
        raise Refused.because(
            "too-large", f"{where} is larger than {largest // 1024 // 1024} MB, so it was not read."
        )
    if not content.strip():
        raise Refused.because(code, f"{where} is empty.")
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused.because(code, f"{where} is UTF-16: save it as UTF-8.")
    nul = content.find(b"\0")
    if nul >= 0:
        line = content.count(b"\n", 0, nul) + 1
        raise Refused.because(code, f"{where} is not a text file: line {line} has a zero byte.")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        sentence = f"{where} line {line} is not UTF-8 text (byte {error.start + 1} of the file)."
        raise Refused.because(code, sentence) from None


def validated(model: type[Part], fields: Mapping[str, Any], where: str) -> Part:
    """A part of a framework from its fields, read from somewhere other than a framework file.

    Raises:
        Refused: ``malformed-framework``; the sentence begins with ``where``.
    """
    try:
        return model(**fields)
    except ValidationError as error:
        found = error.errors()[0]
        raise _refused(f"{where}: {_what(found)}") from None


def _toml(text: str, where: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text.replace("\r\n", "\n"))
    except tomllib.TOMLDecodeError as error:
        found = _SYNTAX_PLACE.match(str(error))
        line = found[2] if found and found[2] else str(text.count("\n") + 1)
        what = found[1] if found else str(error)
        raise _refused(f"{where} line {line} is not TOML: {what[:1].lower()}{what[1:]}") from None
    except RecursionError:
        raise _refused(f"{where} is nested too deeply to be a framework") from None
    except ValueError:  # a whole number of thousands of digits, which Python does not read
        raise _refused(f"{where} holds a number that no field of a framework can have") from None


def _shape(document: dict[str, Any]) -> dict[str, Any]:
    """The document with its prompts, a table of letters in the file, as the list of prompts that the model has."""
    if _depth(document) > _DEEPEST:
        raise ValueError("too deep")
    shaped = dict(document)
    for domain in _tables(shaped, "domains"):
        for standard in _tables(domain, "standards"):
            for question in _tables(standard, "key_questions"):
                prompts = question.get("prompts")
                if isinstance(prompts, dict):
                    question["prompts"] = [
                        {"letter": letter, **value}
                        if isinstance(value, dict)
                        else {"letter": letter, "text": value}
                        for letter, value in prompts.items()
                    ]
    return shaped


def _tables(holder: dict[str, Any], name: str) -> list[dict[str, Any]]:
    found = holder.get(name)
    return [each for each in found if isinstance(each, dict)] if isinstance(found, list) else []


def _depth(value: Any) -> int:
    deepest, level = 0, [value]
    while level:
        deepest += 1
        if deepest > _DEEPEST:
            break
        level = [
            inner
            for outer in level
            for inner in (
                outer.values() if isinstance(outer, dict) else outer if isinstance(outer, list) else ()
            )
        ]
    return deepest


def _plain(value: Any) -> str:
    if isinstance(value, date | time):  # a moment is a date too; the model says that it wants a day
        return value.isoformat()
    raise TypeError("only days may stand beside texts")


def _all_wrong(errors: Sequence[ErrorDetails], text: str, where: str) -> str:
    """Everything that is wrong with a file, from its beginning; of very much, the first of it and how much there is."""
    # A field that is misspelt is missing too: the misspelling says more.
    misspelt = {error["loc"][:-1] for error in errors if error["type"] == "extra_forbidden"}
    told = [each for each in errors if not (each["type"] == "missing" and each["loc"][:-1] in misspelt)]
    lines = lines_of(text)
    told.sort(key=lambda each: nearest_line(lines, _in_file(each["loc"], text)) or 0)
    first = _sentence(told[0], text, where)
    others = [_sentence(each, text, "").strip().removeprefix(": ") for each in told[1:MOST_NAMED]]
    more = [f"and {len(told) - MOST_NAMED} more"] if len(told) > MOST_NAMED else []
    many = f" ({len(told)} entries are wrong)" if len(told) > 1 else ""
    return "; ".join([first, *others, *more]) + many


def _sentence(error: ErrorDetails, text: str, where: str) -> str:
    path = _in_file(error["loc"], text)
    line = nearest_line(lines_of(text), path)
    place = f"{where} line {line}" if line else where
    return f"{place}: {_what(error)}"


def _what(error: ErrorDetails) -> str:
    name = _name(error["loc"])
    if error["type"] == "value_error":
        what = str(error["ctx"]["error"])
        return f"{name} {what}" if what.startswith("must") else what
    return f"{name} {_complaint(error, error['type'])}"


def _complaint(error: ErrorDetails, kind: str) -> str:
    if kind in _FIELDS:
        return _FIELDS[kind]
    if kind in _SHAPES:
        return f"should be {_SHAPES[kind]}"
    given = json.dumps(str(error["input"])[:60], ensure_ascii=False)
    if kind == "literal_error":
        return f"is {given}; it can be {error['ctx']['expected']}"
    if kind == "string_pattern_mismatch":
        field = str(error["loc"][-1])
        return f"is {given}, which {_PATTERNS.get(field, 'may have small letters, digits and hyphens only')}"
    if kind.startswith("date"):
        return f"is {given}; it should be a day, such as 2018-04-01"
    return f"cannot be read: {error['msg'].lower()}"


def _name(location: tuple[str | int, ...]) -> str:
    names = [part for part in location if isinstance(part, str)]
    last = location[-1] if location else ""
    return f"{names[-1]} (item {last + 1})" if isinstance(last, int) and names else str(last or "the file")


def _in_file(location: tuple[str | int, ...], text: str) -> Path:
    """The path as it is in the file, where prompts are a table by letter."""
    if "prompts" not in location:
        return location
    at = location.index("prompts")
    if at + 1 >= len(location) or not isinstance(location[at + 1], int):
        return location
    letters = [path[-1] for path in lines_of(text) if path[:-1] == location[: at + 1]]
    place = location[at + 1]
    assert isinstance(place, int)
    return (*location[: at + 1], letters[place]) if place < len(letters) else location[: at + 1]


def _refused(sentence: str) -> Refused:
    return Refused.because(_CODE, f"{sentence}.")
