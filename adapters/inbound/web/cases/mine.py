"""What is mine to read, what nobody has yet, and what I have finished: each list a page at a time."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.viewing.rows import InspectionRow
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import SignedIn, inspection_for, inspections_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.inspections.stages import Stage
from domain.inspections.state import Inspection
from domain.people.roles import Role
from domain.streams import inspection_stream

__all__ = ["add_to"]

_OPEN = ("to-read", "begun")
_READING = (Stage.EVIDENCE_REQUEST, Stage.FIELDWORK, Stage.CASE_READS)
"""A case is read from when it is drawn until the gate behind the case reads is closed."""
_TAKEN_UP = (Stage.FIELDWORK, Stage.CASE_READS)
"""A case that nobody has is taken up by answering in it."""

READS_ON_A_PAGE = 50
INSPECTIONS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class MyRead:
    """A read that is somebody's, or may be, as a list shows it.

    Attributes:
        address: of its first page.
        title: what the case is called.
        sort: ``First read`` or ``Second read``.
        status: ``to-read``, ``begun``, ``complete`` or another.
        left: how many key questions have no answer.
    """

    address: str
    title: str
    sort: str
    status: str
    left: int


@dataclass(frozen=True, slots=True)
class MyInspection:
    """What somebody has to read in an inspection.

    Attributes:
        reference: which.
        provider: whose, by name.
        until: the last day of its fieldwork.
        open: their reads that are not finished.
        free: cases that nobody has, which they may take up.
        over: how many of their reads are finished, or are read no further.
    """

    reference: str
    provider: str
    until: date
    open: tuple[MyRead, ...]
    free: tuple[MyRead, ...]
    over: int


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add ``/cases``, the reads that somebody has before them, and ``/cases/finished``."""

    @app.get("/cases")
    def mine(request: Request, visitor: SignedIn, page: int = 1) -> Response:
        _only_readers(visitor)
        found = _mine(house, visitor)
        house.services.looking.note(visitor.id, "page of cases to read", [each.reference for each in found])
        reads = [("open", each, read) for each in found for read in each.open]
        reads += [("free", each, read) for each in found for read in each.free]
        part = paged(reads, page, READS_ON_A_PAGE)
        return pages.page(
            request,
            "cases.html",
            groups=[
                (what, inspection, [read for _, _, read in several])
                for (what, inspection), several in groupby(part.shown, lambda each: each[:2])
            ],
            part=part,
            open=sum(len(each.open) for each in found),
            inspections=found,
            today=today_in_london(house.services),
        )

    @app.get("/cases/finished")
    def finished(request: Request, visitor: SignedIn, page: int = 1) -> Response:
        _only_readers(visitor)
        rows = [each for each in inspections_for(house, visitor) if visitor.id in each.readers]
        rows.sort(key=lambda each: each.fieldwork_from, reverse=True)
        part = paged(rows, page, INSPECTIONS_ON_A_PAGE)
        seen = [each.reference for each in part.shown]
        house.services.looking.note(visitor.id, "page of cases that were read", seen)
        return pages.page(request, "cases_finished.html", part=part)

    @app.get("/cases/finished/{reference}")
    def finished_in(request: Request, reference: str, visitor: SignedIn, page: int = 1) -> Response:
        _only_readers(visitor)
        row, state = inspection_for(house, visitor, reference, "page of cases that were read")
        over = [each for each in _reads(house, visitor, [state])[reference] if each.status not in _OPEN]
        return pages.page(request, "cases_finished_in.html", row=row, part=paged(over, page, READS_ON_A_PAGE))


def _only_readers(visitor: Visitor) -> None:
    if not visitor.has(Role.INSPECTOR, Role.LEAD_INSPECTOR):
        not_there()


def _mine(house: House, visitor: Visitor) -> tuple[MyInspection, ...]:
    rows = [each for each in inspections_for(house, visitor) if each.cases and _may_concern(each, visitor)]
    streams = [inspection_stream(each.reference) for each in rows]
    standings = house.services.records.read(streams)
    states: list[Inspection] = [standings[each].state for each in streams]
    reads = _reads(house, visitor, states)
    unclaimed = [state for row, state in zip(rows, states, strict=True) if row.stage in _TAKEN_UP]
    free = _free(house, [each for each in unclaimed if not each.cases])
    found = [
        _as_mine(row, state, reads[row.reference], free) for row, state in zip(rows, states, strict=True)
    ]
    # What there is to do comes first, and first of all what should have been done already.
    some = [each for each in found if each.open or each.free or each.over]
    return tuple(sorted(some, key=lambda each: (not each.open, not each.free, each.until)))


def _may_concern(row: InspectionRow, visitor: Visitor) -> bool:
    """Whether there may be something for somebody to read, now."""
    return row.stage in _TAKEN_UP or (row.stage in _READING and visitor.id in row.readers)


def _as_mine(
    row: InspectionRow, state: Inspection, reads: Sequence[MyRead], free: Mapping[str, tuple[MyRead, ...]]
) -> MyInspection:
    open_ = tuple(each for each in reads if each.status in _OPEN)
    _, until = state.fieldwork
    return MyInspection(
        row.reference,
        row.provider_name,
        until,
        open_,
        free.get(row.reference, ()),
        len(reads) - len(open_),
    )


def _reads(
    house: House, visitor: Visitor, inspections: Sequence[Inspection]
) -> Mapping[str, Sequence[MyRead]]:
    """Somebody's reads by inspection; however many there are, they are read at once."""
    standings = house.services.records.read(read for each in inspections for read in each.reads)
    seen = {stream: each.state for stream, each in standings.items()}
    return {each.known.inspection: _reads_in(each, visitor, seen) for each in inspections}


def _reads_in(inspection: Inspection, visitor: Visitor, seen: Mapping[str, Any]) -> list[MyRead]:
    found = []
    for case, first in sorted(((each, seen[each]) for each in inspection.sampled), key=_place):
        title = _title(first)
        if visitor.id in first.readers.answering:
            found.append(MyRead(f"/cases/{case}", title, "First read", first.status, len(first.unanswered)))
        second: SecondRead | None = seen.get(second_read_of(case))
        if second is not None and second.reader == visitor.id:
            left = len(second.unanswered)
            found.append(MyRead(f"/cases/{case}/second", title, "Second read", second.status, left))
    return found


def _free(house: House, inspections: Sequence[Inspection]) -> Mapping[str, tuple[MyRead, ...]]:
    standings = house.services.records.read(case for each in inspections for case in each.sampled)
    return {
        each.known.inspection: tuple(_nobodys({case: standings[case].state for case in each.sampled}))
        for each in inspections
    }


def _nobodys(cases: Mapping[str, CaseRead]) -> Iterator[MyRead]:
    for case, first in sorted(cases.items(), key=_place):
        if first.readers.reader is None and not first.readers.paired and not first.begun:
            yield MyRead(f"/cases/{case}", _title(first), "First read", "to-read", len(first.unanswered))


def _place(item: tuple[str, CaseRead]) -> tuple[str, int]:
    drawn = item[1].drawn
    return (drawn.population, drawn.row) if drawn else ("", 0)


def _title(read: CaseRead) -> str:
    assert read.drawn is not None, "it is in the sample"
    return f"Case {read.drawn.row} of {read.drawn.population.replace('-', ' ')}"
