"""Whether whoever acted had been given the role in which they did: since when and by whom, as the record said by then.

The staff record says it of the staff, a contact's own stream of a provider's contact, and a token's of a system. Where
there is no staff record nobody was held to it, so that none says so is no fault; but it is said.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from domain.auditing.warrants import role_in
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.people.contacts import PersonLeft, PersonRegistered
from domain.people.roles import Role
from domain.people.staff.events import DeputyNamed, RoleGiven
from domain.people.staff.state import Staff, evolve
from domain.people.tokens import TokenIssued, TokenRevoked
from domain.streams import staff_stream
from domain.working_days import in_words

__all__ = ["RoleHeld", "held", "where_held"]


@dataclass(frozen=True, slots=True)
class RoleHeld:
    """What the record said by then of the role in which somebody acted.

    Attributes:
        holds: whether they had been given it; None where nothing on the record says so or otherwise.
        since: its first day.
        until: its last day, as far as one was set by then.
        given_by: who gave it, opaque.
        words: all of it in words.
    """

    holds: bool | None
    words: str
    since: date | None = None
    until: date | None = None
    given_by: str | None = None


def where_held(actor: str) -> str:
    """The stream that says who an actor is: a contact's, a token's, or that of somebody on the staff."""
    return actor if actor.startswith(("person-", "token-")) else staff_stream(actor)


def held(actor: str, acting_role: str, day: date, by_then: Sequence[Envelope[Event]]) -> RoleHeld:
    """What the record said of the role in which somebody acted.

    Args:
        actor: who, opaque.
        acting_role: the role as it stands on the record; a deputy's says in whose place.
        day: the day on which they acted, in London.
        by_then: what had been recorded about them before they acted, in order.
    """
    role, place_of = role_in(acting_role)
    if role == Role.MACHINERY:
        return RoleHeld(None, "done by Assay itself")
    if actor.startswith("person-"):
        return _contact(actor, by_then)
    if actor.startswith("token-"):
        return _system(actor, role, day, by_then)
    if not by_then:
        return RoleHeld(None, f"no staff record says that {actor} held the role {role}")
    return _staff(actor, role, place_of, day, by_then)


def _contact(actor: str, by_then: Sequence[Envelope[Event]]) -> RoleHeld:
    registered = next((each for each in by_then if isinstance(each.data, PersonRegistered)), None)
    if registered is None:
        return RoleHeld(None, f"nothing says that {actor} was a contact of a provider")
    event = registered.data
    assert isinstance(event, PersonRegistered)
    since = registered.occurred_at.date()
    words = f"a contact of {event.provider} since {in_words(since)}, registered by {registered.actor}"
    if any(isinstance(each.data, PersonLeft) for each in by_then):
        return RoleHeld(False, f"{words}, who had left", since, given_by=registered.actor)
    return RoleHeld(True, words, since, given_by=registered.actor)


def _system(actor: str, role: str, day: date, by_then: Sequence[Envelope[Event]]) -> RoleHeld:
    issued = next((each for each in by_then if isinstance(each.data, TokenIssued)), None)
    if issued is None:
        return RoleHeld(None, f"nothing says that {actor} was issued")
    event = issued.data
    assert isinstance(event, TokenIssued)
    since = issued.occurred_at.date()
    good = role in event.roles and day <= event.until
    good = good and not any(isinstance(each.data, TokenRevoked) for each in by_then)
    words = (
        f"a token for {', '.join(event.roles)}, issued by {issued.actor} on {in_words(since)}, "
        f"good until {in_words(event.until)}"
    )
    return RoleHeld(good, words if good else f"not good for that: {words}", since, event.until, issued.actor)


def _staff(
    actor: str, role: str, place_of: str | None, day: date, by_then: Sequence[Envelope[Event]]
) -> RoleHeld:
    staff = Staff()
    givers: dict[tuple[str, str | None, date], str] = {}
    for each in by_then:
        staff = evolve(staff, each.data)  # type: ignore[arg-type]  # the events of a stream of the staff
        if isinstance(each.data, RoleGiven | DeputyNamed):
            givers[each.data.role, getattr(each.data, "place_of", None), each.data.since] = each.actor
    given: Sequence[RoleGiven | DeputyNamed] = staff.roles
    if place_of is not None:
        given = [each for each in staff.deputies if each.place_of == place_of]
    now = next(
        (
            each
            for each in given
            if each.role == role and each.since <= day and (each.until is None or day <= each.until)
        ),
        None,
    )
    if now is None:
        what = f"was the deputy of {place_of}" if place_of else f"held the role {role}"
        return RoleHeld(False, f"the staff record did not say by then that {actor} {what} on {in_words(day)}")
    by = givers[role, place_of, now.since]
    until = f" until {in_words(now.until)}" if now.until else ""
    held_as = f"deputy of {place_of} as {role}" if place_of else role
    return RoleHeld(
        True, f"{held_as} since {in_words(now.since)}{until}, given by {by}", now.since, now.until, by
    )
