"""What was typed, as the value of a field: a day, a number, several lines, the rows of a table."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from starlette.datastructures import UploadFile

from adapters.inbound.commands.fields import Field, fields_of
from adapters.inbound.files.handed_in import records_in, wrong
from adapters.inbound.web.forms.wording import label_of, missing
from domain.refusals import Refused

__all__ = ["MOST_ROWS", "WrongRows", "in_rows", "rows_in", "value_of"]

MOST_ROWS = 100
"""The most rows that can be typed on one page; more come as a file."""

_SEVERAL = ("texts", "numbers", "pairs")
_TYPED = ("text", "date", "number", *_SEVERAL)


class WrongRows(ValueError):
    """Some of the rows that were typed are wrong."""

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        """Take what is wrong with each.

        Args:
            faults: the name of the input, and what is wrong with what was typed there, in a sentence.
        """
        super().__init__("; ".join(text for _, text in faults))
        self.faults = tuple(faults)


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
        WrongRows: of the rows that were typed some cannot be read; says why, of each.
        ValueError: what was entered cannot be read; says why, in a sentence.
    """
    if field.shape == "records":
        if file is not None and file.filename:
            return _table(field, file)
        return _typed_rows(verb, field, entered) or None if in_rows(field) else None
    return _value(field, label_of(verb, field.name), entered.get(field.name, "").strip())


def _typed_rows(verb: str, field: Field, entered: Mapping[str, str]) -> list[dict[str, Any]]:
    """The rows that were typed; one in which nothing was is passed over."""
    assert field.record is not None, "a table's rows are records"
    inner = fields_of(field.record)
    rows: list[dict[str, Any]] = []
    faults: list[tuple[str, str]] = []
    for number in range(1, rows_in(field, entered) + 1):
        begins = f"{field.name}-{number}-"
        typed = {each.name: entered.get(begins + each.name, "").strip() for each in inner}
        if not any(typed.values()):
            continue
        row, amiss = _typed_row(verb, inner, typed)
        what = wrong(row, field.record) if not amiss else None
        amiss = amiss or ([(_named(what, inner), what)] if what else [])
        faults += [(begins + name, f"In row {number}: {text}") for name, text in amiss]
        rows.append(row)
    if faults:
        raise WrongRows(faults)
    return rows


def _named(what: str, inner: Sequence[Field]) -> str:
    """The field that a fault names first; the first field, where it is about the row as a whole."""
    name = what.partition(" ")[0]
    return name if name in {each.name for each in inner} else inner[0].name


def _typed_row(
    verb: str, inner: Sequence[Field], typed: Mapping[str, str]
) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """A row as it was typed, and what is wrong with it, field by field."""
    row: dict[str, Any] = {}
    amiss: list[tuple[str, str]] = []
    for each in inner:
        label = label_of(verb, each.name)
        try:
            value = _value(each, label, typed[each.name])
        except ValueError as error:
            amiss.append((each.name, str(error)))
            continue
        if value is not None:
            row[each.name] = value
        elif each.required:
            amiss.append((each.name, missing(label, "radios" if each.choices else "line")))
    return row, amiss


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
    """The rows of a file, read as the command line reads it; every row that is wrong is named, by its line."""
    assert field.record is not None, "a table's rows are records"
    try:
        return records_in(Path("The file"), file.file.read(), field.record)
    except Refused as refused:
        raise ValueError(refused.refusal.sentence.removesuffix(".")) from None
