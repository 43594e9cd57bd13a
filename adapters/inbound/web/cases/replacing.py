"""Taking a case that cannot be read out of its sample; the next of its stratum in drawing order comes in."""

from types import MappingProxyType

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import ValidationError

from activities.cases.samples import GivenList
from adapters.inbound.commands.fields import explain
from adapters.inbound.files.case_lists import FaultyList, table_of
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.cases.reading import CaseShown, case_for
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Entered, Problem, Sent, shown
from adapters.inbound.web.forms.sending import STALE, Entries, attempt_command, read_sent
from adapters.inbound.web.forms.wording import label_of
from adapters.inbound.web.lists_given import AGAIN, MOST_FAULTS, Came, in_the_file
from adapters.inbound.web.rendering import Pages
from domain.canonical import sha256_hex
from domain.inspections.commands import ReplaceCase
from domain.refusals import Refused

__all__ = ["add_to"]

PATH = "/cases/{case}/replace"

_WHY = (
    ("file-missing", "The file cannot be found"),
    ("transferred", "The case went to another provider before it could be read"),
    ("conflict", "Nobody who could read it is free of a conflict of interest"),
    ("restricted", "The file may not be seen"),
    ("wrongly-listed", "It does not belong in the list"),
    ("duplicate", "It is another drawn case over again"),
)
_GIVEN = ("inspection", "case", "frame", "reference", "sort")
"""What is worked out from the draw, and never typed."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/cases/{case}/replace``."""

    def before(visitor: Visitor, case: str) -> CaseShown:
        if visitor.role_for(ReplaceCase.verb) is None:
            not_there()
        return case_for(house, visitor, case)

    def page(
        request: Request,
        visitor: Visitor,
        about: CaseShown,
        came: Came,
        entered: Entered = MappingProxyType({}),
    ) -> Response:
        sample = about.inspection.samples.get(about.drawn.population)
        return pages.page(
            request,
            "case_replacing.html",
            422 if came.problems else 200,
            about=about,
            title=f"{about.title} cannot be read",
            fields=shown(ReplaceCase, entered, came.problems, _GIVEN, {"code": _WHY}),
            handed_in=sample is not None and sample.list is not None,
            entered=entered,
            wrong={each.field: each.text for each in came.problems},
            problems=came.problems,
            faults=came.faults[:MOST_FAULTS],
            more_faults=max(0, len(came.faults) - MOST_FAULTS),
            command_id=new_command_id() if came.problems else entered.get("command_id") or new_command_id(),
            role=visitor.role_for(ReplaceCase.verb),
        )

    @app.get(PATH)
    def ask(request: Request, case: str, visitor: SignedIn) -> Response:
        return page(request, visitor, before(visitor, case), Came())

    @app.post(PATH)
    def do(request: Request, case: str, visitor: SignedIn, sent: Sent) -> Response:
        about, entries = before(visitor, case), read_sent(sessions, request, sent)
        came = _replaced(house, visitor, about, entries)
        if came.problems:
            return page(request, visitor, about, came, entries.entered)
        address = f"/inspections/{about.row.reference}/lists/{about.drawn.population}"
        response = RedirectResponse(address, 303)
        sessions.tell(response, came.said)
        return response


def _replaced(house: House, visitor: Visitor, about: CaseShown, sent: Entries) -> Came:
    if not sent.genuine:
        return Came(problems=(STALE,))
    if about.case in about.inspection.replaced:
        return Came(said=(AGAIN,))
    code, note = sent.entered.get("code", ""), sent.entered.get("note", "").strip() or None
    if code not in dict(_WHY):
        return Came(problems=(Problem("code", "Select why it cannot be read"),))
    try:
        given = _list_given(house, about, sent)
        command = house.services.samples.replace(about.row.reference, about.case, code, note, given)
    except FaultyList as faulty:
        return Came(problems=(in_the_file(faulty),), faults=tuple(faulty.faults))
    except ValidationError as error:
        [wrong, *_] = error.errors(include_url=False, include_input=False)
        field = str(wrong["loc"][0]) if wrong["loc"] else ""
        return Came(problems=(Problem(field, f"{label_of(ReplaceCase.verb, field)} {explain(wrong)}"),))
    except Refused as refused:
        return Came(problems=(Problem("", refused.refusal.sentence),))
    tried = attempt_command(house, visitor, command, sent)
    return Came(said=tried.done.said if tried.done else (), problems=tried.problems)


def _list_given(house: House, about: CaseShown, sent: Entries) -> GivenList | None:
    """The file of the list, where somebody has it at hand: from it comes the reference of the case that comes in.

    Raises:
        FaultyList: some of its cells are wrong, so it is not the list that was drawn from.
        Refused: ``bad-file``, ``too-large``.
    """
    file = sent.files.get("list")
    if file is None:
        return None
    content = file.file.read()
    asked = house.services.case_lists.population(about.inspection, about.drawn.population)
    table = table_of(content, asked, "The file", about.inspection.known.providers)
    return GivenList(sha256_hex(content), table)
