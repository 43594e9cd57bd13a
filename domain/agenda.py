"""What the machinery has to see to for one stream, worked out from its state alone.

A room's ``react`` answers one question: given where things stand, what falls due, and what is still to be done by
Assay itself? The answer depends on the state only, never on which event came last, so it can be asked again at any
time, after any loss, and a duty that has been done is simply no longer in it.
"""

from datetime import UTC, date, datetime, time
from typing import Literal

from domain.messages import Message
from domain.working_days import LONDON, end_of_day

__all__ = ["Agenda", "Deadline", "Duty", "begins_at"]


def begins_at(day: date, at: str | None = None) -> datetime:
    """The instant at which a day begins in London, or a time of it, in UTC.

    Args:
        day: the day.
        at: the time of it, as ``09:30``; None for its beginning.
    """
    time_of_day = time.fromisoformat(at) if at else time(0)
    return datetime.combine(day, time_of_day, tzinfo=LONDON).astimezone(UTC)


class Deadline(Message):
    """A date by which something is awaited, and whose passing is itself an event.

    Attributes:
        id: unique within the stream, stable when the date moves: ``evidence`` or ``factual-accuracy``.
        due: the last day on which it can still be met, in London.
        awaits: what is awaited, in an inspector's words.
    """

    id: str
    due: date
    awaits: str

    @property
    def passes_at(self) -> datetime:
        """The instant at which the deadline has passed, in UTC."""
        return end_of_day(self.due)


class Duty(Message):
    """Something that Assay itself must do once: send a notice, publish a report, start an inspection.

    Attributes:
        id: unique within the stream; also names the command that records that it was done.
        kind: what is to be done.
        not_before: the first day on which it may be done, in London; None for at once.
        about: what it concerns: the id of a notice, an edition, a deadline.
        at: the time of that day, in London: ``09:30``; None for its beginning.
    """

    id: str
    kind: Literal["send-notice", "publish-report", "start-inspection"]
    not_before: date | None = None
    about: str = ""
    at: str | None = None

    @property
    def begins_at(self) -> datetime | None:
        """The first instant at which it may be done, in UTC; None for at once."""
        return begins_at(self.not_before, self.at) if self.not_before else None


class Agenda(Message):
    """Everything the machinery must see to for one stream.

    Attributes:
        stage: where it stands, in one of the stage names.
        waiting_for: what people still have to do, in an inspector's words, in a stable order.
        deadlines: the dates that are running, earliest first.
        duties: what Assay itself must do, in order.
        over: nothing will ever have to be seen to again.
    """

    stage: str
    waiting_for: tuple[str, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    duties: tuple[Duty, ...] = ()
    over: bool = False
