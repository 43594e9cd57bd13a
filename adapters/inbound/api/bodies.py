"""The bodies beside the provider to which reports go, for whoever keeps them or writes to them."""

from starlette.responses import Response

from activities.privacy.bodies import BodyShown
from adapters.inbound.api.asking import Asked, found
from adapters.inbound.api.shapes import Bodies, BodyReached
from adapters.inbound.today import today_in_london
from adapters.inbound.visiting.guarding import not_there
from domain.people.bodies import ChangeBody
from domain.people.roles import Role
from domain.privacy.boxes import ERASED, UNOPENED

__all__ = ["bodies"]


def bodies(asked: Asked) -> Response:
    """Every body, and how it is reached today; its address only for people who may be shown it."""
    visitor, house = asked.caller.visitor, asked.house
    shown = house.services.seeing.sees(visitor, "contact")
    keeps = visitor.role_for(ChangeBody.verb) is not None or visitor.has(Role.CHIEF_INSPECTOR)
    if not shown and not keeps:
        not_there()
    house.services.looking.note(visitor.id, "api bodies", [])
    every = house.services.bodies.all(today_in_london(house.services))
    return found(asked, Bodies(bodies=tuple(_reached(each, shown) for each in every)))


def _reached(each: BodyShown, shown: bool) -> BodyReached:
    address = None if each.email in ("", ERASED, UNOPENED) else each.email
    return BodyReached(
        body=each.body,
        title=each.title,
        reached=address is not None and not each.refused,
        email=address if shown else None,
        since=each.since,
        languages=each.languages,
        next_since=each.next_since,
        ended=each.ended,
    )
