"""Interests: everybody's, for those who set an installation up; and one's own, for everybody on the staff record."""

from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import SignedIn, not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, add_checked
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up.people import asked_of_staff, everybody
from adapters.inbound.web.setting_up.seen import SetsUp
from adapters.inbound.web.staffed import names_of
from domain.people.staff.commands import DeclareInterest, EndInterest
from domain.people.staff.decider import STAFF
from domain.people.staff.terms import INTERESTS

__all__ = ["add_to"]

_OWN = {each.verb: STAFF.rules[each] for each in (DeclareInterest, EndInterest)}


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add ``/setting-up/interests`` and ``/interests``: everybody's, and one's own."""
    add_checked(app, house, sessions, pages, "/interests/do/{verb}", lambda who, at: _own(house, who, at))

    @app.get("/setting-up/interests")
    def all_(request: Request, visitor: SetsUp) -> Response:
        people = {who: each for who, each in everybody(house).items() if each.here}
        house.services.looking.note(visitor.id, "people list", [])
        return pages.page(
            request,
            "setting_up_interests.html",
            people=people,
            names=names_of(house, visitor, list(people)),
            interests=INTERESTS,
            barring={
                who: {each.interest for each in one.barring(today_in_london(house.services))}
                for who, one in people.items()
            },
        )

    @app.get("/interests")
    def own(request: Request, visitor: SignedIn) -> Response:
        person = everybody(house).get(visitor.id)
        if person is None or not person.here:
            not_there()
        barring = {each.interest for each in person.barring(today_in_london(house.services))}
        return pages.page(request, "interests.html", person=person, interests=INTERESTS, barring=barring)


def _own(house: House, visitor: Visitor, parts: Mapping[str, Any]) -> Asked:
    rule, person = _OWN.get(parts["verb"]), everybody(house).get(visitor.id)
    if rule is None or person is None or not person.here:
        not_there()
    return asked_of_staff(house, visitor, visitor.id, person, rule, ("Your interests", "/interests"))
