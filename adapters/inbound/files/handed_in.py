"""Tables and records that people hand in as files: read whole, checked to the last row, named in what is wrong."""

import csv
import io
import json
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from adapters.inbound.commands.fields import explain, fields_of
from adapters.inbound.files.named import read_file
from adapters.inbound.files.spreadsheets import is_workbook, tables_of_workbook
from domain.messages import Message
from domain.refusals import Refused

__all__ = [
    "LARGEST_BODY_BYTES",
    "LARGEST_BYTES",
    "Row",
    "bad_rows",
    "read_document",
    "read_records",
    "read_rows",
    "records_in",
    "rows_in",
    "wrong",
]

LARGEST_BYTES = 5 * 1024 * 1024
"""A list of all cases of the largest division is some 2 MB."""

LARGEST_DOCUMENT_BYTES = 200 * 1024 * 1024
"""Evidence may be a film or a large scan; what is larger is kept elsewhere and described."""

MOST_ROWS = 100_000
_LONGEST_NUMBER = 20
_NAMED = 20
"""So many wrong rows of a file are named one by one; who has more of them begins with these."""
_CONTROLS = frozenset("\n\t\r")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a CSV file.

    Attributes:
        line: the line of the file on which it ends.
        cells: by column, without blanks around; what is empty is left out.
    """

    line: int
    cells: dict[str, str]


def read_document(path: Path, largest: int = LARGEST_DOCUMENT_BYTES) -> bytes:
    """The bytes of a file of any sort.

    Args:
        path: the file; a device or a pipe, whose end nobody knows, is none.
        largest: how many bytes it may have.

    Raises:
        Refused: ``unreadable-file``, or ``too-large`` if it is larger than what is kept.
    """
    if path.exists() and not path.is_dir() and not path.is_file():
        raise Refused.because("unreadable-file", f"{path} is no file, but a device or a pipe.")
    return read_file(path, largest=largest)


def read_rows(path: Path, *, may_be_empty: bool = False) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The columns and rows of a CSV file, or of the first sheet of a workbook, blank rows left out.

    Args:
        path: the file.
        may_be_empty: whether it may have no rows under its first line.

    Raises:
        Refused: ``bad-file`` with the line; ``unreadable-file``, ``too-large``.
    """
    if is_workbook(path):
        return rows_in(path, next(iter(tables_of_workbook(path).values())), may_be_empty=may_be_empty)
    return rows_in(path, _text(path), may_be_empty=may_be_empty)


def rows_in(path: Path, text: str, *, may_be_empty: bool = False) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """The columns and rows of a table's text, blank rows left out.

    Args:
        path: where it is from, for what is said of it.
        text: the table, as CSV.
        may_be_empty: whether it may have no rows under its first line.

    Raises:
        Refused: ``bad-file`` with the line; ``too-large``.
    """
    _no_controls(path, text)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(cell.strip() for cell in next(reader, []))
        _check_header(path, header)
        rows = tuple(_rows(path, header, reader))
    except csv.Error as error:
        raise Refused.because("bad-file", f"{path}, line {reader.line_num}: {error}.") from None
    if not rows and not may_be_empty:
        raise Refused.because("bad-file", f"{path} has no rows under its first line.")
    return header, rows


def read_records(path: Path, record: type[Message]) -> list[dict[str, Any]]:
    """The records in a file: CSV with a row for each, or JSON or TOML for those that have parts of their own.

    A JSON file is a list of objects. A TOML file has one table of tables, whatever it is called.

    Raises:
        Refused: ``bad-file`` with the place; ``unreadable-file``, ``too-large``.
    """
    match path.suffix.lower():
        case ".csv":
            return _records(path, *read_rows(path), record)
        case ".json" | ".toml" as ending:
            text = _text(path)
            _no_controls(path, text)
        case _:
            raise Refused.because("bad-file", f"{path} must be a .csv, .json or .toml file.")
    what = ending[1:].upper()
    try:
        content = json.loads(text) if what == "JSON" else tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise Refused.because("bad-file", f"{path} is no {what}: {error}.") from None
    return _checked(path, content, record)


def records_in(path: Path, content: bytes, record: type[Message]) -> list[dict[str, Any]]:
    """The records in the bytes of a CSV file.

    Args:
        path: what the file is called, for what is said of it.
        content: its bytes.
        record: what each row is.

    Raises:
        Refused: ``bad-file`` with every row that is wrong; ``too-large``.
    """
    return _records(path, *rows_in(path, _decoded(path, content)), record)


