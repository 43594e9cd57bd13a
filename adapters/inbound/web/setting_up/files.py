"""Adding a file of rules: read and shown first, and kept when that is confirmed.

What is added under an id and a version stays as it is: what turns out wrong is put right by a later version.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import structlog
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.visiting.house import House
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Table
from adapters.inbound.web.forms.forms import STALE, Entered, FieldShown, Problem, Sent
from adapters.inbound.web.forms.sending import read_sent
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up.seen import HandsIn
from domain.refusals import Refused

__all__ = ["Added", "Found", "add_file_pages"]

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Found:
    """What was read from a file.

    Attributes:
        name: under which file name it is kept.
        content: the bytes that are kept.
        title: what it is, in a line.
        table: what it says.
        doubts: what is not certain, or was passed over.
        address: its page, once it is kept.
    """

    name: str
    content: bytes
    title: str
    table: Table
    doubts: tuple[str, ...]
    address: str


@dataclass(frozen=True, slots=True)
class Added:
    """A sort of file that can be added.

    Attributes:
        path: the address of its page.
        title: of its page.
        meaning: what comes of it.
        back: where one comes back to.
        label: of the file's input.
        fields: further inputs.
        read: reads the file, given what was entered beside it; refuses what cannot be used here.
        keep: keeps what was read; refuses what can no longer be.
    """

    path: str
    title: str
    meaning: str
    back: tuple[str, str]
    label: str
    fields: Callable[[Entered], tuple[FieldShown, ...]]
    read: Callable[[bytes, str, Entered], Found]
    keep: Callable[[Found], None]


def add_file_pages(app: FastAPI, house: House, sessions: Sessions, pages: Pages, added: Added) -> None:
    """Add the two pages of a sort of file: what it says, and what is kept.

    The second page carries the file's text, which is read again, so that nothing is kept in between.
    """

    def form(request: Request, entered: Entered, problems: tuple[Problem, ...] = ()) -> Response:
        wrong = {each.field: each.text for each in problems}
        file = FieldShown("file", added.label, "", "file", True, error=wrong.get("file", ""))
        return pages.page(
            request,
            "setting_up_file.html",
            422 if problems else 200,
            added=added,
            fields=(*added.fields(entered), file),
            entered=entered,
            problems=problems,
        )

    @app.get(added.path)
    def ask(request: Request, _: HandsIn) -> Response:
        return form(request, {})

    @app.post(added.path)
    def take(request: Request, visitor: HandsIn, sent: Sent) -> Response:
        entries = read_sent(sessions, request, sent)
        entered, file = entries.entered, entries.files.get("file")
        if not entries.genuine:
            return form(request, entered, (STALE,))
        if entered.get("do") == "change":
            return form(request, entered)
        if file is None and "text" not in entered:
            return form(request, entered, (Problem("file", "Choose the file"),))
        name = (file.filename if file else entered.get("named")) or "The file"
        content = file.file.read() if file else entered["text"].encode()
        try:
            found = added.read(content, name, entered)
            if file is None:
                added.keep(found)
        except Refused as refused:
            return form(request, entered, (Problem("file", refused.refusal.sentence),))
        if file is None:
            log.info("rules added", file=found.name, by=visitor.id)
            response = RedirectResponse(found.address, 303)
            sessions.tell(response, (f"{found.title} was added.",))
            return response
        return pages.page(
            request,
            "setting_up_file_check.html",
            added=added,
            found=found,
            named=name,
            text=_as_text(content),
            carried=_carried(entered),
        )


def _as_text(content: bytes) -> str:
    """The file as the page carries it; it was read as UTF-8 already."""
    return content.decode("utf-8-sig")


def _carried(entered: Entered) -> Mapping[str, str]:
    return {name: value for name, value in entered.items() if name not in ("token", "do", "text", "named")}
