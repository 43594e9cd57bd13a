"""A form for any command, made from the command itself, and what was entered in it as the command's values.

A field's widget follows from its shape: a few words to choose from are radios, a date is three fields, a list is one
entry a line, a table is a CSV file. Pages with a form of their own use the same reading and the same errors.
"""

import csv
import io
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Annotated, Any

from fastapi import Depends, Request
from pydantic import ValidationError
from pydantic_core import to_json
from starlette.datastructures import FormData, UploadFile

from adapters.inbound.cli.fields import Field, explain, fields_of
from adapters.inbound.web.wording import hint_of, label_of, missing
from domain.messages import Command

__all__ = ["Choices", "Entered", "FieldShown", "Problem", "Sent", "command_of", "entered_in", "shown"]

MANY_CHOICES = 7
"""More words than these are chosen from a list that opens, fewer from radios."""

Entered = Mapping[str, str]
"""What was entered, by the name of the input, as it was typed."""

Choices = Mapping[str, Sequence[tuple[str, str]]]
"""What there is to choose from, by field: the value of each, and its words."""

_NOTHING: Entered = MappingProxyType({})
_NO_CHOICES: Choices = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one entry.

    Attributes:
        field: the id of the input that it is about; empty for the form as a whole.
        text: in a sentence.
    """

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class FieldShown:
    """One field as the page shows it.

    Attributes:
        name: of the input.
        label: in words.
        hint: what it is for.
        kind: which widget: line, text, radios, select, checkboxes, date, number, lines, file, table.
        required: whether it must be given.
        choices: value and words of each, where there are a few.
        value: what was entered before.
        error: what was wrong with it; empty if nothing was.
        columns: of a table, what its first line must be.
    """

    name: str
    label: str
    hint: str
    kind: str
    required: bool
    choices: tuple[tuple[str, str], ...] = ()
    value: str = ""
    error: str = ""
    columns: tuple[str, ...] = ()


_LONG = frozenset(
    {
        "reason",
        "text",
        "minutes",
        "amendment",
        "conclusion",
        "progress",
        "answer",
        "foreword",
        "note",
        "words",
    }
)


def shown(
    command: type[Command],
    entered: Entered = _NOTHING,
    problems: Sequence[Problem] = (),
    fixed: Sequence[str] = (),
    choices: Choices = _NO_CHOICES,
) -> tuple[FieldShown, ...]:
    """The fields of a command's form.

    Args:
        command: the command.
        entered: what was entered before, or is proposed.
        problems: what was wrong with it.
        fixed: the fields that the page itself gives.
        choices: what there is to choose from for a field, where the command itself does not say it.
    """
    wrong = {each.field: each.text for each in problems}
    return tuple(
        _shown(command.verb, each, entered, wrong.get(each.name, ""), choices.get(each.name))
        for each in fields_of(command)
        if each.name not in fixed
    )


def _shown(
    verb: str, field: Field, entered: Entered, error: str, offered: Sequence[tuple[str, str]] | None
) -> FieldShown:
    label = label_of(verb, field.name)
    hint = hint_of(field.meaning, label)
    choices = tuple(offered or _own_choices(field))
    columns: tuple[str, ...] = ()
    if field.shape == "records" and field.record is not None:
        columns = tuple(each.name for each in fields_of(field.record))
    return FieldShown(
        field.name,
        label,
        hint,
        _kind(field, choices),
        field.required,
        choices,
        entered.get(field.name, ""),
        error,
        columns,
    )


def _own_choices(field: Field) -> tuple[tuple[str, str], ...]:
    return tuple((each, each.replace("_", " ").replace("-", " ").capitalize()) for each in field.choices)


def _kind(field: Field, choices: Sequence[tuple[str, str]]) -> str:
    if choices and field.shape == "text":
        return "radios" if len(choices) <= MANY_CHOICES else "select"
    if choices and field.shape == "texts":
        return "checkboxes"
    if field.name == "document":
        return "file"
    kinds = {
        "date": "date",
        "number": "number",
        "texts": "lines",
        "numbers": "lines",
        "pairs": "lines",
        "record": "json",
        "records": "table",
    }
    if field.shape in kinds:
        return kinds[field.shape]
    return "text" if field.name in _LONG or field.private else "line"


async def _sent_form(request: Request) -> AsyncIterator[FormData]:
    """What was sent, read to its end; its files are closed once the page is answered."""
    async with request.form() as form:
        yield form


Sent = Annotated[FormData, Depends(_sent_form)]
"""A page's parameter: the form that was sent. The page itself then works in a thread of its own."""


