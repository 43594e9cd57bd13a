"""Reading a programme from a folder of CSV files or from JSON: everything that is wrong is said, row by row."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from annotated_types import MaxLen
from pydantic import ValidationError

from adapters.inbound.commands.fields import explain
from adapters.inbound.files.handed_in import Row, read_rows, rows_in
from adapters.inbound.files.named import read_file
from adapters.inbound.files.programme.cells import WHOLE, Cell
from adapters.inbound.files.programme.sheets import SETTINGS, SHEETS, YEAR, Sheet
from adapters.inbound.files.spreadsheets import is_workbook, tables_of_workbook
from domain.messages import Message
from domain.programme.fault import Fault, Place, place_words
from domain.programme.faults import faults
from domain.programme.neighbours import neighbours
from domain.programme.problem import Problem
from domain.programme.shares import Availability, cap_of, fair_shares, with_usual
from domain.programme.weeks import Span
from domain.programme.weights import Reporting, Weights
from domain.refusals import Refusal, Refused

__all__ = ["LARGEST_FILE", "BadProgramme", "Source", "parsed", "read_json", "read_problem", "strict_json"]

M = TypeVar("M", bound=Message)

LARGEST_FILE: Final = 64 * 1024 * 1024
"""The largest programme that is taken, as JSON; a national year has 2 MB."""


class BadProgramme(Refused):
    """A programme that cannot be read, with everything that is wrong with it.

    Attributes:
        wrong: a sentence for each, with its place.
    """

    def __init__(self, wrong: list[str]) -> None:
        more = f" (and {len(wrong) - 1} more)" if len(wrong) > 1 else ""
        super().__init__(Refusal("bad-programme", f"{wrong[0]}{more}."))
        self.wrong = tuple(wrong)


@dataclass(frozen=True)
class Source:
    """A problem that was read, and where each of its parts stands.

    Attributes:
        problem: the problem.
        where: the file or folder.
        rows: for CSV, the file and line of a part.
        caps: the people whose cap the tables leave out, and who have the usual one.
        targets: the people of whose fair share the same is true.
        apart_given: whether the tables say which inspections are kept apart, and be it none.
    """

    problem: Problem
    where: Path
    rows: Mapping[Place, tuple[str, int]] = field(default_factory=dict)
    caps: frozenset[str] = frozenset()
    targets: frozenset[str] = frozenset()
    apart_given: bool = True

    def completed(self, problem: Problem) -> Problem:
        """The same year, filled from the record, with what the tables leave out worked out by what it says now."""
        problem = with_usual(problem, self.caps, self.targets)
        return problem if self.apart_given else problem.with_(apart=neighbours(problem))

    def said(self, fault: Fault) -> str:
        """What is wrong, with the place where a person finds it."""
        return f"{_place(self.where, self.rows, fault.place)}: {fault.sentence}"


def read_problem(path: Path) -> Source:
    """Read a problem from a folder of CSV files, from a workbook with a sheet for each of them, or from a JSON file.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong (:class:`BadProgramme`), or ``bad-file``,
            ``unreadable-file``, ``too-large``.
    """
    if path.is_dir():
        source = _Folder(path).read()
    elif is_workbook(path):
        source = _Folder(
            path, {f"{name}.csv": text for name, text in tables_of_workbook(path).items()}
        ).read()
    else:
        source = Source(read_json(path, Problem), path)
    wrong = [source.said(each) for each in faults(source.problem)]
    if wrong:
        raise BadProgramme(wrong)
    return source


def strict_json(path: Path) -> bytes:
    """A JSON file's bytes, in which no object holds a name twice.

    Raises:
        Refused: ``bad-file``, ``unreadable-file``, ``too-large``.
    """
    content = read_file(path, largest=LARGEST_FILE).removeprefix(b"\xef\xbb\xbf")

    def once(pairs: list[tuple[str, Any]]) -> None:
        seen: set[str] = set()
        for name, _ in pairs:
            if name in seen:
                raise Refused.because("bad-file", f"{path}: an object holds the name {name[:60]!r} twice.")
            seen.add(name)

    try:
        json.loads(content, object_pairs_hook=once)
    except (ValueError, RecursionError) as error:
        raise Refused.because("bad-file", f"{path} is no JSON: {error}.") from None
    return content


def read_json(path: Path, type_: type[M]) -> M:
    """One message from a JSON file.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong, or ``bad-file``, ``unreadable-file``, ``too-large``.
    """
    return parsed(strict_json(path), type_, path)


def parsed(content: bytes | str, type_: type[M], path: Path) -> M:
    """One message from the text of a JSON file.

    Raises:
        Refused: ``bad-programme`` with everything that is wrong.
    """
    try:
        return type_.model_validate_json(content)
    except ValidationError as error:
        raise BadProgramme(
            [
                f"{path}, {place_words(each['loc'])}: {explain(each)}"
                if each["loc"]
                else f"{path}: {explain(each)}"
                for each in error.errors(include_url=False, include_input=False)
            ]
        ) from None


def _place(where: Path, rows: Mapping[Place, tuple[str, int]], place: Place) -> str:
    """A place as somebody finds it: file, line and column, or the way through the JSON."""
    known = place
    while known and known not in rows:
        known = known[:-1]
    if not known:
        return f"{where}, {place_words(place)}"
    file, line = rows[known]
    column = next((part for part in place[len(known) :] if isinstance(part, str)), None)
    return f"{where / file}, line {line}{f', {column}' if column else ''}"


@dataclass
class _Folder:
    """A folder as it is being read, or a workbook, whose sheets are what files are in a folder."""

    folder: Path
    sheets: Mapping[str, str] | None = None
    monday: date = date.min
    wrong: list[str] = field(default_factory=list)
    rows: dict[Place, tuple[str, int]] = field(default_factory=dict)
    parts: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    usual: dict[str, frozenset[str]] = field(
        default_factory=lambda: {"cap": frozenset(), "target": frozenset()}
    )

    def read(self) -> Source:
        settings = self._settings()
        for sheet in SHEETS:
            self._sheet(sheet)
        self._shares(settings.get("weeks", 52))
        self._stop_if_wrong()
        built = {sheet.part: self._built(sheet) for sheet in SHEETS if sheet.of is None}
        self._stop_if_wrong()
        try:
            problem = Problem.model_validate({**settings, **built})
            given = self._has("apart.csv")
            problem = problem if given else problem.with_(apart=neighbours(problem))
            return Source(problem, self.folder, self.rows, self.usual["cap"], self.usual["target"], given)
        except ValidationError as error:
            raise BadProgramme(
                [
                    f"{_place(self.folder, self.rows, each['loc'])}: {explain(each)}"
                    for each in error.errors(include_url=False, include_input=False)
                ]
            ) from None

    def _stop_if_wrong(self) -> None:
        if self.wrong:
            raise BadProgramme(self.wrong)

    def _say(self, file: str, line: int, column: str | None, what: str) -> None:
        self.wrong.append(f"{self.folder / file}, line {line}{f', {column}' if column else ''}: {what}")

    def _has(self, file: str) -> bool:
        return (self.folder / file).is_file() if self.sheets is None else file in self.sheets

    def _rows(self, file: str, columns: list[str], needed: list[str]) -> tuple[Row, ...]:
        path = self.folder / file
        if self.sheets is None:
            header, rows = read_rows(path, may_be_empty=True)
        else:
            header, rows = rows_in(path, self.sheets[file], may_be_empty=True)
        for name in header:
            if name not in columns:
                self._say(file, 1, None, f"there is no column {name}; there are {', '.join(columns)}")
        for name in needed:
            if name not in header:
                self._say(file, 1, None, f"the column {name} is missing")
        return rows

    def _settings(self) -> dict[str, Any]:
        groups: dict[str, type[Message]] = {"reporting": Reporting, "weights": Weights}
        cells: dict[str, Cell] = {
            **SETTINGS,
            **{f"{group}.{name}": WHOLE for group, type_ in groups.items() for name in type_.model_fields},
        }
        if not self._has(YEAR):
            raise Refused.because("bad-file", f"{self.folder} has no {YEAR}, so it is no programme.")
        given = {
            row.cells.get("setting", ""): row
            for row in self._rows(YEAR, ["setting", "value"], ["setting", "value"])
        }
        self._stop_if_wrong()
        if "first_monday" in given:  # the weeks are counted from it
            given = {"first_monday": given.pop("first_monday"), **given}
        found: dict[str, Any] = {}
        for name, row in given.items():
            if name not in cells:
                self._say(YEAR, row.line, None, f"there is no setting {name!r}; there are {', '.join(cells)}")
                continue
            if "value" not in row.cells:
                continue
            value = self._cell(YEAR, row.line, name, cells[name], row.cells["value"])
            group, dot, inner = name.partition(".")
            (found.setdefault(group, {}) if dot else found)[inner if dot else name] = value
            self.rows[(group, inner) if dot else (name,)] = (YEAR, row.line)
            if name == "first_monday" and value is not None:
                self.monday = value
        for name in ("title", "first_monday"):
            if name not in found:
                self._say(YEAR, 1, None, f"the setting {name} is missing")
        self._stop_if_wrong()
        return found

    def _cell(self, file: str, line: int, column: str, cell: Cell, text: str) -> Any:
        try:
            return cell.read(text, self.monday)
        except ValidationError as error:
            self._say(file, line, column, explain(error.errors(include_url=False, include_input=False)[0]))
        except ValueError as error:
            self._say(file, line, column, str(error))
        return None

    def _sheet(self, sheet: Sheet) -> None:
        """Read one table; rows that belong to another's go there."""
        self.parts.setdefault(sheet.part, [])
        if not self._has(sheet.file):
            if sheet.must_be:
                self.wrong.append(f"{self.folder} has no {sheet.file}")
            return
        rows, most = self._rows(sheet.file, list(sheet.columns), list(sheet.required)), _most(sheet)
        if most is not None and len(rows) > most:
            said = f"a year has {most:,} {sheet.part} at most, and these are {len(rows):,}"
            self._say(sheet.file, rows[most].line, None, said)
            return
        for row in rows:
            values: dict[str, Any] = {}
            for column, cell in sheet.columns.items():
                if column in row.cells:
                    values[column] = self._cell(sheet.file, row.line, column, cell, row.cells[column])
                elif column in sheet.required:
                    self._say(sheet.file, row.line, column, "is missing")
            if sheet.of is None:
                self.rows[sheet.part, len(self.parts[sheet.part])] = (sheet.file, row.line)
                self.parts[sheet.part].append(values)
            else:
                self._belongs(sheet, row, values)

    def _belongs(self, sheet: Sheet, row: Row, values: dict[str, Any]) -> None:
        if sheet.of is None:
            return
        whole, inner = sheet.of
        name = next(iter(sheet.columns))
        owner = values.pop(name, None)
        for at, other in enumerate(self.parts[whole]):
            if other.get("id") == owner:
                self.rows[whole, at, inner, len(other.setdefault(inner, []))] = (sheet.file, row.line)
                other[inner].append(values)
                return
        if owner is not None:
            self._say(sheet.file, row.line, name, f"there is no {name} {owner}")

    def _built(self, sheet: Sheet) -> tuple[Message, ...]:
        return tuple(self._records(sheet.record, self.parts[sheet.part], (sheet.part,)))

    def _records(
        self, record: type[Message], values: list[dict[str, Any]], place: Place
    ) -> Iterator[Message]:
        for at, each in enumerate(values):
            nested = (
                [sheet for sheet in SHEETS if sheet.of == (place[0], sheet.part)] if len(place) == 1 else []
            )
            for sheet in nested:
                inner = tuple(self._records(sheet.record, each.get(sheet.part, []), (*place, at, sheet.part)))
                each[sheet.part] = inner
            if self.wrong:
                continue
            try:
                yield record.model_validate(each)
            except ValidationError as error:
                for fault in error.errors(include_url=False, include_input=False):
                    said = _place(self.folder, self.rows, (*place, at, *fault["loc"]))
                    self.wrong.append(f"{said}: {explain(fault)}")

    def _shares(self, weeks: int) -> None:
        """Give everybody whose cap or fair share is left out the usual one."""
        people = self.parts["staff"]
        lengths = [(each.get("kind"), each.get("length")) for each in self.parts["inspections"]]
        needs = {each.get("id"): each.get("needs", []) for each in self.parts["kinds"]}
        if self.wrong or not people:
            return
        demand = sum(
            need["number"] * (need.get("before", 0) + length + need.get("after", 0))
            for kind, length in lengths
            for need in needs.get(kind, [])
        )
        for column in self.usual:
            self.usual[column] = frozenset(each["id"] for each in people if column not in each)
        there = [Availability(max(1, each.get("fte", 100)), _away(each)) for each in people]
        for person, availability, share in zip(people, there, fair_shares(there, weeks, demand), strict=True):
            person.setdefault("cap", max(0, cap_of(availability, weeks)))
            person.setdefault("target", max(0, share))


def _most(sheet: Sheet) -> int | None:
    """How many rows a table may have; None where that is said of each row's owner."""
    if sheet.of is not None:
        return None
    limits = (
        each.max_length for each in Problem.model_fields[sheet.part].metadata if isinstance(each, MaxLen)
    )
    return next(limits, None)


def _away(person: Mapping[str, Any]) -> list[Span]:
    return [*person.get("leave", ()), *(each["weeks"] for each in person.get("bookings", ()))]
