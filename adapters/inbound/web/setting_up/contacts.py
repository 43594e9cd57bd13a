"""Providers' contacts, to whom notices go and who hand in what is asked: found, added, changed, and no longer there."""

from collections.abc import Mapping

from fastapi import FastAPI, Request
from fastapi.responses import Response

from activities.privacy.reached import ContactShown
from adapters.inbound.commands.ids import drawn
from adapters.inbound.visiting.guarding import not_there
from adapters.inbound.visiting.house import House
from adapters.inbound.visiting.visitors import Visitor
from adapters.inbound.web.entry.sessions import Sessions
from adapters.inbound.web.forms.checked import Asked, add_checked, asked_by
from adapters.inbound.web.forms.forms import FieldShown
from adapters.inbound.web.forms.sending import Entries
from adapters.inbound.web.pages.paging import paged
from adapters.inbound.web.rendering import Pages
from adapters.inbound.web.setting_up import details
from adapters.inbound.web.setting_up.providers import AT as PROVIDERS
from adapters.inbound.web.setting_up.providers import ON_A_PAGE, every_provider, matching
from adapters.inbound.web.setting_up.seen import SETS_UP, SetsUp
from domain.decider import Rule
from domain.people.contacts import PERSON, ChangePerson, LeavePerson, RegisterPerson
from domain.streams import person_stream

__all__ = ["add_to"]

AT = "/setting-up/contacts"
_RULES: Mapping[str, Rule] = {each.verb: PERSON.rules[each] for each in (ChangePerson, LeavePerson)}
_KNOWN_AS = FieldShown(
    "known_as",
    "Id under which they sign in",
    "If they have signed in already, their home page shows it. One is drawn, if it is left out.",
    "line",
    False,
    says="person",
)


def add_to(app: FastAPI, house: House, sessions: Sessions, pages: Pages) -> None:
    """Add the contacts below ``/setting-up``: everybody's, and adding one to a provider."""
    add_checked(
        app,
        house,
        sessions,
        pages,
        f"{PROVIDERS}/{{provider}}/contacts/register",
        lambda who, at: _registered(house, who, at["provider"]),
    )
    add_checked(
        app,
        house,
        sessions,
        pages,
        f"{AT}/{{person}}/do/{{verb}}",
        lambda who, at: _of_contact(house, who, at["person"], at["verb"]),
    )

    @app.get(AT)
    def list_(request: Request, visitor: SetsUp, q: str = "", left: bool = False, page: int = 1) -> Response:
        titles = {code: each.title for code, each in every_provider(house).items()}
        shown = house.services.seeing.sees(visitor, "contact")
        house.services.looking.note(visitor.id, "person list", [])
        found = sorted(
            (each for each in _everybody(house) if left or not each.left),
            key=lambda each: (titles.get(each.provider, ""), each.name if shown else each.person),
        )
        return pages.page(
            request,
            "setting_up_contacts.html",
            q=q.strip(),
            left=left,
            shown=shown,
            titles=titles,
            part=paged(
                [each for each in found if matching(q, titles[each.provider], *_texts(each, shown))],
                page,
                ON_A_PAGE,
            ),
        )


def _everybody(house: House) -> tuple[ContactShown, ...]:
    return house.services.personal.contacts(house.services.store.streams(person_stream("")))


def _texts(contact: ContactShown, shown: bool) -> tuple[str, ...]:
    """What a contact is found by: nothing that may not be shown."""
    private = (contact.name, contact.email, contact.telephone or "") if shown else ()
    return (contact.provider, contact.person, *private)


def _registered(house: House, visitor: Visitor, provider: str) -> Asked:
    """Somebody becomes a provider's contact; their id is drawn, if they have not signed in yet."""
    found = every_provider(house).get(provider)
    if found is None or not visitor.has(*SETS_UP):
        not_there()
    return asked_by(
        PERSON.rules[RegisterPerson],
        (found.title, f"{PROVIDERS}/{provider}"),
        title=f"Add a contact of {found.title}",
        given={"provider": provider},
        left_out=("person", "details"),
        own=(*details.CONTACT, _KNOWN_AS),
        derived=lambda sent: {
            "person": person_stream(_known_as(sent)),
            "details": details.entered_details(sent, details.CONTACT),
        },
    )


def _known_as(sent: Entries) -> str:
    typed = sent.entered.get(_KNOWN_AS.name, "").strip()
    return typed.removeprefix(person_stream("")) or drawn(sent.command_id)


def _of_contact(house: House, visitor: Visitor, person: str, verb: str) -> Asked:
    """A command about a contact of a provider; what stands on the record is in the form, for whoever may see it."""
    rule = _RULES.get(verb)
    if rule is None or not person.startswith(person_stream("")) or not visitor.has(*SETS_UP):
        not_there()
    state = house.services.records.read([person])[person].state
    (known,) = house.services.personal.contacts([person]) or (None,)
    if known is None or known.left:
        not_there()
    title = every_provider(house)[known.provider].title
    back, given = (title, f"{PROVIDERS}/{known.provider}"), {"person": person}
    shown = house.services.seeing.sees(visitor, "contact")
    if shown:
        house.services.looking.note(visitor.id, "person list", [person])
    if rule.command is LeavePerson:
        whom = known.name if shown else "This person"
        return asked_by(rule, back, title=f"{whom} is a contact of {title} no more", given=given)
    held = details.Details(known, shown)
    return asked_by(
        rule,
        back,
        title="Change how a contact is reached",
        given=given,
        left_out=("details",),
        own=details.CONTACT,
        derived=lambda sent: {"details": details.entered_details(sent, details.CONTACT)},
        proposed=held.proposed,
        emptied=held.emptied,
        standing=rule.replaces(state, given),
        stood=held.lines,
        told=shown,
    )
