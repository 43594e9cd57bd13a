"""People: who is on the staff record, in which roles; deputies, leave, training and interests; and what roles need."""

from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.responses import Response

from adapters.inbound.commands.ids import drawn
from adapters.inbound.shown.words import words
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, Table, add_checked, asked_by
from adapters.inbound.web.forms.forms import Choices, FieldShown
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up import details
from adapters.inbound.web.setting_up.seen import SETS_UP, SetsUp
from adapters.inbound.web.staffed import called, names_of, reached
from domain.decider import Rule
from domain.people.roles import Role
from domain.people.roll import ROLL, ROLL_STREAM, BeginRoll, Roll
from domain.people.staff.commands import ChangeStaff, RegisterStaff
from domain.people.staff.decider import STAFF
from domain.people.staff.state import Staff
from domain.people.staff.terms import ENGAGEMENTS, INTERESTS, can_be_on_staff
from domain.replacing import Standing
from domain.streams import code_in, staff_stream

__all__ = ["add_to"]

AT = "/setting-up/people"
_RULES: Mapping[str, Rule] = {each.command.verb: each for each in STAFF.rules.values()}
_ROLL: Mapping[str, Rule] = {each.command.verb: each for each in ROLL.rules.values()}
_NOT_HERE = frozenset({"register-staff", "open-calendar", "close-calendar"})
"""What is done of somebody who is on the record, and not on the page of calendars, leaves these out."""


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the staff record below ``/setting-up``: everybody, and a page for each."""
    add_checked(app, house, sessions, pages, f"{AT}/register", lambda who, _: _registered(house, who))
    add_checked(
        app, house, sessions, pages, f"{AT}/rules/{{verb}}", lambda who, at: _of_roll(house, who, at["verb"])
    )
    add_checked(
        app,
        house,
        sessions,
        pages,
        f"{AT}/{{staff}}/do/{{verb}}",
        lambda who, at: _of_staff(house, who, at["staff"], at["verb"]),
    )
    _add_looking(app, house, pages)


def everybody(house: House) -> Mapping[str, Staff]:
    """Whoever is on the staff record, or was, by their id."""
    return {
        code_in(stream, staff_stream): each
        for stream, each in house.services.records.every("staff", Staff).items()
        if each.registered is not None
    }


def _roll(house: House) -> Roll:
    roll: Roll = house.services.records.read([ROLL_STREAM])[ROLL_STREAM].state
    return roll


def _add_looking(app: FastAPI, house: House, pages: Pages) -> None:
    @app.get(AT)
    def list_(request: Request, visitor: SetsUp, left: bool = False) -> Response:
        found = {who: each for who, each in everybody(house).items() if left or each.here}
        house.services.looking.note(visitor.id, "people list", [])
        roll = _roll(house)
        return pages.page(
            request,
            "setting_up_people.html",
            people=found,
            names=names_of(house, visitor, list(found)),
            left=left,
            today=today_in_london(house.services),
            roll=roll,
            begins=visitor.role_for(BeginRoll.verb) is not None and can_be_on_staff(visitor.id),
            training=Table(
                "What roles need",
                ("Role", "Course", "Good for"),
                [
                    (words(role).capitalize(), course, f"{months} months" if months else "Ever")
                    for (role, course), months in roll.required.items()
                ],
            ),
        )

    @app.get(f"{AT}/{{staff}}")
    def one(request: Request, staff: str, visitor: SetsUp) -> Response:
        person = everybody(house).get(staff)
        if person is None:
            not_there()
        house.services.looking.note(visitor.id, "people show", [staff])
        known, shown = reached(house, visitor, staff)
        return pages.page(
            request,
            "setting_up_person.html",
            staff=staff,
            person=person,
            name=known.name if shown else "",
            address=(known.email if shown else "On the record")
            if known.email
            else "None: no notice goes to them",
            today=today_in_london(house.services),
            interests=INTERESTS,
            at=f"{AT}/{staff}",
        )


def _registered(house: House, visitor: Visitor) -> Asked:
    """Somebody is put on the record; their id is drawn, if none is given."""
    if not visitor.has(*SETS_UP) or not _roll(house).begun:
        not_there()
    return asked_by(
        _RULES[RegisterStaff.verb],
        ("People", AT),
        left_out=("staff", "details"),
        own=(
            *details.STAFF,
            FieldShown(
                "known_as",
                "Id under which they act",
                "That of the sign-in page, such as os-1001. One is drawn, if it is left out.",
                "line",
                False,
                says="staff",
            ),
        ),
        derived=lambda sent: {
            "staff": sent.entered.get("known_as", "").strip() or drawn(sent.command_id),
            "details": details.entered_details(sent, details.STAFF),
        },
    )


def _of_roll(house: House, visitor: Visitor, verb: str) -> Asked:
    """What roles need, how long an interest outlasts its end, and beginning the record with oneself."""
    rule = _ROLL.get(verb)
    if rule is None or not visitor.has(*SETS_UP):
        not_there()
    back = ("People", AT)
    if rule.command is BeginRoll:
        if not can_be_on_staff(visitor.id):
            not_there()
        own = {"staff": visitor.id}
        return asked_by(
            rule,
            back,
            given=own,
            left_out=("details",),
            own=details.STAFF,
            derived=lambda sent: {"details": details.entered_details(sent, details.STAFF)},
        )
    required = dict.fromkeys(course for _, course in _roll(house).required)
    choices = {"held": _roles()}
    if verb == "drop-training" and required:
        choices["course"] = tuple((each, each) for each in required)
    return asked_by(rule, back, choices=choices)


def _roles(*roles: Role) -> tuple[tuple[str, str], ...]:
    return tuple(
        (each.value, words(each).capitalize()) for each in (roles or Role) if each is not Role.MACHINERY
    )


def _vacant(title: str) -> str:
    return f"The vacant post of {title.lower()}"


def _of_staff(house: House, visitor: Visitor, staff: str, verb: str) -> Asked:
    """A command about somebody on the staff."""
    rule = _RULES.get(verb)
    person = everybody(house).get(staff)
    if rule is None or verb in _NOT_HERE or person is None or not visitor.has(*SETS_UP):
        not_there()
    back = (called(house, visitor, [staff])[staff], f"{AT}/{staff}")
    if rule.command is ChangeStaff:
        return _changed(house, visitor, staff, rule, back, rule.replaces(person, {}))
    return asked_of_staff(house, visitor, staff, person, rule, back)


def _changed(
    house: House, visitor: Visitor, staff: str, rule: Rule, back: tuple[str, str], standing: Standing
) -> Asked:
    """Somebody is called or reached otherwise; what stands on the record is in the form, for whoever may see it.

    What stands was looked up before its words are, so that what is said in between is not taken for seen.
    """
    house.services.looking.note(visitor.id, "people show", [staff])
    known = details.Details(*reached(house, visitor, staff))
    return asked_by(
        rule,
        back,
        given={"staff": staff},
        left_out=("details",),
        own=details.STAFF,
        derived=lambda sent: {"details": details.entered_details(sent, details.STAFF)},
        proposed=known.proposed,
        emptied=known.emptied,
        standing=standing,
        stood=known.lines,
        told=known.shown,
    )


def asked_of_staff(
    house: House, visitor: Visitor, staff: str, person: Staff, rule: Rule, back: tuple[str, str]
) -> Asked:
    """A command about somebody on the staff, with what there is to choose from.

    Args:
        house: the installation.
        visitor: who gives it.
        staff: who.
        person: as the record has them.
        rule: the command's rule.
        back: where one comes back to.
    """
    found = _choices(house, visitor, staff, person, rule.command.verb)
    choices = {name: each for name, each in found.items() if each}
    return asked_by(rule, back, given={"staff": staff}, choices=choices)


def _choices(house: House, visitor: Visitor, staff: str, person: Staff, verb: str) -> Choices:
    views = house.services.views.catch_up()
    others = called(
        house, visitor, (who for who, one in everybody(house).items() if one.here and who != staff)
    )
    held: Sequence[Role] = ()
    if person.registered is not None:
        held = sorted(ENGAGEMENTS[person.registered.engagement].roles, key=list(Role).index)
    places: Sequence[tuple[str, str]] = sorted(others.items(), key=lambda each: each[1].casefold())
    if verb == "end-role":
        held = tuple(dict.fromkeys(each.role for each in person.roles))
    if verb == "end-deputy":
        held = tuple(dict.fromkeys(each.role for each in person.deputies))
        standing_for = called(house, visitor, (each.place_of for each in person.deputies))
        posts = {role: _vacant(title) for role, title in _roles()}
        places = [(each, posts.get(each, name)) for each, name in standing_for.items()]
    if verb == "name-deputy":
        places = [*places, *((role, _vacant(title)) for role, title in _roles())]
    courses = {course for _, course in _roll(house).required} | set(person.training)
    return {
        "held": _roles(*held) if held else (),
        "place_of": places,
        "interest": ()
        if verb == "declare-interest"
        else [(code, f"{code}: {INTERESTS[each.kind].meaning}") for code, each in person.interests.items()],
        "kind": [(kind, f"{words(kind).capitalize()}: {each.meaning}") for kind, each in INTERESTS.items()],
        "provider": [(each.provider, f"{each.title} ({each.provider})") for each in views.providers()],
        "inspection": [
            (each.reference, f"{each.provider_name} ({each.reference})") for each in views.inspections()
        ],
        "course": [(each, each) for each in sorted(courses)] if courses and verb == "record-training" else (),
    }
