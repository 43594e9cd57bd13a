"""What somebody had entered when their session was lost: kept for a while, and shown in its form again.

It is kept in the memory of this process only, encrypted under a key that only their browser has, for whoever the
session was of and nobody else. Nothing of it comes near the record.
"""

import json
import threading
import time
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import quote, urlencode

from cryptography.fernet import Fernet, InvalidToken
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.inbound.web.entry.entered import LARGEST_SHOWN, is_form, left_in
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.rendering import Pages

__all__ = ["Interrupted", "address_of"]

KEPT = "assay-kept"
KEPT_SECONDS = 3600
MOST_KEPT = 500
"""The most forms kept of all people together: the oldest gives way."""
MOST_BYTES = LARGEST_SHOWN
TOO_LONG = (
    "You were signed out before this was sent, so nothing was done. It is too long to be kept here until you have "
    "signed in again."
)
_NOT_ENTERED = ("token",)
DONE = 303
"""What the pages answer when a form was done: they lead on."""


@dataclass(frozen=True, slots=True)
class _Entered:
    """What was entered, encrypted, and when."""

    written: bytes
    at: float = field(default_factory=time.monotonic)


class _Shelf:
    """What is kept. Safe to use from several threads."""

    def __init__(self) -> None:
        self._kept: dict[str, _Entered] = {}
        self._lock = threading.Lock()

    def put(self, what: dict[str, Any]) -> str:
        """Keep something; the key under which it is found, and without which nobody can read it."""
        key = Fernet.generate_key()
        written = Fernet(key).encrypt(json.dumps(what).encode())
        with self._lock:
            over = time.monotonic() - KEPT_SECONDS
            fresh = [(name, each) for name, each in self._kept.items() if each.at > over]
            self._kept = dict(fresh[-(MOST_KEPT - 1) :])
            self._kept[_name(key.decode())] = _Entered(written)
        return key.decode()

    def found(self, key: str) -> dict[str, Any] | None:
        """What was kept under a key; None if there is nothing, or not any more."""
        with self._lock:
            entered = self._kept.get(_name(key))
        if entered is None or entered.at < time.monotonic() - KEPT_SECONDS:
            return None
        try:
            found: dict[str, Any] = json.loads(Fernet(key.encode()).decrypt(entered.written))
        except (InvalidToken, ValueError):
            return None
        return found

    def drop(self, key: str) -> None:
        """Forget it."""
        with self._lock:
            self._kept.pop(_name(key), None)


def _name(key: str) -> str:
    """Under which name something is kept: not the key itself, which is with the browser alone."""
    return sha256(key.encode()).hexdigest()


def address_of(request: Request) -> str:
    """The page that was asked for, as signing in leads back to it."""
    query = request.url.query
    return quote(f"{request.url.path}?{query}" if query else request.url.path, safe="/")


class Interrupted:
    """Stands before the pages, behind what says who somebody is."""

    def __init__(self, app: ASGIApp, sessions: Sessions, pages: Pages) -> None:
        """Stand before the pages."""
        self._app = app
        self._sessions = sessions
        self._pages = pages
        self._shelf = _Shelf()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Keep what was sent without a session that there was; show it again to whom it is of."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope, receive)
        if request.method == "POST" and request.state.visitor is None:
            response = await self._kept(request)
            await (response(scope, receive, send) if response else self._app(scope, receive, send))
            return
        key, kept = self._again(request)
        if kept is None:
            await self._app(scope, receive, send)
        elif request.method == "GET":
            scope["state"]["interrupted"] = True
            scope["state"]["files_lost"] = kept["files"]
            await self._app(*_sent_again(scope, kept), send)
        else:
            await self._app(scope, receive, self._until_done(key, send))

    def _until_done(self, key: str, send: Send) -> Send:
        """Keep what was entered until the form has been done, whatever else becomes of it before."""

        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start" and message["status"] == DONE:
                self._shelf.drop(key)
            await send(message)

        return watched

    async def _kept(self, request: Request) -> Response | None:
        """Where to sign in, once what was sent is kept; None where it is no form of a session that there was.

        What is too long to be kept is shown instead.
        """
        was = self._sessions.lost(request)
        if was is None or not is_form(request) or request.url.path.startswith("/sign-"):
            return None
        async with request.form() as sent:
            pairs = [(name, value) for name, value in sent.multi_items() if isinstance(value, str)]
            files = any(isinstance(value, UploadFile) and value.filename for value in sent.values())
        if not self._sessions.is_token(was, dict(pairs).get("token", "")):
            return None
        entered = [pair for pair in pairs if pair[0] not in _NOT_ENTERED]
        if sum(len(name.encode()) + len(value.encode()) for name, value in entered) > MOST_BYTES:
            left = left_in(dict(entered))
            return self._pages.page(
                request, "trouble.html", 401, sentence=TOO_LONG, not_taken=left, begin_again=True
            )
        path = request.url.path
        response = RedirectResponse(f"/sign-in?then={address_of(request)}&kept=yes", 303)
        key = self._shelf.put({"person": was.person, "path": path, "entered": entered, "files": files})
        self._sessions.set_aside(response, _cookie(path), key, KEPT_SECONDS, path)
        return response

    def _again(self, request: Request) -> tuple[str, dict[str, Any] | None]:
        """What was kept for this page, with its key, if whoever opens it is whom it is of."""
        path, session = request.url.path, request.state.session
        name = _cookie(path)
        if session is None or name not in request.cookies:
            return "", None
        key = self._sessions.found(request, name, KEPT_SECONDS) or ""
        found = self._shelf.found(key)
        theirs = found is not None and found["person"] == session.person and found["path"] == path
        return key, found if theirs else None


def _cookie(path: str) -> str:
    """What the key of a page's form is called: several forms may wait at once."""
    return f"{KEPT}-{sha256(path.encode()).hexdigest()[:16]}"


def _sent_again(scope: Scope, kept: dict[str, Any]) -> tuple[Scope, Receive]:
    """The page asked for as if the form were sent without its token: it does nothing, and shows what was entered."""
    body = urlencode([(name, value) for name, value in kept["entered"]]).encode()
    replaced = (b"content-type", b"content-length")
    headers = [(name, value) for name, value in scope["headers"] if name not in replaced]
    headers += [
        (b"content-type", b"application/x-www-form-urlencoded"),
        (b"content-length", b"%d" % len(body)),
    ]

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return {**scope, "method": "POST", "headers": headers}, receive
