"""Who looks at a page, and in which roles: from the session, and from the staff record as it stands today."""

import secrets
import time
from dataclasses import dataclass

from activities.commanding.desk import Order
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.house import House
from domain.given import Actor
from domain.messages import Command
from domain.people.authority import AUTHORITY, SEES_INSPECTIONS
from domain.people.roles import Role
from domain.people.roll import ROLL_STREAM, Roll
from domain.people.staff.state import Staff
from domain.refusals import Refused
from domain.streams import person_stream, staff_stream

__all__ = ["EXAMPLE", "Session", "Visitor", "visitor_of"]

EXAMPLE = "example"
"""How an example person is known: by their own word."""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who signed in.

    Attributes:
        key: drawn for this session alone.
        person: under which id they act.
        roles: which roles an example person has; the staff record, where there is one, says it for everybody else.
        known_as: what they are called on a page.
        authenticated_by: how we came to believe who they are.
        since: when they signed in, in seconds since 1970.
    """

    key: str
    person: str
    roles: tuple[str, ...]
    known_as: str
    authenticated_by: str
    since: float

    @classmethod
    def begun(cls, person: str, roles: tuple[str, ...], known_as: str, authenticated_by: str) -> "Session":
        """One that begins now."""
        return cls(secrets.token_hex(16), person, roles, known_as, authenticated_by, time.time())


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who is signed in.

    Attributes:
        id: under which they act.
        roles: those that are theirs today, in the order in which roles are listed; their own before a deputy's.
        authenticated_by: how we came to believe who they are.
        known_as: what they are called on a page.
        provider: whose contact they are; None for everybody else.
    """

    id: str
    roles: tuple[Role, ...]
    authenticated_by: str
    known_as: str
    provider: str | None = None

    def has(self, *roles: Role) -> bool:
        """Whether one of some roles is theirs."""
        return any(each in roles for each in self.roles)

    @property
    def inspects(self) -> bool:
        """Whether they work on inspections."""
        return any(each in SEES_INSPECTIONS for each in self.roles)

    @property
    def is_system(self) -> bool:
        """Whether this is another system, which acts by its own token and has an interest in nobody."""
        return self.id.startswith("token-")

    def role_for(self, verb: str) -> Role | None:
        """In which of their roles they give a command; None where none of them may."""
        allowed = AUTHORITY.get(verb, frozenset())
        return next((each for each in self.roles if each in allowed), None)

    def order(self, command: Command, command_id: str, *, instead_of: str | None = None) -> Order:
        """A command of theirs, as it is put on the desk.

        Args:
            command: what is asked for.
            command_id: its id.
            instead_of: the mark of what they saw stand where it writes; None if they do not mind.

        Raises:
            Refused: ``not-authorised``: none of their roles may give it.
        """
        role = self.role_for(command.verb)
        if role is None:
            raise Refused.because("not-authorised", "None of the roles that you hold today may do this.")
        return Order(command_id, command, Actor(self.id, role, self.authenticated_by), instead_of=instead_of)


def visitor_of(house: House, session: Session) -> Visitor:
    """Who somebody is today: a role that was taken away since they signed in is theirs no more.

    Whoever chose who they are has no role any more, once there is a staff record.
    """
    if session.authenticated_by == EXAMPLE and not house.takes_anybody:
        return Visitor(session.person, (), session.authenticated_by, session.known_as)
    if session.person.startswith("person-"):
        return _contact(house, session, session.person)
    records = house.services.records
    stream = staff_stream(session.person)
    seen = records.read([ROLL_STREAM, stream])
    roll: Roll = seen[ROLL_STREAM].state
    staff: Staff = seen[stream].state
    if session.authenticated_by == "open-id" and staff.registered is None:
        # Whoever signs in is known by one id; as a provider's contact it stands on the record under this name.
        return _contact(house, session, person_stream(session.person))
    roles = tuple(Role(each) for each in session.roles)
    if roll.begun:
        today = today_in_london(house.services)
        held = staff.roles_on(today) if staff.here else ()
        acting = tuple(
            each for each in Role if each not in held and staff.here and staff.deputises(each, today)
        )
        roles = (*held, *acting)
    return Visitor(session.person, roles, session.authenticated_by, session.known_as)


def _contact(house: House, session: Session, stream: str) -> Visitor:
    person = house.services.records.read([stream])[stream].state
    here = person.provider is not None and not person.left
    return Visitor(
        stream if here else session.person,
        (Role.PROVIDER_CONTACT,) if here else (),
        session.authenticated_by,
        session.known_as,
        person.provider if here else None,
    )
