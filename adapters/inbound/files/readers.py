"""Who can be given cases to read: by the staff record and the reads that are open, and by a file that adds to them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from activities.cases.loads import OpenReads
from adapters.inbound.files.handed_in import bad_rows, read_rows
from adapters.inbound.services import Services
from adapters.inbound.today import today_in_london
from domain.cases.allocation import Inspector
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.refusals import Refused
from domain.streams import code_in, staff_stream
from domain.text import counted

__all__ = ["Readers", "readers_for"]

_COLUMNS = ("inspector", "populations", "most", "load", "conflicts")


@dataclass(frozen=True, slots=True)
class Readers:
    """Those who can be given cases of an inspection.

    Attributes:
        people: by id.
        open: what each has to read already in its days, by the record.
    """

    people: Mapping[str, Inspector]
    open: Mapping[str, tuple[OpenReads, ...]]

    def load_of(self, person: str) -> str:
        """What somebody has to read already, in words."""
        return "; ".join(
            f"{counted(each.reads, 'read')} of {each.inspection} ({each.since} to {each.until})"
            for each in self.open.get(person, ())
        )


def readers_for(services: Services, state: Inspection, file: Path | None, most: int | None) -> Readers:
    """Those who can be given cases of an inspection.

    Skills and interests are those of the staff record, and the load is what the record has open in the same days; the
    file only adds to all three, and names others.

    Args:
        services: the installation.
        state: the inspection.
        file: what is added; None for nothing.
        most: how many cases anybody has at most, where the file says nothing; needed where there is none.

    Raises:
        Refused: ``bad-file`` with the line, ``most-missing``, ``nobody-to-read``.
    """
    today = today_in_london(services)
    open_ = services.reading_loads.beside(state, today)
    found = _of_the_record(services, most)
    for line, cells in _rows(file):
        _add(found, cells, most, line, file)
    if not found:
        raise Refused.because(
            "nobody-to-read",
            "Nobody on the staff record is an inspector today, here, and noted as trained for a list of cases; name "
            "some with --inspectors.",
        )
    if missing := next((each.id for each in found.values() if not each.most), None):
        raise Refused.because("most-missing", f"Say with --most how many cases {missing} has at most.")
    people = {
        each.id: _with_load(each, sum(one.reads for one in open_.get(each.id, ()))) for each in found.values()
    }
    return Readers(people, open_)


def _of_the_record(services: Services, most: int | None) -> dict[str, Inspector]:
    today = today_in_london(services)
    found = {}
    for stream, each in services.personal.staff().items():
        reads = each.holds(Role.INSPECTOR, today) or each.holds(Role.LEAD_INSPECTOR, today)
        if each.here and reads and each.skills and not each.away(today):
            who = code_in(stream, staff_stream)
            found[who] = Inspector(who, frozenset(each.skills), most or 0, 0, each.interests_on(today))
    return found


def _with_load(inspector: Inspector, load: int) -> Inspector:
    return Inspector(
        inspector.id, inspector.populations, inspector.most, inspector.load + load, inspector.conflicts
    )


def _rows(path: Path | None) -> list[tuple[int, Mapping[str, str]]]:
    """What is added, by line.

    Raises:
        Refused: ``bad-file`` with the line.
    """
    if path is None:
        return []
    header, rows = read_rows(path)
    for column in header:
        if column not in _COLUMNS:
            raise Refused.because("bad-file", f"{path}, line 1: there is no column {column}.")
    faults: list[tuple[int, str]] = []
    seen: set[str] = set()
    for row in rows:
        who = row.cells.get("inspector", "")
        wrong = _wrong(row.cells) or ("the inspector is there twice" if who in seen else "")
        seen.add(who)
        if wrong:
            faults.append((row.line, wrong))
    if faults:
        raise bad_rows(path, faults, len(rows))
    return [(row.line, row.cells) for row in rows]


def _wrong(cells: Mapping[str, str]) -> str:
    if not cells.get("inspector"):
        return "inspector is missing"
    for name in ("most", "load"):
        value = cells.get(name) or "0"
        if not (value.isascii() and value.isdigit() and len(value) <= 4):
            return f"{name} must be a whole number"
    return "most must be at least 1" if cells.get("most") and not int(cells["most"]) else ""


def _add(
    found: dict[str, Inspector], cells: Mapping[str, str], most: int | None, line: int, file: Path | None
) -> None:
    who = cells["inspector"]
    known = found.get(who, Inspector(who, frozenset(), most or 0))
    populations = known.populations | _several(cells.get("populations", ""))
    if not populations:
        raise Refused.because(
            "bad-file",
            f"{file}, line {line}: populations is missing, and the staff record notes none for {who}.",
        )
    found[who] = Inspector(
        who,
        populations,
        int(cells.get("most") or known.most),
        known.load + int(cells.get("load") or 0),
        known.conflicts | _several(cells.get("conflicts", "")),
    )


def _several(cell: str) -> frozenset[str]:
    return frozenset(each.strip() for each in cell.split(";") if each.strip())
