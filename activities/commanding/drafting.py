"""From a decision to what is recorded of it: the drafts of its events, and whom they wake."""

from collections import defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Protocol
from uuid import UUID, uuid5

from activities.commanding.records import Standing
from activities.ports import Wake
from domain.decider import On
from domain.deciders import REACTIONS, decider_of, kind_of
from domain.given import Given
from domain.ledger.envelope import Draft
from domain.messages import Command, Event

if TYPE_CHECKING:
    from activities.commanding.desk import Order

__all__ = ["by_stream", "drafts", "event_id", "said", "stream_of", "wakes"]

_EVENTS = UUID("6f1c9a52-6f0e-4c0e-9a57-0d6f7f0c8b11")
"""Namespace of event ids: an event's id follows from its command's and its place in it."""


class _Addressed(Protocol):
    """A command that knows which stream it is for."""

    @property
    def stream(self) -> str: ...


def stream_of(command: Command) -> str:
    """The stream that a command is for."""
    addressed: _Addressed = command  # type: ignore[assignment]  # every room's commands have it; tests/spec says so
    return addressed.stream


def event_id(order: "Order", place: int) -> str:
    """The id of an event: the same on every try, as it follows from the command's id and its place among the events."""
    return str(uuid5(_EVENTS, f"{order.command_id}#{place}"))


def said(order: "Order", content: Mapping[str, object]) -> dict[str, object]:
    """What makes two orders the same: what is asked, of what, by whom and in which role."""
    return {
        "actor": order.actor.id,
        "acting_role": order.actor.role.value,
        "command": content,
        "verb": order.command.verb,
    }


Several = dict[str, list[tuple[int, Event]]]
"""Events by stream, each with its place among all events of the command."""


def by_stream(stream: str, decided: tuple[Event | On, ...]) -> Several:
    """The events of a decision by stream, each with its place among all of them."""
    several: Several = defaultdict(list)
    for place, each in enumerate(decided):
        if isinstance(each, On):
            several[each.stream].append((place, each.event))
        else:
            several[stream].append((place, each))
    return dict(several)


def drafts(
    order: "Order", given: Given, stream: str, seen: Mapping[str, Standing], several: list[tuple[int, Event]]
) -> tuple[Draft, ...]:
    """The events of one stream as they go to the store, after the last that was seen there."""
    commanded = stream_of(order.command)
    matter = decider_of(commanded).matter(commanded, seen[commanded].state)
    return tuple(
        Draft(
            event_id=event_id(order, place),
            stream=stream,
            version=seen[stream].head.version + number,
            occurred_at=given.at,
            actor=order.actor.id,
            acting_role=order.actor.acting_role,
            authenticated_by=order.actor.authenticated_by,
            command_id=order.command_id,
            correlation_id=matter,
            causation_id=order.causation_id,
            event=event,
        )
        for number, (place, event) in enumerate(several, start=1)
    )


def wakes(events: Several, seen: Mapping[str, Standing]) -> tuple[Wake, ...]:
    """Which workflows these events concern, and whether at once.

    A stream with a workflow of its own wakes that one; any other wakes the workflow of its matter, if there is one.
    """
    loud: dict[str, bool] = {}
    for stream, several in events.items():
        decider = decider_of(stream)
        target = stream if decider.kind in REACTIONS else decider.matter(stream, seen[stream].state)
        if kind_of(target) not in REACTIONS:
            continue
        heard = [event for _, event in several if not isinstance(event, decider.silent)]
        if heard:
            loud[target] = loud.get(target, False) or any(
                not isinstance(each, decider.quiet) for each in heard
            )
    return tuple(Wake(stream, at_once) for stream, at_once in loud.items())
