"""Tables for a recorded programme: read whole, everything that is wrong said with its line, and named with a digest."""

import re
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import ValidationError

from adapters.inbound.commands.fields import explain
from adapters.inbound.files.handed_in import LARGEST_BYTES, Row, read_rows
from adapters.inbound.files.named import read_file
from adapters.inbound.files.programme.cells import CODE, DAY, NAMES, TEXT, WHOLE, Cell
from adapters.inbound.files.programme.reading import BadProgramme
from adapters.inbound.speaking import complain
from domain.canonical import sha256_hex
from domain.messages import Message
from domain.programme.choice.services import Joint
from domain.programme.fault import place_words
from domain.providers.past import Source

__all__ = [
    "AREA_COLUMNS",
    "FACTS_COLUMNS",
    "JOINT_COLUMNS",
    "PAST_COLUMNS",
    "in_programme",
    "joint_in",
    "read_table",
    "rows_of",
    "source_of",
    "with_risk",
    "wrong_in_all",
]

M = TypeVar("M", bound=Message)

AREA_COLUMNS: Final[Mapping[str, Cell]] = {"area": TEXT, "region": CODE}
"""The columns of a table of areas; both are filled."""

PAST_COLUMNS: Final[Mapping[str, Cell]] = {
    "provider": TEXT,
    "inspection": TEXT,
    "kind": TEXT,
    "ended_on": DAY,
    "rating": TEXT,
    "lead": TEXT,
    "follow_up": TEXT,
    "follow_up_due": DAY,
}
"""The columns of a table of inspections from before; the first four are filled."""

FACTS_COLUMNS: Final[Mapping[str, Cell]] = {
    "provider": TEXT,
    "risk": WHOLE,
    "risk_evidence": TEXT,
    "risk_on": DAY,
    "risk_by": TEXT,
    "performance": WHOLE,
    "size": WHOLE,
    "density": WHOLE,
    "visits": WHOLE,
}
"""The columns of a table of what is known of services; ``provider`` is filled, and the four of a score together."""

JOINT_COLUMNS: Final[Mapping[str, Cell]] = {"partner": CODE, "most": WHOLE, "services": NAMES}
"""The columns of a table of how many inspections each inspectorate that joins has room for; all are filled."""

_OF_RISK: Final = {"risk": "score", "risk_evidence": "evidence", "risk_on": "on", "risk_by": "by"}
_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_SHOWN = 20


def in_programme(named: Path) -> str | None:
    """The code of a recorded programme, if that is what was typed; None for a file."""
    return str(named) if _CODE.fullmatch(str(named)) and not named.exists() else None


def source_of(path: Path) -> Source:
    """Where a table comes from: the file's name, and the digest of its bytes.

    Raises:
        Refused: ``unreadable-file`` or ``too-large``.
    """
    return Source(title=path.name[:300], digest=sha256_hex(read_file(path, largest=LARGEST_BYTES)))


def with_risk(values: dict[str, Any]) -> dict[str, Any]:
    """The values of a row with the four of a risk score put together."""
    risk = {inner: values.pop(name) for name, inner in _OF_RISK.items() if name in values}
    return {**values, "risk": risk} if risk else values


def read_table(
    path: Path,
    columns: Mapping[str, Cell],
    record: type[M],
    key: Callable[[M], str],
    gathered: Callable[[dict[str, Any]], dict[str, Any]] = lambda values: values,
) -> tuple[tuple[int, M], ...]:
    """The records of a table, each with its line; of what is wrong, more than the first is said at once.

    Args: as for :func:`rows_of`.

    Raises:
        Refused: as :func:`rows_of`.
    """
    with wrong_in_all() as tables:
        return tables.read(path, columns, record, key, gathered)


