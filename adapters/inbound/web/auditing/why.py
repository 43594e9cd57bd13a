"""Why a rating came out as it did, down to the answers; and what it would have been otherwise, which is no result."""

from typing import Any, get_args

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.auditing.explaining import Explained
from activities.auditing.points import Point
from activities.auditing.replaying import END
from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.what_if import what_if_rows
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.web.auditing.audited import Audits, audited, show_reads
from adapters.inbound.web.auditing.tree import branch_at, crumbs_to
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import Problem
from adapters.inbound.web.rendering import Pages
from domain.auditing.explanation import Node, would_have_changed_it
from domain.auditing.what_if import Assumption, Turned, WhatIf
from domain.ledger.opening import SIMULATED
from domain.ratings.parts import Rounding
from domain.ratings.scale import Answer
from domain.refusals import Refused

__all__ = ["add_to"]

ROUNDINGS: dict[str, str] = {"exact": "Not at all", "half_up": "To whole per cents, a half up"}
assert set(ROUNDINGS) == set(get_args(Rounding))


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add ``/audit/inspections/{reference}/why`` and ``/what-if`` beside it."""
    _add_why(app, house, pages)
    _add_what_if(app, house, pages)


def _none(pages: Pages, request: Request, row: InspectionRow, refused: Refused) -> Response:
    return pages.page(request, "audit_why_not.html", row=row, sentence=refused.refusal.sentence)


def _add_why(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/audit/inspections/{reference}/why")
    def why(
        request: Request, visitor: Audits, reference: str, node: str = "", at: int | None = None
    ) -> Response:
        row = audited(house, visitor, reference, "audit explain")
        point = END if at is None else Point(at=at)
        try:
            found = house.services.explaining.explain(reference, point=point)
        except Refused as refused:
            if refused.refusal.code != "not-derived":
                raise
            return _none(pages, request, row, refused)
        show_reads(house, visitor, reference, "audit explain", found.used)
        branch = branch_at(found.tree, node)
        if branch is None:
            not_there()
        crumbs = tuple(crumbs_to(found.tree, node))
        return pages.page(
            request,
            "audit_why.html",
            row=row,
            found=found,
            branch=branch,
            crumbs=crumbs,
            at=at,
            simulated=SIMULATED,
        )


def _add_what_if(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get("/audit/inspections/{reference}/what-if")
    def what_if(
        request: Request,
        visitor: Audits,
        reference: str,
        scheme: str = "",
        rounding: str = "",
        second_readers: str = "",
        answers: str = "",
    ) -> Response:
        assumption, problems = _assumption(house, scheme, rounding, bool(second_readers), answers)
        named = [each.case for each in assumption.answers]
        row = audited(house, visitor, reference, "audit what-if", named)
        explained, would, rows = None, None, list[dict[str, Any]]()
        try:
            explained, would = house.services.explaining.what_if(
                reference, assumption if not problems else Assumption()
            )
            show_reads(house, visitor, reference, "audit what-if", explained.used)
            rows = list(what_if_rows(would))
        except Refused as refused:
            if refused.refusal.code in ("kept-apart", "look-not-noted"):
                raise
            if refused.refusal.code == "not-derived":
                return _none(pages, request, row, refused)
            problems = [Problem("", refused.refusal.sentence)]
        assumed = assumption.anything and not problems
        return pages.page(
            request,
            "audit_what_if.html",
            row=row,
            entered={
                "scheme": scheme,
                "rounding": rounding,
                "second_readers": second_readers,
                "answers": answers,
            },
            problems=problems,
            schemes=house.services.library().schemes(),
            roundings=ROUNDINGS,
            assumed=assumed,
            would=would,
            explained=explained,
            simulated=SIMULATED,
            rows=rows,
            fewest=_fewest(explained, would, assumed=assumed),
        )


def _fewest(explained: Explained | None, would: WhatIf | None, *, assumed: bool) -> Node | None:
    """The fewest changes to another rating than would have come out; as explained already where nothing is assumed."""
    if explained is None or would is None:
        return None
    if assumed:
        return would_have_changed_it(would.would)
    return next(each for each in explained.tree.children if each.kind == "would-have-changed-it")


def _assumption(
    house: House, scheme: str, rounding: str, second_readers: bool, answers: str
) -> tuple[Assumption, list[Problem]]:
    library, problems = house.services.library(), []
    if scheme and scheme not in [each.id for each in library.schemes()]:
        problems.append(Problem("scheme", "Choose a rating scheme from the list"))
        scheme = ""
    if rounding and rounding not in ROUNDINGS:
        problems.append(Problem("rounding", "Choose a rounding from the list"))
    lines = [each.strip() for each in answers.splitlines() if each.strip()]
    turned = [_turned(each) for each in lines]
    problems += [
        Problem("answers", f"Write an answer like case-3f2a:2.1.1=no, not {line}")
        for line, each in zip(lines, turned, strict=True)
        if each is None
    ]
    return Assumption(
        scheme=library.scheme(scheme) if scheme else None,
        rounding="exact" if rounding == "exact" else "half_up" if rounding == "half_up" else None,
        answers=tuple(each for each in turned if each is not None),
        second_readers=second_readers,
    ), problems


def _turned(line: str) -> Turned | None:
    """One line as an answer that is taken to have been another; None if it is none."""
    case, _, rest = line.partition(":")
    question, _, answer = rest.partition("=")
    known = {each.value: each for each in Answer}.get(answer.strip().replace(" ", "_").replace("-", "_"))
    return Turned(case.strip(), question.strip(), known) if case and question and known else None
