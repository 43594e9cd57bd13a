"""Making plans: a year is planned, or planned around what the record says now; progress is shown, and nothing hangs."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Annotated

from fastapi import FastAPI, Query, Request
from fastapi.responses import RedirectResponse, Response

from activities.commanding.desk import Declined
from adapters.inbound.files.programme.reading import read_problem
from adapters.inbound.shown.programme import changed_parts
from adapters.inbound.shown.words import words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id, sentences
from adapters.inbound.web.forms.checked import Table
from adapters.inbound.web.forms.forms import STALE, Entered, FieldShown, Problem, Sent
from adapters.inbound.web.forms.sending import Entries, read_sent
from adapters.inbound.web.pages.paging import Part, paged
from adapters.inbound.web.programme.asked import plan_said
from adapters.inbound.web.programme.looking import ROWS
from adapters.inbound.web.programme.made import (
    Made,
    command_for,
    difference_table,
    planned,
    planned_around,
    without_a_place,
)
from adapters.inbound.web.programme.seen import Arranges, first_of, programme_for
from adapters.inbound.web.programme.seen_plan import seen_of
from adapters.inbound.web.programme.tables import MOST_FAULTS, in_a_folder, problems_of, year_of
from adapters.inbound.web.programme.working import Work, Workshop
from adapters.inbound.web.programme.year_tables import year_table
from adapters.inbound.web.rendering import Pages
from domain.programme.fault import place_words
from domain.programme.faults import doubts, faults
from domain.programme.plan import Plan
from domain.programme.problem import Problem as Year
from domain.programme.year.plan_commands import ProposePlan, ReplanProgramme
from domain.programme.year.state import Programme
from domain.refusals import Refused

__all__ = ["add_to"]

AMOUNTS: dict[str, tuple[int, str]] = {
    "quick": (300, "A first look: a few seconds"),
    "usual": (3_000, "As usual: half a minute or so"),
    "thorough": (30_000, "Thorough: some minutes"),
}
"""How much work is done, in thousandths of the solver's deterministic second, and how long that takes at most."""

_UPLOADED = "own"