def entered_in(form: FormData) -> dict[str, str]:
    """What was entered in a form, without its files; a date's three fields as one, as far as they make one.

    Of several boxes that were ticked under one name, each is a line.
    """
    entered: dict[str, str] = {}
    for key, value in form.multi_items():
        if isinstance(value, str):
            plain = value.replace("\r\n", "\n")
            entered[key] = f"{entered[key]}\n{plain}" if key in entered else plain
    for name in [key.removesuffix("-day") for key in entered if key.endswith("-day")]:
        parts = [entered.get(f"{name}-{part}", "").strip() for part in ("year", "month", "day")]
        if any(parts):
            entered[name] = "-".join(each.zfill(2) for each in parts)
    return entered


def command_of(
    command: type[Command],
    entered: Entered,
    given: Mapping[str, Any] = {},
    files: Mapping[str, UploadFile] = {},
    choices: Choices = _NO_CHOICES,
) -> Command | tuple[Problem, ...]:
    """The command that a form asks for, or everything that is wrong with what was entered.

    Args:
        command: the command.
        entered: what was entered.
        given: what the page itself says.
        files: the files that came with it, by field.
        choices: what there was to choose from, as for :func:`shown`.
    """
    values: dict[str, Any] = {}
    problems: list[Problem] = []
    for field in fields_of(command):
        if field.name in given:
            values[field.name] = given[field.name]
            continue
        if field.name == "document":  # what was handed in, never a digest that somebody typed
            if field.required:
                problems.append(Problem(field.name, "Choose the file"))
            continue
        try:
            label = label_of(command.verb, field.name)
            value = _value(field, label, entered.get(field.name, "").strip(), files.get(field.name))
        except ValueError as error:
            problems.append(Problem(field.name, str(error)))
            continue
        if value is not None:
            values[field.name] = value
        elif field.required:
            problems.append(
                Problem(
                    field.name, missing(label, _kind(field, choices.get(field.name) or _own_choices(field)))
                )
            )
    if problems:
        return tuple(problems)
    try:
        return command.model_validate_json(to_json(values), strict=True)
    except ValidationError as error:
        return tuple(
            Problem(str(each["loc"][0]) if each["loc"] else "", _sentence(command.verb, each))
            for each in error.errors(include_url=False, include_input=False)
        )


def _sentence(verb: str, error: Any) -> str:
    place = [str(part) for part in error["loc"]]
    name = label_of(verb, place[0]) if place else "This"
    inner = ", ".join(str(int(part) + 1) if part.isdigit() else part for part in place[1:])
    return f"{name}{f' ({inner})' if inner else ''} {explain(error)}"


def _value(field: Field, label: str, typed: str, file: UploadFile | None) -> Any:
    if field.shape == "records":
        return _table(field, file)
    if not typed:
        return None
    match field.shape:
        case "date":
            return _date(label, typed)
        case "number":
            return _number(label, typed)
        case "texts":
            return [line.strip() for line in typed.splitlines() if line.strip()]
        case "numbers":
            return [_number(label, line.strip()) for line in typed.splitlines() if line.strip()]
        case "pairs":
            return [_pair(label, line) for line in typed.splitlines() if line.strip()]
        case _:
            return typed


def _date(label: str, typed: str) -> str:
    try:
        return date.fromisoformat(typed).isoformat()
    except ValueError:
        raise ValueError(f"{label} must be a real date, like 27 3 2026") from None


def _number(label: str, typed: str) -> int:
    if not typed.lstrip("-").isascii() or not typed.lstrip("-").isdigit() or len(typed) > 20:
        raise ValueError(f"{label} must be a whole number, like 12")
    return int(typed)


def _pair(label: str, line: str) -> list[str]:
    left, found, right = line.partition("=")
    if not found:
        raise ValueError(f"{label}: each line must be like 1.1=yes; this one is {line.strip()!r}")
    return [left.strip(), right.strip()]


def _table(field: Field, file: UploadFile | None) -> list[dict[str, Any]] | None:
    assert field.record is not None, "a table's rows are records"
    if file is None or not file.filename:
        return None
    inner = {each.name: each for each in fields_of(field.record)}
    try:
        text = file.file.read().decode("utf-8-sig")
        reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
        unknown = [each for each in reader.fieldnames or () if each not in inner]
        if unknown:
            raise ValueError(f"The file's first line names {unknown[0]!r}; it must be: {','.join(inner)}")
        return [_row(inner, row, reader.line_num) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise ValueError(f"The file is no CSV in UTF-8: {error}") from None


def _row(inner: Mapping[str, Field], row: Mapping[str | None, Any], line: int) -> dict[str, Any]:
    """One row of a table; of several things in one cell each stands behind a semicolon."""
    if None in row:
        raise ValueError(f"Line {line} of the file has more cells than its first line")
    found: dict[str, Any] = {}
    for name, cell in row.items():
        plain = (cell or "").strip()
        if name is None or not plain:
            continue
        several = inner[name].shape in ("texts", "numbers", "pairs")
        try:
            found[name] = _value(inner[name], name, plain.replace(";", "\n") if several else plain, None)
        except ValueError as error:
            raise ValueError(f"Line {line} of the file: {error}") from None
    return found
