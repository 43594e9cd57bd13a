"""A page for every command that a person may give in an inspection: what it does, its form, and what came of it.

Tasks with a page of their own link there; every other task is done here.
"""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import UploadFile

from adapters.inbound.web.answering import give, new_command_id
from adapters.inbound.web.forms import Problem, Sent, command_of, entered_in, shown
from adapters.inbound.web.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.web.house import House
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.sessions import Sessions
from adapters.inbound.web.visitors import Visitor
from domain.canonical import sha256_hex
from domain.decider import Rule
from domain.inspections.inspection import INSPECTION

__all__ = ["add_to"]

RULES: Mapping[str, Rule] = {each.command.verb: each for each in INSPECTION.rules.values()}


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of each command."""

    def rule_for(visitor: Visitor, verb: str) -> Rule:
        rule = RULES.get(verb)
        if rule is None or visitor.role_for(verb) is None:
            not_there()
        return rule

    def form(
        request: Request, reference: str, verb: str, visitor: Visitor, status: int = 200, **more: Any
    ) -> Response:
        rule = rule_for(visitor, verb)
        row, _ = inspection_for(house, visitor, reference)
        entered, problems = more.pop("entered", {}), more.pop("problems", ())
        task = next((each for each in row.tasks if each.verb == verb), None)
        return pages.page(
            request,
            "command.html",
            status,
            row=row,
            verb=verb,
            title=task.title if task else rule.meaning.rstrip("."),
            meaning=rule.meaning,
            locked=task.why if task and task.status == "locked" else "",
            fields=shown(rule.command, entered, problems, fixed=("inspection",)),
            entered=entered,
            problems=problems,
            command_id=entered.get("command_id") or new_command_id(),
            role=visitor.role_for(verb),
        )

    @app.get("/inspections/{reference}/do/{verb}")
    def ask(request: Request, reference: str, verb: str, visitor: SignedIn) -> Response:
        return form(request, reference, verb, visitor, entered=dict(request.query_params))

    @app.post("/inspections/{reference}/do/{verb}")
    def do(
        request: Request,
        reference: str,
        verb: str,
        visitor: SignedIn,
        sent: Sent,
    ) -> Response:
        entered = entered_in(sent)
        files = {
            key: value for key, value in sent.items() if isinstance(value, UploadFile) and value.filename
        }
        if not sessions.is_token(request.state.session, entered.get("token", "")):
            stale = (
                Problem(
                    "", "This page was open for too long. Nothing was done; look at it and send it again"
                ),
            )
            return form(request, reference, verb, visitor, 422, entered=entered, problems=stale)
        rule = rule_for(visitor, verb)
        inspection_for(house, visitor, reference)
        content = files["document"].file.read() if "document" in files else None
        given: dict[str, Any] = {"inspection": reference}
        if content is not None:
            given["document"] = sha256_hex(content)
        command = command_of(rule.command, entered, given, files)
        if isinstance(command, tuple):
            return form(request, reference, verb, visitor, 422, entered=entered, problems=command)
        done = give(house, visitor, command, entered.get("command_id") or new_command_id(), content=content)
        if done.refusal is not None:
            # A refusal uses the form's id up: what is sent next is another command.
            again = {**entered, "command_id": new_command_id()}
            problem = (Problem("", done.refusal.sentence),)
            return form(request, reference, verb, visitor, 422, entered=again, problems=problem)
        response = RedirectResponse(f"/inspections/{reference}", 303)
        sessions.tell(response, done.said)
        return response
