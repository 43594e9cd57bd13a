"""What every answer carries, and what every request is held to, whatever page it is about."""

import time
import traceback
from collections.abc import Awaitable, Callable

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool

from activities.ports import StoreFault
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Session, visitor_of
from adapters.inbound.web.entry.interrupted import Interrupted
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.entry.turning_away import Bounded, Doorkeeper, TurnedAway
from adapters.inbound.web.entry.unreached import unreached
from adapters.inbound.web.rendering import Pages

__all__ = ["add_security"]


FAILED = "Something went wrong here. It was noted; try again, and tell us if it stays so."

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "X-Frame-Options": "DENY",
}

Next = Callable[[Request], Awaitable[Response]]

log = structlog.get_logger(__name__)


def add_security(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Have every request looked at before its page, and every answer sent with what keeps browsers careful."""
    doorkeeper = Doorkeeper(house.settings)
    # Both stand behind the one that follows, which says who somebody is.
    app.add_middleware(Interrupted, sessions=sessions)
    app.add_middleware(Bounded, sessions=sessions)

    @app.middleware("http")
    async def guard(request: Request, go_on: Next) -> Response:
        began = time.perf_counter()
        request.state.nonce = None
        request.state.session = session = sessions.of(request)
        reached = await _recognised(request, house, session)
        refused = _turned_away(request, doorkeeper, pages)
        if not (reached or refused):
            refused = await unreached(request, pages)
        response = refused or await _answered(request, go_on, pages)
        if session and not refused and "set-cookie" not in response.headers:
            sessions.renew(request, response, session)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Content-Security-Policy", _policy(request.state.nonce))
        if house.settings.secure:
            response.headers["Strict-Transport-Security"] = "max-age=31536000"
        log.info(
            "page",
            method=request.method,
            route=getattr(
                request.scope.get("route"), "path", "none"
            ),  # the pattern: a path may hold somebody's id
            status=response.status_code,
            media=response.headers.get("content-type", "").partition(";")[0],
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
            bytes=int(response.headers.get("content-length", 0)),  # 0 for what is sent as it is made
        )
        return response


async def _recognised(request: Request, house: House, session: Session | None) -> bool:
    """Note who comes; whether the record, on which it stands who that is, could be reached."""
    request.state.visitor = None
    try:
        if session:
            request.state.visitor = await run_in_threadpool(visitor_of, house, session)
    except StoreFault:
        return False
    return True


async def _answered(request: Request, go_on: Next, pages: Pages) -> Response:
    try:
        return await go_on(request)
    except Exception as fault:  # noqa: BLE001  # whatever went wrong, its reader gets a page
        last = traceback.extract_tb(fault.__traceback__)[-1]
        where = f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno}"
        # The log gets the place. The fault's own words may hold what somebody entered, so they are not logged.
        log.error("page failed", fault=type(fault).__name__, where=where)
        return pages.page(request, "trouble.html", 500, sentence=FAILED)


def _policy(nonce: str | None) -> str:
    script = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src {script}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )


def _turned_away(request: Request, doorkeeper: Doorkeeper, pages: Pages) -> Response | None:
    """The answer to a request that no page is to see."""
    try:
        doorkeeper.look(request)
    except TurnedAway as why:
        response = pages.page(request, "trouble.html", why.status, sentence=why.sentence)
        if why.status == 429:
            response.headers["Retry-After"] = "60"
        return response
    return None
