"""What a year's programme has for a provider, for its contacts: its own lines of a draft, and once it is published.

While responses to a draft are taken, a contact responds here; nobody else's response is shown.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.commands.ids import response_of
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, add_checked, asked_by
from adapters.inbound.web.provider.room import Contact
from adapters.inbound.web.rendering import Pages
from domain.programme.year.notices import weeks_of
from domain.programme.year.published.answered import answered
from domain.programme.year.published.responses import RESPONSE, ReceiveResponse
from domain.programme.year.state import Programme, ProgrammeStage
from domain.programme.year.terms import Slot
from domain.refusals import Refused

__all__ = ["add_to"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A programme, as a contact of a provider that is in it sees it.

    Attributes:
        code: its code.
        title: what it is called.
        lines: the provider's inspections in it, each with the weeks of its fieldwork.
        published: whether it is published, and not a draft.
        until: until when responses to the draft are taken; None while none are.
        answered: what came of the consultation, once it is published.
    """

    code: str
    title: str
    lines: tuple[tuple[str, str], ...]
    published: bool
    until: date | None
    answered: str | None


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/planned``: what a contact's provider is to expect of the year, and the form by which they respond."""

    @app.get("/planned")
    def planned(request: Request, visitor: Contact) -> Response:
        return pages.page(request, "provider_planned.html", programmes=list(_planned(house, visitor)))

    add_checked(
        app,
        house,
        sessions,
        pages,
        "/planned/{code}/respond",
        lambda who, parts: _response(house, who, parts["code"]),
    )


def _planned(house: House, visitor: Visitor) -> Iterator[Planned]:
    for code, state in house.services.programme_record.programmes().items():
        slots = _slots(state)
        mine = tuple(each for each in slots if visitor.provider in each.providers)
        if not mine or state.closed:
            continue
        published = state.plan is not None
        yield Planned(
            code,
            state.known.title,
            tuple((each.inspection, weeks_of(each)) for each in mine),
            published,
            state.draft.closes_on if state.draft and _taken(state) else None,
            answered(state) if published else None,
        )


def _slots(state: Programme) -> tuple[Slot, ...]:
    """The published inspections, or those of the draft that is out; none of a plan that nobody has been shown."""
    if state.plan is not None:
        return state.plan.slots
    if state.draft is None or state.stage is not ProgrammeStage.CONSULTATION:
        return ()
    content = state.plans.get(state.draft.plan)
    return content.slots if content is not None else ()


def _taken(state: Programme) -> bool:
    return state.stage is ProgrammeStage.CONSULTATION and not state.consulted


def _response(house: House, visitor: Visitor, code: str) -> Asked:
    """A contact's own response. Its id follows from the form's, so that the same form is the same response."""
    state = house.services.programme_record.programmes().get(code)
    if state is None or not any(visitor.provider in each.providers for each in _slots(state)):
        not_there()
    if not _taken(state):
        raise Refused.because("responses-over", "Responses to this draft programme are not taken any more.")
    return asked_by(
        RESPONSE.rules[ReceiveResponse],
        ("Planned inspections", "/planned"),
        title="Respond to the draft programme",
        given={
            "programme": code,
            "received_on": today_in_london(house.services),
            "whom": f"A contact of {visitor.provider}",
        },
        left_out=("response",),
        flags={"confidential": "Do you say it in confidence?"},
        derived=lambda sent: {"response": response_of(sent.command_id)},
    )
