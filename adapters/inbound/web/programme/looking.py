"""A plan of the year as people look at it: in a picture and in tables, what has no place and why, conflicts, pins."""

from datetime import timedelta

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.programme.ports import Explanation, Question, Reason
from adapters.inbound.charts.year import Unplaced, year_chart
from adapters.inbound.files.programme.cells import WEEK
from adapters.inbound.shown.replanned import waiting_said
from adapters.inbound.shown.words import day, words
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Table
from adapters.inbound.web.forms.forms import STALE, Problem
from adapters.inbound.web.programme.conflicting import Conflicting
from adapters.inbound.web.programme.explained import Explanations
from adapters.inbound.web.programme.seen import Arranges, first_of, programme_for
from adapters.inbound.web.programme.seen_plan import seen_of
from adapters.inbound.web.programme.year_tables import BY, week_said, year_table
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import Names
from domain.programme.checker.checker import waiting
from domain.programme.checker.rules import RULES
from domain.programme.fault import place_words
from domain.programme.faults import doubts
from domain.programme.plan import Placement
from domain.programme.problem import Problem as Year
from domain.programme.year.state import Programme
from domain.refusals import Refused

__all__ = ["ROWS", "add_to"]

ROWS = 60
"""Rows on one page of a year."""


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add what is read of ``/programme/{code}``: the year, what found no place and why, plans, pins, conflicts."""
    _add_year(app, house, pages)
    _add_unplaced(app, house, pages)
    _add_plans(app, house, pages)
    _add_standing(app, house, pages)


def _add_year(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/programme/{code}/year")
    def year(
        request: Request, code: str, visitor: Arranges, by: str = "week", plan: str = "", page: int = 1
    ) -> Response:
        state = programme_for(house, visitor, code)
        if by not in BY:
            not_there()
        seen = seen_of(house, state, plan)
        table = year_table(seen.year, seen.plan, by) if seen else None
        last = max(1, -(-len(table.rows) // ROWS)) if table else 1
        number = min(max(page, 1), last)
        return pages.page(
            request,
            "programme_year.html",
            state=state,
            arranges=True,
            seen=seen,
            by=by,
            ways=BY,
            plan=plan,
            table=Table(table.caption, table.columns, table.rows[(number - 1) * ROWS : number * ROWS])
            if table
            else None,
            number=number,
            last=last,
        )

    @app.get("/programme/{code}/year.svg")
    def picture(code: str, visitor: Arranges, by: str = "week", plan: str = "") -> Response:
        seen = seen_of(house, programme_for(house, visitor, code), plan)
        if seen is None or by not in BY:
            not_there()
        known = {each.id: each for each in seen.year.inspections}
        unplaced = [
            Unplaced(
                each,
                "mandatory" if known[each].mandatory else f"risk {known[each].risk}",
                "the page of what has no place says why",
            )
            for each in seen.content.found.unplaced
        ]
        called = Names(house, visitor).of
        drawn = year_chart(seen.year, seen.plan, unplaced, BY[by], called=called).whole
        return Response(drawn, media_type="image/svg+xml", headers={"Cache-Control": "private, no-cache"})


def _add_unplaced(app: FastAPI, house: House, pages: Pages) -> None:
    explanations = Explanations()

    @app.get("/programme/{code}/unplaced")
    def unplaced(request: Request, code: str, visitor: Arranges, plan: str = "") -> Response:
        state = programme_for(house, visitor, code)
        seen = seen_of(house, state, plan)
        known = {each.id: each for each in seen.year.inspections} if seen else {}
        missing = [known[each] for each in seen.content.found.unplaced] if seen else []
        return pages.page(
            request,
            "programme_unplaced.html",
            state=state,
            arranges=True,
            seen=seen,
            missing=missing,
            waiting=[waiting_said(each) for each in waiting(seen.year, seen.plan)] if seen else [],
            everything=sorted(known),
            plan=plan,
        )

    @app.get("/programme/{code}/why")
    def why(
        request: Request,
        code: str,
        visitor: Arranges,
        inspection: str = "",
        start: str = "",
        person: str = "",
        plan: str = "",
        by_hand: str = "",
    ) -> Response:
        state = programme_for(house, visitor, code)
        seen = seen_of(house, state, plan)
        if seen is None or inspection not in {each.id for each in seen.year.inspections}:
            not_there()
        problems: list[Problem] = []
        explained: Explanation | None = None
        try:
            week = WEEK.read(start.strip(), seen.year.first_monday) if start.strip() else None
            question = Question(inspection, week, person or None)
            explained = explanations.answer(
                (seen.year.digest, seen.plan.digest, question),
                lambda: house.services.scheduling.explain(seen.year, seen.plan, question),
            )
        except ValueError as error:
            problems.append(Problem("start", f"The week {error}"))
        except Refused as refused:
            problems.append(Problem("", refused.refusal.sentence))
        return pages.page(
            request,
            "programme_why.html",
            422 if problems else 200,
            state=state,
            arranges=True,
            seen=seen,
            inspection=inspection,
            entered={"start": start, "person": person},
            plan=plan,
            explained=explained,
            working=explained is None and not problems,
            by_hand=by_hand,
            where=_where(seen.year, explained.possible) if explained and explained.possible else "",
            reasons=[(each, _gives(seen.year, each)) for each in explained.reasons] if explained else [],
            rules=RULES,
            problems=problems,
        )


def _where(year: Year, placement: Placement) -> str:
    return f"in week {week_said(year, placement.start)}, with {placement.spoken_team}"


def _gives(year: Year, reason: Reason) -> str:
    """What would be possible if a reason alone gave way, or what would still stand in the way."""
    if reason.instead is not None:
        return f"it could be {_where(year, reason.instead)}"
    return f"it could not be placed all the same: {'; '.join(reason.besides)}" if reason.besides else ""


def _add_plans(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/programme/{code}/plans")
    def plans(request: Request, code: str, visitor: Arranges) -> Response:
        state = programme_for(house, visitor, code)
        contents = [state.plans.get(each) or state.plan for each in first_of(state)]
        return pages.page(request, "programme_plans.html", state=state, arranges=True, contents=contents)

    @app.get("/programme/{code}/plans/{digest}")
    def plan(request: Request, code: str, digest: str, visitor: Arranges) -> Response:
        state = programme_for(house, visitor, code)
        content = state.plans.get(digest) or (
            state.plan if state.plan and state.plan.digest == digest else None
        )
        if content is None:
            not_there()
        costs = [(words(term).capitalize(), f"{points:,}") for term, points in content.found.terms]
        return pages.page(
            request,
            "programme_plan.html",
            state=state,
            arranges=True,
            content=content,
            costs=Table("What it costs, by what", ("What", "Points"), costs),
        )


def _add_standing(app: FastAPI, house: House, pages: Pages) -> None:
    conflicting = Conflicting(house)

    @app.get("/programme/{code}/pins")
    def pins(request: Request, code: str, visitor: Arranges) -> Response:
        state = programme_for(house, visitor, code)
        return pages.page(
            request,
            "programme_pins.html",
            state=state,
            arranges=True,
            pins=[(number, pin, _fixed(state, pin.start)) for number, pin in sorted(state.pins.items())],
        )

    @app.get("/programme/{code}/conflicts")
    def conflicts(
        request: Request, code: str, visitor: Arranges, plan: str = "", stale: str = ""
    ) -> Response:
        state = programme_for(house, visitor, code)
        seen = seen_of(house, state, plan)
        today = conflicting.against(state, seen) if seen else None
        return pages.page(
            request,
            "programme_conflicts.html",
            422 if stale else 200,
            problems=(STALE,) if stale else (),
            state=state,
            arranges=True,
            seen=seen,
            plan=plan,
            broken=today.broken if today else (),
            doubts=[(place_words(each.place), each.sentence) for each in doubts(today.year)] if today else [],
            barred=_barred(today.year) if today else None,
            rules=RULES,
        )


def _fixed(state: Programme, week: int | None) -> str:
    if week is None:
        return ""
    return f"{week}: {day(state.known.first_monday + timedelta(weeks=week))}"


def _barred(year: Year) -> Table:
    names = {each.id: each.name for each in year.providers}
    rows = [
        (
            person.id,
            names.get(each.provider, each.provider),
            each.why,
            week_said(year, each.until) or "For good",
        )
        for person in year.staff
        for each in person.conflicts
    ]
    return Table("Who takes no part where", ("Person", "Provider", "Why", "Until week"), rows)
