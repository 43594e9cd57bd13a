"""To whom a checkpoint was handed out: whoever has one can hold the record against it, so who has one is a fact."""

from dataclasses import dataclass, replace
from typing import Annotated, ClassVar

from pydantic import Field

from domain.dated_rules.library import Library
from domain.decider import Decided, Decider, rule, rules
from domain.given import Given
from domain.messages import Command, Event
from domain.providers.provider import Provider
from domain.refusals import Refusal
from domain.streams import provider_stream
from domain.text import Digest, PersonStream, Reference

__all__ = [
    "HANDED_OUT",
    "CheckpointHandedOut",
    "HandOutCheckpoint",
    "HandedOutCheckpoint",
    "checkpoint_stream",
]

_Number = Annotated[int, Field(ge=1)]


def checkpoint_stream(number: int) -> str:
    """The stream that says who has a checkpoint."""
    return f"checkpoint-{number}"


class HandOutCheckpoint(Command):
    """Hand out a checkpoint to a provider, to whom notice of it has been given.

    Attributes:
        checkpoint: its number.
        events: how many it is over.
        root: the root of the tree over them.
        provider: the provider that has it.
        to: the contacts to whom the notice went; none if it went to the provider.
    """

    verb: ClassVar[str] = "hand-out-checkpoint"
    checkpoint: _Number
    events: _Number
    root: Digest
    provider: Reference
    to: tuple[PersonStream, ...]

    @property
    def stream(self) -> str:
        """The checkpoint."""
        return checkpoint_stream(self.checkpoint)


class CheckpointHandedOut(Event):
    """A checkpoint was handed out to a provider."""

    name: ClassVar[str] = "checkpoint.handed-out.v1"
    checkpoint: _Number
    events: _Number
    root: Digest
    provider: Reference
    to: tuple[PersonStream, ...]


@dataclass(frozen=True, slots=True)
class HandedOutCheckpoint:
    """Who has a checkpoint.

    Attributes:
        said: how many events it is over, and their root; None before it was handed out.
        providers: those who have it.
    """

    said: tuple[int, str] | None = None
    providers: frozenset[str] = frozenset()


def _provider(_state: HandedOutCheckpoint, command: HandOutCheckpoint, _library: Library) -> tuple[str, ...]:
    return (provider_stream(command.provider),)


@rule(
    HandOutCheckpoint,
    events=[CheckpointHandedOut],
    refusals=["unknown-provider", "another-checkpoint"],
    reads=_provider,
)
def hand_out(state: HandedOutCheckpoint, command: HandOutCheckpoint, given: Given) -> Decided:
    """Notes that a provider was given a checkpoint."""
    provider: Provider = given.seen[provider_stream(command.provider)]
    if provider.registered is None:
        return Refusal("unknown-provider", f"There is no provider {command.provider}.")
    if state.said not in (None, (command.events, command.root)):
        return Refusal(
            "another-checkpoint",
            f"Checkpoint {command.checkpoint} was handed out before, and said something else; this is not the record "
            "that it was of.",
        )
    if command.provider in state.providers:
        return ()
    return (
        CheckpointHandedOut(
            checkpoint=command.checkpoint,
            events=command.events,
            root=command.root,
            provider=command.provider,
            to=command.to,
        ),
    )


def _evolve(state: HandedOutCheckpoint, event: CheckpointHandedOut) -> HandedOutCheckpoint:
    return replace(state, said=(event.events, event.root), providers=state.providers | {event.provider})


HANDED_OUT = Decider(
    kind="checkpoint", initial=HandedOutCheckpoint(), rules=rules([hand_out]), evolve=_evolve
)
"""Who has one checkpoint."""
