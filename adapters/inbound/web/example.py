"""Whom one can be on an installation that knows nobody: everybody who has acted there, in the roles in which they did.

With a staff record one can be anybody on it instead, so that its rules can be tried, where a setting leaves that open
(``ASSAY_PAGES_EXAMPLE_SIGN_IN``).
"""

import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from weakref import WeakKeyDictionary

from adapters.inbound.services import Services
from adapters.inbound.visiting.house import ExamplePerson
from adapters.inbound.web.staffed import roles_today
from domain.ledger.envelope import open_envelope
from domain.people.contacts import Person
from domain.people.roles import Role
from domain.streams import code_in, staff_stream

__all__ = ["example_people"]

LOOKED_AGAIN_AFTER_SECONDS = 60.0

_ORDER = {role.value: place for place, role in enumerate(Role)}
_IN_WORDS = re.compile("[a-z]{2,}(-[a-z]+)+")
"""An id that says something, such as ``inspector-g``."""
_STAND_INS = {
    Role.OPERATIONS_MANAGER: "0" * 31 + "1",
    Role.AUDITOR: "0" * 31 + "2",
    Role.DATA_PROTECTION_OFFICER: "0" * 31 + "3",
    Role.QUALITY_LEAD: "0" * 31 + "4",
}
"""Somebody in each role that everybody needs to begin with, where nobody has acted in it yet."""


class _Followed:
    """Who has acted in inspections, followed along the record: what was read is not read again."""

    def __init__(self) -> None:
        self.acted: dict[str, set[str]] = {}
        self._position = 0

    def go_on(self, services: Services) -> None:
        """Read what has been recorded since."""
        while some := services.store.scan(self._position):
            for each in some:
                envelope = open_envelope(each.body)
                if envelope["correlation_id"].startswith("inspection-"):
                    role = envelope["acting_role"].partition(" ")[0]
                    self.acted.setdefault(envelope["actor"], set()).add(role)
            self._position = some[-1].position


_FOLLOWED: WeakKeyDictionary[Services, _Followed] = WeakKeyDictionary()


def example_people(services: Services) -> Callable[[], Sequence[ExamplePerson]]:
    """Who can be chosen, looked up anew once a minute."""
    kept: list[tuple[float, Sequence[ExamplePerson]]] = []

    looking = threading.Lock()  # many who come at once wait for one look, and do not each take their own

    def people() -> Sequence[ExamplePerson]:
        with looking:
            if not kept or time.monotonic() - kept[0][0] > LOOKED_AGAIN_AFTER_SECONDS:
                kept[:] = [(time.monotonic(), _people(services))]
            return kept[0][1]

    return people


def _people(services: Services) -> Sequence[ExamplePerson]:
    contacts = _contacts(services)
    staff = {who: {role.value for role in roles} for who, roles in roles_today(services)}
    named = services.personal.names([staff_stream(who) for who in staff])
    names = {code_in(stream, staff_stream): name for stream, name in named.items()}
    known = staff or _who_acted(services)
    known |= {person: {Role.PROVIDER_CONTACT.value} for person in contacts}
    people = (
        ExamplePerson(
            who,
            tuple(sorted(roles, key=_ORDER.__getitem__)),
            contacts.get(who) or names.get(who) or _known_for(who),
        )
        for who, roles in known.items()
    )
    return tuple(sorted(people, key=lambda each: ([_ORDER[role] for role in each.roles], each.id)))


def _who_acted(services: Services) -> dict[str, set[str]]:
    """Everybody who has acted, in the roles in which they did, and somebody new in each role that is needed first."""
    followed = _FOLLOWED.setdefault(services, _Followed())
    followed.go_on(services)
    acted = {who: set(roles) for who, roles in followed.acted.items() if who != "assay"}
    # Whoever acted for a provider is known as its contact by the record, or not at all.
    acted = {who: roles for who, roles in acted.items() if roles != {Role.PROVIDER_CONTACT.value}}
    known = {role for roles in acted.values() for role in roles}
    for role, who in _STAND_INS.items():
        if role.value not in known:
            acted[who] = {role.value}
    return acted


def _contacts(services: Services) -> Mapping[str, str]:
    """The contacts of providers, with whose they are."""
    titles = {each.provider: each.title for each in services.views.catch_up().providers()}
    here = {
        stream: each.provider
        for stream, each in services.records.every("person", Person).items()
        if each.provider is not None and not each.left
    }
    return {stream: f"Contact of {titles.get(provider, provider)}" for stream, provider in here.items()}


def _known_for(who: str) -> str:
    """What somebody is called whose name is on no record: what their id says, if it says anything."""
    for role, stand_in in _STAND_INS.items():
        if who == stand_in:
            return f"A new {role.value.replace('-', ' ')}"
    if not _IN_WORDS.fullmatch(who):
        return who
    first, *others = who.split("-")
    return " ".join((first.upper() if len(first) == 2 else first.capitalize(), *map(_lettered, others)))


def _lettered(word: str) -> str:
    return word.upper() if len(word) == 1 else word
