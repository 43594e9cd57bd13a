"""What may change while an inspection is under way, and what that does to its dates."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from domain.decider import Decided, rule
from domain.given import Given
from domain.inspections.commands import ChangeLead, MoveFieldwork, SetTeam
from domain.inspections.events import FieldworkMoved, LeadChanged, TeamMember, TeamSet
from domain.inspections.rules.common import bad_fieldwork, protocol_of
from domain.inspections.stages import IN_PROGRESS, Stage
from domain.inspections.state import Inspection
from domain.refusals import Refusal
from domain.replacing import Standing

__all__ = ["RULES", "later_deadlines"]

_UNDER_WAY = (*IN_PROGRESS, Stage.DEFERRED)

_OWN = frozenset(stage.value for stage in IN_PROGRESS)
"""The deadlines that the inspectorate keeps. The provider's do not move because somebody else's inspector is away."""


def _led(state: Inspection, _asked: Mapping[str, Any]) -> Standing:
    return {"led_by": state.known.lead}


@rule(
    ChangeLead,
    stages=_UNDER_WAY,
    events=[LeadChanged],
    refusals=["leads-already", "calendar-exhausted"],
    replaces=_led,
)
def change_lead(state: Inspection, command: ChangeLead, given: Given) -> Decided:
    """Gives the inspection to another lead; its own running deadlines move by the working days lost, no others."""
    if command.lead == state.known.lead:
        return Refusal("leads-already", f"{command.lead} leads this inspection already.")
    return (
        LeadChanged(
            was=state.known.lead,
            lead=command.lead,
            why=command.why,
            changed_on=given.today,
            deadlines=later_deadlines(state, command.lost, given, only=_OWN),
        ),
    )


def _days(state: Inspection, _asked: Mapping[str, Any]) -> Standing:
    known = state.known
    return {
        "fieldwork_from": known.fieldwork_from.isoformat(),
        "fieldwork_to": known.fieldwork_to.isoformat(),
    }


@rule(
    MoveFieldwork,
    stages=[Stage.ANNOUNCEMENT, Stage.EVIDENCE_REQUEST],
    events=[FieldworkMoved],
    refusals=[
        "date-in-past",
        "dates-reversed",
        "not-a-working-day",
        "notice-too-short",
        "calendar-exhausted",
    ],
    replaces=_days,
)
def move_fieldwork(state: Inspection, command: MoveFieldwork, given: Given) -> Decided:
    """Moves the announced days of fieldwork; an earlier day keeps the notice that the kind gives, from today."""
    known = state.known
    first, last = command.fieldwork_from, command.fieldwork_to
    if (first, last) == (known.fieldwork_from, known.fieldwork_to):
        return ()
    notice = protocol_of(state, given).days("notice") if first < known.fieldwork_from else 0
    return bad_fieldwork(first, last, notice, given) or (
        FieldworkMoved(
            was_from=known.fieldwork_from,
            was_to=known.fieldwork_to,
            fieldwork_from=first,
            fieldwork_to=last,
            reason=command.reason,
        ),
    )


def _team(state: Inspection, _asked: Mapping[str, Any]) -> Standing:
    return {
        f"{role}s": [each.person for each in state.team if each.role == role]
        for role in dict.fromkeys(each.role for each in state.team)
    }


@rule(
    SetTeam,
    stages=_UNDER_WAY,
    events=[TeamSet],
    refusals=["listed-twice", "leads-already"],
    replaces=_team,
)
def set_team(state: Inspection, command: SetTeam, _given: Given) -> Decided:
    """Settles who is on the team besides the lead; the same team again is no news."""
    named = (*command.inspectors, *command.assistants)
    if len(set(named)) != len(named):
        return Refusal("listed-twice", "Somebody is on the team twice; name each person once, in one role.")
    if state.known.lead in named:
        said = f"{state.known.lead} leads this inspection, and is on its team by that"
        return Refusal("leads-already", f"{said}; name the others alone.")
    team = (
        *(TeamMember(person=each, role="inspector") for each in command.inspectors),
        *(TeamMember(person=each, role="assistant") for each in command.assistants),
    )
    if team == state.team:
        return ()
    return (TeamSet(team=team, programme=None, reason=command.reason),)


def later_deadlines(
    state: Inspection, lost: int, given: Given, only: frozenset[str] | None = None
) -> tuple[tuple[str, date], ...]:
    """The running deadlines that have not passed, each later by some working days."""
    if not lost:
        return ()
    return tuple(
        (code, given.calendar.after(running.due, lost))
        for code, running in sorted(state.deadlines.items())
        if (only is None or code in only) and given.at < running.passes_at
    )


RULES = (change_lead, move_fieldwork, set_team)
