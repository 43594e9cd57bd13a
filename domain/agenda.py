"""What the machinery has to see to for one stream, worked out from its state alone.

A room's ``react`` answers one question: given where things stand, what falls due, and what is still to be done by
Assay itself? The answer depends on the state only, never on which event came last, so it can be asked again at any
time, after any loss, and a duty that has been done is simply no longer in it.
"""

from datetime import date, datetime
from typing import Literal

from domain.messages import Message
from domain.working_days import end_of_day

__all__ = ["Agenda", "Deadline", "Duty"]


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
    """Something that Assay itself must do once: send a notice, publish a report.

    Attributes:
        id: unique within the stream; also names the command that records that it was done.
        kind: what is to be done.
        not_before: the first day on which it may be done, in London; None for at once.
        about: what it concerns: the id of a notice, an edition, a deadline.
    """

    id: str
    kind: Literal["send-notice", "publish-report"]
    not_before: date | None = None
    about: str = ""


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
