"""The events of an inspection, and of what it has beside its cases, as they are told to people."""

from dataclasses import dataclass
from functools import cached_property

from activities.auditing.soundness import Sound
from domain.cases.streams import case_of
from domain.deciders import kind_of
from domain.ledger.envelope import Envelope, Recorded
from domain.messages import Event
from domain.panels.bearing import bears_on
from domain.storyline.telling import sentence

__all__ = ["Step", "Steps", "is_told"]


@dataclass(frozen=True)
class Step:
    """One event of the inspection or of what it has beside its cases, as it is told when that is first asked for.

    Attributes:
        sound: the event, which was found to hold.
    """

    sound: Sound

    @property
    def recorded(self) -> Recorded:
        """It, as it is kept."""
        return self.sound.recorded

    @property
    def position(self) -> int:
        """Its place among all events."""
        return self.sound.recorded.position

    @property
    def stream(self) -> str:
        """The stream to which it belongs."""
        return self.sound.recorded.stream

    @property
    def version(self) -> int:
        """Its place in that stream."""
        return self.sound.recorded.version

    @property
    def envelope(self) -> Envelope[Event]:
        """The event with who, when and in which role."""
        return self.sound.envelope

    @cached_property
    def sentence(self) -> str:
        """What happened, in words."""
        event = self.sound.event
        meaning = (type(event).__doc__ or event.name).strip().split("\n", 1)[0]
        return sentence(event) or meaning

    @property
    def words(self) -> str:
        """What happened, and to which case or list, of which an inspection has many and an event does not say it."""
        match kind_of(self.stream):
            case "alert":
                return f"{case_of(self.stream)}: {self.sentence}"
            case "list":
                return f"{self.stream}: {self.sentence}"
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
            known = self._known[position] = Step(each)
        return known


def is_told(each: Sound, inspection: str) -> bool:
    """Whether an event that was taken into account is told of an inspection; a meeting's may be about others."""
    return not each.recorded.stream.startswith("panel-") or bears_on(each.event, inspection)
