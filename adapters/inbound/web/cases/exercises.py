"""Benchmarking exercises: many inspectors read one anonymised case, compare, and learn (004 §4.13)."""

from collections.abc import Mapping
from dataclasses import dataclass

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.shown.cases.agreement import rounded
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent, command_of
from adapters.inbound.web.forms.giving import Place, add_forms
from adapters.inbound.web.forms.sending import STALE, attempt_command, read_sent
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import people_to_choose
from domain.cases.benchmarking import (
    BENCHMARK,
    AnswerBenchmark,
    Benchmark,
    CloseBenchmark,
    OpenBenchmark,
    outcome,
)
from domain.people.roles import Role
from domain.streams import benchmark_stream, code_in

__all__ = ["ExerciseShown", "add_to", "exercises_for"]

ANSWERS: Mapping[str, str] = {"yes": "Yes", "no": "No", "not_applicable": "Not applicable"}


@dataclass(frozen=True, slots=True)
class ExerciseShown:
    """An exercise that is there for a visitor.

    Attributes:
        code: its code.
        state: how it stands.
        reads: whether it is for the visitor to read.
        keeps: whether the visitor keeps it: sees who is awaited, and closes it.
    """

    code: str
    state: Benchmark
    reads: bool
    keeps: bool

    @property
    def title(self) -> str:
        """What it is called."""
        assert self.state.opened is not None, "it was opened"
        return self.state.opened.title

    @property
    def outcome(self) -> list[tuple[str, Mapping[str, int], str]]:
        """By key question how many gave each answer, and the share of the commonest in per cent; once it is closed."""
        found, _ = outcome(self.state) if self.state.closed else ((), None)
        return [(each.question, each.counts, f"{rounded(each.commonest * 100, 1)} %") for each in found]

    @property
    def alpha(self) -> str:
        """Krippendorff's alpha over all key questions, once it is closed."""
        _, alpha = outcome(self.state) if self.state.closed else ((), None)
        return "" if alpha is None else str(rounded(alpha, 3))


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/exercises`` and what is below it: benchmarking, in which several people read the same case."""
    _add_looking(app, house, pages)
    _add_answering(app, house, sessions, pages)

    def nowhere(visitor: Visitor, _: str) -> Place:
        people = people_to_choose(house, visitor, Role.INSPECTOR, Role.LEAD_INSPECTOR)
        return Place("Exercises", "/exercises", None, {}, {"readers": people} if people else {})

    def place_of(visitor: Visitor, code: str) -> Place:
        found = exercise_for(house, visitor, code)
        return Place(found.title, f"/exercises/{code}", None, {"benchmark": code}, {})

    for path, command, place in (
        ("/exercises/do/{verb}", OpenBenchmark, nowhere),
        ("/exercises/{code}/do/{verb}", CloseBenchmark, place_of),
    ):
        add_forms(
            app,
            house,
            sessions,
            pages,
            path=path,
            template="panel_command.html",
            rules=[each for each in BENCHMARK.rules.values() if each.command is command],
            place_of=place,
        )


def exercise_for(house: House, visitor: Visitor, code: str) -> ExerciseShown:
    """An exercise that is there for whoever keeps it, and for whoever is to read its case.

    Raises:
        HTTPException: 404: there is none, or not for them.
    """
    stream = benchmark_stream(code)
    if stream not in set(house.services.store.streams(stream)):
        not_there()
    state: Benchmark = house.services.records.read([stream])[stream].state
    keeps = visitor.role_for(CloseBenchmark.verb) is not None
    reads = state.opened is not None and visitor.id in state.opened.readers and visitor.inspects
    if state.opened is None or not (keeps or reads):
        not_there()
    return ExerciseShown(code, state, reads, keeps)


def exercises_for(house: House, visitor: Visitor) -> list[ExerciseShown]:
    """The exercises that are there for somebody: for whoever keeps them all, for others those that they are to read."""
    keeps = visitor.role_for(CloseBenchmark.verb) is not None
    streams = house.services.records.named("benchmark-")
    found = []
    for stream, seen in (house.services.records.read(streams) if streams else {}).items():
        state: Benchmark = seen.state
        reads = state.opened is not None and visitor.id in state.opened.readers and visitor.inspects
        if state.opened is not None and (keeps or reads):
            found.append(ExerciseShown(code_in(stream, benchmark_stream), state, reads, keeps))
    return found


def _add_looking(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/exercises")
    def list_(request: Request, visitor: SignedIn) -> Response:
        if not visitor.has(Role.QUALITY_LEAD, Role.INSPECTOR, Role.LEAD_INSPECTOR):
            not_there()
        keeps = visitor.role_for(CloseBenchmark.verb) is not None
        return pages.page(request, "exercises.html", exercises=exercises_for(house, visitor), keeps=keeps)

    @app.get("/exercises/{code}")
    def one(request: Request, code: str, visitor: SignedIn) -> Response:
        found = exercise_for(house, visitor, code)
        return pages.page(request, "exercise.html", found=found, answers=ANSWERS, me=visitor.id)

    @app.get("/exercises/{code}/case")
    def case(code: str, visitor: SignedIn) -> Response:
        found = exercise_for(house, visitor, code)
        content = house.services.documents.fetch(found.state.opened.document) if found.state.opened else None
        if content is None:
            not_there()
        named = {"Content-Disposition": f'attachment; filename="{code}"', "Cache-Control": "no-store"}
        return Response(content, media_type="application/octet-stream", headers=named)


def _add_answering(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def before(visitor: Visitor, code: str) -> ExerciseShown:
        found = exercise_for(house, visitor, code)
        if not found.reads or visitor.role_for(AnswerBenchmark.verb) is None:
            not_there()
        return found

    def page(
        request: Request, found: ExerciseShown, entered: Mapping[str, str], problems: tuple[Problem, ...] = ()
    ) -> Response:
        return pages.page(
            request,
            "exercise_answering.html",
            422 if problems else 200,
            found=found,
            answers=ANSWERS,
            entered=entered,
            wrong={each.field: each.text for each in problems},
            problems=problems,
            command_id=entered.get("command_id") or new_command_id(),
        )

    @app.get("/exercises/{code}/answer")
    def ask(request: Request, code: str, visitor: SignedIn) -> Response:
        return page(request, before(visitor, code), {})

    @app.post("/exercises/{code}/answer")
    def answer(request: Request, code: str, visitor: SignedIn, sent: Sent) -> Response:
        found = before(visitor, code)
        entries = read_sent(sessions, request, sent)
        if not entries.genuine:
            return page(request, found, entries.entered, (STALE,))
        asked = found.state.opened.key_questions if found.state.opened else ()
        missing = tuple(
            Problem(f"answer-{each}", f"Answer {each}")
            for each in asked
            if not entries.entered.get(f"answer-{each}")
        )
        if missing:
            return page(request, found, entries.entered, missing)
        given = [[each, entries.entered[f"answer-{each}"]] for each in asked]
        made = command_of(AnswerBenchmark, {}, {"benchmark": code, "answers": given})
        if isinstance(made, tuple):
            return page(request, found, entries.entered, made)
        tried = attempt_command(house, visitor, made, entries)
        if tried.done is None or tried.problems:
            return page(request, found, tried.entered, tried.problems)
        response = RedirectResponse(f"/exercises/{code}", 303)
        sessions.tell(response, tried.done.said)
        return response
