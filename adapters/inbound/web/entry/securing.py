"""What every answer carries, and what every request is held to, whatever page it is about."""

import time
import traceback
from collections.abc import Callable
from contextlib import nullcontext

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from activities.moments import one_moment
from activities.ports import StoreFault
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Session, visitor_of
from adapters.inbound.web.entry.entered import left_of
from adapters.inbound.web.entry.interrupted import Interrupted
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.entry.turning_away import Bounded, Doorkeeper, TurnedAway
from adapters.inbound.web.entry.unreached import too_soon, unreached
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

_LOOKING = ("GET", "HEAD")

log = structlog.get_logger(__name__)


def add_security(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Have every request looked at before its page, and every answer sent with what keeps browsers careful."""
    # Both stand behind the one that follows, which says who somebody is.
    app.add_middleware(Interrupted, sessions=sessions, pages=pages)
    app.add_middleware(Bounded, sessions=sessions)
    app.add_middleware(_Guard, house=house, sessions=sessions, pages=pages)


class _Guard:
    """Stands before everything: says who comes, turns away whom no page is to see, and sees every answer off."""

    def __init__(self, app: ASGIApp, house: House, sessions: Sessions, pages: Pages) -> None:
        self._app = app
        self._house = house
        self._sessions = sessions
        self._pages = pages
        self._doorkeeper = Doorkeeper(house.settings)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # Whoever only looks sees the record as it stands now, and asks for that once.
        with one_moment(time.monotonic) if scope["method"] in _LOOKING else nullcontext():
            await self._let_in(Request(scope, receive), _Leaving(scope, send, self._see_off))

    async def _let_in(self, request: Request, leaving: "_Leaving") -> None:
        request.state.nonce = None
        request.state.session = session = self._sessions.of(request)
        reached = await _recognised(request, self._house, session)
        refused = await self._turned_away(request)
        if not (reached or refused):
            refused = await unreached(request, self._pages)
        if refused:
            leaving.refused = True
            await refused(request.scope, request.receive, leaving)
            return
        try:
            await self._app(request.scope, request.receive, leaving)
        except Exception as fault:
            last = traceback.extract_tb(fault.__traceback__)[-1]
            where = f"{last.filename.rsplit('/', 1)[-1]}:{last.lineno}"
            # The log gets the place. The fault's own words may hold what somebody entered, so they are not logged.
            log.error("page failed", fault=type(fault).__name__, where=where)
            if leaving.begun:
                raise  # half of it is gone, and its reader sees that it was cut off
            # What no page has read is not there to be read any more.
            left = await left_of(request, self._sessions) if hasattr(request.state, "sent") else ()
            trouble = self._pages.page(
                request, "trouble.html", 500, sentence=FAILED, not_taken=left, whether_unknown=True
            )
            await trouble(request.scope, request.receive, leaving)

    async def _turned_away(self, request: Request) -> Response | None:
        """The answer to a request that no page is to see."""
        try:
            self._doorkeeper.look(request)
        except TurnedAway as why:
            if why.status != 429:
                return self._pages.page(request, "trouble.html", why.status, sentence=why.sentence)
            response = await too_soon(request, self._sessions, self._pages, why.sentence)
            response.headers["Retry-After"] = "60"
            return response
        return None

    def _see_off(self, scope: Scope, headers: MutableHeaders, *, refused: bool) -> None:
        """Put what keeps browsers careful, and sessions alive, on an answer."""
        request = Request(scope)
        session: Session | None = request.state.session
        if session and not refused and "set-cookie" not in headers:
            self._sessions.renew(request, renewed := Response(), session)
            for each in renewed.headers.getlist("set-cookie"):
                headers.append("set-cookie", each)
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        headers.setdefault("Content-Security-Policy", _policy(request.state.nonce))
        if self._house.settings.secure:
            headers["Strict-Transport-Security"] = "max-age=31536000"


class _Leaving:
    """Sends an answer: as it begins it is seen off, and logged by its route, with how long it took until then."""

    def __init__(self, scope: Scope, send: Send, see_off: Callable[..., None]) -> None:
        self._scope = scope
        self._send = send
        self._see_off = see_off
        self._began = time.perf_counter()
        self.begun = False
        self.refused = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            self._see_off(self._scope, headers, refused=self.refused)
            route = self._scope.get("route")
            log.info(
                "page",
                method=self._scope["method"],
                route=getattr(route, "path", "none"),  # the pattern: a path may hold somebody's id
                status=message["status"],
                media=headers.get("content-type", "").partition(";")[0],
                milliseconds=round((time.perf_counter() - self._began) * 1000, 1),
                bytes=int(headers.get("content-length", 0)),  # 0 for what is sent as it is made
            )
        await self._send(message)


async def _recognised(request: Request, house: House, session: Session | None) -> bool:
    """Note who comes; whether the record, on which it stands who that is, could be reached."""
    request.state.visitor = None
    try:
        if session:
            request.state.visitor = await run_in_threadpool(visitor_of, house, session)
    except StoreFault:
        return False
    return True


def _policy(nonce: str | None) -> str:
    script = f"'self' 'nonce-{nonce}'" if nonce else "'self'"
    return (
        f"default-src 'none'; script-src {script}; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        "connect-src 'self'; manifest-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    )
