"""Signing in and out: by choosing an example person on one's own machine, or by an OpenID provider."""

from collections.abc import Sequence
from dataclasses import asdict
from itertools import groupby
from urllib.parse import quote

from fastapi import FastAPI, Form, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.visiting.house import ExamplePerson, House
from adapters.inbound.visiting.visitors import EXAMPLE, Session
from adapters.inbound.web.entry.open_id import OpenIdTrouble, Started, Welcome
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import Problem
from adapters.inbound.web.rendering import Pages

__all__ = ["add_to"]

STARTED = "assay-sign-in"
STARTED_SECONDS = 600
"""For whoever has to find their telephone first."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the pages of signing in and out."""

    @app.get("/sign-in")
    def sign_in(request: Request, then: str = "/home", kept: str = "") -> Response:
        if house.settings.sign_in != "example":
            return RedirectResponse(f"/sign-in/start?then={quote(_inside(then))}", 303)
        if not house.takes_anybody:
            return _closed(request, pages)
        return pages.page(
            request, "sign_in.html", groups=_by_role(house.example_people()), then=_inside(then), kept=kept
        )

    @app.post("/sign-out")
    def sign_out(request: Request, token: str = Form("")) -> Response:
        response = RedirectResponse("/results", 303)
        if sessions.is_token(request.state.session, token):
            sessions.end(response, request.state.session)
        return response

    if house.settings.open_id is None:
        _add_example(app, house, sessions, pages)
    else:
        _add_open_id(app, Welcome(house.settings.open_id, house.settings.origin), sessions, pages)


def _add_example(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    @app.post("/sign-in")
    def choose(
        request: Request, person: str = Form(""), then: str = Form("/home"), token: str = Form("")
    ) -> Response:
        if not house.takes_anybody:
            return _closed(request, pages)
        people = {each.id: each for each in house.example_people()}
        chosen = people.get(person)
        if chosen is None or not sessions.is_token(request.state.session, token):
            wrong = (
                "Choose whom you want to be"
                if chosen is None
                else "This page was open for too long; choose again"
            )
            return pages.page(
                request,
                "sign_in.html",
                422,
                groups=_by_role(tuple(people.values())),
                then=_inside(then),
                problems=(Problem("person", wrong),),
            )
        response = RedirectResponse(_inside(then), 303)
        sessions.keep(response, Session.begun(chosen.id, chosen.roles, chosen.known_for, EXAMPLE))
        return response


def _by_role(people: Sequence[ExamplePerson]) -> list[tuple[str, list[ExamplePerson]]]:
    """Whom one can be, by the first of the roles that each of them has; whoever has none comes last."""
    listed = sorted(people, key=lambda each: not each.roles)
    return [(role, list(several)) for role, several in groupby(listed, lambda each: (*each.roles, "")[0])]


def _closed(request: Request, pages: Pages) -> Response:
    """There is a staff record, and no provider by which to know its people."""
    return pages.page(request, "sign_in_closed.html", 403)


def _add_open_id(app: FastAPI, welcome: Welcome, sessions: Sessions, pages: Pages) -> None:
    @app.get("/sign-in/start")
    def start(then: str = "/home") -> Response:
        started = Started.now(_inside(then))
        response = RedirectResponse(welcome.address(started), 303)
        sessions.set_aside(response, STARTED, asdict(started), STARTED_SECONDS)
        return response

    @app.get("/sign-in/return")
    def come_back(request: Request) -> Response:
        kept = sessions.found(request, STARTED, STARTED_SECONDS)
        if kept is None:
            raise OpenIdTrouble("That took too long, or was begun in another browser; begin again.")
        started = Started(**kept)
        somebody = welcome.ended(started, dict(request.query_params))
        response = RedirectResponse(_inside(started.then), 303)
        response.delete_cookie(STARTED, path="/")
        sessions.keep(response, Session.begun(somebody.id, (), somebody.name, "open-id"))
        return response

    @app.exception_handler(OpenIdTrouble)
    def trouble(request: Request, error: OpenIdTrouble) -> Response:
        return pages.page(request, "trouble.html", 502, sentence=str(error), begin_again=True)


def _inside(then: str) -> str:
    """A path of ours; anything else would let a link lead somebody from here to another site."""
    return then if then.startswith("/") and not then.startswith(("//", "/\\")) else "/home"
