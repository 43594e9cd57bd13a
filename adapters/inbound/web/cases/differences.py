"""Cases that were read twice: where the two readers differ, side by side, and what the quality lead decides."""

from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.shown.cases.agreement import FEWEST_PAIRS, agreement_cells
from adapters.inbound.shown.cases.reads import pairs, reads_and_low
from adapters.inbound.visiting.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.reading import CaseShown, ReadShown, case_for, notes_of, read_of
from adapters.inbound.web.cases.saving import ANSWERS
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent
from adapters.inbound.web.forms.sending import Attempt, attempt, read_sent
from adapters.inbound.web.rendering import Pages
from domain.cases.second_reads.commands import DecideDifference
from domain.cases.second_reads.state import differences, undecided, whose
from domain.people.roles import Role
from domain.ratings.consistency import agreement_of, by_key_question, by_reader

__all__ = ["add_to"]

_FOR = (Role.QUALITY_LEAD, Role.LEAD_INSPECTOR)


@dataclass(frozen=True, slots=True)
class Side:
    """What one reader said to a key question."""

    title: str
    answer: str
    note: str


@dataclass(frozen=True, slots=True)
class Compared:
    """A key question that was answered twice.

    Attributes:
        number: its number.
        text: in words.
        sides: the first reader's and the second's.
        decided: which answer counts by a decision; empty while nobody decided.
        whose: whose that is.
    """

    number: str
    text: str
    sides: tuple[Side, Side]
    decided: str
    whose: str


@dataclass(frozen=True, slots=True)
class CaseCompared:
    """A case of which both reads are in."""

    address: str
    title: str
    differing: int
    left: int


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the differences between two reads, of an inspection and of ``/cases/{case}``, and the readers' agreement."""
    _add_lists(app, house, pages)
    _add_deciding(app, house, sessions, pages)


def _both(house: House, visitor: Visitor, case: str) -> tuple[CaseShown, ReadShown, ReadShown]:
    about = case_for(house, visitor, case, "page of the differences in a case")
    first = read_of(house, visitor, about, second=False)
    second = read_of(house, visitor, about, second=True)
    if not visitor.has(*_FOR) or not about.first.both_in or first is None or second is None:
        not_there()
    return about, first, second


def _add_lists(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/inspections/{reference}/differences")
    def all_(request: Request, reference: str, visitor: SignedIn) -> Response:
        if not visitor.has(*_FOR):
            not_there()
        row, state = inspection_for(house, visitor, reference)
        found, waiting = [], 0
        for case, first, second in pairs(house.services, state):
            waiting += first.blind
            if first.both_in and first.drawn:
                title = f"Case {first.drawn.row} of {first.drawn.population.replace('-', ' ')}"
                differing, left = differences(first, second), undecided(first, second)
                found.append(CaseCompared(f"/cases/{case}/differences", title, len(differing), len(left)))
        return pages.page(request, "differences.html", row=row, cases=found, waiting=waiting)

    @app.get("/inspections/{reference}/agreement")
    def agreement(request: Request, reference: str, visitor: SignedIn) -> Response:
        if not visitor.has(*_FOR):
            not_there()
        row, state = inspection_for(house, visitor, reference)
        reads, low = reads_and_low(house.services, state)
        groups = (
            ("question", "Key question", by_key_question(reads)),
            ("reader", "Reader", by_reader(reads)),
        )
        tables = [
            (what, [(name, agreement_cells(each), f"{kind}:{name}" in low) for name, each in several.items()])
            for kind, what, several in groups
        ]
        total = agreement_of((each.first, each.second) for each in reads)
        few = total.pairs < FEWEST_PAIRS
        return pages.page(
            request,
            "agreement.html",
            row=row,
            tables=tables,
            total=agreement_cells(total),
            few=few,
            may=visitor.role_for("review-agreement") is not None and bool(low),
        )

    @app.get("/cases/{case}/differences")
    def one(request: Request, case: str, visitor: SignedIn) -> Response:
        about, first, second = _both(house, visitor, case)
        compared = _compared(house, visitor, first, second)
        wanted = differences(about.first, about.second)
        return pages.page(
            request,
            "case_differences.html",
            about=about,
            read=first,
            differing=[each for each in compared if each.number in wanted],
            same=[each for each in compared if each.number not in wanted],
        )


def _add_deciding(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def deciding(request: Request, visitor: Visitor, case: str, number: str, tried: Attempt) -> Response:
        about, first, second = _both(house, visitor, case)
        each = next((one for one in _compared(house, visitor, first, second) if one.number == number), None)
        if each is None or visitor.role_for(DecideDifference.verb) is None:
            not_there()
        return pages.page(
            request,
            "case_difference.html",
            422 if tried.problems else 200,
            about=about,
            each=each,
            answers=ANSWERS,
            entered=tried.entered,
            problems=tried.problems,
            errors={problem.field: problem.text for problem in tried.problems},
            command_id=tried.entered.get("command_id") or new_command_id(),
        )

    @app.get("/cases/{case}/differences/{number}")
    def ask(request: Request, case: str, number: str, visitor: SignedIn) -> Response:
        return deciding(request, visitor, case, number, Attempt((), {}))

    @app.post("/cases/{case}/differences/{number}")
    def decide(request: Request, case: str, number: str, visitor: SignedIn, sent: Sent) -> Response:
        _both(house, visitor, case)
        entries = read_sent(sessions, request, sent)
        missing = tuple(
            Problem(field, sentence)
            for field, sentence in (
                ("answer", "Select which answer counts"),
                ("reason", "Enter why this answer counts"),
            )
            if not entries.entered.get(field, "").strip()
        )
        if missing:
            return deciding(request, visitor, case, number, Attempt(missing, entries.entered))
        tried = attempt(house, visitor, DecideDifference, entries, {"case": case, "question": number})
        if tried.done is None or tried.problems:
            return deciding(request, visitor, case, number, tried)
        response = RedirectResponse(f"/cases/{case}/differences", 303)
        sessions.tell(response, tried.done.said)
        return response


def _compared(house: House, visitor: Visitor, first: ReadShown, second: ReadShown) -> list[Compared]:
    notes = notes_of(house, visitor, first), notes_of(house, visitor, second)
    theirs = {each.number: each for each in second.questions}
    state = second.about.second
    counts = whose(first.about.first, state)
    found = []
    for each in first.questions:
        number, decided = each.number, state.decided.get(each.number)
        answers = each.answer, theirs[number].answer if number in theirs else None
        sides = [
            Side(title, ANSWERS[answer] if answer else "No answer", several.get(number, ""))
            for title, answer, several in zip(("First reader", "Second reader"), answers, notes, strict=True)
        ]
        found.append(
            Compared(
                number,
                each.text,
                (sides[0], sides[1]),
                ANSWERS[decided] if decided else "",
                counts.get(number, "").replace("-", " "),
            )
        )
    return found
