"""Whom the pages turn away before any page is asked: wrong names, other sites, too large, too often."""

from contextlib import suppress
from ipaddress import ip_address

from fastapi import Request
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.strategies import MovingWindowRateLimiter
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.inbound.files.bounded import at_most
from adapters.inbound.files.handed_in import LARGEST_BODY_BYTES
from adapters.inbound.visiting.counting import Counted
from adapters.inbound.visiting.house import PageSettings
from adapters.inbound.web.entry.sessions import Sessions

__all__ = ["Bounded", "Doorkeeper", "TurnedAway", "too_large"]

SIGN_INS = RateLimitItemPerMinute(60)
"""Steps of a sign-in by OpenID, two for each person, from one address: behind it may be an office on a Monday."""
CHANGES = RateLimitItemPerMinute(120)
"""Forms and commands, from one session: a reader who saves every answer sends some ten a minute."""
LOOKS = RateLimitItemPerMinute(1200)
"""Pages that are open to everybody, from one address: far more than people behind it can read."""
PRINTS = RateLimitItemPerMinute(60)
"""Files that are printed or packed anew for whoever asks, from one address."""

LARGEST_OF_NOBODY = 1024 * 1024
"""What is taken in from somebody who is not signed in: no form of theirs has a file."""

FROM_ELSEWHERE = "This form came from another site, so nothing was done."
WRONG_NAME = "Where whoever comes chooses who they are, the pages are at 127.0.0.1 or localhost only."
TOO_LARGE = "That is larger than what is taken in."
TOO_MUCH = "That was too much at once; wait a minute and try again."

_KEPT_BY_BROWSERS = ("/assets/", "/styles/", "/own/")
_MADE_ANEW = (".pdf", ".zip")
_LOOKING = ("GET", "HEAD", "OPTIONS")


class TurnedAway(Exception):
    """A request that no page is to see.

    Attributes:
        status: of the answer.
        sentence: what it says.
    """

    def __init__(self, status: int, sentence: str) -> None:
        """Answer with a status and a sentence."""
        super().__init__(sentence)
        self.status = status
        self.sentence = sentence


class Doorkeeper:
    """Looks at every request before its page. Safe to use from several threads."""

    def __init__(self, settings: PageSettings) -> None:
        """Count from now on."""
        self._settings = settings
        self._limiter = MovingWindowRateLimiter(Counted())

    def look(self, request: Request) -> None:
        """Let a request in.

        Raises:
            TurnedAway: 421: it asks for a name that is none of ours, as a page elsewhere has a browser ask whose name
                was made to lead here; 403: it changes something, and comes from another site's page; 413: it says that
                it is too large; 429: it is one too many.
        """
        if self._settings.sign_in == "example" and not _of_this_machine(request.url.hostname or ""):
            raise TurnedAway(421, WRONG_NAME)
        if request.method not in _LOOKING:
            if not self._from_here(request):
                raise TurnedAway(403, FROM_ELSEWHERE)
            length = request.headers.get("content-length", "0")
            if not length.isdigit() or int(length) > LARGEST_BODY_BYTES:
                raise TurnedAway(413, TOO_LARGE)
        for limit, who in self._counted(request):
            if not self._limiter.hit(limit, who):
                raise TurnedAway(429, TOO_MUCH)

    def _counted(self, request: Request) -> list[tuple[RateLimitItem, str]]:
        """Against which limits a request counts, and whose it is."""
        path, session = request.url.path, request.state.session
        address = request.client.host if request.client else "unknown"
        if self._settings.sign_in == "open-id" and path.startswith("/sign-in/"):
            return [(SIGN_INS, address)]  # each of these may ask the provider something
        if request.method not in _LOOKING:
            return [(CHANGES, session.key if session else address)]
        if session or path.startswith(_KEPT_BY_BROWSERS):
            return []
        return [(LOOKS, address), *([(PRINTS, address)] if path.endswith(_MADE_ANEW) else [])]

    def _from_here(self, request: Request) -> bool:
        """Whether a request that changes something comes from one of our own pages, or from a program."""
        site = request.headers.get("sec-fetch-site")
        if site is not None and site not in ("same-origin", "none"):
            return False
        origin = request.headers.get("origin")
        ours = {self._settings.origin}
        if self._settings.sign_in == "example":  # whose name was looked at
            ours.add(str(request.base_url).rstrip("/"))
        return origin is None or origin in ours


class Bounded:
    """Stands before the pages, and takes in no body that is too large, whatever its head said."""

    def __init__(self, app: ASGIApp, sessions: Sessions) -> None:
        """Stand before the pages, behind what says who somebody is."""
        self._app = app
        self._sessions = sessions

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Count what is sent."""
        if scope["type"] == "http":
            request = Request(scope)
            known = request.state.visitor is not None or self._sessions.lost(request) is not None
            receive = at_most(receive, LARGEST_BODY_BYTES if known else LARGEST_OF_NOBODY, too_large)
        await self._app(scope, receive, send)


def too_large() -> HTTPException:
    """What a body that is too large ends with."""
    return HTTPException(413, TOO_LARGE)


def _of_this_machine(host: str) -> bool:
    with suppress(ValueError):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")
