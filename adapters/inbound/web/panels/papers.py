"""The papers of an item on a panel's agenda: looked at, and issued."""

from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import SignedIn, WorksHere, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Entered, Problem, Sent
from adapters.inbound.web.forms.sending import attempt_command, read_sent
from adapters.inbound.web.panels.meetings import item_for, pack_for
from adapters.inbound.web.rendering import Pages
from domain.inspections.state import Inspection
from domain.panels.commands import IssuePack
from domain.panels.papers import last_day_for_papers
from domain.panels.state import Panel
from domain.refusals import Refused

__all__ = ["add_to"]


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the page of an item's papers."""

    def page(
        request: Request,
        visitor: Visitor,
        code: str,
        inspection: str,
        problems: tuple[Problem, ...] = (),
        entered: Entered | None = None,
    ) -> Response:
        shown, item = item_for(house, visitor, code, inspection)
        pack, why = pack_for(house, code, inspection)
        issued = item.item.pack.pack if item.item.pack else None
        return pages.page(
            request,
            "pack.html",
            422 if problems else 200,
            shown=shown,
            item=item,
            pack=pack,
            why=why,
            issued=issued,
            late_after=_late_after(house, shown.panel, item.state),
            entered=entered or {},
            current=pack is not None and pack.digest == issued,
            problems=problems,
            command_id=new_command_id(),
        )

    @app.get("/panels/{code}/items/{inspection}")
    def papers(request: Request, code: str, inspection: str, visitor: WorksHere) -> Response:
        return page(request, visitor, code, inspection)

    @app.post("/panels/{code}/items/{inspection}")
    def issue(request: Request, code: str, inspection: str, visitor: SignedIn, sent: Sent) -> Response:
        item_for(house, visitor, code, inspection)
        if visitor.role_for(IssuePack.verb) is None:
            not_there()
        entries = read_sent(sessions, request, sent)
        try:
            made = house.services.packs.make(code, inspection)
        except Refused as refused:
            return page(
                request, visitor, code, inspection, (Problem("", refused.refusal.sentence),), entries.entered
            )
        if made.pack.digest != entries.entered.get("pack"):
            moved = Problem(
                "", "Something has changed since this page was made; look at the papers and issue them again"
            )
            return page(request, visitor, code, inspection, (moved,), entries.entered)
        digest, printed = house.services.packs.keep(made)
        command = IssuePack(
            panel=code,
            inspection=inspection,
            pack=digest,
            derivation=made.pack.under.derivation,
            page=printed,
            beside=made.pack.under.beside,
            late_because=entries.entered.get("late_because") or None,
        )
        tried = attempt_command(house, visitor, command, entries)
        if tried.done is None or tried.problems:
            return page(request, visitor, code, inspection, tried.problems, tried.entered)
        response = RedirectResponse(f"/panels/{code}/items/{inspection}", 303)
        sessions.tell(response, tried.done.said)
        return response


def _late_after(house: House, panel: Panel, state: Inspection) -> date | None:
    """The last day on which papers would have left members the time to read them, where it is over; else None."""
    services = house.services
    kind = services.library().protocol_with(state.known.protocol.digest)
    if kind is None or kind.panel is None:
        return None
    last = last_day_for_papers(panel, kind.panel, services.calendar)
    return last if today_in_london(services) > last else None
