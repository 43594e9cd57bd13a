"""The page of a provider's contact: what is asked, by when, what is missing; and what has happened between us."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.viewing.rows import InspectionRow
from adapters.inbound.shown.evidence.titled import titled
from adapters.inbound.shown.provider.time_line import told_to
from adapters.inbound.visiting.guarding import inspections_for
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.provider.comments import moments_of_comments, own_comments
from adapters.inbound.web.provider.room import Contact, Room, room_for
from adapters.inbound.web.rendering import Pages
from domain.inspections.stages import Stage

__all__ = ["add_to"]

_OVER = (Stage.CLOSED, Stage.CANCELLED)


def add_to(app: FastAPI, house: House, _: Sessions, pages: Pages) -> None:
    """Add the pages of a contact on which nothing is done."""

    def theirs(visitor: Visitor) -> list[InspectionRow]:
        found = inspections_for(house, visitor)
        return sorted(found, key=lambda each: (each.stage in _OVER, -each.announced_on.toordinal()))

    def one(request: Request, visitor: Visitor, room: Room, *, several: bool) -> Response:
        own = own_comments(house, visitor, room)
        return pages.page(
            request, "provider.html", room=room, state=room.state, several=several, own=len(own)
        )

    @app.get("/provider")
    def all_(request: Request, visitor: Contact) -> Response:
        found = [room_for(house, visitor, each.reference) for each in theirs(visitor)]
        if len(found) == 1:
            return one(request, visitor, found[0], several=False)
        return pages.page(request, "provider_all.html", rooms=found)

    @app.get("/provider/{reference}")
    def inspection(request: Request, reference: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        return one(request, visitor, room, several=len(theirs(visitor)) > 1)

    @app.get("/provider/{reference}/time-line")
    def time_line(request: Request, reference: str, visitor: Contact) -> Response:
        room = room_for(house, visitor, reference)
        told = titled(told_to(house, visitor, room.row, room.state), room.state)
        own = moments_of_comments(house, own_comments(house, visitor, room))
        moments = sorted((*told, *own), key=lambda each: each.position, reverse=True)
        return pages.page(request, "provider_time_line.html", room=room, moments=moments)
