"""Tables for spreadsheets: CSV and workbooks in which no cell becomes a formula, and workbooks read as tables again."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from adapters.inbound.files.named import read_file
from domain.refusals import Refused

__all__ = [
    "ENDINGS",
    "Grid",
    "as_csv",
    "as_workbook",
    "guarded",
    "is_workbook",
    "tables_of_workbook",
    "unguarded",
]

Value = str | int | date | None

ENDINGS: Final = (".csv", ".xlsx")
MOST_BYTES: Final = 20 * 1024 * 1024
MOST_UNPACKED_BYTES: Final = 200 * 1024 * 1024
"""A workbook is packed, and says itself how much it unpacks to; whoever reads it stops there."""
MOST_CELLS: Final = 2_000_000
_WIDEST: Final = 60
_DANGEROUS: Final = re.compile(r"'*[=+\-@\t\r]")
_NUMBER: Final = re.compile(r"[+-]?\d+(?:\.\.[+-]?\d+)?")
"""A week, or weeks on end, is no formula, and is read again as it stands."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table.

    Attributes:
        name: what it is called, at most 31 letters.
        columns: the columns.
        rows: the cells, each row as long as the columns.
    """

    name: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Value]]


def guarded(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe before what it would take for one."""
    return f"'{text}" if _DANGEROUS.match(text) and not _NUMBER.fullmatch(text) else text


def unguarded(text: str) -> str:
    """A text as it was before it was guarded."""
    return text[1:] if text.startswith("'") and _DANGEROUS.match(text) else text


def as_csv(columns: Sequence[str], rows: Iterable[Sequence[Value]]) -> str:
    """A table as CSV with commas, a line for its columns, and a line feed at the end of each line.

    A text that a spreadsheet would take for a formula is guarded; see :func:`unguarded`.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([guarded(_text(each)) for each in row] for row in rows)
    return text.getvalue()


def as_workbook(grids: Iterable[Grid]) -> bytes:
    """Tables as a workbook, each on a sheet: numbers as numbers, days as days, and text as text."""
    import xlsxwriter  # slow to import, and seldom needed

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": date(2000, 1, 1)})  # the same tables give the same file
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
        for grid in grids:
            sheet = book.add_worksheet(grid.name)
            sheet.freeze_panes(1, 0)
            for column, name in enumerate(grid.columns):
                sheet.write_string(0, column, name, bold)
                cells = (_text(row[column]) for row in grid.rows)
                sheet.set_column(column, column, min(_WIDEST, max(map(len, (name, *cells))) + 2))
            for at, row in enumerate(grid.rows, start=1):
                for column, value in enumerate(row):
                    if isinstance(value, date):
                        sheet.write_datetime(at, column, value, day)
                    elif isinstance(value, int):
                        sheet.write_number(at, column, value)
                    elif value:
                        sheet.write_string(at, column, value)
    return out.getvalue()


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook, by its name."""
    return path.suffix.lower() == ".xlsx"


def tables_of_workbook(path: Path) -> Mapping[str, str]:
    """The sheets of a workbook as CSV, by their names; a formula counts as what it came to when it was saved.

    Raises:
        Refused: ``bad-file``, ``unreadable-file``, ``too-large``.
    """
    from python_calamine import CalamineError, CalamineWorkbook

    content = read_file(path, largest=MOST_BYTES)
    found: dict[str, str] = {}
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > MOST_UNPACKED_BYTES:
                raise Refused.because("too-large", f"{path} unpacks to more than any table has.")
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name)
            if sheet.height * sheet.width > MOST_CELLS:
                raise Refused.because(
                    "too-large", f"{path}, sheet {name[:60]}, has more cells than any table."
                )
            found[name] = _as_text([[_read(each) for each in row] for row in sheet.to_python(False)])
    except (CalamineError, zipfile.BadZipFile) as error:
        raise Refused.because("bad-file", f"{path} is no workbook that can be read: {error}.") from None
    return found


def _as_text(rows: list[list[str]]) -> str:
    """Rows as CSV, without the columns on the right in which nothing stands."""
    width = max((at for row in rows for at, cell in enumerate(row, start=1) if cell.strip()), default=0)
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(row[:width] for row in rows)
    return text.getvalue()


def _read(value: object) -> str:
    """A cell as it would stand in CSV: text that looks like a formula, and is none here, guarded as it is there."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, date):
        return value.isoformat()[:10]
    return guarded(str(value))


def _text(value: Value) -> str:
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
