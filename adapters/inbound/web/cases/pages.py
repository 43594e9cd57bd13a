"""Case reads: what is mine to read, a case with what is left of it, and its key questions one by one."""

from types import MappingProxyType

from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse, RedirectResponse, Response

from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.reading import Question, ReadShown, case_for, notes_of, read_for, read_of
from adapters.inbound.web.cases.saving import ANSWERS, save
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Entered, Problem, Sent
from adapters.inbound.web.forms.sending import STALE, read_sent
from adapters.inbound.web.rendering import Pages
from domain.replacing import mark_of

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/cases/{case}`` and ``/cases/{case}/second``: a first and a second read, question by question."""
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
            not_taken=() if read.writes else _left(question, note, entered),
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


def _left(question: Question, note: str, entered: Entered) -> tuple[tuple[str, str], ...]:
    """What was entered about a key question in a read that is not open any more, and does not stand there."""
    said = []
    answer = entered.get("answer", "")
    if answer in ANSWERS and answer != question.answer:
        said.append((f"Your answer to {question.number}", ANSWERS[answer]))
    if (written := entered.get("note", "").strip()) and written != note:
        said.append(("Note", written))
    return tuple(said)


def _told(problems: tuple[Problem, ...]) -> Response:
    if not problems:
        return JSONResponse({"saved": True})
    if STALE in problems:
        # Of an earlier session: nothing is wrong with what was entered, and it can be sent from the page opened anew.
        return JSONResponse({"saved": False, "stale": True, "why": [STALE.text]}, 409)
    return JSONResponse({"saved": False, "why": [each.text for each in problems]}, 422)


def _next(read: ReadShown, number: str) -> str:
    """The key question after this one; after the last, the page of the case."""
    numbers = [each.number for each in read.questions]
    place = numbers.index(number) + 1
    return f"{read.address}/questions/{numbers[place]}" if place < len(numbers) else read.address
