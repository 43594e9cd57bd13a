"""Announcing an inspection: whom, of which kind, who leads it, and when its fieldwork is."""

from collections.abc import Iterator

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Choices, Sent, shown
from adapters.inbound.web.forms.sending import Attempt, attempt, read_sent
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.staffed import people_to_choose
from domain.inspections.commands import AnnounceInspection
from domain.people.roles import Role

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/inspections/announce``."""

    def allowed(visitor: Visitor) -> None:
        if visitor.role_for(AnnounceInspection.verb) is None:
            not_there()

    def page(request: Request, visitor: Visitor, tried: Attempt) -> Response:
        return pages.page(
            request,
            "announcing.html",
            422 if tried.problems else 200,
            fields=shown(AnnounceInspection, tried.entered, tried.problems, choices=_choices(house, visitor)),
            entered=tried.entered,
            problems=tried.problems,
            command_id=tried.entered.get("command_id") or new_command_id(),
            role=visitor.role_for(AnnounceInspection.verb),
            title="Announce an inspection",
            meaning="",
        )

    @app.get("/inspections/announce")
    def ask(request: Request, visitor: SignedIn) -> Response:
        allowed(visitor)
        return page(request, visitor, Attempt((), dict(request.query_params)))

    @app.post("/inspections/announce")
    def announce(request: Request, visitor: SignedIn, sent: Sent) -> Response:
        allowed(visitor)
        entries = read_sent(sessions, request, sent)
        tried = attempt(house, visitor, AnnounceInspection, entries, {}, _choices(house, visitor))
        if tried.done is None or tried.problems:
            return page(request, visitor, tried)
        response = RedirectResponse(f"/inspections/{entries.entered['inspection'].strip()}", 303)
        sessions.tell(response, tried.done.said)
        return response


def _choices(house: House, visitor: Visitor) -> Choices:
    """The providers there are, the kinds that are in force, and who leads inspections."""
    found = {
        "provider": tuple(_providers(house)),
        "protocol": tuple(_kinds(house)),
        "lead": people_to_choose(house, visitor, Role.LEAD_INSPECTOR),
    }
    # What there is nothing to choose from for is typed.
    return {field: several for field, several in found.items() if several}


def _providers(house: House) -> Iterator[tuple[str, str]]:
    for each in sorted(house.services.views.catch_up().providers(), key=lambda each: each.title):
        yield each.provider, each.title


def _kinds(house: House) -> Iterator[tuple[str, str]]:
    library = house.services.library()
    today = today_in_london(house.services)
    for each in sorted({each.id for each in library.protocols()}):
        protocol = library.protocol(each, today)
        if protocol is not None:
            yield each, protocol.title
