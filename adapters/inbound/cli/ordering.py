"""Giving a command: who gives it, in which role, under which id; and saying what came of it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import uuid4

import typer

from activities.commanding.desk import Accepted, Declined, Order, Outcome
from adapters.inbound.acting import my_id
from adapters.inbound.cli.terminal.statuses import REFUSED
from adapters.inbound.services import SUMMONED, Services
from adapters.inbound.speaking import complain, say, say_json
from adapters.inbound.today import today_in_london
from domain.given import Actor
from domain.messages import Command, Event
from domain.people.authority import AUTHORITY
from domain.people.roles import Role
from domain.people.staff.state import Staff
from domain.refusals import Refusal, Refused
from domain.storyline.once import told_once
from domain.storyline.telling import sentence
from domain.streams import staff_stream

__all__ = [
    "AsRole",
    "Circumstances",
    "CommandId",
    "IfVersion",
    "give",
    "one_of",
    "role_for",
    "roles_for",
    "tell_outcome",
]

AsRole = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="In which role you act; the first that may, if not given."),
]
CommandId = Annotated[
    str | None,
    typer.Option(
        "--command-id",
        metavar="ID",
        help="An id of your own: given again with the same content, it is done once.",
    ),
]
IfVersion = Annotated[
    int | None,
    typer.Option(
        "--if-version", metavar="N", min=0, help="Refuse if the stream has moved past this version."
    ),
]

_COMMAND_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9:._-]{0,99}")
"""No slash: the machinery's own ids have one, so nobody can use one up by accident."""


class Circumstances:
    """How a command is given, apart from what it says."""

    def __init__(self, role: str | None, command_id: str | None, version: int | None, as_json: bool) -> None:
        """Check what was typed.

        Raises:
            Refused: ``bad-value`` for an id that cannot be one.
        """
        if command_id is not None and not _COMMAND_ID.fullmatch(command_id):
            raise Refused.because(
                "bad-value",
                "--command-id must be up to 100 letters, digits, colons, dots, underscores and hyphens.",
            )
        self.role = role
        self.command_id = command_id or f"cli-{uuid4()}"
        self.version = version
        self.as_json = as_json

    def order(self, command: Command, *, suffix: str = "") -> Order:
        """The command as it is put on the desk."""
        return Order(
            command_id=self.command_id + suffix,
            command=command,
            actor=Actor(my_id(), role_for(self.role, command.verb), "operating-system"),
            meant_for=self.version,
        )


def roles_for(verb: str) -> tuple[Role, ...]:
    """The roles that may give a command, in the order in which roles are listed."""
    allowed = AUTHORITY.get(verb, frozenset())
    return tuple(role for role in Role if role in allowed)


def role_for(named: str | None, verb: str) -> Role:
    """The role in which a command is given: the one that was named, else the first that may give it.

    Raises:
        Refused: ``unknown-role``, or ``not-authorised`` for Assay's own.
    """
    if named is None:
        return _first_held(roles_for(verb))
    if named == Role.MACHINERY:
        raise Refused.because("not-authorised", "Nobody acts as the machinery but Assay itself.")
    return Role(one_of(named, [role for role in Role if role is not Role.MACHINERY], "role"))


def _first_held(allowed: Sequence[Role]) -> Role:
    """The first of some roles that the staff record gives whoever acts; the first of all where it gives them none."""
    summon = SUMMONED.get()
    if summon is None or len(allowed) == 1:
        return allowed[0]
    services = summon()
    if services.caller is not None:
        return next((role for role in allowed if role in services.caller.roles), allowed[0])
    staff: Staff = services.records.read([staff_stream(my_id())])[staff_stream(my_id())].state
    today = today_in_london(services)
    held = (role for role in allowed if staff.holds(role, today) or staff.deputises(role, today))
    return next(held, allowed[0])


def one_of(typed: str, known: Sequence[str], what: str) -> str:
    """A word that must be one of a few.

    Raises:
        Refused: ``unknown-role``, or whatever it is that there is none of.
    """
    if typed not in known:
        raise Refused.because(
            f"unknown-{what}", f"There is no {what} {typed!r}; there are {', '.join(known)}."
        )
    return typed


def give(services: Services, command: Command, how: Circumstances, content: bytes | None = None) -> None:
    """Give a command and say what came of it; ends the process with 2 if it was refused.

    Args:
        services: the installation.
        command: the command.
        how: who gives it, and under which id.
        content: the file that it brings in, if it brings in one.
    """
    order = how.order(command)
    outcome = services.desk.give(order) if content is None else services.handing_in.give(order, content)
    tell_outcome(order, outcome, as_json=how.as_json)


def tell_outcome(order: Order, outcome: Outcome, *, as_json: bool) -> None:
    """Say what came of a command.

    Raises:
        typer.Exit: with 2, after the refusal has been told.
    """
    if as_json:
        say_json(_as_json(order, outcome))
    if isinstance(outcome, Declined):
        complain(str(outcome.refusal))
        raise typer.Exit(REFUSED)
    if not as_json:
        _tell_accepted(order, outcome)


def _tell_accepted(order: Order, outcome: Accepted) -> None:
    if outcome.repeated:
        say(f"Done before, under the same command id (position {outcome.last}); nothing was done twice.")
        return
    if not outcome.events:
        say("Nothing was left to do.")
        return
    came = told_once(_Came(event) for _, event in outcome.events)
    told: dict[str, int] = Counter(_told(each.event) for each in came)
    for words, times in told.items():
        say(words if times == 1 else f"{words} ({times} times)")
    positions = str(outcome.first) if outcome.first == outcome.last else f"{outcome.first} to {outcome.last}"
    say(
        f"Recorded at {positions}, as {order.actor.role.value}. "
        f"For a signed receipt: assay audit receipt {order.command_id}"
    )


@dataclass(frozen=True, slots=True)
class _Came:
    """An event of the one command that was given."""

    event: Event

    @property
    def command(self) -> str:
        return ""

    @property
    def name(self) -> str:
        return self.event.name


def _told(event: Event) -> str:
    return sentence(event) or (type(event).__doc__ or event.name).split("\n", 1)[0]


def _as_json(order: Order, outcome: Outcome) -> dict[str, Any]:
    said: dict[str, Any] = {
        "command_id": order.command_id,
        "verb": order.command.verb,
        "actor": order.actor.id,
        "role": order.actor.role.value,
        "repeated": outcome.repeated,
    }
    if isinstance(outcome, Declined):
        return {"outcome": "refused", **said, **refusal_json(outcome.refusal)}
    return {
        "outcome": "accepted",
        **said,
        "first": outcome.first,
        "last": outcome.last,
        "events": [
            {"stream": stream, "name": event.name, "data": event.model_dump(mode="json")}
            for stream, event in outcome.events
        ],
    }


def refusal_json(refusal: Refusal) -> dict[str, str]:
    """A refusal as programs read it."""
    return {"code": refusal.code, "sentence": refusal.sentence}
