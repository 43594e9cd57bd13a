"""All pages on which an installation is set up."""

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up import bodies, contacts, frameworks, interests, kinds, people, providers
from adapters.inbound.web.setting_up.seen import SetsUp
from domain.streams import mailbox_stream

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/setting-up``, and every page below it."""

    @app.get("/setting-up")
    def begin(request: Request, _: SetsUp) -> Response:
        library = house.services.library()
        return pages.page(
            request,
            "setting_up.html",
            frameworks=len(library.frameworks().all()),
            schemes=len(library.schemes()),
            kinds=len(library.protocols()),
            bodies=sum(1 for _ in house.services.store.streams(mailbox_stream(""))),
            providers=sum(not each.gone for each in providers.every_provider(house).values()),
            people=sum(each.here for each in people.everybody(house).values()),
        )

    frameworks.add_to(app, house, sessions, pages)
    kinds.add_to(app, house, sessions, pages)
    people.add_to(app, house, sessions, pages)
    providers.add_to(app, house, sessions, pages)
    contacts.add_to(app, house, sessions, pages)
    bodies.add_to(app, house, sessions, pages)
    interests.add_to(app, house, sessions, pages)
