"""All that a decision may know besides the state and the command. It comes in; nothing is fetched."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from domain.dated_rules.library import Library
from domain.people.roles import Role
from domain.working_days import WorkingDays, london_date

__all__ = ["Actor", "Given"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who gives a command.

    Attributes:
        id: opaque: it never contains a name.
        role: the role in which they act this time.
        authenticated_by: how Assay came to believe it, for example ``operating-system``.
        place_of: in whose place they act, where the role is theirs as a deputy only; the desk says so.
    """

    id: str
    role: Role
    authenticated_by: str
    place_of: str | None = None

    @property
    def acting_role(self) -> str:
        """The role as it stands on the record: a deputy's says in whose place."""
        return (
            self.role.value if self.place_of is None else f"{self.role.value} in the place of {self.place_of}"
        )


@dataclass(frozen=True, slots=True)
class Given:
    """The circumstances of one decision.

    Attributes:
        at: the instant of the decision, in UTC, from the clock.
        actor: who gives the command, and in which role.
        calendar: the working days by which deadlines are counted.
        library: the frameworks, schemes and protocols that may be referred to.
        seen: the state of every other stream that the decision looks at, by stream id.
            The store refuses the decision if one of them has moved by the time it is recorded.
        own: the digest of each event of the commanded stream, in hexadecimal, in order.
        heads: version and last digest (hexadecimal, None for an empty stream) of each of those streams.
    """

    at: datetime
    actor: Actor
    calendar: WorkingDays
    library: Library
    seen: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    heads: Mapping[str, tuple[int, str | None]] = field(default_factory=lambda: MappingProxyType({}))
    own: tuple[str, ...] = ()

    @property
    def today(self) -> date:
        """The date in London at the instant of the decision."""
        return london_date(self.at)