Number = Annotated[int, Query(alias="page")]
"""A page's parameter: which page of a long table."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """A year that is to be planned, and the plan to begin with."""

    year: Year
    start: Plan | None


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages, workshop: Workshop) -> None:
    """Add the workshop of ``/programme/{code}``: plans made, looked at, and put on the record."""
    _add_planning(app, house, sessions, pages, workshop)
    _add_work(app, house, sessions, pages, workshop)
    _add_recording(app, house, sessions, pages, workshop)


def _add_planning(app: FastAPI, house: House, sessions: Sessions, pages: Pages, workshop: Workshop) -> None:
    def form(
        request: Request, state: Programme, entered: Entries | None, problems: tuple[Problem, ...] = ()
    ) -> Response:
        given = entered.entered if entered else {}
        return pages.page(
            request,
            "programme_planning.html",
            422 if problems else 200,
            state=state,
            arranges=True,
            fields=_fields(state, given, problems),
            entered=given,
            problems=problems,
            works=workshop.of(state.known.programme),
        )

    @app.get("/programme/{code}/plan")
    def ask(request: Request, code: str, visitor: Arranges) -> Response:
        return form(request, _planner(house, visitor, code), None)

    @app.post("/programme/{code}/plan")
    def begin(request: Request, code: str, visitor: Arranges, sent: Sent) -> Response:
        state = _planner(house, visitor, code)
        entries = read_sent(sessions, request, sent)
        if not entries.genuine:
            return form(request, state, entries, (STALE,))
        try:
            asked = _year(house, code, state, entries)
            if isinstance(asked, tuple):
                return form(request, state, entries, asked)
            amount = AMOUNTS.get(entries.entered.get("work", ""))
            if amount is None:
                return form(request, state, entries, (Problem("work", "Select how much work is done"),))
            scheduling = house.services.scheduling
            work = workshop.begin(
                code,
                "A plan of the year",
                visitor.id,
                None,
                lambda watch: planned(scheduling, asked.year, asked.start, amount[0], watch),
            )
        except Refused as refused:
            return form(request, state, entries, (Problem("", refused.refusal.sentence),))
        return to_work(work)

    @app.post("/programme/{code}/around")
    def around(request: Request, code: str, visitor: Arranges, sent: Sent) -> Response:
        state = _planner(house, visitor, code)
        entries = read_sent(sessions, request, sent)
        seen = seen_of(house, state, entries.entered.get("plan", ""))
        if not entries.genuine or seen is None:
            stale = "" if entries.genuine else "?stale=yes"
            return RedirectResponse(f"/programme/{code}/conflicts{stale}", 303)
        year = house.services.programme_record.filled(code, seen.year)
        before = seen.plan
        work = workshop.begin(
            code,
            "A plan around what the record says now",
            visitor.id,
            None,
            lambda watch: planned_around(house.services.scheduling, year, before, watch),
        )
        return to_work(work)


def to_work(work: Work) -> Response:
    """Wait a little, and lead to the page of what was begun, wherever it stands by then."""
    work.wait()
    return RedirectResponse(f"/programme/{work.programme}/making/{work.id}", 303)


def _planner(house: House, visitor: Visitor, code: str) -> Programme:
    """The programme, for whoever makes plans of it.

    Raises:
        HTTPException: 404: there is none, or they make none.
    """
    state = programme_for(house, visitor, code)
    if visitor.role_for(ProposePlan.verb) is None:
        not_there()
    return state


def _fields(state: Programme, given: Entered, problems: tuple[Problem, ...]) -> tuple[FieldShown, ...]:
    wrong = {each.field: each.text for each in problems}
    known = [
        (each, f"Those of plan {plan_said(state.plans[each])}")
        for each in first_of(state)
        if each in state.plans
    ]
    tables = (*known, (_UPLOADED, "Tables that I hand in below"))
    return (
        FieldShown(
            "tables",
            "Tables of the year",
            "Names, roles, leave, interests, panels and pins are taken from the record, whatever the tables say.",
            "radios",
            True,
            tables,
            given.get("tables", "" if known else _UPLOADED),
            wrong.get("tables", ""),
        ),
        FieldShown(
            "year",
            "Tables of your own",
            "An .xlsx workbook with a sheet for each table, or a .json file, as docs/programme-data.md describes them.",
            "file",
            False,
            error=wrong.get("year", ""),
        ),
        FieldShown(
            "work",
            "How much work is done",
            "It can be stopped at any time, with the best plan so far.",
            "radios",
            True,
            tuple((name, said) for name, (_, said) in AMOUNTS.items()),
            given.get("work", "usual"),
            wrong.get("work", ""),
        ),
    )


def _year(house: House, code: str, state: Programme, entries: Entries) -> _Asked | tuple[Problem, ...]:
    """The year that is to be planned, as the record has it, and the plan to begin with; or what is wrong."""
    chosen, file = entries.entered.get("tables", ""), entries.files.get("year")
    start: Plan | None = None
    if chosen == _UPLOADED:
        if file is None:
            return (Problem("year", "Choose the file with the tables"),)
        try:
            with in_a_folder(file) as path:
                source = read_problem(path)
        except Refused as refused:
            return problems_of("year", refused)
        year = source.completed(house.services.programme_record.filled(code, source.problem))
    elif chosen in state.plans:
        start = state.plans[chosen].plan
        year = house.services.programme_record.filled(code, year_of(house, state.plans[chosen]))
    else:
        return (Problem("tables", "Select the tables"),)
    wrong = tuple(
        Problem("year", f"{place_words(each.place)}: {each.sentence}")
        for each in islice(faults(year), MOST_FAULTS)
    )
    return wrong or _Asked(year, start)


def _add_work(app: FastAPI, house: House, sessions: Sessions, pages: Pages, workshop: Workshop) -> None:
    @app.get("/programme/{code}/making/{id_}")
    def work(
        request: Request, code: str, id_: str, visitor: Arranges, by_hand: str = "", page: int = 1
    ) -> Response:
        state = programme_for(house, visitor, code)
        found = workshop.found(id_)
        if found is None or found.programme != code:
            return _lost(request, pages, workshop, state, id_)
        made: Made | None = found.result
        differences, part = _part_of(difference_table(made), page) if made else (None, None)
        return pages.page(
            request,
            "programme_work.html",
            state=state,
            arranges=True,
            work=found,
            by_hand=by_hand,
            made=made,
            differences=differences,
            part=part,
            weeks=_beginning(made) if made and made.before is None else None,
            doubts=[f"{place_words(each.place)}: {each.sentence}" for each in doubts(made.year)]
            if made
            else [],
            missing=_missing(state, made) if made else [],
            verb=_verb(state),
        )

    @app.post("/programme/{code}/making/{id_}")
    def stop(request: Request, code: str, id_: str, visitor: Arranges, sent: Sent) -> Response:
        state = _planner(house, visitor, code)
        found = workshop.found(id_)
        if found is None or found.programme != code:
            return _lost(request, pages, workshop, state, id_)
        if read_sent(sessions, request, sent).genuine:
            found.stop()
            found.wait()
        return RedirectResponse(f"/programme/{code}/making/{id_}", 303)


def _lost(request: Request, pages: Pages, workshop: Workshop, state: Programme, id_: str) -> Response:
    """What became of a plan that is not in the workshop, and how it is made again."""
    anew = not workshop.began(id_)
    return pages.page(request, "programme_lost.html", 404, state=state, arranges=True, started_anew=anew)


def _beginning(made: Made) -> Table:
    """The first weeks of a plan; all of it is on the page of the year, once it is on the record."""
    table = year_table(made.year, made.plan, "week")
    more = len(table.rows) - ROWS
    notes = (
        (f"And {more} more, which stand on the page of the year once it is put forward.",) if more > 0 else ()
    )
    return Table(table.caption, table.columns, table.rows[:ROWS], notes)


def _part_of(table: Table, page: int) -> tuple[Table, Part[Sequence[object]]]:
    """A page of a long table, and which one it is."""
    part = paged(table.rows, page, ROWS)
    of = f" (page {part.number} of {part.last})" if part.last > 1 else ""
    return Table(f"{table.caption}{of}", table.columns, part.shown, table.notes), part


def _verb(state: Programme) -> str:
    """The command by which a plan comes onto the record where the programme stands."""
    return ReplanProgramme.verb if state.plan is not None else ProposePlan.verb


def _missing(state: Programme, made: Made) -> list[str]:
    """What was selected and is not among the inspections of the tables, which keeps a plan from the record."""
    inspected = {code for each in made.year.inspections for code in each.providers}
    selected = {service for choice in state.selections.values() for service in choice.selected}
    return sorted(selected - inspected)


def _add_recording(app: FastAPI, house: House, sessions: Sessions, pages: Pages, workshop: Workshop) -> None:
    def page(
        request: Request,
        visitor: Visitor,
        state: Programme,
        work: Work,
        reason: str,
        command_id: str,
        problems: tuple[Problem, ...] = (),
        leaving: tuple[str, ...] = (),
        number: int = 1,
    ) -> Response:
        made: Made = work.result
        differences, part = _part_of(_in_days(house, visitor, state, work) or difference_table(made), number)
        return pages.page(
            request,
            "programme_record.html",
            422 if problems else 200,
            state=state,
            arranges=True,
            work=work,
            made=made,
            differences=differences,
            part=part,
            verb=_verb(state),
            role=visitor.role_for(_verb(state)),
            reason=reason,
            leaves=without_a_place(state, made, house.services.library()),
            leaving=leaving,
            problems=problems,
            command_id=command_id,
        )

    def found(visitor: Visitor, code: str, id_: str) -> tuple[Programme, Work | None]:
        state, work = programme_for(house, visitor, code), workshop.found(id_)
        here = work is not None and work.programme == code
        if visitor.role_for(_verb(state)) is None or (work is not None and here and work.result is None):
            not_there()
        return state, work if here else None

    @app.get("/programme/{code}/making/{id_}/record")
    def check(request: Request, code: str, id_: str, visitor: Arranges, number: Number = 1) -> Response:
        state, work = found(visitor, code, id_)
        if work is None:
            return _lost(request, pages, workshop, state, id_)
        return page(request, visitor, state, work, work.result.why, new_command_id(), number=number)

    @app.post("/programme/{code}/making/{id_}/record")
    def record(request: Request, code: str, id_: str, visitor: Arranges, sent: Sent) -> Response:
        state, work = found(visitor, code, id_)
        if work is None:
            return _lost(request, pages, workshop, state, id_)
        entries = read_sent(sessions, request, sent)
        reason = entries.entered.get("reason", "").strip()
        chosen = entries.entered.get("leaving", "").split("\n")
        left = without_a_place(state, work.result, house.services.library())
        leaving = tuple(each for each in left if each in chosen)
        if not entries.genuine:
            return page(request, visitor, state, work, reason, entries.command_id, (STALE,), leaving)
        if state.plan is not None and not reason:
            problem = Problem.missing("reason", "Why the programme changes", "text")
            return page(request, visitor, state, work, reason, entries.command_id, (problem,), leaving)
        try:
            command = command_for(code, state, work.result, reason, leaving)
            order = visitor.order(command, entries.command_id)
            outcome = house.services.programme_record.give(order, command.problem)
            if isinstance(outcome, Declined):
                raise Refused(outcome.refusal)
        except Refused as refused:
            problem = Problem("", refused.refusal.sentence)
            return page(request, visitor, state, work, reason, new_command_id(), (problem,), leaving)
        response = RedirectResponse(f"/programme/{code}/plans/{command.plan.digest}", 303)
        sessions.tell(response, sentences(outcome))
        return response


def _in_days(house: House, visitor: Visitor, state: Programme, work: Work) -> Table | None:
    """What a replanned programme changes, in days, as the record would say it; None where it would not be taken."""
    if state.plan is None:
        return None
    made: Made = work.result
    command = command_for(
        work.programme, state, made, made.why or "-", without_a_place(state, made, house.services.library())
    )
    try:
        order = visitor.order(command, new_command_id())
        changes = house.services.programme_record.changes(order)
    except Refused:
        return None
    rows = [
        (change.inspection, words(what).capitalize(), was, now)
        for change in changes
        for what, was, now in changed_parts(change)
    ]
    return Table("What would change", ("Inspection", "What", "Was", "Would be"), rows)
