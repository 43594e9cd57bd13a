"""A point of the record: after an event, by its place, or a moment, by either of the two times that every event has."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from activities.auditing.soundness import Part, Sound
from domain.ledger.envelope import Recorded, instant
from domain.refusals import Refused

__all__ = ["Point"]


@dataclass(frozen=True, slots=True)
class Point:
    """Up to where the record is taken into account; to its end, if nothing is said.

    Attributes:
        at: after the event at this position of the record.
        version: after the event of this version of the inspection's own stream.
        as_of: by what was so at this instant, whenever it was recorded.
        as_recorded: by what had been recorded at this instant. Both instants together: by what was then known of it.
    """

    at: int | None = None
    version: int | None = None
    as_of: datetime | None = None
    as_recorded: datetime | None = None

    def __post_init__(self) -> None:
        """Hold it to one point.

        Raises:
            Refused: ``two-points`` for more than one; ``no-zone`` for a time that does not say which zone it is in.
        """
        timed = self.as_of is not None or self.as_recorded is not None
        if sum((self.at is not None, self.version is not None, timed)) > 1:
            raise Refused.because("two-points", "Give a position, a version or a time, and only one of them.")
        for each in (self.as_of, self.as_recorded):
            if each is not None and each.utcoffset() is None:
                raise Refused.because(
                    "no-zone", f"The time {each.isoformat()} does not say in which zone it is."
                )

    def of(self, own: Sequence[Recorded], end: int) -> "Point":
        """The same point by position, where it was said by version of an inspection's own stream.

        Args:
            own: the stream, as it is kept.
            end: the last position of the record.

        Raises:
            Refused: ``beyond-the-record`` for a position or version after the last.
        """
        if self.version is not None:
            if self.version > len(own):
                raise Refused.because(
                    "beyond-the-record", f"The inspection has {len(own)} events, fewer than {self.version}."
                )
            return Point(at=own[self.version - 1].position)
        if self.at is not None and self.at > end:
            raise Refused.because(
                "beyond-the-record", f"The record ends at position {end}, before {self.at}."
            )
        return self

    def cut(self, events: Sequence[Sound]) -> Sequence[Sound]:
        """A stream up to its last event by this point; never with a gap, even where a clock was once set back."""
        if self.at is None and self.as_of is None and self.as_recorded is None:
            return events
        number = len(events)
        if self.at is not None:
            while number and events[number - 1].recorded.position > self.at:
                number -= 1
        else:
            so = instant(self.as_of) if self.as_of else _FOR_EVER
            written = instant(self.as_recorded) if self.as_recorded else _FOR_EVER
            while number and (
                events[number - 1].occurred_at > so or events[number - 1].recorded_at > written
            ):
                number -= 1
        return events if number == len(events) else events[:number]

    def ahead(self, events: Sequence[Sound]) -> Iterator[Sound]:
        """Of what was cut to this point, what was so only later by its own time, and stands before what was so by then.

        A stream is never taken with a gap, so that this is among what is shown, and has to be named.
        """
        if self.as_of is not None:
            so = instant(self.as_of)
            yield from (each for each in events if each.occurred_at > so)

    def counts_broken(self, part: Part) -> bool:
        """Whether the event at which a stream is broken belongs to what is asked about, so that the verdict says so.

        What that says of its own times is not believed. By position it counts up to the point. By when things were
        recorded it does unless the event before it was recorded later already. By when they were so it always does:
        whatever it was may have been so before that moment.
        """
        if self.at is not None:
            return part.broken_at <= self.at
        written = instant(self.as_recorded) if self.as_recorded else _FOR_EVER
        return all(each.recorded_at <= written for each in part.sound[-1:])


_FOR_EVER = "9999-12-31T23:59:59.999999Z"
