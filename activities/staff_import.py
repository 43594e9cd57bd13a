"""Putting many people on the staff record from a list: all of its rows are right, or none is recorded.

What is on the record already as a row says is left as it is. So a list that was cut short is simply given again.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from activities.commanding.desk import Declined, Desk, Order
from activities.commanding.records import Records
from domain.dated_rules.library import Library
from domain.given import Actor, Given
from domain.people.bodies import RegisterBody
from domain.people.roll import ROLL_STREAM
from domain.people.staff.commands import (
    DeclareInterest,
    GiveRole,
    NoteSkills,
    PlanLeave,
    RecordTraining,
    RegisterStaff,
    StaffOrder,
)
from domain.people.staff.decider import STAFF
from domain.refusals import Refusal
from domain.streams import provider_stream
from domain.working_days import WorkingDays

__all__ = ["Planned", "StaffImport"]


@dataclass(frozen=True, slots=True)
class Planned:
    """A row of a list.

    Attributes:
        line: the line it is on.
        commands: what it asks for, in order; all about one person or body. Where there are several, the first registers
            them, and the others are tried out on top of it.
    """

    line: int
    commands: tuple[StaffOrder | RegisterBody, ...]


class StaffImport:
    """Tries a list out, then gives its commands."""

    def __init__(self, desk: Desk, records: Records, calendar: WorkingDays) -> None:
        """Import a staff list by commands to a desk."""
        self._desk = desk
        self._records = records
        self._calendar = calendar

    def faults(self, rows: Sequence[Planned], actor: Actor) -> list[tuple[int, Refusal]]:
        """Which rows would be refused as things stand, and why; nothing is recorded."""
        tried = ((row.line, self._tried(row, actor)) for row in rows)
        return [(line, refusal) for line, refusal in tried if refusal is not None]

    def give(
        self, rows: Sequence[Planned], actor: Actor, command_id: str
    ) -> Iterator[tuple[int, int, Refusal | None]]:
        """Give what the rows ask for and is not on the record yet.

        Yields:
            Each row's line, how many commands of it were accepted, and the refusal where something changed meanwhile.
        """
        for row in rows:
            given, refusal = 0, None
            for place, command in enumerate(_left(row, self._state(row))):
                outcome = self._desk.give(Order(f"{command_id}:{row.line}:{place}", command, actor))
                if isinstance(outcome, Declined):
                    refusal = outcome.refusal
                    break
                given += 1
            yield row.line, given, refusal

    def _state(self, row: Planned) -> Any:
        stream = row.commands[0].stream
        return self._records.read([stream])[stream].state

    def _tried(self, row: Planned, actor: Actor) -> Refusal | None:
        """Why a row would be refused: its first command as the record stands, the others on top of that."""
        state = self._state(row)
        left = _left(row, state)
        if left and (refused := self._desk.rehearse(Order(f"try:{row.line}", left[0], actor))) is not None:
            return refused
        if len(row.commands) == 1:
            return self._nowhere(row.commands[0])
        circumstances = Given(
            at=self._desk.now(),
            actor=actor,
            calendar=self._calendar,
            library=Library.of(),
            seen={ROLL_STREAM: self._records.read([ROLL_STREAM])[ROLL_STREAM].state},
        )
        for command in left:
            decided: Any = STAFF.decide(state, command, circumstances)
            if isinstance(decided, Refusal):
                return decided
            state = STAFF.fold(decided, state)
        return None

    def _nowhere(self, command: StaffOrder | RegisterBody) -> Refusal | None:
        """A provider that is written wrongly would bar nobody, and nobody would see it among so many rows."""
        if not isinstance(command, DeclareInterest) or command.provider is None:
            return None
        stream = provider_stream(command.provider)
        if self._records.read([stream])[stream].state.registered is not None:
            return None
        return Refusal("unknown-provider", f"There is no provider {command.provider}; register it first.")


def _left(row: Planned, state: Any) -> list[StaffOrder | RegisterBody]:
    """What of a row is not on the record yet."""
    return [each for each in row.commands if not _there(each, state)]


def _there(command: StaffOrder | RegisterBody, state: Any) -> bool:
    match command:
        case RegisterBody():
            return bool(state.title) and state.ended is None
        case RegisterStaff():
            known = state.registered
            as_said = (command.engagement, command.area, command.body)
            return known is not None and (known.engagement, known.area, known.body) == as_said
        case GiveRole():
            days = (command.held, command.since, command.until)
            return days in {(each.role, each.since, each.until) for each in state.roles}
        case PlanLeave():
            return (command.since, command.until) in {(each.since, each.until) for each in state.leave}
        case DeclareInterest():
            declared = state.interests.get(command.interest)
            return declared is not None and all(
                getattr(declared, each) == getattr(command, each) for each in ("kind", "provider", "since")
            )
        case RecordTraining():
            return (passed := state.training.get(command.course)) is not None and passed >= command.passed_on
        case NoteSkills():
            return set(command.skills) == set(state.skills)
        case _:
            return False
