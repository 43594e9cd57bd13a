"""All pages of a programme, and the workshop that they share."""

from fastapi import FastAPI

from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.programme import changes, choosing, consulting, looking, making, overview
from adapters.inbound.web.programme.working import Workshop
from adapters.inbound.web.rendering import Pages

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/programme`` and every page below it."""
    workshop = Workshop()
    overview.add_to(app, house, sessions, pages)
    choosing.add_to(app, house, sessions, pages)
    looking.add_to(app, house, sessions, pages)
    making.add_to(app, house, sessions, pages, workshop)
    changes.add_to(app, house, sessions, pages, workshop)
    consulting.add_to(app, house, sessions, pages)
