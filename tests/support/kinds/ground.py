"""Where an inspection of any kind is walked, whom it inspects, and what is seen on the way."""

from dataclasses import dataclass, field
from datetime import date
from typing import Protocol as Shape

from domain.dated_rules.library import Library
from domain.inspections.kinds.protocol import Protocol
from domain.messages import Command
from domain.people.roles import Role
from domain.working_days import WorkingDays

__all__ = ["Ground", "Walked", "providers_of"]


class Ground(Shape):
    """Where commands are given."""

    library: Library
    calendar: WorkingDays

    @property
    def today(self) -> date: ...

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None: ...

    def head(self, stream: str) -> str: ...

    def state(self, stream: str) -> object: ...

    def turn(self, day: date) -> None: ...

    def publish(self, reference: str) -> None: ...


@dataclass
class Walked:
    """What was seen on the way.

    Attributes:
        stages: where it stood, in order.
        deadlines: every deadline that ever ran, with the working days it was given.
        commands: every command that was given.
    """

    stages: list[str] = field(default_factory=list)
    deadlines: dict[str, int] = field(default_factory=dict)
    commands: list[str] = field(default_factory=list)


def providers_of(protocol: Protocol, reference: str) -> list[tuple[str, str]]:
    """Code and kind of the providers that a walk inspects: one, or two where the kind looks at several."""
    kinds = list(protocol.inspects)
    several = protocol.whom in ("providers", "area")
    wanted = (kinds + kinds)[:2] if several else kinds[:1]
    return [(f"p{number}-{reference}", kind) for number, kind in enumerate(wanted, start=1)]
