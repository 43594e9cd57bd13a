"""What was typed, as the value of a field: a day, a number, several lines, the rows of a table."""

import csv
import io
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from starlette.datastructures import UploadFile

from adapters.inbound.commands.fields import Field, fields_of
from adapters.inbound.web.forms.wording import label_of, missing

__all__ = ["MOST_ROWS", "in_rows", "rows_in", "value_of"]

MOST_ROWS = 100
"""The most rows that can be typed on one page; more come as a file."""

_SEVERAL = ("texts", "numbers", "pairs")
_TYPED = ("text", "date", "number", *_SEVERAL)


def in_rows(field: Field) -> bool:
    """Whether a field is a table whose rows can be typed one under another: it has no table in its cells."""
    return (
        field.shape == "records"
        and field.record is not None
        and all(each.shape in _TYPED for each in fields_of(field.record))
    )


def rows_in(field: Field, entered: Mapping[str, str]) -> int:
    """How many rows of a table a form has."""
    typed = entered.get(f"{field.name}-rows", "1")
    return min(max(int(typed), 1), MOST_ROWS) if typed.isascii() and typed.isdigit() else 1


def value_of(verb: str, field: Field, entered: Mapping[str, str], file: UploadFile | None) -> Any:
    """The value of a field as it is handed on; None where nothing was entered.

    Raises:
        ValueError: what was entered cannot be read; says why, in a sentence.
    """
    if field.shape == "records":
        if file is not None and file.filename:
            return _table(field, file)
        return list(_typed_rows(verb, field, entered)) or None if in_rows(field) else None
    return _value(field, label_of(verb, field.name), entered.get(field.name, "").strip())


def _typed_rows(verb: str, field: Field, entered: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """The rows that were typed; one in which nothing was is passed over."""
    assert field.record is not None, "a table's rows are records"
    inner = fields_of(field.record)
    for number in range(1, rows_in(field, entered) + 1):
        typed = {each.name: entered.get(f"{field.name}-{number}-{each.name}", "").strip() for each in inner}
        if not any(typed.values()):
            continue
        row: dict[str, Any] = {}
        for each in inner:
            label = label_of(verb, each.name)
            try:
                value = _value(each, label, typed[each.name])
            except ValueError as error:
                raise ValueError(f"In row {number}: {error}") from None
            if value is not None:
                row[each.name] = value
            elif each.required:
                raise ValueError(f"In row {number}: {missing(label, 'radios' if each.choices else 'line')}")
        yield row


def _value(field: Field, label: str, typed: str) -> Any:
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


def _table(field: Field, file: UploadFile) -> list[dict[str, Any]]:
    assert field.record is not None, "a table's rows are records"
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
        several = inner[name].shape in _SEVERAL
        try:
            found[name] = _value(inner[name], name, plain.replace(";", "\n") if several else plain)
        except ValueError as error:
            raise ValueError(f"Line {line} of the file: {error}") from None
    return found
