"""The bodies beside the provider to which reports go: where each is reached; added, changed and ended here."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, add_checked, asked_by
from adapters.inbound.web.forms.forms import FieldShown
from adapters.inbound.web.forms.sending import Entries
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up.seen import SETS_UP, SetsUp
from adapters.inbound.web.setting_up.writing import WRITTEN_IN, written_in
from domain.decider import Rule
from domain.people.bodies import ChangeBody, CloseCopies, EndBody, RegisterBody
from domain.people.body_rules import MAILBOX
from domain.people.body_state import Body
from domain.privacy.boxes import ERASED, UNOPENED
from domain.replacing import Standing
from domain.streams import mailbox_stream

__all__ = ["add_to"]

AT = "/setting-up/bodies"
_BACK = ("Bodies", AT)
_RULES: Mapping[str, Rule] = {each.verb: MAILBOX.rules[each] for each in (ChangeBody, EndBody, CloseCopies)}
_EMAIL = FieldShown(
    "address", "Address to which notices go", "Most often a shared mailbox.", "line", True, says="email"
)
_OTHER_EMAIL = replace(
    _EMAIL,
    hint="Left empty, it stays as it is. Once it is another one, copies under embargo that were sent to it are closed.",
    required=False,
)


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the bodies below ``/setting-up``."""
    add_checked(app, house, sessions, pages, f"{AT}/register", lambda who, _: _registered(who))
    add_checked(
        app,
        house,
        sessions,
        pages,
        f"{AT}/{{body}}/do/{{verb}}",
        lambda who, at: _of_body(house, who, at["body"], at["verb"]),
    )

    @app.get(AT)
    def list_(request: Request, visitor: SetsUp) -> Response:
        shown = house.services.seeing.sees(visitor, "contact")
        if shown:
            house.services.looking.note(visitor.id, "people bodies", [])
        return pages.page(
            request,
            "setting_up_bodies.html",
            bodies=house.services.bodies.all(today_in_london(house.services)),
            copies=house.services.embargoed.open(_known(house)),
            addresses=shown,
        )


def _known(house: House) -> Mapping[str, Body]:
    """The bodies that were ever registered, by code."""
    found = house.services.records.every("mailbox", Body)
    return {stream.removeprefix(mailbox_stream("")): each for stream, each in found.items()}


def _registered(visitor: Visitor) -> Asked:
    if not visitor.has(*SETS_UP):
        not_there()
    return asked_by(
        MAILBOX.rules[RegisterBody],
        _BACK,
        left_out=("email", "languages"),
        own=(_EMAIL, WRITTEN_IN),
        derived=lambda sent: {"email": _address(sent), "languages": written_in(sent)},
    )


def _of_body(house: House, visitor: Visitor, body: str, verb: str) -> Asked:
    """A command about a body that is registered."""
    rule, stream = _RULES.get(verb), mailbox_stream(body)
    state: Body = house.services.records.read([stream])[stream].state
    if rule is None or not state.title or not visitor.has(*SETS_UP):
        not_there()
    if verb == ChangeBody.verb:
        return _changed(house, visitor, rule, body, rule.replaces(state, {}))
    read = house.services.embargoed.open({body: state})[body] if verb == CloseCopies.verb else ()
    choices = {"inspection": [(each, each) for each in read]} if verb == CloseCopies.verb else {}
    return asked_by(rule, _BACK, given={"body": body}, choices=choices)


def _changed(house: House, visitor: Visitor, rule: Rule, body: str, standing: Standing) -> Asked:
    """A body is reached elsewhere, or written to in other languages: an address that stays is no change of it.

    What stands was looked up before its words are, so that what is said in between is not taken for seen.
    """
    shown = next(
        each for each in house.services.bodies.all(today_in_london(house.services)) if each.body == body
    )
    stands = (
        shown.email
        if house.services.seeing.sees(visitor, "contact") and shown.email not in (ERASED, UNOPENED)
        else ""
    )
    if stands:
        house.services.looking.note(visitor.id, "people bodies", [])

    def reached(sent: Entries) -> Mapping[str, Any]:
        address = _address(sent)
        return {"email": None if address in ("", stands) else address, "languages": written_in(sent)}

    return asked_by(
        rule,
        _BACK,
        given={"body": body},
        left_out=("email", "languages"),
        own=(_OTHER_EMAIL, WRITTEN_IN),
        derived=reached,
        proposed={"address": stands, WRITTEN_IN.name: " ".join(shown.languages)},
        emptied={"address": "As it is"},
        standing=standing,
        stood=(
            *(((_EMAIL.label, (stands,)),) if stands else ()),
            (WRITTEN_IN.label, (dict(WRITTEN_IN.choices).get(" ".join(shown.languages), ""),)),
        ),
    )


def _address(sent: Entries) -> str:
    return sent.entered.get(_EMAIL.name, "").strip()
