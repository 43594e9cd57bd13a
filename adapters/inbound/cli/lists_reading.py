"""Reading a list of cases from a CSV file: whole, checked to the last cell, every fault by line and column."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from adapters.inbound.cli.files import read_file, write_file
from domain.canonical import sha256_hex
from domain.cases.lists_checking import Fault, Table, check, header_faults
from domain.inspections.protocol_parts import Population
from domain.refusals import Refused
from domain.text import counted

__all__ = ["SHOWN", "FaultyList", "ReadList", "errors_csv", "parse_list", "read_list", "table_of"]

LARGEST_BYTES = 256 * 1024 * 1024
"""A million rows of a dozen columns are some 120 MB."""

MOST_ROWS = 1_000_000

SHOWN = 20
"""How many faults are shown where nothing else is asked for: a screen of them."""

_MARKS = ((b"\xff\xfe\x00\x00", "UTF-32"), (b"\xff\xfe", "UTF-16"), (b"\xfe\xff", "UTF-16"))


class FaultyList(Refused):
    """A list with faults, all of them; nothing of it was recorded."""

    def __init__(self, refused: Refused, faults: Sequence[Fault]) -> None:
        super().__init__(refused.refusal)
        self.faults = faults


@dataclass(frozen=True, slots=True, repr=False)
class ReadList:
    """A list as it was read.

    Attributes:
        digest: SHA-256 of the file, in hexadecimal.
        table: its rows.
    """

    digest: str
    table: Table


@dataclass(frozen=True, slots=True, repr=False)
class _Parsed:
    header: tuple[str, ...]
    rows: list[list[str]]
    text: str


def read_list(path: Path, population: Population) -> ReadList:
    """A list from its file.

    Raises:
        FaultyList: some of its cells are wrong.
        Refused: ``bad-file`` with the line, ``unreadable-file``, ``too-large``.
    """
    content = read_file(path, largest=LARGEST_BYTES)
    return ReadList(sha256_hex(content), table_of(content, population, str(path)))


def table_of(content: bytes, population: Population, where: str) -> Table:
    """The rows of a list from the bytes of its file; raises as :func:`read_list`."""
    parsed = parse_list(content, where)
    if (amiss := header_faults(parsed.header, population)) is not None:
        raise Refused.because("bad-file", f"{where}, line 1: {amiss}")
    lines: list[int] = []

    def line_of(place: int) -> int:
        if not lines:
            lines.extend(_lines(parsed.text))
        return lines[place]

    table, faults = check(parsed.header, parsed.rows, population, line_of)
    if faults:
        raise FaultyList(_refusal(where, faults, len(parsed.rows)), faults)
    return table


def parse_list(content: bytes, where: str) -> _Parsed:
    """The cells of a CSV file, blank rows left out.

    Raises:
        Refused: ``bad-file`` in one sentence, with the line; ``too-large``.
    """
    text = _text(content, where)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = tuple(next(reader, ()))
        if len(header) == 1 and (mark := next((each for each in ";\t|" if each in header[0]), None)):
            raise _bad(
                where, 1, f"the columns are divided by {mark!r}; save the file with commas and try again"
            )
        rows = [row for row in reader if any(row)]
    except csv.Error as error:
        raise _bad(where, reader.line_num, _explained(error)) from None
    if len(rows) > MOST_ROWS:
        raise Refused.because("too-large", f"{where} has {len(rows)} rows; {MOST_ROWS} are the most.")
    return _Parsed(header, rows, text)


def errors_csv(faults: Sequence[Fault]) -> str:
    """All faults as a CSV file: line, column and what is wrong; nothing of what stands there."""
    written = io.StringIO(newline="")
    table = csv.writer(written, lineterminator="\n")
    table.writerow(("line", "column", "what is wrong"))
    table.writerows((each.line, each.column, each.why) for each in faults)
    return written.getvalue()


def write_errors(path: Path, faults: Sequence[Fault]) -> None:
    """Write all faults to a new file.

    Raises:
        Refused: ``file-exists``, ``unwritable-file``.
    """
    write_file(path, errors_csv(faults))


def _refusal(where: str, faults: Sequence[Fault], rows: int) -> Refused:
    wrong = len({each.line for each in faults})
    return Refused.because(
        "bad-file",
        f"{where}, {faults[0]}. {counted(len(faults), 'fault')} in {wrong} of {counted(rows, 'row')}; nothing was "
        "recorded.",
    )


def _text(content: bytes, where: str) -> str:
    for mark, name in _MARKS:
        if content.startswith(mark):
            raise Refused.because("bad-file", f"{where} is {name}; save it as UTF-8 and try again.")
    if not content.strip():
        raise Refused.because("bad-file", f"{where} is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _bad(where, line, "the file is not UTF-8; save it as UTF-8 and try again") from None
    if "\0" in text:
        raise _bad(
            where, text.count("\n", 0, text.index("\0")) + 1, "there is a zero byte; this is no CSV file"
        )
    return text


def _lines(text: str) -> list[int]:
    """The line on which each row ends, blank rows left out."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    next(reader, ())
    return [reader.line_num for row in reader if any(row)]


def _explained(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"a cell has more than {csv.field_size_limit()} characters"
    return str(error)


def _bad(where: str, line: int, what: str) -> Refused:
    return Refused.because("bad-file", f"{where}, line {line}: {what}.")
