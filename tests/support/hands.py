"""The machinery played by hand: what a workflow would do for the streams of a house, at once and in this thread."""

from domain.agenda import Agenda
from domain.deciders import kind_of
from tests.support.house import House

__all__ = ["Hands", "NoNudges"]


class NoNudges:
    """Wakes nobody: there is nobody to wake."""

    def nudge(self, stream: str, position: int) -> None:
        """Nothing."""


class Hands:
    """Sees to the duties and lapsed deadlines of streams until nothing is due."""

    def __init__(self, house: House) -> None:
        self._clock = house.clock
        self._offices = house.offices()

    def see_to(self, *streams: str) -> None:
        """Do what is due."""
        for stream in streams:
            while self._one(stream):
                pass

    def _one(self, stream: str) -> bool:
        office = self._offices[kind_of(stream)]
        agenda = office.agenda(stream) or Agenda(stage="")
        now = self._clock.now()
        for duty in agenda.duties:
            if (duty.begins_at or now) <= now:
                office.carry_out(stream, duty)
                return True
        for deadline in agenda.deadlines:
            if deadline.passes_at <= now:
                office.record_lapse(stream, deadline)
                return True
        return False
