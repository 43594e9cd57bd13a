"""The rules alone, as the ground on which an inspection of any kind is walked."""

from datetime import date

from domain.agenda import Duty
from domain.dated_rules.library import Library
from domain.inspections.commands import ConfirmFactualAccuracy, RecordNoticeSent, RecordPublication
from domain.inspections.react import react
from domain.inspections.state import Inspection
from domain.messages import Command, Event
from domain.people.roles import Role
from domain.working_days import WorkingDays
from tests.support.specification import Story

__all__ = ["EVERY_WEEKDAY", "StoryGround"]

EVERY_WEEKDAY = WorkingDays.of("every-weekday", date(2003, 1, 1), date(2027, 12, 31), ())
"""A calendar for kinds of all times; bank holidays are for other specifications."""


class StoryGround:
    """A story that goes on with each command; see :class:`tests.support.kinds.walk.Ground`."""

    def __init__(self, library: Library, today: date) -> None:
        """Begin with nothing on the record."""
        self.library, self.calendar = library, EVERY_WEEKDAY
        self.story = Story().under(library=library, calendar=EVERY_WEEKDAY)
        self.happened: list[tuple[str, Event]] = []
        self._today = today

    @property
    def today(self) -> date:
        return self._today

    def give(self, command: Command, by: Role | None = None, who: str | None = None) -> None:
        result = self.story.when(command, on=self._today.isoformat(), by=by, who=who)
        assert result.refusal is None, f"{command.verb}: {result.refusal}"
        self.happened += result.events
        self.story = result.story

    def head(self, stream: str) -> str:
        """The digest of the latest entry of a stream."""
        _, digest = self.story.head(stream)
        assert digest is not None
        return digest

    def state(self, stream: str) -> object:
        return self.story.state(stream)

    def turn(self, day: date) -> None:
        self._today = max(self._today, day)

    def publish(self, reference: str) -> None:
        """What Assay does on the day of publication."""
        duty = next(each for each in self._duties(reference) if each.kind == "publish-report")
        self.give(
            RecordPublication(inspection=reference, report=duty.about, document="d" * 64), Role.MACHINERY
        )

    def confirm_facts(self, reference: str) -> Story:
        """The provider has no points; the story so far."""
        self.give(ConfirmFactualAccuracy(inspection=reference))
        return self.story

    def send_notices(self, reference: str) -> list[str]:
        """What Assay does with the notices that are owed, each of which reaches somebody: their codes."""
        owed = [each.about for each in self._duties(reference) if each.kind == "send-notice"]
        for code in owed:
            sent = RecordNoticeSent(inspection=reference, notice=code, document="e" * 64, to=("person-1",))
            self.give(sent, Role.MACHINERY)
        return owed

    def _duties(self, reference: str) -> tuple[Duty, ...]:
        state = self.story.state(f"inspection-{reference}")
        assert isinstance(state, Inspection)
        return react(state).duties


def a_working_day_of(first: date, calendar: WorkingDays = EVERY_WEEKDAY) -> date:
    """The first working day after one."""
    return calendar.after(first, 1)
