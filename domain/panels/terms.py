"""The words of a panel: times of day, grounds on which somebody takes no part in an item, why an item is put off."""

from typing import Annotated, Literal

from pydantic import StringConstraints

__all__ = ["Cause", "Declared", "Ground", "TimeOfDay"]

TimeOfDay = Annotated[str, StringConstraints(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$")]
"""A time of day in London: ``10:30``."""

Declared = Literal["interest", "worked-there", "knows-somebody-there", "took-part", "other"]
"""What a member declares at the meeting. One of a few words, so that the record says nothing more of a person."""

Ground = Literal["leads-it", "read-its-cases", "declared-interest"] | Declared
"""Why a member takes no part in deciding an item: found on the record, or declared by the member."""

Cause = Literal["panel", "quorum", "not-reached", "called-off"]
"""Why an item was put off: the panel chose to, too few were left to decide, time ran out, or nobody met."""
