"""The page of a form that has to wait, as the record cannot be reached or it is one too many: it is sent from there."""

from collections.abc import Iterator

from fastapi import Request
from fastapi.responses import Response
from starlette.datastructures import FormData, UploadFile

from adapters.inbound.files.bounded import at_most
from adapters.inbound.web.entry.entered import LARGEST_SHOWN, is_form, sent_with
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.entry.turning_away import too_large
from adapters.inbound.web.rendering import Pages

__all__ = ["too_soon", "unreached"]

SENTENCE = "Assay cannot reach its record at the moment. Nothing was lost; try again in a minute."
CANNOT = "Assay cannot reach its record at the moment."
KEPT = "What you entered is on this page: send it again in a minute."


async def unreached(request: Request, pages: Pages) -> Response:
    """Say so; and carry what was entered, so that it is sent again as it was.

    It carries the id of the form's command too: what was recorded after all, before the record was out of reach, is not
    recorded twice.
    """
    if request.method != "POST":
        return pages.page(request, "trouble.html", 503, sentence=SENTENCE)
    sent: FormData = getattr(request.state, "sent", None) or await request.form()
    return _again(request, pages, 503, CANNOT, sent)


async def too_soon(request: Request, sessions: Sessions, pages: Pages, sentence: str) -> Response:
    """Say that it was one too many; of a form that a page of the session sent, carry what was entered.

    Whoever sends too much is not listened to at length: a form that brings a file is not read.
    """
    length = request.headers.get("content-length", "")
    short = length.isdigit() and int(length) <= LARGEST_SHOWN
    if request.method == "POST" and request.state.visitor is not None and is_form(request) and short:
        bounded = at_most(request.receive, LARGEST_SHOWN, too_large)
        sent = await sent_with(Request(request.scope, bounded))
        if sent is not None and sessions.is_token(request.state.session, str(sent.get("token", ""))):
            return _again(request, pages, 429, sentence, sent)
    return pages.page(request, "trouble.html", 429, sentence=sentence)


def _again(request: Request, pages: Pages, status: int, sentence: str, sent: FormData) -> Response:
    files = any(isinstance(each, UploadFile) and each.filename for each in sent.values())
    return pages.page(
        request,
        "unreached.html",
        status,
        sentence=f"{sentence} {KEPT}",
        entered=tuple(_typed(sent)),
        files=files,
    )


def _typed(sent: FormData) -> Iterator[tuple[str, str]]:
    return ((name, value) for name, value in sent.multi_items() if isinstance(value, str))
