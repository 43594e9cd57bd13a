"""The events of an inspection, and of what it has beside its cases, as they are told to people."""

from dataclasses import dataclass

from activities.auditing.soundness import Sound
from domain.cases.streams import case_of
from domain.deciders import EVENT_NAMES, kind_of
from domain.ledger.envelope import Envelope
from domain.messages import Event
from domain.panels.bearing import bears_on
from domain.storyline.telling import sentence

__all__ = ["Step", "Steps", "is_told", "step_of"]


@dataclass(frozen=True, slots=True)
class Step:
    """One event of the inspection or of what it has beside its cases, as it is told.

    Attributes:
        position: its place among all events.
        version: its place in the stream that its envelope names.
        envelope: the event with who, when and in which role.
        sentence: what happened, in words.
    """

    position: int
    version: int
    envelope: Envelope[Event]
    sentence: str

    @property
    def words(self) -> str:
        """What happened, and to which case or list, of which an inspection has many and an event does not say it."""
        match kind_of(self.envelope.stream):
            case "alert":
                return f"{case_of(self.envelope.stream)}: {self.sentence}"
            case "list":
                return f"{self.envelope.stream}: {self.sentence}"
            case _:
                return self.sentence


class Steps:
    """The events of one reading as they are told, each worked out once."""

    def __init__(self) -> None:
        """Begin with none."""
        self._known: dict[int, Step] = {}

    def of(self, each: Sound) -> Step:
        """An event as it is told."""
        position = each.recorded.position
        known = self._known.get(position)
        if known is None:
            known = self._known[position] = step_of(each)
        return known


def step_of(each: Sound) -> Step:
    """An event as it is told."""
    recorded = each.recorded
    envelope = EVENT_NAMES.read(recorded)
    event = envelope.data
    meaning = (type(event).__doc__ or envelope.name).strip().split("\n", 1)[0]
    return Step(recorded.position, recorded.version, envelope, sentence(event) or meaning)


def is_told(each: Sound, inspection: str) -> bool:
    """Whether an event that was taken into account is told of an inspection; a meeting's may be about others."""
    return not each.recorded.stream.startswith("panel-") or bears_on(each.event, inspection)
