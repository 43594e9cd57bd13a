"""What somebody entered in a form that could not be dealt with: shown to them again, so that nothing of it is lost.

It is shown in the answer to the very request that brought it, where a page of their own session sent it, and is kept
nowhere. What the page itself put into its form, its token above all, is no entry of theirs, and is not shown.
"""

import re

from fastapi import Request
from starlette.datastructures import FormData, UploadFile
from starlette.exceptions import HTTPException

from adapters.inbound.shown.words import words
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.forms import Entered, entered_in

__all__ = ["FORMS", "LARGEST_SHOWN", "Left", "is_form", "left_in", "left_of", "sent_with"]

Left = tuple[tuple[str, str], ...]
"""What was entered: what each input is called, and what was typed or chosen."""

FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
LARGEST_SHOWN = 512 * 1024
"""What is typed in the longest form is a tenth of this."""

_OF_THE_PAGE = frozenset(
    {"token", "command_id", "made", "do", "confirmed", "another", "restore", "doing", "links", "was"}
)
_NEVER = re.compile(r"^was-|-rows$|-actions$|password|secret|token")
_DIGEST = re.compile(r"[0-9a-f]{64}")


def is_form(request: Request) -> bool:
    """Whether a person sent a form, and not a script something for itself."""
    plain = not request.headers.get("accept", "").startswith("application/json")
    return plain and request.headers.get("content-type", "").startswith(FORMS)


async def sent_with(request: Request) -> FormData | None:
    """The form that came with a request, read now if no page has read it; None where there is none that can be read."""
    sent: FormData | None = getattr(request.state, "sent", None)
    if sent is not None:
        return sent
    try:
        return await request.form()
    except (HTTPException, RuntimeError):  # it is no form, too large, or was begun to be read
        return None


async def left_of(request: Request, sessions: Sessions) -> Left:
    """What was entered in the form that a request brought; nothing where no page of the session sent it."""
    if request.method != "POST" or request.state.visitor is None or not is_form(request):
        return ()
    sent = await sent_with(request)
    if sent is None:
        return ()
    entered = entered_in(sent)
    theirs = getattr(request.state, "interrupted", False)  # kept for whoever looks, and shown to nobody else
    if not (theirs or sessions.is_token(request.state.session, entered.get("token", ""))):
        return ()
    files = {name: each.filename or "" for name, each in sent.items() if isinstance(each, UploadFile)}
    return left_in({**entered, **files})


def left_in(entered: Entered) -> Left:
    """What was entered, by what its inputs are called; without what the page itself put there."""
    return tuple(
        (_called(name), value.strip())
        for name, value in entered.items()
        if value.strip()
        and name not in _OF_THE_PAGE
        and not _NEVER.search(name)
        and not _DIGEST.fullmatch(value)
        and not _part_of_a_day(name, entered)
    )


def _part_of_a_day(name: str, entered: Entered) -> bool:
    whole, _, part = name.rpartition("-")
    return part in ("day", "month", "year") and whole in entered


def _called(name: str) -> str:
    told = words(name)
    return f"{told[:1].upper()}{told[1:]}"