class _Tables:
    """Reads several tables, and remembers what is wrong in each of them."""

    def __init__(self) -> None:
        self.wrong: list[str] = []

    def read(
        self,
        path: Path,
        columns: Mapping[str, Cell],
        record: type[M],
        key: Callable[[M], str],
        gathered: Callable[[dict[str, Any]], dict[str, Any]] = lambda values: values,
    ) -> tuple[tuple[int, M], ...]:
        """The records of a table, each with its line; none where something is wrong in it.

        Args: as for :func:`rows_of`.

        Raises:
            Refused: ``bad-file``, ``unreadable-file``, ``too-large``.
        """
        try:
            return rows_of(path, columns, record, key, gathered)
        except BadProgramme as bad:
            self.wrong += bad.wrong
            return ()


@contextmanager
def wrong_in_all() -> Iterator[_Tables]:
    """Read several tables, and say at the end what is wrong in all of them, more than the first at once.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong, the first of it as its sentence.
    """
    tables = _Tables()
    yield tables
    if tables.wrong:
        for more in tables.wrong[1:_MOST_SHOWN]:
            complain(f"{more}.")
        raise BadProgramme(tables.wrong)


def rows_of(
    path: Path,
    columns: Mapping[str, Cell],
    record: type[M],
    key: Callable[[M], str],
    gathered: Callable[[dict[str, Any]], dict[str, Any]] = lambda values: values,
) -> tuple[tuple[int, M], ...]:
    """The records of a table, each with its line.

    Args:
        path: the CSV file.
        columns: the columns it may have.
        record: what each row is.
        key: what no two rows may share.
        gathered: makes the record's values of a row's.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong, the first of it as its sentence; ``bad-file``,
            ``unreadable-file``, ``too-large``.
    """
    header, rows = read_rows(path)
    wrong = [
        f"{path}, line 1: there is no column {name}; there are {', '.join(columns)}"
        for name in header
        if name not in columns
    ]
    found: dict[str, tuple[int, M]] = {}
    for row in rows if not wrong else ():
        place = f"{path}, line {row.line}"
        values, unread = _values(row, columns)
        wrong += [f"{place}, {column}: {what}" for column, what in unread.items()]
        try:
            each = record.model_validate(gathered(values))
        except ValidationError as error:
            said = {
                _column(fault["loc"], columns): explain(fault)
                for fault in error.errors(include_url=False, include_input=False)
            }
            wrong += [f"{place}, {column}: {what}" for column, what in said.items() if column not in unread]
            continue
        if unread:
            continue
        if key(each) in found:
            name = next(iter(columns))
            wrong.append(f"{place}, {name}: {key(each)} is on line {found[key(each)][0]} already")
        found.setdefault(key(each), (row.line, each))
    if wrong:
        raise BadProgramme(wrong)
    return tuple(found.values())


def joint_in(rows: Sequence[tuple[int, Joint]], path: Path, services: Container[str]) -> tuple[Joint, ...]:
    """What room each inspectorate that joins has, if it joins at services that are chosen among.

    Args:
        rows: the rows of a table, each with its line.
        path: the table.
        services: the services that are chosen among.

    Raises:
        Refused: ``bad-programme`` where it names another.
    """
    wrong = [
        f"{path}, line {line}, services: there is no service {code}"
        for line, each in rows
        for code in each.services
        if code not in services
    ]
    if wrong:
        raise BadProgramme(wrong)
    return tuple(each for _, each in rows)


def _column(loc: tuple[str | int, ...], columns: Mapping[str, Cell]) -> str:
    """The column in which something is wrong: a part of a risk score has one of its own."""
    if loc[:1] == ("risk",) and len(loc) > 1:
        return next((column for column, inner in _OF_RISK.items() if inner == loc[1]), "risk")
    return next((str(part) for part in loc[:1] if part in columns), place_words(loc))


def _values(row: Row, columns: Mapping[str, Cell]) -> tuple[dict[str, Any], dict[str, str]]:
    """The values of a row, and what is wrong in each of its other cells."""
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    for name, cell in columns.items():
        if name in row.cells:
            try:
                found[name] = cell.read(row.cells[name], date.min)
            except ValueError as error:
                wrong[name] = str(error)
    return found, wrong
