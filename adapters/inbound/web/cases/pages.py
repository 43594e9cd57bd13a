"""Case reads: what is mine to read, a case with what is left of it, and its key questions one by one."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.reading import Question, ReadShown, case_for, notes_of, read_for, read_of
from adapters.inbound.web.cases.saving import ANSWERS, mark_of, save
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Entered, Problem, Sent
from adapters.inbound.web.forms.sending import STALE, read_sent
from adapters.inbound.web.pages.home import inspections_for
from adapters.inbound.web.rendering import Pages
from domain.cases.second_reads.state import SecondRead
from domain.cases.state import CaseRead
from domain.cases.streams import second_read_of
from domain.inspections.state import Inspection
from domain.people.roles import Role

__all__ = ["add_to"]


_OPEN = ("to-read", "begun")


@dataclass(frozen=True, slots=True)
class MyRead:
    """A read that is somebody's, as a list shows it.

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
        over: their reads that are finished, or are read no further.
    """

    reference: str
    provider: str
    until: date
    open: tuple[MyRead, ...]
    free: tuple[MyRead, ...]
    over: tuple[MyRead, ...]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the pages."""

    @app.get("/cases")
    def mine(request: Request, visitor: SignedIn) -> Response:
        if not visitor.has(Role.INSPECTOR, Role.LEAD_INSPECTOR):
            not_there()
        found = _mine(house, visitor)
        house.services.looking.note(visitor.id, "page of cases to read", [each.reference for each in found])
        today = today_in_london(house.services)
        return pages.page(request, "cases.html", inspections=found, today=today)

    _add_overviews(app, house, pages)
    for path, second in (("/cases/{case}", False), ("/cases/{case}/second", True)):
        _add_questions(app, house, sessions, pages, f"{path}/questions/{{number}}", second=second)


def _add_overviews(app: FastAPI, house: House, pages: Pages) -> None:
    def overview(request: Request, read: ReadShown) -> Response:
        return pages.page(request, "case.html", read=read, about=read.about, answers=ANSWERS)

    @app.get("/cases/{case}")
    def one(request: Request, case: str, visitor: SignedIn) -> Response:
        about = case_for(house, visitor, case)
        read = read_of(house, visitor, about, second=False)
        if read is not None:
            return overview(request, read)
        if about.mine:
            return RedirectResponse(about.mine[0], 303)
        return pages.page(request, "case_apart.html", about=about)

    @app.get("/cases/{case}/second")
    def again(request: Request, case: str, visitor: SignedIn) -> Response:
        return overview(request, read_for(house, visitor, case, second=True))


def _add_questions(
    app: FastAPI, house: House, sessions: Sessions, pages: Pages, path: str, *, second: bool
) -> None:
    def page(
        request: Request,
        read: ReadShown,
        question: Question,
        note: str,
        entered: Entered = MappingProxyType({}),
        problems: tuple[Problem, ...] = (),
    ) -> Response:
        numbers = [each.number for each in read.questions]
        place = numbers.index(question.number)
        return pages.page(
            request,
            "case_question.html",
            422 if problems else 200,
            read=read,
            about=read.about,
            standard=next(each for each in read.standards if question in each.questions),
            question=question,
            place=place + 1,
            of=len(numbers),
            before=numbers[place - 1] if place else None,
            after=numbers[place + 1] if place + 1 < len(numbers) else None,
            answers=ANSWERS,
            entered=entered,
            errors={each.field: each.text for each in problems},
            problems=problems,
            note=note,
            mark=mark_of(note),
            command_id=new_command_id(),
        )

    def asked(visitor: Visitor, case: str, number: str) -> tuple[ReadShown, Question, str]:
        read = read_for(house, visitor, case, second=second)
        found = next((each for each in read.questions if each.number == number), None)
        if found is None:
            not_there()
        return read, found, notes_of(house, visitor, read).get(number, "")

    @app.get(path)
    def ask(request: Request, case: str, number: str, visitor: SignedIn) -> Response:
        return page(request, *asked(visitor, case, number))

    @app.post(path)
    def answer(request: Request, case: str, number: str, visitor: SignedIn, sent: Sent) -> Response:
        entries = read_sent(sessions, request, sent)
        read, question, note = asked(visitor, case, number)
        problems: tuple[Problem, ...] = (STALE,)
        if entries.genuine:
            problems = save(house, visitor, read, question, note, entries.entered, entries.command_id)
        if request.headers.get("accept", "").startswith("application/json"):
            return _told(problems)
        if problems:
            return page(request, *asked(visitor, case, number), entries.entered, problems)
        return RedirectResponse(_next(read, number), 303)


def _told(problems: tuple[Problem, ...]) -> Response:
    if not problems:
        return JSONResponse({"saved": True})
    return JSONResponse({"saved": False, "why": [each.text for each in problems]}, 422)


def _next(read: ReadShown, number: str) -> str:
    """The key question after this one; after the last, the page of the case."""
    numbers = [each.number for each in read.questions]
    place = numbers.index(number) + 1
    return f"{read.address}/questions/{numbers[place]}" if place < len(numbers) else read.address


def _mine(house: House, visitor: Visitor) -> tuple[MyInspection, ...]:
    found = []
    rows = [each for each in inspections_for(house, visitor) if each.cases]
    streams = [f"inspection-{each.reference}" for each in rows]
    states = house.services.records.read(streams) if streams else {}
    for row, stream in zip(rows, streams, strict=True):
        inspection: Inspection = states[stream].state
        seen = house.services.records.read(inspection.reads) if inspection.reads else {}
        cases = {each: seen[each].state for each in inspection.sampled}
        reads = _reads_of(visitor, cases, {each: found.state for each, found in seen.items()})
        open_ = tuple(each for each in reads if each.status in _OPEN)
        free = () if inspection.cases else tuple(_free(cases))
        if reads or (free and row.stage in ("fieldwork", "case-reads")):
            over = tuple(each for each in reads if each.status not in _OPEN)
            until = inspection.known.fieldwork_to
            found.append(MyInspection(row.reference, row.provider_name, until, open_, free, over))
    # What there is to do comes first, and first of all what should have been done already.
    return tuple(sorted(found, key=lambda each: (not each.open, not each.free, each.until)))


def _reads_of(visitor: Visitor, cases: Mapping[str, CaseRead], seen: Mapping[str, Any]) -> list[MyRead]:
    found = []
    for case, first in sorted(cases.items(), key=_place):
        title = _title(first)
        if visitor.id in first.readers.answering:
            found.append(MyRead(f"/cases/{case}", title, "First read", first.status, len(first.unanswered)))
        second: SecondRead | None = seen.get(second_read_of(case))
        if second is not None and second.reader == visitor.id:
            left = len(second.unanswered)
            found.append(MyRead(f"/cases/{case}/second", title, "Second read", second.status, left))
    return found


def _free(cases: Mapping[str, CaseRead]) -> Iterator[MyRead]:
    for case, first in sorted(cases.items(), key=_place):
        if first.readers.reader is None and not first.readers.paired and not first.begun:
            yield MyRead(f"/cases/{case}", _title(first), "First read", "to-read", len(first.unanswered))


def _place(item: tuple[str, CaseRead]) -> tuple[str, int]:
    drawn = item[1].drawn
    return (drawn.population, drawn.row) if drawn else ("", 0)


def _title(read: CaseRead) -> str:
    assert read.drawn is not None, "it is in the sample"
    return f"Case {read.drawn.row} of {read.drawn.population.replace('-', ' ')}"
