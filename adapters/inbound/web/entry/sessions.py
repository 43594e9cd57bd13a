"""Sessions: who is signed in, in one encrypted cookie that nobody but us can read or make.

It ends after an hour without a page, or half a day whatever happened, or when somebody signs out. What was signed out
is remembered until it would have ended by itself, so that a copied cookie is of no use.
"""

import json
import threading
import time
from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import asdict, replace
from hashlib import sha256
from hmac import compare_digest, new
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from fastapi import Request, Response

from adapters.inbound.visiting.house import PageSettings
from adapters.inbound.visiting.visitors import Session

__all__ = ["COOKIE", "SAID", "Sessions"]

COOKIE = "assay"
SAID = "assay-said"
SAID_SECONDS = 60
WAS = "assay-was"
LOST_SECONDS = 24 * 3600
"""So long a page that was open when its session ended may still be sent; what it says is kept, and nothing is done."""
MOST_SAID = 5
MOST_TOLD_BYTES = 2600
"""Encrypted this comes to 3,600 bytes; a cookie of more than 4,096 is not kept by browsers, without a word."""
CUT = " …"
RENEWED_AFTER_SECONDS = 60
"""A cookie is not made anew for every page that is opened within a minute."""


class Sessions:
    """Reads and writes them. Safe to use from several threads."""

    def __init__(self, settings: PageSettings) -> None:
        """Encrypt under the pages' key."""
        self._settings = settings
        self._fernet = Fernet(urlsafe_b64encode(sha256(b"assay pages: cookies\0" + settings.key).digest()))
        self._ended: dict[str, float] = {}
        self._lock = threading.Lock()

    def of(self, request: Request) -> Session | None:
        """Whose request it is; None for nobody's whom we know, or not any more."""
        written = request.cookies.get(COOKIE)
        if written is None:
            return None
        try:
            found = json.loads(self._fernet.decrypt(written.encode(), ttl=self._settings.idle_minutes * 60))
            session = Session(**{**found, "roles": tuple(found["roles"])})
        except (InvalidToken, KeyError, ValueError, TypeError):
            return None
        if time.time() - session.since > self._settings.longest_hours * 3600 or session.key in self._ended:
            return None
        return session

    def keep(self, response: Response, session: Session) -> None:
        """Have the browser keep a session."""
        written = self._fernet.encrypt(json.dumps(asdict(session)).encode()).decode()
        response.set_cookie(
            COOKIE, written, httponly=True, secure=self._settings.secure, samesite="lax", path="/"
        )

    def renew(self, request: Request, response: Response, session: Session) -> None:
        """Have the browser keep it for longer, unless that was just done."""
        written = request.cookies[COOKIE].encode()
        if time.time() - self._fernet.extract_timestamp(written) > RENEWED_AFTER_SECONDS:
            self.keep(response, replace(session))

    def lost(self, request: Request) -> Session | None:
        """Whose request it was until their session ended; it opens nothing any more."""
        try:
            written = request.cookies.get(COOKIE, "").encode()
            found = json.loads(self._fernet.decrypt(written, ttl=LOST_SECONDS))
        except (InvalidToken, ValueError):
            found = self.found(request, WAS, LOST_SECONDS)
        try:
            return Session(**{**found, "roles": tuple(found["roles"])}) if found else None
        except (TypeError, KeyError):
            return None

    def end(self, response: Response, session: Session | None) -> None:
        """Sign somebody out: their cookie goes, and the session is over for every copy of it.

        Args:
            response: what is sent to their browser.
            session: theirs; None for somebody who was not signed in, of whom the cookie goes all the same.
        """
        response.delete_cookie(COOKIE, path="/")
        if session is None:
            return
        self.set_aside(response, WAS, asdict(session), LOST_SECONDS)
        over = time.time() - self._settings.longest_hours * 3600
        with self._lock:
            self._ended = {key: at for key, at in self._ended.items() if at > over} | {
                session.key: time.time()
            }

    def tell(self, response: Response, said: Sequence[str]) -> None:
        """Have the next page say what was done; of a long text that is quoted there, its beginning."""
        several = list(said)[:MOST_SAID]
        self.set_aside(response, SAID, [_begun(each, len(several)) for each in several], SAID_SECONDS)

    def said(self, request: Request) -> tuple[str, ...]:
        """What this page is to say was done."""
        return tuple(self.found(request, SAID, SAID_SECONDS) or ())

    def set_aside(self, response: Response, name: str, what: Any, seconds: int, path: str = "/") -> None:
        """Have the browser keep something for a while that it can neither read nor make, for some pages."""
        written = self._fernet.encrypt(json.dumps({name: what}).encode()).decode()
        response.set_cookie(
            name,
            written,
            max_age=seconds,
            httponly=True,
            secure=self._settings.secure,
            samesite="lax",
            path=path,
        )

    def found(self, request: Request, name: str, seconds: int) -> Any:
        """What a browser was given to keep; None if it does not have it, or not any more."""
        try:
            return json.loads(self._fernet.decrypt(request.cookies.get(name, "").encode(), ttl=seconds))[name]
        except (InvalidToken, KeyError, TypeError, ValueError):
            return None

    def token(self, session: Session | None) -> str:
        """What a form of this session must bring back, so that no other site can send it."""
        about = session.key if session else "nobody"
        return new(self._settings.key, b"assay pages: forms\0" + about.encode(), sha256).hexdigest()

    def is_token(self, session: Session | None, token: str) -> bool:
        """Whether a form brought back what it was given."""
        return compare_digest(self.token(session).encode(), token.encode())


def _begun(sentence: str, among: int) -> str:
    """A sentence that is told with some others, or as much of its beginning as there is room for."""
    room = MOST_TOLD_BYTES // among
    if _written(sentence) <= room:
        return sentence
    most = len(sentence)
    while _written(sentence[:most]) + _written(CUT) > room:
        most = most * 9 // 10
    return sentence[:most].rstrip() + CUT


def _written(text: str) -> int:
    """How many bytes a text takes as it is written for a cookie."""
    return len(json.dumps(text))
