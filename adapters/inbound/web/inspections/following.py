"""A follow-up: what it looks at again, both results beside each other with small numbers hidden, the conclusions.

Before results are compared, a page says what will be put beside what; nobody names a case.
"""

from collections.abc import Mapping
from types import MappingProxyType

from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse, Response

from activities.follow_ups import follow_up_of, to_compare
from activities.viewing.rows import InspectionRow
from adapters.inbound.visiting.guarding import SignedIn, WorksHere, inspection_for, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.answering import new_command_id
from adapters.inbound.web.forms.forms import Problem, Sent
from adapters.inbound.web.forms.sending import attempt_command, read_sent
from adapters.inbound.web.rendering import Pages
from domain.cases.diversity.counting import SMALLEST_SHOWN
from domain.follow_ups.commands import CompareResults
from domain.follow_ups.state import FollowUp, FollowUpStage
from domain.inspections.kinds.protocol import Protocol
from domain.inspections.report.beside import ShownRow, shown_rows
from domain.inspections.state import Inspection

__all__ = ["add_to"]

PATH = "/inspections/{reference}/follow-up"

_DEEDS: Mapping[FollowUpStage | None, Mapping[str, str]] = MappingProxyType(
    {
        None: {"set-up-follow-up": "Lay down what is looked at again"},
        FollowUpStage.SET_UP: {
            "set-up-follow-up": "Lay down anew what is looked at again",
            "record-opening-figures": "Record the first figures, as they were published",
            "conclude-criterion": "Conclude on a criterion",
        },
        FollowUpStage.COMPARED: {
            "record-opening-figures": "Record the first figures, as they were published",
            "conclude-criterion": "Conclude on a criterion",
            "conclude-follow-up": "Conclude the follow-up as a whole",
        },
        FollowUpStage.CONCLUDED: {},
    }
)


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the pages."""
    _add_looking(app, house, pages)
    _add_comparing(app, house, sessions, pages)


def _followed(house: House, visitor: Visitor, reference: str) -> tuple[InspectionRow, Inspection, Protocol]:
    """A follow-up that is there for a visitor.

    Raises:
        HTTPException: 404: there is none, or not for them; or the inspection follows up nothing.
    """
    row, state = inspection_for(house, visitor, reference)
    protocol = house.services.library().protocol_with(state.known.protocol.digest)
    if protocol is None or protocol.follow_up is None:
        not_there()
    return row, state, protocol


def _add_looking(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get(PATH)
    def show(request: Request, reference: str, visitor: WorksHere) -> Response:
        row, state, protocol = _followed(house, visitor, reference)
        follow_up = follow_up_of(house.services.records, reference)
        may_compare = visitor.role_for(CompareResults.verb) is not None
        again = follow_up.read_again_since(state.cases)
        return pages.page(
            request,
            "inspection_follow_up.html",
            row=row,
            state=state,
            follow_up=follow_up,
            rows=_rows(follow_up),
            titles=_titles(house, state),
            lists={each.id: each.title for each in protocol.populations},
            compares=may_compare
            and follow_up.set_up is not None
            and (follow_up.stage is not FollowUpStage.CONCLUDED or again),
            read_again=again,
            few=SMALLEST_SHOWN,
            deeds=_deeds(visitor, follow_up),
        )


def _add_comparing(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    def page(
        request: Request, reference: str, visitor: Visitor, problems: tuple[Problem, ...] = ()
    ) -> Response:
        row, state, protocol = _followed(house, visitor, reference)
        if visitor.role_for(CompareResults.verb) is None:
            not_there()
        found = to_compare(house.services.records, reference)
        if found is None:
            return RedirectResponse(PATH.format(reference=reference), 303)
        return pages.page(
            request,
            "follow_up_comparing.html",
            422 if problems else 200,
            row=row,
            state=state,
            found=found,
            known=found.follow_up.known,
            lists={each.id: each.title for each in protocol.populations},
            titles=_titles(house, state),
            role=visitor.role_for(CompareResults.verb),
            problems=problems,
            command_id=new_command_id(),
        )

    @app.get(f"{PATH}/compare")
    def ask(request: Request, reference: str, visitor: SignedIn) -> Response:
        return page(request, reference, visitor)

    @app.post(f"{PATH}/compare")
    def do(request: Request, reference: str, visitor: SignedIn, sent: Sent) -> Response:
        _followed(house, visitor, reference)
        if visitor.role_for(CompareResults.verb) is None:
            not_there()
        entries = read_sent(sessions, request, sent)
        found = to_compare(house.services.records, reference)
        if found is None:
            return RedirectResponse(PATH.format(reference=reference), 303)
        tried = attempt_command(house, visitor, found.command, entries)
        if tried.done is None or tried.problems:
            return page(request, reference, visitor, tried.problems)
        response = RedirectResponse(PATH.format(reference=reference), 303)
        sessions.tell(response, tried.done.said)
        return response


def _deeds(visitor: Visitor, follow_up: FollowUp) -> dict[str, str]:
    """What somebody can do in a follow-up as it stands."""
    return {
        verb: text
        for verb, text in _DEEDS[follow_up.stage].items()
        if visitor.role_for(verb) and (verb != "record-opening-figures" or not _on_record(follow_up))
    }


def _on_record(follow_up: FollowUp) -> bool:
    return follow_up.set_up is not None and follow_up.set_up.follows is not None


def _rows(follow_up: FollowUp) -> tuple[ShownRow, ...]:
    """What was compared, as it would be published; nothing before."""
    if follow_up.compared is None:
        return ()
    known = follow_up.known
    whole = (*known.not_rescored, *known.standards)
    return shown_rows(follow_up.compared.rows, whole, [each.id for each in known.periods])


def _titles(house: House, state: Inspection) -> dict[str, str]:
    """The titles of criteria and standards, and the key questions, by their numbers."""
    library = house.services.library()
    scheme, framework = library.scheme_of(state.known.scheme), library.framework_of(state.known.framework)
    titles = {each.id: each.title for each in scheme.standards} if scheme else {}
    shown = library.framework_as_shown(framework) if framework else None
    for standard in shown.standards() if shown else ():
        titles |= {standard.number: standard.title}
        titles |= {each.number: each.text for each in standard.key_questions}
    return titles