def bad_rows(
    path: Path, faults: Sequence[tuple[int, str]], rows: int, one: str = "line", several: str = "rows"
) -> Refused:
    """The refusal for a file with wrong rows: what is wrong with each, or with the first of very many.

    Args:
        path: the file.
        faults: the place of each wrong row, and what is wrong with it.
        rows: how many rows there are.
        one: what a place is called.
        several: what rows are called.
    """
    named = "; ".join(f"{one} {place}: {what}" for place, what in faults[:_NAMED])
    more = f"; and {len(faults) - _NAMED} more" if len(faults) > _NAMED else ""
    others = (
        f" ({len(faults)} of {rows} {several} are wrong; nothing was recorded)" if len(faults) > 1 else ""
    )
    return Refused.because("bad-file", f"{path}, {named}{more}{others}.")


def wrong(values: dict[str, Any], record: type[Message]) -> str | None:
    """What is wrong with one record, or None."""
    try:
        record.model_validate_json(json.dumps(values, default=str))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = " ".join(str(part + 1) if isinstance(part, int) else part for part in first["loc"])
        return f"{place} {explain(first)}" if place else explain(first)
    return None


def _text(path: Path) -> str:
    return _decoded(path, read_file(path, largest=LARGEST_BYTES))


def _decoded(path: Path, content: bytes) -> str:
    if not content.strip():
        raise Refused.because("bad-file", f"{path} is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise Refused.because(
            "bad-file", f"{path}, line {line}: the file is not UTF-8; save it as UTF-8 and try again."
        ) from None
    return text


def _no_controls(path: Path, text: str) -> None:
    for line, words in enumerate(text.split("\n"), start=1):
        control = next((each for each in words if ord(each) < 32 and each not in _CONTROLS), None)
        if control is not None:
            raise Refused.because(
                "bad-file", f"{path}, line {line}: there is a control character (U+{ord(control):04X})."
            )


def _check_header(path: Path, header: Sequence[str]) -> None:
    if "" in header:
        raise Refused.because("bad-file", f"{path}, line 1: a column has no name.")
    twice = next((each for each in header if header.count(each) > 1), None)
    if twice is not None:
        raise Refused.because("bad-file", f"{path}, line 1: the column {twice} is there twice.")


def _rows(path: Path, header: Sequence[str], reader: Any) -> Iterator[Row]:
    for number, cells in enumerate(reader, start=1):
        if number > MOST_ROWS:
            raise Refused.because("too-large", f"{path} has more than {MOST_ROWS} rows.")
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(header):
            raise Refused.because(
                "bad-file",
                f"{path}, line {reader.line_num}: there are {len(cells)} cells under {len(header)} columns.",
            )
        named = zip(header, (cell.strip() for cell in cells), strict=True)
        yield Row(reader.line_num, {column: cell for column, cell in named if cell})


def _records(
    path: Path, header: Sequence[str], rows: Sequence[Row], record: type[Message]
) -> list[dict[str, Any]]:
    fields = fields_of(record)
    known = [each.name for each in fields]
    for column in header:
        if column not in known:
            raise Refused.because(
                "bad-file", f"{path}, line 1: there is no column {column}; there are {', '.join(known)}."
            )
    lacking = [each.name for each in fields if each.required and each.name not in header]
    if lacking:
        raise Refused.because("bad-file", f"{path}, line 1: the column {lacking[0]} is missing.")
    shapes = {each.name: each.shape for each in fields}
    found = [
        (row.line, {column: _cell(cell, shapes[column]) for column, cell in row.cells.items()})
        for row in rows
    ]
    faults = [(line, what) for line, values in found if (what := wrong(values, record)) is not None]
    if faults:
        raise bad_rows(path, faults, len(rows))
    return [values for _, values in found]


def _cell(cell: str, shape: str) -> Any:
    """A cell as its column means it: several things in one cell stand apart by semicolons."""
    if shape == "number":
        return int(cell) if cell.isdecimal() and cell.isascii() and len(cell) < _LONGEST_NUMBER else cell
    if shape not in ("texts", "numbers", "pairs"):
        return cell
    parts = [part.strip() for part in cell.split(";") if part.strip()]
    if shape == "pairs":
        return [[side.strip() for side in part.split("=", 1)] for part in parts]
    return [int(part) if part.isdecimal() else part for part in parts] if shape == "numbers" else parts


def _checked(path: Path, content: Any, record: type[Message]) -> list[dict[str, Any]]:
    if isinstance(content, dict) and len(content) == 1:
        content = next(iter(content.values()))
    if not isinstance(content, list) or not content:
        raise Refused.because("bad-file", f"{path} must hold a list of entries.")
    faults = [
        (number, what)
        for number, each in enumerate(content, start=1)
        if (what := wrong(each, record) if isinstance(each, dict) else "it must have named parts") is not None
    ]
    if faults:
        raise bad_rows(path, faults, len(content), "entry", "entries")
    return content


LARGEST_BODY_BYTES = 201 * 1024 * 1024
"""Evidence may be a film; see the largest document that is handed in."""
