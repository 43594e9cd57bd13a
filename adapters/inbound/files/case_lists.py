"""Reading a list of cases from a CSV file: whole, checked to the last cell, every fault by line and column."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from pathlib import Path

from adapters.inbound.files.named import read_file, write_file
from domain.canonical import sha256_hex
from domain.cases.lists.checking import Checking, Fault, Table, header_faults
from domain.inspections.kinds.parts import Population
from domain.refusals import Refused
from domain.text import counted

__all__ = ["SHOWN", "FaultyList", "ReadList", "errors_csv", "read_list", "table_of"]

LARGEST_BYTES = 256 * 1024 * 1024
"""A million rows of a dozen columns are some 120 MB."""

MOST_ROWS = 1_000_000

AT_A_TIME = 2_000
"""So many rows are still in the processor's cache when they are looked at, and soon forgotten."""

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


def read_list(path: Path, population: Population, providers: Sequence[str] = ()) -> ReadList:
    """A list from its file.

    Args:
        path: the file.
        population: what the kind of inspection says of the list.
        providers: the codes of the providers whose cases can stand in it; any if there are none.

    Raises:
        FaultyList: some of its cells are wrong.
        Refused: ``bad-file`` with the line, ``unreadable-file``, ``too-large``.
    """
    content = read_file(path, largest=LARGEST_BYTES)
    return ReadList(sha256_hex(content), table_of(content, population, str(path), providers))


def table_of(content: bytes, population: Population, where: str, providers: Sequence[str] = ()) -> Table:
    """The rows of a list from the bytes of its file; raises as :func:`read_list`."""
    text = _text(content, where)
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    rows = 0
    try:
        checking = Checking(_header(next(reader, []), population, where), population, providers)
        while chunk := list(islice(reader, AT_A_TIME)):
            chunk = [row for row in chunk if any(row)]
            rows += len(chunk)
            if rows > MOST_ROWS:
                raise Refused.because("too-large", f"{where} has more than {MOST_ROWS} rows.")
            checking.take(chunk)
    except csv.Error as error:
        raise _bad(where, reader.line_num, _explained(error)) from None
    lines = range(2, rows + 2) if reader.line_num == rows + 1 else _Lines(text)
    table, faults = checking.done(lines.__getitem__)
    if faults:
        raise FaultyList(_refusal(where, faults, rows), faults)
    return table


class _Lines:
    """The line on which each row ends, where a row may have several or none; found out when it is first asked."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> list[int]:
        reader = csv.reader(io.StringIO(self._text, newline=""), strict=True)
        next(reader, [])
        return [reader.line_num for row in reader if any(row)]

    def __getitem__(self, place: int) -> int:
        return self._ends[place]


def _header(header: list[str], population: Population, where: str) -> list[str]:
    if len(header) == 1 and (mark := next((each for each in ";\t|" if each in header[0]), None)):
        raise _bad(where, 1, f"the columns are divided by {mark!r}; save the file with commas and try again")
    if (amiss := header_faults(header, population)) is not None:
        raise Refused.because("bad-file", f"{where}, line 1: {amiss}")
    return header


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


def _explained(error: csv.Error) -> str:
    if "field larger" in str(error):
        return f"a cell has more than {csv.field_size_limit()} characters"
    return str(error)


def _bad(where: str, line: int, what: str) -> Refused:
    return Refused.because("bad-file", f"{where}, line {line}: {what}.")
