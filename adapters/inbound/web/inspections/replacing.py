"""Replacing a faulty list of cases, for those who arrange an inspection; providers have a page of their own for it."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.shown.provider.asked import populations_of
from adapters.inbound.visiting.guarding import SignedIn, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import Sent
from adapters.inbound.web.lists_replaced import InItsPlace
from adapters.inbound.web.rendering import Pages
from domain.inspections.commands import ReplaceCaseList

__all__ = ["add_to"]

PATH = "/inspections/{reference}/lists/{population}/replace"


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/inspections/{reference}/lists/{population}/replace``."""

    def before(visitor: Visitor, reference: str, population: str) -> InItsPlace:
        if visitor.provider is not None or visitor.role_for(ReplaceCaseList.verb) is None:
            not_there()
        _, state = inspection_for(house, visitor, reference)
        asked = next((each for each in populations_of(house, state) if each.id == population), None)
        if asked is None:
            not_there()
        return InItsPlace(house, visitor, state, asked, f"/inspections/{reference}/lists")

    @app.get(PATH)
    def ask(request: Request, reference: str, population: str, visitor: SignedIn) -> Response:
        return before(visitor, reference, population).shown(request, pages)

    @app.post(PATH)
    def do(request: Request, reference: str, population: str, visitor: SignedIn, sent: Sent) -> Response:
        return before(visitor, reference, population).sent(request, pages, sessions, sent)
